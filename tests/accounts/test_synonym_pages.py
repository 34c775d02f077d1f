"""The words of the people: an editor adds one, and from then on searches understand it."""

import pytest
from django.urls import reverse

from accounts.models import Activity, Synonym
from tests import factories
from tests.conftest import CAST

LIST = reverse("accounts:synonym-list")
WRITERS = {"penyunting", "penyunting2", "admin"}


@pytest.fixture
def editor(client, cast):
    client.force_login(cast["penyunting"])
    return client


def update_page(synonym):
    return reverse("accounts:synonym-update", args=[synonym.pk])


def delete_page(synonym):
    return reverse("accounts:synonym-delete", args=[synonym.pk])


def said(term="kgb", meanings="kenaikan gaji berkala"):
    return {"term": term, "meanings": meanings}


def test_synonym_is_added_and_recorded(editor, cast):
    response = editor.post(LIST, said(" Naik  Berkala ", "kenaikan gaji berkala, kgb"), follow=True)
    synonym = Synonym.objects.get()
    assert (synonym.term, synonym.meanings) == ("naik berkala", ["kenaikan gaji berkala", "kgb"])
    assert response.redirect_chain == [(LIST, 302)]
    html = response.content.decode()
    assert ("“naik berkala” ditambahkan." in html, "kenaikan gaji berkala, kgb" in html) == (True, True)
    activity = Activity.objects.get(verb="synonym_saved")
    assert (activity.actor, activity.details) == (cast["penyunting"], {"term": "naik berkala"})


def test_synonym_is_edited(editor):
    synonym = factories.SynonymFactory(term="kgb")
    response = editor.post(update_page(synonym), said("kgb", "gaji berkala"), follow=True)
    assert "“kgb” disimpan." in response.content.decode()
    assert Synonym.objects.get().meanings == ["gaji berkala"]


def test_synonym_is_deleted_and_recorded(editor, cast):
    synonym = factories.SynonymFactory(term="kgb")
    response = editor.post(delete_page(synonym), follow=True)
    assert "“kgb” dihapus." in response.content.decode()
    assert not Synonym.objects.exists()
    activity = Activity.objects.get(verb="synonym_deleted")
    assert (activity.actor, activity.thing_id) == (cast["penyunting"], str(synonym.pk))


@pytest.mark.parametrize("term", ["kgb", "KGB", "  kgb "])
def test_synonym_that_exists_is_refused_in_words(editor, term):
    factories.SynonymFactory(term="kgb")
    page = editor.post(LIST, said(term))
    assert page.context["form"].errors == {"term": ["Kata ini sudah ada; sunting yang ada saja."]}
    assert Synonym.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (said(term=""), "term"),
        (said(term="x" * 81), "term"),
        (said(term="a\x00"), "term"),
        (said(meanings=""), "meanings"),
        (said(meanings=" , ,"), "meanings"),
        (said(meanings="x" * 121), "meanings"),
    ],
)
def test_synonym_with_bad_input_is_refused_on_its_field(editor, sent, field):
    page = editor.post(LIST, sent)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert not Synonym.objects.exists()


def test_synonym_that_is_edited_badly_stays_as_it_is(editor):
    factories.SynonymFactory(term="kp")
    synonym = factories.SynonymFactory(term="kgb")
    page = editor.post(update_page(synonym), said("kp"))
    assert list(page.context["form"].errors) == ["term"]
    assert "Sunting “kgb”" in page.content.decode()
    assert Synonym.objects.get(pk=synonym.pk).term == "kgb"


def test_synonym_pages_are_refused_to_whoever_does_not_edit_words(client, cast):
    synonym = factories.SynonymFactory()
    asked = [("get", LIST), ("post", LIST), ("get", update_page(synonym)), ("post", delete_page(synonym))]
    got = {"warga": [getattr(client, verb)(path).status_code for verb, path in asked]}
    for who in sorted(CAST.keys() - WRITERS):
        client.force_login(cast[who])
        got[who] = [getattr(client, verb)(path).status_code for verb, path in asked]
    assert got == {"warga": [302] * 4, **{who: [403] * 4 for who in CAST.keys() - WRITERS}}
    assert list(Synonym.objects.all()) == [synonym]


@pytest.mark.parametrize("who", sorted(WRITERS))
def test_synonym_pages_open_for_whoever_edits_words(client, cast, who):
    client.force_login(cast[who])
    synonym = factories.SynonymFactory()
    assert [client.get(path).status_code for path in (LIST, update_page(synonym))] == [200, 200]
    assert client.get(delete_page(synonym)).status_code == 405


def test_synonym_that_does_not_exist_is_a_404(editor):
    assert (editor.get("/kerja/kata/999/").status_code, editor.post("/kerja/kata/999/hapus/").status_code) == (404, 404)


def test_synonym_list_needs_as_many_queries_for_three_as_for_one(editor, django_assert_max_num_queries):
    factories.SynonymFactory()
    editor.get(LIST)
    with django_assert_max_num_queries(8) as one:  # one of them counts the unread messages for the header
        editor.get(LIST)
    factories.SynonymFactory.create_batch(2)
    with django_assert_max_num_queries(len(one)):
        assert "3 padanan" in editor.get(LIST).content.decode()


def test_synonym_list_finds_a_word_and_what_it_means(editor):
    for term, meanings in (("kgb", ["kenaikan gaji berkala"]), ("kp", ["kenaikan pangkat"])):
        factories.SynonymFactory(term=term, meanings=meanings)
    found = {
        wanted: [synonym.term for synonym in editor.get(LIST, {"kata": wanted}).context["page"]]
        for wanted in ("", "KGB", "pangkat", "tidak ada", "\x00")
    }
    assert found == {"": ["kgb", "kp"], "KGB": ["kgb"], "pangkat": ["kp"], "tidak ada": [], "\x00": ["kgb", "kp"]}
