"""The painted parts: pressed by key and pointer, named, never smaller than their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget

from mobdesk.ui import parts, theme
from mobdesk.ui.parts.marks import initials
from tests.ui import gallery

STEPS = [parts.Step(key, key.title(), f"{key} needs a date") for key in gallery.STAGES]

PRESSABLE: dict[str, Callable[[], QAbstractButton]] = {
    "main": lambda: parts.Button("Save the files", "main"),
    "second": lambda: parts.Button("Import"),
    "quiet": lambda: parts.Button("Skip", "quiet"),
    "link": lambda: parts.Button("All tasks", "link"),
    "icon": lambda: parts.IconButton("close", "Close"),
    "chip": lambda: parts.Chip("Staff", 44),
    "check": lambda: parts.CheckBox("Done"),
    "choice": lambda: parts.ChoiceTile("eye", "Look at the demo", "Ten minutes"),
    "drop": lambda: parts.DropZone("Drop a scan here"),
}


@pytest.fixture(autouse=True)
def _theme(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, scheme="light", scale=1.0)
    yield
    theme.apply(qapp, scheme="light", scale=1.0)


@pytest.mark.parametrize("name", PRESSABLE)
def test_everything_pressable_answers_to_keys_and_pointer(name: str, qtbot):
    part = PRESSABLE[name]()
    qtbot.addWidget(part)
    part.show()
    pressed: list[int] = []
    part.clicked.connect(lambda: pressed.append(1))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(part, key)
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)
    assert len(pressed) == 4
    assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert part.accessibleName() or part.text()


@pytest.mark.parametrize("kind", ["main", "second", "quiet", "link"])
def test_a_button_that_is_not_possible_now_says_why(kind: parts.buttons.Kind, qtbot):
    button = parts.Button("Print the list", kind)
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    button.set_possible(False, "First type the dates of the group.")
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not pressed
    assert button.toolTip() == "First type the dates of the group."
    assert button.accessibleDescription() == button.toolTip()
    assert button.grab().toImage() != before
    button.set_possible(True)
    assert button.toolTip() == ""
    assert button.grab().toImage() == before


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_smaller_than_its_words(scale: float, qapp: QApplication, qtbot):
    theme.apply(qapp, scale=scale)
    for make in (*PRESSABLE.values(), lambda: parts.StageGlyph("idea", "Not selected")):
        part = make()
        qtbot.addWidget(part)
        text = part.text() if isinstance(part, QAbstractButton) else "Not selected"
        need = theme.current().metrics("body").horizontalAdvance(text)
        assert part.sizeHint().width() >= need, text
        assert part.minimumSizeHint().width() >= need, text
        assert part.sizeHint().height() >= theme.current().metrics("caption").height()


def test_a_painted_page_fits_into_the_window(qapp: QApplication, qtbot):
    for name in ("more", "charts", "unlock", "empty"):
        widget = gallery.PAGES[name]()
        qtbot.addWidget(widget)
        widget.resize(1280, 800)
        widget.show()
        assert widget.minimumSizeHint().height() <= 800, name
        assert widget.minimumSizeHint().width() <= 1280, name


def test_every_page_of_parts_paints_in_all_settings(tmp_path: Path, qapp: QApplication):
    made = gallery.draw(tmp_path, qapp, (("light", 1.0), ("dark", 1.5)))
    assert len(made) == 2 * len(gallery.PAGES)
    assert all(file.stat().st_size > 1_000 for file in made)


def test_a_wrapped_paragraph_is_as_high_as_it_needs(qtbot):
    text = "Locked with your passphrase. Nobody at the centre can read it. " * 3
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    paragraph = parts.Paragraph(text)
    column.addWidget(paragraph)
    column.addStretch(1)
    page.resize(300, 600)
    page.show()
    narrow = paragraph.height()
    assert narrow == paragraph.heightForWidth(paragraph.width())
    page.resize(900, 600)
    assert paragraph.heightForWidth(850) < narrow
    qtbot.waitUntil(lambda: paragraph.height() < narrow)
    one_line = parts.Paragraph("Short.")
    qtbot.addWidget(one_line)
    assert one_line.sizeHint().height() == QLabel("Short.").sizeHint().height()


def test_a_paragraph_that_knows_its_height_forgets_it_with_its_words_and_font():
    paragraph = parts.Paragraph("Short.")
    short = paragraph.heightForWidth(120)
    paragraph.setText("Much longer words that go on in a second and in a third line.")
    longer = paragraph.heightForWidth(120)
    assert longer > short
    theme.set_font(paragraph, "title")
    assert paragraph.heightForWidth(120) > longer
    paragraph.setText("Short.")
    theme.set_font(paragraph, "body")
    assert paragraph.heightForWidth(120) == short


def test_an_elided_label_keeps_its_whole_text_for_those_who_ask(qtbot):
    label = parts.Elided("Learning agreement, signed by all three.pdf")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.is_cut()
    assert label.toolTip() == label.accessibleName() == label.text()
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_a_chip_shows_its_state_and_count(qtbot):
    chip = parts.Chip("Staff", 1_244)
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Staff 1,244"
    off = chip.grab().toImage()
    chip.click()
    assert chip.isChecked()
    assert chip.grab().toImage() != off


def test_segments_tell_the_view_that_was_chosen(qtbot):
    segments = parts.Segments([("chart", "Chart"), ("table", "Table")])
    qtbot.addWidget(segments)
    segments.show()
    chosen: list[str] = []
    segments.chosen.connect(chosen.append)
    assert segments.current() == "chart"
    segments.choose("table")
    assert chosen == []
    first = segments.findChildren(QAbstractButton)[0]
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert chosen == ["chart"]
    assert segments.current() == "chart"


def test_the_stage_line_says_what_is_done_and_what_each_step_needs(qtbot):
    line = parts.StageLine(STEPS, "confirmed")
    qtbot.addWidget(line)
    line.show()
    names = [b.accessibleName() for b in line.findChildren(QAbstractButton)]
    assert names[2] == "Selected, done"
    assert names[3] == "Confirmed, now"
    assert names[4] == "Abroad, to come"
    pressed: list[str] = []
    line.step_pressed.connect(pressed.append)
    step = line.findChildren(QAbstractButton)[4]
    assert step.accessibleDescription() == "abroad needs a date"
    QTest.keyClick(step, Qt.Key.Key_Return)
    assert pressed == ["abroad"]


def test_an_end_replaces_what_was_to_come(qtbot):
    line = parts.StageLine(STEPS, "selected", parts.Step("cancelled", "Cancelled"))
    qtbot.addWidget(line)
    names = [b.accessibleName() for b in line.findChildren(QAbstractButton)]
    assert names == ["Idea, done", "Applied, done", "Selected, done", "Cancelled, ended"]
    assert line.accessibleName() == "Cancelled"


def test_glyphs_differ_without_colour(qapp: QApplication, qtbot):
    shapes = set()
    for state in ("ready", "under_way", "look", "not_yet", "rate_missing"):
        mark = parts.ReadinessMarks([parts.ReadinessMark("", state, "")])
        qtbot.addWidget(mark)
        mark.resize(30, 30)
        image = mark.grab().toImage()
        ground = image.pixelColor(29, 29)
        shapes.add(tuple(image.pixelColor(x, y) != ground for x in range(30) for y in range(30)))
    assert len(shapes) == 5


def test_readiness_marks_read_all_four_out(qtbot):
    marks = parts.ReadinessMarks(gallery.MARKS)
    qtbot.addWidget(marks)
    assert marks.accessibleName() == (
        "Preparation: 2 of 3; Papers: 1 missing; Money: rate missing; Reporting: not yet"
    )
    wide = marks.sizeHint()
    marks.set_columns(2)
    assert marks.sizeHint().width() < wide.width()
    assert marks.sizeHint().height() > wide.height()


def test_nicknames_stand_in_alphabetical_order(qtbot):
    tiles = parts.NicknameTiles(["tuulik", "Kersti", "mets7"])
    qtbot.addWidget(tiles)
    tiles.show()
    shown = [b.text() for b in tiles.findChildren(QAbstractButton)]
    assert shown == ["Kersti", "mets7", "tuulik"]
    assert tiles.current() == ""
    chosen: list[str] = []
    tiles.chosen.connect(chosen.append)
    QTest.keyClick(tiles.findChildren(QAbstractButton)[1], Qt.Key.Key_Space)
    assert chosen == ["mets7"]
    assert tiles.current() == "mets7"


def test_a_digit_answers_a_question(qtbot):
    answers = parts.Answers(["not at all", "a little", "partly"])
    qtbot.addWidget(answers)
    answers.show()
    chosen: list[int] = []
    answers.chosen.connect(chosen.append)
    first = answers.findChildren(QAbstractButton)[0]
    QTest.keyClick(first, Qt.Key.Key_2)
    QTest.keyClick(first, Qt.Key.Key_9)
    assert chosen == [2]
    assert answers.current() == 2
    answers.choose(None)
    assert answers.current() is None


def test_files_are_dropped_or_chosen(tmp_path: Path, qtbot):
    zone = parts.DropZone("Drop a scan here")
    qtbot.addWidget(zone)
    zone.show()
    data = QMimeData()
    scan = tmp_path / "scan õ.pdf"
    data.setUrls([QUrl.fromLocalFile(str(scan)), QUrl("https://example.org/x.pdf")])
    before = zone.grab().toImage()
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, none)
    zone.dragEnterEvent(enter)
    assert enter.isAccepted()
    assert zone.grab().toImage() != before
    files: list[list[Path]] = []
    zone.dropped.connect(files.append)
    zone.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
    assert files == [[scan]]
    assert zone.grab().toImage() == before
    words = QMimeData()
    words.setText("not a file")
    refused = QDragEnterEvent(QPoint(5, 5), action, words, button, none)
    refused.ignore()
    zone.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_the_quiet_bar_undoes_and_leaves(qtbot):
    bar = parts.QuietBar()
    qtbot.addWidget(bar)
    undone: list[str] = []
    bar.show_message("Maarja Tamm added", lambda: undone.append("person"))
    assert bar.isVisible()
    assert not bar.hasFocus()
    undo = next(b for b in bar.findChildren(QAbstractButton) if b.text() == "Undo")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == ["person"]
    assert not bar.isVisible()


def test_the_quiet_bar_stays_while_the_pointer_is_in_it(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 300)
    bar = parts.QuietBar(page)
    bar.move(100, 200)
    page.show()
    gone: list[int] = []
    bar.gone.connect(lambda: gone.append(1))
    QTest.mouseMove(page, QPoint(10, 10))
    bar.show_message("Copied", stays_ms=1)
    assert bar.text() == "Copied"
    qtbot.waitUntil(lambda: gone == [1])
    bar.show_message("Copied again", stays_ms=1)
    place = QPointF(5, 5)
    QApplication.sendEvent(bar, QEnterEvent(place, place, place))
    after = QTimer(singleShot=True, interval=20)
    with qtbot.waitSignal(after.timeout):
        after.start()
    assert bar.isVisible()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: gone == [1, 1])


def test_a_banner_says_all_of_it(qtbot):
    banner = parts.Banner("wait", "Not yet: one paper is missing", "Proof of insurance.", "Attach")
    qtbot.addWidget(banner)
    banner.show()
    assert banner.accessibleName() == "Not yet: one paper is missing Proof of insurance."
    pressed: list[int] = []
    banner.pressed.connect(lambda: pressed.append(1))
    QTest.keyClick(banner.button, Qt.Key.Key_Return)
    assert pressed == [1]
    banner.set("ok", "Ready to leave")
    assert not banner.button.isVisible()


def test_names_of_what_is_only_painted(qtbot):
    said = {
        parts.Badge("1 paper missing", "wait", "warning"): "1 paper missing",
        parts.Avatar("Tamm, Maarja"): "Tamm, Maarja",
        parts.DateBlock(date(2026, 11, 27)): "27 Nov 2026",
        parts.ShareBar([(17, "back", "ok"), (14, "open", "empty")]): "17 back, 14 open",
        parts.CodeTiles([("EE01", "Agency", "Estonia")]): "Agency EE01: Estonia",
        parts.BarChartView(gallery.bar_chart()): "By category",
        parts.LineChartView(gallery.line_chart()): "My own line",
    }
    for part, name in said.items():
        qtbot.addWidget(part)
        assert part.accessibleName() == name


def test_a_chart_tells_its_sentence_and_sums_without_eyes(qtbot):
    view = parts.BarChartView(gallery.bar_chart())
    qtbot.addWidget(view)
    said = view.accessibleDescription()
    assert said.startswith("25,500 € of 69,950 € are free.")
    assert "Inclusion support: 1,240 € done  ·  3,320 € signed for, 320 € over of 3,000 €" in said


def test_a_chart_can_be_read_as_a_table(qtbot):
    card = parts.ChartCard(gallery.bar_chart())
    qtbot.addWidget(card)
    card.show()
    assert card.view.isVisible()
    assert not card.table.isVisible()
    table = next(b for b in card.switch.findChildren(QAbstractButton) if b.text() == "Table")
    QTest.mouseClick(table, Qt.MouseButton.LeftButton)
    assert not card.view.isVisible()
    shown = [label.text() for label in card.table.findChildren(QLabel)]
    assert shown[:4] == ["Category", "Awarded", "Signed for", "Done"]
    assert "3,320 €" in shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maarja Tamm", "MT"), ("Tamm, Maarja Liis", "TL"), ("õie", "Õ"), ("–", ""), ("", "")],
)
def test_initials(name: str, letters: str):
    assert initials(name) == letters
