"""The file of a petikan, and how one ends: replaced or revoked."""

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from accounts.models import Activity
from accounts.tasks import drain_outbox
from announcements.actions import (
    add_recipient,
    attach_file,
    delete_draft_decree,
    issue_decree,
    remove_recipient,
    revoke_recipient,
)
from announcements.models import DecreeRecipient
from announcements.models.decrees import FILE_FROZEN
from tests import factories

from .files import pdf_bytes, upload

RANKS = {"rank_from": "III/b", "rank_to": "III/c"}


@pytest.fixture
def registrar(cast):
    return cast["pengelola"]


@pytest.fixture
def plan(registrar):
    """Return a function that prepares a replacement in a new draft: plan(petikan, reason=…)."""

    def make(old, **fields):
        decree = factories.DecreeFactory(award=bool(old.award_class), dated_on=date(2024, 7, 12))
        content = {"award_class": old.award_class} if old.award_class else RANKS
        fields = {"employee": old.employee, "replaces": old, "reason": "Perbaikan pangkat", **content, **fields}
        return add_recipient(decree, by=registrar, **fields)

    return make


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.messages


def test_file_is_kept_byte_for_byte_under_a_random_name(registrar, media):
    content = pdf_bytes() + b"\n"
    recipient = attach_file(factories.RecipientFactory(), file=upload(content, "SK Contoh 1987.pdf"), by=registrar)
    [path] = media.glob("decrees/*")
    assert path.read_bytes() == content
    assert (recipient.file_size, recipient.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert [word for word in ("SK", "Contoh", "1987", recipient.nip) if word in path.name] == []
    assert Activity.objects.get(verb="petikan_attached").details == {"bytes": len(content)}


def test_file_of_a_draft_is_exchanged_and_the_earlier_one_goes_on_commit(
    registrar, media, django_capture_on_commit_callbacks
):
    recipient = attach_file(factories.RecipientFactory(), file=upload(), by=registrar)
    [earlier] = media.glob("decrees/*")
    with django_capture_on_commit_callbacks(execute=True):
        recipient = attach_file(recipient, file=upload(pdf_bytes(pages=2)), by=registrar)
        assert earlier.exists()
    [later] = media.glob("decrees/*")
    assert later != earlier
    assert recipient.sha256 == hashlib.sha256(later.read_bytes()).hexdigest()


def test_file_may_follow_after_issuing_and_then_stays(registrar, issue):
    petikan = issue(file=False)
    petikan = attach_file(petikan, file=upload(), by=registrar)
    assert (petikan.state, len(petikan.sha256)) == ("berlaku", 64)
    assert refusal(attach_file, petikan, file=upload(pdf_bytes(pages=2)), by=registrar) == [FILE_FROZEN]


def test_ended_petikan_gets_no_file(registrar, issue, today):
    petikan = issue(file=False)
    revoke_recipient(petikan, reason="Keliru", ended_on=today, by=registrar)
    said = refusal(attach_file, petikan, file=upload(), by=registrar)
    assert said == ["Petikan ini tidak berlaku lagi; berkasnya tidak dapat ditambahkan."]


def test_refused_file_leaves_nothing_behind(registrar, media):
    recipient = factories.RecipientFactory()
    refusal(attach_file, recipient, file=BytesIO(b"GIF89a"), by=registrar)
    recipient.refresh_from_db()
    assert (bool(recipient.file), recipient.sha256, list(media.rglob("*.pdf"))) == (False, "", [])


@pytest.mark.parametrize("award", [False, True])
def test_issuing_a_replacement_ends_the_old_one_first(registrar, issue, plan, award):
    old = issue(award=award)
    new = plan(old)
    old.refresh_from_db()
    assert (old.state, old.replaced_by, old.replacement, old.ended_on) == ("berlaku", new, None, None)
    issue_decree(new.decree, by=registrar)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.replacement, old.ended_on, old.reason) == (
        "diganti",
        new,
        date(2024, 7, 12),
        "Perbaikan pangkat",
    )
    assert new.state == "berlaku"


def test_replacement_of_a_replacement(registrar, issue, plan):
    first = issue()
    second = plan(first)
    issue_decree(second.decree, by=registrar)
    second.refresh_from_db()
    third = plan(second)
    issue_decree(third.decree, by=registrar)
    states = DecreeRecipient.objects.filter(employee=first.employee).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["diganti", "diganti", "berlaku"]


