"""Does the harness see what it is there to see? Planted faults, each caught by one of its parts."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.soak import power
from tests.soak.scene import Scene


class Planted(NamedTuple):
    """A fault of ``faults.FAULTS`` in one operation."""

    fault: str
    operation: str


PLANTED = (
    Planted("synchronous_off", "save"),
    Planted("missing_fsync", "backup"),
    Planted("missing_fsync", "rotation"),
)


def caught(planted: Planted, template: Scene, work: Path, seed: int) -> str:
    """What the power cuts say about the fault; empty when they notice nothing."""
    recording = power.recorded(planted.operation, template, work, planted.fault)
    found = power.soak(recording, seed, most=20, subsets=6).problems
    return f"caught, {len(found)} of the cuts fail" if found else ""
