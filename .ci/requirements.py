"""Print what pyproject.toml asks for, one requirement per line: the program's and the developer's.

The checkout itself is not installed: everything runs from its folder, wherever that is moved to.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
sys.stdout.write("\n".join(wanted) + "\n")
