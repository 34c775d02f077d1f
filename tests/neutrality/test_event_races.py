"""Two at once: two organisers who publish, two who save, beat and an organiser who let the list follow."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Notification
from neutrality.actions import publish_event, refresh_attendance, save_event
from neutrality.models import Attendance, Event
from tests import factories
from tests.services.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit():
    unit = factories.WorkUnitFactory()
    factories.EmployeeFactory.create_batch(20, unit=unit)
    return unit


def outcomes(results):
    return sorted("refused" if isinstance(result, ValidationError) else type(result).__name__ for result in results)


def test_event_published_twice_at_once_invites_everybody_once(make_event, unit):
    event = make_event(units=[unit], draft=True)
    results = at_once(*[lambda: publish_event(Event.objects.get(pk=event.pk), by=None)] * 4)
    assert outcomes(results) == ["NoneType", "refused", "refused", "refused"]
    assert (Attendance.objects.count(), Notification.objects.count()) == (20, 20)


def test_two_organisers_who_save_at_once_do_not_overwrite_each_other(make_event, unit):
    event = make_event(units=[unit], draft=True)
    copies = [Event.objects.get(pk=event.pk) for _ in range(3)]

    def save(number):
        copies[number].theme = f"Tema {number}"
        return save_event(copies[number], units=[unit], kecamatan=[], by=None)

    results = at_once(*[lambda number=number: save(number) for number in range(3)])
    assert outcomes(results) == ["Event", "refused", "refused"]
    assert Event.objects.get().theme == next(result.theme for result in results if isinstance(result, Event))


def test_new_events_of_one_title_get_addresses_of_their_own_at_once(unit):
    start = timezone.make_aware(timezone.datetime(2030, 6, 21, 8))

    def save():
        event = factories.DraftEventFactory.build(title="Ikrar", starts_at=start, ends_at=start + timedelta(hours=1))
        return save_event(event, units=[unit], kecamatan=[], by=None).slug

    results = at_once(*[save] * 3)
    assert sorted(results) == ["ikrar", "ikrar-2030-06-21", "ikrar-2030-06-21-2"]


def test_lists_that_follow_twice_at_once_tell_the_new_once(make_event, unit):
    event = make_event(units=[unit])
    Notification.objects.all().delete()
    factories.EmployeeFactory.create_batch(5, unit=unit)
    results = at_once(*[lambda: refresh_attendance(Event.objects.get(pk=event.pk))] * 4)
    assert outcomes(results) == ["NoneType"] * 4
    assert (Attendance.objects.count(), Notification.objects.count()) == (25, 5)
