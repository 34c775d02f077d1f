"""The one search box: what every door tells in one ranking, each hit with the reason why it is there.

One of the few modules that cross doors; a new door adds its kind to KINDS.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.timezone import localdate

from accounts.words import understand
from announcements.models import Article
from bkpsdm.lib.search import Matcher
from neutrality.models import Event, Rule
from services.models import FrequentAnswer, ServiceEdition

# Rows of each kind that are looked at closely before the merged list is cut.
CLOSE_LOOK = 40
# How much a fitting name counts beside the score of the whole text.
NAME_FACTOR = 0.6
# A hit scores at least this share of the best one.
WORTH_SHOWING = 0.12
# The best hit, times the share of the query that is known at all, scores at least this; else nothing was found.
MEANT = 0.25


@dataclass
class Hit:
    kind: str  # a key of KINDS
    object: object
    score: float
    url: str
    title: list  # pairs (text, is_match), as for excerpt
    excerpt: list = field(default_factory=list)
    facts: list = field(default_factory=list)  # a few words each, below the excerpt
    why: str = ""


@dataclass
class Found:
    """`query` as typed, `read_as` as understood, `changes` in sentences; `counts` kind -> matches, at most 1,000."""

    query: str
    read_as: str
    changes: list
    is_exact: bool
    hits: list
    counts: dict


@dataclass(frozen=True)
class Kind:
    label: str
    rows: Callable  # (user, today) -> queryset
    names: Callable  # row -> short names that a searcher may mean
    show: Callable  # (row, score, matcher) -> Hit


def search_portal(text, *, user, today, exact=False, limit=20):
    """Return what `user` may see on a day that answers a typed text, best first (Found).

    `exact` takes the words as typed. Never raises for any text; a text that means nothing finds nothing.
    """
    query = understand(text, exact=exact)
    matcher = Matcher(query)
    scored, counts = [], {}
    for name, kind in KINDS.items():
        rows = kind.rows(user, today).search(query, limit=CLOSE_LOOK) if query else []
        counts[name] = rows[0].search_count if rows else 0
        scored += [(closer_score(row, kind, matcher), row, kind) for row in rows]
    scored.sort(key=lambda entry: (-entry[0], entry[1].pk))
    if scored and scored[0][0] * query.sense < MEANT:
        scored, counts = [], dict.fromkeys(counts, 0)
    least = WORTH_SHOWING * scored[0][0] if scored else 0
    hits = [kind.show(row, score, matcher) for score, row, kind in scored[:limit] if score >= least]
    return Found(query.typed, query.read_as, query.changes, exact, hits, counts)


def closer_score(row, kind, matcher):
    """Return the score of the whole text, raised when one of the row's names is what was asked for."""
    fit = max((matcher.fit_of_name(name) for name in kind.names(row)), default=0)
    return row.search_score + NAME_FACTOR * fit


def editions(user, today):
    return (
        ServiceEdition.objects.visible_to(user).in_force_on(today).select_related("service__category", "service__unit")
    )


def answers(user, today):
    return FrequentAnswer.objects.visible_to(user).select_related("service")


def show_edition(edition, score, matcher):
    in_title = matcher.weight(edition.title)
    in_name, name = matcher.best(edition.synonyms)
    in_line, line = matcher.best([edition.summary, *edition.search_text.splitlines()])
    why = ""
    if in_name > in_title and in_name >= in_line:
        why = f"Kata lain: “{name}”"
    elif in_line > in_title and line != edition.summary:
        why = "Disebut dalam persyaratan atau prosedurnya"
    excerpt = line if in_line > max(in_title, in_name) else edition.summary
    return Hit(
        "layanan",
        edition,
        score,
        edition.service.get_absolute_url(),
        matcher.marks(edition.title),
        matcher.marks(matcher.snippet(excerpt)),
        [edition.audience, edition.duration],
        why,
    )


def show_answer(answer, score, matcher):
    why = ""
    if not matcher.covered(f"{answer.question} {answer.answer}") and answer.service:
        why = f"Tentang layanan {answer.search_names.partition(chr(10))[0]}"
    return Hit(
        "jawaban",
        answer,
        score,
        answer.get_absolute_url(),
        matcher.marks(answer.question),
        matcher.marks(matcher.snippet(answer.answer)),
        why=why,
    )


def rules(user, today):
    return Rule.objects.visible_to(user)


def show_rule(rule, score, matcher):
    allowed = "Boleh" if rule.is_allowed else "Tidak boleh"
    return Hit(
        "netralitas",
        rule,
        score,
        rule.get_absolute_url(),
        matcher.marks(rule.act),
        matcher.marks(rule.example),
        [allowed, rule.get_situation_display(), rule.get_phase_display()],
    )


def events(user, today):
    return Event.objects.visible_to(user).public().select_related("kecamatan")


def show_event(event, score, matcher):
    return Hit(
        "kegiatan",
        event,
        score,
        event.get_absolute_url(),
        matcher.marks(event.title),
        matcher.marks(matcher.snippet(event.summary)),
        [date_format(event.starts_on), event.place, "Dibatalkan" if event.state == Event.State.CANCELLED else ""],
    )


def articles(user, today):
    return Article.objects.visible_to(user).published()


def show_article(article, score, matcher):
    in_summary = matcher.weight(article.summary) >= matcher.weight(article.title)
    text = article.summary if in_summary else article.search_text
    return Hit(
        "berita",
        article,
        score,
        article.get_absolute_url(),
        matcher.marks(article.title),
        matcher.marks(matcher.snippet(text or article.summary)),
        [date_format(localdate(article.published_at))],
    )


KINDS = {
    "layanan": Kind("Layanan", editions, lambda edition: [edition.title, *edition.synonyms], show_edition),
    "jawaban": Kind("Jawaban", answers, lambda answer: [answer.question], show_answer),
    "netralitas": Kind("Netralitas", rules, lambda rule: [rule.act], show_rule),
    "kegiatan": Kind("Kegiatan", events, lambda event: [event.title], show_event),
    "berita": Kind("Berita", articles, lambda article: [article.title], show_article),
}
