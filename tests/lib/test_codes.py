"""A code that is read aloud, typed or scanned: slips are forgiven where they can be, and noticed where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkpsdm.lib.codes import ALPHABET, LENGTH, check_character, clean_code, derived_code, grouped, is_code, new_code
from bkpsdm.lib.nip import clean_nip, is_nip

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def is_good(text):
    return check_character(text[:-1]) == text[-1]


@given(codes, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, place, other):
    whole = code + check_character(code)
    wrong = whole[:place] + other + whole[place + 1 :]
    assert is_good(wrong) == (wrong == whole)


@given(codes, st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_two_characters_that_changed_places_are_noticed(code, one, other):
    swapped = list(code + check_character(code))
    whole = "".join(swapped)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert is_good("".join(swapped)) == ("".join(swapped) == whole)


@given(codes)
def test_code_is_read_as_it_was_written_however_it_is_typed(code):
    typed = f" {grouped(code).lower()} ".replace("0", "o").replace("1", "l")
    assert clean_code(typed) == code


def test_letters_that_look_alike_are_read_as_digits_and_others_are_no_code():
    assert clean_code("o0-iI lL") == "001111"
    assert [is_code(text) for text in ("7QXM", "7QXU", "7QX!", "", "é")] == [True, False, False, False, False]


def test_code_is_shown_in_groups_of_four():
    assert grouped("H4QXM93TVB2KD") == "H4QX-M93T-VB2K-D"


def test_derived_code_is_the_same_for_the_same_person_and_secret_only():
    assert derived_code("rahasia", "pas:1") == derived_code("rahasia", "pas:1")
    others = {derived_code("rahasia", "pas:2"), derived_code("lain", "pas:1"), derived_code("rahasia", "pas:1")}
    assert len(others) == 3
    assert {len(code) for code in others} == {LENGTH}


def test_new_codes_are_never_the_same():
    assert len({new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("typed", ["198703152010012003", "19870315 201001 2 003", "'1987.0315.2010.01.2.003 "])
def test_nip_is_read_however_it_is_typed(typed):
    assert clean_nip(typed) == "198703152010012003"
    assert is_nip(clean_nip(typed))


@pytest.mark.parametrize("text", ["", "1987", "19870315201001200X", "1987031520100120034", "١٩٨٧٠٣١٥٢٠١٠٠١٢٠٠٣"])
def test_what_is_no_nip_is_told_apart(text):
    assert not is_nip(clean_nip(text))
