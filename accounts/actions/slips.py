"""Slips on paper: for the first time, and for whoever lost every key."""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, EntrySlip, User
from accounts.stopping import stop_token
from bkpsdm.lib.codes import clean_code, new_code
from bkpsdm.lib.sealed import fingerprint
from bkpsdm.lib.states import move_to

from .entry import open_account, tell_everywhere
from .records import record
from .roster import new_portal_numbers
from .second_factors import remove_all_factors

DAYS = 7
# So long the person can stop a recovery before it takes effect.
STOP_HOURS = 24
WRONG_SLIP = "Nomor dan kode slip tidak cocok, atau slipnya tidak berlaku lagi. Periksa lagi, atau minta slip baru."
State, Kind = EntrySlip.State, EntrySlip.Kind


@transaction.atomic
def make_slip(employee, *, has_been_seen, by, now=None):
    """Make a slip for somebody without an account; return it with its code, which is told only this once."""
    now = now or timezone.now()
    employee = _ready(employee, has_been_seen)
    if User.objects.filter(employee=employee).exists():
        raise ValidationError("Orang ini sudah memiliki akun; ajukan pemulihan bila ia kehilangan kuncinya.")
    fields = {"state": State.VALID, "usable_from": now, "expires_at": now + timedelta(days=DAYS)}
    return _make(employee, Kind.ACTIVATION, by, "slip_made", **fields)


@transaction.atomic
def ask_recovery(employee, *, has_been_seen, by, now=None):
    """Ask that somebody who lost all keys may set new ones; return the slip with its code. Another officer approves."""
    now = now or timezone.now()
    employee = _ready(employee, has_been_seen)
    user = User.objects.filter(employee=employee, is_active=True).first()
    if user is None:
        raise ValidationError("Orang ini belum memiliki akun; buatkan slip aktivasi.")
    if user == by:
        raise ValidationError("Pemulihan akun sendiri diajukan petugas lain.")
    return _make(
        employee, Kind.RECOVERY, by, "recovery_asked", state=State.ASKED, expires_at=now + timedelta(days=DAYS)
    )


def _ready(employee, has_been_seen):
    """Return the employee locked, with a number to enter with; one at a time per person."""
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    if not has_been_seen:
        raise ValidationError("Slip hanya dibuat setelah orangnya hadir dan Anda kenali.")
    if employee.standing != Employee.Standing.AKTIF:
        raise ValidationError("Orang ini tidak lagi bekerja; akunnya tidak dapat diaktifkan.")
    if not employee.number:
        issue_portal_number(employee)
    return employee


def _make(employee, kind, by, verb, **fields):
    for slip in EntrySlip.objects.open().of_kind(kind).filter(employee=employee):
        revoke_slip(slip, by=by)
    code = new_code()
    slip = EntrySlip(employee=employee, kind=kind, code_hash=_hash(code), made_by=by, **fields)
    slip.full_clean()
    slip.save()
    record(verb, slip, by=by)
    tell_everywhere(employee, verb, path=reverse("accounts:entry-stop", args=[stop_token(slip)]))
    return slip, code


@transaction.atomic
def issue_portal_number(employee):
    """Give a number of the portal to somebody without a NIP: the next of a sequence, so that none is given twice."""
    if not employee.portal_number:
        [employee.portal_number] = new_portal_numbers(1)
    employee.full_clean()
    employee.save(update_fields=["portal_number", "updated_at"])
    return employee.portal_number


@transaction.atomic
def approve_recovery(slip, *, by, now=None):
    """Approve what another officer asked; it takes effect after a day in which its person can stop it."""
    now = now or timezone.now()
    if by.pk == slip.made_by_id:
        raise ValidationError("Pemulihan yang Anda ajukan disetujui petugas lain.")
    if by.employee_id == slip.employee_id:
        raise ValidationError("Pemulihan akun sendiri disetujui petugas lain.")
    if slip.expires_at <= now:
        raise ValidationError("Pengajuan ini sudah lewat waktunya; ajukan lagi.")
    usable_from = now + timedelta(hours=STOP_HOURS)
    move_to(slip, State.VALID, approved_by=by, usable_from=usable_from, expires_at=usable_from + timedelta(days=DAYS))
    record("recovery_approved", slip, by=by)
    tell_everywhere(slip.employee, "recovery_approved", path=reverse("accounts:entry-stop", args=[stop_token(slip)]))


@transaction.atomic
def revoke_slip(slip, *, by):
    move_to(slip, State.REVOKED)
    record("slip_revoked", slip, by=by)


@transaction.atomic
def stop_slip(slip):
    """Stop a slip as the person whom it is for: whoever reads the person's mail may, logged in or not."""
    move_to(slip, State.STOPPED)
    user = User.objects.filter(employee=slip.employee).first()
    record("slip_stopped", slip, by=user)
    tell_everywhere(slip.employee, "slip_stopped", path=reverse("account"))


def prove_slip(number, code, *, now=None):
    """Return the slip whose code and person's number were typed; raises ValidationError with the same words for all."""
    now = now or timezone.now()
    slips = EntrySlip.objects.usable(now).filter(code_hash=_hash(clean_code(code)))
    slip = slips.filter(employee__in=Employee.objects.numbered(number)).first()
    if slip is None:
        raise ValidationError(WRONG_SLIP)
    return slip


@transaction.atomic
def use_slip(slip, *, password, now=None):
    """Let the person of a slip in: with a new account, or with a new password and without the lost second factors."""
    now = now or timezone.now()
    if not EntrySlip.objects.usable(now).filter(pk=slip.pk).exists():
        raise ValidationError(WRONG_SLIP)
    move_to(slip, State.USED)
    if not slip.is_recovery:
        return open_account(slip.employee, password=password)
    user = User.objects.get(employee=slip.employee)
    validate_password(password, user)
    user.set_password(password)
    # The hash of the password stands in each session, so this ends them all.
    user.save(update_fields=["password"])
    remove_all_factors(user)
    record("account_recovered", slip, by=user)
    tell_everywhere(slip.employee, "account_recovered", path=reverse("account"))
    return user


def _hash(code):
    return fingerprint(code, purpose="entry slip")
