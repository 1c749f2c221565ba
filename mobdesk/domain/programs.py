"""Files that a computer runs when they are opened: told by their names alone."""

from __future__ import annotations

from typing import Final

#: Endings that Windows, macOS or Linux run, install or mount; mail programs refuse most of them.
ENDINGS: Final = frozenset(
    "action apk app appimage appref-ms appx appxbundle bash bat bin chm cmd com command cpl csh "
    "deb desktop diagcab dll dmg docm exe flatpakref gadget hta img inf ins iso isp jar jnlp "
    "job js jse ksh lnk mde mjs msc msh msi msix msixbundle msp mst osx out pif pkg pl pptm ps1 "
    "ps1xml ps2 psc1 psm1 py pyc pyw pyz rb reg rpm run scf scpt scr sct settingcontent-ms sh "
    "shb shs so sys url vb vbe vbs vhd vhdx vxd workflow ws wsc wsf wsh xbap xll xlsm zsh".split()
)


def is_program(name: str) -> bool:
    """Whether a computer would run a file of this name. Windows leaves out points at the end."""
    return name.rstrip(" .").rpartition(".")[2].strip().lower() in ENDINGS and "." in name
