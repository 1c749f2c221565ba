"""Words: every code is worded, every sentence is marked, and every mark can be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from mobdesk import i18n, texts
from mobdesk.errors import MobdeskError, Problem

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "mobdesk"
MARKS = {"_", "N_", "ngettext"}
# What puts a text before a person's eyes or ears. The first text given is looked at.
SHOWN = {
    "setText", "setTitle", "setWindowTitle", "setToolTip", "setStatusTip", "setWhatsThis",
    "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setInformativeText",
    "setDetailedText", "setSpecialValueText", "setPrefix", "setSuffix", "addTab", "addAction",
    "addMenu", "addItem", "insertItem", "addButton", "setHeaderText", "setLabelText",
    "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction",
    "QMenu", "QCommandLinkButton", "QMessageBox", "QDockWidget",
}  # fmt: skip


@cache
def sources() -> list[tuple[Path, ast.Module]]:
    return [
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PROGRAM.rglob("*.py"))
    ]


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def constants(node: ast.expr | None) -> list[str]:
    """The texts an expression can be, as far as it says so itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return []


def error_classes(trees: list[tuple[Path, ast.Module]]) -> set[str]:
    """``MobdeskError`` and everything derived from it, by name."""
    names = {"MobdeskError"}
    while True:
        more = {
            node.name
            for _, tree in trees
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(ast.unparse(base).split(".")[-1] in names for base in node.bases)
        }
        if more <= names:
            return names
        names |= more


def argument(node: ast.Call, position: int, name: str) -> ast.expr | None:
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    return node.args[position] if len(node.args) > position else None


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, code and names of the values of every known error; None where they are not spelled."""
    trees = sources()
    classes = error_classes(trees)
    for path, tree in trees:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = called(node)
            if name == "Problem":
                code, given = argument(node, 1, "code"), argument(node, 2, "values")
                values: set[str] | None = set()
                if isinstance(given, ast.Dict) and all(k is not None for k in given.keys):
                    values = {word for key in given.keys for word in constants(key)}
                elif given is not None:
                    values = None
            elif name in classes:
                code = argument(node, 0, "code")
                values = {k.arg for k in node.keywords if k.arg}
                if any(k.arg is None for k in node.keywords):
                    values = None
            else:
                continue
            for word in constants(code):
                yield place(path, node), word, values


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_error_code_raised_is_worded() -> None:
    worded = texts.tables().errors
    missing = sorted({f"{code}  ({where})" for where, code, _ in raised() if code not in worded})
    assert not missing, "no words for:\n" + "\n".join(missing)


def test_every_worded_code_is_raised_somewhere() -> None:
    spelled = {
        node.value
        for path, tree in sources()
        if "texts" not in path.relative_to(PROGRAM).parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    idle = sorted(c for c in texts.tables().errors if c.removesuffix(".bare") not in spelled)
    assert not idle, "worded but never used: " + ", ".join(idle)


def test_every_value_that_a_sentence_names_is_given() -> None:
    worded = texts.tables().errors
    faults = []
    for where, code, values in raised():
        wanted = set().union(*map(placeholders, worded.get(code, ("", ""))))
        if values is not None and wanted - values:
            faults.append(f"{where} {code}: {', '.join(sorted(wanted - values))}")
    assert not faults, "\n".join(faults)


def all_texts() -> list[tuple[str, str]]:
    tables = texts.tables()
    found = [(code, part) for code, pair in tables.errors.items() for part in pair if part]
    return found + list(tables.words.items()) + list(tables.labels.items())


@pytest.mark.parametrize("catalogue", [i18n.ENGLISH, i18n.STRETCHED], ids=lambda c: c.language)
def test_every_text_can_be_shown_in_every_language(catalogue: i18n.Catalogue) -> None:
    tables = texts.tables()
    for code in tables.errors:
        assert texts.error(MobdeskError(code), catalogue).what
        assert texts.error(Problem("field", code), catalogue).what
    for code in tables.words:
        assert texts.word(code, catalogue)
    for code in tables.labels:
        assert texts.label(code, {}, catalogue)


def test_texts_name_their_values_and_speak_plainly() -> None:
    faults = []
    for code, text in all_texts():
        if not all(re.fullmatch(r"[a-z_]+", name) for name in placeholders(text)):
            faults.append(f"{code}: a value without a plain name: {text}")
        if "!" in text or re.search(r"\bplease\b", text, re.IGNORECASE):
            faults.append(f"{code}: no exclamation marks, no please: {text}")
        if text != text.strip() or "  " in text:
            faults.append(f"{code}: stray spaces: {text!r}")
    for code, pair in texts.tables().errors.items():
        whole = r"([.:?]|: \{\w+\})$"
        faults += [f"{code}: not a sentence: {t}" for t in pair if t and not re.search(whole, t)]
    assert not faults, "\n".join(faults)


def test_every_word_has_a_group_and_a_value() -> None:
    odd = [c for c in texts.tables().words if not re.fullmatch(r"[a-z_]+(\.[\w-]+)+", c)]
    assert not odd


def marked_ids(tree: ast.AST) -> set[int]:
    """The constants that stand inside a mark."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in MARKS
        for inner in ast.walk(node)
    }


