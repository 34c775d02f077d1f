"""Roles: given from one day to another, taken back with a reason, and told to whoever holds them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import BOUND_ROLES, Role, RoleGrant

from .records import record
from .telling import notify

# Roles are looked at again at least once a year.
LONGEST = timedelta(days=366)


@transaction.atomic
def grant_role(user, *, role, unit, starts_on, by, ends_on=None):
    """Give a role from one day to another; whoever receives it is told.

    The installation itself (`by` is None) also gives without an end, tells nobody, and leaves a grant that stands
    already as it is, so that it may run again. Raises ValidationError when the days or the unit do not fit the role,
    the person may not hold it, or holds it already.
    """
    if by is None and (grant := user.grants.filter(role=role, unit=unit).active_on(starts_on).first()):
        return grant
    if by is not None:
        check_receiver(user, by=by)
        check_days(starts_on, ends_on, today=timezone.localdate())
    if unit is not None and role not in BOUND_ROLES:
        raise ValidationError("Peran ini berlaku untuk seluruh instansi; kosongkan unitnya.")
    grant = RoleGrant(user=user, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, granted_by=by)
    grant.full_clean()
    grant.save()
    record("role_granted", grant, by=by, role=role)
    if by is not None:
        tell(grant, "role_granted")
    return grant


@transaction.atomic
def end_role(grant, *, reason, by):
    """Take a role back at once, with a reason that its holder reads; without `by`, the portal itself does.

    Raises ValidationError when it is over already, is one's own, or is that of the last admin.
    """
    # One after the other, so that two admins cannot take the role from each other in the same moment.
    list(RoleGrant.objects.filter(role=Role.ADMIN).standing().order_by("pk").select_for_update(of=["self"]))
    grant = RoleGrant.objects.select_for_update(of=["self"]).select_related("user", "unit").get(pk=grant.pk)
    today = timezone.localdate()
    if by is not None and grant.user == by:
        raise ValidationError("Peran sendiri hanya dapat dicabut oleh admin lain.")
    if not reason.strip():
        raise ValidationError("Tulis sebab peran dicabut.")
    if grant.ended_on or (grant.ends_on and grant.ends_on < today):
        raise ValidationError("Peran ini sudah berakhir.")
    if grant.role == Role.ADMIN and not other_admins(grant.user, today):
        raise ValidationError("Ini admin terakhir; beri peran admin kepada orang lain lebih dahulu.")
    grant.ended_on, grant.ended_by, grant.end_reason = today, by, reason.strip()
    grant.full_clean()
    grant.save(update_fields=["ended_on", "ended_by", "end_reason"])
    record("role_ended", grant, by=by, role=grant.role)
    tell(grant, "role_ended")
    return grant


def check_receiver(user, *, by):
    if user == by:
        raise ValidationError("Peran untuk diri sendiri hanya dapat diberikan oleh admin lain.")
    if not user.is_active:
        raise ValidationError("Akun ini tidak aktif.")
    if user.employee and user.employee.standing != user.employee.Standing.AKTIF:
        raise ValidationError("Orang ini tidak lagi bertugas.")


def check_days(starts_on, ends_on, *, today):
    if ends_on is None:
        raise ValidationError("Isi sampai kapan peran ini berlaku.")
    if starts_on < today:
        raise ValidationError("Peran tidak dapat mulai pada hari yang sudah lewat.")
    if ends_on - starts_on > LONGEST:
        raise ValidationError("Peran diberikan paling lama satu tahun; sesudah itu ditinjau dan diberikan lagi.")


def other_admins(user, today):
    """Return the admin grants that count today, of people other than one who can still log in."""
    grants = RoleGrant.objects.active_on(today).filter(role=Role.ADMIN, user__is_active=True)
    return grants.exclude(user=user)


def tell(grant, kind):
    """Tell the holder what happened to a role; the reason stands on the person's own page alone."""
    days = {name: date_format(day) if (day := getattr(grant, name)) else "" for name in ("starts_on", "ends_on")}
    payload = {"role": grant.get_role_display(), "unit": str(grant.unit or ""), **days}
    notify([grant.user], kind, path=f"{reverse('account')}#peran", **payload)
