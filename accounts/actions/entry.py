"""The first time: an account for somebody who stands in the roster, opened by that person alone."""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import ActivationCode, Employee, User
from bkpsdm.lib.sealed import fingerprint, seal

from .records import record
from .telling import notify, notify_employees

MINUTES = 15
DIGITS = 8
# A shared phone or printer room must not keep the right to set a password for long.
PROOF_MINUTES = 20
# In an hour, from all addresses together.
MOST_LETTERS = 20
WRONG_CODE = "Kode tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta kode baru."


@transaction.atomic
def ask_for_activation(number, *, now=None):
    """Note that somebody wants to activate the account of a number, and have a worker see to it.

    Nothing here depends on whether anybody has the number: what is sent, and to whom, the worker decides.
    """
    from accounts.tasks import send_activation_codes  # late: tasks call these actions

    now = now or timezone.now()
    code = ActivationCode.objects.create(
        employee=Employee.objects.numbered(number).first(),
        number_hash=fingerprint(number, purpose="number"),
        asked_at=now,
        expires_at=now + timedelta(minutes=MINUTES),
    )
    transaction.on_commit(send_activation_codes.delay, robust=True)
    return code


@transaction.atomic
def tell_activation_codes(now):
    """Send a code to whoever asked, has an address and no account yet; whoever has one is told so instead."""
    rows = ActivationCode.objects.waiting(now).select_related("employee__user").order_by("asked_at")
    for code in rows.select_for_update(skip_locked=True, of=("self",)):
        employee = code.employee
        if employee and employee.standing == Employee.Standing.AKTIF and _may_be_written_to(employee, now):
            _tell(code, employee)
        code.told_at = now
        code.save(update_fields=["told_at", "code_hash"])


def _may_be_written_to(employee, now):
    """Return whether somebody was not written to too often: whoever knows a number must not flood a mailbox."""
    written = employee.activation_codes.filter(told_at__gt=now - timedelta(hours=1))
    return written.count() < MOST_LETTERS


def _tell(code, employee):
    if hasattr(employee, "user"):
        notify([employee.user], "activation_known", path=reverse("account_login"))
    elif employee.email:
        digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        code.code_hash = _hash(code, digits)
        notify_employees([employee], "activation_code", expires_at=code.expires_at, sealed=seal(digits))


def _hash(code, digits):
    return fingerprint(f"{code.pk}:{digits}", purpose="activation code")


def prove_activation(code, digits, *, now=None):
    """Check a typed code; a wrong one counts, and after five the right one is refused too.

    Raises ValidationError with the same words, whatever is wrong.
    """
    now = now or timezone.now()
    tried = ActivationCode.objects.usable(now).filter(pk=code.pk, tries__lt=ActivationCode.MOST_TRIES)
    # Counted before it is looked at, so that many at once are not more than five.
    is_open = tried.update(tries=F("tries") + 1)
    # Only this: a person fetched anew would take time that nobody takes for an unknown number.
    code.refresh_from_db(fields=["code_hash"])
    is_right = constant_time_compare(_hash(code, digits), code.code_hash)
    if not (is_open and is_right):
        raise ValidationError(WRONG_CODE)
    code.proved_at = now
    code.save(update_fields=["proved_at"])


@transaction.atomic
def activate_by_code(code, *, password, now=None):
    """Open the account of whoever proved to read the mail of the roster; the address is verified by that."""
    now = now or timezone.now()
    recent = ActivationCode.objects.filter(proved_at__gt=now - timedelta(minutes=PROOF_MINUTES))
    if not recent.filter(pk=code.pk, used_at__isnull=True).update(used_at=now):
        raise ValidationError("Kode ini sudah dipakai atau lewat waktunya. Minta kode baru.")
    return open_account(code.employee, password=password, email=code.employee.email)


@transaction.atomic
def open_account(employee, *, password, email=""):
    """Make the account of an employee in service who has none; password None means that others vouch (single sign-on).

    Raises ValidationError when there is an account already, or no number to enter with, or the password is weak.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    if employee.standing != Employee.Standing.AKTIF or not employee.number:
        raise ValidationError("Nomor ini tidak dapat diaktifkan. Hubungi pengelola kepegawaian unit Anda.")
    if User.objects.filter(employee=employee).exists():
        raise ValidationError("Nomor ini sudah memiliki akun. Silakan masuk.")
    is_taken = User.objects.filter(email__iexact=email).exists() if email else True
    user = User(login=employee.number, employee=employee, email="" if is_taken else email.lower())
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    record("account_opened", user, by=user)
    tell_everywhere(employee, "account_opened", path=reverse("account"))
    return user


def tell_everywhere(employee, kind, **payload):
    """Tell a person by every way there is: the account's, and the address in the roster where that is another."""
    user = User.objects.filter(employee=employee, is_active=True).first()
    people = [user] if user else []
    if not user or (employee.email and employee.email.lower() != user.email.lower()):
        people.append(employee)
    notify(people, kind, **payload)


def forget_activation_codes(before):
    """Delete the codes whose time was over long ago; what was done with them stays in the record."""
    return ActivationCode.objects.filter(expires_at__lt=before).delete()[0]
