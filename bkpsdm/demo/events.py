"""The events of the demo regency: two that were held in 2024, and one that is coming, whatever day it is."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Holiday, WorkUnit
from neutrality.actions import finish_event, publish_event, save_event
from neutrality.models import Event

from . import demo_data

NOTICE = timedelta(days=5)


def seed_events():
    """Make and publish what is not there yet; when the coming one is over, another takes its place."""
    units = {unit.code: unit for unit in WorkUnit.objects.all()}
    rows = demo_data("events")
    made = [seed_event(row, units) for row in rows if not stands(row)]
    return f"{len(rows)} kegiatan, {len(made)} baru terbit"


def finish_events():
    """Finish the demo events that are over; what is recorded about them comes before this."""
    titles = [row["title"] for row in demo_data("events")]
    over = Event.objects.filter(title__in=titles, state=Event.State.PUBLISHED, ends_at__lt=timezone.now())
    for event in over:
        finish_event(event, by=None)
    return f"{len(over)} kegiatan selesai"


def stands(row):
    """Return whether an event of the demo is there: a dated one at all, the undated one still to come."""
    events = Event.objects.filter(title=row["title"])
    return (events if "date" in row else events.upcoming(timezone.now())).exists()


def seed_event(row, units):
    fields = dict(row)
    day = date.fromisoformat(fields.pop("date")) if "date" in row else meeting_day(timezone.localdate())
    starts, ends = (moment(day, fields.pop(name)) for name in ("starts", "ends"))
    single, whole = ([units[code] for code in fields.pop(name)] for name in ("units", "whole"))
    kecamatan = units[fields.pop("kecamatan")]
    event = Event(**fields, kecamatan=kecamatan, starts_at=starts, ends_at=ends)
    save_event(event, units=single, kecamatan=whole, by=None)
    publish_event(event, by=None)
    return event


def meeting_day(today):
    """Return the first working day that leaves people five days' notice."""
    calendar, day = Holiday.calendar(), today + NOTICE
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def moment(day, text):
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(text)))
