"""How a story is written by one person and approved by another, comes out in its minute, and is set right later."""

import itertools

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.actions import notify, record
from accounts.models import Agency, Role, RoleGrant, User
from accounts.words import learn_words, unlearn_words
from announcements.models import Article, Correction, Decree
from announcements.richtext import cleaned, words_of
from bkpsdm.lib.search import words_to_learn
from bkpsdm.lib.states import move_to

State = Article.State


@transaction.atomic
def save_article(article, *, decrees, by, read_at=None):
    """Write a draft, its body cleaned; its address follows the title.

    Whoever saved last is its author, so what is published was always read by somebody else. `read_at` is the
    `updated_at` that the writer started from. Raises ValidationError when somebody saved in between, and when the
    story is no draft any more.
    """
    if article.pk:
        lock_article(article, State.DRAFT, read_at=read_at)
    article.slug = free_slug(article)
    article.author = by
    write(article, decrees)
    record("article_saved", article, by=by)
    return article


@transaction.atomic
def submit_article(article, *, by):
    """Hand a draft to the other editors for review; raises ValidationError when it has no text."""
    if not article.search_text.strip():
        raise ValidationError("Tulis isi beritanya lebih dahulu.")
    move_to(article, State.REVIEW, review_note="")
    record("article_submitted", article, by=by)
    reviewers = [editor for editor in editors_today() if editor != article.author]
    notify(reviewers, "article_submitted", title=article.title, path=f"/kerja/berita/{article.pk}/pratinjau/")


@transaction.atomic
def return_article(article, *, note, by):
    """Give a story back as a draft with a note that its author sees; an author may take the own story back."""
    if article.state != State.REVIEW:
        raise ValidationError("Berita ini tidak sedang menunggu tinjauan.")
    if not note.strip() and by != article.author:
        raise ValidationError({"note": "Tulis apa yang perlu diperbaiki penulisnya."})
    move_to(article, State.DRAFT, review_note=note.strip())
    record("article_returned", article, by=by)
    tell_author(article, "article_returned", by=by, path=f"/kerja/berita/{article.pk}/")


@transaction.atomic
def approve_article(article, *, by, publish_at=None, now=None):
    """Approve a story: it comes out at once, or at a moment to come. `now` is the moment of the decision.

    Raises ValidationError when the reviewer is the author, and when the moment has passed.
    """
    now = now or timezone.now()
    if by == article.author:
        raise ValidationError("Berita ditinjau oleh orang lain, bukan penulisnya.", code="own")
    if article.state != State.REVIEW:
        raise ValidationError("Berita ini tidak sedang menunggu tinjauan.")
    if publish_at is None:
        publish(article, now=now, by=by, reviewed_by=by)
        return
    if publish_at <= now:
        raise ValidationError("Waktu terbit itu sudah lewat; pilih waktu yang akan datang.")
    move_to(article, State.SCHEDULED, publish_at=publish_at, reviewed_by=by)
    record("article_scheduled", article, by=by)


@transaction.atomic
def publish_due_articles(now):
    """Publish what was approved for a moment that has come; return how many. May run twice, and twice at once."""
    due = list(Article.objects.due(now).select_for_update(of=["self"], skip_locked=True).order_by("publish_at", "pk"))
    for article in due:
        publish(article, now=now, by=None)
    return len(due)


def publish(article, *, now, by, **changes):
    """Bring a story out: everybody reads and finds it, and its author is told."""
    move_to(article, State.PUBLISHED, published_at=now, **changes)
    learn_words([article.search_document])
    record("article_published", article, by=by)
    tell_author(article, "article_published", by=by, path=article.get_absolute_url())


@transaction.atomic
def unschedule_article(article, *, by):
    """Take back the approval of a story that has not come out yet; it is a draft again."""
    if article.state != State.SCHEDULED:
        raise ValidationError("Berita ini tidak terjadwal.")
    move_to(article, State.DRAFT, publish_at=None, reviewed_by=None)
    record("article_unscheduled", article, by=by)
    tell_author(article, "article_returned", by=by, path=f"/kerja/berita/{article.pk}/")


@transaction.atomic
def archive_article(article, *, by):
    """Withdraw a published story: its page, its pictures, its place in lists and search and its words are gone."""
    move_to(article, State.ARCHIVED)
    unlearn_words([article.search_document])
    record("article_archived", article, by=by)


@transaction.atomic
def correct_article(article, *, note, decrees, by, read_at=None):
    """Set a published story right; readers see under it what was corrected and when. Its address stays."""
    before = lock_article(article, State.PUBLISHED, read_at=read_at)
    write(article, decrees)
    correction = Correction(article=article, note=note.strip(), made_by=by)
    correction.full_clean()
    correction.save()
    learn_new_words(before, article)
    record("article_corrected", article, by=by)
    return article


def lock_article(article, state, *, read_at=None):
    """Return the stored article, locked; raise ValidationError when it left a state or was saved after `read_at`."""
    stored = Article.objects.select_for_update(of=["self"]).get(pk=article.pk)
    if stored.state != state:
        raise ValidationError(f"Berita ini sekarang “{stored.get_state_display()}”. Muat ulang halaman ini.")
    if read_at and stored.updated_at != read_at:
        raise ValidationError("Orang lain menyimpan berita ini sesudah Anda membukanya.", code="race")
    return stored


def write(article, decrees):
    """Store what people wrote and chose; the state is left to move_to."""
    if article.event and article.event.published_at is None:
        raise ValidationError({"event": "Kegiatan itu belum terbit."})
    if any(decree.state != Decree.State.ISSUED for decree in decrees):
        raise ValidationError({"decrees": "Keputusan itu belum terbit."})
    article.byline = article.byline or f"Tim Humas {Agency.current().short_name}"
    article.body = cleaned(article.body)
    article.search_text = words_of(article.body)
    article.full_clean()
    columns = ["slug", "title", "summary", "body", "search_text", "byline", "event", "author", "updated_at"]
    try:
        with transaction.atomic():
            article.save(update_fields=columns if article.pk else None)
    except IntegrityError as error:  # two stories with one title in the same moment
        raise ValidationError("Judul ini baru saja dipakai. Simpan sekali lagi.", code="title") from error
    article.decrees.set(decrees)


def free_slug(article):
    """Return an address made of the title that no other story has."""
    base = slugify(article.title)[:90].strip("-") or "berita"
    taken = Article.objects.exclude(pk=article.pk).filter(slug__startswith=base).values_list("slug", flat=True)
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)


def learn_new_words(before, after):
    """Teach the search the words that a correction brought; the story itself was counted when it came out."""
    old, new = (words_to_learn(one.search_document) for one in (before, after))
    if new - old:
        learn_words([" ".join(new - old)])


def editors_today():
    """Return the accounts of the editors of today."""
    grants = RoleGrant.objects.active_on(timezone.localdate()).filter(role=Role.EDITOR)
    return User.objects.filter(is_active=True, grants__in=grants).distinct()


def tell_author(article, kind, *, by, path):
    """Tell the author what became of the story, unless it was the author's own doing."""
    if article.author and article.author != by:
        notify([article.author], kind, title=article.title, path=path)
