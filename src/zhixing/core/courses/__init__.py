"""Course packages (课件, SCORM): what a package holds, and where somebody stands in it by its own word."""
