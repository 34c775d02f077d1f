"""What no form, import or shell may bring into the tables of the hallway."""

from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from accounts.models import (
    Agency,
    ElectionPhase,
    Employee,
    Holiday,
    ImportRow,
    ImportRun,
    NipHistory,
    Notification,
    Pacing,
    Preference,
    RoleGrant,
    Synonym,
    Transfer,
    UnitChange,
    User,
    WorkUnit,
)
from tests import factories

from . import entry_constraints, trust_constraints

NIP = "198703152010012003"


def two_employees(today):
    one, other = factories.EmployeeFactory(nip=NIP), factories.EmployeeFactory()
    Employee.objects.filter(pk=other.pk).update(nip=one.nip)


def change(model, factory, **fields):
    return lambda today: model.objects.filter(pk=factory().pk).update(**fields)


def two_users(**fields):
    def act(today):
        factories.UserFactory(login="T-000001", email="satu@contoh.invalid")
        User.objects.filter(pk=factories.UserFactory().pk).update(**fields)

    return act


def grant(**fields):
    def act(today):
        user = factories.UserFactory()
        RoleGrant.objects.bulk_create([RoleGrant(**{"user": user, "role": "editor", "starts_on": today, **fields})])

    return act


def ended_before_it_began(today):
    grant(ends_on=today - timedelta(days=1))(today)


def held_twice(today):
    user = factories.UserFactory()
    for starts_on in (today, today + timedelta(days=9)):
        grant(user=user, starts_on=starts_on, ends_on=today + timedelta(days=9))(today)


def own_parent(today):
    WorkUnit.objects.filter(pk=factories.WorkUnitFactory().pk).update(parent=models.F("pk"))


def synonym(**fields):
    return lambda today: Synonym.objects.bulk_create([Synonym(**{"term": "kp", "meanings": ["kenaikan"], **fields})])


def for_two_people(today):
    message = factories.NotificationFactory()
    Notification.objects.filter(pk=message.pk).update(employee=message.user.employee)


def mail_in_a_digest(today):
    digest = factories.NotificationFactory(kind="digest")
    factories.NotificationFactory(user=digest.user, digest=digest)


def preference_of_two_people(today):
    user = factories.UserFactory()
    Preference.objects.create(user=user, employee=user.employee, group="jawaban", channel="surel", is_on=False)


def preference_twice(whose):
    def act(today):
        person = {"user": factories.UserFactory, "employee": factories.EmployeeFactory}[whose]()
        for is_on in (True, False):
            Preference.objects.create(**{whose: person}, group="jawaban", channel="surel", is_on=is_on)

    return act


def pacing(**fields):
    return lambda today: Pacing.objects.create(user=factories.UserFactory(), **fields)


def two_portal_numbers(today):
    Employee.objects.bulk_create(
        factories.EmployeeFactory.build(nip="", kind="NON_ASN", portal_number="T-000001", unit=unit)
        for unit in (factories.WorkUnitFactory(), factories.WorkUnitFactory())
    )


def merged_into_itself(today):
    Employee.objects.filter(pk=factories.EmployeeFactory().pk).update(merged_into=models.F("pk"))


def import_run(**fields):
    return lambda today: ImportRun.objects.bulk_create([ImportRun(**fields)])


def import_rows(*rows):
    def act(today):
        run = ImportRun.objects.create()
        ImportRow.objects.bulk_create(ImportRow(**{"run": run, "line": 2, "outcome": "new", **row}) for row in rows)

    return act


def old_number(today):
    NipHistory.objects.create(employee=factories.EmployeeFactory(), nip="1987", kind="PNS", until=today)


def transfer_to_the_same_unit(today):
    person = factories.EmployeeFactory()
    Transfer.objects.create(employee=person, unit_from=person.unit, unit_to=person.unit, on=today)


def change_without_a_name(today):
    UnitChange.objects.create(unit=factories.WorkUnitFactory(), kind="nama", on=today, old_name="Lama", basis="Perbup")


def phase(**fields):
    return change(ElectionPhase, factories.ElectionPhaseFactory, **fields)


def same_phase_twice(today):
    ElectionPhase.objects.bulk_create([factories.ElectionPhaseFactory.build() for _ in range(2)])


