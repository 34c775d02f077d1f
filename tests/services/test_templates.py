"""Beginnings of answers: of one bidang, or of all."""

import pytest
from django.urls import reverse

from accounts.actions import grant_role
from accounts.models import Activity, Role
from services.models import AnswerTemplate
from tests import factories
from tests.conftest import CAST

LIST, CREATE = reverse("services:template-list"), reverse("services:template-create")


def change(template):
    return reverse("services:template-update", args=[template.pk])


def delete(template):
    return reverse("services:template-delete", args=[template.pk])


@pytest.fixture
def officer(client, cast):
    client.force_login(cast["petugas"])
    return client


def test_template_is_written_changed_and_deleted_and_each_is_recorded(officer, bidang):
    sent = {"unit": bidang.pk, "title": "Jadwal", "body": "Yth. {penanya}"}
    page = officer.post(CREATE, sent, follow=True)
    assert (page.redirect_chain, "Pola “Jadwal” tersimpan." in page.content.decode()) == ([(LIST, 302)], True)
    template = AnswerTemplate.objects.get()
    officer.post(change(template), sent | {"title": "Jadwal KP"})
    template.refresh_from_db()
    assert (template.title, template.unit) == ("Jadwal KP", bidang)
    officer.post(delete(template))
    verbs = Activity.objects.filter(thing="services.answertemplate").order_by("pk").values_list("verb", flat=True)
    assert (AnswerTemplate.objects.count(), list(verbs)) == (
        0,
        ["template_saved", "template_saved", "template_deleted"],
    )


@pytest.mark.parametrize(
    "changes", [{"unit": ""}, {"unit": "999999"}, {"title": ""}, {"body": " "}, {"title": "x" * 101}]
)
def test_template_with_bad_input_is_refused_on_its_field(officer, bidang, changes):
    page = officer.post(CREATE, {"unit": bidang.pk, "title": "Jadwal", "body": "Isi."} | changes)
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(changes))
    assert not AnswerTemplate.objects.exists()


def test_template_of_the_same_title_is_refused_in_words(officer, bidang):
    factories.AnswerTemplateFactory(unit=bidang, title="Jadwal")
    page = officer.post(CREATE, {"unit": bidang.pk, "title": "Jadwal", "body": "Isi."})
    assert "Pola dengan judul ini sudah ada pada bidang tersebut." in page.content.decode()


def test_template_for_all_is_written_by_heads_and_used_by_everybody(client, cast):
    client.force_login(cast["kabid"])
    client.post(CREATE, {"unit": "", "title": "Untuk semua", "body": "Isi."})
    template = AnswerTemplate.objects.get()
    assert template.unit is None
    client.force_login(cast["petugas"])
    assert "Untuk semua" in client.get(LIST).content.decode()
    assert [client.get(change(template)).status_code, client.post(delete(template)).status_code] == [404, 404]


def test_template_of_another_bidang_is_nobody_elses(client, cast, bidang, today):
    template = factories.AnswerTemplateFactory(unit=bidang, title="Pola kami")
    stranger = factories.UserFactory()
    grant_role(stranger, role=Role.HEAD_OF_BIDANG, unit=factories.WorkUnitFactory(), starts_on=today, by=None)
    client.force_login(stranger)
    assert "Pola kami" not in client.get(LIST).content.decode()
    assert [client.get(change(template)).status_code, client.post(delete(template)).status_code] == [404, 404]


def test_templates_are_refused_to_those_who_do_not_answer(client, cast, bidang):
    template = factories.AnswerTemplateFactory(unit=bidang)
    opened = set()
    for who in CAST:
        client.force_login(cast[who])
        answers = [client.get(page).status_code for page in (LIST, CREATE, change(template))]
        if answers != [403, 403, 403]:
            opened.add(who)
    assert opened == {"petugas", "inspektur", "kabid"}


def test_template_list_needs_as_many_queries_for_300_as_for_1(officer, bidang, django_assert_max_num_queries):
    factories.AnswerTemplateFactory(unit=bidang)
    with django_assert_max_num_queries(12) as one:
        officer.get(LIST)
    AnswerTemplate.objects.bulk_create(AnswerTemplate(unit=bidang, title=f"P{n}", body="Isi.") for n in range(299))
    with django_assert_max_num_queries(len(one)):
        officer.get(LIST)
