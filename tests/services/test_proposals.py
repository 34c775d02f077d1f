"""One person's answer becomes everybody's: without identity, seen by the asker, and with no way back."""

from datetime import date

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Activity, Notification
from accounts.tasks import drain_outbox
from services.actions import (
    answer_question,
    change_consent,
    drop_proposal,
    object_to_proposal,
    propose_answer,
    publish_proposal,
    why_not_proposed,
)
from services.models import AnswerProposal, FrequentAnswer, Question
from tests import factories
from tests.services.test_races import at_once

MONDAY, THURSDAY, FRIDAY = "2026-06-08 09:00+07:00", "2026-06-11 23:50+07:00", "2026-06-12 09:00+07:00"
DESK = "/kerja/jawaban/"


@pytest.fixture(autouse=True)
def on_monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def question(on_monday, cast, bidang, make_edition):
    """A question of asn that may serve all, answered by petugas."""
    edition = make_edition(service__unit=bidang, service__slug="uji")
    asked = factories.QuestionFactory(
        asker=cast["asn"],
        unit=bidang,
        service=edition.service,
        edition=edition,
        may_serve_all=True,
        opening="Apakah berkas boleh menyusul?",
    )
    answer_question(asked, body="Boleh, paling lambat tiga hari.", by=cast["petugas"])
    return asked


@pytest.fixture
def proposal(question, cast):
    return propose(question, by=cast["petugas"])


def propose(question, *, by, **fields):
    texts = {"question_text": "Bolehkah berkas menyusul?", "answer_text": "Boleh, tiga hari."}
    return propose_answer(question, **{**texts, "cites": ["syarat:surat"], "by": by, **fields})


def page(question):
    return reverse("services:proposal-create", args=[question.pk])


def asker_page(question):
    return reverse("services:proposal-detail", args=[question.pk])


def test_officer_proposes_from_the_answered_question_and_the_asker_is_told(client, cast, question):
    client.force_login(cast["petugas"])
    html = client.get(reverse("services:question-answer", args=[question.pk])).content.decode()
    assert page(question) in html
    form = client.get(page(question)).context["form"]
    assert (form["question_text"].value(), form["answer_text"].value()) == (
        question.opening,
        "Boleh, paling lambat tiga hari.",
    )
    sent = {"question_text": "Bolehkah berkas menyusul?", "answer_text": "Boleh.", "cites": ["syarat:surat"]}
    assert client.post(page(question), sent)["Location"] == DESK
    proposal = AnswerProposal.objects.get()
    answer = proposal.answer
    assert (answer.state, answer.rests_on, answer.edition, answer.question) == (
        "draf",
        ["syarat:surat"],
        question.edition,
        "Bolehkah berkas menyusul?",
    )
    assert proposal.object_until == date(2026, 6, 11)
    told = Notification.objects.by_mail().get(kind="answer_proposed")
    assert (told.user, told.payload["path"]) == (cast["asn"], asker_page(question))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"may_serve_all": False}, "tidak mengizinkan"),
        ({"may_serve_all": False, "is_confidential": True}, "tertutup"),
        ({"state": "baru", "answered_at": None}, "Jawab pertanyaannya"),
        ({"state": "ditanya_lagi"}, "Jawab pertanyaannya"),
    ],
)
def test_proposal_needs_consent_and_an_answer(client, cast, question, change, sentence):
    Question.objects.filter(pk=question.pk).update(**change)
    question.refresh_from_db()
    assert sentence in why_not_proposed(question)
    with pytest.raises(ValidationError, match=sentence):
        propose(question, by=cast["petugas"])
    client.force_login(cast["petugas"])
    html = client.get(page(question)).content.decode()
    assert (sentence in html, "Usulkan kepada penanya" in html) == (True, False)


