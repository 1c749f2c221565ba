"""The shape of the house: who imports whom, what is typed, what the wheel holds."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "mobdesk"

SUPPORT = {"bugs", "errors", "texts", "i18n", "paths", "settings"}
SHARED_UI = {"parts"}  # folders of the window that belong to no subject
# A layer is the first name under mobdesk; each may import itself and these.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "bugs": {"errors"},
    "paths": {"errors"},
    "settings": {"errors", "paths"},
    "domain": {"errors", "paths"},
    "i18n": {"errors", "paths", "settings"},
    "texts": {"errors", "i18n", "domain"},
    "models": SUPPORT | {"domain"},
    "imports": SUPPORT | {"domain"},
    "exports": SUPPORT | {"domain"},
    "services": SUPPORT | {"domain", "models", "imports", "exports"},
    "ui": SUPPORT | {"domain", "services"},
    "selftest": SUPPORT | {"domain", "models", "imports", "exports", "services"},
    "cli": SUPPORT | {"domain", "services", "selftest"},
    "app": SUPPORT | {"domain", "services", "ui"},
    "__main__": SUPPORT | {"cli", "app", "ui", "imports"},
    "__init__": set(),
}
ONLY_IN: dict[str, set[str]] = {
    "PySide6": {"ui", "app"},
    "shiboken6": {"ui", "app"},
    "sqlalchemy": {"models", "services"},
    "alembic": {"models", "services"},
    "sqlcipher3": {"models"},
    "openpyxl": {"imports", "exports"},
    "python_calamine": {"imports", "exports"},
    "reportlab": {"imports", "exports"},
    "docx": {"imports", "exports"},
    "docxtpl": {"imports", "exports"},
}


def module_name(path: Path) -> str:
    """The dotted name of a file of the program."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def program_files() -> list[Path]:
    return sorted(PROGRAM.rglob("*.py"))


def imported(module: str, tree: ast.AST, *, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, late ones too; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = node.level - (1 if is_package else 0)
                parents = module.split(".")[: -up or None]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def layer(module: str) -> str:
    return module.split(".")[1]


def import_faults(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """Every import of this source that the map of the house does not allow."""
    faults = []
    here = layer(module)
    for line, name in imported(module, ast.parse(source), is_package=is_package):
        top, _, rest = name.partition(".")
        if top == "mobdesk":
            target = rest.split(".")[0]
            if target in MAY_IMPORT and target != here and target not in MAY_IMPORT[here]:
                faults.append(f"{module}:{line} {here} may not import {target}")
        elif here not in ONLY_IN.get(top, {here}):
            faults.append(
                f"{module}:{line} {top} belongs into {' and '.join(sorted(ONLY_IN[top]))}"
            )
        if subject(module) and subject(name) and subject(name) != subject(module):
            faults.append(f"{module}:{line} a subject of the window may not import {name}")
    return faults


def subject(module: str) -> str:
    """The subject's folder below ``mobdesk.ui`` that a module lies in, or nothing."""
    parts = module.split(".")
    if parts[:2] != ["mobdesk", "ui"] or len(parts) < 3:
        return ""
    is_subject = parts[2] not in SHARED_UI and (PROGRAM / "ui" / parts[2]).is_dir()
    return parts[2] if is_subject else ""


def test_every_import_follows_the_map() -> None:
    faults = []
    for path in program_files():
        module = module_name(path)
        assert layer(module) in MAY_IMPORT, f"{module} has no place in the map of the house"
        source = path.read_text(encoding="utf-8")
        faults += import_faults(module, source, is_package=path.name == "__init__.py")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("mobdesk.domain.people", "from mobdesk.models import store"),
        ("mobdesk.domain.people", "def f():\n    import mobdesk.texts"),
        ("mobdesk.services.people", "from mobdesk import ui"),
        ("mobdesk.services.people", "import openpyxl.styles"),
        ("mobdesk.services.people", "from ..ui import shell"),
        ("mobdesk.models.store", "import PySide6.QtCore"),
        ("mobdesk.models.store", "from mobdesk.exports.pdf import draw"),
        ("mobdesk.ui.tables", "from sqlalchemy import select"),
        ("mobdesk.ui.tables", "from mobdesk.models import base"),
        ("mobdesk.exports.pdf", "from mobdesk.imports import reader"),
        ("mobdesk.cli", "from mobdesk import app"),
        ("mobdesk.cli", "import reportlab"),
    ],
)
def test_a_planted_import_is_caught(module: str, source: str) -> None:
    assert len(import_faults(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("mobdesk.services.people", "from mobdesk.domain.fold import fold\nimport sqlalchemy"),
        ("mobdesk.ui.tables", "from mobdesk.services import people\nimport PySide6.QtGui"),
        ("mobdesk.exports.pdf", "import reportlab\nfrom . import fonts"),
    ],
)
def test_an_allowed_import_is_let_through(module: str, source: str) -> None:
    assert import_faults(module, source) == []


