"""A question is never public: not on a page, not in a search, not in a mail, not in the record."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Activity, Notification, SearchTerm
from accounts.tasks import drain_outbox
from bkpsdm.lib.uploads import Upload
from services.actions import answer_question, ask_question, reply_to_answer
from services.models import Attachment, FrequentAnswer, Question
from tests import factories
from tests.conftest import CAST

CANARY = "kenarikuning"
PUBLIC = ["/", "/layanan/", "/layanan/uji/", "/layanan/uji/edisi/1/", "/layanan/uji/berlaku/", "/jawaban/"]
PUBLIC += [
    "/berita/umpan.atom",
    "/kegiatan/kalender.ics",
    "/jawaban/qa-1/",
    f"/cari/?q={CANARY}",
    "/cari/?q=pokok",
    "/sitemap.xml",
    "/robots.txt",
    "/tentang/",
]
PERSONAL = [
    "/akun/",
    "/tanya/",
    f"/tanya/mirip/?q=pokok+{CANARY}+judul",
    "/tanya/saya/",
    "/kerja/",
    "/kerja/tanya/",
    "/kerja/tanya/?keadaan=semua",
]
READERS = {"asn", "petugas", "kabid"}
PARTS = ("judul", "isi", "jawaban", "balasan", "lapor", "berkas")


@pytest.fixture
def asked(cast, make_edition, bidang, shelf):
    """A question of asn with the canary in every word of its thread, answered and asked again."""
    edition = make_edition(service__slug="uji", service__unit=bidang)
    factories.FrequentAnswerFactory(code="qa-1", service=edition.service)
    question = ask_question(
        kind="pengaduan",
        service=edition.service,
        title=f"pokok {CANARY}-judul",
        body=f"{CANARY}-isi",
        key=factories.new_key(),
        report_number=f"{CANARY}-lapor",
        by=cast["asn"],
        files=[Upload(f"{CANARY}-berkas.pdf", "application/pdf", b"%PDF-")],
    )
    answer_question(question, body=f"{CANARY}-jawaban", by=cast["petugas"])
    reply_to_answer(question, body=f"{CANARY}-balasan", by=cast["asn"])
    return question


def seen(client, path):
    """Return whether a page holds a word of the thread, beside the words that the visitor typed herself."""
    response = client.get(path, follow=True)
    html = (b"".join(response.streaming_content) if response.streaming else response.content).decode(errors="replace")
    return any(f"{CANARY}-{part}" in html for part in PARTS)


def test_canary_is_there_to_be_found(client, cast, asked):
    client.force_login(cast["asn"])
    html = client.get(asked.get_absolute_url()).content.decode()
    assert [part for part in PARTS if f"{CANARY}-{part}" not in html] == []
    assert [path for path in PERSONAL if seen(client, path)] == ["/akun/", "/tanya/saya/"]
    client.force_login(cast["petugas"])
    assert [path for path in PERSONAL if seen(client, path)] == ["/kerja/tanya/", "/kerja/tanya/?keadaan=semua"]


def test_thread_stands_on_no_public_page_whoever_looks(client, cast, asked):
    leaks = [path for path in PUBLIC if seen(client, path)]
    for who in CAST:
        client.force_login(cast[who])
        leaks += [f"{who}: {path}" for path in PUBLIC if seen(client, path)]
    assert leaks == []


def test_thread_stands_on_no_page_of_other_people(client, cast, asked):
    own = [asked.get_absolute_url(), reverse("services:question-answer", args=[asked.pk])]
    own.append(reverse("services:question-sent", args=[asked.key]))
    own.append(Attachment.objects.get().get_absolute_url())
    leaks = [path for path in (*PERSONAL, *own) if seen(client, path)]
    for who in CAST.keys() - READERS:
        client.force_login(cast[who])
        leaks += [f"{who}: {path}" for path in (*PERSONAL, *own) if seen(client, path)]
    assert leaks == []


def test_thread_stands_on_no_page_of_the_reference_data(client, cast, asked):
    client.force_login(cast["admin"])
    pages = ["/admin/", "/admin/accounts/workunit/", "/admin/services/category/"]
    pages += [f"/admin/accounts/workunit/{asked.unit_id}/delete/"]
    assert [page for page in pages if seen(client, page)] == []


def test_files_of_a_thread_are_no_address_that_a_web_server_knows(client, cast, asked, settings):
    """Nothing private is ever under a public address: there is none for the directory of files."""
    name = Attachment.objects.get().file.name
    assert [client.get(f"{start}{name}").status_code for start in ("/", "/media/", "/static/")] == [404, 404, 404]
    assert CANARY not in name


def test_thread_is_in_no_message_and_no_record(asked):
    rows = [
        *Notification.objects.values_list("payload", flat=True),
        *Activity.objects.values_list("details", flat=True),
    ]
    assert len(rows) > 5
    assert [row for row in rows if CANARY in json.dumps(row)] == []
    errors = Notification.objects.values_list("error", flat=True)
    assert [error for error in errors if CANARY in error] == []


def test_thread_is_in_no_mail(agency, asked):
    drain_outbox()
    assert len(mail.outbox) == 3
    assert [letter for letter in mail.outbox if CANARY in letter.message().as_string()] == []


def test_thread_teaches_the_search_no_words(asked):
    assert not SearchTerm.objects.filter(word__contains=CANARY).exists()
    assert not FrequentAnswer.objects.filter(search_names__contains=CANARY).exists()


def test_officer_reads_who_asks_only_as_a_kind(client, cast, asked):
    client.force_login(cast["petugas"])
    html = client.get(reverse("services:question-answer", args=[asked.pk])).content.decode()
    person = cast["asn"]
    assert [part for part in (person.login, person.email, person.employee.name) if part in html] == []


def test_record_and_messages_hold_no_nip_and_no_name(cast, asked):
    people = [person for person in cast.values() if person.employee.nip]
    rows = [
        *Notification.objects.values_list("payload", flat=True),
        *Activity.objects.values_list("details", flat=True),
    ]
    text = json.dumps(rows)
    assert [person for person in people if person.employee.nip in text or person.employee.name in text] == []


def test_addresses_of_questions_hold_no_nip(asked, cast):
    addresses = [asked.get_absolute_url(), reverse("services:question-answer", args=[asked.pk])]
    assert [address for address in addresses if cast["asn"].login in address] == []
    assert Question.objects.get().number.endswith(f"-{asked.pk:04d}")


def test_log_of_a_drain_that_fails_holds_no_address_and_no_words(agency, asked, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    drain_outbox()
    assert "channel surel is closed: ConnectionRefusedError" in caplog.text
    assert [word for word in (CANARY, "@contoh.invalid") if word in caplog.text] == []
