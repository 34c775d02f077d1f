"""To be in, with or without a fresh proof of who one is."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings


def enter(client, user, ago=0):
    """Log in at once, as somebody who proved so many seconds ago who it is."""
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - ago}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    # Where the cookie is the session itself, what was written stands in a new one.
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
