"""When a mail goes: not in the quiet hours of its reader, and a reminder only in office hours."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from bkpsdm.lib.workdays import next_office_hour

from .kinds import Pace
from .models import Holiday

DIGEST_WEEKDAY, DIGEST_TIME = 0, time(7, 30)  # Monday, when offices open (Perpres 21/2023)


def considerate(moment, pace, pacing=None):
    """Return the first moment from the given one on at which a mail of a pace may go to a person (Pacing or None)."""
    if pace is Pace.AT_ONCE:
        return moment
    if pace is Pace.OFFICE_HOURS:
        return next_office_hour(timezone.localtime(moment), Holiday.calendar())
    if pacing and pacing.quiet_from is not None:
        moment = end_of_quiet(timezone.localtime(moment), pacing.quiet_from, pacing.quiet_until)
    return moment


def end_of_quiet(local, quiet_from, quiet_until):
    """Return a local moment itself, or the end of the quiet hours in which it lies; they may span midnight."""
    now = local.timetz().replace(tzinfo=None)
    spans_midnight = quiet_from > quiet_until
    is_evening = spans_midnight and now >= quiet_from
    is_quiet = is_evening or now < quiet_until if spans_midnight else quiet_from <= now < quiet_until
    if not is_quiet:
        return local
    day = local.date() + timedelta(days=is_evening)
    return datetime.combine(day, quiet_until, local.tzinfo)


def last_digest_moment(local):
    """Return the newest weekly moment of digests that is not after a local moment."""
    monday = local.date() - timedelta(days=(local.weekday() - DIGEST_WEEKDAY) % 7)
    moment = datetime.combine(monday, DIGEST_TIME, local.tzinfo)
    return moment if moment <= local else moment - timedelta(weeks=1)