@pytest.mark.parametrize("act", [remove_recipient, lambda new, by: delete_draft_decree(new.decree, by=by)])
def test_plan_that_is_given_up_leaves_the_old_one_free(registrar, issue, plan, act):
    old = issue()
    act(plan(old), by=registrar)
    old.refresh_from_db()
    assert (old.state, old.replaced_by, old.reason) == ("berlaku", None, "")
    plan(old)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_replacement_needs_a_reason_of_reasonable_length(issue, plan, reason):
    old = issue()
    assert len(refusal(plan, old, reason=reason)) == 1
    assert DecreeRecipient.objects.count() == 1


def test_replacement_is_for_the_same_person_and_planned_once(issue, plan):
    old = issue()
    said = refusal(plan, old, employee=factories.EmployeeFactory())
    assert said == ["Pengganti harus untuk orang, jenis, dan kelas yang sama."]
    plan(old)
    assert refusal(plan, old) == ["Pengganti petikan ini sudah disiapkan."]


def test_replacement_keeps_the_class_of_the_medal(issue, plan):
    said = refusal(plan, issue(award=True), award_class="XX")
    assert said == ["Pengganti harus untuk orang, jenis, dan kelas yang sama."]


def test_only_what_is_in_force_is_replaced(registrar, issue, plan, today):
    draft, revoked = factories.RecipientFactory(), issue()
    revoke_recipient(revoked, reason="Keliru", ended_on=today, by=registrar)
    assert [refusal(plan, petikan) for petikan in (draft, revoked)] == [
        ["Yang diganti harus petikan yang berlaku."]
    ] * 2


def test_revoking_ends_a_petikan_and_tells_its_holder(registrar, agency, issue, today):
    petikan = issue(employee__email="ani@contoh.invalid")
    revoke_recipient(petikan, reason="  Ditetapkan\n keliru ", ended_on=today, by=registrar)
    petikan.refresh_from_db()
    assert (petikan.state, petikan.reason, petikan.ended_on) == ("dicabut", "Ditetapkan keliru", today)
    drain_outbox()
    assert [letter.subject for letter in mail.outbox] == ["Ada keputusan untuk Anda", "Keadaan keputusan Anda berubah"]


def test_revoking_happens_once(registrar, issue, today):
    petikan = issue()
    revoke_recipient(petikan, reason="Keliru", ended_on=today, by=registrar)
    said = refusal(revoke_recipient, petikan, reason="Lagi", ended_on=today, by=registrar)
    assert said == ["Tidak dapat diubah dari “Dicabut” menjadi “Dicabut”."]


def test_draft_and_replaced_are_not_revoked(registrar, issue, plan, today):
    draft, replaced = factories.RecipientFactory(), issue()
    issue_decree(plan(replaced).decree, by=registrar)
    replaced.refresh_from_db()
    said = [refusal(revoke_recipient, p, reason="Keliru", ended_on=today, by=registrar) for p in (draft, replaced)]
    assert said == [
        ["Tidak dapat diubah dari “Draf” menjadi “Dicabut”."],
        ["Tidak dapat diubah dari “Sudah diganti” menjadi “Dicabut”."],
    ]


@pytest.mark.parametrize(
    ("reason", "days", "said"),
    [
        ("", 0, "Tulis sebabnya."),
        ("x" * 301, 0, "Sebabnya terlalu panjang; paling panjang 300 huruf."),
        ("Keliru", 1, "Hari itu belum tiba."),
        ("Keliru", -9999, "Hari itu sebelum tanggal penetapan."),
    ],
)
def test_revoking_needs_a_reason_and_a_day_that_can_be(registrar, issue, today, reason, days, said):
    petikan = issue()
    day = today + timedelta(days=days)
    assert refusal(revoke_recipient, petikan, reason=reason, ended_on=day, by=registrar) == [said]
    petikan.refresh_from_db()
    assert petikan.state == "berlaku"


def test_petikan_whose_replacement_is_prepared_is_not_revoked(registrar, issue, plan, today):
    petikan = issue()
    plan(petikan)
    said = refusal(revoke_recipient, petikan, reason="Keliru", ended_on=today, by=registrar)
    assert said == ["Penggantinya sedang disiapkan; hapus dahulu dari draf keputusannya."]
