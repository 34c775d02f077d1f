"""How an answer comes to serve everybody."""

from django.db import transaction
from django.utils import timezone

from accounts.actions import record
from accounts.words import learn_words
from bkpsdm.lib.states import move_to
from services.models import FrequentAnswer


@transaction.atomic
def save_answer(code, *, service, asker_kind, question, answer, by):
    """Write the draft of a general answer, or return the published one of that code as it stands."""
    draft = FrequentAnswer.objects.filter(code=code).first() or FrequentAnswer(code=code)
    if draft.state == FrequentAnswer.State.PUBLISHED:
        return draft
    draft.service, draft.asker_kind, draft.question, draft.answer = service, asker_kind, question, answer
    draft.full_clean()
    draft.save()
    record("answer_drafted", draft, by=by)
    return draft


@transaction.atomic
def publish_answer(answer, *, by):
    """Publish a general answer, so that everybody finds and reads it."""
    edition = answer.service and answer.service.editions.in_force_on(timezone.localdate()).first()
    names = "\n".join([edition.title, *edition.synonyms]) if edition else ""
    move_to(answer, FrequentAnswer.State.PUBLISHED, published_at=timezone.now(), published_by=by, search_names=names)
    learn_words([answer.search_document])
    record("answer_published", answer, by=by)
