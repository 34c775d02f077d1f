"""Who reads a question is settled when it is asked, and said on the page: complaints, confidential topics, consent."""

import pytest
from django.urls import reverse

from accounts.models import Activity, Agency, Notification
from services.actions import change_consent
from services.models import Question
from tests import factories

ASK = reverse("services:question-create")
ONLY_THEM = "Hanya Anda dan petugas yang dapat membaca: petugas dan kepala Bidang Mutasi dan Promosi"


@pytest.fixture
def copied(cast, inspectorate):
    """Complaints are copied to the inspectorate."""
    Agency.objects.update(complaint_unit=inspectorate)


@pytest.fixture
def closed(make_edition, bidang):
    """The edition of a confidential service."""
    return make_edition(service__unit=bidang, service__slug="perceraian", service__is_confidential=True)


def form(**changes):
    return {"kind": "pertanyaan", "title": "Pokok", "body": "Isinya.", "key": str(factories.new_key()), **changes}


def text_of(response):
    return " ".join(response.content.decode().split())


def readers(cast, question):
    return {name for name, user in cast.items() if Question.objects.visible_to(user).filter(pk=question.pk).exists()}


def test_complaint_is_read_by_the_inspectorate_too_which_is_told_and_named(own, cast, copied, edition, inspectorate):
    response = own.post(ASK, form(kind="pengaduan", service=edition.service.slug, report_number="7345121"), follow=True)
    question = Question.objects.get()
    assert (question.copied_to, question.report_number) == (inspectorate, "7345121")
    assert readers(cast, question) == {"asn", "petugas", "kabid", "inspektur"}
    told = Notification.objects.by_mail().order_by("user__email").values_list("user__email", flat=True)
    assert list(told) == ["inspektur@contoh.invalid", "petugas@contoh.invalid"]
    html = text_of(response)
    assert f"{ONLY_THEM}, serta petugas Inspektorat Daerah karena ini pengaduan." in html
    assert "LAPOR! 7345121" in html


@pytest.mark.parametrize("kind", ["pertanyaan", "aspirasi"])
def test_what_is_no_complaint_is_not_copied(own, cast, copied, edition, kind):
    response = own.post(ASK, form(kind=kind, service=edition.service.slug), follow=True)
    assert readers(cast, Question.objects.get()) == {"asn", "petugas", "kabid"}
    assert f"{ONLY_THEM}." in text_of(response)


def test_complaint_to_the_inspectorate_itself_is_not_copied_to_it(put, copied, make_edition, inspectorate):
    service = make_edition(service__unit=inspectorate).service
    assert put(kind="pengaduan", service=service, edition=None).copied_to is None


def test_complaint_of_an_agency_without_a_unit_for_complaints_stays_with_the_bidang(put):
    assert put(kind="pengaduan").copied_to is None


def test_confidential_topic_is_read_by_its_bidang_alone_and_serves_nobody_else(own, cast, copied, closed):
    sent = form(kind="pengaduan", service="perceraian", consent="ya")
    response = own.post(ASK, sent, follow=True)
    question = Question.objects.get()
    assert (question.is_confidential, question.may_serve_all, question.copied_to) == (True, False, None)
    assert readers(cast, question) == {"asn", "petugas", "kabid"}
    html = text_of(response)
    assert "Topik tertutup: hanya Anda serta petugas dan kepala Bidang Mutasi dan Promosi yang dapat membaca." in html
    assert "Jadi jawaban umum?" not in html


def test_confidential_topic_is_not_read_by_somebody_of_another_bidang_though_assigned(put, cast, closed, inspectorate):
    question = put(service=closed.service)
    Question.objects.filter(pk=question.pk).update(assignee=cast["inspektur"])
    assert readers(cast, question) == {"asn", "petugas", "kabid"}


def test_confidential_services_are_marked_in_the_list(own, closed):
    html = own.get(ASK).content.decode()
    assert f'<option value="perceraian">{closed.title} (tertutup)</option>' in html


@pytest.mark.parametrize(("consent", "kept"), [("ya", True), ("tidak", False), ("", False)])
def test_consent_is_what_was_chosen_and_no_where_nothing_was(own, edition, consent, kept):
    own.post(ASK, form(service=edition.service.slug, consent=consent))
    assert Question.objects.get().may_serve_all is kept


def test_consent_that_is_none_of_the_choices_is_refused(own, edition):
    page = own.post(ASK, form(consent="mungkin"))
    assert list(page.context["form"].errors) == ["consent"]


@pytest.mark.parametrize("number", ["12 34", "<b>", "x" * 31])
def test_report_number_that_is_none_is_refused_on_its_field(own, number):
    page = own.post(ASK, form(kind="pengaduan", report_number=number))
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["report_number"])


def test_report_number_of_what_is_no_complaint_is_refused_in_words(own):
    page = own.post(ASK, form(report_number="7345121"))
    assert "Nomor LAPOR! hanya untuk pengaduan: pilih pengaduan, atau kosongkan." in page.content.decode()
    assert not Question.objects.exists()


def test_form_links_to_the_national_channel_and_names_who_reads_complaints(own, copied):
    html = text_of(own.get(ASK))
    assert 'href="https://www.lapor.go.id" rel="noopener noreferrer"' in html
    assert "Pengaduan juga dibaca petugas Inspektorat Daerah" in html


def test_consent_can_be_given_and_taken_back_and_is_recorded(own, put):
    question = put()
    for choice, kept, shown in (("ya", True, "Cabut izin"), ("tidak", False, "Izinkan")):
        page = own.post(f"{question.get_absolute_url()}izin/", {"may_serve_all": choice}, follow=True)
        question.refresh_from_db()
        assert (question.may_serve_all, shown in page.content.decode()) == (kept, True)
    rows = Activity.objects.filter(verb="question_consent_changed").order_by("pk").values_list("details", flat=True)
    assert list(rows) == [{"may_serve_all": True}, {"may_serve_all": False}]


def test_consent_of_a_confidential_topic_is_refused_in_words(own, put, closed):
    question = put(service=closed.service)
    page = own.post(f"{question.get_absolute_url()}izin/", {"may_serve_all": "ya"})
    assert "Topik tertutup tidak pernah menjadi jawaban umum." in page.content.decode()
    question.refresh_from_db()
    assert question.may_serve_all is False


def test_consent_is_changed_by_nobody_but_the_asker(client, cast, put):
    question = put()
    statuses = {}
    for name in cast:
        if name != "asn":
            client.force_login(cast[name])
            statuses[name] = client.post(f"{question.get_absolute_url()}izin/", {"may_serve_all": "ya"}).status_code
    assert set(statuses.values()) == {404}
    change_consent(question, may_serve_all=True, by=cast["asn"])
    assert Question.objects.get().may_serve_all is True
