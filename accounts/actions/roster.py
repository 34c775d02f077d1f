"""People of the roster: kept right one by one; nobody is ever deleted."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Employee, EmployeeKind, NipHistory, RoleGrant, Transfer, User
from bkpsdm.lib.nip import grouped_nip, parse_nip

from .records import record
from .roles import tell
from .trust import note_access

Standing = Employee.Standing


def new_portal_numbers(count):
    """Return so many numbers for THL that nobody ever had."""
    numbers = []
    while len(numbers) < count:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval('accounts_portal_number') FROM generate_series(1, %s)", [count - len(numbers)]
            )
            drawn = [f"T-{number:06d}" for (number,) in cursor.fetchall()]
        logins = set(User.objects.filter(login__in=drawn).values_list("login", flat=True))
        taken = logins | set(Employee.objects.filter(portal_number__in=drawn).values_list("portal_number", flat=True))
        numbers += [number for number in drawn if number not in taken]
    return numbers


@transaction.atomic
def reveal_nip(person, *, reason, by):
    """Return a NIP in full, after writing down who wanted to see it and why."""
    if not reason.strip():
        raise ValidationError("Tulis alasannya.")
    if not person.nip:
        raise ValidationError("Orang ini tidak memiliki NIP.")
    # The reason is free text about a person: it belongs to the access log, not to the record.
    record("nip_revealed", person, by=by)
    note_access(person, by=by, surface="nip", reason=reason.strip(), is_taken=True)
    return grouped_nip(person.nip)


@transaction.atomic
def update_employee(person, *, changed, by):
    """Write changed fields of one person; which ones is recorded, what they hold is not."""
    _check_current(person)
    person.full_clean()
    person.save(update_fields=[*changed, "updated_at"])  # an import may have changed the rest meanwhile
    record("employee_saved", person, by=by, fields=sorted(changed))
    return person


@transaction.atomic
def transfer_employee(person, *, unit, on, basis, by):
    """Move a person to another unit from a day on; roles bound to the old unit end."""
    _check_current(person)
    if not unit.is_active:
        raise ValidationError("Unit ini sudah tidak aktif.")
    transfer = Transfer(employee=person, unit_from_id=person.unit_id, unit_to=unit, on=on, basis=basis)
    transfer.full_clean()
    transfer.save()
    person.unit = unit
    person.save(update_fields=["unit", "updated_at"])
    end_roles([person], by=by, reason="Pindah unit kerja.", unit=transfer.unit_from)
    record("employee_transferred", person, by=by, unit_from=transfer.unit_from_id, unit_to=unit.pk)
    return transfer


@transaction.atomic
def retire_employee(person, *, standing, on, by):
    """End a person's service; the roles end, the record stays."""
    _check_current(person)
    if standing == Standing.AKTIF or person.standing != Standing.AKTIF:
        raise ValidationError("Orang ini sudah tidak aktif.")
    person.standing = standing
    person.save(update_fields=["standing", "updated_at"])
    end_service([person], by=by)
    record("employee_left", person, by=by, standing=standing, on=on.isoformat())
    return person


@transaction.atomic
def reinstate_employee(person, *, by):
    """Take back that a person has left; roles are given anew, they do not come back by themselves."""
    _check_current(person)
    if person.standing == Standing.AKTIF:
        raise ValidationError("Orang ini masih aktif.")
    person.standing = Standing.AKTIF
    person.save(update_fields=["standing", "updated_at"])
    resume_service([person])
    record("employee_reinstated", person, by=by)
    return person


def end_service(people, *, by):
    """End the roles of leavers, and the portal number of those whose contract is over."""
    end_roles(people, by=by, reason="Tidak lagi bertugas.")
    _accounts_of_thl(people).update(is_active=False)


def resume_service(people):
    """Let those whose contract goes on enter again."""
    _accounts_of_thl(people).update(is_active=True)


def _accounts_of_thl(people):
    return User.objects.filter(employee__in=[person for person in people if person.kind == EmployeeKind.NON_ASN])


def end_roles(people, *, by, reason, unit=None):
    """Take back the roles of people, or only those bound to a unit, whoever else holds them; they are told."""
    today = timezone.localdate()
    grants = RoleGrant.objects.standing().filter(user__employee__in=people).exclude(ends_on__lt=today)
    for grant in (grants.filter(unit=unit) if unit else grants).select_related("user", "unit"):
        grant.ended_on, grant.ended_by, grant.end_reason = today, by, reason
        grant.save(update_fields=["ended_on", "ended_by", "end_reason"])
        record("role_ended", grant, by=by, role=grant.role)
        tell(grant, "role_ended")


@transaction.atomic
def renumber_employee(person, *, nip, kind, on, by):
    """Give a person a new NIP, such as a PPPK who becomes CPNS; the old number is kept, and finds the same person."""
    _check_current(person)
    number = parse_nip(nip, today=timezone.localdate()).number
    if number == person.nip:
        raise ValidationError("NIP ini sama dengan yang sekarang.")
    if NipHistory.objects.filter(nip=number).exists():
        raise ValidationError("NIP ini pernah dipakai.")
    before, kind_before = person.nip, person.kind
    person.nip, person.kind = number, kind
    person.full_clean()
    person.save()
    if before:
        NipHistory.objects.create(employee=person, nip=before, kind=kind_before, until=on)
    User.objects.filter(employee=person, login__in=[before, person.portal_number]).update(login=number)
    record("employee_renumbered", person, by=by)
    return person


@transaction.atomic
def merge_employees(double, *, into, by):
    """Join a second row of one person to the first; what refers to it is never rewritten."""
    _check_current(double)
    _check_current(into)
    if double.pk == into.pk:
        raise ValidationError("Pilih baris lain dari orang yang sama.")
    accounts = {user.employee_id: user for user in User.objects.filter(employee__in=[double, into])}
    end_roles([double], by=by, reason="Baris digabung ke baris utama orang yang sama.")
    double.doubles.update(merged_into=into)  # nobody has to follow a chain
    double.merged_into = into
    double.save(update_fields=["merged_into", "updated_at"])
    if double.pk in accounts and into.pk in accounts:
        User.objects.filter(pk=accounts[double.pk].pk).update(is_active=False)
    elif double.pk in accounts:
        User.objects.filter(pk=accounts[double.pk].pk).update(employee=into)
    record("employees_merged", into, by=by, double=double.pk)
    return into


def _check_current(person):
    if person.merged_into_id:
        raise ValidationError("Baris ini sudah digabung; buka baris utamanya.")
