"""Free space on the disk, asked for before anything large is written."""

from __future__ import annotations

import shutil
from pathlib import Path

from mobdesk.errors import Refused


def need_space(folder: Path, size: int) -> None:
    """Raise ``Refused("disk_full")`` unless ``size`` bytes are free where ``folder`` is."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise Refused("disk_full", needed=size, free=free)
