"""A protected ZIP: AES-256, one inner ``content.zip``, so that file names are protected as well.

The outer container holds nothing but that one entry; what stands around it follows from its length
alone, so that ``verify`` accounts for every byte here too.
"""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO

from mobdesk.errors import Refused
from mobdesk.exports.safe_zip import BROKEN, MOST_INFLATED, Found, read_limited
from mobdesk.exports.zipping import Sink

INNER = "content.zip"
_NAME = INNER.encode()
#: AE-2, AES-256, stored inside.
_EXTRA = struct.pack("<3H2sBH", 0x9901, 7, 2, b"AE", 3, 0)
_SALT_CHECK_MAC = 16 + 2 + 10


def write_protected(file: BinaryIO, passphrase: str, fill: Callable[[Sink], None]) -> None:
    """Write the container; ``fill`` writes the inner ZIP, which never stands anywhere in plain."""
    import pyzipper

    with pyzipper.AESZipFile(
        file, "w", compression=pyzipper.ZIP_STORED, encryption=pyzipper.WZ_AES
    ) as outer:
        outer.setpassword(passphrase.encode())
        info = outer.zipinfo_cls(INNER, date_time=(1980, 1, 1, 0, 0, 0))
        info.create_system = 3
        info.external_attr = 0o600 << 16
        with outer.open(info, "w") as inner:
            fill(inner)


def open_protected(
    file: BinaryIO, label: str, passphrase: str | None
) -> tuple[list[Found], bytes | None]:
    """Return the inner ZIP, or None where ``file`` is no protected ZIP; and what is wrong.

    Raises Refused ``package_passphrase_needed``, ``package_passphrase_wrong``,
    ``package_over_limit``.
    """
    size = file.seek(0, os.SEEK_END)
    if not _is_protected(file):
        return [], None
    packed = size - 2 * (len(_NAME) + len(_EXTRA)) - 30 - 46 - 22
    if packed - _SALT_CHECK_MAC > MOST_INFLATED:
        raise Refused("package_over_limit", file=label)
    if packed < _SALT_CHECK_MAC or not _frame_is_ours(file, packed):
        return [Found(label, "container_changed")], None
    if not passphrase:
        raise Refused("package_passphrase_needed", file=label)
    return _decrypted(file, label, passphrase)


def _is_protected(file: BinaryIO) -> bool:
    """An encrypted entry of our name; also when bytes around it were changed."""
    file.seek(0)
    head = file.read(30 + len(_NAME) + 4)
    try:
        with zipfile.ZipFile(file) as outer:
            infos = outer.infolist()
            return len(infos) == 1 and bool(infos[0].flag_bits & 1 or infos[0].compress_type == 99)
    except BROKEN:
        return head[30 : 30 + len(_NAME)] == _NAME


def _frame_is_ours(file: BinaryIO, packed: int) -> bool:
    """What stands before and after the encrypted bytes is what ``write_protected`` writes."""
    plain = packed - _SALT_CHECK_MAC
    facts = (20, 1, 99, 0, 0x21, 0, packed, plain, len(_NAME), len(_EXTRA))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *facts) + _NAME + _EXTRA
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 0x0314, *facts, 0, 0, 0, 0o600 << 16, 0)
    central += _NAME + _EXTRA
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local) + packed, 0)
    file.seek(0)
    before = file.read(len(local))
    file.seek(len(local) + packed)
    return before == local and file.read() == central + end


def _decrypted(file: BinaryIO, label: str, passphrase: str) -> tuple[list[Found], bytes | None]:
    import pyzipper

    file.seek(0)
    entry: Any
    try:
        with pyzipper.AESZipFile(file) as outer:
            outer.setpassword(passphrase.encode())
            try:
                entry = outer.open(INNER)
            except RuntimeError as error:
                raise Refused("package_passphrase_wrong", file=label) from error
            with entry:
                return [], read_limited(entry.read, MOST_INFLATED, label)
    except (*BROKEN, pyzipper.BadZipFile):
        return [Found(label, "container_damaged")], None
