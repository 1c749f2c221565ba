"""``make screenshots``: the pictures of README.md, from the demo, into ``docs/``."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from mobdesk import app as program
from mobdesk.models.sealing import Policy
from mobdesk.services import demo
from mobdesk.settings import SettingsFile
from mobdesk.ui import theme
from mobdesk.ui.jobs import InlineJobs

OUT = Path("docs")
# The key of a page: the name of its picture.
PAGES = {"people": "participants", "today": "today", "budget": "budget"}
TODAY = date(2026, 11, 24)  # the same picture on every day it is made
PEOPLE, SEED = 60, 7
FAST = Policy(floor=8 * 1024, cap=8 * 1024, rounds=1, lanes=1, least=1024)
MOST = 150_000  # bytes of one picture


def main() -> None:
    """Open the demo in the real window and keep a picture of each page."""
    app = QApplication([])
    theme.apply(app, scheme="light", scale=1.0)
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        workspace = demo.create(Path(place) / "Demo.mobdesk", PEOPLE, SEED, TODAY, policy=FAST)
        running = program.Program(
            app, SettingsFile(None), make_jobs=InlineJobs, policy=FAST, catch=False
        )
        running.window.resize(1280, 800)
        running._demo = True  # the window is told so by --demo
        running.window.show()
        running.opened(workspace)
        running.window.desk.today = lambda: TODAY
        for key, name in PAGES.items():
            running.window.open_page(key, {})
            running.window.page.refresh()  # the page of the day was filled before the clock was set
            for _ in range(5):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                app.processEvents()
            _keep(running.window.grab().toImage(), OUT / f"{name}.png")
        running.window.close()
        running.end()


def _keep(seen: QImage, path: Path) -> None:
    """Write the picture with 128 colours, which a flat window hardly shows. Raises when large."""
    image = seen.convertToFormat(QImage.Format.Format_RGB888)
    size, stride = (image.width(), image.height()), image.bytesPerLine()
    whole = Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", stride, 1)
    whole.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    if path.stat().st_size > MOST:
        raise SystemExit(f"{path} has {path.stat().st_size} bytes, more than {MOST}.")
    print(f"{path}  {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
