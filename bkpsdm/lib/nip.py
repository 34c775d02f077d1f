"""The number of a civil servant: 18 digits (Perka BKN 22/2007; Peraturan BKN 1/2019 for PPPK)."""

import re
from datetime import date

LENGTH = 18
MONTHS, YEARS = range(1, 13), range(1945, 2100)


def clean_nip(text):
    """Return a number as typed without spaces, dots and apostrophes."""
    return re.sub(r"[\s.'’]", "", text)


def clean_number(text):
    """Return a NIP as `clean_nip` does, and a portal number in capitals: what people enter with."""
    return clean_nip(text).upper()


def is_nip(text):
    """Return whether a cleaned text has the shape of a NIP."""
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def served_since(nip):
    """Return the first day as CPNS that the NIP of a PNS tells (digits 9 to 14), or None for all other texts."""
    if not is_nip(nip):
        return None
    year, month = int(nip[8:12]), int(nip[12:14])
    return date(year, month, 1) if month in MONTHS and year in YEARS else None