def unannotated(source: str) -> list[str]:
    """Public functions and methods of a source that leave a parameter or the result untyped."""
    faults = []

    def look(body: list[ast.stmt], inside: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                look(node.body, f"{node.name}.")
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name.startswith("_"):
                continue
            args = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            args += [a for a in (node.args.vararg, node.args.kwarg) if a]
            bare = [a.arg for a in args if a.annotation is None and a.arg not in ("self", "cls")]
            bare += ["return"] if node.returns is None else []
            if bare:
                faults.append(f"{node.lineno} {inside}{node.name}: {', '.join(bare)}")

    look(ast.parse(source).body, "")
    return faults


def test_every_public_service_is_fully_annotated() -> None:
    faults = [
        f"{path.name}:{fault}"
        for path in sorted((PROGRAM / "services").rglob("*.py"))
        for fault in unannotated(path.read_text(encoding="utf-8"))
    ]
    assert not faults, "\n".join(faults)


def test_a_missing_annotation_is_caught() -> None:
    assert unannotated("def a(x: int, *, y) -> int: ...") == ["1 a: y"]
    assert unannotated("class A:\n    def b(self, x: int): ...") == ["2 A.b: return"]
    assert unannotated("def _a(x): ...") == []


SLEEPS = {"time.sleep", "QTest.qWait", "QTest.qSleep", "qtbot.wait", "QThread.sleep", "sleep"}


def sleeps(source: str) -> list[int]:
    """Lines that wait for a clock instead of a condition."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and any(re.search(rf"(^|\.){re.escape(s)}$", ast.unparse(node.func)) for s in SLEEPS)
    ]


def test_no_test_sleeps() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line in sleeps(path.read_text(encoding="utf-8"))
    ]
    assert not faults, "wait for a condition instead: " + ", ".join(faults)
    assert sleeps("import time\ntime.sleep(1)\nqtbot.wait(5)\nevent.wait(1)") == [2, 3]


def test_every_dependency_is_pinned_and_the_pin_is_what_runs() -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    pins = {canonicalize_name(name): version for name, version in pins.items()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        wanted = Requirement(text)
        pin = pins.get(canonicalize_name(wanted.name))
        assert pin, f"{wanted.name} has no exact version in constraints.txt"
        assert wanted.specifier.contains(pin), f"{wanted} excludes its pin {pin}"
        assert importlib.metadata.version(wanted.name) == pin, (
            f"{wanted.name} is not the pinned one"
        )


UNSEEN = {"lxml", "defusedxml"}  # openpyxl uses them where they are


def test_every_dependency_is_imported_and_shown_in_the_list_of_licences() -> None:
    from packaging.requirements import Requirement

    from mobdesk.ui.settings_page.about import PACKAGES

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["heic"]]
    names = {Requirement(text).name for text in asked}
    assert names == set(PACKAGES)
    used = {
        name.split(".")[0]
        for path in program_files()
        for _, name in imported(module_name(path), ast.parse(path.read_text(encoding="utf-8")))
    }
    giving = importlib.metadata.packages_distributions()
    given = {giver.lower().replace("_", "-") for name in used for giver in giving.get(name, ())}
    assert {name.lower() for name in names} - given == UNSEEN


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("mobdesk-*.whl")
    return made


def test_the_wheel_holds_program_migrations_and_resources_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {str(path.relative_to(ROOT).as_posix()) for path in program_files()}
    wanted |= {
        "mobdesk/_resources/" + path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= names, sorted(wanted - names)
    rest = [name for name in names if not re.match(r"mobdesk(/|-[^/]*\.dist-info/)", name)]
    assert not rest


def test_the_wheel_proves_itself_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "an empty plõce"
    zipfile.ZipFile(wheel).extractall(place)
    code = (
        "import mobdesk, sys; from mobdesk.__main__ import main;"
        "assert 'õ' in mobdesk.__file__, mobdesk.__file__; sys.exit(main(['self-test']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
