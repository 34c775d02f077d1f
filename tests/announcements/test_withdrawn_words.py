"""A withdrawn story teaches nobody its words any more: a repaired typing error would tell them."""

from accounts.models import SearchTerm
from announcements.actions import archive_article


def known(*words):
    return set(SearchTerm.objects.filter(word__in=words).values_list("word", flat=True))


def test_words_of_a_withdrawn_story_are_forgotten_unless_another_says_them_too(make_article, cast):
    story = make_article(title="Wawancara kenarikuning", search_text="Isi berita kenarihijau.")
    make_article(title="Wawancara lain", search_text="Isi berita kenarihijau juga.")
    assert known("kenarikuning", "kenarihijau", "wawancara") == {"kenarikuning", "kenarihijau", "wawancara"}
    documents = SearchTerm.objects.get(word="").documents
    archive_article(story, by=cast["penyunting"])
    assert known("kenarikuning", "kenarihijau", "wawancara") == {"kenarihijau", "wawancara"}
    assert SearchTerm.objects.get(word="").documents == documents - 1
    assert SearchTerm.objects.get(word="kenarihijau").documents == 1


def test_words_of_a_withdrawn_story_repair_no_typing_error(client, make_article, cast):
    story = make_article(title="Pelantikan kenarikuning")
    assert "kenarikuning" in client.get("/cari/?q=kenarikunnig").content.decode()
    archive_article(story, by=cast["penyunting"])
    assert "kenarikuning" not in client.get("/cari/?q=kenarikunnig").content.decode()
