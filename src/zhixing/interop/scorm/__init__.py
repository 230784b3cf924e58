"""Course packages (SCORM): read by their manifests, in a child process, and shown from the package itself."""
