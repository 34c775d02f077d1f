"""Read a file of people: XLSX or text with separators, in the encodings of offices. Only needed columns are kept."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from bkpsdm.lib.uploads import MOST_BYTES, XLSX, inspected

from .layouts import MOST_TITLE_ROWS, NIP, SIASN, THL, Layout, find_layout

MOST_ROWS = 50_000
MOST_BLANK = 1_000  # after so many empty rows nothing follows but formatting
LONGEST_CELL = 200  # longer than any column here takes
SEPARATORS = ";,\t"
ROW = re.compile(rb"<(?:\w+:)?row[ >]")
CHUNK = 1 << 20
ZIP = b"PK\x03\x04"

TOO_LARGE = "Berkas ini lebih besar dari 10 MB. Bagi menjadi beberapa berkas."
TOO_LONG = f"Berkas ini memuat lebih dari {MOST_ROWS:,} baris. Bagi menjadi beberapa berkas.".replace(",", ".")
NO_HEADER = (
    f"Judul kolom tidak ditemukan. Berkas SIASN memuat kolom {', '.join(SIASN.required)}; "
    f"daftar THL memuat kolom {', '.join(THL.required)}."
)
NOT_TEXT = "Jenis berkas ini tidak diterima. Kirim XLSX atau CSV."


@dataclass
class Sheet:
    """The needed cells of a file by line, as texts, empty ones left out; lines count as in a spreadsheet."""

    layout: Layout
    columns: list
    rows: list = field(default_factory=list)


def read_sheet(file, on_progress=lambda done, total: None):
    """Return the rows of an open file as a Sheet.

    ``on_progress(done, total)`` is called now and then. Raises ValidationError with a sentence for people.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(TOO_LARGE, code="large")
    start = file.read(len(ZIP))
    file.seek(0)
    return _read_workbook(file, on_progress) if start == ZIP else _read_text(file.read(), on_progress)


def _collect(rows, total, on_progress):
    """Return a Sheet of numbered rows of texts, or None when no header is among the first of them."""
    sheet = places = None
    blank = []  # rows without content count only when something follows
    for line, row in rows:
        if len(blank) > MOST_BLANK:
            break
        if sheet is None:
            if found := find_layout([_text(value) for value in row]):
                layout, places = found
                sheet = Sheet(layout, list(places))
            elif line >= MOST_TITLE_ROWS:
                return None
            continue
        cells = {name: text for name, place in places.items() if place < len(row) and (text := _cell(name, row[place]))}
        if not cells and not any(_text(value) for value in row):
            blank.append((line, {}))
            continue
        if line > MOST_ROWS:
            raise ValidationError(TOO_LONG, code="long")
        sheet.rows += [*blank, (line, cells)]
        blank = []
        if line % 500 == 0:
            on_progress(line, total)
    return sheet


def _cell(name, value):
    """Return a cell as text; a NIP that is a number shows that it was one, because it has lost its last digits."""
    if name == NIP and isinstance(value, int | float):
        return f"{value:.14E}"
    return _text(value)


def _text(value):
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\x00", "").strip()[:LONGEST_CELL]


def _read_workbook(file, on_progress):
    upload = inspected(file)
    if upload.content_type != XLSX:
        raise ValidationError(NOT_TEXT, code="type")
    total = _count_rows(upload.content)
    try:
        book = load_workbook(io.BytesIO(upload.content), read_only=True)
        for worksheet in book.worksheets:
            worksheet.reset_dimensions()  # what a file says about its own size is often wrong
            sheet = _collect(enumerate(worksheet.iter_rows(values_only=True), 1), total, on_progress)
            if sheet:
                return sheet
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a broken sheet
        raise ValidationError("Berkas XLSX ini rusak. Simpan ulang, lalu unggah lagi.", code="broken") from error
    raise ValidationError(NO_HEADER, code="header")


def _count_rows(content):
    """Return how many rows the longest sheet has: counted before reading, which takes much longer."""
    longest = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                with archive.open(name) as part:
                    chunks = iter(partial(part.read, CHUNK), b"")
                    longest = max(longest, sum(len(ROW.findall(chunk)) for chunk in chunks))
    return longest


def _read_text(content, on_progress):
    text = _decode(content)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        sheet = _collect(enumerate(reader, 1), text.count("\n"), on_progress)
    except csv.Error as error:
        raise ValidationError("Tanda kutip dalam berkas ini tidak berpasangan. Simpan ulang sebagai CSV.") from error
    if sheet is None:
        raise ValidationError(NO_HEADER, code="header")
    return sheet


def _decode(content):
    """Return text in UTF-8, with or without BOM, or in Windows-1252."""
    if not content.strip():
        raise ValidationError("Berkas ini kosong.", code="empty")
    if b"\x00" in content:
        raise ValidationError(NOT_TEXT, code="type")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text):
    """Return what stands most often in one of the first lines."""
    lines = text.splitlines()[:MOST_TITLE_ROWS]
    return max(SEPARATORS, key=lambda mark: max(line.count(mark) for line in lines))
