"""What the office does with a question: each act moves, is written into the thread, and tells whom it concerns."""

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import grant_role
from accounts.models import Activity, Agency, Notification, Role
from services.actions import (
    add_note,
    answer_question,
    ask_back,
    assign_question,
    assign_questions,
    classify_question,
    close_question,
    extend_deadline,
    merge_question,
    refuse_question,
    reply_to_answer,
    require_inspection,
    take_question,
    transfer_question,
)
from services.models import Message, Pause, Question
from tests import factories

from .office import ask, thread, told


@pytest.fixture
def service(make_edition, bidang):
    return make_edition(service__unit=bidang).service


@pytest.fixture
def question(cast, service):
    """A new question of asn; nobody has been told of anything yet."""
    question = ask(cast["asn"], service)
    Notification.objects.all().delete()
    return question


@pytest.fixture
def complaint(cast, service):
    question = ask(cast["asn"], service, kind="pengaduan")
    Notification.objects.all().delete()
    return question


@pytest.fixture
def elsewhere(db):
    return factories.WorkUnitFactory(code="lain", name="Bidang Lain")


@pytest.fixture
def colleague(elsewhere, today):
    """An officer of another bidang."""
    user = factories.UserFactory(email="rekan@contoh.invalid", employee__name="Contoh rekan")
    grant_role(user, role=Role.OFFICER, unit=elsewhere, starts_on=today, by=None)
    return user


def read(question):
    """Return the number of the last message."""
    return question.messages.order_by("-pk").first().pk


# -- Take and assign


def test_take_receives_the_question_and_tells_nobody(cast, question):
    take_question(question, by=cast["petugas"])
    question.refresh_from_db()
    assert (question.state, question.assignee, told()) == ("diterima", cast["petugas"], [])


def test_assign_tells_the_assignee_once(cast, question):
    assign_question(question, to=cast["petugas"], by=cast["kabid"])
    question.refresh_from_db()
    assert (question.state, question.assignee) == ("diterima", cast["petugas"])
    assert told() == [("question_assigned", "petugas")]
    assert Notification.objects.by_mail().get().payload == {
        "count": 1,
        "question": question.number,
        "path": f"/kerja/tanya/{question.pk}/",
    }


def test_assign_to_nobody_gives_it_back(cast, question):
    take_question(question, by=cast["petugas"])
    assign_question(question, to=None, by=cast["kabid"])
    question.refresh_from_db()
    assert (question.state, question.assignee, told()) == ("diterima", None, [])


@pytest.mark.parametrize("who", ["asn", "thl", "admin", "penyunting", "operator"])
def test_assign_to_somebody_who_does_not_answer_is_refused(cast, question, who):
    with pytest.raises(ValidationError, match="tidak dapat ditugaskan"):
        assign_question(question, to=cast[who], by=cast["kabid"])
    assert Question.objects.get().assignee is None


def test_assign_elsewhere_is_refused_where_the_topic_is_confidential(cast, question, colleague):
    assign_question(question, to=colleague, by=cast["kabid"])
    assert question in Question.objects.answerable_by(colleague)
    Question.objects.update(is_confidential=True)
    question.refresh_from_db()
    with pytest.raises(ValidationError, match="tidak dapat ditugaskan"):
        assign_question(question, to=colleague, by=cast["kabid"])
    assert question not in Question.objects.answerable_by(colleague)


def test_assign_to_the_asker_is_refused(cast, service):
    own = ask(cast["petugas"], service)
    with pytest.raises(ValidationError, match="tidak dapat ditugaskan"):
        assign_question(own, to=cast["petugas"], by=cast["kabid"])


