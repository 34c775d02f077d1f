"""How many decisions are in force, for everybody, without telling about anybody.

A group of fewer than five is not counted out, and where one is hidden the year has no total, from which the others
could be subtracted.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.formats import date_format
from django.utils.text import capfirst

from .facts import FEWEST
from .models import Decree, DecreeRecipient


@dataclass(frozen=True)
class Group:
    """Decisions of one kind and period; ``count`` is None where it is hidden."""

    title: str
    detail: str
    count: int | None


@dataclass(frozen=True)
class Year:
    year: int
    groups: list

    @property
    def totals(self):
        """Return pairs of kind and total, only for kinds of which no group is hidden."""
        totals = defaultdict(list)
        for group in self.groups:
            totals[group.title].append(group.count)
        return [(title, sum(counts)) for title, counts in totals.items() if len(counts) > 1 and None not in counts]


def counts_by_year():
    """Return all years with decisions in force (Year), the latest first, in one query."""
    day = Coalesce("decree__period", "decree__effective_on", "decree__dated_on")
    rows = (
        DecreeRecipient.objects.in_force()
        .values("decree__kind", "decree__promotion_kind", "decree__period", "award_class", year=ExtractYear(day))
        .annotate(people=Count("pk"))
        .order_by("-year", "decree__kind", "-decree__period", "decree__promotion_kind", "award_class")
    )
    years = defaultdict(list)
    for row in rows:
        years[row["year"]].append(_group(row))
    return [Year(year, groups) for year, groups in years.items()]


def _group(row):
    people = row["people"] if row["people"] >= FEWEST else None
    if row["decree__kind"] == Decree.Kind.AWARD:
        return Group(Decree.Kind.AWARD.label, DecreeRecipient.AwardClass(row["award_class"]).label, people)
    kind = capfirst(Decree.PromotionKind(row["decree__promotion_kind"]).label)
    period = f", periode {date_format(row['decree__period'], 'F Y')}" if row["decree__period"] else ""
    return Group(Decree.Kind.PROMOTION.label, f"{kind}{period}", people)
