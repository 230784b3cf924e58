"""更正与异议: the officer's desk for what members object to and what is put right."""
