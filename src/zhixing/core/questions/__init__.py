"""Questions (试题): what is asked, what is right, which article it rests on; papers and what their results tell."""