def test_assign_many_tells_once_and_refuses_all_if_one_is_over(cast, service):
    questions = [ask(cast["asn"], service) for _ in range(3)]
    Notification.objects.all().delete()
    assign_questions(questions, to=cast["petugas"], by=cast["kabid"])
    assert (told(), Notification.objects.by_mail().get().payload["count"]) == ([("question_assigned", "petugas")], 3)
    refuse_question(questions[1], reason="Ke Dinas.", by=cast["petugas"])
    with pytest.raises(ValidationError, match=f"{questions[1].number} sudah selesai"):
        assign_questions(questions, to=cast["kabid"], by=cast["kabid"])
    assert set(Question.objects.values_list("assignee", flat=True)) == {cast["petugas"].pk}


# -- Answer, ask back, note


def test_answer_from_waiting_ends_the_pause(cast, question, today):
    ask_back(question, body="Jenjang Anda?", by=cast["petugas"])
    answer_question(question, body="Perlu.", by=cast["petugas"])
    assert list(Pause.objects.values_list("starts_on", "ends_on")) == [(today, today)]
    question.refresh_from_db()
    assert (question.state, question.first_answer_at < question.answered_at) == ("dijawab", True)


def test_answer_speaks_for_the_unit_of_its_author(cast, question, colleague, elsewhere):
    assign_question(question, to=colleague, by=cast["kabid"])
    assert answer_question(question, body="Jawaban.", by=colleague).unit == elsewhere
    assert add_note(question, body="Catatan.", by=cast["petugas"]).unit == question.unit


def test_answer_that_cites_items_keeps_their_keys(cast, question):
    message = answer_question(question, body="Lihat.", cites=["syarat:surat", "langkah:ajukan"], by=cast["petugas"])
    message.refresh_from_db()
    assert message.cites == ["syarat:surat", "langkah:ajukan"]


@pytest.mark.parametrize("cites", [["syarat:tidak-ada"], ["surat"], ["syarat:surat", "alur:x"]])
def test_answer_that_cites_what_the_edition_lacks_is_refused(cast, question, cites):
    with pytest.raises(ValidationError, match="Butir yang dirujuk"):
        answer_question(question, body="Lihat.", cites=cites, by=cast["petugas"])
    assert (Question.objects.get().state, told()) == ("baru", [])


def test_answer_to_nothing_in_particular_cites_nothing(cast, agency, today):
    grant_role(cast["petugas"], role=Role.OFFICER, unit=agency.general_unit, starts_on=today, by=None)
    with pytest.raises(ValidationError, match="Butir yang dirujuk"):
        answer_question(ask(cast["asn"], None), body="Lihat.", cites=["syarat:surat"], by=cast["petugas"])


def test_second_answer_is_sent_only_by_who_has_read_the_first(cast, question):
    seen = read(question)
    answer_question(question, body="Pertama.", by=cast["petugas"], seen=seen)
    with pytest.raises(ValidationError) as refused:
        answer_question(question, body="Kedua.", by=cast["kabid"], seen=seen)
    assert refused.value.code == "grown"
    answered_at = Question.objects.get().answered_at
    answer_question(question, body="Kedua.", by=cast["kabid"], seen=read(question))
    assert thread(question) == [("tanya", "Isinya."), ("jawaban", "Pertama."), ("jawaban", "Kedua.")]
    assert (told("question_answered"), Question.objects.get().answered_at) == (["asn", "asn"], answered_at)


@pytest.mark.parametrize("act", [answer_question, ask_back, add_note])
def test_word_past_an_unread_message_is_refused_and_leaves_no_trace(cast, question, act):
    seen = read(question)
    add_note(question, body="Sudah saya telepon.", by=cast["kabid"])
    with pytest.raises(ValidationError, match="Belum ada yang dikirim"):
        act(question, body="Kata.", by=cast["petugas"], seen=seen)
    assert (Message.objects.count(), told()) == (2, [])


def test_ask_back_stops_the_clock_and_counts_as_first_answer(cast, question, today):
    ask_back(question, body="Jenjang Anda?", by=cast["petugas"])
    question.refresh_from_db()
    assert (question.state, question.due_on) == ("menunggu_pemohon", question.complete_due_on)
    assert question.first_answer_at is not None
    assert question.answered_at is None
    assert list(Pause.objects.values_list("starts_on", "ends_on")) == [(today, None)]
    assert told() == [("question_asked_back", "asn")]


