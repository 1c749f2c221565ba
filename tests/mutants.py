"""``make mutants``: the most expensive rules are broken one by one; a test must notice each time.

A mutant is one changed line in a copy of the tree. One that no test kills ends with exit code 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Mutant(NamedTuple):
    """``old`` stands once in ``file`` and becomes ``new``; ``tests`` must fail then."""

    rule: str
    file: str
    old: str
    new: str
    tests: str


_KEYS = "tests/models/test_keys.py tests/models/test_keys_file.py tests/services/test_private.py"
_ERASE = "tests/services/test_erasure.py"
MUTANTS = (
    Mutant("a flipped byte of keys.json is damaged", "mobdesk/models/keys_file.py",
           "if data != with_checksum(rest):", "if False:", _KEYS),
    Mutant("key parameters have bounds", "mobdesk/models/sealing.py",
           "self.least <= kdf.memory <= self.most", "self.least <= kdf.memory", _KEYS),
    Mutant("a wrong passphrase is told apart", "mobdesk/models/locks.py",
           "if not sealing.same(commitment(root), wrap.commitment):", "if False:", _KEYS),
    Mutant("no slot can be added without the file key", "mobdesk/models/keyring.py",
           "if not sealing.same(file.mac, _mac(file, file_key)):", "if False:", _KEYS),
    Mutant("the container grows in steps", "mobdesk/models/vault_box.py",
           'block.ljust(size, b"\\0")', "block", "tests/models/test_vault_box.py"),
    Mutant("a plain database is refused", "mobdesk/models/database.py",
           "if file.read(16) == _PLAIN:", "if False:", "tests/models/test_store.py"),
    Mutant("deleted content is overwritten", "mobdesk/models/database.py",
           '"secure_delete = ON",', '"secure_delete = OFF",', "tests/models/test_store.py"),
    Mutant("undo refuses a record that moved on", "mobdesk/models/undoing.py",
           "    if moved:\n", "    if False:\n", "tests/models/test_store.py"),
    Mutant("bulk statements cannot bypass the history", "mobdesk/models/journal.py",
           "if mapper is not None and mapper.class_.journal:", "if False:",
           "tests/models/test_store.py"),
    Mutant("erasing cleans the history", "mobdesk/models/erasure_history.py",
           "        touched += _clean_entry(connection, who, row)", "        touched += 0", _ERASE),
    Mutant("erasing cleans the labels of the history", "mobdesk/models/erasure_history.py",
           "        if clean != row.values:", "        if False:", _ERASE),
    Mutant("a role is asked at every door", "mobdesk/domain/roles.py",
           'raise NotAllowed("not_allowed", area=area.value)', "return None",
           "tests/services/test_access.py"),
    Mutant("the last day counts", "mobdesk/domain/mobilities.py",
           "(end - start).days + 1 - virtual", "(end - start).days - virtual",
           "tests/domain/test_mobilities.py"),
    Mutant("erasing waits until the day has passed", "mobdesk/domain/retention.py",
           "if today > keep_until and not hold:", "if today >= keep_until and not hold:",
           "tests/domain/test_retention.py"),
    Mutant("an ambiguous date is asked about", "mobdesk/imports/dates.py",
           'return ReadDate(None, ("ambiguous_date",))', 'order = "dmy"', "tests/imports"),
    Mutant("a month stays a month", "mobdesk/imports/dates.py",
           'return ReadDate(f"{shape.year:04d}-{shape.a:02d}", ("month_only",))',
           'return ReadDate(f"{shape.year:04d}-{shape.a:02d}-01")', "tests/imports"),
    Mutant("a lost letter is flagged", "mobdesk/imports/values.py",
           'return Converted(text, (_problem("lost_character"),))', "return Converted(text)",
           "tests/imports"),
    Mutant("a changed file is named", "mobdesk/exports/verify.py",
           'problems.append(Found(name, "file_changed"))', "pass", "tests/exports"),
    Mutant("a file that is not listed is named", "mobdesk/exports/verify.py",
           "for name in present if name not in wanted)", "for name in ())", "tests/exports"),
    Mutant("a name that leaves the folder is named", "mobdesk/exports/safe_zip.py",
           'if unsafe_name(name):\n            yield Found(shown(name), "name_unsafe")',
           "if False:\n            yield Found(shown(name), \"name_unsafe\")", "tests/exports"),
    Mutant("text is never run", "mobdesk/domain/neutral.py",
           "return f\"'{text}\" if would_run(text) else text", "return text", "tests/exports"),
    Mutant("a damaged page is found", "mobdesk/models/database.py",
           '    return tuple(pages + broken)', "    return ()",
           "tests/models/test_store.py"),
)  # fmt: skip


def survives(mutant: Mutant, tree: Path) -> bool:
    """Whether all tests still pass with the mutant in the tree."""
    path = tree / mutant.file
    healthy = path.read_text("utf-8")
    if healthy.count(mutant.old) != 1:
        raise SystemExit(f"{mutant.file} holds {healthy.count(mutant.old)} times: {mutant.old}")
    path.write_text(healthy.replace(mutant.old, mutant.new), "utf-8")
    tests = [name for name in mutant.tests.split() if (tree / name).exists()]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("MOBDESK_REQUIRE_DATA", None)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", *tests],
        cwd=tree, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    path.write_text(healthy, "utf-8")
    return done.returncode == 0


def main() -> int:
    """Break every rule once; print what the tests said."""
    alive = 0
    with tempfile.TemporaryDirectory() as made:
        tree = Path(made)
        skipped = shutil.ignore_patterns("__pycache__")
        for name in ("mobdesk", "tests", "resources"):
            shutil.copytree(ROOT / name, tree / name, ignore=skipped)
        shutil.copy(ROOT / "pyproject.toml", tree)
        for mutant in MUTANTS:
            lives = survives(mutant, tree)
            alive += lives
            print(f"{'ALIVE ' if lives else 'killed'}  {mutant.rule}", flush=True)
    print(f"{len(MUTANTS)} mutants, {len(MUTANTS) - alive} killed, {alive} alive")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
