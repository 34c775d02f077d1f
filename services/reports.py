"""The figures as people meet them: on the page for everybody, on the page of the heads, and as files."""

from functools import cached_property

from django.utils.formats import date_format

from accounts.models import User
from bkpsdm.lib.suppression import TOTAL

from . import performance
from .charts import line_chart
from .models import ELEMENTS
from .survey_results import YearResults, years_with_answers

LEFT_OUT = "tidak ditampilkan: kelompok terlalu kecil"
ALL = "semua"

PERFORMANCE_HEADER = [
    "ukuran",
    "kelompok",
    "bulan",
    "jumlah",
    "nilai_tengah_hari_kerja",
    "sembilan_dari_sepuluh_hari_kerja",
    "tepat_janji_persen",
    "keterangan",
]
SURVEY_HEADER = [
    "periode",
    "bidang",
    "responden",
    "pengguna",
    "responden_paling_sedikit",
    "ikm",
    "mutu",
    *(f"{code}_{name}" for code, name in ELEMENTS.items()),
    "keterangan",
]


class PublicReport:
    """A year for everybody: by category, by kind and by month, without names and without what is too small."""

    def __init__(self, window, *, today):
        self.window, self.today = window, today
        self._categories = performance.category_labels()
        self._first = performance.first_answers(window, by="category")
        self._complete = performance.completions(window, by="category")

    @property
    def first(self):
        return self._first.get()

    @property
    def complete(self):
        return self._complete.get()

    @property
    def first_rows(self):
        return self._first.rows(self._categories)

    @property
    def complete_rows(self):
        return self._complete.rows(self._categories)

    @property
    def kind_rows(self):
        return performance.completions(self.window, by="kind").rows(performance.kind_labels())

    @property
    def month_rows(self):
        """Return (month, first answers, completions)."""
        return [(month, self._first.get(month=month), self._complete.get(month=month)) for month in self.window.months]

    @property
    def traffic(self):
        return performance.traffic(self.window)

    @cached_property
    def standing(self):
        """Return what is open now: in all, and by category."""
        standing = performance.open_now(self.today)
        return standing.pop(TOTAL), [(self._categories[row], counts) for row, counts in standing.items()]

    @property
    def chart(self):
        """Return the lines of the median and of nine in ten over the months, or None for a single month."""
        months = self._first.months(self.window)
        shown = [figure for _, figure in months if figure]
        return line_chart(
            [date_format(month, "F Y") for month, _ in months],
            [
                ("Nilai tengah", [figure and figure.median for _, figure in months]),
                ("Sembilan dari sepuluh", [figure and figure.ninth for _, figure in months]),
            ],
            low=0,
            high=max([4, *(figure.ninth for figure in shown)]),
        )

    def as_rows(self):
        """Yield the figures by category and month, with the totals of both."""
        labels = {**self._categories, TOTAL: ALL}
        months = {**{month: f"{month:%Y-%m}" for month in self.window.months}, TOTAL: str(self.window.year)}
        for name, figures in (("jawaban pertama", self._first), ("tuntas", self._complete)):
            for row, label in labels.items():
                for month, month_label in months.items():
                    if (row, month) in figures.by_place:
                        yield [name, label, month_label, *_measures(figures.get(row, month))]


def _measures(figure):
    if figure is None:
        return ["", "", "", "", LEFT_OUT]
    return [figure.count, float(figure.median), figure.ninth, round(figure.share, 1), ""]


class HeadReport:
    """A year for the head of some bidang, or of all: by bidang and by person, nothing left out."""

    def __init__(self, window, units, *, today):
        self.window, self.today = window, today
        self.units = dict(units.values_list("pk", "name"))

    @property
    def unit_tables(self):
        return self._tables("unit", self.units)

    @property
    def person_tables(self):
        return self._tables("person", None)

    @property
    def standing_rows(self):
        standing = performance.open_now(self.today, by="unit", units=list(self.units))
        return [(self.units[row], counts) for row, counts in standing.items() if row is not TOTAL]

    def _tables(self, by, labels):
        """Return the rows of first answers and of completions."""
        measured = [
            measure(self.window, by=by, units=list(self.units))
            for measure in (performance.first_answers, performance.completions)
        ]
        return [figures.rows(labels or _names(figures)) for figures in measured]


def _names(figures):
    people = User.objects.filter(pk__in=figures.keys())
    return dict(sorted(((user.pk, user.full_name) for user in people), key=lambda pair: pair[1]))


def survey_rows(today):
    """Yield the results of all final periods, newest year first: of all, then of each bidang."""
    for year in years_with_answers(today):
        results = YearResults(year, today=today)
        for period in results.periods:
            for result in filter(None, [results.of_all(period), *results.of_units(period)]):
                yield [period.label, result.unit.name if result.unit else ALL, *_answers(result)]


def _answers(result):
    if not result.is_shown:
        return [*[""] * (len(SURVEY_HEADER) - 3), LEFT_OUT]
    people = [result.respondents, result.population, result.needed]
    scores = [float(score) for _, score in result.scores]
    grade = f"{result.grade.letter} ({result.grade.label})" if result.is_enough else ""
    return [*people, float(result.ikm), grade, *scores, "" if result.is_enough else "belum cukup responden"]