def test_note_receives_the_question_and_tells_nobody(cast, question):
    add_note(question, body="Cek di SIASN.", by=cast["petugas"])
    question.refresh_from_db()
    assert (question.state, question.first_answer_at, told()) == ("diterima", None, [])


@pytest.mark.parametrize("body", ["", " \n "])
@pytest.mark.parametrize("act", [answer_question, ask_back, add_note])
def test_empty_word_of_the_office_moves_nothing(cast, question, act, body):
    with pytest.raises(ValidationError):
        act(question, body=body, by=cast["petugas"])
    assert (Question.objects.get().state, Message.objects.count()) == ("baru", 1)


# -- Transfer, extend, inspect, classify


def test_transfer_tells_the_asker_and_the_other_bidang_and_moves_no_due_date(cast, question, colleague, elsewhere):
    take_question(question, by=cast["petugas"])
    before = Question.objects.values("answer_due_on", "complete_due_on", "due_on").get()
    transfer_question(question, to=elsewhere, reason="Urusan bidang lain.", by=cast["petugas"])
    question.refresh_from_db()
    assert (question.unit, question.assignee, question.state) == (elsewhere, None, "diterima")
    assert Question.objects.values("answer_due_on", "complete_due_on", "due_on").get() == before
    assert thread(question)[-1] == ("pemberitahuan", "Dipindahkan ke Bidang Lain. Alasan: Urusan bidang lain.")
    assert told() == [("question_moved", "asn"), ("question_asked", "rekan")]
    assert question not in Question.objects.answerable_by(cast["petugas"])


def test_transfer_of_a_confidential_topic_takes_the_readers_along(cast, question, colleague, elsewhere):
    Question.objects.update(is_confidential=True)
    question.refresh_from_db()
    transfer_question(question, to=elsewhere, reason="Urusan bidang lain.", by=cast["petugas"])
    readers = [who for who in cast if question in Question.objects.answerable_by(cast[who])]
    assert (readers, question in Question.objects.answerable_by(colleague)) == ([], True)


def test_transfer_to_where_nobody_answers_is_refused(cast, question):
    empty = factories.WorkUnitFactory(code="kosong")
    with pytest.raises(ValidationError, match="belum memiliki petugas"):
        transfer_question(question, to=empty, reason="Salah alamat.", by=cast["petugas"])
    with pytest.raises(ValidationError, match="sudah di bidang itu"):
        transfer_question(question, to=question.unit, reason="Salah alamat.", by=cast["petugas"])
    assert (Question.objects.get().unit, told()) == (question.unit, [])


def test_extension_is_told_with_its_reason_and_given_once(cast, question):
    extend_deadline(question, days=5, reason="Menunggu BKN.", by=cast["kabid"])
    question.refresh_from_db()
    assert (question.extra_days, question.extension_reason) == (5, "Menunggu BKN.")
    [(kind, body)] = thread(question)[1:]
    assert (kind, body.startswith("Tenggat tuntas diperpanjang 5 hari kerja, menjadi ")) == ("pemberitahuan", True)
    assert body.endswith("Sebab: Menunggu BKN.")
    with pytest.raises(ValidationError, match="sudah pernah diperpanjang"):
        extend_deadline(question, days=5, reason="Lagi.", by=cast["kabid"])
    assert told() == [("question_extended", "asn")]


@pytest.mark.parametrize("days", [0, -1, 31])
def test_extension_has_bounds(cast, question, days):
    with pytest.raises(ValidationError, match="dari 1 sampai 30"):
        extend_deadline(question, days=days, reason="Menunggu.", by=cast["kabid"])


