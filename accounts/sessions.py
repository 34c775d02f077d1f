"""How long somebody stays in, and on which devices."""

import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from .models import Role

STAMP = "entered"
# A page that is looked at writes its time no more often than this.
STEP_SECONDS = 60


@dataclass(frozen=True)
class Stay:
    """How long a session lasts without being used, and at most."""

    idle: timedelta
    most: timedelta


EMPLOYEE = Stay(timedelta(hours=4), timedelta(hours=12))
STAFF = Stay(timedelta(hours=1), timedelta(hours=10))
# Who sees most, or can change who sees what.
GUARDED = Stay(timedelta(minutes=30), timedelta(hours=8))
STAYS = {
    Role.ADMIN: GUARDED,
    Role.EXAMINER: GUARDED,
    Role.AUDITOR: GUARDED,
    # A gate stands open for the length of an event, and its device must not lose it in a quiet hour.
    Role.ORGANISER: EMPLOYEE,
}


def stay_of(user):
    """Return the shortest times that a person's roles of today allow."""
    stays = [STAYS.get(grant.role, STAFF) for grant in user.active_grants] or [EMPLOYEE]
    return Stay(min(stay.idle for stay in stays), min(stay.most for stay in stays))


def stamp_session(session, now=None):
    """Write when somebody entered; what follows is measured from it."""
    now = int(now or time.time())
    session[STAMP] = {"at": now, "seen": now}


def is_over(session, user, now):
    """Return whether a session was unused for too long, or is too old."""
    stamp, stay = session[STAMP], stay_of(user)
    return now - stamp["seen"] > stay.idle.total_seconds() or now - stamp["at"] > stay.most.total_seconds()


def touch(session, now):
    session[STAMP] = {**session[STAMP], "seen": now}
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


def forget_sessions():
    """Delete the sessions whose time is over, and the names of their devices."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.filter(created_at__lt=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()


SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android.*Mobile", "Ponsel Android"),
    (r"Android", "Tablet Android"),
    (r"Windows", "Komputer Windows"),
    (r"Macintosh", "Komputer Mac"),
    (r"CrOS", "Chromebook"),
    (r"Linux|X11", "Komputer Linux"),
)


def device_name(user_agent):
    """Return what people call the device of a session: Ponsel Android."""
    return next((name for pattern, name in SYSTEMS if re.search(pattern, user_agent)), "Perangkat lain")


@dataclass(frozen=True)
class Device:
    """One session as its person sees it."""

    pk: int
    name: str
    entered_at: datetime
    seen_at: datetime
    is_this: bool


def devices_of(user, session_key):
    """Return the devices on which somebody is in, the present one first, then the newest."""
    now = timezone.now()
    rows = UserSession.objects.filter(user=user, created_at__gt=now - stay_of(user).most)
    sessions = Session.objects.filter(session_key__in=rows.values("session_key"), expire_date__gt=now)
    alive = set(sessions.values_list("session_key", flat=True))
    devices = [
        Device(row.pk, device_name(row.user_agent), row.created_at, row.last_seen_at, row.session_key == session_key)
        for row in rows.order_by("-last_seen_at")
        if row.session_key in alive
    ]
    return sorted(devices, key=lambda device: not device.is_this)
