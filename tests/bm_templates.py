"""Templates as the Beneficiary Module might give them: constructed, never seen on a real export.

The labels are those of ``bm_columns.csv``. Written by hand as XML and text, not by the code that
fills: what must survive is what other programs write.
"""

# ruff: noqa: E501 - XML as other programs write it, on long lines

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

CODE = "2024-1-SI01-KA121-ADU-000005041"
#: Header -> what the hint row says.
COLUMNS: dict[str, str] = {
    "Grant Agreement No.": "*",
    "Mobility activity ID": "* unique in the project",
    "Activity type": "* DICT",
    "Participant ID": "",
    "Participant's first name": "*",
    "Participant's last name": "*",
    "Participant's date of birth": "DD/MM/YYYY",
    "Participant's email": "*",
    "Nationality": "DICT",
    "Accompanying Person": "YES/NO",
    "Participant with fewer opportunities": "YES/NO",
    "Sending Organisation OID": "",
    "Receiving Organisation OID": "",
    "Sending country": "* DICT",
    "Receiving country": "* DICT",
    "Receiving city": "",
    "Start date": "* DD/MM/YYYY",
    "End date": "* DD/MM/YYYY",
    "Interruption duration": "",
    "Travel days": "",
    "Main means of transport": "DICT",
    "Sustainable means of transport (green travel)": "YES/NO",
    "Inclusion support for participants": "2 decimals",
    "Force majeure": "YES/NO",
    "Force Majeure explanations": "",
    "Status": "",
}
UNKNOWN = ("Zone code (2027)", "Reserved 7", "Internal remark of the agency")
ORDERS = ("as_is", "turned", "mixed")
ACTIVITIES = ("Job shadowing", "Courses and training", "Individual learning mobility")
TRANSPORT = ("Plane", "Train", "Bus", "Car-pooling", "Other sustainable transportation")
COUNTRIES = ("EE - Estonia", "EL - Greece", "SI - Slovenia", "ES - Spain")

Cell = None | str | int | float | bool | date


def columns(
    order: str = "as_is", *, unknown: bool = True, without: Sequence[str] = ()
) -> list[str]:
    """The headers in one of ``ORDERS``; unknown ones stand between the others."""
    found = [name for name in COLUMNS if name not in without]
    if order == "turned":
        found.reverse()
    elif order == "mixed":
        found = found[1::2] + found[::2]
    if unknown:
        for place, name in enumerate(UNKNOWN):
            found.insert(3 + 5 * place, name)
    return found


# ---- text ---------------------------------------------------------------------------------------


def csv(
    headers: Sequence[str], rows: Sequence[Mapping[str, str]], *, hints: bool = True,
    separator: str = ";", bom: bool = True, end: str = "\r\n", quote: str = "needed",
    final: bool = True, encoding: str = "utf-8", extra: str = "",
) -> bytes:  # fmt: skip
    """A text table. ``quote``: ``all``, ``needed`` or ``mixed`` (some cells, as no writer would)."""

    def cell(text: str, place: int) -> str:
        needs = any(sign in text for sign in (separator, '"', "\n"))
        if needs or quote == "all" or (quote == "mixed" and place % 3 == 0):
            return '"' + text.replace('"', '""') + '"'
        return text

    lines = [list(headers)]
    if hints:
        lines.append([COLUMNS.get(name, "") for name in headers])
    lines += [[row.get(name, extra if name in UNKNOWN else "") for name in headers] for row in rows]
    text = end.join(separator.join(cell(t, i) for i, t in enumerate(line)) for line in lines)
    text += end if final else ""
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode(encoding)


# ---- workbook -----------------------------------------------------------------------------------

