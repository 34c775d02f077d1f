"""How a story moves: written by one, approved by another, out in its minute, set right in the open."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Activity, Notification, SearchTerm
from accounts.words import understand
from announcements.actions import (
    approve_article,
    archive_article,
    correct_article,
    publish_due_articles,
    return_article,
    save_article,
    submit_article,
    unschedule_article,
)
from announcements.models import Article, Correction
from announcements.tasks import publish_articles
from bkpsdm.celery import app
from tests import factories

NOW = timezone.make_aware(timezone.datetime(2026, 6, 12, 8, 0))


def new_article(**fields):
    return Article(**{"title": "Netralitas harga mati", "summary": "Ringkasan.", "body": "Isi.", **fields})


@pytest.fixture
def editor(cast):
    return cast["penyunting"]


@pytest.fixture
def in_review(make_draft, editor):
    article = make_draft()
    submit_article(article, by=editor)
    return article


def test_saved_draft_has_an_address_an_author_a_byline_and_clean_text(editor):
    article = save_article(new_article(body="Satu & dua.\n\nTiga."), decrees=[], by=editor)
    article.refresh_from_db()
    assert (article.slug, article.author, article.byline) == ("netralitas-harga-mati", editor, "Tim Humas BKD")
    assert article.body == "<p>Satu &amp; dua.</p>\n<p>Tiga.</p>"
    assert article.search_text == "Satu & dua.\nTiga."
    assert article.state == "draf"


def test_address_follows_the_title_until_the_story_is_out_and_is_nobody_elses(editor, reviewer):
    first, second = (save_article(new_article(), decrees=[], by=editor) for _ in range(2))
    third = save_article(new_article(title="Judul lain"), decrees=[], by=editor)
    assert [a.slug for a in (first, second, third)] == [
        "netralitas-harga-mati",
        "netralitas-harga-mati-2",
        "judul-lain",
    ]
    third.title = "Netralitas harga mati"
    assert save_article(third, decrees=[], by=editor).slug == "netralitas-harga-mati-3"
    submit_article(third, by=editor)
    approve_article(third, by=reviewer)
    third.title = "Sama sekali lain"
    correct_article(third, note="Judul.", decrees=[], by=editor)
    third.refresh_from_db()
    assert (third.title, third.slug) == ("Sama sekali lain", "netralitas-harga-mati-3")


@pytest.mark.parametrize("title", ["你好", "!!!", "—"])
def test_title_without_letters_of_ours_still_gets_an_address(editor, title):
    assert save_article(new_article(title=title), decrees=[], by=editor).slug == "berita"


@pytest.mark.parametrize("missing", ["title", "summary"])
def test_draft_without_title_or_summary_is_refused(editor, missing):
    with pytest.raises(ValidationError) as refused:
        save_article(new_article(**{missing: ""}), decrees=[], by=editor)
    assert list(refused.value.message_dict) == [missing]
    assert Article.objects.count() == 0


def test_story_about_an_event_or_a_decree_that_is_not_out_is_refused(editor, make_event, make_decree):
    draft_event, draft_decree = make_event(draft=True), make_decree(state="draf", issued_at=None)
    with pytest.raises(ValidationError) as refused:
        save_article(new_article(event=draft_event), decrees=[], by=editor)
    assert refused.value.message_dict == {"event": ["Kegiatan itu belum terbit."]}
    with pytest.raises(ValidationError) as refused:
        save_article(new_article(), decrees=[draft_decree], by=editor)
    assert refused.value.message_dict == {"decrees": ["Keputusan itu belum terbit."]}


def test_save_after_somebody_else_saved_is_refused(editor, reviewer):
    article = save_article(new_article(), decrees=[], by=editor)
    opened = article.updated_at
    other = Article.objects.get(pk=article.pk)
    other.summary = "Dari yang lain."
    save_article(other, decrees=[], read_at=opened, by=reviewer)
    article.summary = "Dari saya."
    with pytest.raises(ValidationError, match="Orang lain menyimpan"):
        save_article(article, decrees=[], read_at=opened, by=editor)
    assert Article.objects.get().summary == "Dari yang lain."


def test_whoever_saved_last_is_the_author_and_cannot_approve(editor, reviewer):
    article = save_article(new_article(), decrees=[], by=editor)
    save_article(article, decrees=[], by=reviewer)
    submit_article(article, by=editor)
    with pytest.raises(ValidationError, match="bukan penulisnya"):
        approve_article(article, by=reviewer)
    approve_article(article, by=editor)
    assert Article.objects.get().state == "terbit"


def test_submitted_story_is_told_to_editors_of_today_other_than_its_author(make_draft, editor, reviewer, cast):
    submit_article(make_draft(), by=editor)
    told = Notification.objects.by_mail().filter(kind="article_submitted")
    assert [row.user for row in told] == [reviewer]


@pytest.mark.parametrize("body", ["", "<p> </p>", "<p>&nbsp;</p>"])
def test_story_without_text_is_not_submitted(make_draft, editor, body):
    article = make_draft(body=body)
    with pytest.raises(ValidationError, match="Tulis isi"):
        submit_article(article, by=editor)
    article.refresh_from_db()
    assert article.state == "draf"


def test_returned_story_is_a_draft_with_a_note_and_its_author_is_told(in_review, editor, reviewer):
    return_article(in_review, note="Sebut tempatnya.", by=reviewer)
    in_review.refresh_from_db()
    assert (in_review.state, in_review.review_note) == ("draf", "Sebut tempatnya.")
    assert [row.user for row in Notification.objects.by_mail().filter(kind="article_returned")] == [editor]
    submit_article(in_review, by=editor)
    in_review.refresh_from_db()
    assert in_review.review_note == ""


def test_return_needs_a_note_but_taking_the_own_story_back_does_not(in_review, editor, reviewer):
    with pytest.raises(ValidationError) as refused:
        return_article(in_review, note="  ", by=reviewer)
    assert list(refused.value.message_dict) == ["note"]
    return_article(in_review, note="", by=editor)
    assert (in_review.state, Notification.objects.filter(kind="article_returned").count()) == ("draf", 0)


def test_approved_story_is_out_at_once_and_its_author_is_told(in_review, editor, reviewer):
    approve_article(in_review, now=NOW, by=reviewer)
    in_review.refresh_from_db()
    assert (in_review.state, in_review.published_at, in_review.reviewed_by) == ("terbit", NOW, reviewer)
    told = Notification.objects.by_mail().get(kind="article_published")
    assert (told.user, told.payload["path"]) == (editor, in_review.get_absolute_url())


def test_approval_of_the_own_story_is_refused(in_review, editor):
    with pytest.raises(ValidationError, match="bukan penulisnya"):
        approve_article(in_review, by=editor)
    in_review.refresh_from_db()
    assert (in_review.state, in_review.reviewed_by) == ("ditinjau", None)


def test_database_refuses_a_review_by_the_author(make_article):
    article = make_article()
    with pytest.raises(IntegrityError, match="article_reviewed_by_another"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(reviewed_by=article.author)


def test_story_approved_for_a_moment_comes_out_in_its_minute_and_not_before(in_review, reviewer, editor):
    at = NOW + timedelta(hours=2)
    approve_article(in_review, publish_at=at, now=NOW, by=reviewer)
    assert (in_review.state, in_review.published_at) == ("terjadwal", None)
    assert publish_due_articles(at - timedelta(seconds=1)) == 0
    assert Article.objects.published().count() == 0
    assert publish_due_articles(at) == 1
    in_review.refresh_from_db()
    assert (in_review.state, in_review.published_at) == ("terbit", at)
    assert [row.user for row in Notification.objects.by_mail().filter(kind="article_published")] == [editor]


def test_moment_that_has_passed_is_refused(in_review, reviewer):
    for moment in (NOW, NOW - timedelta(days=1)):
        with pytest.raises(ValidationError, match="sudah lewat"):
            approve_article(in_review, publish_at=moment, now=NOW, by=reviewer)
    in_review.refresh_from_db()
    assert in_review.state == "ditinjau"


def test_task_publishes_by_the_clock_and_twice_publishes_once(make_article, time_machine):
    time_machine.move_to(NOW, tick=False)
    article = make_article(publish_at=NOW + timedelta(minutes=1))
    publish_articles()
    assert Article.objects.get().state == "terjadwal"
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    publish_articles()
    publish_articles()
    assert Article.objects.get().published_at == article.publish_at
    assert Activity.objects.filter(verb="article_published").count() == 1


def test_beat_looks_every_minute():
    schedule = app.conf.beat_schedule["publish-articles"]
    assert (schedule["task"], schedule["schedule"]) == (publish_articles.name, 60.0)


def test_schedule_is_taken_back_to_a_draft(make_article, reviewer):
    article = make_article(publish_at=timezone.now() + timedelta(days=1))
    unschedule_article(article, by=reviewer)
    article.refresh_from_db()
    assert (article.state, article.publish_at, article.reviewed_by) == ("draf", None, None)
    assert publish_due_articles(timezone.now() + timedelta(days=2)) == 0


def test_archived_story_is_published_no_more(make_article, reviewer):
    article = make_article()
    archive_article(article, by=reviewer)
    assert (Article.objects.get().state, Article.objects.published().count()) == ("arsip", 0)


def test_correction_is_shown_in_the_open_and_never_changes(make_article, reviewer):
    article = make_article()
    article.body = "<p>Isi yang benar.</p>"
    correct_article(article, note="Tanggalnya keliru.", decrees=[], by=reviewer)
    correction = Correction.objects.get()
    assert (correction.note, correction.made_by, correction.article) == ("Tanggalnya keliru.", reviewer, article)
    article.refresh_from_db()
    assert (article.state, article.body, article.search_text) == (
        "terbit",
        "<p>Isi yang benar.</p>",
        "Isi yang benar.",
    )
    changes = Article.objects.with_changes().get()
    assert changes.changed_at == correction.made_at > article.published_at
    for change in (Correction.objects.all().delete, lambda: Correction.objects.update(note="Lain.")):
        with pytest.raises(IntegrityError, match="Riwayat koreksi tidak dapat diubah"), transaction.atomic():
            change()


def test_correction_needs_a_note_and_without_one_nothing_changes(make_article, reviewer):
    article = make_article()
    article.title = "Lain"
    with pytest.raises(ValidationError) as refused:
        correct_article(article, note=" ", decrees=[], by=reviewer)
    assert list(refused.value.message_dict) == ["note"]
    assert Article.objects.get().title == "Judul berita"


def test_correction_after_somebody_else_corrected_is_refused(make_article, reviewer):
    article = make_article()
    opened = Article.objects.get().updated_at
    correct_article(article, note="Pertama.", decrees=[], read_at=opened, by=reviewer)
    with pytest.raises(ValidationError, match="Orang lain menyimpan"):
        correct_article(article, note="Kedua.", decrees=[], read_at=opened, by=reviewer)
    assert Correction.objects.count() == 1


def act(name, article, by):
    return {
        "save": lambda: save_article(article, decrees=[], by=by),
        "submit": lambda: submit_article(article, by=by),
        "return": lambda: return_article(article, note="Catatan.", by=by),
        "approve": lambda: approve_article(article, by=by),
        "unschedule": lambda: unschedule_article(article, by=by),
        "archive": lambda: archive_article(article, by=by),
        "correct": lambda: correct_article(article, note="Catatan.", decrees=[], by=by),
    }[name]()


ALLOWED = {
    "draf": {"save", "submit"},
    "ditinjau": {"return", "approve"},
    "terjadwal": {"unschedule"},
    "terbit": {"archive", "correct"},
    "arsip": set(),
}


@pytest.mark.parametrize(
    ("state", "name"), [(state, name) for state in ALLOWED for name in sorted(set().union(*ALLOWED.values()))]
)
def test_each_move_is_allowed_from_its_state_only(make_draft, make_article, reviewer, editor, state, name):
    if state == "draf":
        article = make_draft()
    elif state == "ditinjau":
        article = make_draft()
        submit_article(article, by=editor)
    else:
        article = make_article(publish_at=timezone.now() + timedelta(days=1) if state == "terjadwal" else None)
        if state == "arsip":
            archive_article(article, by=reviewer)
    assert article.state == state
    if name in ALLOWED[state]:
        act(name, article, reviewer)
    else:
        with pytest.raises(ValidationError):
            act(name, article, reviewer)
        article.refresh_from_db()
        assert article.state == state


def test_published_words_are_learned_and_found(make_article, make_draft):
    make_article(title="Kenari di alun", body="<p>Burung <strong>tebal</strong> berkicau.</p>")
    make_draft(title="Kenari rahasia")
    assert SearchTerm.objects.filter(word__in=["kenari", "berkicau"]).count() == 2
    assert not SearchTerm.objects.filter(word__in=["strong", "rahasia"]).exists()


def test_search_finds_published_stories_by_their_words_and_not_by_their_tags(cast, make_article, make_draft):
    article = make_article(title="Kenari di alun", body="<p>Burung <strong>tebal</strong> berkicau.</p>")
    make_draft(title="Kenari rahasia", body="<p>Berkicau.</p>")
    for user in (cast["asn"], cast["penyunting"]):
        stories = Article.objects.visible_to(user).published()
        assert stories.search(understand("kenari")) == [article]
        assert stories.search(understand("berkicau")) == [article]
        assert stories.search(understand("strong", exact=True)) == []


def test_words_that_a_correction_brings_are_learned(make_article, reviewer):
    article = make_article()
    article.body = "<p>Isi berita kenari.</p>"
    correct_article(article, note="Nama burung.", decrees=[], by=reviewer)
    counts = dict(SearchTerm.objects.filter(word__in=["kenari", "berita"]).values_list("word", "documents"))
    assert counts == {"kenari": 1, "berita": 1}


def test_record_says_what_was_done_without_words_of_the_story(make_article, reviewer):
    archive_article(make_article(title="Kenari"), by=reviewer)
    rows = Activity.objects.filter(thing="announcements.article")
    assert list(rows.order_by("pk").values_list("verb", flat=True)) == [
        "article_submitted",
        "article_published",
        "article_archived",
    ]
    assert [row for row in rows if row.details] == []


def test_two_stories_with_one_title_in_the_same_moment_cost_no_words(editor, monkeypatch):
    save_article(new_article(), decrees=[], by=editor)
    monkeypatch.setattr("announcements.actions.news.free_slug", lambda article: "netralitas-harga-mati")
    monkeypatch.setattr(Article, "full_clean", lambda self: None)  # the other one saved after this check
    with pytest.raises(ValidationError, match="Simpan sekali lagi"):
        save_article(new_article(), decrees=[], by=editor)
    assert Article.objects.count() == 1


def test_factory_makes_what_the_action_leaves(editor):
    made, saved = (
        factories.ArticleFactory(),
        save_article(new_article(body="<p>Isi berita.</p>"), decrees=[], by=editor),
    )
    assert (made.body, made.search_text) == (saved.body, saved.search_text)
