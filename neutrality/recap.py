"""What the attendance of an event amounts to: counted when asked, stored nowhere."""

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import WorkUnit

from .models import Attendance

INVITED = Q(employee__isnull=False)
PRESENT = Q(state=Attendance.State.PRESENT)
COUNTS = {"invited": Count("pk"), "present": Count("pk", filter=PRESENT)}

NOWHERE = "Tanpa kecamatan"

# From which whole percent on a tile of the map has which level; level 0 was not invited.
LEVELS = [(90, 4), (80, 3), (70, 2), (0, 1)]


class Share:
    """What has ``invited`` and ``present``; guests are in neither, so nothing exceeds 100 percent."""

    @property
    def percent(self):
        """Return the share of the invited that came, in percent with one decimal, or None where nobody was invited."""
        return (2000 * self.present + self.invited) // (2 * self.invited) / 10 if self.invited else None

    @property
    def whole_percent(self):
        return (200 * self.present + self.invited) // (2 * self.invited) if self.invited else None


@dataclass(frozen=True)
class Figures(Share):
    invited: int
    present: int
    guests: int
    kecamatan: int


@dataclass(frozen=True)
class KecamatanRow(Share):
    """The figures of a kecamatan; ``kecamatan`` is None for the units that stand in none."""

    kecamatan: WorkUnit | None
    invited: int = 0
    present: int = 0

    @property
    def name(self):
        return self.kecamatan.name.removeprefix("Kecamatan ") if self.kecamatan else NOWHERE

    @property
    def level(self):
        return next(level for least, level in LEVELS if self.whole_percent >= least) if self.invited else 0


@dataclass(frozen=True)
class UnitRow(Share):
    unit: int
    name: str
    kecamatan: str | None
    invited: int
    present: int

    @property
    def missing(self):
        return self.invited - self.present


def figures(event):
    """Return how many were invited, came, came as guests, and from how many kecamatan somebody invited came.

    Totals only, so they may stand on a public page: of the records of this moment, in one query.
    """
    return Figures(
        **Attendance.objects.filter(event=event).aggregate(
            invited=Count("pk", filter=INVITED),
            present=Count("pk", filter=INVITED & PRESENT),
            guests=Count("pk", filter=~INVITED),
            kecamatan=Count("kecamatan", filter=INVITED & PRESENT, distinct=True),
        )
    )


def by_kecamatan(event):
    """Return a KecamatanRow for each kecamatan by name, invited or not, and one for the units in none where invited."""
    rows = event.attendances.invited().values_list("kecamatan").annotate(**COUNTS).order_by()
    counts = {kecamatan: figures for kecamatan, *figures in rows}
    places = [*WorkUnit.objects.kecamatan(), *([None] if None in counts else [])]
    return [KecamatanRow(place, *counts.get(place and place.pk, ())) for place in places]


def by_unit(event):
    """Return a UnitRow for each invited unit, by kecamatan and name."""
    units = event.attendances.invited().values_list("unit", "unit__name", "kecamatan__name")
    return [UnitRow(*row) for row in units.annotate(**COUNTS).order_by("kecamatan__name", "unit__name", "unit")]


def missing(event, *, unit=""):
    """Return the invited who did not come, by kecamatan, unit and name; those of one unit where its key is given."""
    rows = event.attendances.missing().by_place()
    return rows.filter(unit=unit) if unit.isdecimal() else rows
