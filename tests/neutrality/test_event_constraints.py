"""What no form, import or shell may bring into the tables of events and invitations."""

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from neutrality.models import Event, Invitation
from tests import factories
from tests.accounts.test_constraints import change, named_constraints


def event(**fields):
    return change(Event, factories.DraftEventFactory, **fields)


def invitations(*rows):
    def act(today):
        called, unit = factories.DraftEventFactory(), factories.WorkUnitFactory()
        Invitation.objects.bulk_create(Invitation(event=called, unit=unit, scope=scope) for scope in rows)

    return act


# Each named constraint with one row that breaks it and nothing else.
BREAKS = {
    "event_state_known": event(state="arsip", published_at=timezone.now()),
    "event_mode_known": event(mode="rapat"),
    "event_times_in_order": event(ends_at=models.F("starts_at")),
    "event_published_has_time": event(state="terbit"),
    "event_place_where_people_meet": event(venue="", mode="hibrida"),
    "event_cancelled_has_reason": event(state="batal"),
    "invitation_once": invitations("unit", "unit"),
    "invitation_scope_known": invitations("desa"),
}


def test_every_constraint_of_events_is_in_the_table():
    named = {name for name in named_constraints("neutrality") if name.startswith(("event_", "invitation_"))}
    assert named == BREAKS.keys()


@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses_what_a_constraint_forbids(db, today, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name](today)
    assert refused.value.__cause__.diag.constraint_name == name


def test_one_unit_may_be_invited_alone_and_as_a_kecamatan(db, today):
    invitations("unit", "kecamatan")(today)
    assert Invitation.objects.count() == 2


def test_meeting_on_screens_needs_no_place(db, today):
    event(venue="", mode="daring")(today)
    assert Event.objects.get().place == "Daring"


MOVED = {
    "starts_at": lambda: timezone.now(),
    "slug": lambda: "lain",
    "secret": lambda: "rahasia lain",
}


@pytest.mark.parametrize("name", MOVED)
def test_event_that_has_started_keeps_start_address_and_secret(make_event, name):
    started = make_event(starts_in=-timezone.timedelta(minutes=1))
    message = "Kegiatan yang sudah mulai tidak dapat dipindahkan waktunya; batalkan dan buat yang baru."
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Event.objects.filter(pk=started.pk).update(**{name: MOVED[name]()})
    assert str(refused.value).splitlines()[0] == message
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Event.objects.filter(pk=started.pk)._raw_delete("default")
    assert str(refused.value).splitlines()[0] == message


@pytest.mark.parametrize("name", MOVED)
def test_event_that_is_still_to_come_may_be_moved(make_event, name):
    coming = make_event()
    value = MOVED[name]()
    Event.objects.filter(pk=coming.pk).update(**{name: value})
    assert getattr(Event.objects.get(), name) == value
