"""A decree from its first draft to the hand-over."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from accounts.models import Activity, Notification
from accounts.tasks import drain_outbox
from announcements.actions import (
    add_recipient,
    attach_file,
    delete_draft_decree,
    hand_over,
    issue_decree,
    remove_recipient,
    save_decree,
    update_recipient,
)
from announcements.models import Decree, DecreeRecipient
from announcements.models.decrees import ISSUED
from tests import factories

from .files import upload

NUMBER_TAKEN = "Nomor ini sudah dipakai penetap yang sama pada tahun itu."
MEDAL_TWICE = "Orang ini sudah memiliki Satyalancana Karya Satya kelas tersebut."


@pytest.fixture
def registrar(cast):
    return cast["pengelola"]


@pytest.fixture
def draft(db):
    return factories.DecreeFactory()


def refusal(act, *args, **kwargs):
    """Return the sentences with which an action refuses."""
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.messages


def test_saved_draft_remembers_who_made_it(registrar):
    decree = save_decree(factories.DecreeFactory.build(), by=registrar)
    assert (decree.state, decree.created_by) == ("draf", registrar)
    assert Activity.objects.get(verb="decree_saved").thing_id == str(decree.pk)


def test_number_is_taken_once_by_issuer_and_year(registrar):
    save_decree(factories.DecreeFactory.build(number="1/2024", issuer="Bupati"), by=registrar)
    same = factories.DecreeFactory.build(number="1/2024", issuer="BUPATI")
    assert refusal(save_decree, same, by=registrar) == [NUMBER_TAKEN]
    save_decree(factories.DecreeFactory.build(number="1/2024", issuer="Gubernur"), by=registrar)
    save_decree(
        factories.DecreeFactory.build(number="1/2024", issuer="Bupati", dated_on=date(2025, 1, 2)), by=registrar
    )
    assert Decree.objects.count() == 3


def test_draft_changed_by_somebody_else_meanwhile_is_not_written_over(registrar, draft):
    read_at = draft.updated_at
    mine, theirs = Decree.objects.get(pk=draft.pk), Decree.objects.get(pk=draft.pk)
    theirs.number = "2/2024"
    save_decree(theirs, by=registrar, read_at=read_at)
    mine.number = "3/2024"
    assert refusal(save_decree, mine, by=registrar, read_at=read_at) == [
        "Keputusan ini baru saja diubah orang lain. Buka lagi halamannya, lalu ulangi perubahan Anda."
    ]
    assert Decree.objects.get().number == "2/2024"


def test_kind_stays_once_there_are_recipients(registrar):
    recipient = factories.RecipientFactory()
    decree = Decree.objects.get(pk=recipient.decree_id)
    decree.kind, decree.promotion_kind = "satyalancana", ""
    assert refusal(save_decree, decree, by=registrar) == ["Jenisnya tidak dapat diubah lagi: sudah ada penerimanya."]


def test_recipient_is_copied_from_the_roster_of_today(registrar, draft):
    person = factories.EmployeeFactory(name="Contoh Ani", title_before="dr.", title_after="Sp.A.")
    recipient = add_recipient(draft, employee=person, rank_from="III/b", rank_to="III/c", by=registrar)
    unit, person.name, person.unit = person.unit, "Contoh Berganti", factories.WorkUnitFactory()
    person.save()
    recipient.refresh_from_db()
    assert (recipient.name, recipient.nip, recipient.unit) == ("dr. Contoh Ani, Sp.A.", person.nip, unit)
    assert (recipient.state, len(recipient.code)) == ("draf", 12)


def test_recipient_stands_in_a_decree_once(registrar, draft):
    person, ranks = factories.EmployeeFactory(), {"rank_from": "III/b", "rank_to": "III/c"}
    add_recipient(draft, employee=person, **ranks, by=registrar)
    said = refusal(add_recipient, draft, employee=person, **ranks, by=registrar)
    assert said == ["Orang ini sudah tercantum dalam keputusan tersebut."]


@pytest.mark.parametrize(
    ("award", "fields", "said"),
    [
        (False, {}, "Pilih pangkat lama dan pangkat barunya."),
        (False, {"rank_from": "III/a"}, "Pilih pangkat lama dan pangkat barunya."),
        (False, {"award_class": "X"}, "Pilih pangkat lama dan pangkat barunya."),
        (True, {}, "Pilih kelas penghargaannya."),
        (True, {"rank_from": "III/a", "rank_to": "III/b"}, "Pilih kelas penghargaannya."),
        (False, {"rank_from": "III/a", "rank_to": "III/b", "charter_number": "7"}, "Isi pangkat lama dan baru"),
        (True, {"award_class": "X", "rank_to": "III/b"}, "Isi pangkat lama dan baru"),
    ],
)
def test_content_fits_the_kind_of_the_decree(registrar, award, fields, said):
    decree = factories.DecreeFactory(award=award)
    messages = refusal(add_recipient, decree, employee=factories.EmployeeFactory(), by=registrar, **fields)
    assert [message.startswith(said) for message in messages] == [True]
    assert decree.recipients.count() == 0


def test_recipient_of_a_draft_is_corrected_and_removed(registrar):
    recipient = factories.RecipientFactory()
    update_recipient(recipient, rank_from="III/c", rank_to="III/d", by=registrar)
    recipient.refresh_from_db()
    assert (recipient.rank_from, recipient.rank_to) == ("III/c", "III/d")
    remove_recipient(recipient, by=registrar)
    assert DecreeRecipient.objects.count() == 0


def test_correction_keeps_a_file_that_was_attached_meanwhile(registrar, media):
    read_before = factories.RecipientFactory()
    attach_file(DecreeRecipient.objects.get(), file=upload(), by=registrar)
    update_recipient(read_before, rank_from="III/c", rank_to="III/d", by=registrar)
    assert len(DecreeRecipient.objects.get().sha256) == 64


def test_issuing_puts_all_in_force_and_tells_each_once(registrar, agency, django_capture_on_commit_callbacks):
    decree = factories.DecreeFactory()
    with_account = factories.UserFactory(email="akun@contoh.invalid")
    people = [
        with_account.employee,
        factories.EmployeeFactory(email="daftar@contoh.invalid"),
        factories.EmployeeFactory(),
    ]
    for person in people:
        factories.RecipientFactory(decree=decree, employee=person)
    issue_decree(decree, by=registrar)
    decree.refresh_from_db()
    assert (decree.state, decree.issued_at is not None) == ("terbit", True)
    assert list(decree.recipients.values_list("state", flat=True)) == ["berlaku"] * 3
    assert Activity.objects.get(verb="decree_issued").details == {"recipients": 3}
    drain_outbox()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["akun@contoh.invalid", "daftar@contoh.invalid"]
    assert sorted(Notification.objects.by_mail().values_list("kind", "state")) == [
        ("decree_issued", "tanpa_alamat"),
        ("decree_issued", "terkirim"),
        ("decree_issued", "terkirim"),
    ]


def test_decree_without_recipients_is_not_issued(registrar, draft):
    assert refusal(issue_decree, draft, by=registrar) == ["Tambahkan penerimanya lebih dahulu."]
    assert (draft.state, Notification.objects.count()) == ("draf", 0)


def test_issued_decree_takes_no_step_of_a_draft(registrar, issue):
    petikan = issue()
    decree, person = petikan.decree, factories.EmployeeFactory()
    content = {"rank_from": "III/b", "rank_to": "III/c"}
    for act in (
        lambda: issue_decree(decree, by=registrar),
        lambda: save_decree(decree, by=registrar),
        lambda: add_recipient(decree, employee=person, **content, by=registrar),
        lambda: update_recipient(petikan, **content, by=registrar),
        lambda: remove_recipient(petikan, by=registrar),
        lambda: delete_draft_decree(decree, by=registrar),
    ):
        assert refusal(act) == [ISSUED]
    assert decree.recipients.count() == 1


def test_medal_that_somebody_holds_is_refused_by_name_and_nothing_is_issued(registrar, issue):
    held = issue(award=True, employee__name="Contoh Ani")
    decree = factories.DecreeFactory(award=True)
    factories.RecipientFactory(decree=decree)
    factories.RecipientFactory(decree=decree, employee=held.employee)
    before = Notification.objects.count()
    assert refusal(issue_decree, decree, by=registrar) == [f"Contoh Ani: {MEDAL_TWICE}"]
    decree.refresh_from_db()
    assert (decree.state, set(decree.recipients.values_list("state", flat=True))) == ("draf", {"draf"})
    assert Notification.objects.count() == before


def test_deleting_a_draft_takes_recipients_and_files_along(registrar, media, django_capture_on_commit_callbacks):
    recipient = factories.RecipientFactory()
    attach_file(recipient, file=upload(), by=registrar)
    [path] = media.glob("decrees/*.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft_decree(recipient.decree, by=registrar)
        assert path.exists()
    assert (Decree.objects.count(), DecreeRecipient.objects.count(), path.exists()) == (0, 0, False)


def test_what_was_deleted_meanwhile_is_said_so(registrar, draft):
    stale = Decree.objects.get(pk=draft.pk)
    delete_draft_decree(draft, by=registrar)
    assert refusal(issue_decree, stale, by=registrar) == ["Baru saja dihapus orang lain."]


def test_hand_over_marks_what_waits_and_links_the_event(registrar, issue, make_event, today):
    petikan, event = issue(), make_event()
    late = hand_over(petikan.decree, on=date(2024, 6, 21), event=event, by=registrar)
    petikan.refresh_from_db()
    assert (late, petikan.handed_over_on, petikan.decree.event) == (1, date(2024, 6, 21), event)
    assert Activity.objects.get(verb="decree_handed_over").details == {"recipients": 1}
    said = refusal(hand_over, petikan.decree, on=today, event=event, by=registrar)
    assert said == ["Tidak ada petikan yang menunggu diserahkan."]


def test_event_can_be_linked_after_the_hand_over(registrar, issue, make_event):
    petikan, event = issue(), make_event()
    hand_over(petikan.decree, on=date(2024, 6, 21), by=registrar)
    assert hand_over(petikan.decree, on=date(2024, 6, 22), event=event, by=registrar) == 0
    petikan.refresh_from_db()
    assert (petikan.handed_over_on, petikan.decree.event) == (date(2024, 6, 21), event)


def test_hand_over_on_a_day_that_cannot_be_is_refused(registrar, issue, today):
    decree = issue().decree
    assert refusal(hand_over, decree, on=today + timedelta(days=1), by=registrar) == ["Hari itu belum tiba."]
    assert refusal(hand_over, decree, on=date(2024, 6, 2), by=registrar) == ["Hari itu sebelum tanggal penetapan."]


def test_draft_is_not_handed_over(registrar, draft, today):
    said = refusal(hand_over, draft, on=today, by=registrar)
    assert said == ["Terbitkan keputusan ini sebelum menyerahkannya."]
