"""What a NIP tells, and why one is refused: the rules of Perka BKN 22/2007 and Peraturan BKN 1/2019."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from bkpsdm.lib.nip import AGES, CONTRACTS, Nip, clean_nip, grouped_nip, is_nip, parse_nip

TODAY = date(2026, 11, 25)
NOISE = st.sampled_from([" ", ".", "'", "’", "\u00a0", "\u200b", "\t", "\ufeff", "`"])


@st.composite
def numbers(draw):
    """Return a NIP that may exist, with what it tells."""
    year = draw(st.integers(1980, TODAY.year))
    born = draw(st.dates(date(year - AGES[-1], 1, 1), date(year - AGES[0], 12, 31)))
    is_pppk = draw(st.booleans())
    last = TODAY.month if year == TODAY.year else 12
    pair = draw(st.sampled_from(list(CONTRACTS)) if is_pppk else st.integers(1, last))
    sex, serial = draw(st.sampled_from("12")), draw(st.integers(1, 999))
    number = f"{born:%Y%m%d}{year}{pair:02d}{sex}{serial:03d}"
    return Nip(number, born, year, None if is_pppk else pair, pair if is_pppk else None, sex, serial)


def refusal(text):
    """Return the code with which a text is refused, or None."""
    try:
        parse_nip(text, today=TODAY)
    except ValidationError as error:
        return error.code


@given(numbers())
def test_nip_is_taken_apart_as_it_was_put_together(nip):
    assert parse_nip(nip.number, today=TODAY) == nip
    assert nip.doubts(born_on=nip.born_on, sex=nip.sex) == nip.doubts()


@given(numbers(), st.lists(st.tuples(st.integers(0, 18), NOISE)))
def test_nip_is_read_through_spaces_dots_and_apostrophes(nip, noise):
    text = nip.number
    for place, mark in noise:
        text = text[:place] + mark + text[place:]
    assert parse_nip(text, today=TODAY) == nip


@given(numbers())
def test_nip_in_groups_is_the_same_number(nip):
    assert clean_nip(grouped_nip(nip.number)) == nip.number


@given(numbers(), st.integers(0, 17), st.characters(codec="utf-8", exclude_characters=".'’‘`´"))
def test_nip_with_anything_but_a_digit_is_refused(nip, place, letter):
    text = nip.number[:place] + letter + nip.number[place + 1 :]
    assert is_nip(clean_nip(text)) or refusal(text) in {"letters", "length", "number"}


@given(numbers(), st.integers(1, 17))
def test_nip_that_lost_digits_is_refused_for_its_length(nip, length):
    assert refusal(nip.number[:length]) == "length"


@given(st.text())
def test_no_text_breaks_the_reading(text):
    refusal(text)


@given(numbers(), st.dates(), st.sampled_from("12"))
def test_doubts_are_what_differs_from_the_columns(nip, born_on, sex):
    doubts = nip.doubts(born_on=born_on, sex=sex)
    assert ("Tanggal lahir berbeda dengan NIP." in doubts) == (born_on != nip.born_on)
    assert ("Jenis kelamin berbeda dengan NIP." in doubts) == (sex != nip.sex)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  ' ", "empty"),
        ("1.992061220202122e+17", "number"),
        ("1,99206E+17", "number"),
        ("19881O292015032030", "letters"),
        ("19880608-201504-1-15", "letters"),
        ("١٩٨٧٠٣١٥٢٠١٠٠١٢٠٠٣", "letters"),
        ("19880608201504115", "length"),
        ("1988060820150411511", "length"),
        ("199413402021211191", "birth"),
        ("199002302021211191", "birth"),
        ("000001012021211191", "birth"),
        ("198703152010002003", "month"),
        ("198703152010132003", "month"),
        ("198703152010202003", "month"),
        ("198703152010302003", "month"),
        ("198703152010013003", "sex"),
        ("198703152010010003", "sex"),
        ("198703152010012000", "serial"),
        ("200001012027012003", "future"),
        ("200001012027211003", "future"),
        ("198703151900012003", "future"),
        ("200703152010012003", "age"),
        ("194003152010012003", "age"),
    ],
)
def test_impossible_nip_is_refused_for_its_reason(text, code):
    assert refusal(text) == code


def test_decree_may_be_numbered_a_month_before_it_takes_effect():
    nip = "200001012026122003"
    assert parse_nip(nip, today=TODAY).earliest == date(2026, 12, 1)
    with pytest.raises(ValidationError, match="belum terjadi"):
        parse_nip(nip, today=TODAY - timedelta(days=30))


def test_later_contract_is_taken_with_a_doubt():
    nip = parse_nip("198703152021222003", today=TODAY)
    assert (nip.is_pppk, nip.doubts()) == (True, ["NIP menyebut kontrak ke-2; biasanya yang pertama."])


def test_reason_never_holds_the_number():
    with pytest.raises(ValidationError) as refused:
        parse_nip("199413402021211191", today=TODAY)
    assert "199413402021211191" not in str(refused.value)
