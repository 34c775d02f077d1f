"""Who must have a second factor, and what a code from a phone with a wrong clock looks like."""

import base64
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache

from bkpsdm.lib.limits import Limit

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KNOWN = "has_second_factor"
PERIOD, DIGITS = 30, 6
# A phone whose clock was set by hand, or to another time zone.
CLOCK_HOURS = 12
BURNT_SECONDS = 2 * CLOCK_HOURS * 3600
# A million codes, three of them right at a time: ten tries an hour leave a guesser one chance in 1,400 a day, and only
# whoever knows the password can use up the tries of a person.
TRIES = Limit("second-factor", 10, 3600)


def factors_of(user):
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def is_satisfied(request):
    """Return whether whoever asks needs no second factor, or has one; once there is one the session remembers it."""
    user = request.user
    if not user.is_authenticated or request.session.get(KNOWN) or not user.active_grants:
        return True
    if factors_of(user).exists():
        request.session[KNOWN] = True
        return True
    return False


def is_last_demanded(authenticator):
    """Return whether a factor must stay: the last one of somebody with a role, where one is demanded."""
    others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
    return settings.DEMAND_SECOND_FACTOR and bool(authenticator.user.active_grants) and not others.exists()


def code_at(secret, counter):
    """Return the code of a period (RFC 4226, RFC 6238: SHA-1, six digits, 30 seconds)."""
    key = base64.b32decode(secret, casefold=True)
    digest = hmac.digest(key, struct.pack(">Q", counter), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_code_of_another_time(secret, code, now=None):
    """Return whether a code is that of some moment within twelve hours before or after: the phone's clock is wrong."""
    counter = int(now or time.time()) // PERIOD
    steps = CLOCK_HOURS * 3600 // PERIOD
    return any(code_at(secret, counter + step) == code for step in range(-steps, steps + 1))


def burn(user, code):
    """Refuse a code from now on; return whether it was burnt already.

    A code that was recognised as one of another time must not be of use when that time comes: whoever guesses would
    otherwise be told which codes are worth waiting with.
    """
    return not cache.add(_burnt_key(user, code), True, BURNT_SECONDS)


def is_burnt(user, code):
    return cache.get(_burnt_key(user, code)) is not None


def _burnt_key(user, code):
    return f"second-factor:burnt:{user.pk}:{code}"
