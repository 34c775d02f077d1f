"""The clock of a question: a day too early is a broken promise, a day too late a long wait, and the page shows why."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkpsdm.demo import demo_data
from bkpsdm.lib.workdays import Calendar
from services.clock import Clock, closes_on, is_office_time, warned_on, working_days_between

ROWS = demo_data("holidays")["holidays"]
CALENDAR = Calendar({date.fromisoformat(row["date"]): row["name"] for row in ROWS})
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
OFF = {row["date"] for row in ROWS}
DAY = timedelta(days=1)


def slow_due_date(start, days, pauses=()):
    """Return the due date by writing down all days, striking out what does not count, and picking the nth."""
    written = [start + timedelta(days=n) for n in range(1, 1500)]
    struck = {day for day in written if day.isoweekday() > 5 or day.isoformat() in OFF}
    for asked_on, replied_on in pauses:
        day = asked_on
        while day < replied_on:
            day += DAY
            struck.add(day)
    return [day for day in written if day not in struck][days - 1]


def clock(received_on, first=2, complete=5, **facts):
    return Clock(received_on, first, complete, CALENDAR, **facts)


@pytest.mark.parametrize("complete", [5, 14, 60])
def test_due_dates_agree_with_a_slow_calculator_on_every_day_of_three_years(complete):
    found = [(clock(day, complete=complete).first.day, clock(day, complete=complete).complete.day) for day in EVERY_DAY]
    assert found == [(slow_due_date(day, 2), slow_due_date(day, complete)) for day in EVERY_DAY]


@pytest.mark.parametrize("wait", [0, 1, 3, 20])
def test_due_dates_with_a_pause_agree_with_a_slow_calculator_on_every_day_of_three_years(wait):
    def pause(day):
        return ((day + DAY, day + DAY + timedelta(days=wait)),)

    found = [clock(day, pauses=pause(day)).complete.day for day in EVERY_DAY]
    assert found == [slow_due_date(day, 5, pause(day)) for day in EVERY_DAY]


days = st.dates(FIRST, date(2026, 6, 30))
stretches = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)


@given(day=days, complete=st.integers(1, 60), lengths=stretches)
def test_due_dates_with_any_pauses_agree_with_the_slow_calculator(day, complete, lengths):
    pauses, start = [], day
    for gap, length in lengths:
        start += timedelta(days=gap)
        pauses.append((start, start + timedelta(days=length)))
        start = pauses[-1][1]
    assert clock(day, complete=complete, pauses=tuple(pauses)).complete.day == slow_due_date(day, complete, pauses)


@given(day=days, complete=st.integers(2, 60), lengths=stretches)
def test_tally_counts_to_the_promise_and_ends_on_the_due_date(day, complete, lengths):
    pauses = tuple((day + timedelta(days=gap), day + timedelta(days=gap + length)) for gap, length in lengths)
    running = clock(day, complete=complete, pauses=pauses)
    lines = running.tally()
    assert [line.count for line in lines if line.count is not None] == list(range(complete + 1))
    assert (lines[0].day, lines[-1].day, lines[-1].count) == (day, running.complete.day, complete)
    assert [line.day for line in lines] == sorted({line.day for line in lines})


@given(day=days, extra=st.integers(0, 30), gap=st.integers(0, 20), length=st.integers(0, 20))
def test_neither_a_pause_nor_an_extension_ever_brings_a_due_date_forward(day, extra, gap, length):
    plain = clock(day).complete.day
    pause = ((day + timedelta(days=gap), day + timedelta(days=gap + length)),)
    assert clock(day, complete=5 + extra).complete.day >= plain
    assert clock(day, pauses=pause).complete.day >= plain
    assert clock(day, pauses=pause).first == clock(day).first


def test_tally_of_the_mock_up_shows_the_holiday_and_the_pause():
    asked_back, replied, answered = date(2026, 6, 17), date(2026, 6, 18), date(2026, 6, 19)
    running = clock(date(2026, 6, 12), pauses=((asked_back, replied),))
    events = [(asked_back, "kami bertanya balik"), (answered, "dijawab")]
    lines = running.tally(events=events, asker="Anda", closing_time="23.59 WIB")
    assert [(line.day.isoformat(), line.text, line.count) for line in lines] == [
        ("2026-06-12", "Pertanyaan masuk", 0),
        ("2026-06-15", "Hari kerja", 1),
        ("2026-06-16", "Libur Tahun Baru Islam 1448 Hijriah", None),
        ("2026-06-17", "Tenggat jawaban pertama; kami bertanya balik", 2),
        ("2026-06-18", "Dijeda, menunggu Anda", None),
        ("2026-06-19", "Hari kerja; dijawab", 3),
        ("2026-06-22", "Hari kerja", 4),
        ("2026-06-23", "Tenggat tuntas, 23.59 WIB", 5),
    ]


def test_tally_leaves_weekends_out_unless_something_happened_on_them():
    lines = clock(date(2026, 6, 12)).tally(events=[(date(2026, 6, 13), "dijawab")])
    assert [(line.day.day, line.text, line.count) for line in lines[:3]] == [
        (12, "Pertanyaan masuk", 0),
        (13, "Akhir pekan; dijawab", None),
        (15, "Hari kerja", 1),
    ]


def test_tally_says_collective_leave_by_its_own_name():
    texts = [line.text for line in clock(date(2026, 12, 22)).tally()]
    assert [text for text in texts if "ersama" in text] == ["Cuti bersama Kelahiran Yesus Kristus"]


def test_question_that_is_asked_again_owes_completion_anew_from_that_day():
    again = clock(date(2026, 6, 12), asked_again_on=date(2026, 6, 26))
    assert (again.first.day, again.complete.day) == (date(2026, 6, 17), date(2026, 7, 3))
    assert (again.tally()[0].day, again.tally()[0].text) == (date(2026, 6, 26), "Ditanya lagi")
    assert [line for line in again.tally() if "pertama" in line.text] == []


@pytest.mark.parametrize(
    ("received_on", "complete", "expected"),
    [(date(2026, 12, 1), 5, False), (date(2026, 12, 29), 5, True), (date(2026, 10, 26), 60, True)],
)
def test_due_dates_over_a_year_without_calendar_are_provisional_and_say_so(received_on, complete, expected):
    running = clock(received_on, complete=complete)
    said = any("kalender 2027 belum diisi" in line.text for line in running.tally())
    assert (running.is_provisional, said) == (expected, expected)


@pytest.mark.parametrize(
    ("day", "other", "between"),
    [
        (date(2026, 6, 19), date(2026, 6, 19), 0),
        (date(2026, 6, 19), date(2026, 6, 22), 1),
        (date(2026, 6, 22), date(2026, 6, 19), -1),
        (date(2026, 6, 12), date(2026, 6, 17), 2),
        (date(2026, 6, 20), date(2026, 6, 21), 0),
    ],
)
def test_working_days_between_two_days_leave_out_what_is_off(day, other, between):
    assert working_days_between(day, other, CALENDAR) == between


def test_silence_of_the_mock_up_closes_on_the_tenth_working_day_with_a_warning_three_before():
    answered_on = date(2026, 6, 19)
    assert (warned_on(answered_on, CALENDAR), closes_on(answered_on, CALENDAR)) == (date(2026, 6, 30), date(2026, 7, 3))


def test_warning_that_came_late_leaves_three_working_days_all_the_same():
    late = closes_on(date(2026, 6, 19), CALENDAR, warned_on=date(2026, 7, 10))
    assert late == date(2026, 7, 15)


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 6, 15), time(7, 29), False),
        (date(2026, 6, 15), time(7, 30), True),
        (date(2026, 6, 15), time(15, 59), True),
        (date(2026, 6, 15), time(16, 0), False),
        (date(2026, 6, 13), time(10, 0), False),  # Saturday
        (date(2026, 6, 16), time(10, 0), False),  # 1 Muharam
        (date(2026, 3, 20), time(10, 0), False),  # cuti bersama
    ],
)
def test_office_is_open_on_working_days_from_half_past_seven_to_four(day, hour, expected):
    assert is_office_time(datetime.combine(day, hour), CALENDAR) is expected
