"""Two pairs of hands. Keys go to the widget that has the focus, clicks to a point of the window.

Neither calls a method, slot or service of the program: what a person could not do, they cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QMenu, QWidget

from tests.walks.eyes import Eyes, Seen, Strays, matches, names

PATIENCE_S = 30.0
MOST_TABS = 90
_NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """What both can do: look, wait, take a numbered picture. ``busy`` says that work goes on."""

    def __init__(
        self, app: QApplication, window: QWidget, busy: Callable[[], bool], out: Path | None
    ) -> None:
        self.app, self._busy, self._out = app, busy, out
        self.eyes = Eyes(app, window)
        self.strays = Strays(app, window)
        self.steps: list[str] = []

    # looking
    def see(self, *words: str) -> None:
        """All of ``words`` come on screen."""
        for each in words:
            self._until(lambda each=each: self.eyes.says(each), f"{each!r} is not on screen")

    def read(self, name: str) -> str:
        """The words of a text that stands on screen."""
        return self.eyes.read(name)

    def shot(self, name: str) -> None:
        """A picture of the screen, numbered."""
        self.settle()
        self.steps.append(name)
        if self._out is not None:
            self.eyes.save(self._out / f"{len(self.steps):02}-{name}.png")

    def settle(self) -> None:
        """Wait until nothing is under way."""
        end = monotonic() + PATIENCE_S
        while True:
            for _turn in range(3):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                self.app.processEvents()
            assert not self.strays.found, f"shown as a window of its own: {self.strays.found[0]}"
            if QGuiApplication.focusWindow() is None:
                self._activate()
            elif not self._busy():
                return
            assert monotonic() < end, "the program is busy for too long"
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def _activate(self) -> None:
        """What a window manager does when a dialog closed: the window behind is active again."""
        handle = self.eyes.front().windowHandle()
        if handle is not None:
            handle.requestActivate()
            self.app.processEvents()

    def _until(self, true: Callable[[], bool], failure: str) -> None:
        end = monotonic() + PATIENCE_S
        self.settle()
        while not true():
            if monotonic() > end - PATIENCE_S + 3:
                self._fail(failure)
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            self.settle()

    def _fail(self, words: str) -> None:
        if self._out is not None:
            self.eyes.save(self._out / "failed.png")
        raise AssertionError(f"{words}. On screen: {self.eyes.on_screen()}")

    # typing: into what has the focus, with either pair of hands
    def press(self, key: str, times: int = 1) -> None:
        """Press a key, for example ``Tab``, ``Return``, ``Ctrl+A``."""
        *held, last = key.split("+")
        modifiers = _NONE
        for name in held:
            modifiers |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
            }[name]
        for _time in range(times):
            QTest.keyClick(self._typed_window(), getattr(Qt.Key, f"Key_{last}"), modifiers)
            self.settle()

    def type(self, text: str) -> None:
        """Type letters."""
        for letter in text:
            window = self._typed_window()
            code = Qt.Key(ord(letter.upper())) if ord(letter) < 128 else Qt.Key.Key_unknown
            for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
                QTest.sendKeyEvent(action, window, code, letter, _NONE)
        self.settle()

    def _typed_window(self):  # type: ignore[no-untyped-def]
        window = QGuiApplication.focusWindow()
        if window is None:
            self._fail("no window has the focus")
        return window

    # what each pair does in its own way
    def use(self, words: str) -> None:
        """Press a button, a tile or a link."""
        raise NotImplementedError

    def fill(self, field: str, text: str) -> None:
        """Type ``text`` into the field of this name; what stood there is replaced."""
        raise NotImplementedError

    def choose(self, field: str, option: str) -> None:
        """Choose one of a short list."""
        raise NotImplementedError

    def switch(self, view: str) -> None:
        """Choose one of a few that stand side by side."""
        raise NotImplementedError

    def menu(self, opener: str, item: str) -> None:
        """Open a menu and take one of its rows."""
        raise NotImplementedError

    def page(self, title: str) -> None:
        """Go to a page of the sidebar."""
        raise NotImplementedError

    def pick(self, field: str, typed: str, offered: str) -> None:
        """Find a record by typing and take it from the list."""
        raise NotImplementedError

    def lock(self) -> None:
        """Lock the workspace."""
        raise NotImplementedError

    def answer(self, number: int, words: str) -> None:
        """Choose one of the numbered answers."""
        raise NotImplementedError

    def save_as(self, path: Path, button: str = "Save") -> None:
        """Type a path into the dialog that asks where to save."""
        self.settle()
        self.press("Ctrl+A")
        self.type(str(path))
        self._finish_saving(button)

    def _finish_saving(self, button: str) -> None:
        raise NotImplementedError


class Keyboard(Hands):
    """Only keys. After every key the focus must be seen."""

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            super().press(key)
            self._focus_seen(key)

    def _focus_seen(self, key: str) -> None:
        end = monotonic() + 1.0
        while (why := self.eyes.focus()[1]) and monotonic() < end:
            self.settle()  # the ring follows with the next turn of the loop
        if why:
            self._fail(f"after {key}: {why}")

    def go_to(self, *words: str) -> None:
        """Tab until one of ``words`` has the focus."""
        self.settle()
        passed: list[str] = []
        for _tab in range(MOST_TABS):
            here = self._here()
            if any(matches(name, each) for each in words for name in here):
                return
            passed.append(here[0] if here else "?")
            self.press("Tab")
        self._fail(f"Tab does not come to {words[0]!r}; it passed {passed}")

    def use(self, words: str) -> None:
        self.go_to(words)
        self.press("Return")

    def fill(self, field: str, text: str) -> None:
        self.go_to(field)
        self.press("Ctrl+A")
        self.type(text)

    def choose(self, field: str, option: str) -> None:
        self.go_to(field)
        self.press("Alt+Down")
        self._walk_to(option)
        self.press("Return")

    def switch(self, view: str) -> None:
        self.settle()
        for _tab in range(MOST_TABS):
            here = self.app.focusWidget()
            beside = here.parentWidget().findChildren(QWidget) if here is not None else []
            group = [w for w in beside if getattr(w, "group", lambda: None)() is not None]
            if here in group and any(matches(n, view) for w in group for n in names(w)):
                break
            self.press("Tab")
        else:
            self._fail(f"Tab does not come to {view!r}")
        for _arrow in range(len(group)):
            if any(matches(name, view) for name in self._here()):
                self.press("Space")
                return
            self.press("Right")
        self._fail(f"arrows do not come to {view!r}")

    def menu(self, opener: str, item: str) -> None:
        self.use(opener)
        menu = self.eyes.front()
        assert isinstance(menu, QMenu), f"{opener!r} opened no menu"
        for _row in range(len(menu.actions()) + 1):
            action = menu.activeAction()
            if action is not None and action.text() == item:
                self.press("Return")
                return
            self.press("Down")
        self._fail(f"no {item!r} in the menu")

    def page(self, title: str) -> None:
        self.press("F6")
        for _row in range(60):
            if any(matches(name, title) for name in self._here()):
                self.press("Return")
                return
            self.press("Down")
        self._fail(f"no page {title!r} in the sidebar")

    def pick(self, field: str, typed: str, offered: str) -> None:
        self.fill(field, typed)
        self._walk_to(offered)
        self.press("Return")

    def lock(self) -> None:
        self.press("Ctrl+L")

    def answer(self, number: int, words: str) -> None:
        self.press(str(number))

    def _finish_saving(self, button: str) -> None:
        self.press("Return")

    def _walk_to(self, option: str) -> None:
        self.settle()
        view = self.eyes.front()
        rows = view if isinstance(view, QAbstractItemView) else view.findChild(QAbstractItemView)
        if rows is None:
            self._fail(f"no list opened to choose {option!r} from")
        for key in ("Home", *("Down",) * 60):
            index = rows.currentIndex()
            if index.isValid() and option in str(index.data()):
                return
            self.press(key)
        self._fail(f"the list does not offer {option!r}")

    def _here(self) -> list[str]:
        """Everything that names what has the focus; a cell of a table too."""
        widget = self.app.focusWidget()
        if widget is None:
            return []
        if isinstance(widget, QAbstractItemView):
            return [str(widget.currentIndex().data()), widget.accessibleName()]
        return [name.replace("&", "") for name in names(widget)]


class Mouse(Hands):
    """Only clicks and the wheel; letters are typed into the field that was clicked."""

    def use(self, words: str) -> None:
        self.click(words)

    def click(self, words: str) -> None:
        """Click where ``words`` stand; the wheel brings them on screen."""
        self._until(lambda: self.eyes.find(words) is not None, f"there is no {words!r}")
        one = self._bring(words)
        at = self.eyes.point(one)
        assert at is not None
        front = self.eyes.front()
        assert one.widget.isEnabled(), f"{words!r} cannot be pressed now"
        QTest.mouseClick(front.windowHandle(), Qt.MouseButton.LeftButton, _NONE, at)
        self.settle()

    def fill(self, field: str, text: str) -> None:
        self.click(field)
        super().press("Ctrl+A")
        self.type(text)

    def choose(self, field: str, option: str) -> None:
        self.click(field)
        self.click(option)

    def switch(self, view: str) -> None:
        self.click(view)

    def menu(self, opener: str, item: str) -> None:
        self.click(opener)
        self.click(item)

    def page(self, title: str) -> None:
        self.click(title)

    def pick(self, field: str, typed: str, offered: str) -> None:
        self.fill(field, typed)
        self.see(offered)
        full = next(one.words for one in self.eyes.seen() if offered in one.words)
        self.click(full)

    def lock(self) -> None:
        self.click("Lock (Ctrl+L)")

    def answer(self, number: int, words: str) -> None:
        self.click(f"{number} {words}")

    def _finish_saving(self, button: str) -> None:
        popup = self.app.activePopupWidget()
        if popup is not None:  # names that fit, offered over the button: a click beside closes them
            beside = QPoint(popup.width() + 20, popup.height() // 2)
            QTest.mouseClick(popup.windowHandle(), Qt.MouseButton.LeftButton, _NONE, beside)
            self.settle()
        self.click(button)

    def _bring(self, words: str) -> Seen:
        """Turn the wheel until ``words`` are on screen."""
        for _turn in range(60):
            one = self.eyes.find(words)
            if one is None:
                break
            if self.eyes.point(one) is not None:
                return one
            self._wheel(one)
        self._fail(f"{words!r} is not on screen and the wheel does not bring it")
        raise AssertionError

    def _wheel(self, one: Seen) -> None:
        """One notch over the scrolled part that holds ``one``, towards it."""
        front = self.eyes.front()
        above = one.widget.mapTo(front, one.rect.center()).y() < front.height() // 2
        part: QWidget | None = one.widget
        while part is not None and not _scrolls(part, one):
            part = part.parentWidget()
        at = _beside_lists(part.viewport() if part is not None else front, front)  # type: ignore[attr-defined]
        turn = QPoint(0, 120 if above else -120)
        each: QWidget | None = front.childAt(at) or front
        while each is not None:  # Qt itself hands on only what came from a real wheel
            place = QPointF(each.mapFrom(front, at))
            event = QWheelEvent(
                place, QPointF(front.mapToGlobal(at)), QPoint(), turn,
                Qt.MouseButton.NoButton, _NONE, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(each, event)
            if event.isAccepted():
                break
            each = each.parentWidget()
        self.settle()


def _scrolls(part: QWidget, one: Seen) -> bool:
    """Whether ``part`` lets only a piece of what it holds be seen, and not yet ``one``."""
    if not isinstance(part, QAbstractScrollArea) or part.viewport() is one.widget:
        return False
    inside = part.viewport()
    rect = QRect(one.widget.mapTo(inside, one.rect.topLeft()), one.rect.size())
    return part.verticalScrollBar().maximum() > 0 and not inside.rect().contains(rect.center())


def _beside_lists(part: QWidget, front: QWidget) -> QPoint:
    """A point of ``part`` where the wheel turns ``part`` and no list inside it."""
    rect = part.rect()
    for y in range(rect.height() - 8, 8, -12):
        for x in (4, rect.width() // 2, rect.width() - 4):
            each = front.childAt(part.mapTo(front, QPoint(x, y)))
            while each is not None and each is not part:
                if isinstance(each, QAbstractScrollArea):
                    break
                each = each.parentWidget()
            if each is part:
                return part.mapTo(front, QPoint(x, y))
    return part.mapTo(front, rect.center())
