"""How a decree is written, comes into force, and is handed over.

Locks are always taken in this order: the decree, then petikan in the order of their employees, each after the one that
it replaces. So two registrars wait for one another, and never for each other at once.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import notify_employees, record
from announcements.models import Decree, DecreeRecipient
from announcements.models.decrees import ISSUED
from bkpsdm.lib.constraints import refusals_explained
from bkpsdm.lib.states import move_to

CHANGED_MEANWHILE = "Keputusan ini baru saja diubah orang lain. Buka lagi halamannya, lalu ulangi perubahan Anda."


def lock(rows, thing):
    """Return a row as it is stored, locked for the transaction; raises ValidationError when it was deleted."""
    stored = rows.select_for_update(of=["self"]).filter(pk=thing.pk).first()
    if stored is None:
        raise ValidationError("Baru saja dihapus orang lain.", code="gone")
    return stored


def lock_draft(decree):
    """Return a draft as it is stored, locked for the transaction; raises ValidationError when it is none any more."""
    stored = lock(Decree.objects, decree)
    if stored.state != Decree.State.DRAFT:
        raise ValidationError(ISSUED, code="issued")
    return stored


@transaction.atomic
def save_decree(decree, *, by, read_at=None):
    """Write a draft; ``read_at`` is its ``updated_at`` as the writer read it.

    Raises ValidationError when the number is taken, somebody else changed or issued it first, or its kind would no
    longer fit its recipients.
    """
    if decree.pk is None:
        decree.created_by = by
    else:
        stored = lock_draft(decree)
        if read_at is not None and stored.updated_at != read_at:
            raise ValidationError(CHANGED_MEANWHILE, code="race")
        if stored.kind != decree.kind and stored.recipients.exists():
            raise ValidationError({"kind": "Jenisnya tidak dapat diubah lagi: sudah ada penerimanya."})
    decree.full_clean()
    with refusals_explained():
        decree.save()
    record("decree_saved", decree, by=by)
    return decree


@transaction.atomic
def issue_decree(decree, *, by):
    """Put a decree and all its petikan into force, end what these replace, and tell each recipient.

    Raises ValidationError when it has no recipients, is issued already, or somebody would hold a medal twice.
    """
    stored = lock_draft(decree)
    recipients = list(stored.recipients.select_related("replaces", "employee").order_by("employee_id"))
    if not recipients:
        raise ValidationError("Tambahkan penerimanya lebih dahulu.")
    for recipient in recipients:
        _put_in_force(recipient, stored.dated_on)
    move_to(decree, Decree.State.ISSUED, issued_at=timezone.now())
    record("decree_issued", decree, by=by, recipients=len(recipients))
    people = [recipient.employee for recipient in recipients]
    notify_employees(people, "decree_issued", path=reverse("announcements:petikan-list"))


def _put_in_force(recipient, day):
    """End what a petikan replaces, and only then put it in force: a person holds each medal once."""
    replaced = getattr(recipient, "replaces", None)
    try:
        with refusals_explained():
            if replaced:
                move_to(replaced, DecreeRecipient.State.REPLACED, ended_on=day)
            move_to(recipient, DecreeRecipient.State.IN_FORCE)
    except ValidationError as error:
        raise ValidationError(f"{recipient.name}: {error.message}", code=error.code) from error


@transaction.atomic
def hand_over(decree, *, on, event=None, by):
    """Note the day on which all petikan that still waited were handed over, and at which event; return how many.

    Raises ValidationError when the day cannot be, or nothing waits any more.
    """
    stored = lock(Decree.objects, decree)
    if stored.state != Decree.State.ISSUED:
        raise ValidationError("Terbitkan keputusan ini sebelum menyerahkannya.")
    if on > timezone.localdate():
        raise ValidationError({"on": "Hari itu belum tiba."})
    if on < stored.dated_on:
        raise ValidationError({"on": "Hari itu sebelum tanggal penetapan."})
    handed = stored.recipients.waiting().update(handed_over_on=on, updated_at=timezone.now())
    is_linked = event is not None and event.pk != stored.event_id
    if is_linked:
        stored.event = event
        stored.save(update_fields=["event", "updated_at"])
    if not handed and not is_linked:
        raise ValidationError("Tidak ada petikan yang menunggu diserahkan.")
    record("decree_handed_over", decree, by=by, recipients=handed)
    return handed


@transaction.atomic
def delete_draft_decree(decree, *, by):
    """Forget a draft with its recipients and their files; what these were to replace stays in force."""
    stored = lock_draft(decree)
    record("decree_deleted", stored, by=by)
    for recipient in stored.recipients.order_by("employee_id"):
        forget_draft(recipient)
    stored.delete()


def forget_draft(recipient):
    """Delete the draft of a petikan: what it was to replace is free again, and its file goes with the commit."""
    DecreeRecipient.objects.filter(replaced_by=recipient).update(replaced_by=None, reason="")
    delete_file(recipient.file)
    recipient.delete()


def delete_file(file):
    """Delete a stored file once the transaction that no longer names it is committed."""
    if file:
        transaction.on_commit(lambda storage=file.storage, name=file.name: storage.delete(name))
