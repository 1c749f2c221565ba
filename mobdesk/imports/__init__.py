"""Foreign files in, checked rows out, in a child process."""
