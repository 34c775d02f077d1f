"""What becomes of a general answer when the edition under it has changed: confirmed, or written anew."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import record
from accounts.words import learn_words
from services.models import AnswerFeedback, AnswerRevision, FrequentAnswer
from services.redaction import find_personal
from services.reviews import current_edition, still_there


@transaction.atomic
def confirm_answer(answer, *, by):
    """Say that an answer still holds under the edition in force: from now on it rests on that one."""
    answer = _published(answer)
    edition = current_edition(answer)
    if edition is None:
        raise ValidationError("Layanan ini tidak memiliki edisi yang berlaku hari ini.")
    if edition.pk == answer.edition_id:
        raise ValidationError("Jawaban ini sudah bersandar pada edisi yang berlaku.")
    _rest_on(answer, edition)
    answer.save(update_fields=["edition", "rests_on", "updated_at"])
    record("answer_confirmed", answer, by=by, edition=edition.number)


@transaction.atomic
def revise_answer(answer, *, question, text, by):
    """Write the new words of a published answer; they wait for the head, and the old ones stay until then."""
    answer = _published(answer)
    if secret := next((finding for finding in find_personal(f"{question}\n{text}") if finding.must_go), None):
        raise ValidationError(f"Masih ada {secret.kind}: {secret.text}.")
    revision = AnswerRevision.objects.filter(answer=answer).first() or AnswerRevision(answer=answer)
    revision.question, revision.text, revision.written_by = question.strip(), text.strip(), by
    revision.full_clean()
    revision.save()
    record("answer_revised", answer, by=by)
    return revision


@transaction.atomic
def publish_revision(answer, *, by):
    """Put the new words in the place of the old ones, resting on the edition in force."""
    answer = _published(answer)
    revision = AnswerRevision.objects.filter(answer=answer).first()
    if revision is None:
        raise ValidationError("Tulisan baru ini sudah diterbitkan. Muat ulang halaman ini.")
    answer.question, answer.answer = revision.question, revision.text
    answer.published_at, answer.published_by = timezone.now(), by
    if edition := current_edition(answer):
        _rest_on(answer, edition)
    answer.full_clean()
    answer.save()
    revision.delete()
    learn_words([answer.search_document])
    record("answer_rewritten", answer, by=by)


@transaction.atomic
def count_vote(answer, *, helped, day):
    """Count that an answer helped a reader of a day, or did not; who it was is not known."""
    AnswerFeedback.objects.get_or_create(answer=answer, day=day)
    row = AnswerFeedback.objects.select_for_update().get(answer=answer, day=day)
    if helped:
        row.helped += 1
    else:
        row.failed += 1
    row.save(update_fields=["helped", "failed"])


def _published(answer):
    """Return an answer as it stands now, held until the end."""
    answer = FrequentAnswer.objects.select_for_update(of=["self"]).select_related("service").get(pk=answer.pk)
    if answer.state != FrequentAnswer.State.PUBLISHED:
        raise ValidationError("Jawaban ini belum terbit.")
    return answer


def _rest_on(answer, edition):
    answer.edition, answer.rests_on = edition, still_there(answer, edition)