_PLAIN, _HEAD, _DATE, _MONEY, _TEXT = 0, 1, 2, 3, 4
_STYLES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/>
<numFmt numFmtId="165" formatCode="#,##0.00\\ &quot;EUR&quot;"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<dxfs count="1"><dxf><font><color rgb="FFFF0000"/></font></dxf></dxfs></styleSheet>"""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class _Texts:
    """Shared texts; one of them is rich."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def __call__(self, text: str) -> int:
        if text not in self.all:
            self.all.append(text)
        return self.all.index(text)

    def xml(self) -> str:
        def entry(text: str) -> str:
            if text.startswith("* "):
                rest = escape(text[2:])
                return f"<si><r><rPr><b/></rPr><t>* </t></r><r><t>{rest}</t></r></si>"
            return f'<si><t xml:space="preserve">{escape(text)}</t></si>'

        body = "".join(map(entry, self.all))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{_MAIN}">{body}</sst>'


def xlsx(
    headers: Sequence[str], rows: Sequence[Mapping[str, Cell]], *, hints: bool = True,
    real_dates: bool = True, prepared: int = 0, stored: bool = False, formula: str = "",
) -> bytes:  # fmt: skip
    """A workbook with all that must survive.

    ``prepared``: empty formatted rows below; ``formula``: a header whose cells compute themselves.
    """
    texts = _Texts()
    names = [*([list(headers)]), *([[COLUMNS.get(h, "") for h in headers]] if hints else [])]
    lines = []
    for number, line in enumerate(names, 1):
        cells = "".join(
            f'<c r="{letters(c)}{number}" s="{_HEAD}" t="s"><v>{texts(t)}</v></c>'
            for c, t in enumerate(line, 1)
            if t
        )
        lines.append(
            f"<row r='{number}' spans='1:{len(headers)}' ht='30' customHeight='1'>{cells}</row>"
        )
    for number, row in enumerate(rows, len(names) + 1):
        cells = "".join(
            _xlsx_cell(letters(c) + str(number), h, row.get(h), texts, real_dates, h == formula)
            for c, h in enumerate(headers, 1)
        )
        lines.append(
            f'<row r="{number}" spans="1:{len(headers)}" x14ac:dyDescent="0.25">{cells}</row>'
        )
    first_empty = len(names) + len(rows) + 1
    for number in range(first_empty, first_empty + prepared):
        cells = "".join(
            f'<c r="{letters(c)}{number}" s="{_style(h, real_dates)}" />'
            for c, h in enumerate(headers, 1)
        )
        lines.append(f'<row r="{number}" ht="18" customHeight="1">{cells}</row>')
    sheet = _sheet(headers, "\n".join(lines), len(names) + len(rows), len(names) + 1)
    return _package(sheet, texts, stored=stored)


def _style(header: str, real_dates: bool) -> int:
    if "date" in header.lower():
        return _DATE if real_dates else _TEXT
    return _MONEY if header.startswith("Inclusion") else _PLAIN


def _xlsx_cell(
    place: str, header: str, value: Cell, texts: _Texts, real_dates: bool, formula: bool
) -> str:
    start = f'<c r="{place}" s="{_style(header, real_dates)}"'
    if formula:
        return f'{start} t="str"><f>A{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}&amp;""</f><v>x</v></c>'
    if value is None:
        return f"{start}/>"
    if isinstance(value, bool):
        return f'{start} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f"{start}><v>{(value - date(1899, 12, 30)).days}</v></c>"
    if isinstance(value, int | float):
        return f"{start}><v>{value}</v></c>"
    return f'{start} t="s"><v>{texts(value)}</v></c>'


