"""The newsroom: what an editor writes is never lost, and nobody approves the own story."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import ElectionPhase
from accounts.tasks import drain_outbox
from announcements.actions import return_article, save_article, submit_article
from announcements.models import Article, Picture
from tests import factories
from tests.conftest import CAST

INBOX = reverse("announcements:article-inbox")
CREATE = reverse("announcements:article-create")
FORM = {"title": "Netralitas harga mati", "summary": "Ringkasan.", "body": "<p>Isi.</p>"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client, cast):
    client.force_login(cast["penyunting"])
    return client


@pytest.fixture
def in_review(make_draft):
    article = make_draft()
    submit_article(article, by=article.author)
    return article


def page_of(name, article):
    return reverse(f"announcements:{name}", args=[article.pk])


def typed(article, **fields):
    """Return what the form of a stored story sends."""
    return {**FORM, "read_at": article.updated_at.isoformat(), **fields}


def test_new_story_is_saved_as_a_draft_and_stays_open_for_writing(editor, cast):
    response = editor.post(CREATE, FORM, follow=True)
    article = Article.objects.get()
    assert response.redirect_chain == [(page_of("article-update", article), 302)]
    assert (article.state, article.author, article.body) == ("draf", cast["penyunting"], "<p>Isi.</p>")
    assert "Draf disimpan." in response.content.decode()


def test_story_goes_on_to_its_pictures_or_to_the_reviewers(editor, reviewer):
    first = editor.post(CREATE, {**FORM, "then": "gambar"})
    article = Article.objects.get()
    assert first["Location"] == page_of("picture-list", article)
    second = editor.post(page_of("article-update", article), typed(article, then="kirim"))
    article.refresh_from_db()
    assert (second["Location"], article.state) == (page_of("article-preview", article), "ditinjau")


def test_hostile_body_is_clean_on_the_page_that_readers_get(client, editor, reviewer):
    body = '<p onclick="x()">a<script>alert(1)</script></p><img src=x onerror=alert(1)><a href="javascript:x">b</a>'
    editor.post(CREATE, {**FORM, "body": body, "then": "kirim"})
    article = Article.objects.get()
    client.force_login(reviewer)
    client.post(page_of("article-approve", article), {"when": "sekarang"})
    client.logout()
    html = client.get(article.get_absolute_url()).content.decode()
    assert '<p>a</p><a rel="noopener noreferrer">b</a>' in html
    assert [bad for bad in ("alert(1)", "onclick", "onerror", "javascript:") if bad in html] == []


def test_text_without_tags_is_saved_as_paragraphs(editor):
    editor.post(CREATE, {**FORM, "body": "Satu.\n\nDua & tiga."})
    assert Article.objects.get().body == "<p>Satu.</p>\n<p>Dua &amp; tiga.</p>"


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "x" * 151}, ["title"]),
        ({"summary": " "}, ["summary"]),
        ({"body": "x" * 60_001}, ["body"]),
        ({"body": ""}, ["body"]),
        ({"body": "<p> </p><script>x</script>"}, ["body"]),
        ({"then": "hapus"}, ["then"]),
        ({"event": "99"}, ["event"]),
        ({"decrees": ["99"]}, ["decrees"]),
    ],
)
def test_bad_input_is_refused_on_its_field_and_what_was_typed_stays(editor, sent, fields):
    page = editor.post(CREATE, {**FORM, "byline": "Yang saya ketik", **sent})
    assert (page.status_code, list(page.context["form"].errors), Article.objects.count()) == (200, fields, 0)
    assert 'value="Yang saya ketik"' in page.content.decode()


def test_only_published_events_and_issued_decrees_are_offered(editor, make_event, make_decree):
    event, decree = make_event(title="Sudah terbit"), make_decree()
    make_event(draft=True, title="Masih draf")
    make_decree(state="draf", issued_at=None, number="rahasia")
    form = editor.get(CREATE).context["form"]
    assert list(form.fields["event"].queryset) == [event]
    assert list(form.fields["decrees"].queryset) == [decree]
    editor.post(CREATE, {**FORM, "event": event.pk, "decrees": [decree.pk]})
    article = Article.objects.get()
    assert (article.event, list(article.decrees.all())) == (event, [decree])


def test_decree_that_was_chosen_long_ago_is_still_offered(editor, make_draft, make_decree):
    article, old = make_draft(), make_decree()
    article.decrees.set([old])
    for number in range(20):
        make_decree(number=f"baru-{number}", dated_on=timezone.localdate())
    offered = editor.get(page_of("article-update", article)).context["form"].fields["decrees"].queryset
    assert (old in offered, len(offered)) == (True, 21)


def test_second_editor_learns_what_the_first_saved_and_may_replace_it(editor, reviewer, make_draft):
    article = make_draft()
    sent = typed(article, title="Dari saya", summary="Ringkasan berita.", byline="Tim Humas")
    article.title = "Dari yang lain"
    save_article(article, decrees=[], by=reviewer)
    page = editor.post(page_of("article-update", article), sent)
    html = page.content.decode()
    assert page.context["form"].differences == ["Judul", "Isi"]
    assert ("Orang lain menyimpan berita ini" in html, 'value="Dari saya"' in html) == (True, True)
    assert Article.objects.get().title == "Dari yang lain"
    again = page.context["form"]["read_at"].value()
    assert f'value="{again}"' in html
    assert editor.post(page_of("article-update", article), {**sent, "read_at": again}).status_code == 302
    assert Article.objects.get().title == "Dari saya"


def test_same_editor_saves_twice_in_a_row(editor, make_draft):
    article = make_draft()
    for title in ("Satu", "Dua"):
        page = editor.get(page_of("article-update", article))
        read_at = page.context["form"]["read_at"].value()
        assert f'name="read_at" value="{read_at}"' in page.content.decode()
        assert (
            editor.post(page_of("article-update", article), {**FORM, "title": title, "read_at": read_at}).status_code
            == 302
        )
    assert Article.objects.get().title == "Dua"


def test_note_of_the_reviewer_stands_where_its_author_writes(editor, in_review, reviewer):
    return_article(in_review, note="Sebut <b>tempatnya</b>.", by=reviewer)
    for name in ("article-update", "article-preview"):
        assert "Sebut &lt;b&gt;tempatnya&lt;/b&gt;." in editor.get(page_of(name, in_review)).content.decode()


def test_preview_shows_the_story_as_readers_will_see_it(editor, make_draft, make_decree):
    article = make_draft(body="<p>Isi <strong>tebal</strong>.</p>")
    article.decrees.set([make_decree(recipients=6)])
    html = editor.get(page_of("article-preview", article)).content.decode()
    wanted = ['<div class="prose" itemprop="articleBody"><p>Isi <strong>tebal</strong>.</p></div>', "<dd>6 PNS</dd>"]
    assert [part for part in [*wanted, "Belum terbit"] if part not in html] == []
    assert 'class="share"' not in html


def test_preview_of_a_published_story_shares_the_page_of_its_readers(editor, make_article):
    article = make_article()
    html = editor.get(page_of("article-preview", article)).content.decode()
    assert f'data-copy="http://127.0.0.1:8000{article.get_absolute_url()}"' in html
    assert "pratinjau%2F" not in html


def test_author_meets_no_button_to_approve_and_is_refused_when_trying(editor, in_review):
    preview = editor.get(page_of("article-preview", in_review)).content.decode()
    assert "Menunggu penyunting lain" in preview
    assert page_of("article-approve", in_review) not in preview
    page = editor.post(page_of("article-approve", in_review), {"when": "sekarang"})
    assert page.context["approve_form"].non_field_errors() == ["Berita ditinjau oleh orang lain, bukan penulisnya."]
    in_review.refresh_from_db()
    assert in_review.state == "ditinjau"


def test_reviewer_approves_at_once(client, reviewer, in_review):
    client.force_login(reviewer)
    assert page_of("article-approve", in_review) in client.get(page_of("article-preview", in_review)).content.decode()
    response = client.post(page_of("article-approve", in_review), {"when": "sekarang"}, follow=True)
    in_review.refresh_from_db()
    assert (in_review.state, "Berita terbit." in response.content.decode()) == ("terbit", True)
    assert client.get(in_review.get_absolute_url()).status_code == 200


def test_reviewer_approves_for_a_moment_in_local_time(client, reviewer, in_review):
    client.force_login(reviewer)
    response = client.post(
        page_of("article-approve", in_review), {"when": "nanti", "publish_at": "2099-06-12T08:00"}, follow=True
    )
    in_review.refresh_from_db()
    assert in_review.state == "terjadwal"
    assert timezone.localtime(in_review.publish_at).strftime("%Y-%m-%d %H:%M") == "2099-06-12 08:00"
    assert "Terbit sendiri pada <b>Jumat, 12 Juni 2099, 08.00 WIB</b>" in response.content.decode()
    assert client.get(in_review.get_absolute_url()).status_code == 404
    client.post(page_of("article-unschedule", in_review))
    in_review.refresh_from_db()
    assert in_review.state == "draf"


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"when": ["Pilih kapan berita terbit."]}),
        ({"when": "nanti"}, {"publish_at": ["Isi tanggal dan jam terbitnya."]}),
        (
            {"when": "nanti", "publish_at": "besok"},
            {"publish_at": ["Tulis tanggal dan jam, misalnya 2026-06-12 08:00."]},
        ),
        (
            {"when": "nanti", "publish_at": "2024-06-12T08:00"},
            {"__all__": ["Waktu terbit itu sudah lewat; pilih waktu yang akan datang."]},
        ),
    ],
)
def test_approval_with_bad_input_is_refused(client, reviewer, in_review, sent, errors):
    client.force_login(reviewer)
    page = client.post(page_of("article-approve", in_review), sent)
    assert (page.status_code, page.context["approve_form"].errors) == (200, errors)
    in_review.refresh_from_db()
    assert in_review.state == "ditinjau"


def test_reviewer_returns_with_a_note(client, reviewer, in_review):
    client.force_login(reviewer)
    page = client.post(page_of("article-return", in_review), {"note": " "})
    assert page.context["return_form"].errors == {"note": ["Tulis apa yang perlu diperbaiki penulisnya."]}
    client.post(page_of("article-return", in_review), {"note": "Sebut tempatnya."})
    in_review.refresh_from_db()
    assert (in_review.state, in_review.review_note) == ("draf", "Sebut tempatnya.")


def test_author_takes_the_own_story_back(editor, in_review):
    editor.post(page_of("article-return", in_review))
    in_review.refresh_from_db()
    assert (in_review.state, in_review.review_note) == ("draf", "")


def test_archiving_needs_a_second_look_and_hides_the_page(editor, make_article):
    article = make_article()
    assert "Ya, arsipkan" in editor.get(page_of("article-preview", article)).content.decode()
    response = editor.post(page_of("article-archive", article), follow=True)
    assert "pembaca tidak menemukannya lagi" in response.content.decode()
    assert editor.get(article.get_absolute_url()).status_code == 404


def test_what_came_too_late_says_so_and_changes_nothing(editor, make_article):
    article = make_article()
    response = editor.post(page_of("article-submit", article), follow=True)
    assert "Tidak dapat diubah dari “Terbit” menjadi “Menunggu tinjauan”." in response.content.decode()
    article.refresh_from_db()
    assert article.state == "terbit"


def test_published_story_is_set_right_with_a_word_to_its_readers(editor, make_article):
    article = make_article()
    page = editor.post(page_of("article-update", article), typed(article, title="Judul benar"))
    assert page.context["form"].errors == {"note": ["Tulis apa yang dikoreksi, bagi pembaca."]}
    sent = typed(article, title="Judul benar", note="Judulnya keliru.")
    response = editor.post(page_of("article-update", article), sent, follow=True)
    assert "Koreksi terbit." in response.content.decode()
    html = editor.get(article.get_absolute_url()).content.decode()
    assert ("Judul benar" in html, "Judulnya keliru." in html) == (True, True)


def test_story_that_waits_is_read_and_not_written(editor, in_review):
    response = editor.get(page_of("article-update", in_review))
    assert (response.status_code, response["Location"]) == (302, page_of("article-preview", in_review))
    editor.post(page_of("article-update", in_review), typed(in_review, title="Lain"))
    in_review.refresh_from_db()
    assert in_review.title == "Judul berita"


def test_picture_is_added_and_taken_away_without_a_script(editor, make_draft, picture_upload):
    article = make_draft()
    sent = {"file": picture_upload(), "alt": "Orang duduk", "caption": "Suasana.", "credit": "Tim"}
    response = editor.post(page_of("picture-list", article), sent, follow=True)
    picture = Picture.objects.get()
    assert f"{picture.pk}-640.webp" in response.content.decode()
    response = editor.post(reverse("announcements:picture-delete", args=[picture.pk]), follow=True)
    assert ("Gambar dihapus." in response.content.decode(), Picture.objects.count()) == (True, 0)


def test_picture_with_bad_input_is_refused_on_its_field(editor, make_draft, picture_upload):
    article = make_draft()
    page = editor.post(page_of("picture-list", article), {"caption": "Yang saya ketik"})
    assert list(page.context["form"].errors) == ["file", "alt"]
    assert 'value="Yang saya ketik"' in page.content.decode()
    upload = picture_upload()
    upload.name, upload.file = "foto.jpg", type(upload.file)(b"bukan gambar")
    page = editor.post(page_of("picture-list", article), {"file": upload, "alt": "Orang"})
    assert list(page.context["form"].errors) == ["file"]


def test_picture_that_cannot_go_says_why(editor, in_review):
    picture = factories.PictureFactory(article=in_review)
    response = editor.post(reverse("announcements:picture-delete", args=[picture.pk]), follow=True)
    assert "hanya dapat dihapus dari draf" in response.content.decode()


def test_reviewer_is_warned_of_words_while_an_election_runs(editor, make_draft, today):
    article = make_draft(body="<p>Dukung pasangan calon kami.</p>")
    preview = page_of("article-preview", article)
    assert "Periksa kata ini" not in editor.get(preview).content.decode()
    phase = {"election": "Pemilihan contoh", "phase": "masa_kampanye", "source": "Keputusan contoh"}
    ElectionPhase.objects.create(starts_on=today, ends_on=today, **phase)
    html = editor.get(preview).content.decode()
    assert "Pemilihan contoh: masa kampanye." in html
    assert "Periksa kata ini: dukung, pasangan calon." in html


@pytest.fixture
def every_state(make_draft, make_article, in_review, reviewer):
    make_draft(title="Satu draf")
    make_article(title="Satu terbit")
    make_article(title="Satu terjadwal", publish_at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("draf", ["Satu draf"]),
        ("ditinjau", ["Judul berita"]),
        ("terjadwal", ["Satu terjadwal"]),
        ("terbit", ["Satu terbit"]),
        ("arsip", []),
        ("", ["Satu terjadwal", "Satu terbit", "Satu draf", "Judul berita"]),
        ("ngawur", ["Satu terjadwal", "Satu terbit", "Satu draf", "Judul berita"]),
        ("\x00", ["Satu terjadwal", "Satu terbit", "Satu draf", "Judul berita"]),
    ],
)
def test_inbox_is_narrowed_by_state_with_counts(editor, every_state, state, shown):
    page = editor.get(INBOX, {"keadaan": state})
    assert [article.title for article in page.context["page"]] == shown
    counts = {value: count for value, _, count in page.context["states"]}
    assert counts == {"draf": 1, "ditinjau": 1, "terjadwal": 1, "terbit": 1, "arsip": 0}


def test_inbox_needs_as_many_queries_for_300_as_for_3(editor, cast):
    def add(count):
        first = Article.objects.count()
        Article.objects.bulk_create(
            factories.ArticleFactory.build(author=cast["penyunting"], slug=f"berita-{first + n}") for n in range(count)
        )

    add(3)
    editor.get(INBOX)
    with CaptureQueriesContext(connection) as few:
        editor.get(INBOX)
    add(297)
    with CaptureQueriesContext(connection) as lots:
        page = editor.get(INBOX)
    assert (len(lots), len(page.context["page"])) == (len(few), 25)
    assert 'rel="next"' in page.content.decode()


def test_inbox_of_nothing_says_how_stories_come_about(editor):
    assert "Tidak ada berita di sini" in editor.get(INBOX).content.decode()


def test_newsroom_is_for_editors_alone(client, cast, make_article):
    article = make_article()
    picture = factories.PictureFactory(article=article)
    names = ["article-update", "article-preview", "picture-list"]
    posts = ["article-submit", "article-approve", "article-return", "article-unschedule", "article-archive"]
    pages = [INBOX, CREATE, *(page_of(name, article) for name in names)]
    actions = [page_of(name, article) for name in posts]
    actions.append(reverse("announcements:picture-delete", args=[picture.pk]))
    for path in (*pages, *actions):
        answer = client.get(path) if path in pages else client.post(path)
        assert (answer.status_code, answer["Location"].startswith("/akun/masuk/")) == (302, True)
    opened = set()
    for who in CAST.keys() - {"penyunting", "penyunting2"}:
        client.force_login(cast[who])
        opened |= {(who, path) for path in pages if client.get(path).status_code != 403}
        opened |= {(who, path) for path in actions if client.post(path).status_code != 403}
    article.refresh_from_db()
    assert (opened, article.state, Picture.objects.count()) == (set(), "terbit", 1)


@pytest.mark.parametrize("name", ["submit", "approve", "return", "unschedule", "archive"])
def test_decisions_take_only_post(editor, make_article, name):
    assert editor.get(page_of(f"article-{name}", make_article())).status_code == 405


def test_newsroom_page_of_a_story_that_does_not_exist_is_a_404(editor):
    assert editor.get(reverse("announcements:article-update", args=[99])).status_code == 404
    assert editor.post(reverse("announcements:article-archive", args=[99])).status_code == 404


def policy(response):
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_policy_gives_way_to_the_editor_on_its_pages_only(editor, make_article, make_draft):
    article, draft = make_article(), make_draft()
    response = editor.get(CREATE)
    nonce = policy(response)["script-src"].partition("'nonce-")[2].rstrip("'")
    assert len(nonce) >= 20
    assert policy(response)["style-src"].startswith("'self' 'sha256-")
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    again = policy(editor.get(page_of("article-update", draft)))["script-src"]
    assert ("'nonce-" in again, nonce in again) == (True, False)
    others = [INBOX, page_of("article-preview", draft), page_of("picture-list", draft), article.get_absolute_url()]
    for path in others:
        assert (policy(editor.get(path))["script-src"], policy(editor.get(path))["style-src"]) == ("'self'", "'self'")


def test_mails_tell_what_to_do_and_where(editor, cast, reviewer, make_draft):
    article = make_draft(title="Satu & dua")
    editor.post(page_of("article-submit", article))
    editor.force_login(reviewer)
    editor.post(page_of("article-return", article), {"note": "Catatan rahasia."})
    article.refresh_from_db()
    submit_article(article, by=cast["penyunting"])
    editor.post(page_of("article-approve", article), {"when": "sekarang"})
    drain_outbox()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["penyunting2@contoh.invalid"], "Sebuah berita menunggu tinjauan Anda"),
        (["penyunting@contoh.invalid"], "Berita Anda kembali menjadi draf"),
        (["penyunting2@contoh.invalid"], "Sebuah berita menunggu tinjauan Anda"),
        (["penyunting@contoh.invalid"], "Berita terbit: Satu & dua"),
    ]
    assert f"http://127.0.0.1:8000/kerja/berita/{article.pk}/pratinjau/" in mail.outbox[0].body
    assert "Berita Anda “Satu & dua” sudah terbit." in mail.outbox[3].body
    assert article.get_absolute_url() in mail.outbox[3].alternatives[0].content
    assert [letter for letter in mail.outbox if "Catatan rahasia" in letter.message().as_string()] == []


def test_tab_of_the_newsroom_is_there_for_editors(client, cast):
    shown = set()
    for who in CAST:
        client.force_login(cast[who])
        if f'href="{INBOX}"' in client.get("/kerja/").content.decode():
            shown.add(who)
    assert shown == {"penyunting", "penyunting2"}
