"""Operators see the people of their unit and below, with who came; and nobody else's."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import end_role
from accounts.models import Employee, User, WorkUnit
from neutrality.actions import cancel_event, check_in
from neutrality.models import Attendance
from tests import factories
from tests.conftest import CAST

UNIT = reverse("neutrality:unit-people")


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def tree(cast, bidang):
    """The operator's unit with two generations below it, and a neighbour under the same roof."""
    roof = factories.WorkUnitFactory(code="badan")
    WorkUnit.objects.filter(pk=bidang.pk).update(parent=roof)
    child = factories.WorkUnitFactory(code="anak", parent=bidang)
    grandchild = factories.WorkUnitFactory(code="cucu", parent=child)
    neighbour = factories.WorkUnitFactory(code="tetangga", parent=roof)
    return {"roof": roof, "own": bidang, "child": child, "grandchild": grandchild, "neighbour": neighbour}


@pytest.fixture
def people(tree):
    return {name: factories.EmployeeFactory(name=f"Contoh {name}", unit=unit) for name, unit in tree.items()}


@pytest.fixture
def operator(client, cast):
    client.force_login(cast["operator"])
    return client


def listed(client, query=""):
    return {person.name for person in client.get(f"{UNIT}?{query}").context["page"]}


# -- the tree


def test_units_below_hold_every_generation_and_no_neighbour(tree):
    below = WorkUnit.objects.below([tree["own"]])
    assert {unit.code for unit in below} == {tree["own"].code, "anak", "cucu"}
    assert {unit.code for unit in WorkUnit.objects.below([tree["child"].pk])} == {"anak", "cucu"}
    assert list(WorkUnit.objects.below([])) == []


def test_units_below_are_one_query_however_deep(tree, django_assert_num_queries):
    parent = tree["grandchild"]
    for number in range(30):
        parent = factories.WorkUnitFactory(code=f"dalam-{number}", parent=parent)
    with django_assert_num_queries(1):
        assert len(WorkUnit.objects.below([tree["own"]])) == 33


def test_units_that_are_part_of_each_other_end(tree):
    WorkUnit.objects.filter(pk=tree["own"].pk).update(parent=tree["grandchild"])
    assert {unit.code for unit in WorkUnit.objects.below([tree["child"]])} == {tree["own"].code, "anak", "cucu"}


# -- who sees whom


def test_employees_are_visible_to_themselves_their_operator_and_those_whose_work_needs_them(cast, people):
    everybody = set(Employee.objects.all())
    below = {people["own"], people["child"], people["grandchild"]}
    seen = {who: set(Employee.objects.visible_to(fresh(cast[who]))) for who in CAST}
    assert {who for who, rows in seen.items() if rows == everybody} == {"panitia", "pengelola", "admin"}
    for who in ("panitia", "pengelola", "admin"):
        del seen[who]
    assert seen.pop("operator") == {cast["operator"].employee, *below}
    assert seen == {who: {cast[who].employee} for who in seen}
    assert list(Employee.objects.visible_to(AnonymousUser())) == []


def test_service_account_sees_no_employee(db):
    assert list(Employee.objects.visible_to(User.objects.create(login="layanan"))) == []


@pytest.mark.parametrize("change", ["ended", "expired", "future"])
def test_operator_of_another_day_sees_nobody(cast, people, today, change):
    grant = cast["operator"].grants.get()
    if change == "ended":
        end_role(grant, reason="Pindah tugas", by=cast["admin"])
    day = timedelta(days=1)
    days = {"expired": {"starts_on": today - 2 * day, "ends_on": today - day}, "future": {"starts_on": today + day}}
    cast["operator"].grants.update(**days.get(change, {"role": grant.role}))
    assert set(Employee.objects.visible_to(fresh(cast["operator"]))) == {cast["operator"].employee}


# -- the page


def test_page_lists_the_unit_and_what_lies_below_it(operator, people):
    assert listed(operator) == {"Contoh own", "Contoh child", "Contoh grandchild"}
    assert listed(operator, "unit=anak") == {"Contoh child", "Contoh grandchild"}
    assert listed(operator, "unit=cucu") == {"Contoh grandchild"}


