"""What the satisfaction survey says: by quarter and year, by bidang and in all (PermenPANRB 14/2017).

A quarter has results once no token of it can be used any more: a figure that still grew by single answers would tell
each of them to whoever looks twice. Groups too small to hide in are left out, and what would give them away too.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import ExtractQuarter
from django.utils import timezone

from accounts.models import WorkUnit
from bkpsdm.lib.suppression import left_out, with_totals

from .charts import line_chart
from .models import ELEMENTS, FollowUp, SurveyAnswer
from .models.survey import MONTHS_TO_ANSWER
from .periods import QUARTERS, Period, add_months
from .skm import GRADES, element_scores, grade_of, minimum_sample, rounded, satisfaction_index

LOWEST = 3
# How many years the line over time shows.
YEARS = 3
LOWEST_IKM, HIGHEST_IKM = 25, 100

# People, not questions: whoever asked twice is one user of the service. One query for every cell and every total.
POPULATION = """
    SELECT unit_id, quarter, count(DISTINCT asker_id) FROM (
        SELECT unit_id, asker_id, extract(quarter FROM closed_at AT TIME ZONE %(zone)s)::int AS quarter
        FROM services_question WHERE closed_at >= %(start)s AND closed_at < %(end)s
    ) AS closed
    GROUP BY GROUPING SETS ((unit_id, quarter), (unit_id), (quarter), ())
"""


@dataclass(frozen=True)
class Result:
    """The answers of one period about one bidang, or about all."""

    period: Period
    unit: WorkUnit | None
    respondents: int
    population: int
    sums: dict
    is_left_out: bool

    @property
    def is_shown(self):
        return self.respondents > 0 and not self.is_left_out

    @property
    def needed(self):
        return minimum_sample(self.population)

    @property
    def is_enough(self):
        return self.respondents >= self.needed

    @property
    def scores(self):
        """Return pairs of element and NRR with two decimals, in the order of the law."""
        return [(ELEMENTS[code], rounded(score)) for code, score in self._exact.items()]

    @property
    def ikm(self):
        return satisfaction_index(self._exact)

    @property
    def grade(self):
        return grade_of(self.ikm)

    @property
    def lowest(self):
        """Return the codes of the three lowest elements, lowest first."""
        return sorted(self._exact, key=lambda code: (self._exact[code], code))[:LOWEST]

    @property
    def follow_ups(self):
        """Return the lowest elements with what is done about each (empty while nothing is written)."""
        written = FollowUp.objects.filter(year=self.period.year, quarter=self.period.quarter)
        texts = dict(written.values_list("element", "text"))
        return [(ELEMENTS[code], texts.get(code, "")) for code in self.lowest]

    @property
    def _exact(self):
        return element_scores(self.sums, self.respondents)


class YearResults:
    """The results of one year as they stand on a day, at three queries."""

    def __init__(self, year, *, today):
        self.year = Period(year)
        self.quarters = [quarter for quarter in self.year.quarters if is_final(quarter, today)]
        rows = self._answers() if self.quarters else []
        counts = {(row["unit"], row["quarter"]): row["respondents"] for row in rows}
        hidden, population = left_out(counts), self._population() if rows else {}
        sums = {code: with_totals({(row["unit"], row["quarter"]): row[code] for row in rows}) for code in ELEMENTS}
        self.units = list(WorkUnit.objects.filter(pk__in={row["unit"] for row in rows}).order_by("name"))
        units = {None: None, **{unit.pk: unit for unit in self.units}}
        self.by_place = {
            place: Result(
                period=Period(year, place[1]),
                unit=units[place[0]],
                respondents=count,
                population=population.get(place, 0),
                sums={code: sums[code][place] for code in ELEMENTS},
                is_left_out=place in hidden,
            )
            for place, count in with_totals(counts).items()
        }

    @property
    def periods(self):
        """Return what has results: the quarters, and the year once all of its quarters are final."""
        return [*self.quarters, self.year] if len(self.quarters) == len(QUARTERS) else self.quarters

    def of_all(self, period):
        return self.by_place.get((None, period.quarter))

    def of_units(self, period):
        """Return the results of each bidang that had answers, by name."""
        return [result for unit in self.units if (result := self.by_place.get((unit.pk, period.quarter)))]

    @property
    def newest(self):
        return self.of_all(self.periods[-1])

    def _answers(self):
        span = {"month__gte": self.quarters[0].starts_on, "month__lt": self.quarters[-1].ends_before}
        rows = SurveyAnswer.objects.filter(**span).annotate(quarter=ExtractQuarter("month")).values("unit", "quarter")
        return list(rows.annotate(respondents=Count("pk"), **{code: Sum(code) for code in ELEMENTS}).order_by())

    def _population(self):
        zone = timezone.get_current_timezone()
        first, end = self.quarters[0].starts_on, self.quarters[-1].ends_before
        start, end = (datetime.combine(day, time.min, zone) for day in (first, end))
        with connection.cursor() as cursor:
            cursor.execute(POPULATION, {"zone": str(zone), "start": start, "end": end})
            return {(unit, quarter): people for unit, quarter, people in cursor.fetchall()}


def is_final(quarter, today):
    """Return whether no answer can join a quarter any more: the tokens of its last month are over."""
    return add_months(quarter.ends_before, MONTHS_TO_ANSWER) <= today


def years_with_answers(today):
    """Return the years that have results, newest first."""
    quarters = {Period.quarter_of(month) for month in SurveyAnswer.objects.dates("month", "month")}
    return sorted({quarter.year for quarter in quarters if is_final(quarter, today)}, reverse=True)


def newest_result(today):
    """Return the result of all of the newest period: a whole year as soon as it is final, else its last quarter."""
    years = years_with_answers(today)
    return YearResults(years[0], today=today).newest if years else None


class SurveyPage:
    """The results of one period, and of all quarters of the last years as a line."""

    def __init__(self, code, *, today):
        years = {year: YearResults(year, today=today) for year in years_with_answers(today)[:YEARS]}
        self.periods = [period for results in years.values() for period in reversed(results.periods)]
        self.period = next((period for period in self.periods if period.code == code), next(iter(self.periods), None))
        results = years[self.period.year] if self.period else None
        self.result = results and results.of_all(self.period)
        self.units = results.of_units(self.period) if results else []
        quarters = [quarter for year in sorted(years) for quarter in years[year].quarters]
        self.over_time = [(quarter, years[quarter.year].of_all(quarter)) for quarter in quarters]

    @property
    def chart(self):
        return line_chart(
            [quarter.label for quarter, _ in self.over_time],
            [
                (
                    "IKM seluruh bidang",
                    [result.ikm if result and result.is_shown else None for _, result in self.over_time],
                )
            ],
            low=LOWEST_IKM,
            high=HIGHEST_IKM,
            marks=[(grade.floor, grade.label) for grade in GRADES[:-1]],
        )
