"""A drill: somebody saw what was not theirs, and the notice within 3 x 24 hours needs names, ways and kinds of data."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import note_access, note_group, record
from neutrality.models import Attendance
from tests import factories


def report(**options):
    out = StringIO()
    now = timezone.localtime()
    options = {"since": now - timedelta(hours=2), "until": now + timedelta(minutes=1)} | options
    call_command("breach_report", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def incident(cast, make_event):
    """An hour in which one account took an attendance list along and opened two threads; and one look long before."""
    event = make_event(units=[cast[name].employee.unit for name in ("asn", "thl", "kabid")])
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        note_access(cast["pimpinan"], by=cast["panitia"], surface="question")
    note_group(event, people=event.attendances.count(), by=cast["panitia"], surface="attendance_file", is_taken=True)
    note_access(cast["asn"], by=cast["panitia"], surface="question")
    note_access(cast["asn"], by=cast["petugas"], surface="question")
    return event


def invited(event):
    return set(event.attendances.values_list("employee__name", flat=True))


def test_report_counts_people_by_kind_and_kinds_of_data(incident, cast):
    people = len(invited(incident))
    told = report()
    assert (told["accesses"], told["people"], told["unknown"]) == (3, people, 0)
    assert told["kinds"] == {"PNS": people - 1, "THL": 1}
    assert told["data"] == {
        "NIP": people,
        "isi percakapan": 1,
        "jenis pegawai": 1,
        "kehadiran": people,
        "nama": people,
        "unit kerja": people,
    }
    assert told["activities"]["event_published"] == 1


def test_report_of_one_surface_and_of_one_account(incident, cast):
    assert report(surface="question")["people"] == 1
    assert report(viewer=cast["petugas"].login)["accesses"] == 1
    assert report(viewer="entah") | {"activities": {}} == {
        "accesses": 0,
        "people": 0,
        "kinds": {},
        "data": {},
        "activities": {},
        "unknown": 0,
    }


def test_end_is_not_included(incident):
    now = timezone.localtime()
    assert report(since=now - timedelta(days=4), until=now - timedelta(days=2))["people"] == 1
    assert report(since=now + timedelta(hours=1), until=now + timedelta(hours=2))["people"] == 0


def test_csv_names_each_person_once_with_ways_to_tell_them(incident, cast, tmp_path):
    path = tmp_path / "insiden.csv"
    employee = cast["asn"].employee
    employee.name, employee.email = "=Contoh Rumus", "asn@contoh.invalid"
    employee.save()
    report(csv=path)
    header, *rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
    assert header == ["Nama", "Unit kerja", "Surel", "Telepon", "Terlihat di", "Data"]
    assert {row[0].lstrip("'") for row in rows} == invited(incident)
    (own,) = (row for row in rows if row[0] == "'=Contoh Rumus")
    assert own[2:] == [
        "asn@contoh.invalid",
        "",
        "Berkas daftar hadir; Utas pertanyaan",
        "NIP, isi percakapan, jenis pegawai, kehadiran, nama, unit kerja",
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    assert employee.nip not in path.read_text(encoding="utf-8-sig")


def test_person_who_joined_later_is_not_told_of(incident):
    late = factories.EmployeeFactory(name="Contoh Menyusul")
    Attendance.objects.create(event=incident, employee=late, unit=late.unit)
    assert report()["people"] == len(invited(incident)) - 1


def test_people_of_a_draft_are_told_of_too(cast):
    petikan = factories.RecipientFactory(employee=cast["asn"].employee)
    note_group(petikan.decree, people=1, by=cast["pengelola"], surface="decree_recipients")
    note_group(petikan, people=1, by=cast["pengelola"], surface="petikan")
    assert report()["people"] == 1


def test_people_whom_nobody_knows_any_more_are_counted(cast):
    note_group(cast["asn"].employee.unit, people=7, by=cast["panitia"], surface="attendance_file", is_taken=True)
    assert (report()["people"], report()["unknown"]) == (0, 7)


def test_command_tells_people_in_words_and_reads_local_times(incident, cast):
    record("synonym_saved", None, by=cast["petugas"])
    out = StringIO()
    now = timezone.localtime()
    times = [
        f"--from={now - timedelta(hours=2):%Y-%m-%dT%H:%M}",
        f"--until={now + timedelta(minutes=2):%Y-%m-%dT%H:%M}",
    ]
    call_command("breach_report", *times, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == f"3 akses menyangkut {len(invited(incident))} orang"
    assert "  padanan kata disimpan: 1" in lines


def test_bad_times_are_refused(db):
    now = timezone.now()
    with pytest.raises(CommandError, match="after --from"):
        call_command("breach_report", since=now, until=now)
    with pytest.raises(CommandError, match="--until"):
        call_command("breach_report", "--from=2026-01-01T00:00", "--until=kemarin")
    with pytest.raises(CommandError, match="surface"):
        call_command("breach_report", "--from=2026-01-01T00:00", "--until=2026-01-02T00:00", "--surface=entah")