def test_inspection_is_for_complaints_and_told_once(cast, question, complaint):
    with pytest.raises(ValidationError, match="Hanya pengaduan"):
        require_inspection(question, reason="Perlu.", by=cast["kabid"])
    require_inspection(complaint, reason="Perlu memeriksa berkas.", by=cast["kabid"])
    with pytest.raises(ValidationError, match="Hanya pengaduan"):
        require_inspection(complaint, reason="Perlu.", by=cast["kabid"])
    assert told() == [("question_inspected", "asn")]
    assert thread(complaint)[-1][1].endswith("Alasan: Perlu memeriksa berkas.")


def test_complaint_goes_to_the_inspectorate_too_and_stops_when_it_is_none(cast, question):
    inspectorate = factories.WorkUnitFactory(code="inspektorat")
    Agency.objects.update(complaint_unit=inspectorate)
    classify_question(question, kind="pengaduan", report_number="12345", by=cast["petugas"])
    assert (question.copied_to, question.report_number) == (inspectorate, "12345")
    classify_question(question, kind="aspirasi", report_number="", by=cast["petugas"])
    assert (question.copied_to, question.report_number) == (None, "")
    assert told() == [("question_classified", "asn")] * 2


def test_confidential_complaint_goes_to_nobody_else(cast, question):
    Agency.objects.update(complaint_unit=factories.WorkUnitFactory(code="inspektorat"))
    question.is_confidential = True
    question.save()
    classify_question(question, kind="pengaduan", report_number="", by=cast["petugas"])
    assert question.copied_to is None


def test_number_of_a_report_alone_tells_nobody_and_is_for_complaints(cast, question, complaint):
    classify_question(complaint, kind="pengaduan", report_number="987", by=cast["petugas"])
    assert (Question.objects.get(pk=complaint.pk).report_number, told(), len(thread(complaint))) == ("987", [], 1)
    with pytest.raises(ValidationError, match="hanya untuk pengaduan"):
        classify_question(question, kind="pertanyaan", report_number="987", by=cast["petugas"])


# -- Merge, refuse


def test_merge_tells_both_askers_and_neither_of_the_other(cast, service):
    first = ask(cast["asn"], service, title="Rahasia asn", body="Badan asn.")
    other = ask(cast["thl"], service, title="Rahasia thl", body="Badan thl.")
    Notification.objects.all().delete()
    merge_question(other, into=first, word="Jawabannya: boleh.", by=cast["petugas"])
    other.refresh_from_db()
    assert (other.state, other.closed_by, other.merged_into) == ("selesai", "merged", first)
    assert told() == [("question_merged", "thl"), ("question_joined", "asn")]
    words = {question: " ".join(body for _, body in thread(question)) for question in (first, other)}
    assert thread(other)[-1][1].endswith("Jawabannya: boleh.")
    secrets = {
        first: ["thl", other.number, str(cast["thl"].employee.name)],
        other: ["asn", first.number, str(cast["asn"].employee.name)],
    }
    for question, forbidden in secrets.items():
        payloads = str(
            list(Notification.objects.by_mail().filter(user=question.asker).values_list("payload", flat=True))
        )
        later = words[question].replace("Badan asn.", "").replace("Badan thl.", "")
        assert [word for word in forbidden if word in later + payloads] == []
        other_question = other if question == first else first
        assert other_question not in Question.objects.visible_to(question.asker)


def test_answer_goes_to_the_askers_of_duplicates_only_when_the_officer_says_so(cast, service):
    first, other, third = ask(cast["asn"], service), ask(cast["thl"], service), ask(cast["penyunting"], service)
    merge_question(third, into=other, by=cast["petugas"])
    merge_question(other, into=first, by=cast["petugas"])
    Notification.objects.all().delete()
    answer_question(first, body="Untuk asn saja.", by=cast["petugas"])
    assert told() == [("question_answered", "asn")]
    answer_question(first, body="Untuk semua.", by=cast["petugas"], seen=read(first), is_for_duplicates=True)
    assert sorted(told("question_answered")) == ["asn", "asn", "penyunting", "thl"]
    assert [thread(question)[-1] for question in (other, third)] == [("jawaban", "Untuk semua.")] * 2
    assert set(Question.objects.exclude(pk=first.pk).values_list("state", "merged_into")) == {("selesai", first.pk)}


