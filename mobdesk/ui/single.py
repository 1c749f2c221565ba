"""One window per workspace and user: a second start raises the first window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Signal

_ANSWER_MS = 500


def name_of(folder: Path | None) -> str:
    """The name of the meeting place of a workspace (None: the first start)."""
    import hashlib
    from getpass import getuser

    place = str(folder.resolve()) if folder is not None else "start"
    return "mobdesk-" + hashlib.sha256(f"{getuser()}\n{place}".encode()).hexdigest()[:24]


def raise_other(folder: Path | None) -> bool:
    """Ask a window that is there already to come to the front; whether there is one."""
    name = name_of(folder)
    if sys.platform != "win32" and not Path(QDir.tempPath(), name).exists():
        return False  # nobody waits there; the network library is loaded later
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    socket.write(b"raise")
    socket.waitForBytesWritten(_ANSWER_MS)
    socket.disconnectFromServer()
    return True


class Single(QObject):
    """Listens for a second start; ``raise_asked`` when there was one."""

    raise_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)
        self._name = ""

    def listen(self, folder: Path | None) -> None:
        """Be the window of this workspace; what a killed program left is taken away."""
        name = name_of(folder)
        if name == self._name:
            return
        self.stop()
        if not self._server.listen(name):
            self._server.removeServer(name)
            self._server.listen(name)
        self._name = name

    def stop(self) -> None:
        """Be nobody's window."""
        self._server.close()
        self._name = ""

    def _asked(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.close()
        self.raise_asked.emit()
