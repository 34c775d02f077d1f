"""How an account is made and kept."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User

from .records import record
from .roles import grant_role
from .telling import notify


@transaction.atomic
def create_admin(login, *, password):
    """Make a service account that administers the installation; raises ValidationError when it exists or is weak."""
    user = User(login=login)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    grant_role(user, role=Role.ADMIN, unit=None, starts_on=timezone.localdate(), by=None)
    return user


@transaction.atomic
def report_new_password(user):
    """Record that a password was changed, and tell its owner, who may not be the one that changed it."""
    record("password_changed", user, by=user)
    notify([user], "password_changed", path=reverse("account_change_password"))
