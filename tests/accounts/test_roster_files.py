"""Files of people as offices make them: separators, encodings, order of columns, and what hides in them."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from accounts.roster import files
from accounts.roster.files import read_sheet

from .test_roster_import import SAMPLE

HEADER = ["NIP BARU", "NAMA", "UNOR NAMA"]
ROW = ["198703152010012003", "Siti “Titik” Contoh, é", "Dinas Uji"]


def text(rows, separator=";"):
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)


def workbook(*rows, sheets=()):
    book = Workbook()
    for number, name in enumerate(sheets):
        book.create_sheet(name, number).append(["bukan", "ini"])
    sheet = book.worksheets[-1]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content):
    return read_sheet(ContentFile(content))


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        read(content)
    return refused.value.code


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_in_every_separator_and_encoding(separator, encoding):
    sheet = read(text([HEADER, ROW], separator).encode(encoding))
    assert (sheet.layout.name, sheet.rows) == ("siasn", [(2, dict(zip(HEADER, ROW, strict=True)))])


def test_workbook_and_text_of_the_sample_say_the_same():
    with SAMPLE.open("rb") as stream:
        wanted = read_sheet(files_of(stream)).rows
    rows = load_workbook(SAMPLE, read_only=True).active.iter_rows(values_only=True)
    lines = [["" if cell is None else str(cell).replace('"', '""') for cell in row] for row in rows]
    assert read(text(lines).encode("utf-8-sig")).rows[:200] == wanted[:200]


def files_of(stream):
    return ContentFile(stream.read())


def test_columns_may_come_in_any_order_and_under_a_title():
    rows = [["Data Pegawai per 1 Juni"], [], ["Agama", "unor  nama", "nama", "Nip_Baru"], ["x", *reversed(ROW)]]
    assert read(workbook(*rows)).rows == [(4, dict(zip(HEADER, ROW, strict=True)))]


def test_sheet_with_the_header_is_found_among_others():
    assert read(workbook(HEADER, ROW, sheets=["Sampul", "Petunjuk"])).rows == [(2, dict(zip(HEADER, ROW, strict=True)))]


def test_only_needed_columns_leave_the_file():
    sheet = read(workbook([*HEADER, "NIK", "AGAMA NAMA"], [*ROW, "3511346805203476", "Islam"]))
    assert (sheet.columns, sheet.rows[0][1]) == (HEADER, dict(zip(HEADER, ROW, strict=True)))


def test_number_in_place_of_a_nip_shows_that_it_was_one():
    rows = read(workbook(HEADER, [198703152010012003, *ROW[1:]], [1.98703e17, *ROW[1:]])).rows
    assert ["E+17" in cells["NIP BARU"] for _, cells in rows] == [True, True]


def test_formula_is_read_as_its_text():
    assert read(workbook(HEADER, [ROW[0], "=1+1", ROW[2]])).rows[0][1]["NAMA"] == "=1+1"


def test_empty_rows_count_between_others_and_not_at_the_end():
    content = text([HEADER, ROW, ["", "", ""], ROW, ["", "", ""], []])
    assert [(line, bool(cells)) for line, cells in read(content.encode()).rows] == [(2, True), (3, False), (4, True)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"nama;alamat\n1;2\n", "header"),
        (text([["NIP BARU", "NAMA"], ROW]).encode(), "header"),
        (b"\x00\x01\x02", "type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "type"),
        (b"PK\x03\x04" + bytes(64), "broken"),
        (workbook(["nama", "alamat"]), "header"),
    ],
    ids=["nothing", "blank", "other", "no-unit", "binary", "old-excel", "no-zip", "other-book"],
)
def test_what_is_no_list_of_people_is_refused(content, code):
    assert refusal(content) == code


def test_workbook_that_unfolds_into_too_much_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEADER, ROW))) as sound, zipfile.ZipFile(packed, "w", 8) as bomb:
        for name in sound.namelist():
            bomb.writestr(name, sound.read(name) if "sheet1" not in name else b" " * (120 * 1024 * 1024))
    assert refusal(packed.getvalue()) == "bomb"


def test_sheet_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    assert len(read(text([HEADER, ROW, ROW]).encode()).rows) == 2
    assert refusal(text([HEADER, ROW, ROW, ROW]).encode()) == "long"


def test_sheet_that_is_formatted_far_below_its_rows_ends_with_them():
    book = load_workbook(io.BytesIO(workbook(HEADER, ROW)))
    book.active.cell(row=900_000, column=1).value = " "
    out = io.BytesIO()
    book.save(out)
    assert len(read(out.getvalue()).rows) == 1


def test_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 20)
    assert refusal(text([HEADER, ROW]).encode()) == "large"


def test_progress_is_told_now_and_then():
    told = []
    rows = [HEADER, *[ROW] * 1200]
    read_sheet(ContentFile(workbook(*rows)), lambda done, total: told.append((done, total)))
    assert told == [(500, 1201), (1000, 1201)]
