"""What no form, import or shell may bring into the tables of the news."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from announcements.models import Article, Correction, Picture
from tests import factories


def change(model, factory, **fields):
    return lambda: model.objects.filter(pk=factory().pk).update(**fields)


def reviewed_by_the_author():
    article = factories.ArticleFactory()
    Article.objects.filter(pk=article.pk).update(reviewed_by=article.author)


# Each named constraint with one row that breaks it and nothing else.
BREAKS = {
    "article_state_known": change(Article, factories.ArticleFactory, state="hilang"),
    "article_published_has_time": change(Article, factories.ArticleFactory, state="terbit"),
    "article_scheduled_has_time": change(Article, factories.ArticleFactory, state="terjadwal"),
    "article_reviewed_by_another": reviewed_by_the_author,
    "picture_has_alt": change(Picture, factories.PictureFactory, alt=""),
    "correction_has_note": lambda: Correction.objects.create(article=factories.ArticleFactory(), note=""),
}


def test_every_constraint_of_the_news_is_in_the_table():
    named = {constraint.name for model in (Article, Picture, Correction) for constraint in model._meta.constraints}
    assert named == BREAKS.keys()


@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses_what_a_constraint_forbids(db, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name]()
    assert refused.value.__cause__.diag.constraint_name == name


def test_archived_story_without_its_time_is_refused_too(db):
    article = factories.ArticleFactory()
    with pytest.raises(IntegrityError, match="article_published_has_time"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(state="arsip")
    Article.objects.filter(pk=article.pk).update(state="arsip", published_at=timezone.now())


def test_two_stories_never_share_an_address(db):
    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        factories.ArticleFactory.create_batch(2, slug="sama")


def test_database_keeps_a_story_with_corrections(db):
    article = factories.ArticleFactory()
    Correction.objects.create(article=article, note="Tempat.")
    with pytest.raises(Exception, match="protected"):
        article.delete()
