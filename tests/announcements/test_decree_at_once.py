"""Two registrars at the same moment."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Notification
from announcements.actions import add_recipient, attach_file, issue_decree, revoke_recipient
from announcements.models import Decree, DecreeRecipient
from announcements.models.decrees import FILE_FROZEN, ISSUED
from tests import factories
from tests.post import wait_until
from tests.services.test_races import at_once, somebody_waits_for_a_lock

from .files import pdf_bytes, upload

pytestmark = pytest.mark.django_db(transaction=True)

RANKS = {"rank_from": "III/b", "rank_to": "III/c"}


def sentences(outcomes):
    """Return what was refused, in words; whatever else went wrong is an error of the test."""
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [error for error in errors if not isinstance(error, ValidationError)] == []
    return [message for error in errors for message in error.messages]


def test_decree_issued_by_three_at_once_is_issued_once():
    recipient = factories.RecipientFactory()
    factories.RecipientFactory(decree=recipient.decree)

    def act():
        return issue_decree(Decree.objects.get(pk=recipient.decree_id), by=None)

    assert sentences(at_once(act, act, act)) == [ISSUED, ISSUED]
    assert Notification.objects.count() == 2


def test_same_medals_in_two_decrees_issued_at_once_are_given_once():
    """The two hold the same people in opposite orders: they wait for each other, and never both at once."""
    people = [factories.EmployeeFactory(name=f"Contoh {number}") for number in range(12)]
    decrees = [factories.DecreeFactory(award=True) for _ in range(2)]
    for decree, order in zip(decrees, (people, people[::-1]), strict=True):
        for person in order:
            factories.RecipientFactory(decree=decree, employee=person)
    outcomes = at_once(*[lambda pk=d.pk: issue_decree(Decree.objects.get(pk=pk), by=None) for d in decrees])
    [said] = sentences(outcomes)
    assert said == "Contoh 0: Orang ini sudah memiliki Satyalancana Karya Satya kelas tersebut."
    assert sorted(Decree.objects.values_list("state", flat=True)) == ["draf", "terbit"]
    assert DecreeRecipient.objects.in_force().count() == 12


def test_recipient_added_while_the_decree_is_issued_is_in_it_or_refused():
    recipient, person = factories.RecipientFactory(), factories.EmployeeFactory()

    def add():
        return add_recipient(Decree.objects.get(pk=recipient.decree_id), employee=person, **RANKS, by=None)

    def issue():
        return issue_decree(Decree.objects.get(pk=recipient.decree_id), by=None)

    said = sentences(at_once(add, issue))
    states = set(DecreeRecipient.objects.values_list("state", flat=True))
    assert states == {"berlaku"}
    assert DecreeRecipient.objects.count() == (1 if said else 2)
    assert said in ([], [ISSUED])


def test_two_files_at_once_leave_one_and_its_own_digest(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    recipient = factories.RecipientFactory()
    issue_decree(recipient.decree, by=None)
    contents = [pdf_bytes(pages=1), pdf_bytes(pages=2)]
    outcomes = at_once(
        *[
            lambda content=content: attach_file(
                DecreeRecipient.objects.get(pk=recipient.pk), file=upload(content), by=None
            )
            for content in contents
        ]
    )
    assert sentences(outcomes) == [FILE_FROZEN]
    recipient.refresh_from_db()
    with recipient.file.open("rb") as file:
        assert len(file.read()) == recipient.file_size
    assert len(list(tmp_path.glob("decrees/*"))) == 1


def test_replacement_and_revocation_at_once_contradict_each_other_never():
    old = factories.RecipientFactory()
    issue_decree(old.decree, by=None)
    draft = factories.DecreeFactory()

    def plan():
        return add_recipient(draft, employee=old.employee, replaces=old, reason="Ralat", **RANKS, by=None)

    def revoke():
        petikan = DecreeRecipient.objects.get(pk=old.pk)
        return revoke_recipient(petikan, reason="Keliru", ended_on=date(2024, 7, 1), by=None)

    assert len(sentences(at_once(plan, revoke))) == 1
    old.refresh_from_db()
    assert (old.state, old.replaced_by is None) in (("dicabut", True), ("berlaku", False))


def test_second_to_issue_waits_for_the_first_and_then_hears_why():
    recipient = factories.RecipientFactory()
    has_issued = threading.Event()

    def issue():
        return issue_decree(Decree.objects.get(pk=recipient.decree_id), by=None)

    def first():
        with transaction.atomic():
            issue()
            has_issued.set()
            wait_until(somebody_waits_for_a_lock, "the second to wait for the first")

    def second():
        has_issued.wait(timeout=10)
        return issue()

    assert sentences(at_once(first, second)) == [ISSUED]
