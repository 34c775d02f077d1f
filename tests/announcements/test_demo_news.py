"""The stories of the demo: two about the events of 2024, one about the portal, each read before it came out."""

import re

from django.urls import reverse
from django.utils import timezone

from announcements.models import Article, Picture
from bkpsdm.demo.news import seed_news

SLUGS = [
    "integritas-dan-netralitas-dua-pilar-profesionalisme",
    "wadah-tanya-jawab-dua-arah-dibuka",
    "netralitas-asn-harga-mati",
]


def test_demo_tells_what_happened_on_its_days_in_2024(client, seeded):
    stories = list(Article.objects.published().newest())
    assert [story.slug for story in stories] == SLUGS
    days = [timezone.localdate(story.published_at).isoformat() for story in stories]
    assert days == ["2024-10-09", "2024-06-21", "2024-06-21"]
    assert {(s.author.email, s.reviewed_by.email) for s in stories} == {
        ("penyunting@contoh.invalid", "penyunting2@contoh.invalid")
    }
    assert [story.event and story.event.starts_on.isoformat() for story in stories] == [
        "2024-10-09",
        None,
        "2024-06-21",
    ]
    assert [story for story in stories if story.minutes < 1 or "<" in story.search_text] == []
    assert [
        a["month"].strftime("%Y-%m") for a in client.get(reverse("announcements:article-list")).context["months"]
    ] == [
        "2024-10",
        "2024-06",
    ]


def test_demo_story_has_facts_from_the_records_of_its_event(client, seeded):
    page = client.get(reverse("announcements:article-detail", args=["netralitas-asn-harga-mati"]))
    facts = dict(page.context["facts"])
    assert (facts["Tempat"], facts["Tanggal"]) == ("Kecamatan Taman Krocok", "21 Juni 2024")
    assert facts["Kecamatan diundang"] == "7 dari 23"
    assert (facts["Satyalancana Karya Satya"], facts["SK kenaikan pangkat"]) == (
        "24 PNS",
        "23 PNS, periode Juni 2024",
    )
    present, invited = map(int, re.match(r"(\d+) dari (\d+) yang diundang", facts["Hadir"]).groups())
    assert 0 < present < invited


def test_demo_links_lead_to_pages_that_are_there(client, seeded):
    linked = {part.partition('"')[0] for story in Article.objects.all() for part in story.body.split('<a href="')[1:]}
    assert linked == {"/layanan/konsultasi-netralitas/", "/layanan/", "/tanya/"}
    assert {path: client.get(path).status_code for path in linked} == {
        "/layanan/konsultasi-netralitas/": 200,
        "/layanan/": 200,
        "/tanya/": 302,
    }


def test_demo_picture_says_that_it_is_drawn(seeded):
    picture = Picture.objects.get()
    assert picture.alt.startswith("Ilustrasi, bukan foto:")
    assert (picture.width, picture.height) == (1280, 720)


def test_demo_news_are_written_once(seeded):
    assert seed_news() == "3 berita, 0 baru terbit"
    assert (Article.objects.count(), Picture.objects.count()) == (3, 1)
