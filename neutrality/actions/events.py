"""How an event comes about: saved, published, followed by its list of invited people, finished or cancelled."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.actions import notify_employees, record
from accounts.models import Employee, WorkUnit
from accounts.words import learn_words
from bkpsdm.lib.states import move_to
from neutrality.models import Attendance, Event, Invitation, invited_employees

# What people plan by: whoever is invited is told when one of these changes.
PLANNED_BY = ("starts_at", "ends_at", "mode", "venue", "kecamatan_id", "link")
LONGEST_SLUG = 80


@transaction.atomic
def save_event(event, *, units, kecamatan, by):
    """Write a new or an edited event with whom it calls: single units, and whole kecamatan.

    ``event.updated_at`` is that of the version which the editor read. Raises ValidationError when somebody saved
    another since (code "race"), and for changes of time or guests that come too late. When the event is published
    and still to come, its list of invited people follows, and people are told what is new to them.
    """
    before = _locked(event) if event.pk else None
    guests = _guests(units, kecamatan)
    if before is None:
        event.created_by = by
    else:
        _check_version(event, before)
        _check_times(event, before)
        _check_guests(guests, before)
    if event.state == Event.State.DRAFT:
        event.slug = _free_slug(event)
    elif event.state == Event.State.PUBLISHED:
        _check_complete(event, guests)
    event.full_clean()
    event.save()
    _set_guests(event, guests)
    record("event_saved", event, by=by)
    if before and before.state == Event.State.PUBLISHED:
        _tell_what_is_new(event, before)
    return event


@transaction.atomic
def publish_event(event, *, by):
    """Publish a draft: everybody reads it, and each invited employee is written down and told.

    Nobody is told of an event that is over. Raises ValidationError when something is missing.
    """
    _check_version(event, _locked(event))
    _check_complete(event, event.invitations.all())
    move_to(event, Event.State.PUBLISHED, published_at=timezone.now())
    invited = _follow_roster(event)
    learn_words([event.search_document])
    record("event_published", event, by=by, invited=len(invited))
    _tell(invited, "event_invited", event)


@transaction.atomic
def sync_attendance(event):
    """Let the list of invited people follow the roster until the event starts; return the employees added.

    Units and kecamatan become those of today. Whoever is not invited any more goes, but for those already scanned.
    """
    event = _locked(event)
    if event.state != Event.State.PUBLISHED or event.has_started:
        return []
    return _follow_roster(event)


@transaction.atomic
def refresh_attendance(event):
    """Let the list of a coming event follow the roster, and tell those who are new on it."""
    if added := sync_attendance(event):
        record("attendance_refreshed", event, by=None, added=len(added))
        _tell(added, "event_invited", event)


@transaction.atomic
def finish_event(event, *, by):
    """Close an event that was held; raises ValidationError before it has started."""
    if not event.has_started:
        raise ValidationError("Kegiatan ini belum mulai, jadi belum dapat diselesaikan.", code="early")
    move_to(event, Event.State.FINISHED)
    record("event_finished", event, by=by)


@transaction.atomic
def cancel_event(event, *, reason, by):
    """Cancel an event for a reason that everybody may read, and tell whoever was going to come."""
    if not reason.strip():
        raise ValidationError("Tulis sebab kegiatan dibatalkan.", code="reason")
    reason = Event._meta.get_field("cancel_reason").clean(reason.strip(), event)
    was_published = event.state == Event.State.PUBLISHED
    move_to(event, Event.State.CANCELLED, cancel_reason=reason)
    record("event_cancelled", event, by=by)
    if was_published:
        _tell(_employees_of(event), "event_cancelled", event, reason=reason)


def _locked(event):
    """Return the event as it stands, held against other editors but not against the gate."""
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def _guests(units, kecamatan):
    """Return the invitations that are asked for, not yet written."""
    if any(unit.kind != WorkUnit.Kind.KECAMATAN for unit in kecamatan):
        raise ValidationError("Hanya kecamatan yang dapat diundang beserta semua unit di dalamnya.", code="guests")
    whole = [Invitation(unit=unit, scope=Invitation.Scope.KECAMATAN) for unit in kecamatan]
    return whole + [Invitation(unit=unit, scope=Invitation.Scope.UNIT) for unit in units]


def _keys(invitations):
    return {(invitation.unit_id, invitation.scope) for invitation in invitations}


def _check_version(event, before):
    if event.updated_at != before.updated_at:
        raise ValidationError(
            "Orang lain baru saja menyimpan kegiatan ini. Periksa dahulu isinya yang terbaru.", code="race"
        )


def _check_times(event, before):
    if (event.starts_at, event.ends_at) == (before.starts_at, before.ends_at):
        return
    if before.is_closed:
        raise ValidationError("Waktu kegiatan yang selesai atau dibatalkan tidak berubah lagi.", code="late")
    if before.state == Event.State.PUBLISHED and event.starts_at != before.starts_at:
        if before.has_started:
            raise ValidationError(
                "Kegiatan ini sudah mulai, jadi waktu mulainya tetap. Batalkan dan buat yang baru.", code="late"
            )
        if event.has_started:
            raise ValidationError("Waktu mulai yang baru harus sesudah sekarang.", code="late")


def _check_guests(guests, before):
    if before.state == Event.State.DRAFT or _keys(guests) == _keys(before.invitations.all()):
        return
    if before.is_closed or before.has_started:
        raise ValidationError("Daftar undangan tetap sejak kegiatan mulai atau dibatalkan.", code="late")


def _check_complete(event, guests):
    """Refuse what nobody could come to."""
    if not guests:
        raise ValidationError("Pilih sedikitnya satu unit atau kecamatan yang diundang.", code="incomplete")
    if event.mode != Event.Mode.LURING and not event.link:
        raise ValidationError("Isi tautan pertemuan; orang bergabung lewat tautan itu.", code="incomplete")


def _free_slug(event):
    """Return the title as an address; with the day, and then a number, where another event has it already."""
    with connection.cursor() as cursor:  # two new events of one title wait here for each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [Event._meta.db_table])
    title = slugify(event.title)[:LONGEST_SLUG].strip("-") or "kegiatan"
    dated = f"{title}-{event.starts_on.isoformat()}"
    taken = set(Event.objects.filter(slug__startswith=title).exclude(pk=event.pk).values_list("slug", flat=True))
    names = [title, dated, *(f"{dated}-{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)


def _set_guests(event, guests):
    """Write the invitations that are new, and take back those that are not wanted any more."""
    wanted, standing = _keys(guests), {(row.unit_id, row.scope): row.pk for row in event.invitations.all()}
    event.invitations.filter(pk__in=[pk for key, pk in standing.items() if key not in wanted]).delete()
    for guest in guests:
        guest.event = event
    Invitation.objects.bulk_create(guest for guest in guests if (guest.unit_id, guest.scope) not in standing)


def _tell_what_is_new(event, before):
    """Invite whoever is new on the list, and tell the others when what they plan by has changed."""
    added = sync_attendance(event)
    _tell(added, "event_invited", event)
    if any(getattr(event, name) != getattr(before, name) for name in PLANNED_BY):
        _tell(_employees_of(event).exclude(pk__in=[employee.pk for employee in added]), "event_changed", event)


def _tell(employees, kind, event, **payload):
    """Write a message for each employee; nobody is told of an event that is over. The link stays on the page."""
    if event.ends_at <= timezone.now():
        return
    facts = {"event": event.title, "when": event.when, "place": event.place, "path": event.get_absolute_url()}
    notify_employees(employees, kind, expires_at=event.ends_at, **facts, **payload)


def _employees_of(event):
    return Employee.objects.filter(attendances__event=event)


def _follow_roster(event):
    """Write, move and remove rows of the list until it equals the roster; return the employees added."""
    roster = {employee.pk: employee for employee in invited_employees(event)}
    rows = {row.employee_id: row for row in event.attendances.invited()}
    added = [employee for pk, employee in roster.items() if pk not in rows]
    Attendance.objects.bulk_create(Attendance(event=event, employee=employee, **_place(employee)) for employee in added)
    moved = [row for pk, row in rows.items() if pk in roster and _move(row, _place(roster[pk]))]
    Attendance.objects.bulk_update(moved, ["unit", "kecamatan"])
    gone = event.attendances.missing().filter(scans__isnull=True).exclude(employee__in=roster)
    # Locked first: whoever is being scanned just now is not removed under the hand of the gate.
    Attendance.objects.filter(pk__in=[row.pk for row in gone.select_for_update(of=["self"])]).delete()
    return added


def _place(employee):
    """Return where an employee is counted: the unit, and the kecamatan in which it stands or that it is."""
    unit = employee.unit
    is_kecamatan = unit.kind == WorkUnit.Kind.KECAMATAN
    return {"unit_id": unit.pk, "kecamatan_id": unit.pk if is_kecamatan else unit.kecamatan_id}


def _move(row, place):
    """Set the place of a row; return whether it differs from before."""
    before = {name: getattr(row, name) for name in place}
    for name, value in place.items():
        setattr(row, name, value)
    return before != place
