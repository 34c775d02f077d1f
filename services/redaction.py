"""What in a text could tell who somebody is: numbers by their shape, names by those that are known. Pure.

A person decides about each; the portal only marks. It never lets a NIP or a NIK through.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

REMOVED = "[dihapus]"
SHORTEST_NAME = 3


class Kind(StrEnum):
    NIP = "NIP"
    NIK = "NIK"
    PHONE = "nomor telepon"
    EMAIL = "surel"
    NAME = "nama"


# In this order: what has been found is not searched again. Numbers in one piece come before numbers in groups, so that
# two that follow each other are not read as one.
PATTERNS = [
    (Kind.NIP, re.compile(r"(?<!\d)\d{18}(?!\d)")),
    (Kind.NIK, re.compile(r"(?<!\d)\d{16}(?!\d)")),
    (Kind.NIP, re.compile(r"(?<!\d)\d(?:[ .-]?\d){17}(?!\d)")),
    (Kind.NIK, re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")),
    (Kind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Kind.PHONE, re.compile(r"(?<![\d+])(?:\+62|62|0)[ .-]?8\d(?:[ .-]?\d){6,11}(?!\d)|\+62(?:[ .-]?\d){7,12}(?!\d)")),
]
# A capitalised word behind an address is a name, whether the roster knows it or not.
ADDRESSED = re.compile(
    r"\b(?:[Pp]ak|[Bb]u|[Bb]apak|[Ii]bu|[Ss]audar[ai]|[Ss]dr[i]?)\.? +((?:[A-Z][\w'’-]+)(?: +[A-Z][\w'’-]+)*)"
)


@dataclass(frozen=True)
class Finding:
    kind: Kind
    text: str

    @property
    def must_go(self):
        return self.kind in (Kind.NIP, Kind.NIK)


def name_parts(name):
    """Return the parts of a person's name that are long enough to tell somebody."""
    return {part for part in re.findall(r"[^\W\d_]+", name) if len(part) >= SHORTEST_NAME}


def find_personal(text, *, names=()):
    """Return what could tell who somebody is, each once, in the order of the text; ``names`` are looked for whole."""
    found, rest = {}, text

    def note(kind, match, group=0):
        nonlocal rest
        start, end = match.span(group)
        found.setdefault(match[group], (start, kind))
        rest = rest[:start] + "\0" * (end - start) + rest[end:]

    for kind, pattern in PATTERNS:
        for match in pattern.finditer(rest):
            note(kind, match)
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", rest, re.IGNORECASE):
            note(Kind.NAME, match)
    for match in ADDRESSED.finditer(rest):
        note(Kind.NAME, match, 1)
    return [Finding(kind, part) for part, (_, kind) in sorted(found.items(), key=lambda item: item[1])]


def without(text, parts):
    """Return a text in which some findings are removed; a gap shows where they stood."""
    for part in sorted(parts, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", REMOVED, text)
    return text
