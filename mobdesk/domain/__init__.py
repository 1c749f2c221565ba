"""Rules of the field in plain Python: no files, no database, no clock."""
