"""The demo regency: made twice it is the same, and it never gets into a portal that people use."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Agency, Employee, EmployeeKind, Holiday, RoleGrant, Synonym, User, WorkUnit
from bkpsdm.demo import demo_data
from bkpsdm.demo.people import PASSWORD
from services.actions import missing_components
from services.models import FrequentAnswer, Message, Question, Service, ServiceEdition
from services.survey_results import YearResults, newest_result, years_with_answers
from tests import factories
from tests.conftest import CAST

DOORS = {"accounts", "services", "neutrality", "announcements"}


def counts():
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label in DOORS and model._meta.label != "accounts.Activity"
    }


def seed():
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue().splitlines()


def test_seed_twice_makes_the_demo_regency_once(seeded):
    Synonym.objects.filter(term="kp").update(meanings=["diubah penyunting"])
    before = counts()
    editions = list(ServiceEdition.objects.order_by("pk").values_list("pk", "number", "effective_on", "retired_on"))
    passwords = dict(User.objects.values_list("login", "password"))
    lines = seed()
    assert counts() == before
    assert list(ServiceEdition.objects.order_by("pk").values_list("pk", "number", "effective_on", "retired_on")) == (
        editions
    )
    assert dict(User.objects.values_list("login", "password")) == passwords
    assert Synonym.objects.get(term="kp").meanings == ["diubah penyunting"]
    assert "45 layanan, 0 edisi terbit" in lines


def test_seed_is_the_real_catalogue_with_its_answers_and_earlier_editions(client, seeded):
    today = timezone.localdate()
    in_force = ServiceEdition.objects.in_force_on(today)
    assert (in_force.count(), FrequentAnswer.objects.published().count()) == (45, 62)
    codes = {row["id"] for row in demo_data("qa")["items"]}
    assert set(FrequentAnswer.objects.values_list("code", flat=True)) == codes
    assert [edition.service.slug for edition in in_force if missing_components(edition)] == []
    old = ServiceEdition.objects.in_force_on(timezone.datetime(2022, 5, 1).date())
    assert sorted(old.values_list("service__slug", flat=True)) == [
        "kp-fungsional",
        "kp-penyesuaian-ijazah",
        "kp-reguler",
        "kp-struktural",
    ]
    agency = Agency.objects.get()
    assert (agency.general_unit.code, agency.complaint_unit.code) == ("sekretariat", "inspektorat")
    assert list(Service.objects.filter(is_confidential=True).order_by("slug").values_list("slug", flat=True)) == [
        "bantuan-hukum",
        "cuti-sakit",
        "izin-perceraian",
        "keterangan-hukdis",
        "konsultasi-netralitas",
        "lhkpn-lhkan",
    ]
    assert Holiday.calendar().years == {2024, 2025, 2026}
    response = client.get(reverse("services:service-detail", args=["kp-reguler"]))
    assert (response.status_code, len(response.context["history"])) == (200, 3)


def test_seed_makes_a_login_for_each_role_that_works(client, seeded):
    known = User.objects.exclude(email="").values_list("email", flat=True)
    emails = {email.partition("@")[0]: email for email in known}
    assert emails.keys() == CAST.keys()
    for name, role in CAST.items():
        client.logout()
        sent = {"login": emails[name], "password": PASSWORD}
        assert client.post(reverse("account_login"), sent).status_code == 302
        user = User.objects.get(email=emails[name])
        assert client.session["_auth_user_id"] == str(user.pk)
        assert {grant.role for grant in user.active_grants} == ({role} if role else set())
        assert client.get(reverse("workroom")).status_code == (200 if role else 403)


def test_seed_invents_600_employees_of_every_kind_in_every_kecamatan(seeded):
    people = Employee.objects.select_related("unit__kecamatan")
    assert people.count() == 600
    assert {person.kind for person in people} == set(EmployeeKind.values)
    kecamatan = WorkUnit.objects.kecamatan()
    assert kecamatan.count() == 23
    assert {person.unit.kecamatan for person in people} == set(kecamatan)
    assert [person.nip for person in people if (person.kind == "NON_ASN") == bool(person.nip)] == []


def test_seed_puts_every_kecamatan_on_a_tile_of_its_own(seeded):
    tiles = list(WorkUnit.objects.kecamatan().values_list("map_row", "map_column", "map_code"))
    assert (len({tile[:2] for tile in tiles}), len({tile[2] for tile in tiles})) == (23, 23)


def test_seed_gives_the_demo_officer_every_bidang_and_invents_people_that_nobody_is_mistaken_for(seeded):
    assert [person.name for person in Employee.objects.all() if "Contoh" not in person.name] == []
    assert set(Employee.objects.values_list("phone", flat=True)) == {""}
    owners = set(ServiceEdition.objects.values_list("service__unit__code", flat=True))
    officer = User.objects.get(email="petugas@contoh.invalid")
    assert owners <= {grant.unit.code for grant in officer.active_grants}


def test_seed_invents_settled_conversations_of_people_who_cannot_log_in(seeded):
    """One bidang has as many survey answers as the law asks for, another has fewer: the page can show both."""
    today = timezone.localdate()
    questions = Question.objects.select_related("asker__employee")
    assert questions.count() == 150
    assert set(questions.values_list("state", flat=True)) <= {"dijawab", "selesai"}
    assert [
        q.asker.login for q in questions if q.asker.has_usable_password() or "Contoh" not in q.asker.full_name
    ] == []
    assert Message.objects.filter(created_at__gt=timezone.now()).count() == 0
    results = [YearResults(year, today=today) for year in years_with_answers(today)]
    shown = [r for year in results for q in year.quarters for r in year.of_units(q) if r.is_shown]
    assert {result.is_enough for result in shown} == {True, False}
    assert newest_result(today).follow_ups[0][1] != ""


def test_seed_is_refused_outside_demo_mode(db, settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="DEMO_MODE=1"):
        call_command("seed_demo")
    assert set(counts().values()) == {0}


def test_seed_is_refused_where_real_people_have_accounts(agency, settings):
    settings.DEMO_MODE = True
    factories.UserFactory(email="orang@bkpsdm.contoh.id")
    with pytest.raises(CommandError, match="bukan contoh"):
        call_command("seed_demo")
    assert (User.objects.count(), RoleGrant.objects.count()) == (1, 0)


def test_prepare_prints_the_demo_logins_only_in_demo_mode(db, settings):
    def printed():
        out = StringIO()
        call_command("prepare", "--logins", stdout=out)
        return out.getvalue()

    settings.DEMO_MODE = True
    assert [name for name in CAST if f"{name}@contoh.invalid" not in printed()] == []
    settings.DEMO_MODE = False
    assert PASSWORD not in printed()
