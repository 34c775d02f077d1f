"""What may spare somebody the question: general answers and the exact requirement, found while the draft is typed.

Only what is published is looked at, never a question. A suggestion that does not fit is worse than none (the first
complaint about comparable systems), so what is weak is left out.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.text import Truncator

from accounts.words import understand
from bkpsdm.lib.search import Matcher

from .checklist import Reader
from .citations import reader_of
from .models import FrequentAnswer, ServiceEdition

MOST = 3
# How many rows of each kind are looked at closely.
CLOSE_LOOK = 12
# How much it counts that the question of an answer is what was typed, beside the score of its whole text.
QUESTION_FACTOR = 0.6
SAME_SERVICE_FACTOR = 1.25
# The least score, times the share of the draft that is known at all; and the least share of the best score.
LEAST, LEAST_OF_BEST = 0.45, 0.5
# A requirement is meant when it holds so much of the draft that the name of its service does not, and both so much.
REQUIREMENT_ADDS, REQUIREMENT_COVERS = 0.35, 0.7
EDITIONS = 3
LONGEST_TITLE, LONGEST_TEXT = 90, 140


@dataclass(frozen=True)
class Suggestion:
    score: float
    url: str
    title: str
    text: str


def suggested(text, *, service_slug="", today):
    """Return at most three suggestions for a draft, best first; none when nothing fits well."""
    query = understand(text)
    if not query:
        return []
    matcher = Matcher(query)
    found = [*_answers(query, matcher, service_slug), *_exact_requirement(query, matcher, service_slug, today)]
    found.sort(key=lambda suggestion: (-suggestion.score, suggestion.url))
    if not found or found[0].score * query.sense < LEAST:
        return []
    return [suggestion for suggestion in found if suggestion.score >= LEAST_OF_BEST * found[0].score][:MOST]


def _answers(query, matcher, service_slug):
    answers = FrequentAnswer.objects.visible_to(AnonymousUser()).select_related("service")
    for answer in answers.search(query, limit=CLOSE_LOOK):
        score = answer.search_score + QUESTION_FACTOR * matcher.fit_of_name(answer.question)
        if answer.service and answer.service.slug == service_slug:
            score *= SAME_SERVICE_FACTOR
        yield Suggestion(score, answer.get_absolute_url(), _short(answer.question), _short(answer.answer, LONGEST_TEXT))


def _exact_requirement(query, matcher, service_slug, today):
    """Return a list of the one requirement that a draft is about, or of none.

    It is looked for in the chosen service, or in those whose texts fit best.
    """
    editions = ServiceEdition.objects.visible_to(AnonymousUser()).in_force_on(today).select_related("service")
    if service_slug:
        editions = editions.filter(service__slug=service_slug)
    found = []
    for edition in editions.prefetch_related("requirements", "conditions").search(query, limit=EDITIONS):
        name = matcher.weight(edition.title)
        for requirement in edition.requirements.all():
            covers = matcher.weight(f"{edition.title} {requirement.text}")
            if covers - name >= REQUIREMENT_ADDS and covers * query.sense >= REQUIREMENT_COVERS:
                found.append((covers, -edition.pk, -requirement.position, edition, requirement))
    if not found:
        return []
    covers, _, _, edition, requirement = max(found)
    reasons = {condition.key: f"Perlu {condition.reason}." for condition in edition.conditions.all()}
    text = " ".join([*(reasons[key] for key in requirement.condition_keys), f"Layanan {edition.title}."])
    # The list of a service shows what applies to its reader; so the address says that this does.
    applies = reader_of(requirement)
    query_string = f"?{applies.query}" if applies != Reader() else ""
    url = f"{edition.service.get_absolute_url()}{query_string}#syarat-{requirement.key}"
    return [Suggestion(covers, url, _short(f"Syarat: {requirement.text}"), _short(text, LONGEST_TEXT))]


def _short(text, length=LONGEST_TITLE):
    return Truncator(text).chars(length, truncate="…")
