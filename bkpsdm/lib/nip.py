"""The number of a civil servant: 18 digits (Perka BKN 22/2007; Peraturan BKN 1/2019 for PPPK)."""

import re

LENGTH = 18


def clean_nip(text):
    """Return a number as typed without spaces, dots and apostrophes."""
    return re.sub(r"[\s.'’]", "", text)


def is_nip(text):
    """Return whether a cleaned text has the shape of a NIP."""
    return len(text) == LENGTH and text.isascii() and text.isdigit()
