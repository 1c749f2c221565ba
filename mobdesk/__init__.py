"""Mobdesk: Erasmus+ KA1 mobility projects on one laptop, offline and encrypted."""

__version__ = "0.1.0"
