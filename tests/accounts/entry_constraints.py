"""One row for each named constraint of codes and slips that breaks it and nothing else."""

from django.utils import timezone

from accounts.models import ActivationCode
from tests import factories


def code(**fields):
    return lambda today: ActivationCode.objects.create(
        **{"number_hash": "a" * 64, "expires_at": timezone.now(), **fields}
    )


def slip(**fields):
    return lambda today: factories.EntrySlipFactory(**fields)


def second_slip(today):
    factories.EntrySlipFactory(employee=factories.EntrySlipFactory().employee)


def approved_by_its_maker(today):
    officer = factories.UserFactory()
    factories.EntrySlipFactory(made_by=officer, approved_by=officer)


BREAKS = {
    "activationcode_tries_bounded": code(tries=6),
    "activationcode_proved_by_somebody": code(proved_at=timezone.now()),
    "entryslip_one_open": second_slip,
    "entryslip_state_known": slip(state="entah"),
    "entryslip_two_persons": approved_by_its_maker,
    "entryslip_recovery_approved": slip(kind="pemulihan"),
    "entryslip_valid_has_beginning": slip(usable_from=None),
}
