"""Spreadsheets for people: every cell is text or a number, never a formula."""

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(title, header, rows):
    """Return a stream with one sheet: a header, then rows of texts and numbers; "=1+1" stays a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def write_csv(header, rows):
    """Return rows of texts and numbers as comma-separated text; "=1+1" gets an apostrophe, so that it stays a text."""
    out = StringIO()
    csv.writer(out).writerows([header, *([_plain(value) for value in row] for row in rows)])
    return out.getvalue()


def _plain(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _cell(sheet, value, *, bold=False):
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
