"""The news as readers meet it: list by month, page, feed and sitemap; what is not published is nowhere."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from announcements.actions import archive_article, correct_article, submit_article
from announcements.models import Article
from bkpsdm.lib.states import move_to
from neutrality.actions import finish_event
from neutrality.models import Attendance
from tests import factories
from tests.conftest import CAST

LIST = reverse("announcements:article-list")
FEED = reverse("announcements:article-feed")
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


def at(year, month, day, hour=8):
    return timezone.make_aware(datetime(year, month, day, hour))


@pytest.fixture
def three(make_article):
    """Two stories of June 2024 and one of October, the last minute of a month included."""
    return [
        make_article(title="Pertama", slug="pertama", now=at(2024, 6, 1, 0)),
        make_article(title="Kedua", slug="kedua", now=at(2024, 6, 30, 23)),
        make_article(title="Ketiga", slug="ketiga", now=at(2024, 10, 9)),
    ]


@pytest.fixture
def many(db):
    """Return a function that adds published stories, one in each of so many months."""

    def make(count):
        first = at(2000, 1, 15)
        stories = [
            factories.ArticleFactory.build(
                author=None,
                title=f"Berita {n}",
                slug=f"berita-{n}",
                state="terbit",
                published_at=first + timedelta(days=31 * n),
            )
            for n in range(count)
        ]
        Article.objects.bulk_create(stories)

    return make


def titles(page):
    return [article.title for article in page.context["page"]]


def test_list_shows_the_newest_first_and_the_archive_by_month(client, three):
    page = client.get(LIST)
    assert titles(page) == ["Ketiga", "Kedua", "Pertama"]
    archive = [(f"{row['month']:%Y-%m}", row["count"]) for row in page.context["months"]]
    assert archive == [("2024-10", 1), ("2024-06", 2)]
    html = page.content.decode()
    assert '<a class="link" href="?bulan=2024-06">Juni 2024</a>' in html
    assert f'<link rel="alternate" type="application/atom+xml" href="{FEED}"' in html


def test_list_of_a_month_holds_its_first_and_last_minute_in_local_time(client, three):
    page = client.get(LIST, {"bulan": "2024-06"})
    assert titles(page) == ["Kedua", "Pertama"]
    assert "<h1>Berita Juni 2024</h1>" in page.content.decode()
    assert titles(client.get(LIST, {"bulan": "2024-07"})) == []


@pytest.mark.parametrize("month", ["", "2024", "2024-13", "0001-01", "juni", "2024-06-01", "\x00", "٢٠٢٤-٠٦"])
def test_month_that_is_none_shows_everything(client, three, month):
    assert len(titles(client.get(LIST, {"bulan": month}))) == 3


def test_list_is_turned_page_by_page_within_its_month(client, agency, many):
    many(25)
    Article.objects.update(published_at=at(2024, 6, 21))
    first, second = (client.get(LIST, {"bulan": "2024-06", "halaman": number}) for number in (1, 2))
    assert (len(titles(first)), len(titles(second))) == (20, 5)
    assert 'href="?bulan=2024-06&amp;halaman=2" rel="next"' in first.content.decode()


def test_list_of_nothing_says_so(client, agency):
    assert "Belum ada berita" in client.get(LIST).content.decode()


@pytest.mark.parametrize("path", [LIST, f"{LIST}?bulan=2000-01", FEED, "/sitemap.xml"])
def test_list_archive_and_feed_need_as_many_queries_for_300_as_for_3(client, agency, many, path):
    many(3)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    Article.objects.all().delete()
    many(300)
    with CaptureQueriesContext(connection) as lots:
        response = client.get(path)
    assert (response.status_code, len(lots)) == (200, len(few))
    assert len(few) <= 8


def test_page_needs_as_many_queries_with_three_of_everything_as_with_one(client, make_article, reviewer):
    article = make_article()
    other = make_article(title="Lain", slug="lain")
    counts = []
    for number in (1, 2):
        factories.PictureFactory.create_batch(number, article=article)
        for _ in range(number):
            correct_article(article, note="Koreksi.", decrees=[], by=reviewer)
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
    assert other.title in client.get(article.get_absolute_url()).content.decode()


def test_page_shows_the_story_as_it_was_written(client, make_article):
    body = '<h2>Dialog</h2><p>Isi <strong>tebal</strong> &amp; <a href="/layanan/">tautan</a>.</p>'
    article = make_article(body=body, byline="Bagian Humas", now=at(2024, 6, 21))
    html = client.get(article.get_absolute_url()).content.decode()
    wanted = [
        f'<div class="prose" itemprop="articleBody">{body}</div>',
        "Jumat, 21 Juni 2024",
        '<span itemprop="name">Bagian Humas</span>',
        "1 menit baca",
        "Riwayat koreksi: belum ada.",
        '<h1 itemprop="headline">Judul berita</h1>',
    ]
    assert [part for part in wanted if part not in html] == []


@pytest.mark.parametrize(("words", "minutes"), [(3, 1), (299, 1), (301, 2), (1000, 5)])
def test_reading_time_is_told_in_whole_minutes(words, minutes):
    assert Article(search_text="kata " * words).minutes == minutes


def test_page_tells_other_sites_what_it_is(client, make_article, reviewer):
    article = make_article(title="Satu & dua", slug="satu", now=at(2024, 6, 21))
    picture = factories.PictureFactory(article=article)
    html = client.get(article.get_absolute_url()).content.decode()
    wanted = [
        '<meta property="og:type" content="article">',
        '<meta property="og:title" content="Satu &amp; dua">',
        f'<meta property="og:url" content="{SITE}/berita/satu/">',
        f'<meta property="og:image" content="{SITE}/berita/gambar/{picture.pk}-1280.webp">',
        '<meta property="og:image:width" content="1280">',
        '<meta property="article:published_time" content="2024-06-21T08:00:00+07:00">',
        'itemtype="https://schema.org/NewsArticle"',
        '<meta itemprop="datePublished" content="2024-06-21T08:00:00+07:00">',
        '<meta itemprop="dateModified" content="2024-06-21T08:00:00+07:00">',
        'itemprop="author" itemscope itemtype="https://schema.org/Organization"',
        f'<link itemprop="contentUrl" href="{SITE}/berita/gambar/{picture.pk}-1280.webp">',
        f'<link itemprop="mainEntityOfPage" href="{SITE}/berita/satu/">',
    ]
    assert [part for part in wanted if part not in html] == []
    correct_article(article, note="Tempat.", decrees=[], by=reviewer)
    corrected = client.get(article.get_absolute_url()).content.decode()
    moment = timezone.localtime(article.corrections.get().made_at).isoformat()
    assert f'<meta itemprop="dateModified" content="{moment}">' in corrected


def test_share_bar_is_plain_links_to_the_page(client, make_article):
    article = make_article(title="Satu & dua", slug="satu")
    html = client.get(article.get_absolute_url()).content.decode()
    address = "http%3A%2F%2F127.0.0.1%3A8000%2Fberita%2Fsatu%2F"
    wanted = [
        f'<a href="https://wa.me/?text=Satu%20%26%20dua%20{address}" rel="noopener noreferrer">',
        f'<a href="https://t.me/share/url?url={address}&amp;text=Satu%20%26%20dua" rel="noopener noreferrer">',
        f'<button type="button" data-copy="{SITE}/berita/satu/" data-copied="Tautan tersalin" hidden>',
        '<button type="button" data-print hidden>',
    ]
    assert [part for part in wanted if part not in html] == []
    assert re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="https?://(?!127)', html) == []


def test_pictures_come_in_two_widths_with_their_size_and_words(client, make_article):
    article = make_article()
    wide = factories.PictureFactory(article=article, caption="Suasana acara.", credit="Tim Humas")
    small = factories.PictureFactory(article=article, width=500, height=300, alt="Piagam", position=1)
    html = client.get(article.get_absolute_url()).content.decode()
    tags = [dict(re.findall(r'([a-z]+)="([^"]*)"', tag)) for tag in re.findall(r"<img [^>]*>", html)]
    first, second = tags
    base = f"/berita/gambar/{wide.pk}"
    assert first["srcset"] == f"{base}-640.webp 640w, {base}-1280.webp 1280w"
    assert (first["src"], first["alt"]) == (f"{base}-640.webp", "Orang duduk di halaman")
    assert (first["width"], first["height"], first["loading"]) == ("1280", "720", "lazy")
    assert ("srcset" in second, second["width"], second["alt"]) == (False, "500", "Piagam")
    assert "Suasana acara. Foto: Tim Humas." in html
    assert html.index(f"{wide.pk}-640") < html.index('class="prose"') < html.index(f"{small.pk}-640")


def test_facts_on_the_page_follow_the_record(client, make_article, make_event, make_decree):
    unit = factories.WorkUnitFactory()
    factories.EmployeeFactory.create_batch(6, unit=unit)
    event = make_event(units=[unit], starts_in=-timedelta(days=2), venue="Aula Contoh")
    finish_event(event, by=None)
    decree = make_decree(recipients=6, event=event)
    article = make_article(event=event)

    def facts():
        page = client.get(article.get_absolute_url())
        html = page.content.decode()
        assert [pair for pair in page.context["facts"] if f"<dt>{pair[0]}</dt><dd>{pair[1]}</dd>" not in html] == []
        assert f'href="{event.get_absolute_url()}"' in html
        return dict(page.context["facts"])

    assert (facts()["Hadir"], facts()["Satyalancana Karya Satya"]) == ("0 dari 6 yang diundang", "6 PNS")
    move_to(event.attendances.first(), Attendance.State.PRESENT, present_at=event.starts_at)
    move_to(decree.recipients.first(), "dicabut", reason="Keliru.", ended_on=timezone.localdate())
    assert (facts()["Hadir"], facts()["Satyalancana Karya Satya"]) == ("1 dari 6 yang diundang", "5 PNS")
    assert f"per tanggal {timezone.localdate():%-d}" in client.get(article.get_absolute_url()).content.decode()


def test_page_names_nobody_who_received_something(client, make_article, make_decree):
    decree = make_decree(recipients=6)
    person = decree.recipients.first()
    article = make_article()
    article.decrees.set([decree])
    html = client.get(article.get_absolute_url()).content.decode()
    assert "6 PNS" in html
    assert [word for word in (person.name, person.nip, person.code, decree.number) if word in html] == []


def test_correction_is_shown_with_its_time_and_without_a_name(client, make_article, reviewer):
    article = make_article()
    correct_article(article, note="Nama tempat <b>keliru</b>.", decrees=[], by=reviewer)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "<p>Nama tempat &lt;b&gt;keliru&lt;/b&gt;.</p>" in html
    assert [name for name in (reviewer.full_name, article.author.full_name) if name in html] == []


def test_other_news_are_the_newest_others(client, three):
    page = client.get(three[2].get_absolute_url())
    assert [other.title for other in page.context["others"]] == ["Kedua", "Pertama"]


@pytest.mark.parametrize("path", ["/berita/tidak-ada/", "/berita/a%20b/", "/berita/gambar/"])
def test_story_that_does_not_exist_is_a_404(client, agency, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [LIST, FEED])
def test_reading_pages_take_no_post_and_may_be_kept(client, agency, path):
    assert client.post(path).status_code == 405
    response = client.get(path)
    assert (response["Cache-Control"], "Cookie" in response["Vary"]) == ("public, max-age=60", True)


def test_feed_is_atom_with_whole_addresses_and_the_newest_first(client, three, reviewer):
    correct_article(three[0], note="Tempat.", decrees=[], by=reviewer)
    response = client.get(FEED, headers={"host": "lain.contoh.invalid"})
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{SITE}/berita/", "self": f"{SITE}/berita/umpan.atom"}
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Ketiga", "Kedua", "Pertama"]
    assert entries[0].find(f"{ATOM}link").get("href") == f"{SITE}/berita/ketiga/"
    assert entries[0].find(f"{ATOM}published").text == "2024-10-09T01:00:00+00:00"
    assert entries[0].find(f"{ATOM}author/{ATOM}name").text == "Tim Humas"
    assert entries[2].find(f"{ATOM}updated").text > entries[2].find(f"{ATOM}published").text
    assert b"lain.contoh.invalid" not in response.content


def test_feed_holds_words_as_words(client, make_article):
    make_article(title="Satu & <b>dua</b>", summary="Ringkas & <script>")
    entry = ElementTree.fromstring(client.get(FEED).content).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Satu & <b>dua</b>"
    assert entry.find(f"{ATOM}summary").text == "Ringkas &amp; &lt;script&gt;"  # type="html": shown as typed


def test_sitemap_holds_stories_with_their_last_change(client, three, reviewer):
    correct_article(three[1], note="Tempat.", decrees=[], by=reviewer)
    xml = client.get("/sitemap.xml").content.decode()
    today = timezone.localdate()
    assert f"<loc>{SITE}/berita/ketiga/</loc><lastmod>2024-10-09</lastmod>" in xml
    assert f"<loc>{SITE}/berita/kedua/</loc><lastmod>{today:%Y-%m-%d}</lastmod>" in xml


@pytest.fixture
def hidden(make_draft, make_article, reviewer):
    """A story with a canary in every word, in each state that is not for the public, with a picture each."""
    made = {}
    for state in ("draf", "ditinjau", "terjadwal", "arsip"):
        words = {"title": f"Kenari {state}", "slug": f"kenari-{state}", "summary": "kenari", "body": "<p>kenari</p>"}
        if state in ("draf", "ditinjau"):
            made[state] = make_draft(**words)
        else:
            later = timezone.now() + timedelta(days=1) if state == "terjadwal" else None
            made[state] = make_article(publish_at=later, **words)
    submit_article(made["ditinjau"], by=made["ditinjau"].author)
    archive_article(made["arsip"], by=reviewer)
    for state, article in made.items():
        assert article.state == state
        factories.PictureFactory(article=article, alt="kenari")
    return made


def test_what_is_not_published_is_nowhere_whoever_looks(client, cast, hidden, make_article):
    make_article(title="Yang terbit")
    paths = ["/", LIST, f"{LIST}?bulan={timezone.localdate():%Y-%m}", FEED, "/sitemap.xml", "/cari/?q=yang+terbit"]
    pages = [article.get_absolute_url() for article in hidden.values()]
    leaks = []
    for who in ("warga", *CAST):
        client.logout() if who == "warga" else client.force_login(cast[who])
        leaks += [(who, path) for path in paths if "kenari" in client.get(path).content.decode().lower()]
        leaks += [(who, path) for path in pages if client.get(path).status_code != 404]
    assert leaks == []


def test_pictures_of_what_is_not_published_are_seen_by_editors_only_and_kept_by_nobody(client, cast, hidden):
    paths = [f"/berita/gambar/{article.pictures.get().pk}-640.webp" for article in hidden.values()]
    seen = set()
    for who in ("warga", *CAST):
        client.logout() if who == "warga" else client.force_login(cast[who])
        answers = [client.get(path) for path in paths]
        seen |= {who for answer in answers if answer.status_code != 404 and answer.getvalue() == b"sempit"}
        if who == "penyunting":
            assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert seen == {"penyunting", "penyunting2"}
