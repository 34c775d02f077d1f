"""What was issued can be changed by nobody: not by a form, not in a shell, not by an import."""

from datetime import date

import pytest
from django.utils import timezone

from announcements.models import Decree, DecreeRecipient
from announcements.models.decrees import FILE_FROZEN, ISSUED
from tests import factories
from tests.lib.test_frozen import refused

JOINS_NO_ISSUED = "Penerima tidak dapat ditambahkan ke keputusan yang sudah terbit."

DECREE = {
    "kind": lambda: "satyalancana",
    "promotion_kind": lambda: "anumerta",
    "state": lambda: "draf",
    "issuer": lambda: "Gubernur",
    "number": lambda: "9/2024",
    "dated_on": lambda: date(2024, 7, 1),
    "effective_on": lambda: date(2024, 8, 1),
    "period": lambda: date(2024, 8, 1),
    "signatory_name": lambda: "Lain",
    "signatory_post": lambda: "Lain",
    "issued_at": timezone.now,
    "created_by": lambda: factories.UserFactory(),
    "created_at": timezone.now,
}
PETIKAN = {
    "decree": lambda: factories.DecreeFactory(),
    "employee": lambda: factories.EmployeeFactory(),
    "code": lambda: "ABCDEFGHJKMN",
    "name": lambda: "Orang Lain",
    "nip": lambda: "198703152010012003",
    "unit": lambda: factories.WorkUnitFactory(),
    "rank_from": lambda: "II/a",
    "rank_to": lambda: "IV/e",
    "award_class": lambda: "X",
    "charter_number": lambda: "7",
    "created_at": timezone.now,
}
FILE = {"file": "decrees/lain.pdf", "file_size": 1, "sha256": "0" * 64}
STILL_MOVES = {"state", "replaced_by", "reason", "ended_on", "handed_over_on", "updated_at"}


def columns(model):
    return {field.name for field in model._meta.local_concrete_fields}


def test_tables_hold_every_column():
    assert columns(Decree) == DECREE.keys() | {"id", "event", "updated_at"}
    assert columns(DecreeRecipient) == PETIKAN.keys() | FILE.keys() | STILL_MOVES | {"id"}


@pytest.mark.parametrize("column", DECREE)
def test_issued_decree_keeps_every_column(issue, column):
    decree, value = issue().decree, DECREE[column]()
    with refused(ISSUED):
        Decree.objects.filter(pk=decree.pk).update(**{column: value})


@pytest.mark.parametrize("column", PETIKAN)
def test_issued_petikan_keeps_every_column(issue, column):
    petikan, value = issue(), PETIKAN[column]()
    with refused(ISSUED):
        DecreeRecipient.objects.filter(pk=petikan.pk).update(**{column: value})


@pytest.mark.parametrize("column", FILE)
def test_file_of_an_issued_petikan_stays_once_it_is_there(issue, column):
    petikan = issue()
    with refused(FILE_FROZEN):
        DecreeRecipient.objects.filter(pk=petikan.pk).update(**{column: FILE[column]})


def test_issued_petikan_may_get_its_first_file(issue):
    petikan = issue(file=False)
    assert DecreeRecipient.objects.filter(pk=petikan.pk).update(**FILE) == 1


def test_issued_decree_and_petikan_are_not_deleted(issue):
    petikan, with_file = issue(file=False), issue()
    for row, message in ((petikan, ISSUED), (with_file, FILE_FROZEN), (petikan.decree, ISSUED)):
        with refused(message):
            type(row).objects.filter(pk=row.pk)._raw_delete(using="default")


def test_nobody_joins_an_issued_decree(issue):
    decree = issue().decree
    with refused(JOINS_NO_ISSUED):
        factories.RecipientFactory(decree=decree)


def test_draft_changes_and_goes_freely(db):
    recipient = factories.RecipientFactory()
    for column in ("name", "nip", "rank_from", "rank_to", "code"):
        assert DecreeRecipient.objects.filter(pk=recipient.pk).update(**{column: PETIKAN[column]()}) == 1
    recipient.delete()
    recipient.decree.delete()
    assert (Decree.objects.count(), DecreeRecipient.objects.count()) == (0, 0)
