"""The clock of a question: when an answer is due, and the days that make it up. Pure; the database is elsewhere.

Working days count from the day after receipt. The clock stands still while the office waits for the asker: from the
day after it asked back up to and including the day of the reply. A question that is asked again owes its completion
anew from that day.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta

from bkpsdm.lib.workdays import SATURDAY, Calendar, due_date

ONE_DAY = timedelta(days=1)
# Perpres 21/2023: the office opens at 07.30; what comes after 16.00 would be read the next morning.
OFFICE_OPENS, OFFICE_CLOSES = time(7, 30), time(16, 0)
# Working days without a word of the asker after which a question closes, and how long before the asker is warned.
SILENCE_DAYS, WARNING_DAYS = 10, 3


@dataclass(frozen=True)
class PausedCalendar(Calendar):
    """A calendar that also leaves out the days of pauses: pairs (asked back on, replied on)."""

    pauses: tuple = ()

    def is_paused(self, day):
        return any(asked_on < day <= replied_on for asked_on, replied_on in self.pauses)

    def is_working_day(self, day):
        return super().is_working_day(day) and not self.is_paused(day)


@dataclass(frozen=True)
class Line:
    """One day of the arithmetic: what it was, and the count it brought; None where it does not count."""

    day: date
    text: str
    count: int | None


@dataclass(frozen=True)
class Clock:
    """What one question's due dates follow from. A pause that still lasts is given as ending on the day of counting."""

    received_on: date
    first_days: int
    complete_days: int
    calendar: Calendar
    pauses: tuple = ()
    asked_again_on: date | None = None

    @property
    def starts_on(self):
        return self.asked_again_on or self.received_on

    @property
    def running(self):
        return PausedCalendar(self.calendar.days_off, tuple(self.pauses))

    @property
    def first(self):
        """Return when the first answer is due (lib.workdays.Due); no pause comes before it."""
        return due_date(self.received_on, self.first_days, self.calendar)

    @property
    def complete(self):
        """Return when the matter is to be settled (lib.workdays.Due)."""
        return due_date(self.starts_on, self.complete_days, self.running)

    @property
    def is_provisional(self):
        return self.first.is_provisional or self.complete.is_provisional

    def tally(self, *, events=(), asker="penanya", closing_time="23.59"):
        """Return the lines from the first day to the last: working days, days off, pauses, and what happened.

        ``events`` are pairs (day, words). Weekends stand there only when something happened on them.
        """
        happened = defaultdict(list)
        for day, words in events:
            happened[day].append(words)
        running, last = self.running, self.complete.day
        opening = "ditanya lagi" if self.asked_again_on else "pertanyaan masuk"
        lines = [line(self.starts_on, [opening, *happened[self.starts_on]], 0)]
        count, day = 0, self.starts_on
        while day < last:
            day += ONE_DAY
            counts = running.is_working_day(day)
            count += counts
            words = self._words(day, running, asker, closing_time)
            if day.weekday() < SATURDAY or happened[day]:
                lines.append(line(day, [*words, *happened[day]], count if counts else None))
        return lines

    def _words(self, day, running, asker, closing_time):
        if day.weekday() >= SATURDAY:
            return ["akhir pekan"]
        if name := self.calendar.days_off.get(day):
            return [name if name.lower().startswith(("libur", "hari libur", "cuti bersama")) else f"libur {name}"]
        words = []
        if day == self.first.day and not self.asked_again_on:
            words.append("tenggat jawaban pertama")
        if day == self.complete.day:
            words.append(f"tenggat tuntas, {closing_time}")
        if running.is_paused(day):
            words.append(f"dijeda, menunggu {asker}")
        if day.year not in self.calendar.years:
            words.append(f"hari kerja bila bukan hari libur, kalender {day.year} belum diisi")
        return words or ["hari kerja"]


def line(day, words, count):
    text = "; ".join(words)
    return Line(day, text[0].upper() + text[1:], count)


def working_days_between(day, other, calendar):
    """Return how many working days lie after one day up to and including another; negative when it is before."""
    if other < day:
        return -working_days_between(other, day, calendar)
    days = (day + timedelta(days=n) for n in range(1, (other - day).days + 1))
    return sum(calendar.is_working_day(each) for each in days)


def is_office_time(moment, calendar):
    """Return whether somebody sits at the desk at a local moment."""
    return calendar.is_working_day(moment.date()) and OFFICE_OPENS <= moment.time() < OFFICE_CLOSES


def warned_on(since, calendar):
    """Return the day on which the asker is told that silence will close the question."""
    return due_date(since, SILENCE_DAYS - WARNING_DAYS, calendar).day


def closes_on(since, calendar, *, warned_on=None):
    """Return the last day on which the asker may still speak; a warning that came late moves it."""
    day = due_date(since, SILENCE_DAYS, calendar).day
    return max(day, due_date(warned_on, WARNING_DAYS, calendar).day) if warned_on else day