def _sheet(headers: Sequence[str], rows: str, last: int, first: int) -> str:
    where = {name: letters(c) for c, name in enumerate(headers, 1)}
    wide = letters(len(headers))
    kind = where.get("Activity type", "A")
    means = where.get("Main means of transport", "B")
    accompanying = where.get("Accompanying Person", "C")
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="{_MAIN}" xmlns:r="{_REL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><sheetPr><tabColor rgb="FF003399"/></sheetPr><dimension ref="A1:{wide}{last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="{len(headers)}" width="22.7109375" customWidth="1"/></cols>
<sheetData>{rows}</sheetData><autoFilter ref="A1:{wide}{last}"/><conditionalFormatting sqref="{kind}{first}:{kind}500"><cfRule type="containsBlanks" dxfId="0" priority="1"><formula>LEN(TRIM({kind}{first}))=0</formula></cfRule></conditionalFormatting><dataValidations count="2"><dataValidation type="list" allowBlank="1" sqref="{accompanying}{first}:{accompanying}500"><formula1>"YES,NO"</formula1></dataValidation><dataValidation type="list" sqref="{means}{first}:{means}500"><formula1>Transport</formula1></dataValidation></dataValidations><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><drawing r:id="rId1"/><legacyDrawing r:id="rId2"/><extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>'Code lists'!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>{kind}{first}:{kind}500</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"""


def _lists_sheet(texts: _Texts) -> str:
    columns_ = (("Activity", *ACTIVITIES), ("Transport", *TRANSPORT))
    rows = ""
    for number in range(1, 8):
        cells = "".join(
            f'<c r="{letters(c)}{number}" t="s"><v>{texts(entries[number - 1])}</v></c>'
            for c, entries in enumerate(columns_, 1)
            if number <= len(entries)
        )
        rows += f'<row r="{number}">{cells}</row>'
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    )


def _package(sheet: str, texts: _Texts, *, stored: bool) -> bytes:
    lists = _lists_sheet(texts)
    front = (
        f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData><row r="1">'
        f'<c r="A1" t="s"><v>{texts("Keep the layout of the next sheet.")}</v></c></row></sheetData>'
        "</worksheet>"
    )
    kind = "application/vnd.openxmlformats-officedocument"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="vml" ContentType="{kind}.vmlDrawing"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="{kind}.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet3.xml" ContentType="{kind}.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/comments1.xml" ContentType="{kind}.spreadsheetml.comments+xml"/><Override PartName="/xl/drawings/drawing1.xml" ContentType="{kind}.drawing+xml"/></Types>""",
        "_rels/.rels": _rels(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"""<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets><sheet name="Read me" sheetId="1" r:id="rId1"/><sheet name="Mobilities" sheetId="2" r:id="rId2"/><sheet name="Code lists" sheetId="3" state="hidden" r:id="rId3"/></sheets><definedNames><definedName name="Transport">'Code lists'!$B$2:$B$6</definedName></definedNames></workbook>""",
        "xl/_rels/workbook.xml.rels": _rels(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "worksheet", "worksheets/sheet2.xml"),
            ("rId3", "worksheet", "worksheets/sheet3.xml"),
            ("rId4", "styles", "styles.xml"),
            ("rId5", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": front,
        "xl/worksheets/sheet2.xml": sheet,
        "xl/worksheets/sheet3.xml": lists,
        "xl/worksheets/_rels/sheet2.xml.rels": _rels(
            ("rId1", "drawing", "../drawings/drawing1.xml"),
            ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId3", "comments", "../comments1.xml"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": texts.xml(),
        "xl/comments1.xml": f'<?xml version="1.0"?><comments xmlns="{_MAIN}"><authors><author>BM</author></authors><commentList><comment ref="A1" authorId="0"><text><t>Do not move.</t></text></comment></commentList></comments>',
        "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"/>',
        "xl/drawings/drawing1.xml": '<?xml version="1.0"?><xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>',
        "xl/drawings/_rels/drawing1.xml.rels": _rels(("rId1", "image", "../media/image1.png")),
        "xl/media/image1.png": _png(),
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        for number, (name, content) in enumerate(parts.items()):
            info = ZipInfo(name, (2026, 1, 2, 3, 4, 2 * number))
            info.compress_type = ZIP_STORED if stored or name.endswith("png") else ZIP_DEFLATED
            info.extra = b"\xfe\xca\x02\x00\x00\x00" if number == 3 else b""
            info.comment = b"kept" if number == 5 else b""
            package.writestr(info, content)
        package.comment = b"exported"
    return buffer.getvalue()


def _rels(*entries: tuple[str, str, str]) -> str:
    body = "".join(
        f'<Relationship Id="{i}" Type="{_REL}/{kind}" Target="{target}"/>'
        for i, kind, target in entries
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}">{body}</Relationships>'


def _png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        whole = name + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00\x00\x33\x99")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
