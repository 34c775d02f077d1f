"""Roles: who gives them, who may not, how they end, and what their holder is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import end_role, grant_role, save_wishes
from accounts.models import Activity, Notification, Role, RoleGrant, User
from tests import factories
from tests.conftest import CAST
from tests.entering import enter
from tests.services.test_races import at_once

LIST, SEARCH = reverse("accounts:role-list"), reverse("accounts:role-search")
DAY = timedelta(days=1)


def page_of(user):
    return reverse("accounts:role-person", args=[user.pk])


def end_of(grant):
    return reverse("accounts:role-end", args=[grant.pk])


@pytest.fixture
def admin(client, cast):
    enter(client, cast["admin"])
    return client


@pytest.fixture
def second_admin(cast, today):
    user = factories.UserFactory(employee__name="Admin Kedua Contoh")
    grant_role(user, role=Role.ADMIN, unit=None, starts_on=today, by=None)
    return user


def typed(today, **changed):
    days = {"starts_on": today.isoformat(), "ends_on": (today + 90 * DAY).isoformat()}
    return {"role": "editor", "unit": "", **days, **changed}


def text_of(response):
    return " ".join(response.content.decode().split())


# -- giving


def test_role_is_found_given_and_told(admin, cast, bidang, today):
    person = cast["asn"]
    found = admin.post(SEARCH, {"who": "contoh ASN"})
    assert f'href="{page_of(person)}"' in found.content.decode()
    assert person.employee.nip not in found.content.decode()
    response = admin.post(page_of(person), typed(today, role="officer", unit=bidang.pk), follow=True)
    assert "Peran diberikan; orangnya dikabari." in text_of(response)
    grant = person.grants.get()
    assert (grant.role, grant.unit, grant.starts_on, grant.ends_on) == ("officer", bidang, today, today + 90 * DAY)
    assert grant.granted_by == cast["admin"]
    activity = Activity.objects.get(verb="role_granted", thing_id=str(grant.pk))
    assert (activity.actor, activity.details) == (cast["admin"], {"role": "officer"})
    told = Notification.objects.filter(user=person, kind="role_granted")
    assert {row.channel for row in told} == {"portal", "surel"}
    assert told.first().path == "/akun/#peran"
    assert User.objects.get(pk=person.pk).has_perm("services.answer_question")


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"ends_on": ""}, "ends_on", "Isi sampai kapan peran ini berlaku."),
        ({"starts_on": ""}, "starts_on", "Isi tanggal mulainya."),
        ({"ends_on": "31-02-2026"}, "ends_on", None),
        ({"role": "superuser"}, "role", None),
        ({"role": ""}, "role", None),
        ({"unit": "99999999"}, "unit", None),
        ({"role": "operator"}, "__all__", "Peran ini harus terikat pada sebuah unit."),
        ({"starts_on": "2020-01-01"}, "__all__", "Peran tidak dapat mulai pada hari yang sudah lewat."),
        ({"ends_on": "2099-01-01"}, "__all__", "Peran diberikan paling lama satu tahun;"),
    ],
)
def test_role_with_bad_input_is_refused_and_stays_typed(admin, cast, today, changed, field, words):
    page = admin.post(page_of(cast["asn"]), typed(today, **changed))
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert words is None or words in text_of(page)
    assert not cast["asn"].grants.exists()


def test_role_that_would_end_before_it_starts_is_refused(cast, today):
    with pytest.raises(ValidationError, match="tidak dapat berakhir sebelum mulai"):
        grant_role(cast["asn"], role="editor", unit=None, starts_on=today + DAY, ends_on=today, by=cast["admin"])


def test_role_of_the_whole_house_takes_no_unit(cast, bidang, today):
    with pytest.raises(ValidationError, match="seluruh instansi"):
        grant_role(cast["asn"], role="editor", unit=bidang, starts_on=today, ends_on=today, by=cast["admin"])


def test_role_without_an_end_comes_from_the_installation_alone(cast, today):
    with pytest.raises(ValidationError, match="sampai kapan"):
        grant_role(cast["asn"], role="editor", unit=None, starts_on=today, by=cast["admin"])
    assert grant_role(cast["asn"], role="editor", unit=None, starts_on=today, by=None).ends_on is None
    assert not Notification.objects.filter(kind="role_granted").exists()


def test_role_that_is_held_already_is_refused_and_may_follow_its_end(cast, today):
    fields = {"role": "editor", "unit": None, "by": cast["admin"]}
    grant_role(cast["asn"], starts_on=today, ends_on=today + 9 * DAY, **fields)
    with pytest.raises(ValidationError, match="sudah memegang peran itu"):
        grant_role(cast["asn"], starts_on=today + 9 * DAY, ends_on=today + 20 * DAY, **fields)
    grant_role(cast["asn"], starts_on=today + 10 * DAY, ends_on=today + 20 * DAY, **fields)
    assert cast["asn"].grants.count() == 2


def test_installation_may_give_the_same_role_again(cast, today):
    again = grant_role(cast["penyunting"], role="editor", unit=None, starts_on=today, by=None)
    assert [again] == list(cast["penyunting"].grants.all())


@pytest.mark.parametrize("standing", ["pensiun", "berhenti"])
def test_whoever_has_left_receives_no_role(cast, today, standing):
    person = factories.UserFactory(employee__standing=standing)
    with pytest.raises(ValidationError, match="tidak lagi bertugas"):
        grant_role(person, role="editor", unit=None, starts_on=today, ends_on=today, by=cast["admin"])


def test_closed_account_receives_no_role(cast, today):
    person = factories.UserFactory(is_active=False)
    with pytest.raises(ValidationError, match="tidak aktif"):
        grant_role(person, role="editor", unit=None, starts_on=today, ends_on=today, by=cast["admin"])


# -- oneself, and the last admin


def test_nobody_gives_a_role_to_oneself(admin, cast, today):
    page = admin.post(page_of(cast["admin"]), typed(today))
    assert page.context["form"].non_field_errors() == [
        "Peran untuk diri sendiri hanya dapat diberikan oleh admin lain."
    ]
    assert [grant.role for grant in cast["admin"].grants.all()] == ["admin"]
    assert (
        "<form" not in admin.get(page_of(cast["admin"])).content.decode().partition("<main")[2].partition("</main")[0]
    )


def test_nobody_takes_the_own_role_back(admin, cast, second_admin):
    page = admin.post(end_of(cast["admin"].grants.get()), {"reason": "Pindah tugas"})
    assert "Peran sendiri hanya dapat dicabut oleh admin lain." in text_of(page)
    assert cast["admin"].grants.get().ended_on is None


def test_last_admin_is_not_taken_away(cast):
    grant = cast["admin"].grants.get()
    with pytest.raises(ValidationError, match="admin terakhir"):
        end_role(grant, reason="Pindah tugas", by=None)


@pytest.mark.parametrize("change", ["inactive", "expired", "future"])
def test_admin_who_cannot_act_today_is_no_other_admin(cast, second_admin, today, change):
    if change == "inactive":
        User.objects.filter(pk=second_admin.pk).update(is_active=False)
    days = {
        "expired": {"starts_on": today - 9 * DAY, "ends_on": today - DAY},
        "future": {"starts_on": today + DAY},
    }.get(change, {})
    RoleGrant.objects.filter(user=second_admin).update(**days or {"starts_on": today})
    with pytest.raises(ValidationError, match="admin terakhir"):
        end_role(cast["admin"].grants.get(), reason="Pindah tugas", by=None)


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_take_the_role_from_each_other_leave_one(cast, second_admin):
    first = cast["admin"]
    pairs = [(first.grants.get(), second_admin), (second_admin.grants.get(), first)]
    outcomes = at_once(
        *[lambda grant=grant, by=by: end_role(grant, reason="Pindah tugas", by=by) for grant, by in pairs]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RoleGrant", "ValidationError"]
    assert RoleGrant.objects.active_on(timezone.localdate()).filter(role="admin").count() == 1


# -- taking back


def test_role_is_taken_back_at_once_with_a_reason_and_told(admin, client, cast):
    officer, grant = cast["petugas"], cast["petugas"].grants.get()
    response = admin.post(end_of(grant), {"reason": "  Pindah ke dinas lain "}, follow=True)
    assert "Peran dicabut; orangnya dikabari." in text_of(response)
    assert "Pindah ke dinas lain" in text_of(response)
    grant.refresh_from_db()
    assert (grant.ended_on, grant.ended_by, grant.end_reason) == (
        timezone.localdate(),
        cast["admin"],
        "Pindah ke dinas lain",
    )
    assert Activity.objects.get(verb="role_ended").details == {"role": "officer"}
    told = Notification.objects.filter(user=officer, kind="role_ended")
    assert {row.channel for row in told} == {"portal", "surel"}
    assert [row for row in told if "Pindah" in str(row.payload)] == []
    enter(client, officer)
    assert client.get(reverse("services:question-inbox")).status_code == 403
    assert "Pindah ke dinas lain" in client.get("/akun/").content.decode()


def test_role_is_not_taken_back_without_a_reason(admin, cast):
    page = admin.post(end_of(cast["petugas"].grants.get()), {"reason": " "})
    assert (page.status_code, "Tulis sebab peran dicabut." in text_of(page)) == (200, True)
    assert cast["petugas"].grants.get().ended_on is None
    with pytest.raises(ValidationError, match="Tulis sebab"):
        end_role(cast["petugas"].grants.get(), reason=" ", by=cast["admin"])


def test_role_is_taken_back_once(admin, cast):
    grant = cast["petugas"].grants.get()
    admin.post(end_of(grant), {"reason": "Pindah tugas"})
    page = admin.post(end_of(grant), {"reason": "Sekali lagi"})
    assert "Peran ini sudah berakhir." in text_of(page)
    assert cast["petugas"].grants.get().end_reason == "Pindah tugas"


def test_role_that_has_not_begun_may_be_taken_back(cast, today):
    grant = grant_role(cast["asn"], role="editor", unit=None, starts_on=today + DAY, ends_on=today + DAY, by=None)
    end_role(grant, reason="Batal", by=cast["admin"])
    assert not RoleGrant.objects.active_on(today + DAY).filter(pk=grant.pk).exists()


def test_role_taken_back_counted_until_the_day_before(cast, today):
    grant = cast["petugas"].grants.get()
    RoleGrant.objects.filter(pk=grant.pk).update(starts_on=today - 5 * DAY)
    end_role(grant, reason="Pindah tugas", by=cast["admin"])
    held = [RoleGrant.objects.active_on(day).filter(pk=grant.pk).exists() for day in (today - DAY, today, today + DAY)]
    assert held == [True, False, False]


def test_role_taken_back_may_be_given_again_the_same_day(cast, today):
    end_role(cast["penyunting"].grants.get(), reason="Keliru", by=cast["admin"])
    grant_role(cast["penyunting"], role="editor", unit=None, starts_on=today, ends_on=today, by=cast["admin"])
    assert User.objects.get(pk=cast["penyunting"].pk).has_perm("announcements.write_article")


def test_message_about_a_role_cannot_be_switched_off(cast, today):
    with pytest.raises(ValidationError, match="wajib"):
        save_wishes(
            cast["asn"],
            choices={("akun", "surel"): False},
            has_digest=True,
            quiet_from=None,
            quiet_until=None,
            by=cast["asn"],
        )
    save_wishes(cast["asn"], choices={}, has_digest=True, quiet_from=None, quiet_until=None, by=cast["asn"])
    grant_role(cast["asn"], role="editor", unit=None, starts_on=today, ends_on=today, by=cast["admin"])
    mail = Notification.objects.get(user=cast["asn"], kind="role_granted", channel="surel")
    assert (mail.state, mail.in_digest) == ("menunggu", False)


# -- pages


def test_pages_of_roles_are_for_admins_only(client, cast):
    grant = cast["petugas"].grants.get()
    paths = [(client.get, LIST), (client.get, SEARCH), (client.get, page_of(cast["asn"])), (client.post, end_of(grant))]
    assert [go(path).status_code for go, path in paths] == [302, 302, 302, 302]
    allowed = set()
    for who in CAST:
        enter(client, cast[who])
        statuses = {go(path).status_code for go, path in paths}
        assert statuses in ({403}, {200})
        allowed |= {who} if statuses == {200} else set()
    assert allowed == {"admin"}
    grant.refresh_from_db()
    assert grant.ended_on is None


def test_list_shows_who_holds_what_and_is_narrowed(admin, cast, bidang, today):
    sub = factories.WorkUnitFactory(code="subbidang", parent=bidang)
    soon = grant_role(cast["asn"], role="operator", unit=sub, starts_on=today, ends_on=today + 30 * DAY, by=None)
    grant_role(cast["thl"], role="operator", unit=bidang, starts_on=today, ends_on=today + 31 * DAY, by=None)
    later = grant_role(cast["thl"], role="editor", unit=None, starts_on=today + DAY, ends_on=today + 9 * DAY, by=None)
    over = cast["pimpinan"].grants.get()
    end_role(over, reason="Pindah tugas", by=cast["admin"])

    def grants(query):
        return set(admin.get(f"{LIST}?{query}").context["page"].object_list)

    everybody = {cast[who].grants.first() for who, role in CAST.items() if role}
    assert grants("") == everybody - {over} | {soon, cast["thl"].grants.get(role="operator")}
    assert grants("keadaan=segera") == {soon}
    assert grants("keadaan=nanti") == {later}
    assert grants("keadaan=berakhir") == {over}
    assert grants("unit=subbidang") == {soon}
    assert {grant.user for grant in grants(f"unit={bidang.code}&peran=operator")} == {
        cast["operator"],
        cast["asn"],
        cast["thl"],
    }
    assert grants("peran=editor") == {cast["penyunting"].grants.get(), cast["penyunting2"].grants.get()}
    assert grants("peran=x&keadaan=y&unit=z") == grants("")
    found = admin.get(f"{LIST}?peran=operator").context["filter"]
    assert [(label, count) for label, _, count, _ in found.states] == [
        ("Berlaku", 3),
        ("Berakhir dalam 30 hari", 1),
    ]
    assert ("Pengelola keputusan", "peran=registrar", 1, False) in found.roles


def test_list_takes_as_many_queries_for_300_roles_as_for_three(admin, cast, today):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(LIST).status_code == 200
        return len(captured)

    before = queries()
    units = [factories.WorkUnitFactory() for _ in range(3)]
    people = [factories.UserFactory() for _ in range(30)]
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user=people[n % 30], role="officer", unit=units[n % 3], starts_on=today + n * DAY, ends_on=today + n * DAY
        )
        for n in range(300)
    )
    assert queries() == before


def test_list_warns_before_the_last_admin_runs_out(admin, cast, second_admin, today):
    assert "Admin terakhir" not in text_of(admin.get(LIST))
    RoleGrant.objects.filter(role="admin").update(ends_on=today + 20 * DAY)
    assert admin.get(LIST).context["last_admin_until"] == today + 20 * DAY
    RoleGrant.objects.filter(user=second_admin).update(ends_on=today + 31 * DAY)
    assert admin.get(LIST).context["last_admin_until"] is None


def test_search_finds_by_nip_portal_number_and_name_and_masks(admin, cast):
    nip = cast["asn"].employee.nip
    for who in (f"{nip[:8]} {nip[8:14]} {nip[14:15]} {nip[15:]}", "CONTOH asn"):
        page = admin.post(SEARCH, {"who": who})
        assert list(page.context["people"]) == [cast["asn"].employee]
        main = page.content.decode().partition("<table")[2]
        assert (nip in main, f"{nip[:4]} •••• •••• ••• {nip[-3:]}" in main) == (False, True)
    assert list(admin.post(SEARCH, {"who": "t-004217"}).context["people"]) == [cast["thl"].employee]
    factories.EmployeeFactory(name="Tanpa Akun Contoh")
    assert "Belum memiliki akun" in text_of(admin.post(SEARCH, {"who": "tanpa akun"}))
    assert "Tidak ada pegawai dengan nama" in text_of(admin.post(SEARCH, {"who": "zzz"}))
    assert list(admin.post(SEARCH, {"who": ""}).context["form"].errors) == ["who"]


def test_person_who_does_not_exist_is_a_404(admin):
    assert admin.get(reverse("accounts:role-person", args=[99999999])).status_code == 404
    assert admin.post(reverse("accounts:role-end", args=[99999999])).status_code == 404


def test_service_account_has_a_page_without_an_employee(admin, today):
    user = User.objects.create(login="layanan")
    assert admin.get(page_of(user)).status_code == 200


def test_account_page_lists_the_own_roles_and_no_others(client, cast, bidang, today):
    person = cast["petugas"]
    old = grant_role(person, role="editor", unit=None, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), by=None)
    enter(client, person)
    page = client.get("/akun/")
    assert [grant.role for grant in page.context["grants"]] == ["officer"]
    assert old not in page.context["grants"]
    assert "Peran saya" in page.content.decode()
    enter(client, cast["asn"])
    assert "Peran saya" not in client.get("/akun/").content.decode()


def test_roles_are_visible_to_their_holder_and_to_those_who_give_them(cast):
    seen = {who: set(RoleGrant.objects.visible_to(cast[who])) for who in CAST}
    assert seen.pop("admin") == set(RoleGrant.objects.all())
    assert seen == {who: set(cast[who].grants.all()) for who in seen}
    accounts = {who: set(User.objects.visible_to(cast[who])) for who in CAST}
    assert accounts.pop("admin") == set(User.objects.all())
    assert accounts == {who: {cast[who]} for who in accounts}
