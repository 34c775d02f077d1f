"""The pages of units: for the keeper of the roster."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity, UnitChange, WorkUnit
from tests import factories
from tests.conftest import CAST

LIST = reverse("accounts:unit-list")


@pytest.fixture
def admin(client, cast):
    client.force_login(cast["admin"])
    return client


@pytest.fixture
def unit(db):
    return factories.WorkUnitFactory(code="dinas-uji", name="Dinas Uji", kind="dinas")


def page(name, unit):
    return reverse(f"accounts:unit-{name}", args=[unit.code])


def test_unit_is_renamed_with_its_history(admin, cast, unit):
    data = {"name": "Dinas Uji Coba", "on": "2026-03-01", "basis": "Perbup 1/2026"}
    html = admin.post(page("rename", unit), data, follow=True).content.decode()
    shown = ["<h1>Dinas Uji Coba</h1>", "“Dinas Uji” berganti nama menjadi “Dinas Uji Coba”", "1 Maret 2026"]
    assert [text for text in (*shown, "Perbup 1/2026") if text not in html] == []
    assert Activity.objects.get(verb="unit_renamed").actor == cast["admin"]


def test_unit_is_succeeded_by_another(admin, unit):
    successor = factories.WorkUnitFactory(name="Dinas Penerus")
    factories.EmployeeFactory(unit=unit)
    data = {"kind": "ganti", "successor": successor.pk, "on": "2026-03-01", "basis": "Perbup 2/2026"}
    html = admin.post(page("succeed", unit), data, follow=True).content.decode()
    assert ("“Dinas Uji” diteruskan oleh Dinas Penerus" in html, "Tidak aktif" in html) == (True, True)
    assert "Gabung atau teruskan" not in html
    after = admin.get(page("detail", successor)).content.decode()
    assert ("Meneruskan" in after, "1 orang" in after) == (True, True)


@pytest.mark.parametrize(
    ("verb", "sent", "fields"),
    [
        ("rename", {}, ["name", "on", "basis"]),
        ("rename", {"name": "x" * 201, "on": "kemarin", "basis": "P"}, ["name", "on"]),
        ("succeed", {}, ["kind", "successor", "on", "basis"]),
        ("succeed", {"kind": "hilang", "successor": 0, "on": "2026-01-01", "basis": "P"}, ["kind", "successor"]),
    ],
)
def test_change_with_bad_input_is_refused_on_its_fields(admin, unit, verb, sent, fields):
    response = admin.post(page(verb, unit), sent)
    assert (response.status_code, list(response.context[f"{verb}_form"].errors)) == (200, fields)
    assert not UnitChange.objects.exists()


def test_rename_to_the_same_name_is_refused_in_words(admin, unit):
    response = admin.post(page("rename", unit), {"name": "Dinas Uji", "on": "2026-03-01", "basis": "P"})
    assert "Nama ini sama dengan yang sekarang." in response.content.decode()


def test_units_are_found_by_a_part_of_the_name(admin, unit):
    found = {name: list(admin.get(LIST, {"nama": name}).context["page"]) for name in ("dinas u", "zzz", "\x00")}
    assert (found["dinas u"], found["zzz"], unit in found["\x00"]) == ([unit], [], True)


def test_pages_of_units_are_for_the_keeper_of_the_roster_alone(client, cast, unit):
    asked = [
        ("get", LIST),
        ("get", page("detail", unit)),
        ("post", page("rename", unit)),
        ("post", page("succeed", unit)),
    ]
    got = {"warga": [getattr(client, verb)(path).status_code for verb, path in asked]}
    for who in CAST.keys() - {"admin"}:
        client.force_login(cast[who])
        got[who] = [getattr(client, verb)(path).status_code for verb, path in asked]
    assert got == {"warga": [302] * 4, **{who: [403] * 4 for who in CAST.keys() - {"admin"}}}


def test_unit_that_does_not_exist_is_a_404(admin):
    assert [admin.get("/kerja/unit/x/").status_code, admin.post("/kerja/unit/x/nama/").status_code] == [404, 404]


def test_list_needs_as_many_queries_for_300_as_for_3(admin):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin.get(LIST)
        return len(captured)

    def make(count, start):
        parent = factories.WorkUnitFactory()
        WorkUnit.objects.bulk_create(
            WorkUnit(code=f"u-{start + n}", name=f"U {start + n}", kind="uptd", parent=parent) for n in range(count)
        )

    make(3, 0)
    before = queries()
    make(300, 10)
    assert queries() == before
