"""The figures of a story come from the records, and follow them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import WorkUnit
from announcements.facts import facts_of
from announcements.models import DecreeRecipient
from bkpsdm.lib.states import move_to
from neutrality.models import Attendance, Event, Invitation
from tests import factories


@pytest.fixture
def kecamatan(db):
    return [factories.WorkUnitFactory(code=f"kec-{n}", name=f"Kecamatan {n}", kind="kecamatan") for n in range(4)]


def invite(event, *units):
    for unit in units:
        Invitation.objects.create(event=event, unit=unit, scope=Invitation.Scope.KECAMATAN)


def attend(event, present, invited, guests=0):
    for number in range(invited):
        person = factories.EmployeeFactory()
        row = Attendance.objects.create(event=event, employee=person, unit=person.unit)
        if number < present:
            move_to(row, Attendance.State.PRESENT, present_at=timezone.now())
    for _ in range(guests):
        Attendance.objects.create(
            event=event, guest_name="Contoh tamu", state=Attendance.State.PRESENT, present_at=timezone.now()
        )


def test_facts_of_an_event_that_is_over(make_draft, make_event, kecamatan):
    start = timezone.make_aware(timezone.datetime(2024, 6, 21, 8, 0))
    event = make_event(kecamatan=kecamatan[0], starts_at=start, ends_at=start + timedelta(hours=3))
    invite(event, *kecamatan[:3])
    attend(event, present=3, invited=5, guests=2)
    factories.WorkUnitFactory(code="kec-lama", kind="kecamatan", is_active=False)
    assert facts_of(make_draft(event=event)) == [
        ("Tempat", "Halaman kantor, Kecamatan 0"),
        ("Tanggal", "21 Juni 2024"),
        ("Kecamatan diundang", "3 dari 4"),
        ("Hadir", "3 dari 5 yang diundang, dan 2 tamu"),
    ]


def test_attendance_is_told_only_once_the_event_is_over(make_draft, make_event):
    event = make_event(state=Event.State.PUBLISHED)
    attend(event, present=3, invited=5)
    assert [label for label, _ in facts_of(make_draft(event=event))] == ["Tempat", "Tanggal"]


def test_cancelled_event_says_so(make_draft, make_event):
    event = make_event(state=Event.State.CANCELLED, cancel_reason="Hujan")
    assert ("Keadaan", "Dibatalkan") in facts_of(make_draft(event=event))


def test_facts_count_the_petikan_that_were_handed_over_at_the_event(make_draft, make_event, make_decree):
    event = make_event()
    make_decree(recipients=6, event=event)
    promotion = {
        "kind": "kenaikan_pangkat",
        "promotion_kind": "reguler",
        "effective_on": date(2024, 6, 1),
        "period": date(2024, 6, 1),
    }
    make_decree(recipients=5, event=event, **promotion)
    make_decree(recipients=7, event=event, number="draf", state="draf", issued_at=None)
    make_decree(recipients=8, number="lain")
    assert facts_of(make_draft(event=event))[2:] == [
        ("Hadir", "0 dari 0 yang diundang"),
        ("Satyalancana Karya Satya", "6 PNS"),
        ("SK kenaikan pangkat", "5 PNS, periode Juni 2024"),
    ]


def test_linked_decrees_count_instead_of_those_of_the_event(make_draft, make_event, make_decree):
    article = make_draft(event=make_event())
    make_decree(recipients=9, event=article.event)
    article.decrees.set([make_decree(recipients=5)])
    assert facts_of(article)[-1] == ("Satyalancana Karya Satya", "5 PNS")


def test_facts_change_when_a_petikan_is_revoked(make_draft, make_decree):
    article, decree = make_draft(), make_decree(recipients=7)
    article.decrees.set([decree])
    assert facts_of(article) == [("Satyalancana Karya Satya", "7 PNS")]
    move_to(decree.recipients.first(), "dicabut", reason="Keliru orang.", ended_on=date(2024, 7, 1))
    assert facts_of(article) == [("Satyalancana Karya Satya", "6 PNS")]


def test_person_whose_petikan_was_replaced_counts_once(make_draft, make_decree):
    article, decree, ralat = make_draft(), make_decree(recipients=5), make_decree(state="draf", issued_at=None)
    old = decree.recipients.first()
    fields = {"employee": old.employee, "name": old.name, "unit": old.unit, "award_class": old.award_class}
    new = DecreeRecipient.objects.create(decree=ralat, **fields)
    move_to(old, "diganti", replaced_by=new, reason="Salah nama.", ended_on=date(2024, 7, 1))
    move_to(new, "berlaku")
    move_to(ralat, "terbit", issued_at=timezone.now())
    article.decrees.set([decree, ralat])
    assert facts_of(article) == [("Satyalancana Karya Satya", "5 PNS")]


@pytest.mark.parametrize(("count", "words"), [(1, "kurang dari 5 PNS"), (4, "kurang dari 5 PNS"), (5, "5 PNS")])
def test_few_people_are_not_counted_out(make_draft, make_decree, count, words):
    article = make_draft()
    article.decrees.set([make_decree(recipients=count)])
    assert facts_of(article) == [("Satyalancana Karya Satya", words)]


def test_story_about_nothing_recorded_has_no_facts(make_draft):
    assert facts_of(make_draft()) == []
    assert WorkUnit.objects.kecamatan().count() == 0