# Each named constraint with one row that breaks it and nothing else.
BREAKS = {
    "agency_single": lambda today: Agency.objects.bulk_create([Agency(pk=2, name="Kedua", short_name="K2")]),
    "employee_nip_unique": two_employees,
    "employee_nip_shape": change(Employee, factories.EmployeeFactory, nip="19870315201001200X"),
    "employee_kind_known": change(Employee, factories.EmployeeFactory, kind="HONORER"),
    "employee_non_asn_without_nip": change(Employee, factories.EmployeeFactory, kind="NON_ASN"),
    "employee_portal_number_unique": two_portal_numbers,
    "employee_portal_number_shape": change(Employee, factories.EmployeeFactory, portal_number="T-1"),
    "employee_not_merged_into_itself": merged_into_itself,
    "importrun_state_known": import_run(state="selesai"),
    "importrun_upload_only_while_read": import_run(state="diperiksa", file="impor/x"),
    "importrun_applied_has_time": import_run(state="disahkan"),
    "importrow_line_once": import_rows({}, {}),
    "importrow_outcome_known": import_rows({"outcome": "warned"}),
    "niphistory_nip_shape": old_number,
    "transfer_to_another_unit": transfer_to_the_same_unit,
    "unitchange_says_what": change_without_a_name,
    "user_login_unique": two_users(login="t-000001"),
    "user_email_unique": two_users(email="Satu@Contoh.invalid"),
    "rolegrant_dates_in_order": ended_before_it_began,
    "rolegrant_unit_where_bound": grant(role="officer"),
    "rolegrant_taken_back_has_reason": lambda today: grant(ended_on=today)(today),
    "rolegrant_once_at_a_time": held_twice,
    "workunit_kind_known": change(WorkUnit, factories.WorkUnitFactory, kind="kantor"),
    "workunit_not_own_parent": own_parent,
    "workunit_map_whole": change(WorkUnit, factories.WorkUnitFactory, map_row=2),
    "electionphase_once": same_phase_twice,
    "electionphase_phase_known": phase(phase="masa_tenang"),
    "electionphase_dates_in_order": phase(ends_on=date(2024, 1, 1)),
    "holiday_kind_known": change(Holiday, factories.HolidayFactory, kind="pemilu"),
    "synonym_term_lower": synonym(term="KP"),
    "synonym_has_meaning": synonym(meanings=[]),
    "notification_state_known": change(Notification, factories.NotificationFactory, state="hilang"),
    "notification_sent_has_time": change(Notification, factories.NotificationFactory, state="terkirim"),
    "notification_for_one_person": for_two_people,
    "notification_digest_gathers_its_own": mail_in_a_digest,
    "preference_for_one_person": preference_of_two_people,
    "preference_user_once": preference_twice("user"),
    "preference_employee_once": preference_twice("employee"),
    "pacing_quiet_hours_whole": pacing(quiet_from=time(21)),
    **trust_constraints.BREAKS,
    **entry_constraints.BREAKS,
}


def named_constraints(app):
    """Return the names of all constraints that the models of an app declare."""
    return {
        constraint.name for model in apps.get_app_config(app).get_models() for constraint in model._meta.constraints
    }


def test_every_constraint_of_accounts_is_in_the_table():
    assert named_constraints("accounts") == BREAKS.keys()


@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses_what_a_constraint_forbids(db, today, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name](today)
    assert refused.value.__cause__.diag.constraint_name == name


def test_database_refuses_quiet_hours_that_begin_when_they_end(db, today):
    with pytest.raises(IntegrityError, match="pacing_quiet_hours_whole"), transaction.atomic():
        pacing(quiet_from=time(5), quiet_until=time(5))(today)


@pytest.mark.parametrize("role", ["operator", "officer", "head_of_bidang"])
def test_role_of_a_unit_needs_its_unit(db, today, role):
    with pytest.raises(IntegrityError, match="rolegrant_unit_where_bound"), transaction.atomic():
        grant(role=role)(today)


def test_many_may_have_no_nip_and_no_address(db):
    thl = [factories.EmployeeFactory(nip="", kind="NON_ASN") for _ in range(2)]
    users = [factories.UserFactory(employee=person, login=f"T-{person.pk}", email="") for person in thl]
    assert User.objects.filter(email="").count() == len(users)


def test_grant_of_one_day_is_allowed(db, today):
    grant(ends_on=today)(today)
    assert RoleGrant.objects.get().ends_on == today


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("accounts_synonym", "term", "kp"), ("accounts_page", "slug", "tentang"), ("accounts_workunit", "code", "dinkes")],
)
def test_database_refuses_a_second_of_the_same_name(db, table, column, value):
    {
        "accounts_synonym": lambda: factories.SynonymFactory(term=value),
        "accounts_page": lambda: factories.PageFactory(slug=value),
        "accounts_workunit": lambda: factories.WorkUnitFactory(code=value),
    }[table]()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(format('%%I', column_name), ',') FROM information_schema.columns "
            "WHERE table_name = %s AND column_name <> 'id'",
            [table],
        )
        columns = cursor.fetchone()[0]
        with pytest.raises(IntegrityError, match=column), transaction.atomic():
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}")
