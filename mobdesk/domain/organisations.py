"""Organisations and their contacts. OID and PIC have a form but no known checksum."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from mobdesk.domain import checks
from mobdesk.errors import Problem


class OrganisationKind(StrEnum):
    OWN = "own"
    PARTNER = "partner"
    CONSORTIUM_MEMBER = "consortium_member"
    MUNICIPALITY = "municipality"
    NGO = "ngo"
    COMPANY = "company"
    COURSE_PROVIDER = "course_provider"


KINDS: Final = tuple(kind.value for kind in OrganisationKind)
ROLES: Final = ("sending", "hosting", "supporting")
MOST: Final = {
    "name": 300, "city": 120, "address": 400, "website": 200, "languages": 100,
}  # fmt: skip
_OID = re.compile(r"E\d{8}")
_PIC = re.compile(r"\d{9}")


def tidy_oid(text: str) -> str:
    """An OID as it is written officially: capital E, no spaces."""
    return re.sub(r"[\s.\-]", "", text).upper()


def tidy_pic(text: str) -> str:
    """A PIC without spaces and dots."""
    return re.sub(r"[\s.\-]", "", text)


def validate(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with an organisation; only the name is needed."""
    problems = checks.needed(values, "name")
    problems += checks.choice(values, "kind", KINDS)
    problems += checks.country(values, "country")
    problems += checks.lengths(values, MOST)
    oid, pic = tidy_oid(checks.text(values, "oid")), tidy_pic(checks.text(values, "pic"))
    if oid and not _OID.fullmatch(oid):
        code = "oid_is_pic" if _PIC.fullmatch(oid) else "oid_unreadable"
        problems.append(Problem("oid", code, {"value": oid}))
    if pic and not _PIC.fullmatch(pic):
        code = "pic_is_oid" if _OID.fullmatch(pic.upper()) else "pic_unreadable"
        problems.append(Problem("pic", code, {"value": pic}))
    website = checks.text(values, "website")
    if website and (" " in website or "." not in website):
        problems.append(Problem("website", "website_unreadable", {"value": website}))
    return problems


def validate_contact(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a contact of an organisation."""
    problems = checks.needed(values, "name")
    problems += checks.email(values)
    problems += checks.phone(values)
    problems += checks.lengths(values, {"name": 200, "role": 120})
    return problems
