"""Who may do what, and how an account is kept."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, RoleGrant, User

from .records import record
from .telling import notify


@transaction.atomic
def grant_role(user, *, role, unit, starts_on, by, ends_on=None):
    """Give a role from a day on; a grant that already stands is left as it is."""
    grant = user.grants.filter(role=role, unit=unit).active_on(starts_on).first()
    if grant:
        return grant
    grant = RoleGrant(user=user, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, granted_by=by)
    grant.full_clean()
    grant.save()
    record("role_granted", grant, by=by, role=role)
    return grant


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
