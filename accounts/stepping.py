"""To prove again who one is, before what cannot be taken back or leaves the portal."""

import time
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

AGAIN = "Masuk lagi lewat halaman masuk untuk melanjutkan."


def is_recent(request):
    """Return whether the person of a session showed within the last minutes who it is, at login or since."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - row["at"] < settings.STEP_UP_SECONDS for row in records)


def recently_authenticated(view):
    """Decorate a view: whoever proved too long ago who it is does so again, and what was asked for then goes on."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_recent(request):
            if not (request.user.has_usable_password() or request.user.authenticator_set.exists()):
                messages.info(request, AGAIN)
                return redirect("account_logout")
            raise ReauthenticationRequired()
        return view(request, *args, **kwargs)

    return guarded
