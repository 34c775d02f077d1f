"""Whose data, and which, somebody may have seen: for the notice within 3 x 24 hours (UU 27/2022 art. 46)."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

import announcements.personal
import neutrality.personal
from accounts.models import AccessLog, Activity, Employee, EmployeeKind
from accounts.surfaces import surface_of

# Who stands in the lists and files of a group, by its label.
PEOPLE = {
    "neutrality.event": neutrality.personal.people_in,
    "announcements.decree": announcements.personal.people_of_decree,
    "announcements.decreerecipient": announcements.personal.people_of_petikan,
}


@dataclass(frozen=True)
class Report:
    """The accesses of a time, whom they concern, and which kinds of data they showed."""

    accesses: int
    activities: dict  # verb -> how often, in that time
    people: dict  # employee id -> set of surfaces
    unknown: list  # groups whose people nobody knows any more: (label, key, how many)

    @property
    def data(self):
        """Return the kinds of data that were shown, with the number of people each concerns."""
        counts = Counter()
        for surfaces in self.people.values():
            counts.update({kind for surface in surfaces for kind in surface_of(surface).data})
        return dict(sorted(counts.items()))

    @property
    def kinds(self):
        """Return how many people of each kind of employee are concerned."""
        kinds = Counter(Employee.objects.filter(pk__in=self.people).values_list("kind", flat=True))
        return {kind.label: kinds[kind.value] for kind in EmployeeKind if kinds[kind.value]}

    def rows(self):
        """Return a row for each person, by unit and name: what is needed to tell that person, and what to tell."""
        people = Employee.objects.filter(pk__in=self.people).select_related("unit").order_by("unit__name", "name", "pk")
        return [
            [
                person.full_name,
                person.unit.name,
                person.email,
                person.phone,
                "; ".join(sorted(surface_of(surface).label for surface in self.people[person.pk])),
                ", ".join(sorted({kind for surface in self.people[person.pk] for kind in surface_of(surface).data})),
            ]
            for person in people
        ]


HEADER = ["Nama", "Unit kerja", "Surel", "Telepon", "Terlihat di", "Data"]


def breach_report(since, until, *, surface="", viewer=""):
    """Return whom the accesses between two moments concern, of all surfaces or one, of all accounts or one."""
    found = AccessLog.objects.filter(Q(created_at__gte=since) & Q(created_at__lt=until))
    found = found.filter(surface=surface) if surface else found
    found = found.filter(viewer__login=viewer) if viewer else found
    people, unknown = {}, []
    for access in found.order_by("pk").iterator():
        concerned = _concerned(access)
        if len(concerned) < access.people:
            unknown.append((access.group, access.group_id, access.people - len(concerned)))
        for employee in concerned:
            people.setdefault(employee, set()).add(access.surface)
    return Report(found.count(), _activities(since, until, viewer), people, unknown)


def _activities(since, until, viewer):
    found = Activity.objects.filter(created_at__gte=since, created_at__lt=until)
    found = found.filter(actor__login=viewer) if viewer else found
    return dict(found.order_by("verb").values_list("verb").annotate(Count("pk")))


def _concerned(access):
    if access.person_id:
        return [access.person_id]
    members = PEOPLE[access.group](access.group_id) if access.group in PEOPLE else []
    return [employee for employee, since in members if since <= access.created_at]
