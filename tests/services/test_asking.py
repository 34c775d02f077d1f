"""Asking and answering: what somebody wrote arrives once, at the right bidang, with a promise that can be checked."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Activity, Agency, Notification, RoleGrant
from bkpsdm.demo import demo_data
from services.actions import answer_question, ask_question, close_question, reply_to_answer
from services.models import Message, Question
from tests import factories

ASK = reverse("services:question-create")


@pytest.fixture
def calendar(db):
    """The days off of 2024 to 2026."""
    for row in demo_data("holidays")["holidays"]:
        factories.HolidayFactory(**row)


@pytest.fixture
def edition(make_edition, bidang):
    return make_edition(service__unit=bidang)


@pytest.fixture
def asn(client, cast):
    """asn, logged in at `client`."""
    client.force_login(cast["asn"])
    return cast["asn"]


def form(**changes):
    return {"kind": "pertanyaan", "service": "", "title": "Pokok", "body": "Isinya.", "key": uuid.uuid4()} | changes


def ask(by, **changes):
    fields = {"kind": "pertanyaan", "service": None, "title": "Pokok", "body": "Isinya.", "key": uuid.uuid4()}
    return ask_question(by=by, **(fields | changes))


@pytest.mark.parametrize("kind", Question.Kind)
def test_ask_about_a_service_reaches_its_bidang(client, cast, asn, edition, kind):
    response = client.post(ASK, form(kind=kind, service=edition.service.slug, edition="1"))
    question = Question.objects.get()
    assert (response.status_code, response["Location"]) == (302, question.get_absolute_url())
    assert (question.kind, question.service, question.edition, question.unit, question.asker, question.state) == (
        kind,
        edition.service,
        edition,
        edition.service.unit,
        asn,
        "baru",
    )
    assert [(m.body, m.author, m.kind) for m in question.messages.all()] == [("Isinya.", asn, "tanya")]
    notice = Notification.objects.by_mail().get()
    assert (notice.user, notice.kind) == (cast["petugas"], "question_asked")
    assert notice.payload == {"question": question.number, "path": f"/kerja/tanya/{question.pk}/"}
    activity = Activity.objects.get(verb="question_asked")
    assert (activity.actor, activity.thing_id, activity.details) == (asn, str(question.pk), {"kind": kind})


def test_ask_about_nothing_in_particular_reaches_the_general_unit(client, asn):
    client.post(ASK, form())
    question = Question.objects.get()
    assert (question.unit, question.service, question.edition) == (Agency.objects.get().general_unit, None, None)


def test_ask_about_nothing_is_refused_in_words_while_no_unit_is_named(client, asn):
    Agency.objects.update(general_unit=None)
    response = client.post(ASK, form(title="Jangan hilang"))
    assert "Pilih layanannya: pertanyaan umum belum memiliki penanggung jawab." in response.content.decode()
    assert response.context["form"]["title"].value() == "Jangan hilang"
    assert not Question.objects.exists()


def test_ask_keeps_the_edition_that_was_read(client, asn, make_edition, today):
    old = make_edition(effective_on=today - timedelta(days=30))
    make_edition(service=old.service, effective_on=today - timedelta(days=1))
    client.post(ASK, form(service=old.service.slug, edition="1"))
    assert Question.objects.get().edition == old


@pytest.mark.parametrize("number", ["", "abc", "99", "-1", "0", "²", "٣", "9" * 30, "1; DROP"])
def test_ask_with_an_edition_that_is_none_takes_the_one_in_force(client, asn, edition, number):
    client.post(ASK, form(service=edition.service.slug, edition=number))
    assert Question.objects.get().edition == edition


def test_ask_never_keeps_a_draft_edition(client, asn, edition, make_edition):
    make_edition(service=edition.service, draft=True)
    client.post(ASK, form(service=edition.service.slug, edition="2"))
    assert Question.objects.get().edition == edition


def test_ask_about_another_service_than_the_edition_read_takes_that_service(client, asn, edition, make_edition):
    other = make_edition()
    client.post(ASK, form(service=other.service.slug, edition="1"))
    assert (Question.objects.get().service, Question.objects.get().edition) == (other.service, other)


def test_ask_twice_with_one_key_asks_once(client, asn, edition):
    sent = form(service=edition.service.slug)
    first, second = client.post(ASK, sent), client.post(ASK, sent)
    assert (
        first["Location"],
        Question.objects.count(),
        Message.objects.count(),
        Notification.objects.by_mail().count(),
    ) == (
        second["Location"],
        1,
        1,
        1,
    )


def test_ask_with_somebody_elses_key_shows_nothing_of_theirs_and_breaks_nothing(client, cast, edition):
    theirs = ask(cast["thl"], service=edition.service, title="Milik orang")
    client.force_login(cast["asn"])
    response = client.post(ASK, form(service=edition.service.slug, key=theirs.key))
    assert response.status_code == 200
    assert "Milik orang" not in response.content.decode()
    assert Question.objects.count() == 1


BAD = {
    "kind": ("curhat", "Masukkan pilihan yang valid."),
    "service": ("tidak-ada", "Masukkan pilihan yang valid."),
    "title": ("", "Tulis pokok pertanyaan Anda dalam satu kalimat."),
    "body": ("   ", "Tulis apa yang ingin Anda tanyakan."),
    "key": ("bukan", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_ask_with_bad_input_keeps_what_was_typed(client, asn, name):
    value, said = BAD[name]
    response = client.post(ASK, form(**{"title": "Jangan hilang", name: value}))
    assert (response.status_code, list(response.context["form"].errors)) == (200, [name])
    assert said in response.context["form"].errors[name][0]
    assert response.context["form"]["title"].value() == ("" if name == "title" else "Jangan hilang")
    assert not Question.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("title", "x" * 151), ("body", "x" * 5001), ("title", "a\x00b")])
def test_ask_with_too_much_or_unstorable_text_is_refused(client, asn, name, value):
    response = client.post(ASK, form(**{name: value}))
    assert (response.status_code, list(response.context["form"].errors)) == (200, [name])


def test_ask_form_knows_what_the_page_before_knew(client, asn, edition):
    page = client.get(ASK, {"layanan": edition.service.slug, "edisi": "1", "jenis": "pengaduan", "pokok": "p" * 200})
    html = page.content.decode()
    assert f'<option value="{edition.service.slug}" selected>{edition.title}</option>' in html
    initial = page.context["form"].initial
    assert (initial["kind"], initial["edition"], initial["title"]) == ("pengaduan", "1", "p" * 150)


@pytest.mark.parametrize("query", ["jenis=lain", "layanan=%00", "layanan=tidak-ada&edisi=x", "pokok=%00%FF"])
def test_ask_form_ignores_an_address_that_makes_no_sense(client, asn, query):
    page = client.get(f"{ASK}?{query}")
    assert (page.status_code, page.context["form"].initial["kind"]) == (200, "pertanyaan")


def test_ask_form_shows_the_promise_of_the_mock_up(client, asn, calendar):
    with time_machine.travel("2026-06-12 14:20 +0700", tick=False):
        client.force_login(asn)
        html = client.get(ASK).content.decode()
    wanted = ["Jumat, 12 Juni 2026", "Rabu, 17 Juni 2026", "Senin, 22 Juni 2026", "Jumat, 3 Juli 2026"]
    assert [day for day in wanted if day not in html] == []
    assert "sementara" not in html


@pytest.mark.parametrize(
    ("kind", "complete"),
    [("pertanyaan", date(2026, 6, 22)), ("aspirasi", date(2026, 6, 22)), ("pengaduan", date(2026, 7, 3))],
)
def test_ask_promises_working_days(cast, calendar, kind, complete):
    with time_machine.travel("2026-06-12 14:20 +0700", tick=False):
        question = ask(cast["asn"], kind=kind)
    assert (question.answer_due_on, question.complete_due_on, question.is_due_provisional) == (
        date(2026, 6, 17),
        complete,
        False,
    )


def test_ask_after_midnight_counts_from_the_day_in_the_agencys_time_zone(cast, calendar):
    with time_machine.travel("2026-06-11 23:30 +0000", tick=False):  # 12 June, 06.30 WIB
        assert ask(cast["asn"]).answer_due_on == date(2026, 6, 17)


def test_ask_without_next_years_calendar_promises_provisionally(client, cast, calendar):
    with time_machine.travel("2026-12-29 09:00 +0700", tick=False):
        question = ask(cast["asn"])
        client.force_login(cast["asn"])
        html = client.get(question.get_absolute_url()).content.decode()
    assert question.is_due_provisional is True
    assert "Tenggat ini sementara" in html


def test_number_is_of_the_year_in_the_agencys_time_zone(cast):
    with time_machine.travel("2026-12-31 20:00 +0000", tick=False):  # 1 January 2027, 03.00 WIB
        question = ask(cast["asn"])
    assert question.number == f"2027-{question.pk:04d}"


def test_thread_moves_from_asking_to_closing_and_each_turn_is_recorded(cast, edition):
    question = ask(cast["asn"], service=edition.service)
    answer_question(question, body=" Jawaban. ", by=cast["petugas"])
    reply_to_answer(question, body="Belum jelas.", by=cast["asn"])
    answer_question(question, body="Lebih jelas.", by=cast["kabid"])
    close_question(question, by=cast["asn"], body="Terima kasih.")
    assert [(m.body, m.kind) for m in question.messages.order_by("pk")] == [
        ("Isinya.", "tanya"),
        ("Jawaban.", "jawaban"),
        ("Belum jelas.", "balasan"),
        ("Lebih jelas.", "jawaban"),
        ("Terima kasih.", "balasan"),
    ]
    verbs = list(Activity.objects.filter(thing="services.question").order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        "question_asked",
        "question_answered",
        "question_asked_again",
        "question_answered",
        "question_closed",
    ]
    told = list(Notification.objects.by_mail().order_by("created_at").values_list("user__email", "kind"))
    assert told == [
        ("petugas@contoh.invalid", "question_asked"),
        ("asn@contoh.invalid", "question_answered"),
        ("petugas@contoh.invalid", "question_asked"),
        ("asn@contoh.invalid", "question_answered"),
    ]


ACTS = {
    "answer": lambda question, person: answer_question(question, body="Jawaban.", by=person),
    "reply": lambda question, person: reply_to_answer(question, body="Lagi.", by=person),
    "close": lambda question, person: close_question(question, by=person),
}
REFUSED = [("", "reply"), ("", "close"), ("answer", "answer"), ("answer reply", "reply"), ("answer reply", "close")]
REFUSED += [("answer close", act) for act in ACTS]


@pytest.mark.parametrize(("before", "act"), REFUSED)
def test_act_that_the_state_does_not_allow_leaves_no_trace(cast, edition, before, act):
    question = ask(cast["asn"], service=edition.service)
    for step in before.split():
        ACTS[step](question, cast["petugas"])
    traces = (Message.objects.count(), Activity.objects.count(), Notification.objects.by_mail().count())
    with pytest.raises(ValidationError):
        ACTS[act](question, cast["petugas"])
    assert (Message.objects.count(), Activity.objects.count(), Notification.objects.by_mail().count()) == traces


@pytest.mark.parametrize("body", ["", "  \n "])
@pytest.mark.parametrize("act", [answer_question, reply_to_answer])
def test_empty_word_moves_nothing(cast, edition, act, body):
    question = ask(cast["asn"], service=edition.service)
    if act is reply_to_answer:
        answer_question(question, body="Jawaban.", by=cast["petugas"])
    state = question.state
    with pytest.raises(ValidationError):
        act(question, body=body, by=cast["asn"])
    assert Question.objects.get().state == state


def test_question_of_a_bidang_without_officer_is_told_to_its_head(cast, edition):
    cast["petugas"].grants.all().delete()
    ask(cast["asn"], service=edition.service)
    assert [notice.user for notice in Notification.objects.by_mail().all()] == [cast["kabid"]]


def test_question_of_a_bidang_without_anybody_is_kept_all_the_same(cast, make_edition):
    question = ask(cast["asn"], service=make_edition().service)
    assert (Question.objects.get(), Notification.objects.by_mail().count()) == (question, 0)


def test_officer_with_two_grants_is_told_once(cast, edition, today, bidang):
    RoleGrant.objects.create(user=cast["petugas"], role="head_of_bidang", unit=bidang, starts_on=today)
    ask(cast["asn"], service=edition.service)
    assert Notification.objects.by_mail().count() == 1
