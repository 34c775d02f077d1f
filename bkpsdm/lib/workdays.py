"""Working days: Monday to Friday without the holidays of the calendar (Perpres 21/2023; SKB of three ministers)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

SATURDAY = 5
OPENS, CLOSES = time(7, 30), time(16, 0)
SOON = timedelta(weeks=6)


@dataclass(frozen=True)
class Calendar:
    """The days off by date, and the years that have been entered at all."""

    days_off: dict = field(default_factory=dict)

    @property
    def years(self):
        return {day.year for day in self.days_off}

    def missing_year(self, today):
        """Return the first year within six weeks for which no calendar has been entered, or None."""
        return next((day.year for day in (today, today + SOON) if day.year not in self.years), None)

    def is_working_day(self, day):
        return day.weekday() < SATURDAY and day not in self.days_off


@dataclass(frozen=True)
class Due:
    """A due date; provisional when it was counted over a year without a calendar."""

    day: date
    is_provisional: bool


def due_date(received_on, days, calendar):
    """Return the nth working day after the day of receipt; a promise ends on it at 23.59 local time."""
    if days < 1:
        raise ValueError("a promise takes at least one working day")
    day, years = received_on, set()
    while days:
        day += timedelta(days=1)
        years.add(day.year)
        days -= calendar.is_working_day(day)
    return Due(day, bool(years - calendar.years))


def next_office_hour(now, calendar):
    """Return a local moment itself when it lies in office hours, else the next opening on a working day.

    07.30 to 16.00 local time (Perpres 21/2023 art. 4); the half hour more on Fridays is left to people.
    """
    opening = datetime.combine(now.date(), OPENS, now.tzinfo)
    closing = datetime.combine(now.date(), CLOSES, now.tzinfo)
    if calendar.is_working_day(now.date()) and opening <= now < closing:
        return now
    day = now.date() if now < opening else now.date() + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, now.tzinfo)
