"""Ranks of PNS in their order (PP 99/2000 jo. PP 12/2002): a promotion goes up exactly one step."""

from itertools import pairwise

RANKS = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
# Grades of PPPK (Perpres 98/2020 jo. 11/2024): roman, without a letter, and nobody is promoted from one to the next.
PPPK_GRADES = [
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    *("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"),
]
CHOICES = [(code, f"{name}, {code}") for code, name in RANKS.items()]
_ORDER = list(RANKS)


def steps_between(rank_from, rank_to):
    """Return how many steps lie between two ranks, negative when it goes down."""
    return _ORDER.index(rank_to) - _ORDER.index(rank_from)


def rank_above(code):
    """Return the rank one step higher, or an empty text above the highest."""
    return dict(pairwise(_ORDER)).get(code, "")


def rank_label(code):
    """Return a rank as it stands on a decree: "Penata, III/c"; other codes as they are."""
    return f"{RANKS[code]}, {code}" if code in RANKS else code
