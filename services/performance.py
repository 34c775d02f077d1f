"""How fast people are answered: figures counted from the questions themselves, in SQL, without names.

Every day has the number of working days so far, so a stretch of time is a difference of two numbers. The days that
count are those on which the office had the word: from the asker's message to the office's next, over all the turns of a
thread. So neither a pause nor the time in which an answer waited for the asker ever counts.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Min, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import Holiday, Role, WorkUnit
from bkpsdm.lib.suppression import FEWEST, TOTAL, left_out

from .actions import Promises
from .models import Category, Promise, Question
from .periods import add_months, month_of

GENERAL = 0  # the row of questions that name no service
GENERAL_LABEL = "Umum"
TODAY = "today"  # the one column of what is open now

# What a row of figures can stand for.
ROWS = {
    "category": "coalesce((SELECT category_id FROM services_service WHERE id = q.service_id), 0)",
    "kind": "CASE WHEN q.needs_inspection THEN 'pemeriksaan' ELSE q.kind END",
    "unit": "q.unit_id",
    "person": "(SELECT coalesce(author_id, 0) FROM services_message WHERE question_id = q.id AND {author} LIMIT 1)",
}

# Each question that had its first answer in the window: its row, the month, working days, and whether in time.
FIRST = """
    SELECT {row} AS row, date_trunc('month', q.done_on)::date AS month, done.number - begun.number AS days,
        q.done_on <= q.answer_due_on AS in_time
    FROM (
        SELECT *, (created_at AT TIME ZONE %(zone)s)::date AS begun_on,
            (first_answer_at AT TIME ZONE %(zone)s)::date AS done_on
        FROM services_question
        WHERE first_answer_at >= %(start)s AND first_answer_at < %(end)s AND {scope}
    ) AS q
    JOIN numbered AS begun ON begun.day = q.begun_on
    JOIN numbered AS done ON done.day = q.done_on
"""

# Each question whose answer still stood at the end: the turns of the office, from the asker's word to its own.
COMPLETE = """
    SELECT {row} AS row, date_trunc('month', q.done_on)::date AS month, turns.days,
        q.done_on <= q.complete_due_on AS in_time
    FROM (
        SELECT *, (answered_at AT TIME ZONE %(zone)s)::date AS done_on
        FROM services_question
        WHERE answered_at >= %(start)s AND answered_at < %(end)s AND {scope}
            AND (state = 'dijawab' OR closed_by IN ('asker', 'silence'))
    ) AS q
    JOIN (
        SELECT question_id, (sum(number - begun) FILTER (WHERE is_office))::int AS days
        FROM (
            SELECT question_id, is_office, number, lag(number) OVER turn AS begun
            FROM (
                SELECT m.question_id, m.id, m.kind IN ('jawaban', 'tanya_balik') AS is_office, n.number,
                    lag(m.kind IN ('jawaban', 'tanya_balik')) OVER (PARTITION BY question_id ORDER BY m.id) AS before
                FROM services_message AS m
                JOIN services_question AS q ON q.id = m.question_id
                    AND q.answered_at >= %(start)s AND q.answered_at < %(end)s
                JOIN numbered AS n ON n.day = (m.created_at AT TIME ZONE %(zone)s)::date
                WHERE m.kind IN ('tanya', 'balasan', 'jawaban', 'tanya_balik')
            ) AS messages
            WHERE before IS DISTINCT FROM is_office
            WINDOW turn AS (PARTITION BY question_id ORDER BY id)
        ) AS words
        GROUP BY question_id
    ) AS turns ON turns.question_id = q.id
"""

FIGURES = """
    WITH numbered AS (SELECT * FROM unnest(%(days)s::date[], %(numbers)s::int[]) AS calendar (day, number)),
    measured AS ({measured})
    SELECT row, month, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
        percentile_disc(0.9) WITHIN GROUP (ORDER BY days), count(*) FILTER (WHERE in_time)
    FROM measured GROUP BY GROUPING SETS ((row, month), (row), (month), ())
