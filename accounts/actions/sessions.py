"""The end of sessions, by their person."""

from django.db import transaction

from .records import record


@transaction.atomic
def end_sessions(user_sessions, *, by):
    """End some sessions of a person on other devices; their pages lead to the login from now on."""
    for session in user_sessions:
        session.end()
        record("session_ended", by, by=by)
