"""``make soak``: kills, full disks and power cuts of every named operation, as three tables.

``python -m tests.soak [--seed N] [--only kills|disks|power|proof] [--operations save,import]``
Ends with 1 when anything failed, also where the machine has no mount or no tracer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from tests.soak import disks, kills, power, proof, scene, trace
from tests.soak.operations import OPERATIONS

PARTS = ("proof", "kills", "disks", "power")
SHOWN = 6  # problems per line of a table


def main(arguments: Sequence[str]) -> int:
    """Soak, print, return the exit code."""
    args = _arguments(arguments)
    started = perf_counter()
    work = Path(tempfile.mkdtemp(prefix="mobdesk-soak-"))
    failed: list[str] = []
    print(f"Soak, seed {args.seed}, {os.cpu_count()} processors")
    try:
        template = scene.make(work / "template")
        for part in args.only or PARTS:
            print(f"\n{part}")
            _PARTS[part](args, template, work, failed)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"\n{perf_counter() - started:.0f} seconds")
    print("FAILED: " + ", ".join(failed) if failed else "Nothing was lost.")
    return 1 if failed else 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.soak")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--operations", type=lambda text: text.split(","), default=list(OPERATIONS))
    return parser.parse_args(arguments)


def _line(*columns: object) -> None:
    first, *others = columns
    print(f"  {first!s:<11}" + "".join(f"{other!s:>13}" for other in others), flush=True)


def _tell(failed: list[str], where: str, holds: bool, problems: Sequence[str]) -> None:
    for problem in problems[:SHOWN]:
        print(f"    FAILED {problem}")
    if len(problems) > SHOWN:
        print(f"    … and {len(problems) - SHOWN} more")
    if not holds:
        failed.append(where)


def _prove(args: argparse.Namespace, template: scene.Scene, work: Path, failed: list[str]) -> None:
    """First the harness: what it cannot see, it cannot vouch for."""
    for fault in proof.PLANTED:
        try:
            caught = proof.caught(fault, template, work, args.seed)
        except trace.NoTracer as err:
            caught = f"NOT TRIED: {err}"
        print(f"  {fault.fault} in {fault.operation}: {caught or 'NOT CAUGHT'}")
        if not caught or caught.startswith("NOT"):
            failed.append(f"proof of {fault.fault}")


def _each(names: Sequence[str], failed: list[str], part: str, one: Callable[[str], int]) -> None:
    """One line per operation; one that cannot even be tried is a failure and the rest goes on."""
    total = 0
    for name in names:
        try:
            total += one(name)
        except (disks.CannotMount, trace.NoTracer) as err:
            print(f"  FAILED: this machine cannot do it: {err}")
            failed.append(f"{part} (not possible here)")
            return
        except (RuntimeError, OSError) as err:
            _tell(failed, f"{part} of {name}", False, [f"{name}: {err}"])
    _line("all", total)


def _kill(args: argparse.Namespace, template: scene.Scene, work: Path, failed: list[str]) -> None:
    _line("", "landed", "after commit", "missed", "swept", "attempts", "seconds")

    def one(name: str) -> int:
        r = kills.soak(name, template, work, args.seed)
        _line(name, r.landed, r.after_commit, r.missed, r.swept, r.attempts, f"{r.seconds:.0f}")
        _tell(failed, f"kills of {name}", r.holds, r.problems)
        return r.landed

    _each(args.operations, failed, "kills", one)


def _fill(args: argparse.Namespace, template: scene.Scene, work: Path, failed: list[str]) -> None:
    _line("", "full", "room enough", "seconds")

    def one(name: str) -> int:
        r = disks.soak(name, template, work)
        _line(name, r.full, r.enough, f"{r.seconds:.0f}")
        _tell(failed, f"full disk of {name}", r.holds, r.problems)
        return r.full

    _each(args.operations, failed, "full disks", one)


def _cut(args: argparse.Namespace, template: scene.Scene, work: Path, failed: list[str]) -> None:
    _line("", "disks", "boundaries", "cut at", "old", "new", "seconds")

    def one(name: str) -> int:
        r = power.soak(power.recorded(name, template, work), args.seed)
        _line(name, r.cases, r.boundaries, r.cut, r.old, r.new, f"{r.seconds:.0f}")
        _tell(failed, f"power cut of {name}", r.holds, r.problems)
        return r.cases

    _each(args.operations, failed, "power cuts", one)


_PARTS: dict[str, Callable[[argparse.Namespace, scene.Scene, Path, list[str]], None]] = {
    "proof": _prove,
    "kills": _kill,
    "disks": _fill,
    "power": _cut,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