"""


@dataclass(frozen=True)
class Figure:
    """Working days of a number of questions, and how many kept the promise."""

    count: int
    median: float
    ninth: int
    in_time: int

    @property
    def share(self):
        """Return how many of a hundred kept the promise."""
        return 100 * self.in_time / self.count


@dataclass(frozen=True)
class Window:
    """The complete months of a year; the running one joins when it is over, so that no figure grows by one question."""

    year: int
    starts_on: date
    ends_before: date

    @classmethod
    def of(cls, year, *, today):
        return cls(year, date(year, 1, 1), min(date(year + 1, 1, 1), month_of(today)))

    @property
    def months(self):
        count = (self.ends_before.year - self.year) * 12 + self.ends_before.month - 1
        return [date(self.year, month, 1) for month in range(1, count + 1)]

    @property
    def last_month(self):
        return self.months[-1] if self.months else None

    @property
    def bounds(self):
        zone = timezone.get_current_timezone()
        return tuple(datetime.combine(day, time.min, zone) for day in (self.starts_on, self.ends_before))


class Figures:
    """Figures by (row, month) with their totals: for everybody without what is too small, for heads in full."""

    def __init__(self, by_place, *, for_all):
        self.by_place = by_place
        cells = {place: figure.count for place, figure in by_place.items() if TOTAL not in place}
        self.left_out = left_out(cells) if for_all else set()

    def get(self, row=TOTAL, month=TOTAL):
        """Return the figure of a place, or None where there is none or it may not be shown."""
        place = (row, month)
        return None if place in self.left_out else self.by_place.get(place)

    def keys(self):
        """Return the keys of the rows."""
        return {row for row, _ in self.by_place} - {TOTAL}

    def rows(self, labels):
        """Return (label, figure or None) for each row that has any, in the order of its labels."""
        known = self.keys()
        return [(label, self.get(row)) for row, label in labels.items() if row in known]

    def months(self, window):
        return [(month, self.get(month=month)) for month in window.months]


def first_answers(window, *, by, units=None):
    """Return the figures of first answers by month and by ``category``, ``kind``, ``unit`` or ``person``.

    With units these bidang alone are counted, and nothing is left out: that is for their heads.
    """
    return _figures(FIRST, window, by=by, units=units, author="kind IN ('jawaban', 'tanya_balik') ORDER BY id")


def completions(window, *, by, units=None):
    """Return the figures of what was answered for good, as ``first_answers()`` does."""
    return _figures(COMPLETE, window, by=by, units=units, author="kind = 'jawaban' ORDER BY id DESC")


def _figures(measured, window, *, by, units, author):
    row = ROWS[by].format(author=author)
    scope = "true" if units is None else "unit_id = ANY(%(units)s)"
    start, end = window.bounds
    days, numbers = _numbered_days(window)
    values = {
        "zone": timezone.get_current_timezone_name(),
        "start": start,
        "end": end,
        "days": days,
        "numbers": numbers,
        "units": units,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(measured=measured.format(row=row, scope=scope)), values)
        found = {(row, month): Figure(*figure) for row, month, *figure in cursor.fetchall() if figure[0]}
    return Figures(found, for_all=units is None)


def _numbered_days(window):
    """Return the days up to the end of a window, and for each the number of working days so far."""
    calendar, number, days, numbers = Holiday.calendar(), 0, [], []
    oldest = Question.objects.aggregate(at=Min("created_at"))["at"]
    day = min(timezone.localdate(oldest), window.starts_on) if oldest else window.starts_on
    while day < window.ends_before:
        number += calendar.is_working_day(day)
        days.append(day)
        numbers.append(number)
        day += timedelta(days=1)
    return days, numbers


def traffic(window, *, units=None):
    """Return for each month how many came in, were answered, were closed by the asker, and were closed otherwise.

    Answered and closed are counted apart: it is the asker who says that a matter is settled. For everybody a count
    below five is None; no total stands beside these counts, so nothing gives it away.
    """
    by_asker = Q(closed_by=Question.ClosedBy.ASKER)
    columns = [
        _by_month(window, "created_at", units),
        _by_month(window, "answered_at", units),
        _by_month(window, "closed_at", units, by_asker),
        _by_month(window, "closed_at", units, ~by_asker),
    ]
    fewest = FEWEST if units is None else 1
    shown = [[count if count == 0 or count >= fewest else None for count in column] for column in columns]
    return list(zip(window.months, *shown, strict=True))


def _by_month(window, column, units, condition=Q()):  # noqa: B008  a Q never changes
    start, end = window.bounds
    rows = _of_units(units).filter(condition, **{f"{column}__gte": start, f"{column}__lt": end})
    by_month = rows.order_by().annotate(month=TruncMonth(column)).values_list("month").annotate(count=Count("pk"))
    counts = {timezone.localdate(month): count for month, count in by_month}
    return [counts.get(month, 0) for month in window.months]


def _of_units(units):
    return Question.objects.all() if units is None else Question.objects.filter(unit__in=units)


@dataclass(frozen=True)
class Standing:
    """What is open today in one row: all, what the office owes, and what of that is late."""

    open: int
    owed: int
    overdue: int


def open_now(today, *, by="service__category", units=None):
    """Return what is open by row, and the total under None; for everybody without the rows that are too small."""
    owed = Q(state__in=Question.OWED)
    rows = (
        _of_units(units)
        .open()
        .order_by()
        .values_list(by)
        .annotate(
            open=Count("pk"), owed=Count("pk", filter=owed), overdue=Count("pk", filter=owed & Q(due_on__lt=today))
        )
    )
    standing = {row or GENERAL: Standing(*counts) for row, *counts in rows}
    hidden = left_out({(row, TODAY): counts.open for row, counts in standing.items()}) if units is None else set()
    columns = zip(*((s.open, s.owed, s.overdue) for s in standing.values()), strict=True)
    standing[TOTAL] = Standing(*map(sum, columns)) if standing else Standing(0, 0, 0)
    return {row: None if (row, TODAY) in hidden else counts for row, counts in standing.items()}


def category_labels():
    """Return the names of the categories by key, in their order, and of what names no service."""
    return {**dict(Category.objects.values_list("pk", "name")), GENERAL: GENERAL_LABEL}


def kind_labels():
    """Return the names of the kinds of message by key, with the working days that the agency promises for each."""
    promises = Promises()
    return {kind: f"{label}, janji {promises.of(kind)[1]} hari kerja" for kind, label in Promise.Kind.choices}


def years(today):
    """Return the years that have a complete month and a question, newest first."""
    newest = add_months(month_of(today), -1).year
    oldest = Question.objects.aggregate(at=Min("created_at"))["at"]
    first = min(timezone.localdate(oldest).year, newest) if oldest else newest
    return list(range(newest, first - 1, -1))


def first_answer_median(today):
    """Return the median of first answers in the complete months of the year, or None below five (for the home page)."""
    window = Window.of(add_months(month_of(today), -1).year, today=today)
    total = first_answers(window, by="kind").get()
    return total.median if total else None


def overseen_units(user):
    """Return the bidang whose figures a person oversees today: the own ones, or all for the head of the agency."""
    if Role.HEAD in {grant.role for grant in user.active_grants}:
        return WorkUnit.objects.all()
    own = [grant.unit_id for grant in user.active_grants if grant.role == Role.HEAD_OF_BIDANG]
    return WorkUnit.objects.filter(pk__in=own)
