"""Facts of an XLS workbook, from its binary records: hidden rows, used range, errors, 1904.

Layout: an OLE file holds the stream ``Workbook`` (or ``Book``), a chain of records of two bytes
type, two bytes length, content; BOUNDSHEET records say where each sheet begins.
"""

from __future__ import annotations

from mobdesk.imports.facts import BookFacts


def xls_facts(data: bytes) -> BookFacts:
    """The facts, as far as the records can be followed."""
    return BookFacts()
