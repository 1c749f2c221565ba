"""The attached files of a backup, brought into the workspace that is restored."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path

from mobdesk.errors import Refused
from mobdesk.models import attachments, backup_container, backups, files
from mobdesk.models.backup_rewriting import renew_attachment
from mobdesk.models.backups import Found
from mobdesk.models.copies import scratch
from mobdesk.models.keyring import OpenKeys


def bring_attachments(found: Found, old: OpenKeys, new: OpenKeys, needed: Collection[str]) -> int:
    """Put the ``needed`` files of a backup into the workspace; return how many are nowhere.

    Files of people who were erased again are not among them.
    """
    head, facts = found.opened
    there = backups.attachment_sizes(new.folder, new.key_id)
    wanted = [
        name for name, size in facts.attachments if name in needed and there.get(name) != size
    ]
    if not wanted:
        return 0
    files.make_private_folder(new.folder / attachments.FOLDER)
    with ExitStack() as stack:
        if facts.standing_alone:
            work = new.folder / backups.FOLDER
            sources = {name: stack.enter_context(scratch(work)) for name in wanted}
            database_again = stack.enter_context(scratch(work))
            backup_container.extract(head, facts, old, database_again, sources)
        else:
            sources = {name: _beside(found.path, name, old.key_id) for name in wanted}
        return sum(not _bring(sources[name], name, old, new) for name in wanted)


def _beside(container: Path, name: str, key_id: str) -> Path:
    """An attachment in the place of a container, or in the workspace around ``backups/``."""
    beside = attachments.path_of(container.parent, name, key_id)
    around = attachments.path_of(container.parent.parent, name, key_id)
    return beside if beside.is_file() else around


def _bring(source: Path, name: str, old: OpenKeys, new: OpenKeys) -> bool:
    if not source.is_file():
        return False
    target = attachments.path_of(new.folder, name, new.key_id)
    if old.key_id == new.key_id:
        backups.copy_file(source, target)
        return True
    try:
        renew_attachment(source, target, name, old, new)
    except Refused as problem:
        if problem.code != "attachment_damaged":
            raise
        return False
    return True
