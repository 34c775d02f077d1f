"""What the office writes for itself reaches no asker: no page, no source of a page, no mail, no export, no search."""

import json

import pytest
from django.core import mail

from accounts.actions import grant_role
from accounts.models import Activity, Notification, SearchTerm
from accounts.tasks import drain_outbox
from services.actions import (
    add_note,
    answer_question,
    ask_back,
    assign_question,
    extend_deadline,
    merge_question,
    transfer_question,
)
from services.models import AnswerTemplate, Message
from tests import factories
from tests.conftest import CAST

from .office import ask

CANARY = "kenarimerah"
PAGES = ["/", "/akun/", "/tanya/", "/tanya/saya/", "/kerja/", "/kerja/tanya/", "/kerja/tanya/?keadaan=semua"]
PAGES += ["/kerja/tanya/pola/", f"/cari/?q={CANARY}", "/layanan/uji/", "/jawaban/", "/sitemap.xml"]


@pytest.fixture
def noted(cast, make_edition, bidang):
    """A question of asn, and what the office wrote about it for itself."""
    service = make_edition(service__slug="uji", service__unit=bidang).service
    question = ask(cast["asn"], service, kind="pengaduan")
    assign_question(question, to=cast["petugas"], by=cast["kabid"])
    add_note(question, body=f"{CANARY}-catatan", by=cast["petugas"])
    AnswerTemplate.objects.create(unit=bidang, title=f"{CANARY}-pola", body="Isi.")
    answer_question(question, body="Jawaban.", by=cast["petugas"])
    return question


def holds(client, path):
    html = client.get(path).content.decode()
    return [part for part in ("catatan", "pola") if f"{CANARY}-{part}" in html]


def test_canary_is_there_for_the_office(client, cast, noted):
    client.force_login(cast["petugas"])
    assert holds(client, f"/kerja/tanya/{noted.pk}/") == ["catatan", "pola"]


def test_asker_and_others_find_nothing_of_it_anywhere(client, cast, noted):
    pages = [*PAGES, noted.get_absolute_url(), f"/kerja/tanya/{noted.pk}/"]
    leaks = []
    for who in CAST.keys() - {"petugas", "kabid"}:
        client.force_login(cast[who])
        leaks += [(who, path) for path in pages if holds(client, path)]
    client.logout()
    leaks += [("warga", path) for path in pages if holds(client, path)]
    assert leaks == []


def test_asker_is_not_even_told_how_many_notes_there_are(client, cast, noted):
    client.force_login(cast["asn"])
    html = client.get(noted.get_absolute_url()).content.decode()
    notes = Message.objects.filter(kind="catatan")
    assert [str(note.pk) for note in notes if f"pesan-{note.pk}" in html] == []
    assert ("atatan internal" in html, "catatan" in [message.kind for message in noted.messages.for_asker()]) == (
        False,
        False,
    )


def test_names_of_the_office_stand_on_no_page_of_the_asker(client, cast, noted):
    client.force_login(cast["asn"])
    html = client.get(noted.get_absolute_url()).content.decode()
    assert [who for who in ("petugas", "kabid") if cast[who].employee.name in html] == []


def test_note_is_in_no_message_no_mail_and_no_record(agency, cast, noted):
    drain_outbox()
    rows = [
        *Notification.objects.values_list("payload", flat=True),
        *Activity.objects.values_list("details", flat=True),
    ]
    assert (len(mail.outbox) > 2, CANARY in json.dumps(rows)) == (True, False)
    assert [letter for letter in mail.outbox if CANARY in letter.message().as_string()] == []
    assert not SearchTerm.objects.filter(word__contains=CANARY).exists()


def test_mails_of_every_act_say_neither_what_nor_who(agency, cast, make_edition, bidang, today):
    """Reasons, words and names stand in the thread, behind the login; the mail only says that there is something."""
    elsewhere = factories.WorkUnitFactory(code="lain")
    grant_role(cast["penyunting"], role="officer", unit=elsewhere, starts_on=today, by=None)
    service = make_edition(service__unit=bidang).service
    question, other = (ask(cast[who], service, title=CANARY, body=CANARY) for who in ("asn", "thl"))
    ask_back(question, body=CANARY, by=cast["petugas"])
    extend_deadline(question, days=3, reason=CANARY, by=cast["kabid"])
    merge_question(other, into=question, word=CANARY, by=cast["petugas"])
    transfer_question(question, to=elsewhere, reason=CANARY, by=cast["petugas"])
    drain_outbox()
    letters = [letter.message().as_string() for letter in mail.outbox]
    assert len(letters) == 2 + 1 + 1 + 2 + 2
    assert [letter for letter in letters if CANARY in letter] == []
    named = [cast[who].employee.name for who in ("asn", "thl", "petugas", "kabid")]
    for letter in mail.outbox:
        others = [name for name in named if f"Yth. {name}," not in letter.body]
        assert [name for name in others if name in letter.body] == []
