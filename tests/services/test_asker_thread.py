"""What the asker does in the thread: each act from the state that allows it, once, and refused in words elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, Holiday, Notification
from bkpsdm.lib.workdays import due_date
from services.actions import (
    add_note,
    answer_question,
    ask_back,
    assign_question,
    close_question,
    rate_answer,
    reopen_question,
    reopen_until,
    reply_to_answer,
    supply_details,
    take_question,
    withdraw_question,
)
from services.models import Attachment, Message, Question
from tests import uploads


@pytest.fixture
def brought(cast, put):
    """Return a function that brings a question of asn into a state."""

    def bring(state):
        question = put()
        officer, asker = cast["petugas"], cast["asn"]
        steps = {
            "baru": [],
            "diterima": [lambda: take_question(question, by=officer)],
            "menunggu_pemohon": [lambda: ask_back(question, body="Jenjang apa?", by=officer)],
            "dijawab": [lambda: answer_question(question, body="Begini.", by=officer)],
            "ditanya_lagi": [
                lambda: answer_question(question, body="Begini.", by=officer),
                lambda: reply_to_answer(question, body="Lalu?", by=asker),
            ],
            "selesai": [
                lambda: answer_question(question, body="Begini.", by=officer),
                lambda: close_question(question, by=asker),
            ],
        }
        for step in steps[state]:
            step()
        return question

    return bring


ACTS = {
    "reply": lambda question, by: reply_to_answer(question, body="Lalu?", by=by),
    "supply": lambda question, by: supply_details(question, body="Mahir.", by=by),
    "close": lambda question, by: close_question(question, by=by),
    "reopen": lambda question, by: reopen_question(question, body="Belum.", by=by),
    "withdraw": lambda question, by: withdraw_question(question, by=by),
    "rate": lambda question, by: rate_answer(question, rating=4, by=by),
}
ALLOWED = {
    ("baru", "withdraw"): "selesai",
    ("diterima", "withdraw"): "selesai",
    ("menunggu_pemohon", "withdraw"): "selesai",
    ("menunggu_pemohon", "supply"): "diterima",
    ("dijawab", "reply"): "ditanya_lagi",
    ("dijawab", "close"): "selesai",
    ("selesai", "reopen"): "ditanya_lagi",
    ("selesai", "rate"): "selesai",
}


def traces():
    return Message.objects.count(), Activity.objects.count(), Notification.objects.count()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", Question.State.values)
def test_act_is_allowed_in_its_state_and_leaves_no_trace_in_others(cast, brought, state, act):
    question = brought(state)
    before = traces()
    if (state, act) in ALLOWED:
        ACTS[act](question, cast["asn"])
        question.refresh_from_db()
        assert question.state == ALLOWED[state, act]
        assert Activity.objects.count() == before[1] + 1
    else:
        with pytest.raises(ValidationError):
            ACTS[act](question, cast["asn"])
        question.refresh_from_db()
        assert (question.state, traces()) == (state, before)


@pytest.mark.parametrize("act", ["reply", "supply", "close", "reopen", "withdraw", "rate"])
def test_act_twice_is_refused_the_second_time(cast, brought, act):
    state = next(state for state, allowed in ALLOWED if allowed == act)
    question = brought(state)
    stale = Question.objects.get(pk=question.pk)
    ACTS[act](question, cast["asn"])
    before = traces()
    with pytest.raises(ValidationError):
        ACTS[act](stale, cast["asn"])
    assert traces() == before


@pytest.mark.parametrize("act", [reply_to_answer, supply_details, reopen_question])
def test_act_without_a_word_is_refused(cast, brought, act):
    state = {reply_to_answer: "dijawab", supply_details: "menunggu_pemohon", reopen_question: "selesai"}[act]
    question = brought(state)
    with pytest.raises(ValidationError, match="Tulis"):
        act(question, body="  \n", by=cast["asn"])
    question.refresh_from_db()
    assert question.state == state


def test_reply_to_what_the_office_asked_back_lets_the_clock_run_again(own, cast, put):
    with time_machine.travel("2026-06-15 09:00 +0700", tick=False):
        question = put()
    with time_machine.travel("2026-06-17 10:05 +0700", tick=False):
        ask_back(question, body="Jenjang Anda apa?", by=cast["petugas"])
    with time_machine.travel("2026-06-19 16:40 +0700", tick=False):
        own.force_login(cast["asn"])
        html = own.get(question.get_absolute_url()).content.decode()
        assert "Petugas menunggu keterangan Anda" in html
        page = own.post(f"{question.get_absolute_url()}keterangan/", {"body": "Mahir, Bu."}, follow=True)
        assert "Keterangan terkirim" in page.content.decode()
    question.refresh_from_db()
    assert (question.state, question.pauses.get().ends_on.isoformat()) == ("diterima", "2026-06-19")
    assert question.complete_due_on.isoformat() == "2026-06-24"  # 5 working days after the 15th, and 2 of waiting


def test_reply_to_what_the_office_asked_back_is_told_to_the_office(cast, brought):
    question = brought("menunggu_pemohon")
    Notification.objects.all().delete()
    supply_details(question, body="Mahir.", by=cast["asn"])
    assert [(row.user, row.kind) for row in Notification.objects.by_mail()] == [(cast["petugas"], "question_asked")]


def test_reply_tells_the_officer_in_charge_alone(cast, put):
    question = put()
    assign_question(question, to=cast["kabid"], by=cast["kabid"])
    answer_question(question, body="Begini.", by=cast["kabid"])
    Notification.objects.all().delete()
    reply_to_answer(question, body="Lalu?", by=cast["asn"])
    assert [row.user for row in Notification.objects.by_mail()] == [cast["kabid"]]


@pytest.mark.parametrize(
    ("act", "state", "sent"),
    [
        ("tanggapi", "dijawab", {"settled": "belum", "body": "Lalu?"}),
        ("keterangan", "menunggu_pemohon", {"body": "Mahir."}),
        ("buka", "selesai", {"body": "Belum."}),
    ],
)
def test_word_of_the_asker_takes_files_along(own, brought, shelf, act, state, sent):
    question = brought(state)
    files = [uploads.upload(uploads.pdf(), "bukti.pdf")]
    own.post(f"{question.get_absolute_url()}{act}/", {**sent, "files": files})
    attachment = Attachment.objects.get()
    assert (attachment.message.body, attachment.message.kind) == (sent["body"], "balasan")


def test_close_keeps_the_rating_and_shows_it(own, brought):
    question = brought("dijawab")
    sent = {"settled": "selesai", "rating": "4", "rating_note": "Cepat dan jelas.", "body": "Terima kasih."}
    html = own.post(f"{question.get_absolute_url()}tanggapi/", sent, follow=True).content.decode()
    question.refresh_from_db()
    assert (question.rating, question.rating_note, question.closed_by) == (4, "Cepat dan jelas.", "asker")
    assert question.closed_at is not None
    assert "Nilai Anda: 4 dari 4, “Cepat dan jelas.”." in html
    assert question.messages.latest("pk").body == "Terima kasih."


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"settled": "selesai", "rating": "5"}, "rating"),
        ({"settled": "selesai", "rating": "0"}, "rating"),
        ({"settled": "selesai", "rating": "3", "rating_note": "x" * 301}, "rating_note"),
    ],
)
def test_close_with_a_rating_out_of_scale_is_refused_on_its_field(own, brought, sent, field):
    question = brought("dijawab")
    page = own.post(f"{question.get_absolute_url()}tanggapi/", sent)
    assert list(page.context["forms"]["tanggapi"].errors) == [field]
    question.refresh_from_db()
    assert question.state == "dijawab"


def test_close_with_a_note_but_no_rating_asks_for_the_rating(own, brought):
    question = brought("dijawab")
    page = own.post(f"{question.get_absolute_url()}tanggapi/", {"settled": "selesai", "rating_note": "Baik."})
    assert "Pilih nilainya juga, dari 1 sampai 4." in page.content.decode()
    assert 'value="Baik."' in page.content.decode()


def test_question_closed_without_a_rating_is_rated_once_later(own, brought):
    question = brought("selesai")
    path = f"{question.get_absolute_url()}nilai/"
    assert "Kirim nilai" in own.get(question.get_absolute_url()).content.decode()
    html = own.post(path, {"rating": "2", "rating_note": "Lama."}, follow=True).content.decode()
    assert ("Nilai tercatat. Terima kasih." in html, "Kirim nilai" in html) == (True, False)
    again = own.post(path, {"rating": "4"})
    assert "Nilai diberikan satu kali" in again.content.decode()
    question.refresh_from_db()
    assert (question.rating, question.rating_note) == (2, "Lama.")


def test_rating_of_a_question_that_was_closed_twice_stays_the_first(cast, brought):
    question = brought("dijawab")
    close_question(question, rating=1, rating_note="Kurang.", by=cast["asn"])
    reopen_question(question, body="Belum.", by=cast["asn"])
    answer_question(question, body="Lebih jelas.", by=cast["petugas"])
    close_question(question, rating=4, by=cast["asn"])
    question.refresh_from_db()
    assert (question.rating, question.rating_note) == (1, "Kurang.")


def closed_on(question, day):
    """Let a question have been closed on a day."""
    Question.objects.filter(pk=question.pk).update(closed_at=day)
    question.refresh_from_db()


@pytest.mark.parametrize(("days", "is_open"), [(10, True), (11, False)])
def test_question_is_opened_again_within_ten_working_days(own, cast, brought, days, is_open):
    question = brought("selesai")
    calendar, today = Holiday.calendar(), timezone.localdate()
    closed_at = timezone.now()
    while due_date(timezone.localdate(closed_at), days, calendar).day > today:
        closed_at -= timedelta(days=1)
    closed_on(question, closed_at)
    expected = due_date(timezone.localdate(closed_at), 10, calendar).day
    assert reopen_until(question) == expected
    offered = "Belum selesai? Buka lagi" in own.get(question.get_absolute_url()).content.decode()
    page = own.post(f"{question.get_absolute_url()}buka/", {"body": "Belum selesai."}, follow=True)
    question.refresh_from_db()
    assert offered is (expected >= today)
    if expected >= today:
        assert (question.state, question.closed_at, question.closed_by) == ("ditanya_lagi", None, "")
    else:
        assert "Sepuluh hari kerja sejak ditutup sudah lewat." in page.content.decode()
        assert "Belum selesai." in page.content.decode()
        assert question.state == "selesai"


@pytest.mark.parametrize("closed_by", ["merged", "withdrawn"])
def test_question_that_was_merged_or_withdrawn_is_not_opened_again(own, put, brought, closed_by):
    question = brought("selesai")
    into = put() if closed_by == "merged" else None
    Question.objects.filter(pk=question.pk).update(closed_by=closed_by, merged_into=into)
    assert "Buka lagi" not in own.get(question.get_absolute_url()).content.decode()
    page = own.post(f"{question.get_absolute_url()}buka/", {"body": "Belum."})
    html = page.content.decode()
    assert "Pertanyaan ini tidak dapat dibuka lagi. Ajukan pertanyaan baru." in html
    assert "Belum.</textarea>" in html
    question.refresh_from_db()
    assert question.state == "selesai"


@pytest.mark.parametrize(
    ("closed_by", "said"),
    [
        ("asker", "Anda menutup pertanyaan ini."),
        ("silence", "Pertanyaan ini ditutup karena sepuluh hari kerja tidak ada tanggapan Anda."),
        ("withdrawn", "Anda menarik pertanyaan ini."),
        ("not_ours", "bukan kewenangan BKD"),
        ("merged", "digabung dengan pertanyaan lain"),
    ],
)
def test_closed_question_says_who_closed_it(own, put, brought, closed_by, said):
    question = brought("selesai")
    into = put() if closed_by == "merged" else None
    Question.objects.filter(pk=question.pk).update(closed_by=closed_by, merged_into=into)
    assert said in own.get(question.get_absolute_url()).content.decode()


def test_question_merged_into_that_of_somebody_else_leads_nowhere(own, cast, put, brought):
    question = brought("selesai")
    theirs = put(by=cast["thl"], title="Milik orang lain")
    Question.objects.filter(pk=question.pk).update(closed_by="merged", merged_into=theirs)
    html = own.get(question.get_absolute_url()).content.decode()
    assert ("Milik orang lain" in html, theirs.get_absolute_url() in html) == (False, False)


def test_withdrawn_question_leaves_the_queue_of_the_office(own, cast, put):
    question = put(title="Tidak jadi bertanya")
    html = own.post(f"{question.get_absolute_url()}tarik/", follow=True).content.decode()
    assert ("Pertanyaan ditarik." in html, "Anda menarik pertanyaan ini." in html) == (True, True)
    own.force_login(cast["petugas"])
    assert "Tidak jadi bertanya" not in own.get(reverse("services:question-inbox")).content.decode()


def test_question_withdrawn_while_the_office_waits_ends_the_pause(cast, brought, today):
    question = brought("menunggu_pemohon")
    withdraw_question(question, by=cast["asn"])
    assert [pause.ends_on for pause in question.pauses.all()] == [today]


OFFERS = {
    "baru": {"tarik", "izin"},
    "diterima": {"tarik", "izin"},
    "menunggu_pemohon": {"keterangan", "tarik", "izin"},
    "dijawab": {"tanggapi", "izin"},
    "ditanya_lagi": {"izin"},
    "selesai": {"buka", "nilai", "izin"},
}


@pytest.mark.parametrize("state", OFFERS)
def test_page_offers_what_its_state_allows(own, brought, state):
    question = brought(state)
    page = own.get(question.get_absolute_url())
    html = page.content.decode()
    acts = {name for name in ("tanggapi", "keterangan", "buka", "nilai", "tarik", "izin") if f"{name}/" in html}
    assert (set(page.context["forms"]), acts) == (OFFERS[state], OFFERS[state])


@pytest.mark.parametrize("act", ["tanggapi", "keterangan", "buka", "nilai", "tarik", "izin"])
def test_act_of_anybody_else_is_a_404_and_moves_nothing(client, cast, brought, act):
    question = brought("dijawab")
    path = reverse("services:question-act", args=[question.pk, act])
    found = {}
    for name, user in cast.items():
        if name != "asn":
            client.force_login(user)
            found[name] = client.post(path, {"body": "x", "rating": "1", "settled": "selesai"}).status_code
    assert set(found.values()) == {404}
    client.logout()
    assert client.post(path).status_code == 302
    question.refresh_from_db()
    assert (question.state, question.messages.count()) == ("dijawab", 2)


def test_act_that_does_not_exist_is_a_404(own, put):
    assert own.post(f"{put().get_absolute_url()}hapus/").status_code == 404


def test_act_opened_after_a_login_in_between_leads_to_the_thread(own, put):
    question = put()
    response = own.get(f"{question.get_absolute_url()}tarik/")
    assert (response.status_code, response["Location"]) == (302, question.get_absolute_url())
    question.refresh_from_db()
    assert question.state == "baru"


def test_notes_of_the_office_are_not_in_the_thread_of_the_asker(own, cast, put):
    question = put()
    add_note(question, body="Catatan kenari.", by=cast["petugas"])
    assert "kenari" not in own.get(question.get_absolute_url()).content.decode()
