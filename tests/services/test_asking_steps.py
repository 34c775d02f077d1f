"""Without a script a question takes two steps; the second is plainly one step before sending, and nothing is lost."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import Agency
from services.models import Attachment, Message, Question
from tests import factories, uploads

ASK = reverse("services:question-create")


def form(**changes):
    sent = {"kind": "pertanyaan", "title": "Cuti saya", "body": "Baris satu.\r\nBaris dua.", "key": str(uuid.uuid4())}
    return {**sent, **changes}


def carried(page):
    """Return what the second step sends on, as a browser would."""
    fields = page.context["form"].carried
    return {field.html_name: field.value() for field in fields if field.value() is not None}


def test_first_step_leads_to_a_second_that_shows_everything_and_sends_nothing(own, edition):
    sent = form(service=edition.service.slug, edition="1", consent="ya", langkah="periksa")
    page = own.post(ASK, sent)
    html = " ".join(page.content.decode().split())
    assert Question.objects.count() == 0
    shown = [
        "<h1>Langkah 2 dari 2: periksa lalu kirim</h1>",
        "Cuti saya",
        "Baris satu.<br>Baris dua.",
        edition.title,
        "Boleh, tanpa identitas",
        "petugas dan kepala Bidang Mutasi dan Promosi",
        'type="file"',
    ]
    assert [part for part in shown if part not in html] == []
    buttons = [
        part.partition("</button>")[0].rpartition(">")[2] for part in html.split("<main")[1].split("<button")[1:]
    ]
    assert buttons[:2] == ["Kirim", "Ubah isian"]


def test_second_step_sends_what_the_first_said_with_its_files(own, edition, shelf):
    first = own.post(ASK, form(service=edition.service.slug, consent="ya", langkah="periksa"))
    sent = carried(first) | {"langkah": "diperiksa", "files": [uploads.upload(uploads.pdf(), "a.pdf")]}
    response = own.post(ASK, sent)
    question = Question.objects.get()
    assert response["Location"] == question.get_absolute_url()
    assert (question.title, question.service, question.may_serve_all, str(question.key)) == (
        "Cuti saya",
        edition.service,
        True,
        sent["key"],
    )
    assert Message.objects.get().body == "Baris satu.\r\nBaris dua."
    assert Attachment.objects.get().name == "a.pdf"


def test_second_step_sent_twice_asks_once(own):
    sent = carried(own.post(ASK, form(langkah="periksa"))) | {"langkah": "diperiksa"}
    first, second = own.post(ASK, sent), own.post(ASK, sent)
    assert (first["Location"], Question.objects.count()) == (second["Location"], 1)


def test_second_step_with_a_bad_file_stays_there_and_says_why(own, shelf):
    sent = carried(own.post(ASK, form(langkah="periksa"))) | {"langkah": "diperiksa"}
    page = own.post(ASK, sent | {"files": [uploads.upload(b"halo", "catatan.txt")]})
    html = page.content.decode()
    assert "Langkah 2 dari 2" in html
    assert "catatan: Jenis berkas ini tidak diterima." in html
    assert carried(page) == carried(own.post(ASK, sent | {"langkah": "periksa"}))
    assert Question.objects.count() == 0


def test_second_step_leads_back_to_the_form_with_everything_in_it(own, edition):
    sent = form(kind="aspirasi", service=edition.service.slug, consent="ya", langkah="ubah")
    page = own.post(ASK, sent)
    html = page.content.decode()
    assert ("<h1>Ajukan pertanyaan</h1>" in html, page.context["form"].errors) == (True, {})
    names = ("kind", "service", "title", "body", "key", "consent")
    assert {name: page.context["form"][name].value() for name in names} == {name: sent[name] for name in names}


def test_first_step_with_bad_input_stays_in_the_form(own):
    page = own.post(ASK, form(title="", langkah="periksa"))
    assert list(page.context["form"].errors) == ["title"]
    assert "Langkah 1 dari 2" in page.content.decode()


def test_first_step_that_nobody_would_answer_stays_in_the_form(own):
    Agency.objects.update(general_unit=None)
    html = own.post(ASK, form(langkah="periksa")).content.decode()
    assert "Pilih layanannya: pertanyaan umum belum memiliki penanggung jawab." in html
    assert "Langkah 1 dari 2" in html


def test_second_step_says_what_may_already_answer_the_question(own, edition):
    answer = factories.FrequentAnswerFactory(
        service=edition.service, question="Bolehkah cuti tahunan diambil sebelum setahun?", answer="Boleh."
    )
    page = own.post(ASK, form(title="Bolehkah cuti tahunan diambil sebelum setahun", body="x", langkah="periksa"))
    html = page.content.decode()
    assert html.index(">Kirim</button>") < html.index(answer.get_absolute_url())


def test_second_step_of_a_confidential_topic_says_who_reads(own, make_edition):
    make_edition(service__slug="perceraian", service__is_confidential=True)
    html = own.post(ASK, form(service="perceraian", consent="ya", langkah="periksa")).content.decode()
    assert ("Topik tertutup" in html, "Tidak, tertutup" in html) == (True, True)


def test_key_sent_again_with_other_words_is_refused_and_nothing_typed_is_lost(own):
    sent = form()
    own.post(ASK, sent)
    page = own.post(ASK, sent | {"body": "Yang baru saya tulis."})
    html = page.content.decode()
    assert f"sudah terkirim dengan nomor {Question.objects.get().number}" in html
    assert "Yang baru saya tulis.</textarea>" in html
    assert Message.objects.count() == 1


def test_key_leads_to_the_thread_or_back_to_the_form(own, client, cast):
    sent = form()
    path = reverse("services:question-sent", args=[sent["key"]])
    assert own.get(path)["Location"] == ASK
    own.post(ASK, sent)
    assert own.get(path)["Location"] == Question.objects.get().get_absolute_url()
    client.force_login(cast["petugas"])
    assert client.get(path)["Location"] == ASK
    client.logout()
    assert client.get(path)["Location"].startswith("/akun/masuk/")


def test_form_and_thread_say_whose_draft_a_device_keeps_without_saying_who(own, client, cast):
    own.post(ASK, form())
    question = Question.objects.get()
    token = own.get(ASK).content.decode().partition('data-keep-owner="')[2].partition('"')[0]
    thread = own.get(question.get_absolute_url()).content.decode()
    assert f'data-keep-received="{question.key}" data-keep-owner="{token}"' in thread
    client.force_login(cast["thl"])
    other = client.get(ASK).content.decode().partition('data-keep-owner="')[2].partition('"')[0]
    assert (len(token), len(other), token == other) == (16, 16, False)
    assert str(cast["asn"].pk) != token


@pytest.mark.parametrize("path", ["/akun/", "/akun/keluar/"])
def test_pages_that_end_a_session_take_the_drafts_along(own, path):
    token = own.get(ASK).content.decode().partition('data-keep-owner="')[2].partition('"')[0]
    assert f'data-forget-drafts="{token}"' in own.get(path).content.decode()
