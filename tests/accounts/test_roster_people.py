"""The pages of people: found without a trace of a number, kept right one by one, never deleted."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import grant_role
from accounts.models import AccessLog, Activity, Employee, NipHistory, RoleGrant, Transfer, User
from tests import factories
from tests.conftest import CAST
from tests.entering import enter

LIST = reverse("accounts:employee-list")
NIP, NEW_NIP = "198703152021212003", "198703152026012003"
SHOWN = "19870315 202121 2 003"
READERS = {"operator", "admin"}


def page(name, person):
    return reverse(f"accounts:employee-{name}", args=[person.pk])


@pytest.fixture
def person(bidang):
    """A PPPK in the unit of the operator."""
    return factories.EmployeeFactory(
        name="Cempaka Contoh",
        nip=NIP,
        kind="PPPK_PENUH",
        rank="IX",
        unit=bidang,
        email="cempaka@contoh.invalid",
        phone="081234567890",
    )


@pytest.fixture
def admin(client, cast):
    enter(client, cast["admin"])
    return client


@pytest.fixture
def operator(client, cast):
    enter(client, cast["operator"])
    return client


def texts(client, path):
    return client.get(path, follow=True).content.decode()


def test_person_is_found_by_number_and_by_parts_of_the_name(admin, person):
    NipHistory.objects.create(employee=person, nip="198703152020212003", kind="PPPK_PARUH", until=date(2021, 1, 1))
    thl = factories.EmployeeFactory(name="Kenanga Contoh", nip="", kind="NON_ASN", portal_number="T-000777")
    asked = {
        NIP: [person],
        "1987 0315 2021 212 003": [person],
        "198703152020212003": [person],
        "cont cemp": [person],
        "t-000777": [thl],
        "198703152021212009": [],
        "tidak ada": [],
    }
    found = {who: admin.post(LIST, {"who": who}).context["found"] for who in asked}
    assert found == asked


@pytest.mark.parametrize("who", ["", "   ", "x" * 101])
def test_search_without_anything_to_look_for_is_refused(admin, who):
    page = admin.post(LIST, {"who": who})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["who"])


def test_numbers_and_contacts_are_masked_on_every_page(operator, cast, person):
    pages = [operator.get(LIST), operator.post(LIST, {"who": "Cempaka"}), operator.get(page("detail", person))]
    html = "".join(response.content.decode() for response in pages)
    assert ("1987 •••• •••• ••• 003" in html, "c•••@c•••" in html, "08•• •••• ••90" in html) == (True,) * 3
    leaks = [text for text in (NIP, SHOWN, "cempaka@contoh.invalid", "081234567890") if text in html]
    assert leaks == []


def test_number_is_shown_in_full_for_a_reason_that_is_recorded(operator, cast, person):
    refused = operator.post(page("reveal", person), {"reason": " "})
    assert (list(refused.context["reveal_form"].errors), SHOWN in refused.content.decode()) == (["reason"], False)
    assert not AccessLog.objects.filter(surface="nip").exists()
    response = operator.post(page("reveal", person), {"reason": "mencocokkan SK"})
    assert (SHOWN in response.content.decode(), response["Cache-Control"]) == (True, "private, no-store")
    access = AccessLog.objects.get(surface="nip")
    assert (access.viewer, access.person, access.reason) == (cast["operator"], person, "mencocokkan SK")
    assert Activity.objects.get(verb="nip_revealed").details == {}
    assert "mencocokkan SK" in texts(operator, page("detail", person))


def test_opening_a_person_is_written_down(operator, cast, person):
    operator.get(page("detail", person))
    assert AccessLog.objects.get(surface="person").viewer == cast["operator"]


def test_operator_sees_the_own_unit_and_what_lies_below(operator, person, bidang):
    below = factories.EmployeeFactory(unit=factories.WorkUnitFactory(parent=factories.WorkUnitFactory(parent=bidang)))
    stranger = factories.EmployeeFactory(name="Cempaka Lain Contoh")
    shown = set(operator.get(LIST).context["page"].object_list)
    assert ({person, below} <= shown, stranger in shown) == (True, False)
    assert operator.post(LIST, {"who": "Cempaka"}).context["found"] == [person]
    assert operator.post(LIST, {"who": stranger.nip}).context["found"] == []
    assert [operator.get(page("detail", who)).status_code for who in (person, below, stranger)] == [200, 200, 404]
    assert operator.post(page("reveal", stranger), {"reason": "x"}).status_code == 404
    assert operator.get(f"{LIST}?unit={stranger.unit.code}").status_code == 404


def test_pages_of_people_refuse_whoever_has_no_business_there(client, cast, person):
    reading = [("get", LIST), ("post", LIST), ("get", page("detail", person)), ("post", page("reveal", person))]
    writing = [("get", page("update", person)), ("get", page("merge", person))]
    writing += [("post", page(verb, person)) for verb in ("transfer", "retire", "reinstate", "renumber", "merge")]

    def statuses(asked):
        return [getattr(client, verb)(path).status_code for verb, path in asked]

    got = {"warga": statuses(reading + writing)}
    for who in CAST.keys() - {"admin"}:
        enter(client, cast[who])
        got[who] = statuses(writing) + ([] if who in READERS else statuses(reading))
    refused = {who: [403] * (7 if who in READERS else 11) for who in CAST.keys() - {"admin"}}
    assert got == {"warga": [302] * 11, **refused}
    enter(client, cast["admin"])
    assert [client.get(page(verb, person)).status_code for verb in ("transfer", "retire", "renumber")] == [405] * 3


def test_person_is_edited_and_the_record_holds_no_content(admin, person):
    form = {
        "name": "Cempaka Putih Contoh",
        "kind": "PPPK_PENUH",
        "rank": " x ",
        "phone": "+62 812-3456-7891",
        "email": "",
    }
    assert admin.post(page("update", person), form).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.rank, person.phone, person.email) == ("Cempaka Putih Contoh", "X", "081234567891", "")
    details = Activity.objects.get(verb="employee_saved").details
    assert details == {"fields": ["email", "name", "phone", "rank"]}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"rank": "V/z"}, "rank"),
        ({"phone": "123"}, "phone"),
        ({"email": "bukan surel"}, "email"),
        ({"kind": "NON_ASN"}, "kind"),
    ],
)
def test_person_with_bad_input_is_refused_on_its_field(admin, person, sent, field):
    response = admin.post(page("update", person), {"name": "Lain Contoh", "kind": "PPPK_PENUH"} | sent)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    person.refresh_from_db()
    assert person.name == "Cempaka Contoh"


def test_transfer_moves_keeps_history_and_ends_roles_of_the_old_unit(admin, cast, person, bidang, today):
    user = factories.UserFactory(employee=person, login=NIP)
    grant_role(user, role="operator", unit=bidang, starts_on=today - timedelta(days=9), by=None)
    grant_role(user, role="editor", unit=None, starts_on=today - timedelta(days=9), by=None)
    unit = factories.WorkUnitFactory(name="Dinas Tujuan")
    data = {"unit": unit.pk, "on": "2026-03-01", "basis": "SK 800/CONTOH"}
    assert admin.post(page("transfer", person), data).status_code == 302
    person.refresh_from_db()
    move = Transfer.objects.get()
    assert (person.unit, move.unit_from, move.unit_to, move.on) == (unit, bidang, unit, date(2026, 3, 1))
    assert [grant.role for grant in user.grants.active_on(today)] == ["editor"]
    html = texts(admin, page("detail", person))
    assert ("Dinas Tujuan" in html, "sejak 1 Maret 2026 · SK 800/CONTOH" in html, str(bidang) in html) == (True,) * 3


def test_transfer_to_nowhere_is_refused(admin, person, bidang):
    closed = factories.WorkUnitFactory(is_active=False)
    for unit in ("", closed.pk):
        response = admin.post(page("transfer", person), {"unit": unit, "on": "2026-03-01", "basis": "SK"})
        assert list(response.context["transfer_form"].errors) == ["unit"]
    same = admin.post(page("transfer", person), {"unit": bidang.pk, "on": "2026-03-01", "basis": "SK"})
    assert same.context["transfer_form"].non_field_errors() == ["Pilih unit yang lain dari unit sekarang."]
    assert not Transfer.objects.exists()


def test_leaver_loses_every_role_and_keeps_the_account(admin, cast, today):
    leaver = cast["petugas"]
    assert leaver.has_perm("services.answer_question")
    data = {"standing": "pensiun", "on": "2026-03-01"}
    assert admin.post(page("retire", leaver.employee), data).status_code == 302
    leaver = User.objects.get(pk=leaver.pk)
    assert (leaver.employee.standing, leaver.permissions, leaver.is_active) == ("pensiun", frozenset(), True)
    assert not RoleGrant.objects.filter(user=leaver).active_on(today).exists()
    again = admin.post(page("retire", leaver.employee), data)
    assert again.context["retire_form"].non_field_errors() == ["Orang ini sudah tidak aktif."]
    admin.post(page("reinstate", leaver.employee))
    assert Employee.objects.get(pk=leaver.employee_id).standing == "aktif"


def test_whoever_is_known_to_have_left_holds_nothing_however_it_became_known(cast):
    """No action ran: the roster alone decides."""
    Employee.objects.filter(pk=cast["kabid"].employee_id).update(standing="berhenti")
    kabid = User.objects.get(pk=cast["kabid"].pk)
    assert (kabid.active_grants, kabid.permissions) == ([], frozenset())


def test_roles_that_ended_do_not_come_back_with_a_person(admin, cast, today):
    user = factories.UserFactory()
    grant_role(user, role="editor", unit=None, starts_on=today - timedelta(days=9), by=None)
    admin.post(page("retire", user.employee), {"standing": "berhenti", "on": "2026-03-01"})
    admin.post(page("reinstate", user.employee))
    assert not user.grants.active_on(today).exists()
    assert user.grants.get().ended_on == today


def test_portal_number_ends_with_the_contract(admin, cast):
    thl = cast["thl"]
    admin.post(page("retire", thl.employee), {"standing": "berhenti", "on": "2026-03-01"})
    assert User.objects.get(pk=thl.pk).is_active is False
    admin.post(page("reinstate", thl.employee))
    assert User.objects.get(pk=thl.pk).is_active is True


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"standing": "aktif", "on": "2026-03-01"}, "standing"), ({"standing": "pensiun", "on": "kemarin"}, "on")],
)
def test_leaving_with_bad_input_is_refused(admin, person, sent, field):
    response = admin.post(page("retire", person), sent)
    assert list(response.context["retire_form"].errors) == [field]
    person.refresh_from_db()
    assert person.standing == "aktif"


def test_pppk_who_becomes_cpns_stays_one_person(admin, person):
    user = factories.UserFactory(employee=person, login=NIP)
    before = user.password
    data = {"nip": "19870315 202601 2 003", "kind": "CPNS", "on": "2025-12-31"}
    assert admin.post(page("renumber", person), data).status_code == 302
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.nip, person.kind, user.login, user.password) == (NEW_NIP, "CPNS", NEW_NIP, before)
    old = NipHistory.objects.get()
    assert (old.employee, old.nip, old.kind, old.until) == (person, NIP, "PPPK_PENUH", date(2025, 12, 31))
    assert [admin.post(LIST, {"who": nip}).context["found"] for nip in (NIP, NEW_NIP)] == [[person]] * 2


@pytest.mark.parametrize(
    ("nip", "sentence"),
    [
        ("1987", "NIP terdiri dari 4 angka"),
        ("198713152026012003", "bukan tanggal lahir"),
        (NIP, "sama dengan yang sekarang"),
        ("198703152020212003", "pernah dipakai"),
        ("198703152010012001", "sudah dipakai pegawai lain"),
    ],
)
def test_number_that_cannot_be_is_refused(admin, person, nip, sentence):
    other = factories.EmployeeFactory(nip="198703152010012001")
    NipHistory.objects.create(employee=other, nip="198703152020212003", kind="PPPK_PENUH", until=date(2021, 1, 1))
    response = admin.post(page("renumber", person), {"nip": nip, "kind": "CPNS", "on": "2025-12-31"})
    assert sentence in response.content.decode()
    person.refresh_from_db()
    assert (person.nip, person.kind) == (NIP, "PPPK_PENUH")


def test_doubles_are_joined_and_evidence_is_not_rewritten(admin, person, make_event, bidang):
    double = factories.EmployeeFactory(
        nip="198703152020212003", name="Cempaka C. Contoh", unit=bidang, kind="PPPK_PENUH"
    )
    user = factories.UserFactory(employee=double, login=double.nip)
    event = make_event(units=[bidang])
    petikan = factories.RecipientFactory(employee=double)
    assert [row.employee_id for row in event.attendances.filter(employee=double)] == [double.pk]
    found = admin.post(page("merge", person), {"who": "Cempaka"})
    assert list(found.context["people"]) == [double]
    refused = admin.post(page("merge", person), {"who": "Cempaka", "double": double.pk})
    assert list(refused.context["form"].errors) == ["sure"]
    admin.post(page("merge", person), {"who": "Cempaka", "double": double.pk, "sure": "on"})
    double.refresh_from_db()
    petikan.refresh_from_db()
    assert (double.merged_into, petikan.employee, User.objects.get(pk=user.pk).employee) == (person, double, person)
    assert list(event.attendances.filter(employee=double)) != []
    assert double not in admin.get(LIST).context["page"].object_list
    assert double not in Employee.objects.in_service()
    assert admin.post(LIST, {"who": double.nip}).context["found"] == [person]
    assert admin.get(page("detail", double)).url == page("detail", person)


def test_own_pages_show_what_stands_on_a_joined_row(admin, client, person, make_event, bidang):
    double = factories.EmployeeFactory(name="Cempaka C. Contoh", unit=bidang)
    user = factories.UserFactory(employee=person, login=NIP)
    event = make_event(units=[bidang], title="Kegiatan lama")
    petikan = factories.RecipientFactory(employee=double)
    person.attendances.all().delete()
    admin.post(page("merge", person), {"who": "Cempaka", "double": double.pk, "sure": "on"})
    assert [row.event for row in type(event.attendances.first()).objects.own(user)] == [event]
    assert list(type(petikan).objects.filter(employee__in=[double])) == [petikan]
    client.force_login(user)
    assert "Kegiatan lama" in client.get("/akun/kehadiran/").content.decode()


def test_person_is_not_joined_to_itself_nor_twice(admin, person):
    double = factories.EmployeeFactory(name="Cempaka Dua Contoh")
    data = {"who": "Cempaka", "sure": "on"}
    assert "double" in admin.post(page("merge", person), data | {"double": person.pk}).context["form"].errors
    admin.post(page("merge", person), data | {"double": double.pk})
    other = factories.EmployeeFactory(name="Cempaka Tiga Contoh")
    assert "double" in admin.post(page("merge", other), data | {"double": double.pk}).context["form"].errors
    admin.post(page("merge", other), data | {"double": person.pk})
    double.refresh_from_db()
    assert double.merged_into == other


def test_histories_cannot_be_rewritten(person):
    NipHistory.objects.create(employee=person, nip="198703152020212003", kind="PPPK_PARUH", until=date(2021, 1, 1))
    Transfer.objects.create(
        employee=person, unit_from=person.unit, unit_to=factories.WorkUnitFactory(), on=date(2026, 1, 1)
    )
    for rows in (NipHistory.objects.all(), Transfer.objects.all()):
        for change in (lambda found: found.update(created_at="2020-01-01T00:00Z"), lambda found: found.delete()):
            with pytest.raises(IntegrityError, match="tercatat"), transaction.atomic():
                change(rows)


def test_list_needs_as_many_queries_for_300_as_for_3(operator, bidang):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            operator.get(LIST)
            operator.post(LIST, {"who": "Contoh"})
        return len(captured)

    make = factories.EmployeeFactory.build
    Employee.objects.bulk_create(make(name=f"Contoh {n}", unit=bidang) for n in range(3))
    before = queries()
    Employee.objects.bulk_create(make(name=f"Contoh {n}", unit=bidang) for n in range(300))
    assert queries() == before