def test_question_is_proposed_once(cast, question, proposal):
    with pytest.raises(ValidationError, match="sudah diusulkan"):
        propose(question, by=cast["petugas"])


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_propose_once(question, cast):
    outcomes = at_once(*[lambda: propose(Question.objects.get(pk=question.pk), by=cast["petugas"])] * 3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AnswerProposal"] + ["ValidationError"] * 2
    assert FrequentAnswer.objects.count() == 1


@pytest.mark.parametrize("part", ["198703152010012003", "3511012345678901", "081234567890", "x@contoh.id"])
def test_text_with_an_undecided_finding_is_refused(cast, question, part):
    with pytest.raises(ValidationError, match=part):
        propose(question, by=cast["petugas"], answer_text=f"Hubungi {part}.")


def test_nip_is_refused_even_when_it_is_confirmed(cast, question):
    with pytest.raises(ValidationError, match="Masih ada NIP"):
        propose(question, by=cast["petugas"], answer_text="198703152010012003", kept={"198703152010012003"})


def test_names_of_the_asker_and_of_the_roster_are_found(cast, question):
    factories.EmployeeFactory(name="Ulin Kenari")
    with pytest.raises(ValidationError) as refused:
        propose(question, by=cast["petugas"], answer_text="Contoh sudah bertemu ulin kenari.")
    assert refused.value.messages == ["Masih ada nama: Contoh.", "Masih ada nama: ulin kenari."]


def test_officer_decides_about_each_finding(client, cast, question):
    client.force_login(cast["petugas"])
    sent = {
        "question_text": "Telepon kantor 081234567890?",
        "answer_text": "Ya. Tanya Bu Ulin, NIP 198703152010012003.",
    }
    response = client.post(page(question), sent)
    form = response.context["form"]
    labels = {field.name: field.label for field in form.decisions}
    assert sorted(labels.values()) == [
        "Ditemukan NIP: 198703152010012003",
        "Ditemukan nama: Ulin",
        "Ditemukan nomor telepon: 081234567890",
    ]
    assert {error for name in labels for error in form.errors[name]} == {"Putuskan temuan ini."}
    decisions = {name: "biarkan" if "telepon" in label else "hapus" for name, label in labels.items()}
    assert client.post(page(question), sent | decisions).status_code == 302
    answer = FrequentAnswer.objects.get()
    assert (answer.question, answer.answer) == (
        "Telepon kantor 081234567890?",
        "Ya. Tanya Bu [dihapus], NIP [dihapus].",
    )


def test_nip_cannot_be_kept_on_the_form(client, cast, question):
    client.force_login(cast["petugas"])
    sent = {"question_text": "Apa?", "answer_text": "NIP 198703152010012003."}
    name = client.post(page(question), sent).context["form"].decisions[0].name
    assert client.post(page(question), sent | {name: "biarkan"}).context["form"].errors[name]
    assert FrequentAnswer.objects.count() == 0


def test_item_of_another_edition_is_refused(cast, question):
    with pytest.raises(ValidationError, match="syarat:lain"):
        propose(question, by=cast["petugas"], cites=["syarat:lain"])


@pytest.mark.parametrize("who", ["asn", "thl", "penyunting", "pimpinan", "auditor", "admin", "operator"])
def test_nobody_but_the_bidang_proposes(client, cast, question, who):
    client.force_login(cast[who])
    assert (client.get(page(question)).status_code, client.get(DESK).status_code) == (403, 403)


def test_officer_of_another_bidang_finds_no_proposal(client, cast, proposal, bidang, make_officer):
    client.force_login(make_officer(factories.WorkUnitFactory()))
    assert client.get(page(proposal.question)).status_code == 404
    assert "berkas menyusul" not in client.get(DESK).content.decode()
    for name in ("proposal-publish", "proposal-drop"):
        assert client.post(reverse(f"services:{name}", args=[proposal.pk])).status_code in (403, 404)
    assert AnswerProposal.objects.count() == 1


def test_asker_sees_what_would_be_published_and_nobody_else_does(client, cast, proposal):
    question = proposal.question
    client.force_login(cast["asn"])
    assert asker_page(question) in client.get(question.get_absolute_url()).content.decode()
    html = client.get(asker_page(question)).content.decode()
    assert ("Boleh, tiga hari." in html, "Kamis, 11 Juni 2026" in html) == (True, True)
    for name in ("thl", "petugas", "kabid", "pimpinan"):
        client.force_login(cast[name])
        assert client.get(asker_page(question)).status_code == 404


def test_asker_refuses_with_or_without_a_reason(client, cast, proposal):
    client.force_login(cast["asn"])
    response = client.post(asker_page(proposal.question), {"reason": "Terlalu khas."})
    assert response["Location"] == proposal.question.get_absolute_url()
    proposal.refresh_from_db()
    assert (proposal.objection, proposal.question.may_serve_all) == ("Terlalu khas.", False)
    assert Notification.objects.by_mail().get(kind="answer_objected").user == cast["petugas"]
    assert "menolak usul ini" in client.get(asker_page(proposal.question)).content.decode()
    with pytest.raises(ValidationError, match="sudah menolak"):
        object_to_proposal(proposal, by=cast["asn"])


def test_asker_can_refuse_until_the_end_of_the_third_working_day(cast, proposal, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    with pytest.raises(ValidationError, match="sudah lewat"):
        object_to_proposal(proposal, by=cast["asn"])
    time_machine.move_to(THURSDAY, tick=False)
    object_to_proposal(proposal, by=cast["asn"])


def test_too_long_a_reason_stays_on_the_form(client, cast, proposal):
    client.force_login(cast["asn"])
    response = client.post(asker_page(proposal.question), {"reason": "x" * 301})
    assert response.context["form"].errors["reason"]
    assert AnswerProposal.objects.get().objected_at is None


def test_head_publishes_after_the_days_are_over_and_never_before(client, cast, proposal, time_machine):
    publish = reverse("services:proposal-publish", args=[proposal.pk])
    client.force_login(cast["kabid"])
    html = client.post(publish, follow=True).content.decode()
    assert "Penanya masih dapat menolak" in html
    time_machine.move_to(FRIDAY, tick=False)
    client.force_login(cast["kabid"])
    assert "Terbitkan" in client.get(DESK).content.decode()
    assert "Jawaban umum terbit." in client.post(publish, follow=True).content.decode()
    answer = FrequentAnswer.objects.get()
    assert (answer.state, answer.published_by) == ("terbit", cast["kabid"])
    client.logout()
    assert "Boleh, tiga hari." in client.get(answer.get_absolute_url()).content.decode()
    assert answer.get_absolute_url() in client.get("/cari/", {"q": "berkas menyusul"}).content.decode()


def test_officer_may_not_publish(client, cast, proposal, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    client.force_login(cast["petugas"])
    assert client.post(reverse("services:proposal-publish", args=[proposal.pk])).status_code == 403
    assert "Terbitkan" not in client.get(DESK).content.decode()


def test_refused_proposal_is_never_published(cast, proposal, time_machine):
    object_to_proposal(proposal, by=cast["asn"])
    time_machine.move_to(FRIDAY, tick=False)
    with pytest.raises(ValidationError, match="menolak usul ini"):
        publish_proposal(proposal, by=cast["kabid"])
    assert FrequentAnswer.objects.published().count() == 0


def test_proposal_without_consent_is_never_published(client, cast, proposal, time_machine):
    Question.objects.update(may_serve_all=False)
    time_machine.move_to(FRIDAY, tick=False)
    with pytest.raises(ValidationError, match="mencabut izinnya"):
        publish_proposal(proposal, by=cast["kabid"])
    client.force_login(cast["petugas"])
    assert "Izin dicabut penanya" in client.get(DESK).content.decode()


def test_consent_taken_back_drops_the_proposal(cast, proposal):
    change_consent(proposal.question, may_serve_all=False, by=cast["asn"])
    assert (AnswerProposal.objects.count(), FrequentAnswer.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_refusal_and_publication_at_once_never_both_happen(cast, proposal, time_machine):
    time_machine.move_to(THURSDAY, tick=False)
    AnswerProposal.objects.update(object_until=date(2026, 6, 11))
    outcomes = at_once(
        lambda: object_to_proposal(proposal, by=cast["asn"]), lambda: publish_proposal(proposal, by=cast["kabid"])
    )
    assert (outcomes[0], type(outcomes[1])) == (None, ValidationError)


def test_dropped_proposal_takes_its_text_with_it(client, cast, proposal):
    client.force_login(cast["petugas"])
    client.post(reverse("services:proposal-drop", args=[proposal.pk]))
    assert (AnswerProposal.objects.count(), FrequentAnswer.objects.count(), Question.objects.count()) == (0, 0, 1)
    with pytest.raises(ValidationError, match="sudah diterbitkan atau dihapus"):
        drop_proposal(proposal, by=cast["petugas"])


def test_nothing_leads_from_the_published_answer_to_the_question(cast, proposal, time_machine):
    """No row names both, the address and the record do not hold the number, and no hour of the two is the same."""
    question = proposal.question
    time_machine.move_to(FRIDAY, tick=False)
    publish_proposal(proposal, by=cast["kabid"])
    answer = FrequentAnswer.objects.get()
    assert AnswerProposal.objects.count() == 0
    relations = {field.related_model for field in FrequentAnswer._meta.get_fields() if field.is_relation}
    assert not any(
        model in (Question, apps.get_model("services", "Message")) for model in relations if model is not None
    )
    activities = Activity.objects.filter(thing="services.frequentanswer")
    assert [row.verb for row in activities] == ["answer_published"]
    assert [
        row for row in activities if question.number in str(row.details) or str(question.pk) in str(row.details)
    ] == []
    assert question.number not in answer.code
    assert answer.created_at == answer.published_at
    moments = set(Activity.objects.filter(thing="services.question").values_list("created_at", flat=True))
    moments |= set(Notification.objects.values_list("created_at", flat=True))
    assert {answer.created_at, answer.updated_at} & moments == set()


def test_draft_is_on_no_public_page(client, cast, question):
    canary = "kenarikuning"
    draft = propose(question, by=cast["petugas"], answer_text=f"Boleh, {canary}.").answer
    pages = ["/", "/jawaban/", "/layanan/uji/", "/cari/?q=menyusul", "/sitemap.xml", "/transparansi/", "/akun/"]
    for who in (None, "thl", "operator", "pimpinan", "auditor", "admin"):
        client.logout()
        if who:
            client.force_login(cast[who])
        assert [path for path in pages if canary in client.get(path).content.decode()] == []
        assert client.get(draft.get_absolute_url()).status_code == 404


def test_mails_say_where_and_never_what(agency, cast, proposal):
    object_to_proposal(proposal, reason="Rahasia sekali.", by=cast["asn"])
    drain_outbox()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    proposed = next(letter for letter in mail.outbox if "usul jawaban umum tanpa identitas" in letter.subject)
    assert asker_page(proposal.question) in proposed.body
    assert letters["petugas@contoh.invalid"].subject.endswith("ditolak penanya")
    text = " ".join(letter.message().as_string() for letter in mail.outbox)
    assert [part for part in ("menyusul", "tiga hari.", "Rahasia") if part in text] == []


def test_desk_costs_the_same_for_one_and_for_thirty(client, cast, proposal, django_assert_num_queries):
    client.force_login(cast["petugas"])
    client.get(DESK)
    with django_assert_num_queries(10):
        client.get(DESK)
    for _ in range(29):
        factories.ProposalFactory(question__unit=proposal.question.unit)
    with django_assert_num_queries(10):
        assert len(client.get(DESK).context["proposals"]) == 30
