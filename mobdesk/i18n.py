"""Words in the reader's language: marks, the current catalogue and the stretched test language."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager


class Catalogue:
    """The words of one language. A document carries its own; the window uses the current one."""

    def __init__(self, language: str, translations: _gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def text(self, message: str) -> str:
        """Return the translation of ``message``; an empty text stays empty."""
        return self._translations.gettext(message) if message else ""

    def plural(self, one: str, many: str, n: int) -> str:
        """Return the form for ``n``, not yet formatted."""
        return self._translations.ngettext(one, many, n)


class _Stretched(_gettext.NullTranslations):
    """A pseudo-language: every text about 1.4 times as long, so that clipped labels show."""

    def gettext(self, message: str) -> str:
        return f"[{message}{' õü' * max(1, len(message) // 8)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


ENGLISH = Catalogue("en", _gettext.NullTranslations())
STRETCHED = Catalogue("en-XA", _Stretched())

_current = ENGLISH


def current() -> Catalogue:
    """The catalogue of the window and of messages."""
    return _current


@contextmanager
def using(catalogue: Catalogue) -> Iterator[None]:
    """Make ``catalogue`` the current one for a while."""
    global _current
    before, _current = _current, catalogue
    try:
        yield
    finally:
        _current = before


def N_(message: str) -> str:  # noqa: N802 - the customary name of the marker
    """Mark a text for translation; it is translated where it is shown."""
    return message


def _(message: str) -> str:
    """Translate ``message`` with the current catalogue."""
    return _current.text(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Translate with a number; ``{n}`` in the text is replaced by it."""
    return _current.plural(one, many, n).replace("{n}", f"{n:,}")
