"""What moves a question elsewhere or changes what was promised: transfer, extend, inspect, classify, merge, refuse."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions import notify, record
from accounts.models import Agency
from bkpsdm.lib.states import move_to
from services.models import Message, Question

from .deadlines import end_pause, set_due_dates
from .handling import hold_thread, officers_of, required, tell_asker, write

State, ClosedBy = Question.State, Question.ClosedBy
UNSETTLED = (*Question.OWED, State.WAITING)
LONGEST_EXTENSION = 30
MERGED_HERE = "Pertanyaan lain tentang hal yang sama digabung ke sini. Isi dan penanyanya tidak terlihat oleh Anda."
MERGED_AWAY = "Pertanyaan ini digabung dengan pertanyaan lain tentang hal yang sama, jadi tidak diteruskan di sini."


@transaction.atomic
def transfer_question(question, *, to, reason, by):
    """Give a question to the bidang that it belongs to, with a reason that the asker reads; due dates stay.

    Raises ValidationError when it is settled already, or the bidang has nobody who answers.
    """
    reason = check_unsettled(question, reason, "Tulis alasan memindahkan.")
    if to == question.unit:
        raise ValidationError("Pertanyaan ini sudah di bidang itu.")
    officers = officers_of(to)
    if not officers:
        raise ValidationError("Bidang itu belum memiliki petugas.")
    give_notice(question, f"Dipindahkan ke {to}. Alasan: {reason}", by=by)
    question.unit, question.assignee = to, None
    question.save(update_fields=["unit", "assignee", "updated_at"])
    record("question_transferred", question, by=by, to=to.code)
    tell_asker(question, "question_moved")
    notify(officers, "question_asked", question=question.number, path=f"/kerja/tanya/{question.pk}/")


@transaction.atomic
def extend_deadline(question, *, days, reason, by):
    """Promise a later completion, once, with a reason that the asker reads."""
    reason = check_unsettled(question, reason, "Tulis sebab perpanjangan.")
    if question.extended_on:
        raise ValidationError("Tenggat pertanyaan ini sudah pernah diperpanjang.")
    if not 1 <= days <= LONGEST_EXTENSION:
        raise ValidationError(f"Perpanjangan dari 1 sampai {LONGEST_EXTENSION} hari kerja.")
    question.extra_days, question.extension_reason, question.extended_on = days, reason, timezone.localdate()
    question.save(update_fields=["extra_days", "extension_reason", "extended_on", "updated_at"])
    set_due_dates(question)
    give_notice(question, f"Tenggat tuntas diperpanjang {days} hari kerja, {until(question)}. Sebab: {reason}", by=by)
    record("deadline_extended", question, by=by, days=days)
    tell_asker(question, "question_extended")


@transaction.atomic
def require_inspection(question, *, reason, by):
    """Mark a complaint as one that needs inspection, which takes longer, with a reason that the asker reads."""
    reason = check_unsettled(question, reason, "Tulis mengapa perlu pemeriksaan.")
    if question.kind != Question.Kind.PENGADUAN or question.needs_inspection:
        raise ValidationError("Hanya pengaduan yang belum ditandai yang dapat ditandai perlu pemeriksaan.")
    question.needs_inspection = True
    question.save(update_fields=["needs_inspection", "updated_at"])
    set_due_dates(question)
    give_notice(question, f"Pengaduan ini perlu pemeriksaan; tenggatnya {until(question)}. Alasan: {reason}", by=by)
    record("inspection_required", question, by=by)
    tell_asker(question, "question_inspected")


@transaction.atomic
def classify_question(question, *, kind, report_number, by):
    """Say what a message is, and under which number LAPOR! knows a complaint; another kind is another promise."""
    if kind != Question.Kind.PENGADUAN and report_number:
        raise ValidationError("Nomor LAPOR! hanya untuk pengaduan.")
    is_other_kind = kind != question.kind
    if is_other_kind:
        check_unsettled(question)
        question.kind, question.needs_inspection = kind, False
        question.copied_to = receiver_of_copies(question, Agency.current())
    question.report_number = report_number
    question.save(update_fields=["kind", "needs_inspection", "copied_to", "report_number", "updated_at"])
    record("question_classified", question, by=by, kind=kind)
    if is_other_kind:
        set_due_dates(question)
        label = question.get_kind_display().lower()
        give_notice(question, f"Dicatat sebagai {label}; tenggat tuntasnya {until(question)}.", by=by)
        tell_asker(question, "question_classified")


def receiver_of_copies(question, agency):
    """Return the unit that also reads a question: complaints go to the inspectorate, but never a confidential topic."""
    is_copied = question.kind == Question.Kind.PENGADUAN and not question.is_confidential
    return agency.complaint_unit if is_copied and agency.complaint_unit != question.unit else None


@transaction.atomic
def merge_question(question, *, into, by, word=""):
    """Close a question as one that is asked elsewhere already, and tell both askers; neither learns of the other.

    ``word`` is what the asker of the duplicate should still know. Duplicates of the duplicate follow it.
    """
    if question == into:
        raise ValidationError("Pertanyaan tidak dapat digabung dengan dirinya sendiri.")
    for row in Question.objects.select_for_update(of=["self"]).filter(pk__in=[question.pk, into.pk]).order_by("pk"):
        if row.state == State.CLOSED:
            raise ValidationError(f"{row.number} sudah selesai.")
    give_notice(question, " ".join([MERGED_AWAY, word.strip()]).strip(), by=by)
    give_notice(into, MERGED_HERE, by=by)
    close(question, ClosedBy.MERGED, merged_into=into)
    question.duplicates.update(merged_into=into)
    record("question_merged", question, by=by, into=into.pk)
    tell_asker(question, "question_merged")
    tell_asker(into, "question_joined")


@transaction.atomic
def refuse_question(question, *, reason, by):
    """Close a question that is not for this agency, with a reason: who decides instead, and where to ask."""
    reason = check_unsettled(question, reason, "Tulis siapa yang berwenang dan ke mana penanya dapat bertanya.")
    give_notice(question, f"Bukan kewenangan kami. {reason}", by=by)
    close(question, ClosedBy.NOT_OURS)
    record("question_refused", question, by=by)
    tell_asker(question, "question_refused")


def close(question, closed_by, **columns):
    """Move a question to its end, and say who ended it."""
    end_pause(question, today=timezone.localdate())
    move_to(question, State.CLOSED, closed_at=timezone.now(), closed_by=closed_by, **columns)


def check_unsettled(question, reason="-", refusal=""):
    """Hold the thread of a question and return the reason; raises ValidationError when it is settled already."""
    reason = required(reason, refusal)
    hold_thread(question)
    question.refresh_from_db(fields=["state", "unit", "extended_on"])
    if question.state not in UNSETTLED:
        raise ValidationError(f"Tidak dapat: pertanyaan ini sudah {question.get_state_display().lower()}.")
    return reason


def give_notice(question, body, *, by):
    """Write into the thread what both sides should know."""
    return write(question, Message.Kind.NOTICE, body, by=by)


def until(question):
    return f"menjadi {date_format(question.complete_due_on, 'l, j F Y')}"
