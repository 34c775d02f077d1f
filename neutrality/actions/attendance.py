"""Who came: each try at the door is written down as a scan, and the first of a person moves the attendance."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Employee
from bkpsdm.lib.codes import clean_code
from bkpsdm.lib.nip import is_nip
from bkpsdm.lib.states import move_to
from neutrality.models import Attendance, Event, Scan
from neutrality.passes import find_person

LONGEST = 40


def check_in(event, *, text, key, by, at=None):
    """Let in whom a pass or a NIP stands for, and return the scan with its outcome; the scan is the record.

    ``key`` is made by the device: the same key again returns the first scan and changes nothing. ``at`` is the moment
    of entry, now where nothing is said. Raises ValidationError when the event is not open or nothing was read.
    """
    code = _clean(text)
    if not code:
        raise ValidationError("Pindai kartu masuk, atau ketik kodenya atau NIP.")

    def write():
        attendance, employee = _who(event, code)
        if attendance:
            is_first = _enter(attendance, at or timezone.now())
            outcome = Scan.Outcome.ENTERED if is_first else Scan.Outcome.ALREADY
        else:
            outcome = Scan.Outcome.NOT_INVITED if employee else Scan.Outcome.UNKNOWN
        method = Scan.Method.NIP if is_nip(code) else Scan.Method.PASS
        return _scan(
            event, key, by, method=method, code=code, outcome=outcome, attendance=attendance, employee=employee
        )

    return _once(event, key, write)


def admit_guest(event, *, name, unit, key, by, at=None):
    """Let in a guest by name, and return the scan; the same key again admits nobody a second time."""

    def write():
        guest = Attendance(
            event=event,
            guest_name=name.strip(),
            guest_unit=unit.strip(),
            state=Attendance.State.PRESENT,
            present_at=at or timezone.now(),
        )
        guest.full_clean()
        guest.save()
        return _scan(event, key, by, method=Scan.Method.GUEST, outcome=Scan.Outcome.ENTERED, attendance=guest)

    return _once(event, key, write)


def _once(event, key, write):
    """Return the scan that ``write`` makes, or the one that an earlier request with the same key has made.

    Whoever is second with a key stumbles over the key of the scan, at the end of a transaction that is then undone as a
    whole: so the same request twice costs no lookup before and no lock, also when both arrive at once.
    """
    try:
        with transaction.atomic():
            if event.state != Event.State.PUBLISHED:
                raise ValidationError(f"Pintu tidak dibuka: keadaan kegiatan ini “{event.get_state_display()}”.")
            return write()
    except (IntegrityError, ValidationError):
        earlier = Scan.objects.with_people().filter(pk=key).first()
        if earlier is None:
            raise
        if earlier.event_id != event.pk:
            raise ValidationError("Kiriman ini milik pintu kegiatan lain. Muat ulang halaman ini.") from None
        return earlier


def _scan(event, key, by, **fields):
    return Scan.objects.create(pk=key, event=event, by=by, **fields)


def _clean(text):
    """Return a NIP or a pass as it is kept, whatever stood between its characters."""
    letters = "".join(character for character in text if character.isalnum())[:LONGEST]
    return letters if is_nip(letters) else clean_code(letters)[:LONGEST]


def _who(event, code):
    """Return the attendance that a NIP or a pass stands for, and its employee; either may be None."""
    field, value = ("nip", code) if is_nip(code) else ("pk", find_person(event, code))
    if value is None:
        return None, None
    rows = event.attendances.select_related("employee", "unit")
    if attendance := rows.filter(**{f"employee__{field}": value}).first():
        return attendance, attendance.employee
    return None, Employee.objects.current().select_related("unit").filter(**{field: value}).first()


def _enter(attendance, at):
    """Move to present and return True; or return False with the time of whoever was faster."""
    if attendance.state == Attendance.State.PRESENT:
        return False
    try:
        move_to(attendance, Attendance.State.PRESENT, present_at=at)
    except ValidationError:  # the move is allowed, so this is the lost race; the winner has committed
        attendance.refresh_from_db(fields=["state", "present_at"])
        return False
    return True
