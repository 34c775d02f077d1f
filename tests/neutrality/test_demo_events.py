"""The events of the demo regency, whatever day it is."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Notification, User
from bkpsdm.demo.events import finish_events, meeting_day, seed_events
from neutrality.models import Event
from tests import factories

COMING = "netralitas-asn-di-media-sosial-apa-yang-boleh-dan-tidak"


def test_demo_has_two_events_of_2024_and_one_that_is_coming(seeded):
    rows = [(e.slug, e.state, e.when, e.invitations.count()) for e in Event.objects.order_by("starts_at")[:2]]
    assert rows == [
        (
            "sosialisasi-netralitas-asn-di-kecamatan-taman-krocok",
            "selesai",
            "Jumat, 21 Juni 2024, 08.00–11.00 WIB",
            7,
        ),
        (
            "integritas-dan-netralitas-menuju-asn-profesional-yang-berkinerja-optimal",
            "selesai",
            "Rabu, 9 Oktober 2024, 08.00–12.00 WIB",
            8,
        ),
    ]
    coming = Event.objects.upcoming(timezone.now()).get()
    assert (coming.slug, timezone.localtime(coming.starts_at).hour) == (COMING, 8)
    assert coming.starts_on - timezone.localdate() >= timedelta(days=5)


def test_demo_people_are_invited_to_the_coming_event_and_told_only_of_it(seeded):
    invited = User.objects.filter(employee__attendances__event__slug=COMING)
    names = {user.email.partition("@")[0] for user in invited}
    assert {"asn", "thl", "petugas", "panitia", "penyunting", "pengelola", "pimpinan"} <= names
    assert {"operator", "auditor"} & names == set()
    told = Notification.objects.filter(kind__startswith="event_").values_list("kind", "payload__path")
    assert set(told) == {("event_invited", f"/kegiatan/{COMING}/")}


def test_demo_says_that_the_attendance_of_the_past_is_invented(seeded):
    past = Event.objects.past(timezone.now())
    assert [event.slug for event in past if "Angka kehadiran di portal contoh ini rekaan." not in event.summary] == []


def test_demo_seeded_again_later_makes_the_next_event(seeded):
    later = timezone.now() + timedelta(days=30)
    with time_machine.travel(later, tick=False):
        assert (seed_events(), finish_events()) == ("3 kegiatan, 1 baru terbit", "1 kegiatan selesai")
        assert (seed_events(), finish_events()) == ("3 kegiatan, 0 baru terbit", "0 kegiatan selesai")
        coming = Event.objects.upcoming(later).get()
    assert coming.slug == f"{COMING}-{coming.starts_on.isoformat()}"


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 24), date(2026, 11, 30)),  # five days on is a Sunday
        (date(2026, 12, 18), date(2026, 12, 23)),
        (date(2026, 12, 20), date(2026, 12, 28)),  # Christmas and the weekend behind it
    ],
)
def test_coming_event_is_on_a_working_day(db, today, day):
    factories.HolidayFactory(date=date(2026, 12, 25))
    assert meeting_day(today) == day
