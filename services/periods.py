"""Calendar years and quarters, the periods of figures."""

from dataclasses import dataclass
from datetime import date

QUARTERS = (1, 2, 3, 4)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True, order=True)
class Period:
    """A year, or one quarter of it: ``2026`` and ``2026-t2`` in addresses."""

    year: int
    quarter: int | None = None

    @classmethod
    def from_code(cls, code):
        """Return the period that a code of an address names, or None."""
        year, _, quarter = code.partition("-t")
        if not (len(year) == 4 and year.isascii() and year.isdigit() and quarter in ("", "1", "2", "3", "4")):
            return None
        return cls(int(year), int(quarter) if quarter else None)

    @classmethod
    def quarter_of(cls, day):
        return cls(day.year, (day.month + 2) // 3)

    @property
    def code(self):
        return f"{self.year}-t{self.quarter}" if self.quarter else str(self.year)

    @property
    def label(self):
        return f"Triwulan {ROMAN[self.quarter]} {self.year}" if self.quarter else f"Tahun {self.year}"

    @property
    def starts_on(self):
        return date(self.year, 3 * (self.quarter or 1) - 2, 1)

    @property
    def ends_before(self):
        """Return the first day after the period."""
        last = self.quarter or 4
        return date(self.year, 3 * last + 1, 1) if last < 4 else date(self.year + 1, 1, 1)

    @property
    def quarters(self):
        return [Period(self.year, quarter) for quarter in QUARTERS]


def month_of(day):
    """Return the first day of a day's month."""
    return day.replace(day=1)


def add_months(month, number):
    """Return the first day of the month that lies a number of months after (or before) another."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)
