"""课件: taking course packages into the library and opening them, each in a sandbox on a second origin."""