@pytest.mark.parametrize("code", ["tetangga", "badan", "tidak-ada"])
def test_page_of_a_unit_that_is_not_one_s_own_is_a_404(operator, people, code):
    assert operator.get(f"{UNIT}?unit={code}").status_code == 404


def test_page_is_for_operators_only(client, cast):
    assert client.get(UNIT).status_code == 302
    statuses = {}
    for who in CAST:
        client.force_login(cast[who])
        statuses[who] = client.get(UNIT).status_code
    assert statuses == {who: 200 if who == "operator" else 403 for who in CAST}


def test_page_masks_the_nip_and_holds_no_address(operator, people, tree):
    person = factories.EmployeeFactory(
        name="Bertanda Contoh",
        unit=tree["child"],
        email="tanda@contoh.invalid",
        phone="0811223344",
        rank="III/c",
        position="Perawat Mahir",
    )
    html = operator.get(UNIT).content.decode()
    assert [secret for secret in (person.nip, person.email, person.phone) if secret in html] == []
    assert [
        shown
        for shown in (f"{person.nip[:4]} •••• •••• ••• {person.nip[-3:]}", "PNS, III/c", "Perawat Mahir")
        if shown not in html
    ] == []


def test_page_leaves_out_who_has_left(operator, people):
    Employee.objects.filter(pk=people["child"].pk).update(standing="pensiun")
    assert "Contoh child" not in listed(operator)


def test_page_is_empty_but_whole_without_people(operator):
    assert "Belum ada pegawai di sini" in operator.get(UNIT).content.decode()


def test_page_takes_as_many_queries_for_300_people_as_for_three(operator, people, tree):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert operator.get(UNIT).status_code == 200
        return len(captured)

    before = queries()
    Employee.objects.bulk_create(
        Employee(name=f"Banyak {n} Contoh", nip=f"198801012011{n:06d}", kind="PNS", unit=tree["child"])
        for n in range(300)
    )
    assert queries() == before


# -- attendance


@pytest.fixture
def turnout(people, tree, make_event, cast):
    """An event under way where the grandchild came, one that is to come, and one that was cancelled."""
    units = list(tree.values())
    held = make_event(units=units, starts_in=timedelta(hours=-1))
    make_event(units=units)
    cancel_event(make_event(units=units, starts_in=timedelta(hours=-1)), reason="Hujan", by=cast["panitia"])
    check_in(held, text=people["grandchild"].nip, key=factories.new_key(), by=cast["panitia"])
    return held


def test_page_says_who_came_to_what_has_begun(operator, turnout):
    rows = {person.name: (person.came, person.called) for person in operator.get(UNIT).context["page"]}
    assert rows == {"Contoh own": (0, 1), "Contoh child": (0, 1), "Contoh grandchild": (1, 1)}


def test_attendance_is_visible_to_the_operator_as_of_the_day_of_the_event(cast, people, tree, turnout):
    Employee.objects.filter(pk=people["child"].pk).update(unit=tree["neighbour"])
    Employee.objects.filter(pk=people["neighbour"].pk).update(unit=tree["own"])
    operator = fresh(cast["operator"])
    seen = Attendance.objects.visible_to(operator).filter(event=turnout)
    assert {row.employee for row in seen} == {people["own"], people["child"], people["grandchild"]}


def test_attendance_of_a_draft_is_nobody_s(cast, people, tree, make_event):
    event = make_event(units=[tree["own"]], draft=True)
    assert not Attendance.objects.visible_to(fresh(cast["operator"])).filter(event=event).exists()


def test_attendance_of_guests_is_not_the_operator_s(cast, turnout):
    Attendance.objects.bulk_create(
        [Attendance(event=turnout, guest_name="Tamu Contoh", state="hadir", present_at=turnout.starts_at)]
    )
    nobody = User.objects.create(login="layanan")
    assert not Attendance.objects.visible_to(fresh(cast["operator"])).guests().exists()
    assert not Attendance.objects.visible_to(nobody).exists()
