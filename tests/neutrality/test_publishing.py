"""Publishing an event: who is written down, who is told, and what stops it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Activity, Notification, SearchTerm
from accounts.tasks import drain_outbox
from neutrality.actions import cancel_event, finish_event, publish_event
from neutrality.models import Attendance, Event
from tests import factories

BY_EMPLOYEE = "employee__name"


def listed(event):
    """Return who is on the list, with unit and kecamatan as written."""
    rows = event.attendances.order_by("employee__name")
    return list(rows.values_list(BY_EMPLOYEE, "unit__code", "kecamatan__code"))


def told(kind):
    """Return the names of the people for whom a message of some kind waits."""
    rows = Notification.objects.filter(kind=kind).select_related("user__employee", "employee")
    return sorted((row.user.employee if row.user else row.employee).name for row in rows)


def test_publish_writes_each_invited_employee_with_unit_and_kecamatan_of_the_day(make_event, place, roster):
    event = make_event(kecamatan=[place["kecamatan"]], units=[place["badan"]])
    assert listed(event) == [
        ("Contoh badan", "badan", None),
        ("Contoh bidang", "bidang-badan", None),
        ("Contoh kecamatan", "kec-hulu", "kec-hulu"),
        ("Contoh puskesmas", "puskesmas-hulu", "kec-hulu"),
        ("Contoh sekolah", "sdn-hulu-1", "kec-hulu"),
    ]
    assert set(event.attendances.values_list("state", "present_at")) == {("diundang", None)}


def test_publish_of_one_unit_leaves_out_what_only_stands_beside_it(make_event, place, roster):
    assert listed(make_event(units=[place["kecamatan"]])) == [("Contoh kecamatan", "kec-hulu", "kec-hulu")]


def test_publish_leaves_out_whoever_is_not_in_service(make_event, place):
    factories.EmployeeFactory(unit=place["badan"], standing="pensiun")
    assert listed(make_event(units=[place["badan"]])) == []


def test_publish_tells_each_invited_employee_once_where_and_when(make_event, place, roster):
    event = make_event(kecamatan=[place["kecamatan"]])
    assert told("event_invited") == ["Contoh kecamatan", "Contoh puskesmas", "Contoh sekolah"]
    assert set(map(str, Notification.objects.values_list("payload", flat=True))) == {
        str({"path": event.get_absolute_url(), "when": event.when, "event": event.title, "place": event.place})
    }


def test_message_about_an_event_is_dropped_when_the_event_is_over(make_event, place, roster):
    event = make_event(kecamatan=[place["kecamatan"]])
    assert set(Notification.objects.values_list("expires_at", flat=True)) == {event.ends_at}
    Notification.objects.update(expires_at=timezone.now())
    drain_outbox()
    mails = Notification.objects.filter(channel="surel")
    assert (set(mails.values_list("state", flat=True)), len(mail.outbox)) == ({"basi"}, 0)


def test_publish_tells_nobody_of_an_event_that_is_over(make_event, place, roster):
    event = make_event(kecamatan=[place["kecamatan"]], starts_in=-timedelta(days=100))
    assert (event.attendances.count(), Notification.objects.count()) == (3, 0)


def test_publish_counts_the_same_queries_for_three_and_for_three_hundred(make_event, place):
    def queries(number):
        unit = factories.WorkUnitFactory(kecamatan=place["kecamatan"])
        employees = factories.EmployeeFactory.build_batch(number, unit=unit)
        type(employees[0]).objects.bulk_create(employees)
        event = make_event(units=[unit], draft=True)
        with CaptureQueriesContext(connection) as captured:
            publish_event(event, by=None)
        assert event.attendances.count() == number
        return len(captured)

    assert queries(300) == queries(3)


def test_publish_teaches_the_search_its_words_and_is_recorded_without_names(make_event, place, roster, cast):
    event = make_event(units=[place["badan"]], title="Ikrar integritas", by=cast["panitia"])
    assert SearchTerm.objects.filter(word="integritas").exists()
    rows = Activity.objects.filter(thing="neutrality.event").order_by("pk")
    assert list(rows.values_list("verb", "details", "thing_id", "actor__login")) == [
        ("event_saved", {}, str(event.pk), cast["panitia"].login),
        ("event_published", {"invited": 2}, str(event.pk), cast["panitia"].login),
    ]


@pytest.mark.parametrize("mode", ["daring", "hibrida"])
def test_publish_refuses_a_meeting_on_screens_without_a_link(make_event, mode):
    event = make_event(draft=True, mode=mode)
    with pytest.raises(ValidationError, match="Isi tautan pertemuan"):
        publish_event(event, by=None)
    assert Event.objects.get().state == "draf"


def test_publish_refuses_an_event_that_calls_nobody(make_event):
    event = make_event(draft=True, units=[])
    with pytest.raises(ValidationError, match="sedikitnya satu unit"):
        publish_event(event, by=None)
    assert (Event.objects.get().published_at, Attendance.objects.count()) == (None, 0)


def test_publish_refuses_what_somebody_else_saved_meanwhile(make_event):
    event = make_event(draft=True)
    Event.objects.get(pk=event.pk).save()
    with pytest.raises(ValidationError, match="Orang lain baru saja"):
        publish_event(event, by=None)


STATES = {
    "draf": lambda event: None,
    "terbit": lambda event: publish_event(event, by=None),
    "selesai": lambda event: (publish_event(event, by=None), finish_event(event, by=None)),
    "batal": lambda event: cancel_event(event, reason="Hujan.", by=None),
}
MOVES = {
    "terbit": lambda event: publish_event(event, by=None),
    "selesai": lambda event: finish_event(event, by=None),
    "batal": lambda event: cancel_event(event, reason="Hujan.", by=None),
}
ALLOWED = {("draf", "terbit"), ("draf", "batal"), ("terbit", "selesai"), ("terbit", "batal")}


@pytest.mark.parametrize("after", MOVES)
@pytest.mark.parametrize("before", STATES)
def test_event_moves_only_where_it_may(make_event, before, after):
    event = make_event(draft=True, starts_in=-timedelta(hours=1))
    STATES[before](event)
    if (before, after) in ALLOWED:
        MOVES[after](event)
        assert Event.objects.get().state == after
    else:
        with pytest.raises(ValidationError):
            MOVES[after](event)
        assert Event.objects.get().state == before


def test_finish_waits_until_the_event_has_started(make_event):
    event = make_event(starts_in=timedelta(minutes=5))
    with pytest.raises(ValidationError, match="belum mulai"):
        finish_event(event, by=None)
    assert Event.objects.get().state == "terbit"


def test_cancel_tells_the_invited_why(make_event, place, roster):
    event = make_event(units=[place["badan"]])
    cancel_event(event, reason=" Aula dipakai pengungsi. ", by=None)
    assert told("event_cancelled") == ["Contoh badan", "Contoh bidang"]
    reasons = Notification.objects.filter(kind="event_cancelled").values_list("payload__reason", flat=True)
    assert (set(reasons), Event.objects.get().cancel_reason) == (
        {"Aula dipakai pengungsi."},
        "Aula dipakai pengungsi.",
    )


@pytest.mark.parametrize("fields", [{"draft": True}, {"starts_in": -timedelta(days=1)}], ids=["a draft", "over"])
def test_cancel_tells_nobody_of(make_event, place, roster, fields):
    cancel_event(make_event(units=[place["badan"]], **fields), reason="Batal.", by=None)
    assert told("event_cancelled") == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_cancel_needs_a_reason_that_fits(make_event, reason):
    event = make_event()
    with pytest.raises(ValidationError):
        cancel_event(event, reason=reason, by=None)
    assert (Event.objects.get().state, Event.objects.get().cancel_reason) == ("terbit", "")


def test_database_refuses_to_move_the_start_of_an_event_that_has_started(make_event):
    event = make_event(starts_in=-timedelta(minutes=1))
    with pytest.raises(Exception, match="tidak dapat dipindahkan waktunya"):
        Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() + timedelta(days=1))
