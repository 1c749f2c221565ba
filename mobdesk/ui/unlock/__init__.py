"""Unlocking a workspace: nickname, passphrase, and the ways back in."""
