"""Who came to the demo events of the past: invented, the same at every run, and taken through the real gate."""

import uuid
from datetime import timedelta
from itertools import groupby
from random import Random

from django.utils import timezone

from accounts.models import User
from neutrality.actions import admit_guest, check_in
from neutrality.models import Event
from neutrality.passes import pass_of

from . import demo_data
from .people import DOMAIN

# Percent of the invited who came, by kecamatan; elsewhere something between the least and the most of these.
SHARES = {
    "kec-taman-krocok": 96,
    "kec-tegalampel": 91,
    "kec-tenggarang": 89,
    "kec-wringin": 86,
    "kec-curahdami": 84,
    "kec-binakal": 78,
    "kec-pakem": 67,
}
SCANNED_TWICE = 5
GUESTS = [("Tamu Contoh Satu", "Panwaslu kecamatan (contoh)"), ("Tamu Contoh Dua", ""), ("Tamu Contoh Tiga", "Media")]
BEFORE, AFTER = 40, 20  # minutes around the start in which people come


def seed_attendance():
    """Let people in at the events that are over and of which nobody was let in yet."""
    titles = [row["title"] for row in demo_data("events")]
    over = Event.objects.filter(title__in=titles, state=Event.State.PUBLISHED, ends_at__lt=timezone.now())
    organiser = User.objects.get(email=f"panitia@{DOMAIN}")
    return f"{sum(hold(event, by=organiser) for event in over if not event.scans.exists())} kehadiran contoh"


def hold(event, *, by):
    """Let a share of each kecamatan in, a few twice, and some guests; return how many of the invited came."""
    chance = Random(event.slug)  # noqa: S311  invented figures, the same each time

    def moment():
        return event.starts_at + timedelta(minutes=chance.uniform(-BEFORE, AFTER))

    invited = event.attendances.select_related("kecamatan", "employee__user").order_by("kecamatan__code", "pk")
    came = []
    for place, rows in groupby(invited, key=lambda row: row.kecamatan.code if row.kecamatan else ""):
        came += attending(list(rows), SHARES.get(place) or chance.randint(67, 96), chance)
    for person in [*came, *came[:SCANNED_TWICE]]:
        check_in(event, text=pass_of(event, person.pk), key=new_key(chance), by=by, at=moment())
    for name, unit in GUESTS:
        admit_guest(event, name=name, unit=unit, key=new_key(chance), by=by, at=moment())
    return len(came)


def attending(rows, percent, chance):
    """Return that share of the invited people by chance, those with a demo login first, so that they find their own."""
    people = [row.employee for row in rows]
    chance.shuffle(people)
    people.sort(key=lambda person: not hasattr(person, "user"))
    return people[: round(len(people) * percent / 100)]


def new_key(chance):
    return uuid.UUID(int=chance.getrandbits(128), version=4)
