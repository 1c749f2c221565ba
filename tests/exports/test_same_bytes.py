"""Same report, same bytes: other process, clock, zone, language, hash seed, folder and order."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, hashlib, sys, random, time
from dataclasses import replace
from pathlib import Path
from mobdesk.exports.lists import ParticipantList, Signer, make_list
from mobdesk.exports.packages import made_files, make_package
from mobdesk.exports.parts import Form
from mobdesk.exports.report_json import from_json, to_json
from tests.exports.samples import PAPER_BYTES, sample, with_money
shift, out = float(sys.argv[1]), Path(sys.argv[2])
real = time.time
time.time = lambda: real() + shift
report = from_json(to_json(with_money(sample(25, papers=True))))
draw = random.Random(shift)
mixed = lambda rows: tuple(draw.sample(rows, len(rows)))
report = replace(report, people=mixed(report.people), mobilities=mixed(report.mobilities),
                 missing=mixed(report.missing), not_due=mixed(report.not_due),
                 budget=mixed(report.budget), grants=mixed(report.grants),
                 payments=mixed(report.payments), changes=mixed(report.changes))
zipped = make_package(report, out, Form.ZIP, PAPER_BYTES.__getitem__)
parts = make_package(report, out, Form.ZIP, PAPER_BYTES.__getitem__, mail_limit=60_000)
folder = make_package(report, out, Form.FOLDER, PAPER_BYTES.__getitem__)
files = [p for p in sorted(out.rglob("*")) if p.is_file()]
print(json.dumps({p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
                  for p in files}))
"""


def start(shift: str, out: Path, **environment: str) -> subprocess.Popen[str]:
    env = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
    out.mkdir()
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, shift, str(out / "made")],
        env=env,
        cwd=out,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_make_the_same_bytes(tmp_path: Path) -> None:
    one = start("0", tmp_path / "one", TZ="UTC", LANG="C", PYTHONHASHSEED="1")
    two = start(
        "86400000", tmp_path / "two", TZ="Pacific/Auckland", LANG="et_EE.UTF-8",
        LC_ALL="de_DE.UTF-8", PYTHONHASHSEED="77", SOURCE_DATE_EPOCH="12345",
    )  # fmt: skip
    first, second = (json.loads(p.communicate(timeout=120)[0]) for p in (one, two))
    assert one.returncode == two.returncode == 0
    assert len(first) > 15
    assert first == second
    sums = {hashlib.sha256(b"").hexdigest()}
    assert not sums & set(first.values())
