"""Two at once: two beats in one minute, two reviewers, an approval and a second thought."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts.actions import grant_role
from accounts.models import Activity, Notification
from announcements.actions import (
    approve_article,
    publish_due_articles,
    save_article,
    submit_article,
    unschedule_article,
)
from announcements.models import Article
from tests import factories
from tests.services.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editors():
    call_command("sync_roles", verbosity=0)
    factories.AgencyFactory()
    people = factories.UserFactory.create_batch(3)
    for person in people:
        grant_role(person, role="editor", unit=None, starts_on=timezone.localdate(), by=None)
    return people


@pytest.fixture
def in_review(editors):
    article = factories.ArticleFactory(author=editors[0])
    submit_article(article, by=editors[0])
    return article


def fresh(article):
    return Article.objects.get(pk=article.pk)


def outcomes_by_kind(outcomes):
    return sorted(type(outcome).__name__ if isinstance(outcome, Exception) else str(outcome) for outcome in outcomes)


def test_two_beats_at_once_publish_once(in_review, editors):
    moment = timezone.now() + timedelta(minutes=1)
    approve_article(in_review, publish_at=moment, by=editors[1])
    outcomes = at_once(*[lambda: publish_due_articles(moment)] * 4)
    assert outcomes_by_kind(outcomes) == ["0", "0", "0", "1"]
    assert (fresh(in_review).state, fresh(in_review).published_at) == ("terbit", moment)
    assert Activity.objects.filter(verb="article_published").count() == 1
    assert Notification.objects.by_mail().filter(kind="article_published").count() == 1


def test_two_reviewers_at_once_publish_once(in_review, editors):
    outcomes = at_once(*[lambda by=by: approve_article(fresh(in_review), by=by) for by in editors[1:]])
    assert outcomes_by_kind(outcomes) == ["None", "ValidationError"]
    assert Activity.objects.filter(verb="article_published").count() == 1


def test_second_thought_in_the_minute_of_publication_leaves_one_of_both(in_review, editors):
    moment = timezone.now() + timedelta(minutes=1)
    approve_article(in_review, publish_at=moment, by=editors[1])
    back, out = at_once(
        lambda: unschedule_article(fresh(in_review), by=editors[1]), lambda: publish_due_articles(moment)
    )
    article = fresh(in_review)
    if article.state == "draf":
        assert (back, out, article.published_at, article.reviewed_by) == (None, 0, None, None)
    else:
        assert (article.state, out, isinstance(back, ValidationError)) == ("terbit", 1, True)


def test_draft_saved_by_two_at_once_keeps_the_one_and_tells_the_other(editors):
    article = factories.ArticleFactory(author=editors[0])
    read_at = fresh(article).updated_at

    def save(by):
        mine = fresh(article)
        mine.title = f"Dari {by.pk}"
        return save_article(mine, decrees=[], read_at=read_at, by=by)

    outcomes = at_once(*[lambda by=by: save(by) for by in editors])
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert [error.code for error in refused] == ["race", "race"]
    assert fresh(article).title == f"Dari {fresh(article).author_id}"


def test_two_stories_with_one_title_at_once_get_two_addresses_or_one_is_asked_again(editors):
    def write(by):
        return save_article(Article(title="Sama", summary="Ringkasan.", body="Isi."), decrees=[], by=by)

    outcomes = at_once(*[lambda by=by: write(by) for by in editors])
    saved = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    assert [error.messages for error in outcomes if error not in saved] == [
        ["Judul ini baru saja dipakai. Simpan sekali lagi."]
    ] * (3 - len(saved))
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert (len(saved) >= 1, len(slugs)) == (True, len(saved))
