"""The attendance list to take along: with all names and numbers, so for organisers only, and each is recorded."""

from io import BytesIO
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format, number_format

from accounts.actions import note_group, record
from accounts.models import Agency
from bkpsdm.lib.pdf import render_pdf
from bkpsdm.lib.spreadsheet import write_xlsx

from .recap import NOWHERE, figures

HEADER = ["No", "Nama", "NIP", "Unit", "Kecamatan", "Keadaan", "Masuk"]
GUEST = "Tamu"


def record_export(event, *, file, by):
    """Write down that somebody took the list along, as which kind of file."""
    record("attendance_exported", event, by=by, file=file)
    people = event.attendances.invited().count()
    note_group(event, people=people, by=by, surface="attendance_file", is_taken=True)


def attendance_workbook(event):
    """Return the list as a stream of a spreadsheet: who was invited by kecamatan and unit, then the guests."""
    rows = enumerate(event.attendances.by_place(), 1)
    return write_xlsx("Daftar hadir", HEADER, ([number, *_cells(row)] for number, row in rows))


def attendance_document(event, *, today):
    """Return the list as a stream of a PDF with letterhead, by kecamatan and unit, with lines to sign on."""
    agency = Agency.current()
    rows = list(event.attendances.by_place())
    data = {
        "agency": {name: getattr(agency, name) for name in ("name", "short_name", "regency", "address", "phone")},
        "title": f"Daftar hadir: {event.title}",
        "facts": _facts(event),
        "groups": [
            {
                "kecamatan": kecamatan,
                "units": [
                    {"name": unit, "rows": [_line(row) for row in people]}
                    for unit, people in groupby(inside, key=lambda row: row.unit_name)
                ],
            }
            for kecamatan, inside in groupby((row for row in rows if row.employee), key=_kecamatan)
        ],
        "guests": [[row.guest_name, row.guest_unit or "–", _clock(row.present_at)] for row in rows if not row.employee],
        "signed_on": date_format(timezone.localtime(event.starts_at)),
        "printed_on": date_format(today),
        "date": [today.year, today.month, today.day],
    }
    return BytesIO(render_pdf("attendance", data))


def _facts(event):
    totals, starts, ends = figures(event), timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    percent = f" ({number_format(totals.percent, 1)}%)" if totals.invited else ""
    return [
        ["Hari, tanggal", date_format(starts, "l, j F Y")],
        ["Waktu", f"{date_format(starts, 'H.i')}–{date_format(ends, 'H.i')} {ends.tzname()}"],
        ["Tempat", event.place],
        ["Penyelenggara", "; ".join(event.hosts)],
        ["Hadir", f"{number_format(totals.present)} dari {number_format(totals.invited)} yang diundang{percent}"],
        ["Tamu", number_format(totals.guests)],
    ]


def _cells(row):
    """Return the cells of a person or guest in the spreadsheet, the number of the row left out."""
    nip, standing = (row.employee.nip, row.get_state_display()) if row.employee else ("", GUEST)
    entry = date_format(timezone.localtime(row.present_at), "j F Y, H.i") if row.present_at else ""
    return [row.person, nip, row.unit_name, _kecamatan(row) if row.employee else "", standing, entry]


def _line(row):
    """Return the cells of an invited person in the PDF."""
    return [row.person, row.employee.nip or "–", _clock(row.present_at) if row.present_at else "–"]


def _kecamatan(row):
    return row.kecamatan.name if row.kecamatan else NOWHERE


def _clock(moment):
    return date_format(timezone.localtime(moment), "H.i")
