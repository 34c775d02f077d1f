"""Answers that serve everybody: found by all, with nobody's name on them."""

import pytest
from django.urls import reverse

from services.models import FrequentAnswer
from tests import factories
from tests.conftest import CAST

LIST = reverse("services:answer-list")
WRITERS = {"petugas", "kabid", "inspektur"}


def test_list_shows_published_answers_with_their_service(client, make_edition):
    edition = make_edition(title="Cuti Besar")
    answer = factories.FrequentAnswerFactory(question="Boleh umrah?", service=edition.service)
    general = factories.FrequentAnswerFactory(question="Di mana loketnya?")
    page = client.get(LIST)
    assert page.context["rows"] == [(answer, "Cuti Besar"), (general, "")]


def test_draft_answer_is_in_no_list_and_a_page_only_for_those_who_write_answers(client, cast):
    draft = factories.FrequentAnswerFactory(question="Belum terbit?", publish=False)
    listed, read = set(), set()
    for who in ("warga", *CAST):
        client.logout() if who == "warga" else client.force_login(cast[who])
        listed |= {who} if "Belum terbit?" in client.get(LIST).content.decode() else set()
        read |= {who} if client.get(draft.get_absolute_url()).status_code == 200 else set()
    assert (listed, read) == (set(), WRITERS)


def test_list_of_nothing_says_so(client, agency):
    assert "Belum ada jawaban umum." in client.get(LIST).content.decode()


def test_list_needs_as_many_queries_for_three_as_for_one(client, make_edition, django_assert_max_num_queries):
    factories.FrequentAnswerFactory(service=make_edition().service)
    with django_assert_max_num_queries(6) as one:
        client.get(LIST)
    for _ in range(2):
        factories.FrequentAnswerFactory(service=make_edition().service)
    with django_assert_max_num_queries(len(one)) as three:
        client.get(LIST)
    assert len(three) == len(one)


def test_list_is_turned_page_by_page(client, agency):
    for number in range(21):
        factories.FrequentAnswerFactory(code=f"qa-{number:02d}")
    first, second = client.get(LIST), client.get(LIST, {"halaman": 2})
    assert [len(page.context["rows"]) for page in (first, second)] == [20, 1]
    assert 'href="?halaman=2" rel="next"' in first.content.decode()
    assert 'href="?halaman=1" rel="prev"' in second.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "99", "satu", "", "\x00", "9" * 30])
def test_list_with_a_page_that_is_none_still_answers(client, agency, page):
    factories.FrequentAnswerFactory()
    assert client.get(LIST, {"halaman": page}).status_code == 200


def test_answer_page_shows_basis_and_other_answers_of_the_service(client, make_edition):
    edition = make_edition()
    answer, *others = [factories.FrequentAnswerFactory(service=edition.service) for _ in range(6)]
    factories.FrequentAnswerFactory(service=edition.service, publish=False, question="Draf?")
    page = client.get(answer.get_absolute_url())
    html = page.content.decode()
    assert list(page.context["related"]) == others[:4]
    assert f'Berdasar <a href="{edition.get_absolute_url()}">' in html
    assert f"?layanan={edition.service.slug}&amp;edisi=1" in html
    assert "Draf?" not in html


def test_answer_page_without_service_stands_alone(client, agency):
    factories.FrequentAnswerFactory()
    page = client.get(
        factories.FrequentAnswerFactory(question="Apa?", answer="Itu.\n\nBaris <b>dua</b>.").get_absolute_url()
    )
    assert list(page.context["related"]) == []
    assert "<p>Baris &lt;b&gt;dua&lt;/b&gt;.</p>" in page.content.decode()


def test_answer_page_needs_few_queries(client, make_edition, django_assert_max_num_queries):
    edition = make_edition()
    answer = factories.FrequentAnswerFactory(service=edition.service)
    factories.FrequentAnswerFactory.create_batch(5, service=edition.service)
    with django_assert_max_num_queries(5):
        client.get(answer.get_absolute_url())


@pytest.mark.parametrize("path", ["/jawaban/tidak-ada/", "/jawaban/%00/", "/jawaban/a%20b/"])
def test_answer_that_does_not_exist_is_a_404(client, agency, path):
    assert client.get(path).status_code == 404


def test_answers_never_point_at_a_question_or_a_person():
    """What points at them is theirs alone; only the proposal knows the question, and it is deleted on publication."""
    relations = [field for field in FrequentAnswer._meta.get_fields() if field.is_relation]
    pointing = {field.name: field.related_model._meta.label for field in relations if field.concrete}
    assert pointing == {
        "service": "services.Service",
        "edition": "services.ServiceEdition",
        "published_by": "accounts.User",
    }
    assert {field.name for field in relations if not field.concrete} == {"proposal", "revision", "feedback"}
