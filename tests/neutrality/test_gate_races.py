"""Many at the door in the same moment: nobody is counted twice, and nobody who came is lost."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from neutrality.actions import admit_guest, check_in
from neutrality.models import Attendance, Event, Scan
from neutrality.passes import pass_of
from tests import factories
from tests.neutrality.test_gate_pages import said
from tests.services.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 50


@pytest.fixture
def crowd(make_event):
    """An event that goes on, with three invited people."""
    unit = factories.WorkUnitFactory()
    factories.EmployeeFactory.create_batch(3, unit=unit)
    return make_event(units=[unit], starts_in=timedelta(minutes=-30))


def scans_at_once(event, texts_and_keys):
    """Return the outcomes of many tries at once, each as a request would make it: with an event read afresh."""
    found = at_once(
        *[
            lambda text=text, key=key: check_in(Event.objects.get(pk=event.pk), text=text, key=key, by=None)
            for text, key in texts_and_keys
        ]
    )
    assert [one for one in found if isinstance(one, Exception)] == []
    return found


def test_fifty_at_once_for_one_pass_make_one_attendance(crowd):
    person = Attendance.objects.first().employee
    found = scans_at_once(crowd, [(pass_of(crowd, person.pk), uuid.uuid4()) for _ in range(MANY)])
    outcomes = [scan.outcome for scan in found]
    assert (outcomes.count("masuk"), outcomes.count("sudah")) == (1, MANY - 1)
    present = Attendance.objects.present().get()
    assert {scan.attendance.present_at for scan in found} == {present.present_at}
    assert (Scan.objects.count(), present.employee) == (MANY, person)


def test_fifty_at_once_with_one_key_make_one_scan(crowd):
    person, key = Attendance.objects.first().employee, uuid.uuid4()
    found = scans_at_once(crowd, [(person.nip, key)] * MANY)
    assert {(scan.pk, scan.outcome) for scan in found} == {(key, "masuk")}
    assert (Scan.objects.count(), Attendance.objects.present().count()) == (1, 1)


def test_fifty_at_once_of_an_unknown_pass_with_one_key_make_one_scan(crowd):
    found = scans_at_once(crowd, [("halo", uuid.uuid4())] * MANY)
    assert {scan.outcome for scan in found} == {"tidak_dikenal"}
    assert Scan.objects.count() == 1


def test_three_people_at_once_are_three_and_each_is_said_to_be_the_first(crowd):
    people = [row.employee for row in Attendance.objects.select_related("employee")]
    found = scans_at_once(crowd, [(pass_of(crowd, person.pk), uuid.uuid4()) for person in people])
    assert [scan.outcome for scan in found] == ["masuk"] * 3
    assert [scan.attendance.employee for scan in found] == people


def test_guest_whom_a_phone_sends_many_times_at_once_is_admitted_once(crowd):
    key = uuid.uuid4()
    found = at_once(
        *[lambda: admit_guest(crowd, name="Contoh Tamu", unit="Kantor", key=key, by=None) for _ in range(10)]
    )
    assert {scan.pk for scan in found} == {key}
    assert (Attendance.objects.guests().count(), Scan.objects.count()) == (1, 1)


def test_tries_of_many_phones_through_the_page_make_one_attendance(crowd, cast):
    person, page = Attendance.objects.first().employee, reverse("neutrality:gate-detail", args=[crowd.pk])
    clients = [Client(raise_request_exception=False) for _ in range(10)]
    for client in clients:
        client.force_login(cast["panitia"])
    answers = at_once(
        *[lambda client=client: client.post(page, {"text": person.nip, "key": str(uuid.uuid4())}) for client in clients]
    )
    assert [answer.status_code for answer in answers] == [200] * 10
    words = [said(answer)[1] for answer in answers]
    assert (words.count("Masuk"), words.count("Sudah tercatat"), Attendance.objects.present().count()) == (1, 9, 1)


def test_database_refuses_a_second_scan_of_one_key(crowd):
    check_in(crowd, text="halo", key=(key := uuid.uuid4()), by=None)
    with pytest.raises(IntegrityError, match="neutrality_scan_pkey"):
        Scan.objects.create(pk=key, event=crowd, method="kartu", outcome="tidak_dikenal")
