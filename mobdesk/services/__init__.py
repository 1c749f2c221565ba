"""What the program can do, one file per subject: a Store and an Actor in, rows out."""