def test_every_text_in_the_tables_is_marked() -> None:
    faults = []
    for path, tree in sources():
        if "texts" not in path.relative_to(PROGRAM).parts:
            continue
        marked = marked_ids(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                faults += [
                    f"{place(path, inner)}: {inner.value}"
                    for value in node.values
                    for inner in ast.walk(value)
                    if isinstance(inner, ast.Constant) and inner.value and id(inner) not in marked
                ]
    assert not faults, "not marked with N_:\n" + "\n".join(faults)


def bent_marks(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Marks a translator's tool cannot read: put together at run time, or N_ of a variable."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in MARKS or not node.args:
            continue
        texts_given = node.args[:2] if called(node) == "ngettext" else node.args[:1]
        for given in texts_given:
            built = isinstance(given, ast.JoinedStr | ast.BinOp | ast.Call)
            if built or (called(node) == "N_" and not constants(given)):
                yield node, "the text is put together at run time"


def early_marks(tree: ast.Module) -> Iterator[ast.expr]:
    """``_()`` where the language is not yet known: when the module is imported."""

    def look(node: ast.AST) -> Iterator[ast.expr]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                for default in [*child.args.defaults, *filter(None, child.args.kw_defaults)]:
                    yield from look(ast.Expr(default))
            elif isinstance(child, ast.Lambda):
                continue
            else:
                if isinstance(child, ast.Call) and called(child) in {"_", "ngettext"}:
                    yield child
                yield from look(child)

    yield from look(tree)


def test_marks_can_be_extracted_and_are_translated_when_shown() -> None:
    faults = []
    for path, tree in sources():
        faults += [f"{place(path, node)} {why}" for node, why in bent_marks(tree)]
        faults += [f"{place(path, node)} translated at import" for node in early_marks(tree)]
    assert not faults, "\n".join(faults)


def bare_texts(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Literal texts with letters that are shown without a mark."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in SHOWN:
            continue
        for given in node.args:
            parts = given.values if isinstance(given, ast.JoinedStr) else [given]
            words = [p.value for p in parts if isinstance(p, ast.Constant)]
            bare = [w for w in words if isinstance(w, str) and re.search(r"[^\W\d_]{2}", w)]
            if bare:
                yield node, bare[0]


def test_every_text_on_screen_is_marked() -> None:
    faults = []
    for path, tree in sources():
        if path.is_relative_to(PROGRAM / "ui") or path == PROGRAM / "app.py":
            faults += [f"{place(path, node)} {text!r}" for node, text in bare_texts(tree)]
    assert not faults, "shown without _():\n" + "\n".join(faults)


def test_the_watchers_watch() -> None:
    shown = ast.parse("label.setText('Hello')\nQLabel(_('Hello'))")
    assert [text for _, text in bare_texts(shown)] == ["Hello"]
    assert len(list(bare_texts(ast.parse("a.setText(f'{n} people')\nb.setText('–')")))) == 1
    assert len(list(bent_marks(ast.parse("_(f'{n} people')\nN_(name)\n_(name)\n_('a')")))) == 2
    early = "A = _('a')\ndef f(x=_('b')):\n    return _('c')\nclass B:\n    c = _('d')"
    assert len(list(early_marks(ast.parse(early)))) == 3
