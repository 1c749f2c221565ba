"""Reports in, files out."""
