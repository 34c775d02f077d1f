"""What no form, import or shell may bring into the tables of attendance and scans."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from neutrality.models import Attendance, Scan
from tests import factories
from tests.accounts.test_constraints import named_constraints

PRESENT = {"state": "hadir", "present_at": timezone.now()}


def invited(count=1, **fields):
    """Return an act that writes one employee into the list of an event, once or more."""

    def act():
        event, person = factories.DraftEventFactory(), factories.EmployeeFactory()
        row = {"event": event, "employee": person, "unit": person.unit} | fields
        Attendance.objects.bulk_create(Attendance(**row) for _ in range(count))

    return act


def guest(**fields):
    def act():
        row = {"event": factories.DraftEventFactory(), "guest_name": "Contoh Tamu", **PRESENT} | fields
        Attendance.objects.bulk_create([Attendance(**row)])

    return act


def scan(with_attendance=False, **fields):
    def act():
        event = factories.DraftEventFactory()
        row = {"event": event, "method": "kartu", "outcome": "tidak_dikenal"} | fields
        if with_attendance:
            row["attendance"] = Attendance.objects.create(event=event, guest_name="Contoh Tamu", **PRESENT)
        Scan.objects.bulk_create([Scan(**row)])

    return act


# Each named constraint with one row that breaks it and nothing else.
BREAKS = {
    "attendance_once": invited(2),
    "attendance_state_known": guest(state="izin"),
    "attendance_employee_or_guest": invited(guest_unit="Kantor"),
    "attendance_present_has_time": invited(state="hadir"),
    "scan_outcome_known": scan(outcome="ditolak"),
    "scan_method_known": scan(method="wajah"),
    "scan_entry_has_attendance": scan(outcome="masuk"),
}


def test_every_constraint_of_attendance_is_in_the_table():
    named = {name for name in named_constraints("neutrality") if name.startswith(("attendance_", "scan_"))}
    assert named == BREAKS.keys()


@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses_what_a_constraint_forbids(db, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name]()
    # A state that nobody knows breaks two rules at once; any of them refuses it.
    broken = {name, "attendance_present_has_time"} if name == "attendance_state_known" else {name}
    broken |= {"scan_entry_has_attendance"} if name == "scan_outcome_known" else set()
    assert refused.value.__cause__.diag.constraint_name in broken


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (guest(guest_name=""), "attendance_employee_or_guest"),
        (invited(unit=None), "attendance_employee_or_guest"),
        (guest(state="diundang", present_at=None), "attendance_present_has_time"),
        (invited(present_at=timezone.now()), "attendance_present_has_time"),
        (scan(outcome="sudah"), "scan_entry_has_attendance"),
        (scan(with_attendance=True), "scan_entry_has_attendance"),
    ],
)
def test_database_refuses_the_other_ways_round(db, act, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_two_guests_of_one_name_are_two(db):
    event = factories.DraftEventFactory()
    guest(event=event)()
    guest(event=event)()
    assert Attendance.objects.guests().count() == 2


def test_row_of_a_coming_event_may_go(make_event, place):
    factories.EmployeeFactory(unit=place["puskesmas"])
    event = make_event(units=[place["puskesmas"]])
    assert event.attendances.all().delete()[0] == 1
