"""The thread as the office reads it: nothing typed is lost, nothing is sent unseen, every act has its place."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import grant_role
from accounts.models import Role
from services.actions import add_note, answer_question, ask_back, merge_question, publish_edition
from services.forms import DIRECT_FORMS
from services.models import Condition, Question, Requirement
from tests import factories

from .office import ask, thread, told

INBOX = reverse("services:question-inbox")


@pytest.fixture
def edition(make_edition, bidang, today):
    """An edition with one item that only some readers see."""
    draft = make_edition(service__unit=bidang, draft=True)
    Condition.objects.create(edition=draft, key="hilang", question="Hilang?", reason="karena hilang")
    Requirement.objects.create(
        edition=draft, key="polisi", text="Surat polisi", condition_keys=["hilang"], kinds=["PNS"], position=1
    )
    publish_edition(draft, effective_on=today, by=None)
    return draft


@pytest.fixture
def question(cast, edition):
    return ask(cast["asn"], edition.service, title="Berkas saya hilang", body="Harus bagaimana?")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast["petugas"])
    return client


@pytest.fixture
def head(client, cast):
    client.force_login(cast["kabid"])
    return client


def page_of(question):
    return reverse("services:question-answer", args=[question.pk])


def act_of(question, slug):
    return reverse("services:question-direct", args=[question.pk, slug])


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]


# -- Sending


def test_open_inbox_is_two_clicks_and_two_page_loads_from_a_sent_answer(officer, cast, question):
    """Load 1: the thread, by a click on its title. Load 2: the queue again, by a click on the button."""
    inbox = officer.get(INBOX).content.decode()
    [address] = re.findall(r'<th scope="row"[^>]*>\s*<a href="([^"]+)"', inbox)
    page = officer.get(address)
    html = page.content.decode()
    form = re.search(r'<form class="card stack"[^>]*action="([^"]+)"', html)[1]
    assert html.index('value="kirim"') > html.index('name="body"')
    sent = officer.post(form, {"body": "Jawabannya.", "then": "jawab", "seen": seen(page), "langkah": "kirim"})
    assert (sent.status_code, sent["Location"]) == (302, INBOX)
    assert (Question.objects.get().state, told("question_answered")) == ("dijawab", ["asn"])


@pytest.mark.parametrize(
    ("then", "kind", "state", "said"),
    [
        ("jawab", "jawaban", "dijawab", "terkirim; penanya dikabari."),
        ("tanya-balik", "tanya_balik", "menunggu_pemohon", "tenggat dijeda."),
        ("catatan", "catatan", "diterima", "hanya terlihat petugas."),
        ("", "jawaban", "dijawab", "terkirim; penanya dikabari."),
    ],
)
def test_composer_does_what_was_chosen(officer, question, then, kind, state, said):
    page = officer.post(page_of(question), {"body": "Kata.", "then": then}, follow=True)
    assert page.redirect_chain == [(INBOX, 302)]
    assert said in page.content.decode()
    assert f'data-draft-done="jawab-{question.pk}"' in page.content.decode()
    assert (thread(question)[-1], Question.objects.get().state) == ((kind, "Kata."), state)


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"body": "x", "then": "hapus"}, "then"), ({"body": "x", "seen": "satu"}, "seen"), ({"body": " "}, "body")]
    + [({"body": "x", "cites": ["syarat:tidak-ada"]}, "cites"), ({"body": "x", "template": "999"}, "template")],
)
def test_composer_with_bad_input_sends_nothing_and_keeps_what_was_typed(officer, question, sent, field):
    page = officer.post(page_of(question), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert page.context["form"]["body"].value() == sent["body"]
    assert (len(thread(question)), told("question_answered")) == (1, [])


def test_answer_that_crosses_another_waits_until_it_was_read(officer, cast, question):
    page = officer.get(page_of(question))
    sent = {"body": "Jawaban kedua, panjang.", "then": "jawab", "seen": seen(page)}
    answer_question(question, body="Jawaban pertama.", by=cast["kabid"])
    refused = officer.post(page_of(question), sent)
    html = refused.content.decode()
    assert (refused.status_code, len(thread(question)), told("question_answered")) == (200, 2, ["asn"])
    assert "Belum ada yang dikirim" in html
    assert html.count("Belum Anda baca") == 1
    assert html.index("Jawaban pertama.") < html.index("Jawaban kedua, panjang.")
    assert "Kirim juga" in html
    confirmed = officer.post(page_of(question), {**sent, "seen": seen(refused)})
    assert (confirmed.status_code, [body for _, body in thread(question)][1:]) == (
        302,
        ["Jawaban pertama.", "Jawaban kedua, panjang."],
    )


def test_note_of_a_colleague_is_read_before_an_answer_is_sent_too(officer, cast, question):
    page = officer.get(page_of(question))
    add_note(question, body="Jangan dijawab dulu.", by=cast["kabid"])
    refused = officer.post(page_of(question), {"body": "Jawaban.", "then": "jawab", "seen": seen(page)})
    assert "Jangan dijawab dulu." in refused.content.decode()
    assert Question.objects.get().state == "diterima"


def test_closed_question_takes_notes_alone(officer, cast, question):
    officer.post(act_of(question, "bukan-kewenangan"), {"bukan-kewenangan-reason": "Ke Dinas."})
    page = officer.post(page_of(question), {"body": "Terlambat.", "then": "jawab"})
    assert (list(page.context["form"].errors), "Terlambat." in page.content.decode()) == (["then"], True)
    officer.post(page_of(question), {"body": "Catatan penutup.", "then": "catatan"})
    assert thread(question)[-1] == ("catatan", "Catatan penutup.")


# -- Preview, templates, citations


def test_preview_shows_the_message_and_sends_nothing(officer, question):
    sent = {"body": "Satu <b>\n\nDua", "then": "jawab", "langkah": "pratinjau", "cites": ["syarat:surat"]}
    page = officer.post(page_of(question), sent)
    html = page.content.decode()
    assert ("Pratinjau, belum terkirim" in html, "<p>Satu &lt;b&gt;</p>" in html) == (True, True)
    assert page.context["form"]["body"].value() == sent["body"]
    assert 'value="syarat:surat" id="id_cites_0" checked' in html.replace(' class="input"', "")
    assert (len(thread(question)), Question.objects.get().state) == (1, "baru")


def test_preview_of_nothing_shows_nothing(officer, question):
    page = officer.post(page_of(question), {"body": " ", "langkah": "pratinjau"})
    assert (page.status_code, "Pratinjau, belum" in page.content.decode()) == (200, False)


def test_preview_does_not_count_as_reading_what_came_meanwhile(officer, cast, question):
    first = seen(officer.get(page_of(question)))
    add_note(question, body="Baru.", by=cast["kabid"])
    page = officer.post(page_of(question), {"body": "Kata.", "langkah": "pratinjau", "seen": first})
    assert seen(page) == first
    assert officer.post(page_of(question), {"body": "Kata.", "then": "jawab", "seen": first}).status_code == 200


def test_template_is_filled_in_and_added_to_what_was_typed(officer, bidang, question):
    template = factories.AnswerTemplateFactory(
        unit=bidang, body="Yth. {penanya}, soal {layanan} nomor {nomor} ({bidang}): {__class__} {lain}"
    )
    page = officer.post(page_of(question), {"body": "Awal.", "langkah": "pola", "template": template.pk})
    assert page.context["form"]["body"].value() == (
        f"Awal.\n\nYth. Bapak/Ibu, soal {question.edition.title} nomor {question.number} ({bidang.name}):"
        " {__class__} {lain}"
    )
    assert len(thread(question)) == 1


@pytest.mark.parametrize("chosen", ["", "999999", "x", "²"])
def test_template_that_is_none_changes_nothing(officer, question, chosen):
    factories.AnswerTemplateFactory()
    page = officer.post(page_of(question), {"body": "Awal.", "langkah": "pola", "template": chosen})
    assert (page.status_code, page.context["form"]["body"].value()) == (200, "Awal.")


def test_template_of_another_bidang_is_not_offered_and_not_used(officer, question):
    other = factories.AnswerTemplateFactory(unit=factories.WorkUnitFactory(), title="Pola orang", body="Rahasia.")
    assert "Pola orang" not in officer.get(page_of(question)).content.decode()
    page = officer.post(page_of(question), {"body": "Awal.", "langkah": "pola", "template": other.pk})
    assert "Rahasia." not in page.content.decode()


def test_cited_items_are_links_that_land_on_the_item(officer, client, cast, question, edition):
    sent = {"body": "Lihat.", "then": "jawab", "cites": ["syarat:polisi", "langkah:ajukan"]}
    officer.post(page_of(question), sent)
    client.force_login(cast["asn"])
    html = client.get(question.get_absolute_url()).content.decode()
    links = re.findall(r'<li>Lihat <a href="([^"]+)">([^<]+)</a>', html.replace("&amp;", "&"))
    assert [text for _, text in links] == ["Surat polisi", "Ajukan."]
    for link, _ in links:
        page, _, anchor = link.partition("#")
        assert page.startswith(edition.get_absolute_url())
        assert f'id="{anchor}"' in client.get(page).content.decode()


def test_similar_answers_are_offered_and_drafts_among_them_are_not(officer, question):
    factories.FrequentAnswerFactory(question="Berkas saya hilang, bagaimana?")
    factories.FrequentAnswerFactory(question="Berkas hilang sekali", publish=False)
    html = officer.get(page_of(question)).content.decode()
    assert ("Berkas saya hilang, bagaimana?" in html, "Berkas hilang sekali" in html) == (True, False)


# -- The small forms


def valid(slug, cast, elsewhere, other):
    return {
        "ambil": {},
        "tugaskan": {"to": cast["petugas"].pk},
        "pindah": {"to": elsewhere.pk, "reason": "Salah alamat."},
        "perpanjang": {"days": "3", "reason": "Menunggu BKN."},
        "pemeriksaan": {"reason": "Perlu memeriksa."},
        "jenis": {"kind": "aspirasi", "report_number": ""},
        "gabung": {"number": other.number, "word": ""},
        "bukan-kewenangan": {"reason": "Ke Taspen."},
    }[slug]


@pytest.fixture
def elsewhere(today):
    unit = factories.WorkUnitFactory(code="lain", name="Bidang Lain")
    grant_role(factories.UserFactory(), role=Role.OFFICER, unit=unit, starts_on=today, by=None)
    return unit


DONE = {
    "ambil": {"state": "diterima"},
    "tugaskan": {"state": "diterima"},
    "pindah": {"unit__code": "lain"},
    "perpanjang": {"extra_days": 3, "extension_reason": "Menunggu BKN."},
    "pemeriksaan": {"needs_inspection": True},
    "jenis": {"kind": "aspirasi"},
    "gabung": {"closed_by": "merged"},
    "bukan-kewenangan": {"closed_by": "not_ours"},
}
BY_HEADS = {"tugaskan", "perpanjang", "pemeriksaan"}


@pytest.mark.parametrize("slug", DIRECT_FORMS)
def test_act_is_offered_done_and_told_on_the_page(head, cast, edition, elsewhere, slug):
    question = ask(cast["asn"], edition.service, kind="pengaduan")
    other = ask(cast["thl"], edition.service)
    html = head.get(page_of(question)).content.decode()
    assert f'action="{act_of(question, slug)}"' in html
    sent = {f"{slug}-{name}": value for name, value in valid(slug, cast, elsewhere, other).items()}
    page = head.post(act_of(question, slug), sent, follow=True)
    target = INBOX if slug == "pindah" else page_of(question)
    assert (page.redirect_chain, DIRECT_FORMS[slug].done in page.content.decode()) == ([(target, 302)], True)
    assert Question.objects.filter(pk=question.pk).values(*DONE[slug]).get() == DONE[slug]


@pytest.mark.parametrize("slug", DIRECT_FORMS)
def test_act_of_heads_is_neither_offered_nor_done_by_officers(officer, cast, edition, elsewhere, slug):
    question = ask(cast["asn"], edition.service, kind="pengaduan")
    other = ask(cast["thl"], edition.service)
    offered = f'action="{act_of(question, slug)}"' in officer.get(page_of(question)).content.decode()
    sent = {f"{slug}-{name}": value for name, value in valid(slug, cast, elsewhere, other).items()}
    status = officer.post(act_of(question, slug), sent).status_code
    assert (offered, status) == ((False, 403) if slug in BY_HEADS else (True, 302))


BAD = {
    "tugaskan": {"to": "999999"},
    "pindah": {"to": "", "reason": "Alasan yang panjang."},
    "perpanjang": {"days": "31", "reason": "Alasan yang panjang."},
    "pemeriksaan": {"reason": " "},
    "jenis": {"kind": "pertanyaan", "report_number": "12345"},
    "gabung": {"number": "2026-9999999", "word": "Pesan yang panjang."},
    "bukan-kewenangan": {"reason": "x" * 301},
}


@pytest.mark.parametrize("slug", BAD)
def test_act_with_bad_input_comes_back_open_with_what_was_typed(head, cast, edition, elsewhere, slug):
    question = ask(cast["asn"], edition.service, kind="pengaduan")
    sent = {f"{slug}-{name}": value for name, value in BAD[slug].items()}
    page = head.post(act_of(question, slug), sent)
    [form] = [form for form in page.context["acts"] if form.is_bound]
    html = page.content.decode()
    assert (page.status_code, form.slug, bool(form.errors)) == (200, slug, True)
    assert re.search(rf'<details class="fold" id="{slug}" open>', html)
    assert [value for value in BAD[slug].values() if "panjang" in value and value not in html] == []
    question.refresh_from_db()
    assert (question.state, len(thread(question)), question.report_number) == ("baru", 1, "")


def test_merge_with_a_question_of_others_is_refused_as_unknown(officer, cast, question, elsewhere):
    theirs = factories.QuestionFactory(unit=elsewhere)
    page = officer.post(act_of(question, "gabung"), {"gabung-number": theirs.number})
    assert "Nomor itu tidak ada di antrean Anda." in page.content.decode()


def test_act_of_a_stranger_is_a_404_and_an_unknown_act_too(client, cast, question, elsewhere, today):
    stranger = factories.UserFactory()
    grant_role(stranger, role=Role.HEAD_OF_BIDANG, unit=elsewhere, starts_on=today, by=None)
    got = {}
    for who, user in {"stranger": stranger, "asn": cast["asn"], "admin": cast["admin"]}.items():
        client.force_login(user)
        got[who] = {client.post(act_of(question, slug), {}).status_code for slug in DIRECT_FORMS}
    client.force_login(cast["kabid"])
    assert got == {"stranger": {404}, "asn": {403}, "admin": {403}}
    assert client.post(act_of(question, "hapus"), {}).status_code == 404
    assert client.get(act_of(question, "ambil")).status_code == 405


def test_confidential_topic_is_assigned_within_its_bidang_alone(head, cast, question, elsewhere):
    Question.objects.update(is_confidential=True)
    [form] = [form for form in head.get(page_of(question)).context["acts"] if form.slug == "tugaskan"]
    assert set(form.fields["to"].queryset) == {cast["petugas"], cast["kabid"]}


def test_answer_form_offers_the_duplicates_when_there_are_some(officer, cast, edition, question):
    assert "is_for_duplicates" not in officer.get(page_of(question)).context["form"].fields
    merge_question(ask(cast["thl"], edition.service), into=question, by=cast["petugas"])
    page = officer.get(page_of(question))
    sent = {"body": "Untuk semua.", "then": "jawab", "seen": seen(page), "is_for_duplicates": "on"}
    officer.post(page_of(question), sent)
    assert sorted(told("question_answered")) == ["asn", "thl"]


# -- The whole page


def test_page_shows_the_arithmetic_to_both_sides(client, officer, cast, question):
    ask_back(question, body="Apa yang hilang?", by=cast["petugas"])
    office = officer.get(page_of(question)).content.decode()
    client.force_login(cast["asn"])
    asker = client.get(question.get_absolute_url()).content.decode()
    for html in (office, asker):
        assert ("Begini hitungannya" in html, "Pertanyaan masuk; kami bertanya balik" in html) == (True, True)
    assert ("Petugas menunggu keterangan Anda" in asker, "Menunggu penanya" in office) == (True, True)


def test_thread_page_needs_as_many_queries_for_300_messages_as_for_1(
    officer, cast, question, django_assert_num_queries
):
    officer.get(page_of(question))
    with CaptureQueriesContext(connection) as one:
        officer.get(page_of(question))
    rows = question.messages.model
    rows.objects.bulk_create(
        rows(question=question, author=cast["kabid"], unit=question.unit, kind="catatan", body="x", cites=[])
        for _ in range(299)
    )
    with django_assert_num_queries(len(one)):
        officer.get(page_of(question))
