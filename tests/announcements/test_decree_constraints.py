"""What no form, import or shell may bring into the tables of decrees."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from announcements.models import Decree, DecreeRecipient, PromotionPeriod
from bkpsdm.lib.states import move_to
from tests import factories
from tests.accounts.test_constraints import change, named_constraints

State = DecreeRecipient.State
SHA256 = "0" * 64


def same_number(today):
    one, other = factories.DecreeFactory(issuer="Bupati"), factories.DecreeFactory(issuer="BUPATI")
    Decree.objects.filter(pk=other.pk).update(number=one.number)


def listed_twice(today):
    one = factories.RecipientFactory()
    other = factories.RecipientFactory(decree=one.decree)
    DecreeRecipient.objects.filter(pk=other.pk).update(employee=one.employee)


def same_medal(today):
    one = factories.RecipientFactory(award=True)
    for recipient in (one, factories.RecipientFactory(award=True, employee=one.employee)):
        move_to(recipient, State.IN_FORCE)


def in_force(**fields):
    """Return an act that puts a petikan in force and then ends it with some fields only."""

    def act(today):
        recipient = factories.RecipientFactory()
        move_to(recipient, State.IN_FORCE)
        move_to(recipient, fields["state"], **{name: value for name, value in fields.items() if name != "state"})

    return act


def decree(**fields):
    return change(Decree, factories.DecreeFactory, **fields)


def recipient(**fields):
    return change(DecreeRecipient, factories.RecipientFactory, **fields)


def period(**fields):
    return change(PromotionPeriod, factories.PromotionPeriodFactory, **fields)


# Each named constraint with one row that breaks it and nothing else.
BREAKS = {
    "decree_number_unique": same_number,
    "decree_kind_known": decree(kind="mutasi"),
    "decree_state_known": decree(state="hilang", issued_at=timezone.now()),
    "decree_promotion_has_kind_and_day": decree(effective_on=None),
    "decree_period_first_day": decree(period=date(2024, 6, 2)),
    "decree_issued_has_time": decree(state="terbit"),
    "decreerecipient_once": listed_twice,
    "decreerecipient_award_once": same_medal,
    "decreerecipient_state_known": recipient(state="hilang", ended_on=date(2024, 7, 1), reason="Hilang"),
    "decreerecipient_rank_or_award": recipient(rank_to=""),
    "decreerecipient_file_whole": recipient(file="decrees/a.pdf"),
    "decreerecipient_ended_has_reason": in_force(state=State.REVOKED, ended_on=date(2024, 7, 1)),
    "decreerecipient_replaced_by_another": in_force(state=State.REPLACED, ended_on=date(2024, 7, 1), reason="Ralat"),
    "promotionperiod_dates_in_order": period(ends_on=date(2023, 12, 31)),
    "promotionperiod_months_known": period(months=[0]),
}
# Other rows that the same constraints refuse.
ALSO = [
    ("decree_kind_known", decree(kind="")),
    ("decree_promotion_has_kind_and_day", decree(promotion_kind="")),
    ("decree_promotion_has_kind_and_day", decree(promotion_kind="istimewa")),
    ("decree_promotion_has_kind_and_day", decree(kind="satyalancana")),
    ("decreerecipient_rank_or_award", recipient(award_class="X")),
    ("decreerecipient_rank_or_award", recipient(charter_number="7")),
    ("decreerecipient_rank_or_award", recipient(rank_from="", rank_to="", award_class="L")),
    ("decreerecipient_file_whole", recipient(sha256=SHA256)),
    ("decreerecipient_file_whole", recipient(file="decrees/a.pdf", sha256=SHA256, file_size=0)),
    ("decreerecipient_file_whole", recipient(file="decrees/a.pdf", sha256="X" * 64, file_size=9)),
    ("decreerecipient_ended_has_reason", in_force(state=State.REVOKED, reason="Keliru")),
    ("promotionperiod_months_known", period(months=[])),
    ("promotionperiod_months_known", period(months=[4, 13])),
]


def test_every_constraint_of_decrees_is_in_the_table():
    ours = {name for name in named_constraints("announcements") if name.startswith(("decree", "promotionperiod"))}
    assert ours == BREAKS.keys()


@pytest.mark.parametrize(("name", "act"), [*BREAKS.items(), *ALSO])
def test_database_refuses_what_a_constraint_forbids(db, today, name, act):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act(today)
    assert refused.value.__cause__.diag.constraint_name == name


def test_codes_are_unique(db):
    one, other = factories.RecipientFactory(), factories.RecipientFactory()
    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        DecreeRecipient.objects.filter(pk=other.pk).update(code=one.code)


def test_one_petikan_takes_the_place_of_one(db):
    new, *old = (factories.RecipientFactory() for _ in range(3))
    with pytest.raises(IntegrityError, match="replaced_by"), transaction.atomic():
        DecreeRecipient.objects.filter(pk__in=[petikan.pk for petikan in old]).update(replaced_by=new)


def test_person_may_hold_medals_of_several_classes_and_plan_the_same_twice(db):
    person = factories.EmployeeFactory()
    for award_class in ("X", "XX", "XXX"):
        move_to(factories.RecipientFactory(award=True, employee=person, award_class=award_class), State.IN_FORCE)
    factories.RecipientFactory(award=True, employee=person)
    assert person.petikan.in_force().count() == 3
