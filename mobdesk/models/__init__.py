"""Encrypted storage: mapped classes, store, history, keys, vault, backups."""
