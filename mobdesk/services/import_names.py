"""Organisations and projects that the rows of a list name: looked up, or made once."""

from __future__ import annotations

from mobdesk.domain.fold import fold, tidy
from mobdesk.domain.project_codes import parse_code
from mobdesk.errors import Refused
from mobdesk.services.import_rows import ORIGIN, Batch, Known, Line, Stay, words_key


class Folded(dict[str, str]):
    """Search keys of texts that a list repeats again and again."""

    def __missing__(self, text: str) -> str:
        key = self[text] = words_key(text)
        return key


class Names:
    """What a list calls organisations and projects.

    ``project``: the code that every row goes into. Raises ``Refused``: ``project_unknown``,
    ``no_projects``.
    """

    def __init__(self, known: Known, project: str | None) -> None:
        self.organisations = Batch(known.next_ids["organisations"])
        self.projects = Batch(known.next_ids["projects"])
        self.folded = Folded()
        self._organisation_ids = dict(known.organisations)
        self._organisation_of: dict[str, int] = {}
        self._project_ids = dict(known.projects)
        self._project_of: dict[str, int | None] = {}
        self._canonical: dict[tuple[str, int], bool] = {}
        self._all_into = None if project is None else self._known_project(project)

    def sender(self, line: Line) -> int | None:
        """The sending organisation of a row."""
        name = line.sending_organisation
        if not name:
            return None
        return self._organisation_of.get(name) or self._organisation(
            name, line.sending_city, line.sending_country, hosts=False
        )

    def host(self, line: Line) -> int | None:
        """The receiving organisation of a row."""
        name = line.hosting_organisation
        if not name:
            return None
        return self._organisation_of.get(name) or self._organisation(
            name, line.hosting_city, line.hosting_country, hosts=True
        )

    def project(self, text: str | None) -> tuple[int | None, str | None]:
        """The project of a row, and its code as a text where that is not the project's.

        A well-formed code that nobody knows becomes a project of the archive.
        """
        if not text:
            return self._all_into, None
        if text not in self._project_of:
            code = self._code(text)
            number = self._project_ids.get(code or text)
            if number is None and code is not None and self._all_into is None:
                number = self._project_ids[code] = self._new_project(code)
            self._project_of[text] = number
        number = self._project_of[text]
        if self._all_into is not None:
            return self._all_into, None if number == self._all_into else text
        return number, None if number is not None else text

    def stay(self, line: Line) -> Stay:
        """The stay that a row tells of; nothing is made for it."""
        name = line.hosting_organisation
        host: int | str | None = None
        if name:
            host = self._organisation_of.get(name)
            if host is None:
                key = fold(name)
                host = self._organisation_ids.get(key, key)
        project: int | str | None = self._all_into
        if project is None and (text := line.project_code):
            code = self._code(text) or text
            project = self._project_ids.get(code, code)
        return Stay(line.start, project, host, self.folded[line.hosting_city or ""], line.end)

    def _organisation(
        self, name: str, city: str | None, country: str | None, *, hosts: bool
    ) -> int:
        """An organisation that is named so for the first time."""
        key = fold(name)
        number = self._organisation_ids.get(key)
        if number is None:
            kind = "partner" if hosts else "consortium_member"
            search = f"{key} {fold(city)}" if city else key
            number = self.organisations.add(
                tidy(name), key, kind, city, country, not hosts, hosts, search, ORIGIN
            )
            self._organisation_ids[key] = number
        self._organisation_of[name] = number
        return number

    def _known_project(self, code: str) -> int:
        found = self._project_ids.get(parse_code(code).code or code)
        if found is None:
            if not self._project_ids:
                raise Refused("no_projects", project=code)
            known = ", ".join(sorted(self._project_ids))
            raise Refused("project_unknown", project=code, known=known)
        return found

    def _new_project(self, code: str) -> int:
        year, _round, _agency, action, *rest = code.split("-")
        field = rest[0] if len(rest) == 2 else None
        return self.projects.add(code, action, field, int(year), 1, code.lower(), ORIGIN)

    def _code(self, text: str) -> str | None:
        """The well-formed code that is meant, if it is one."""
        return text if self._is_canonical(text) else parse_code(text).code

    def _is_canonical(self, text: str) -> bool:
        """Whether a code is its own canonical form.

        Only the number differs between codes of one call: the rest is read once with another.
        """
        head, _, number = text.rpartition("-")
        length = len(number)
        if length not in (6, 9) or not (number.isascii() and number.isdecimal()):
            return False
        found = self._canonical.get((head, length))
        if found is None:
            example = f"{head}-{'1' * length}"
            found = self._canonical[head, length] = parse_code(example).code == example
        return found