def test_merge_into_itself_or_into_what_is_over_is_refused(cast, service, question):
    over = ask(cast["thl"], service)
    refuse_question(over, reason="Ke Dinas.", by=cast["petugas"])
    for into in (question, over):
        with pytest.raises(ValidationError):
            merge_question(question, into=into, by=cast["petugas"])
    assert Question.objects.get(pk=question.pk).state == "baru"


def test_refusal_says_who_decides_and_closes(cast, question, today):
    ask_back(question, body="Soal apa?", by=cast["petugas"])
    refuse_question(question, reason="Tanyakan kepada Taspen.", by=cast["petugas"])
    question.refresh_from_db()
    assert (question.state, question.closed_by, question.pauses.get().ends_on) == ("selesai", "not_ours", today)
    assert thread(question)[-1] == ("pemberitahuan", "Bukan kewenangan kami. Tanyakan kepada Taspen.")
    assert told("question_refused") == ["asn"]


# -- What each state allows


STEPS = {
    "answer": lambda question, people: answer_question(question, body="Jawaban.", by=people["petugas"]),
    "ask_back": lambda question, people: ask_back(question, body="Apa?", by=people["petugas"]),
    "transfer": lambda question, people: transfer_question(
        question, to=people["elsewhere"], reason="Salah.", by=people["petugas"]
    ),
    "extend": lambda question, people: extend_deadline(question, days=3, reason="Lama.", by=people["kabid"]),
    "inspect": lambda question, people: require_inspection(question, reason="Perlu.", by=people["kabid"]),
    "refuse": lambda question, people: refuse_question(question, reason="Ke Dinas.", by=people["petugas"]),
    "merge": lambda question, people: merge_question(question, into=people["other"], by=people["petugas"]),
    "take": lambda question, people: take_question(question, by=people["petugas"]),
    "reply": lambda question, people: reply_to_answer(question, body="Lagi.", by=people["asn"]),
    "close": lambda question, people: close_question(question, by=people["asn"]),
}
OFFICE = set(STEPS) - {"reply", "close"}
ALLOWED = {
    "": OFFICE,
    "take": OFFICE,
    "ask_back": OFFICE - {"ask_back"},
    "answer": {"merge", "take"},
    "answer reply": OFFICE,
    "answer close": set(),
    "refuse": set(),
}


@pytest.mark.parametrize("act", sorted(OFFICE))
@pytest.mark.parametrize("before", ALLOWED)
def test_each_act_is_allowed_where_it_makes_sense_and_leaves_no_trace_elsewhere(
    cast, complaint, service, colleague, elsewhere, before, act
):
    people = {**cast, "elsewhere": elsewhere, "other": ask(cast["thl"], service)}
    for step in before.split():
        STEPS[step](complaint, people)
    traces = (Message.objects.count(), Activity.objects.count(), Notification.objects.by_mail().count())
    try:
        STEPS[act](complaint, people)
    except ValidationError:
        assert act not in ALLOWED[before]
        assert (Message.objects.count(), Activity.objects.count(), Notification.objects.by_mail().count()) == traces
    else:
        assert act in ALLOWED[before]


def test_record_of_what_the_office_does_names_nobody(cast, question, colleague, elsewhere):
    take_question(question, by=cast["petugas"])
    add_note(question, body="rahasia", by=cast["petugas"])
    extend_deadline(question, days=3, reason="rahasia", by=cast["kabid"])
    transfer_question(question, to=elsewhere, reason="rahasia", by=cast["kabid"])
    refuse_question(question, reason="rahasia", by=colleague)
    rows = list(Activity.objects.filter(thing="services.question").values_list("verb", "details"))
    assert [verb for verb, _ in rows] == [
        "question_asked",
        "question_assigned",
        "question_noted",
        "deadline_extended",
        "question_transferred",
        "question_refused",
    ]
    assert "rahasia" not in str(rows)
    assert "Contoh" not in str(rows)
