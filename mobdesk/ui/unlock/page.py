"""The unlock screen. It needs Qt only: what opens the database is imported by the worker."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QRectF, QSize, Qt, QTime, QTimer, QTimeZone, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from mobdesk.domain.passphrases import wait_after
from mobdesk.errors import MobdeskError, Refused
from mobdesk.i18n import _
from mobdesk.ui import errors, icons, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.door import DoorPage, Labelled, Secret, broad
from mobdesk.ui.jobs import Runner
from mobdesk.ui.modes import Mode, mode_of
from mobdesk.ui.parts.base import Pressable, painter_for, words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Elided, Label, caption
from mobdesk.ui.parts.marks import IconLabel, paint_icon_tile
from mobdesk.ui.parts.tiles import NicknameTiles

if TYPE_CHECKING:
    from mobdesk.services.restoring import Restored
    from mobdesk.services.workspaces import Workspace

MOST_TILES = 9
ENDING = ".mobdesk"


def greeting(hour: int) -> str:
    """What a person says at this hour."""
    if hour < 5 or hour >= 18:
        return _("Good evening.")
    return _("Good morning.") if hour < 12 else _("Good afternoon.")


class HelpRow(Pressable):
    """Help and contacts, which open without signing in."""

    def __init__(self) -> None:
        super().__init__(_("Help and contacts"))
        self._line = _("Opens without signing in, for everybody")
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        lines = look.metrics("label").height() + look.metrics("caption").height()
        return QSize(look.chars(40), round(lines) + look.px(0.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        side = look.body_height + look.px(1.25)
        tile = QRectF(0, round((rect.height() - side) / 2), side, side)
        paint_icon_tile(painter, tile, "help", "mine")
        left = side + look.px(1.5)
        high = look.metrics("label").height()
        top = (rect.height() - high - look.metrics("caption").height()) / 2
        first = QRectF(left, top, rect.width() - left, high)
        words(painter, first, self.text(), "label", look.color("text"))
        second = QRectF(left, top + high, rect.width(), look.metrics("caption").height())
        words(painter, second, self._line, "caption", look.color("soft"))
        size = look.icon_size
        role = "text" if self.hovered else "soft"
        x, y = rect.right() - size, (rect.height() - size) / 2
        icons.paint(painter, "chevron-right", look.color(role), x, y, size)
        painter.end()


class UnlockPage(DoorPage):
    """``opened`` carries the open workspace. ``failures`` counts wrong tries per folder.

    ``demo``: the passphrase of the demo, which everybody may know; it is said below the field.
    """

    opened = Signal(object)
    other_asked = Signal()
    sheet_asked = Signal()
    help_asked = Signal()
    demo_asked = Signal()

    def __init__(
        self,
        folder: Path,
        jobs: Runner,
        failures: MutableMapping[Path, int],
        *,
        policy: Any = None,
        with_help: bool = False,
        size: QSize | None = None,
        demo: str = "",
    ) -> None:
        super().__init__(
            greeting(QTime.currentTime().hour()),
            _("Every stay abroad, every cent, every paper.\nAll of it stays on this computer."),
            _("Unlock your workspace"),
            size=size,
        )
        self.folder, self._jobs, self._failures = folder, jobs, failures
        self._policy, self._names, self._demo = policy, list[str](), demo
        self._working = False
        place = QHBoxLayout()
        theme.space(place, 0, 1)
        place.addWidget(IconLabel("lock"))
        place.addWidget(Elided(folder.name.removesuffix(ENDING), "body", "soft"), 1)
        self.head.addLayout(place)
        self.who = QWidget()
        self._who = QStackedLayout(self.who)
        self._who.setContentsMargins(0, 0, 0, 0)
        self.combo: Choice | None = None
        self.tiles: NicknameTiles | None = None
        self._who_label = Label(_("Who are you?"), "label")
        self._who_help = caption(_("The nickname you chose. No names stand in the key file."))
        who = QVBoxLayout()
        theme.space(who, 0, 0.5)
        for part in (self._who_label, self.who, self._who_help):
            who.addWidget(part)
        theme.space(self.column, 0, 1)
        self.column.addSpacing(theme.current().px(1.5))
        self.column.addLayout(who)
        self.passphrase = Secret(_("Passphrase"))
        self.field = Labelled(_("Passphrase"), self.passphrase)
        self.column.addSpacing(theme.current().px(1))
        self.column.addWidget(self.field)
        self.button = broad(Button(_("Unlock"), "main"))
        self.button.clicked.connect(lambda: self.unlock())
        self.passphrase.returnPressed.connect(lambda: self.unlock())
        self.passphrase.textEdited.connect(lambda _text: self.field.show_error(""))
        self.column.addSpacing(theme.current().px(1))
        self.column.addWidget(self.button)
        self.column.addLayout(self._make_links())
        if with_help:
            self.foot.addWidget(Hairline())
            help_row = HelpRow()
            help_row.clicked.connect(lambda: None if self._working else self.help_asked.emit())
            self.foot.addWidget(help_row)
        self._wait = QTimer(self, interval=1000)
        self._wait.timeout.connect(self._count_down)
        self._seconds = 0
        self.read_names()
        self._start_waiting()

    # who
    def read_names(self) -> None:
        """Show who may sign in; what is wrong with the folder or its keys is said at once."""
        from mobdesk.services import signing_in

        self.hush()
        try:
            self._names = signing_in.nicknames(self.folder)
        except Refused as err:
            self._names = []
            self.refuse(err)
        self._show_names()
        self._set_possible()

    def nickname(self) -> str:
        """Who is chosen."""
        if self.tiles is not None:
            return self.tiles.current()
        return str(self.combo.value() or "") if self.combo is not None else ""

    def choose(self, nickname: str) -> None:
        """Choose somebody."""
        if self.tiles is not None:
            self.tiles.choose(nickname)
        elif self.combo is not None:
            self.combo.set_value(nickname)

    def width_changed(self, narrow: bool) -> None:
        if not hasattr(self, "links"):
            return
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.links.setDirection(down if narrow else right)
        if (self.tiles is None) != self._as_combo(narrow):
            self._show_names()

    def _as_combo(self, narrow: bool) -> bool:
        return narrow or len(self._names) > MOST_TILES

    def _show_names(self) -> None:
        chosen = self.nickname()
        while (old := self._who.widget(0)) is not None:
            self._who.removeWidget(old)
            old.deleteLater()
        names, self.tiles, self.combo = self._names, None, None
        for part in (self._who_label, self.who, self._who_help):
            part.setVisible(bool(names))
        if self._as_combo(mode_of(self.width()) is Mode.NARROW):
            self.combo = Choice([(name, name) for name in names])
            self.combo.setAccessibleName(_("Who are you?"))
            self._who.addWidget(self.combo)
        else:
            self.tiles = NicknameTiles(names, name=_("Who are you?"))
            self.tiles.chosen.connect(lambda _name: self.passphrase.setFocus())
            self._who.addWidget(self.tiles)
        if chosen in names:
            self.choose(chosen)
        elif len(names) == 1 and self.tiles:
            self.tiles.choose(names[0])
        widget = self._who.currentWidget()
        if widget is not None:
            self.who.setFixedHeight(widget.sizeHint().height())
        first = self.tiles.findChild(Pressable) if self.tiles is not None else self.combo
        self.setFocusProxy(self.passphrase if self.nickname() or first is None else first)

    # unlocking
    def unlock(self, *, take_over: bool = False) -> None:
        """Try the typed passphrase off the window's thread."""
        if self._working or self._seconds or not self._names:
            return
        nickname, passphrase = self.nickname(), self.passphrase.value()
        if not nickname:
            self.field.show_error(_("Choose your nickname first."))
            return
        if not passphrase:
            self.field.show_error(_("Type your passphrase."))
            self.passphrase.setFocus()
            return
        self.hush()
        self._working = True
        self._set_possible()
        folder, policy = self.folder, self._policy

        def work(_progress: object) -> Workspace:
            from mobdesk.services import signing_in

            return signing_in.open_(
                folder, nickname, passphrase, take_over=take_over, policy=policy
            )

        self._jobs.run(self, work, self._done, self._failed, lane="write", cancellable=False)

    def refuse(self, err: BaseException) -> None:
        """Say a known error with its way out."""
        said = errors.worded(err)
        if said is None or not isinstance(err, MobdeskError):
            raise err
        if since := err.values.get("since"):
            values = {**err.values, "since": _local_time(since)}
            said = errors.worded(type(err)(err.code, **values)) or said
        button, press = self._way_out(err)
        self.say("stop", said.what, said.advice, button, press)

    def _way_out(self, err: MobdeskError) -> tuple[str, Any]:
        if err.code == "keys_damaged" and err.values.get("good_copy"):
            return _("Use the second copy"), self._use_good_copy
        if err.code == "keys_damaged":
            return _("Use the workspace sheet"), self.sheet_asked.emit
        if err.code == "workspace_left_open":
            return _("Open it here"), lambda: self.unlock(take_over=True)
        if err.code in ("in_use", "database_busy"):
            return _("Try again"), lambda: self.unlock()
        if err.code == "database_damaged":
            return _("Bring back the newest copy"), self._bring_back
        if err.code == "demo_needs_switch":
            return _("Look at the demo"), self.demo_asked.emit
        return _("Open another workspace"), self.other_asked.emit

    def _done(self, workspace: Workspace) -> None:
        self._working = False
        self._failures.pop(self.folder, None)
        self.passphrase.clear()
        self._set_possible()
        self.opened.emit(workspace)

    def _failed(self, err: BaseException) -> None:
        self._working = False
        self._set_possible()
        if isinstance(err, Refused) and err.code == "wrong_passphrase":
            self._failures[self.folder] = self._failures.get(self.folder, 0) + 1
            said = errors.worded(err)
            self.field.show_error(f"{said.what} {said.advice}" if said else "")
            self.passphrase.selectAll()
            self.passphrase.setFocus()
            self._start_waiting()
        else:
            self.refuse(err)

    def _use_good_copy(self) -> None:
        from mobdesk.services import signing_in

        try:
            signing_in.use_good_copy(self.folder)
        except Refused as err:
            self.refuse(err)
        else:
            self.read_names()

    def _bring_back(self) -> None:
        """The database is damaged: the newest good backup takes its place, the file is kept."""
        from datetime import datetime

        folder, nickname, policy = self.folder, self.nickname(), self._policy
        passphrase = self.passphrase.value()

        def work(_progress: object) -> Restored:
            from mobdesk.services import restoring_closed as closed

            path = closed.newest_good(folder, nickname, passphrase, policy=policy)
            now = datetime.now().astimezone()
            return closed.restore_damaged(
                folder, path, nickname, passphrase, now=now, policy=policy
            )

        self._jobs.run(
            self, work, self._brought_back, self._failed, "job.restore", lane="write",
            cancellable=False,
        )  # fmt: skip

    def _brought_back(self, done: Restored) -> None:
        from mobdesk.ui import shown
        from mobdesk.ui.unlock.from_copy import unsure

        when = shown.long_date(done.made_at.date())
        gone = _("Changes made after it are gone. The damaged file is kept in the backups folder.")
        self.say(
            "wait" if done.unsure_since else "ok",
            _("The copy of {day} is back: {people} people.").format(
                day=when, people=shown.number(done.people)
            ),
            f"{gone} {unsure(done)}".strip(),
            _("Open"),
            lambda: self.unlock(),
        )

    # waiting after failures
    def _start_waiting(self) -> None:
        self._seconds = round(wait_after(self._failures.get(self.folder, 0)))
        if self._seconds:
            self._wait.start()
        self._set_possible()

    def _count_down(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self._seconds = 0
            self._wait.stop()
        self._set_possible()

    def _set_possible(self) -> None:
        if self._seconds:
            self.field.say(_("You can try again in {n} s.").format(n=self._seconds))
        elif self._demo:
            hint = _("This is the demo. For each of them the passphrase is “{passphrase}”.")
            self.field.say(hint.format(passphrase=self._demo))
        else:
            self.field.say("")
        self.button.setText(_("Opening …") if self._working else _("Unlock"))
        self.button.setEnabled(bool(self._names) and not self._working and not self._seconds)
        for link in (self.forgot, self.other):
            link.setEnabled(not self._working)  # an answer that nobody hears would keep the lock

    def _make_links(self) -> QBoxLayout:
        self.links = links = QHBoxLayout()
        theme.space(links, 0, 1)
        self.forgot = Button(_("I forgot my passphrase"), "link")
        self.forgot.clicked.connect(lambda: self.sheet_asked.emit())
        self.other = other = Button(_("Open another workspace"), "link")
        other.clicked.connect(lambda: self.other_asked.emit())
        if self._demo:
            self.forgot.hide()  # never setVisible: shown before it has a parent it were a window
        links.addWidget(self.forgot, 0, Qt.AlignmentFlag.AlignLeft)
        links.addStretch(1)
        links.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        return links


def _local_time(since: Any) -> str:
    """An instant in UTC as day and time of this computer."""
    utc = QDateTime.fromSecsSinceEpoch(round(since.timestamp()), QTimeZone(b"UTC"))
    return utc.toLocalTime().toString("d MMM yyyy, HH:mm")
