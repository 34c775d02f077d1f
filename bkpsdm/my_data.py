"""Data saya: everything that is held about a person, from every door, with the words of the data map."""

from datetime import date, datetime
from io import BytesIO

from django.utils import timezone
from django.utils.formats import date_format

import accounts.personal
import announcements.personal
import neutrality.personal
import services.personal
from accounts.models import Agency
from bkpsdm.lib.pdf import render_pdf
from bkpsdm.templatetags.portal import masked_nip, moment

from .datamap import held_of

# Every door that holds something about people tells it here.
DOORS = (services.personal, neutrality.personal, announcements.personal)
# Which doors show people in lists and files of many.
CROWDS = (neutrality.personal, announcements.personal)
SHOWN = 3
# Of each section; the JSON holds all of everything, however long somebody has worked here.
PRINTED = 300


def memberships_of(employee):
    """Return the events and decrees in whose lists and files a person stood."""
    if employee is None:
        return []
    return [membership for door in CROWDS for membership in door.memberships_of(employee)]


def sections_of(user):
    """Return all that is held about the person of an account, as accounts.personal.Section, the hallway first."""
    hallway = accounts.personal.data_of(user, memberships_of(user.employee))
    return [*hallway, *(section for door in DOORS for section in door.data_of(user))]


def accesses_of(user):
    """Return who saw the data of the person of an account."""
    return accounts.personal.accesses_of(user, memberships_of(user.employee))


def on_screen(user):
    """Return what the page shows: each section that is not empty, with its first rows in words."""
    shown = []
    for section in sections_of(user):
        if section.title == accounts.personal.WHO_SAW:
            continue  # the page lists these by themselves
        rows, count = section.first_rows(SHOWN)
        if count:
            shown.append({**_about(section), "count": count, "rows": [_in_words(row, masked=True) for row in rows]})
    return shown


def as_json(user):
    """Return everything as JSON-able data: machine-readable, whole, in the names that the page uses."""
    return {
        "dibuat": timezone.now(),
        "instansi": Agency.current().name,
        "bagian": [_about(section) | {"data": section.rows()} for section in sections_of(user)],
    }


def as_document(user, *, today):
    """Return everything as the stream of a readable PDF."""
    agency = Agency.current()
    filled = [(section, *section.first_rows(PRINTED)) for section in sections_of(user)]
    data = {
        "agency": {name: getattr(agency, name) for name in ("name", "short_name", "regency", "address", "phone")},
        "title": f"Data tentang {user.full_name}",
        "printed_on": date_format(today),
        "date": [today.year, today.month, today.day],
        "sections": [
            _about(section) | {"count": count, "rows": [list(_in_words(row).items()) for row in rows]}
            for section, rows, count in filled
            if count
        ],
        "empty": [section.title for section, _, count in filled if not count],
    }
    return BytesIO(render_pdf("my_data", data))


def _about(section):
    held = held_of(section.model)
    return {
        "judul": section.title,
        "tabel": section.label,
        "tujuan": held.purpose,
        "dasar": held.basis,
        "masa_simpan": held.keep.words,
    }


def _in_words(row, *, masked=False):
    """Return a row as texts; what is empty is left out."""
    words = {name: in_words(value, masked=masked) for name, value in row.items()}
    return {name: text for name, text in words.items() if text}


def in_words(value, *, masked=False):
    """Return one value as people write it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, accounts.personal.Number) and masked:
        return masked_nip(value)
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
