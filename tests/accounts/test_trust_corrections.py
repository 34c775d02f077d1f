"""A person asks for a correction: the clock of 3 x 24 hours, one answer with a reason, and nobody else reads along."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import ask_correction, decide_correction
from accounts.models import AccessLog, Activity, CorrectionRequest, Notification
from accounts.tasks import drain_outbox
from bkpsdm.lib.states import move_to
from tests import factories
from tests.conftest import CAST
from tests.together import together

OWN, INBOX = reverse("accounts:correction-list"), reverse("accounts:correction-inbox")
CANARY = "kenarikuning"
FIELDS = {"subject": "jabatan", "wrong": "Guru Ahli Pertama", "right": "Guru Ahli Muda, SK 800/12/2024"}


@pytest.fixture
def asked(cast):
    return ask_correction(subject="nama", wrong=f"{CANARY}-salah", right=f"{CANARY}-benar", by=cast["asn"])


def decide(pk):
    return reverse("accounts:correction-decide", args=[pk])


def told(kind):
    return sorted(
        (row.user.employee.name, row.channel) for row in Notification.objects.filter(kind=kind).select_related("user")
    )


def test_person_asks_and_sees_when_it_is_answered(client, cast):
    client.force_login(cast["asn"])
    with time_machine.travel("2026-06-12T07:00:00Z", tick=False):  # a Friday: the weekend counts
        response = client.post(OWN, FIELDS, follow=True)
        html = response.content.decode()
    request = CorrectionRequest.objects.get()
    assert (request.asked_by, request.subject, request.state) == (cast["asn"], "jabatan", "menunggu")
    assert request.due_at - request.created_at == timedelta(hours=72)
    assert [part for part in ("Guru Ahli Muda", "Senin, 15 Juni 2026, 14.00 WIB", "Menunggu") if part not in html] == []


def test_admins_are_told_without_words_and_without_a_name(cast, asked):
    assert told("correction_asked") == [("Contoh admin", "portal"), ("Contoh admin", "surel")]
    drain_outbox()
    (letter,) = mail.outbox
    assert letter.to == ["admin@contoh.invalid"]
    whole = letter.subject + letter.body + str(letter.alternatives)
    assert [word for word in (CANARY, "Contoh asn") if word in whole] == []
    assert INBOX in letter.body


@pytest.mark.parametrize(
    ("is_accepted", "state"), [(True, CorrectionRequest.State.ACCEPTED), (False, CorrectionRequest.State.REFUSED)]
)
def test_admin_answers_once_and_the_person_is_told(client, cast, asked, is_accepted, state):
    client.force_login(cast["admin"])
    data = {"decision": "diterima" if is_accepted else "ditolak", "answer": "Sudah dicek di SIASN."}
    assert client.post(decide(asked.pk), data).url == INBOX
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.decided_by) == (state, "Sudah dicek di SIASN.", cast["admin"])
    assert told("correction_decided") == [("Contoh asn", "portal"), ("Contoh asn", "surel")]
    assert client.post(decide(asked.pk), data | {"answer": "Lagi."}).context["form"].errors
    asked.refresh_from_db()
    assert asked.answer == "Sudah dicek di SIASN."
    client.force_login(cast["asn"])
    html = client.get(OWN).content.decode()
    assert ("Sudah dicek di SIASN." in html, "Contoh admin" in html) == (True, False)


def test_answer_needs_a_reason(client, cast, asked):
    client.force_login(cast["admin"])
    for data in (
        {},
        {"decision": "ditolak"},
        {"decision": "ditolak", "answer": "  "},
        {"decision": "x", "answer": "A"},
    ):
        assert client.post(decide(asked.pk), data).status_code == 200
    with pytest.raises(ValidationError, match="Tulis apa yang sudah dibetulkan"):
        decide_correction(asked, is_accepted=True, answer=" ", by=cast["admin"])
    asked.refresh_from_db()
    assert asked.state == "menunggu"


def test_own_request_is_answered_by_another(client, cast):
    own = ask_correction(**FIELDS, by=cast["admin"])
    assert told("correction_asked") == []
    client.force_login(cast["admin"])
    html = client.post(decide(own.pk), {"decision": "diterima", "answer": "Ya."}).content.decode()
    assert "Permintaan sendiri dijawab orang lain." in html
    own.refresh_from_db()
    assert own.state == "menunggu"


def test_bad_input_stands_again_with_its_reason(client, cast):
    client.force_login(cast["asn"])
    for data in (
        {"subject": ""},
        FIELDS | {"subject": "entah"},
        FIELDS | {"right": ""},
        FIELDS | {"wrong": "x" * 1001},
    ):
        response = client.post(OWN, data)
        assert response.status_code == 200
        assert response.context["form"].errors
    assert not CorrectionRequest.objects.exists()


def test_sixth_request_waits_for_the_answers_to_five(client, cast):
    for _ in range(5):
        ask_correction(**FIELDS, by=cast["asn"])
    client.force_login(cast["asn"])
    assert "5 permintaan Anda masih menunggu jawaban." in client.post(OWN, FIELDS).content.decode()
    assert CorrectionRequest.objects.count() == 5
    ask_correction(**FIELDS, by=cast["thl"])
    decide_correction(CorrectionRequest.objects.last(), is_accepted=True, answer="Ya.", by=cast["admin"])
    ask_correction(**FIELDS, by=cast["asn"])


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_are_counted(cast):
    refused = []

    def ask():
        try:
            ask_correction(**FIELDS, by=cast["asn"])
        except ValidationError:
            refused.append(True)

    together(ask, 8)
    assert (CorrectionRequest.objects.count(), len(refused)) == (5, 3)


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_answer_once(cast):
    request = ask_correction(**FIELDS, by=cast["asn"])
    refused = []

    def answer():
        try:
            own = CorrectionRequest.objects.get(pk=request.pk)
            decide_correction(own, is_accepted=True, answer="Ya.", by=cast["admin"])
        except ValidationError:
            refused.append(True)

    together(answer, 2)
    assert len(refused) == 1
    assert Notification.objects.filter(kind="correction_decided", channel="portal").count() == 1


def test_pages_are_for_those_whom_they_concern(client, cast, asked):
    for path in (OWN, INBOX, decide(asked.pk)):
        assert client.get(path).status_code == 302
    statuses = {}
    for who in CAST:
        client.force_login(cast[who])
        statuses[who] = (client.get(INBOX).status_code, client.get(decide(asked.pk)).status_code)
    assert {who for who, status in statuses.items() if status == (200, 200)} == {"admin"}
    assert set(statuses.values()) == {(200, 200), (403, 403)}
    assert client.get(decide(0)).status_code == 404


def test_words_of_a_request_are_read_by_asker_and_admin_alone(client, cast, asked):
    readers = set()
    paths = [OWN, INBOX, decide(asked.pk), reverse("my-data"), "/akun/", "/kerja/", reverse("accounts:trail")]
    for who in CAST:
        client.force_login(cast[who])
        readers |= {who for path in paths if CANARY in client.get(path).content.decode()}
    assert readers == {"asn", "admin"}
    assert CANARY not in str(list(Activity.objects.values())) + str(list(Notification.objects.values()))


def test_opening_a_request_is_noted_and_the_inbox_names_nobody(client, cast, asked):
    client.force_login(cast["admin"])
    assert "Contoh asn" not in client.get(INBOX).content.decode()
    assert not AccessLog.objects.exists()
    client.get(decide(asked.pk))
    assert [(row.person, row.surface) for row in AccessLog.objects.all()] == [(cast["asn"].employee, "correction")]


def test_inbox_puts_the_nearest_first_and_says_what_is_late(client, cast):
    late = ask_correction(**FIELDS, by=cast["asn"])
    new = ask_correction(**FIELDS, by=cast["thl"])
    CorrectionRequest.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    client.force_login(cast["admin"])
    response = client.get(INBOX)
    assert list(response.context["page"]) == [late, new]
    assert response.content.decode().count("Lewat tenggat") == 1
    decide_correction(late, is_accepted=False, answer="Sudah benar.", by=cast["admin"])
    assert list(client.get(INBOX).context["page"]) == [new]
    assert list(client.get(f"{INBOX}?keadaan=dijawab&halaman=x").context["page"]) == [late]


@pytest.mark.parametrize("path", [OWN, INBOX])
def test_lists_ask_as_much_for_three_as_for_three_hundred(client, cast, path):
    user = cast["admin"]

    def fill(count):
        due = timezone.now() + timedelta(hours=72)
        CorrectionRequest.objects.bulk_create(
            CorrectionRequest(asked_by=user, due_at=due, **FIELDS) for _ in range(count)
        )

    def count():
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    fill(3)
    few = count()
    fill(297)
    assert count() == few


@pytest.mark.parametrize(
    "change", [{"right": ""}, {"answer": "Ya."}, {"state": "diterima"}, {"decided_at": timezone.now()}]
)
def test_database_refuses_half_a_request_and_half_an_answer(asked, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.filter(pk=asked.pk).update(**change)


@pytest.mark.parametrize("after", ["diterima", "ditolak"])
def test_answered_request_moves_no_more(cast, after):
    request = factories.UserFactory().corrections_asked.create(due_at=timezone.now(), **FIELDS)
    decide_correction(request, is_accepted=after == "diterima", answer="Ya.", by=cast["admin"])
    for state in CorrectionRequest.State:
        with pytest.raises(ValidationError):
            move_to(request, state)
