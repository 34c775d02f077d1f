"""Saving an event: its address, whom it calls, and how the list of invited people follows until it starts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Activity, Employee, Notification
from neutrality.actions import cancel_event, finish_event, refresh_attendance, save_event, sync_attendance
from neutrality.models import Attendance, Event, Invitation, Scan
from neutrality.tasks import refresh_attendances
from tests import factories

from .test_publishing import listed, told


def saved(event, *, units=None, kecamatan=None):
    """Save an event as it stands in memory; invitations stay where nothing is said."""
    rows = event.invitations.select_related("unit")
    before = {scope: [row.unit for row in rows if row.scope == scope] for scope in Invitation.Scope}
    return save_event(
        event,
        units=before["unit"] if units is None else units,
        kecamatan=before["kecamatan"] if kecamatan is None else kecamatan,
        by=None,
    )


def invitations(event):
    return sorted(event.invitations.values_list("unit__code", "scope"))


def test_save_writes_single_units_and_whole_kecamatan(make_event, place):
    event = make_event(draft=True, units=[place["badan"], place["kecamatan"]], kecamatan=[place["kecamatan"]])
    assert invitations(event) == [("badan", "unit"), ("kec-hulu", "kecamatan"), ("kec-hulu", "unit")]
    saved(event, units=[place["dinas"]], kecamatan=[place["kecamatan"]])
    assert invitations(event) == [("dinas", "unit"), ("kec-hulu", "kecamatan")]


def test_save_refuses_a_whole_unit_that_is_no_kecamatan(make_event, place):
    with pytest.raises(ValidationError, match="Hanya kecamatan"):
        make_event(draft=True, kecamatan=[place["badan"]])
    assert Event.objects.count() == 0


def test_save_remembers_who_made_the_event(make_event, cast):
    event = make_event(draft=True, by=cast["panitia"])
    save_event(event, units=[], kecamatan=[], by=cast["admin"])
    assert Event.objects.get().created_by == cast["panitia"]


def test_draft_takes_its_address_from_title_and_day(make_event):
    start = timezone.make_aware(timezone.datetime(2030, 5, 3, 8, 0))
    events = [make_event(draft=True, title="Netralitas ASN: apa?", starts_at=start) for _ in range(4)]
    assert [event.slug for event in events] == [
        "netralitas-asn-apa",
        "netralitas-asn-apa-2030-05-03",
        "netralitas-asn-apa-2030-05-03-2",
        "netralitas-asn-apa-2030-05-03-3",
    ]
    events[0].title = "Judul lain"
    assert saved(events[0]).slug == "judul-lain"
    assert saved(events[1]).slug == "netralitas-asn-apa"


@pytest.mark.parametrize(("title", "slug"), [("؟", "kegiatan"), ("x" * 200, "x" * 80), ("a " * 99, ("a-" * 40)[:-1])])
def test_draft_gets_an_address_from_any_title(make_event, title, slug):
    assert make_event(draft=True, title=title.strip()).slug == slug


def test_published_event_keeps_its_address(make_event):
    event = make_event(title="Judul")
    event.title = "Judul lain"
    saved(event)
    assert Event.objects.values_list("title", "slug").get() == ("Judul lain", "judul")


def test_save_refuses_what_the_database_would_refuse(make_event):
    with pytest.raises(ValidationError, match="Isi tempatnya"):
        make_event(draft=True, venue="")
    with pytest.raises(ValidationError, match="selesai sesudah mulai"):
        make_event(draft=True, ends_at=timezone.now())
    assert Event.objects.count() == 0


def test_second_editor_does_not_overwrite_the_first(make_event):
    event = make_event(draft=True, title="Semula")
    first, second = Event.objects.get(pk=event.pk), Event.objects.get(pk=event.pk)
    first.title, second.title = "Pertama", "Kedua"
    saved(first)
    with pytest.raises(ValidationError) as refused:
        saved(second)
    assert (refused.value.code, Event.objects.get().title) == ("race", "Pertama")


def test_new_guests_of_a_published_event_are_listed_and_told_and_old_ones_go(make_event, place, roster):
    event = make_event(units=[place["badan"]])
    Notification.objects.all().delete()
    saved(event, units=[place["dinas"]], kecamatan=[place["kecamatan"]])
    assert [name for name, *_ in listed(event)] == [
        "Contoh dinas",
        "Contoh kecamatan",
        "Contoh puskesmas",
        "Contoh sekolah",
    ]
    assert (told("event_invited"), told("event_changed")) == (
        ["Contoh dinas", "Contoh kecamatan", "Contoh puskesmas", "Contoh sekolah"],
        [],
    )


CHANGES = {
    "start": {"starts_at": timedelta(hours=1)},
    "end": {"ends_at": timedelta(hours=1)},
    "venue": {"venue": "Aula lain"},
    "link": {"link": "https://rapat.contoh.invalid/lain"},
    "mode": {"mode": "hibrida"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_of_what_people_plan_by_is_told_to_the_invited(make_event, place, roster, name):
    event = make_event(units=[place["badan"]], link="https://rapat.contoh.invalid/satu")
    for field, value in CHANGES[name].items():
        setattr(event, field, getattr(event, field) + value if isinstance(value, timedelta) else value)
    saved(event, units=[place["badan"], place["dinas"]])
    assert told("event_changed") == ["Contoh badan", "Contoh bidang"]
    assert told("event_invited") == ["Contoh badan", "Contoh bidang", "Contoh dinas"]


def test_change_of_the_kecamatan_is_told(make_event, place, roster):
    event = make_event(units=[place["badan"]])
    event.kecamatan = place["kecamatan"]
    saved(event)
    assert told("event_changed") == ["Contoh badan", "Contoh bidang"]


def test_change_of_words_is_told_to_nobody(make_event, place, roster):
    event = make_event(units=[place["badan"]])
    event.summary = "Lebih jelas."
    saved(event)
    assert (told("event_changed"), Event.objects.get().summary) == ([], "Lebih jelas.")


def test_change_of_a_draft_is_told_to_nobody(make_event, place, roster):
    event = make_event(units=[place["badan"]], draft=True)
    event.venue = "Aula lain"
    saved(event)
    assert Notification.objects.count() == 0


def test_published_event_keeps_a_guest_and_a_link(make_event, place):
    event = make_event(units=[place["badan"]])
    with pytest.raises(ValidationError, match="sedikitnya satu unit"):
        saved(event, units=[])
    event.mode = "daring"
    with pytest.raises(ValidationError, match="Isi tautan pertemuan"):
        saved(event)


def test_published_event_is_not_moved_into_the_past(make_event):
    event = make_event()
    event.starts_at = timezone.now() - timedelta(hours=1)
    with pytest.raises(ValidationError, match="harus sesudah sekarang"):
        saved(event)


def test_event_that_has_started_keeps_its_start_and_its_guests_but_may_take_longer(make_event, place):
    event = make_event(units=[place["badan"]], starts_in=-timedelta(hours=1))
    with pytest.raises(ValidationError, match="Daftar undangan tetap"):
        saved(event, units=[place["dinas"]])
    event.ends_at += timedelta(hours=2)
    saved(event)
    assert Event.objects.get().ends_at == event.ends_at
    event.starts_at += timedelta(days=1)
    event.ends_at += timedelta(days=1)
    with pytest.raises(ValidationError, match="sudah mulai"):
        saved(event)


CLOSED = {
    "finished": lambda event: finish_event(event, by=None),
    "cancelled": lambda event: cancel_event(event, reason="Hujan.", by=None),
}


@pytest.mark.parametrize("close", CLOSED.values(), ids=CLOSED)
def test_closed_event_keeps_time_and_guests_but_its_words_may_be_completed(make_event, place, close):
    event = make_event(units=[place["badan"]], starts_in=-timedelta(hours=1))
    close(event)
    event.summary = "Dihadiri banyak orang."
    saved(event)
    assert Event.objects.get().summary == "Dihadiri banyak orang."
    with pytest.raises(ValidationError, match="Daftar undangan tetap"):
        saved(event, units=[place["dinas"]])
    event.ends_at += timedelta(hours=1)
    with pytest.raises(ValidationError, match="tidak berubah lagi"):
        saved(event)


def test_list_follows_the_roster_until_the_start(make_event, place, roster):
    event = make_event(kecamatan=[place["kecamatan"]])
    joined = factories.EmployeeFactory(unit=place["sekolah"], name="Contoh baru")
    Employee.objects.filter(pk=roster["puskesmas"].pk).update(unit=place["sekolah"])
    Employee.objects.filter(pk=roster["sekolah"].pk).update(standing="pensiun")
    Employee.objects.filter(pk=roster["kecamatan"].pk).update(unit=place["dinas"])
    assert sync_attendance(event) == [joined]
    assert listed(event) == [
        ("Contoh baru", "sdn-hulu-1", "kec-hulu"),
        ("Contoh puskesmas", "sdn-hulu-1", "kec-hulu"),
    ]
    assert sync_attendance(event) == []


def test_list_follows_a_unit_that_is_moved_to_another_kecamatan(make_event, place, roster):
    event = make_event(units=[place["puskesmas"]])
    place["puskesmas"].kecamatan = factories.KecamatanFactory(code="kec-hilir")
    place["puskesmas"].save()
    sync_attendance(event)
    assert listed(event) == [("Contoh puskesmas", "puskesmas-hulu", "kec-hilir")]


def test_list_keeps_whoever_was_scanned_already(make_event, place, roster):
    event = make_event(units=[place["badan"]])
    row = event.attendances.get(employee=roster["badan"])
    Scan.objects.create(event=event, attendance=row, employee=roster["badan"], method="nip", outcome="masuk")
    Employee.objects.filter(unit__in=[place["badan"], place["bidang"]]).update(unit=place["dinas"])
    sync_attendance(event)
    assert listed(event) == [("Contoh badan", "badan", None)]


@pytest.mark.parametrize("fields", [{"draft": True}, {"starts_in": -timedelta(minutes=1)}], ids=["draft", "started"])
def test_list_of_a_draft_and_of_a_started_event_does_not_follow(make_event, place, roster, fields):
    event = make_event(units=[place["badan"]], **fields)
    before = listed(event)
    factories.EmployeeFactory(unit=place["badan"])
    assert (sync_attendance(event), listed(event)) == ([], before)


def test_database_freezes_the_list_at_the_start(make_event, place, roster):
    event = make_event(units=[place["badan"]], starts_in=-timedelta(minutes=1))
    with pytest.raises(Exception, match="Daftar undangan tetap sejak kegiatan mulai"):
        Attendance.objects.filter(event=event).update(unit=place["dinas"])


@pytest.mark.parametrize("change", ["none", "all added", "all moved"])
def test_sync_counts_the_same_queries_for_three_and_for_three_hundred(make_event, place, change):
    def queries(number):
        units = [factories.WorkUnitFactory(kecamatan=place["kecamatan"]) for _ in range(2)]
        event = make_event(units=units)
        make_employees(number, units[0])
        if change != "all added":
            sync_attendance(event)
        if change == "all moved":
            Employee.objects.filter(unit=units[0]).update(unit=units[1])
        with CaptureQueriesContext(connection) as captured:
            sync_attendance(event)
        assert event.attendances.count() == number
        return len(captured)

    assert queries(300) == queries(3)


def make_employees(number, unit):
    Employee.objects.bulk_create(factories.EmployeeFactory.build_batch(number, unit=unit))


def test_beat_refreshes_every_coming_event_and_tells_the_new(make_event, place, roster, settings):
    coming = [make_event(units=[place["badan"]]), make_event(kecamatan=[place["kecamatan"]])]
    over = make_event(units=[place["badan"]], starts_in=-timedelta(days=3))
    Notification.objects.all().delete()
    factories.EmployeeFactory(unit=place["badan"], name="Contoh baru")
    refresh_attendances()
    refresh_attendances()
    assert [event.attendances.count() for event in (*coming, over)] == [3, 3, 2]
    assert told("event_invited") == ["Contoh baru"]
    rows = Activity.objects.filter(verb="attendance_refreshed")
    assert list(rows.values_list("thing_id", "details", "actor")) == [(str(coming[0].pk), {"added": 1}, None)]
    tasks = [row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()]
    assert refresh_attendances.name in tasks


def test_refresh_of_an_event_cancelled_meanwhile_tells_nobody(make_event, place, roster):
    event = make_event(units=[place["badan"]])
    read_before = Event.objects.get(pk=event.pk)
    cancel_event(event, reason="Hujan.", by=None)
    Notification.objects.all().delete()
    factories.EmployeeFactory(unit=place["badan"])
    refresh_attendance(read_before)
    assert (event.attendances.count(), Notification.objects.count()) == (2, 0)
