"""How a person comes to a petikan, with its file, and how one ends."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.actions import notify_employees, record
from announcements.models import Decree, DecreeRecipient
from announcements.models.decrees import FILE_FROZEN
from bkpsdm.lib.constraints import refusals_explained
from bkpsdm.lib.pdf_files import read_pdf
from bkpsdm.lib.states import move_to

from .decrees import delete_file, forget_draft, lock, lock_draft

State = DecreeRecipient.State


@transaction.atomic
def add_recipient(
    decree,
    *,
    employee,
    rank_from="",
    rank_to="",
    award_class="",
    charter_number="",
    replaces=None,
    reason="",
    by,
):
    """Add a person to a draft, with name, NIP and unit as of today.

    ``replaces`` is a petikan in force that ends with a reason on the day this one is issued. Raises ValidationError
    when the decree is issued, the person is in it, or the content does not fit its kind.
    """
    stored = lock_draft(decree)
    recipient = DecreeRecipient(
        decree=stored, employee=employee, name=employee.full_name, nip=employee.nip, unit=employee.unit
    )
    _write(recipient, rank_from, rank_to, award_class, charter_number)
    if replaces:
        _plan_replacement(replaces, recipient, reason)
    record("recipient_added", stored, by=by)
    return recipient


@transaction.atomic
def update_recipient(recipient, *, rank_from="", rank_to="", award_class="", charter_number="", by):
    """Change what a draft grants to one person."""
    lock_draft(recipient.decree)
    stored = _lock(recipient)
    _write(stored, rank_from, rank_to, award_class, charter_number)
    record("recipient_saved", stored, by=by)
    return stored


@transaction.atomic
def remove_recipient(recipient, *, by):
    """Take a person off a draft; what the petikan was to replace stays in force."""
    stored = lock_draft(recipient.decree)
    forget_draft(recipient)
    record("recipient_removed", stored, by=by)


@transaction.atomic
def attach_file(recipient, *, file, by):
    """Keep the signed PDF of a petikan byte for byte; on a draft it takes the place of an earlier one.

    Raises ValidationError when it is no sound PDF (lib.pdf_files), or the petikan may get no other file.
    """
    content = read_pdf(file)
    stored = _lock(recipient)
    if stored.state not in (State.DRAFT, State.IN_FORCE):
        raise ValidationError("Petikan ini tidak berlaku lagi; berkasnya tidak dapat ditambahkan.")
    if stored.file and stored.state != State.DRAFT:
        raise ValidationError(FILE_FROZEN)
    earlier = stored.file
    stored.file = ContentFile(content, name="petikan.pdf")
    stored.file_size, stored.sha256 = len(content), hashlib.sha256(content).hexdigest()
    stored.save(update_fields=["file", "file_size", "sha256", "updated_at"])
    delete_file(earlier)
    record("petikan_attached", stored, by=by, bytes=len(content))
    return stored


@transaction.atomic
def revoke_recipient(recipient, *, reason, ended_on, by):
    """End a petikan in force from a day on, and tell its holder.

    Raises ValidationError without a reason, for a day that cannot be, or while a replacement is being prepared.
    """
    stored = _lock(recipient)
    if stored.state == State.IN_FORCE and stored.replaced_by_id:
        raise ValidationError("Penggantinya sedang disiapkan; hapus dahulu dari draf keputusannya.")
    if ended_on > timezone.localdate():
        raise ValidationError({"ended_on": "Hari itu belum tiba."})
    if ended_on < stored.decree.dated_on:
        raise ValidationError({"ended_on": "Hari itu sebelum tanggal penetapan."})
    move_to(recipient, State.REVOKED, reason=_clean_reason(reason), ended_on=ended_on)
    record("petikan_revoked", recipient, by=by)
    notify_employees([stored.employee], "decree_revoked", path=recipient.get_absolute_url())


def record_download(recipient, *, by):
    """Write down that somebody took the file of a petikan along."""
    record("petikan_downloaded", recipient, by=by)


def _lock(recipient):
    """Return a petikan as it is stored, locked for the transaction."""
    return lock(DecreeRecipient.objects.select_related("decree", "employee"), recipient)


def _write(recipient, rank_from, rank_to, award_class, charter_number):
    """Write what a draft grants; ranks in a promotion, a class in an award."""
    if recipient.decree.kind == Decree.Kind.AWARD and not award_class:
        raise ValidationError("Pilih kelas penghargaannya.")
    if recipient.decree.kind == Decree.Kind.PROMOTION and not (rank_from and rank_to):
        raise ValidationError("Pilih pangkat lama dan pangkat barunya.")
    recipient.rank_from, recipient.rank_to = rank_from, rank_to
    recipient.award_class, recipient.charter_number = award_class, charter_number
    recipient.full_clean()
    with refusals_explained():
        recipient.save()


def _plan_replacement(replaced, recipient, reason):
    """Name in a petikan in force the draft that will take its place, and why."""
    stored = _lock(replaced)
    if stored.state != State.IN_FORCE:
        raise ValidationError("Yang diganti harus petikan yang berlaku.")
    if stored.replaced_by_id:
        raise ValidationError("Pengganti petikan ini sudah disiapkan.")
    same = (recipient.employee_id, recipient.decree.kind, recipient.award_class)
    if (stored.employee_id, stored.decree.kind, stored.award_class) != same:
        raise ValidationError("Pengganti harus untuk orang, jenis, dan kelas yang sama.")
    stored.replaced_by, stored.reason = recipient, _clean_reason(reason)
    stored.save(update_fields=["replaced_by", "reason", "updated_at"])


def _clean_reason(reason):
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "Tulis sebabnya."})
    if len(reason) > DecreeRecipient._meta.get_field("reason").max_length:
        raise ValidationError({"reason": "Sebabnya terlalu panjang; paling panjang 300 huruf."})
    return reason
