"""Which general answers rest on what has changed since: derived from the editions, stored nowhere."""

from dataclasses import dataclass

from django.utils import timezone

from .models import ServiceEdition


@dataclass(frozen=True)
class Change:
    """An item that an answer rests on, as it was, and as it is in the edition in force; empty where it is gone."""

    before: str
    after: str


def changes_of(answer, *, today):
    """Return what changed under one answer."""
    return dict(needing_review([answer], today=today)).get(answer, [])


def needing_review(answers, *, today):
    """Return pairs of answer and changes for those whose items are gone or say something else in the edition in force.

    Takes any number of answers, at three queries beside the answers themselves.
    """
    resting = [answer for answer in answers if answer.rests_on and answer.edition_id]
    services = {answer.service_id for answer in resting}
    in_force = ServiceEdition.objects.in_force_on(today).filter(service__in=services)
    old = ServiceEdition.objects.filter(pk__in={answer.edition_id for answer in resting})
    items = {edition: _items(edition) for edition in (in_force | old).prefetch_related("requirements", "steps")}
    by_pk = {edition.pk: texts for edition, texts in items.items()}
    current = {edition.service_id: texts for edition, texts in items.items() if edition.is_in_force_on(today)}
    pairs = []
    for answer in resting:
        before, after = by_pk[answer.edition_id], current.get(answer.service_id, {})
        changed = [
            Change(_words(before.get(code)), _words(after.get(code)))
            for code in answer.rests_on
            if before.get(code) != after.get(code)
        ]
        if changed:
            pairs.append((answer, changed))
    return pairs


def answers_to_review(answers, *, today):
    """Return those of some answers that need a review, with what changed under each."""
    resting = answers.exclude(rests_on=[]).exclude(edition__in=ServiceEdition.objects.in_force_on(today))
    return needing_review(resting.select_related("service"), today=today)


def _items(edition):
    """Return what each item of an edition says, by code; whom it concerns belongs to what it says."""
    requirements = {
        f"syarat:{row.key}": (row.text, row.format, row.is_required, tuple(row.condition_keys), tuple(row.kinds))
        for row in edition.requirements.all()
    }
    return requirements | {f"langkah:{row.key}": (row.text,) for row in edition.steps.all()}


def _words(item):
    return item[0] if item else ""


def still_there(answer, edition):
    """Return the codes an answer rests on that an edition still has."""
    items = _items(edition)
    return [code for code in answer.rests_on if code in items]


def current_edition(answer):
    return answer.service.editions.in_force_on(timezone.localdate()).first() if answer.service else None
