"""Events for people's own calendars (iCalendar, RFC 5545). The link of an online meeting never stands here."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from accounts.models import Agency

from .models import Event as Gathering

# How long what is over stays in the calendar of all, so that a change of the last days still reaches it.
KEPT = timedelta(days=60)


def recent_and_coming(events, now):
    """Return the events that the calendar of all holds, cancelled ones included."""
    return events.public().filter(ends_at__gte=now - KEPT).order_by("starts_at", "pk")


def calendar_file(events):
    """Return the bytes of a calendar; an entry replaces the earlier one of its event (same UID)."""
    agency = Agency.current()
    calendar = Calendar()
    calendar.add("prodid", "-//Portal kepegawaian//Kegiatan//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Kegiatan {agency.short_name} {agency.regency}".strip())
    for event in events:
        calendar.add_component(_entry(event))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(event):
    address = f"{settings.SITE_URL}{event.get_absolute_url()}"
    is_cancelled = event.state == Gathering.State.CANCELLED
    entry = Event()
    entry.add("uid", f"kegiatan-{event.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    # Counts the seconds since it was made: every later version has a higher number.
    entry.add("sequence", int((event.updated_at - event.created_at).total_seconds()))
    entry.add("summary", event.title)
    entry.add("dtstart", timezone.localtime(event.starts_at))
    entry.add("dtend", timezone.localtime(event.ends_at))
    entry.add("location", event.place)
    entry.add("description", "\n\n".join(part for part in (event.cancel_reason, event.summary, address) if part))
    entry.add("url", address)
    entry.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return entry
