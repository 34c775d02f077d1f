"""The figures of a story come from the records, and follow them."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from announcements.facts import facts_of
from announcements.models import DecreeRecipient
from bkpsdm.lib.states import move_to
from neutrality.actions import cancel_event, finish_event
from neutrality.models import Attendance
from tests import factories


@pytest.fixture
def kecamatan(db):
    """Four kecamatan with two employees each, and one that is no more."""
    units = factories.KecamatanFactory.create_batch(4)
    for unit in units:
        factories.EmployeeFactory.create_batch(2, unit=unit)
    factories.KecamatanFactory(is_active=False)
    return units


@pytest.fixture
def past_event(make_event):
    """Return a function that makes an event of 21 June 2024 that is over, or is still going on with finish=False."""

    def make(*, finish=True, present=0, guests=0, **fields):
        event = make_event(starts_at=timezone.make_aware(datetime(2024, 6, 21, 8, 0)), venue="Aula", **fields)
        for row in event.attendances.all()[:present]:
            move_to(row, Attendance.State.PRESENT, present_at=event.starts_at)
        for _ in range(guests):
            Attendance.objects.create(event=event, guest_name="Contoh tamu", state="hadir", present_at=event.starts_at)
        if finish:
            finish_event(event, by=None)
        return event

    return make


def test_facts_of_an_event_that_is_over(make_draft, past_event, kecamatan):
    event = past_event(kecamatan=kecamatan[:3], present=4, guests=2)
    assert facts_of(make_draft(event=event)) == [
        ("Tempat", "Aula"),
        ("Tanggal", "21 Juni 2024"),
        ("Kecamatan diundang", "3 dari 4"),
        ("Hadir", "4 dari 6 yang diundang, dan 2 tamu"),
    ]


def test_attendance_is_told_only_once_the_event_is_over(make_draft, past_event, kecamatan):
    event = past_event(finish=False, kecamatan=kecamatan, present=4)
    assert [label for label, _ in facts_of(make_draft(event=event))] == ["Tempat", "Tanggal", "Kecamatan diundang"]


def test_event_for_single_units_counts_no_kecamatan(make_draft, past_event, kecamatan):
    facts = facts_of(make_draft(event=past_event(units=kecamatan[:1])))
    assert facts[2:] == [("Hadir", "0 dari 2 yang diundang")]


def test_cancelled_event_says_so(make_draft, make_event):
    event = make_event()
    cancel_event(event, reason="Hujan.", by=None)
    assert ("Keadaan", "Dibatalkan") in facts_of(make_draft(event=event))


def test_facts_count_the_petikan_that_were_handed_over_at_the_event(make_draft, past_event, make_decree):
    event = past_event()
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
