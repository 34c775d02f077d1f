"""What a NIP tells, what a rank is followed by, and how little of a name is shown."""

from datetime import date
from itertools import pairwise

import pytest

from bkpsdm.lib.nip import clean_nip, is_nip, served_since
from bkpsdm.lib.ranks import RANKS, rank_above, rank_label, steps_between
from bkpsdm.templatetags.portal import masked_name


@pytest.mark.parametrize(
    ("nip", "day"),
    [
        ("198703152010012003", date(2010, 1, 1)),
        ("198703152010122003", date(2010, 12, 1)),
        ("198703152021212003", None),
        ("198703152010002003", None),
        ("198703159999012003", None),
        ("19870315201001200", None),
        ("19870315201001200X", None),
        ("", None),
    ],
)
def test_nip_of_a_pns_tells_the_first_day_of_service(nip, day):
    assert served_since(nip) == day


def test_nip_is_read_as_people_write_it():
    assert clean_nip(" 19870315 201001.2’003 ") == "198703152010012003"
    assert [text for text in ("198703152010012003", "1987", "١٩٨٧٠٣١٥٢٠١٠٠١٢٠٠٣") if is_nip(text)] == [
        "198703152010012003"
    ]


def test_ranks_go_up_one_by_one():
    ranks = list(RANKS)
    assert [rank_above(rank) for rank in ranks] == [*ranks[1:], ""]
    assert rank_above("IX") == ""
    assert [steps_between(*pair) for pair in pairwise(ranks)] == [1] * 16
    assert (rank_label("III/c"), rank_label("IX")) == ("Penata, III/c", "IX")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Siti Aminah", "Siti A•••••"),
        ("Siti Nur Aminah, S.Kep., M.M.", "Siti N•••••"),
        ("Dr. dr. H. Siti Aminah, Sp.A.", "Siti A•••••"),
        ("Sukarno", "S•••••"),
        ("Drs. Sukarno, M.Si.", "S•••••"),
        ("M. Yusuf", "Y•••••"),
        ("H.", "H•••••"),
        ("", "•••••"),
    ],
)
def test_name_is_shown_as_its_first_word_and_a_letter(name, shown):
    assert masked_name(name) == shown
