"""Promises in working days: a day too early is a broken promise, a day too late is a long wait."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkpsdm.demo import demo_data
from bkpsdm.lib.workdays import Calendar, due_date, next_office_hour

YEARS = (2024, 2025, 2026)
# Polling days are days off by Keppres; the library does not know them.
POLLING_DAYS = {date(2024, 2, 14), date(2024, 11, 27)}
ROWS = demo_data("holidays")["holidays"]
CALENDAR = Calendar({date.fromisoformat(row["date"]): row["name"] for row in ROWS})


def slow_due_date(received_on, days):
    """Return the due date by writing down every working day and picking the nth."""
    off = {row["date"] for row in ROWS}
    later = (received_on + timedelta(days=n) for n in range(1, 200))
    working = [day for day in later if day.isoweekday() not in (6, 7) and day.isoformat() not in off]
    return working[days - 1]


WIB = ZoneInfo("Asia/Jakarta")
MOMENTS = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2026, 12, 20), timezones=st.just(WIB))


def is_office_hour(moment):
    """Return whether an office is open, by the calendar as people read it."""
    is_off = moment.date().isoformat() in {row["date"] for row in ROWS} or f"{moment:%a}" in ("Sat", "Sun")
    return not is_off and "07:30" <= f"{moment:%H:%M}" < "16:00"


@given(MOMENTS)
def test_next_office_hour_is_the_first_moment_that_is_one(moment):
    """No half hour between the two is an office hour."""
    found = next_office_hour(moment, CALENDAR)
    assert is_office_hour(found)
    assert (found == moment) is is_office_hour(moment)
    if found != moment:
        assert (found.hour, found.minute, found.second, found.microsecond) == (7, 30, 0, 0)
        steps = int((found - moment) / timedelta(minutes=30))
        assert not any(is_office_hour(moment + timedelta(minutes=30) * n) for n in range(steps))
        assert not is_office_hour(found - timedelta(microseconds=1))


@given(MOMENTS, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=12)))
def test_next_office_hour_never_overtakes_itself(moment, wait):
    first = next_office_hour(moment, CALENDAR)
    assert moment <= first <= next_office_hour(moment + wait, CALENDAR) or wait == timedelta(0)
    assert next_office_hour(first, CALENDAR) == first


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-12T07:29", "2026-06-12T07:30"),  # Friday
        ("2026-06-12T15:59", "2026-06-12T15:59"),
        ("2026-06-12T16:00", "2026-06-15T07:30"),
        ("2026-06-13T09:00", "2026-06-15T07:30"),
        ("2026-06-15T23:00", "2026-06-17T07:30"),  # 1 Muharam between
    ],
)
def test_next_office_hour_passes_over_nights_weekends_and_holidays(now, expected):
    found = next_office_hour(datetime.fromisoformat(now).replace(tzinfo=WIB), CALENDAR)
    assert f"{found:%Y-%m-%dT%H:%M}" == expected


@pytest.mark.parametrize("days", [1, 2, 5, 14, 60])
def test_due_date_agrees_with_a_slow_calculator_on_every_day(days):
    first, last = date(2024, 1, 1), date(2026, 12, 31)
    every_day = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [due_date(day, days, CALENDAR).day for day in every_day] == [slow_due_date(day, days) for day in every_day]


@pytest.mark.parametrize(
    ("days", "due"),
    [(2, date(2026, 6, 17)), (5, date(2026, 6, 22)), (14, date(2026, 7, 3))],
    ids=["first answer", "question complete", "complaint complete"],
)
def test_due_date_of_the_mock_up_counts_around_the_islamic_new_year(days, due):
    assert due_date(date(2026, 6, 12), days, CALENDAR).day == due


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2026, 12, 1), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 30), True),
        (date(2027, 3, 1), True),
    ],
)
def test_due_date_is_provisional_when_it_was_counted_in_a_year_without_calendar(received_on, expected):
    assert due_date(received_on, 2, CALENDAR).is_provisional is expected


def test_due_date_is_provisional_when_only_the_year_between_is_missing():
    only_2026 = Calendar({date(2026, 1, 1): "Tahun Baru", date(2028, 1, 1): "Tahun Baru"})
    assert due_date(date(2026, 12, 30), 270, only_2026).is_provisional is True


def test_due_date_of_an_empty_calendar_is_always_provisional():
    assert due_date(date(2026, 6, 12), 2, Calendar()).is_provisional is True


@pytest.mark.parametrize("days", [0, -1])
def test_due_date_refuses_a_promise_without_a_day(days):
    with pytest.raises(ValueError, match="at least one working day"):
        due_date(date(2026, 6, 12), days, CALENDAR)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 6, 12), True),  # Friday
        (date(2026, 6, 13), False),
        (date(2026, 6, 14), False),
        (date(2026, 6, 15), True),
        (date(2026, 6, 16), False),  # 1 Muharam
        (date(2026, 3, 20), False),  # cuti bersama
    ],
)
def test_calendar_knows_weekends_holidays_and_cuti_bersama(day, is_working):
    assert CALENDAR.is_working_day(day) is is_working


@pytest.mark.parametrize(
    ("day", "missing"), [(date(2026, 6, 1), None), (date(2027, 1, 1), 2027), (date(2026, 12, 30), 2027)]
)
def test_calendar_names_the_year_that_staff_must_enter(day, missing):
    assert CALENDAR.missing_year(day) == missing


@pytest.mark.parametrize("year", YEARS)
def test_holidays_of_the_demo_agree_with_the_holidays_library(year):
    known = holidays.Indonesia(years=year, categories=("public", "government"))
    ours = {date.fromisoformat(row["date"]) for row in ROWS if row["date"].startswith(str(year))}
    assert ours - POLLING_DAYS == set(known) - POLLING_DAYS


def test_holidays_of_the_demo_have_known_kinds_and_a_source():
    assert {row["kind"] for row in ROWS} == {"libur", "cuti_bersama"}
    assert [row["date"] for row in ROWS if not (row["name"] and row["source"])] == []
    assert len({row["date"] for row in ROWS}) == len(ROWS)
