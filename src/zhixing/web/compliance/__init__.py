"""减负体检: what the system must not do and does not, and what it costs those who keep the books."""
