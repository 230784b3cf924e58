"""What all screens share: base templates, components, static files, the gate."""
