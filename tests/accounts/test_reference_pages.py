"""Reference data belong to the admins of the system, and every change of them is written down."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Activity, Agency, ElectionPhase, Holiday, Page, WorkUnit
from announcements.models import PromotionPeriod
from neutrality.models import Rule
from services.models import Category, FollowUp, Promise, StandardComponent
from tests import factories
from tests.conftest import CAST

OURS = (Agency, Page, WorkUnit, Holiday, ElectionPhase, Category, StandardComponent, FollowUp)
OURS += (Promise, Rule, PromotionPeriod)
DOORS = {"accounts", "services", "neutrality", "announcements"}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def thing(cast):
    """Return a function that makes one row of a model."""
    makers = {
        Agency: lambda: Agency.objects.get(),
        Page: factories.PageFactory,
        WorkUnit: factories.WorkUnitFactory,
        Holiday: factories.HolidayFactory,
        Category: factories.CategoryFactory,
        Promise: factories.PromiseFactory,
        StandardComponent: factories.StandardComponentFactory,
        FollowUp: lambda: FollowUp.objects.create(year=2026, element="u9", text="Halaman ringan."),
        ElectionPhase: factories.ElectionPhaseFactory,
        Rule: factories.RuleFactory,
        PromotionPeriod: factories.PromotionPeriodFactory,
    }
    return lambda model: makers[model]()


@pytest.fixture
def admin_client(client, cast):
    client.force_login(cast["admin"])
    return client


def test_admin_pages_are_of_reference_data_alone():
    assert {model for model in admin.site._registry if model._meta.app_label in DOORS} == {*OURS}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_admin_pages_open_for_the_admin(admin_client, thing, model):
    row = thing(model)
    pages = [address(model, "changelist"), address(model, "change", row.pk), address(model, "history", row.pk)]
    if model is not Agency:  # there is one, and it stays
        pages += [address(model, "add"), address(model, "delete", row.pk)]
    assert {admin_client.get(page).status_code for page in pages} == {200}
    assert admin_client.get(address(model, "changelist"), {"q": "x"}).status_code == 200


def test_admin_pages_are_refused_to_everybody_else(client, cast, thing):
    pages = [reverse("admin:index"), *(address(model, "changelist") for model in OURS)]
    opened = {}
    for who in ("warga", *(CAST.keys() - {"admin"})):
        client.logout() if who == "warga" else client.force_login(cast[who])
        answers = [client.get(page, follow=True) for page in pages]
        opened[who] = {(answer.status_code, answer.wsgi_request.path) for answer in answers}
    login, refused = (200, reverse("account_login")), (403, reverse("admin:login"))
    assert opened == {"warga": {login}, **{who: {refused} for who in CAST.keys() - {"admin"}}}


def test_admin_login_is_the_portals_own(client, agency):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def holiday(**changes):
    return {"date": "2026-08-17", "name": "Proklamasi", "kind": "libur", "source": "SKB", **changes}


def test_holiday_is_added_changed_and_deleted_and_each_is_recorded(admin_client, cast):
    admin_client.post(address(Holiday, "add"), holiday())
    row = Holiday.objects.get()
    admin_client.post(address(Holiday, "change", row.pk), holiday(name="Hari Kemerdekaan"))
    row.refresh_from_db()
    assert (row.date.isoformat(), row.name) == ("2026-08-17", "Hari Kemerdekaan")
    admin_client.post(address(Holiday, "delete", row.pk), {"post": "yes"})
    assert not Holiday.objects.exists()
    written = Activity.objects.filter(thing="accounts.holiday").order_by("pk")
    assert [(activity.verb, activity.actor, activity.thing_id) for activity in written] == [
        ("reference_saved", cast["admin"], str(row.pk)),
        ("reference_saved", cast["admin"], str(row.pk)),
        ("reference_deleted", cast["admin"], str(row.pk)),
    ]
    assert written[1].details == {"fields": ["name"]}


def test_holidays_deleted_together_are_recorded_one_by_one(admin_client):
    rows = [factories.HolidayFactory(date=f"2026-01-0{day}") for day in (1, 2)]
    sent = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    admin_client.post(address(Holiday, "changelist"), sent)
    assert (Holiday.objects.count(), Activity.objects.filter(verb="reference_deleted").count()) == (0, 2)


@pytest.mark.parametrize(
    "changes", [{"date": "2026-02-30"}, {"kind": "pemilu"}, {"name": ""}, {"source": ""}, {"date": "2026-01-01"}]
)
def test_holiday_with_bad_input_is_refused(admin_client, changes):
    factories.HolidayFactory(date="2026-01-01")
    response = admin_client.post(address(Holiday, "add"), holiday(**changes))
    assert (response.status_code, Holiday.objects.count()) == (200, 1)
    assert list(response.context["adminform"].form.errors) == list(changes)


def test_second_agency_cannot_be_added(admin_client, agency):
    sent = {"name": "Kedua", "short_name": "K2", "regency": "Kabupaten Lain", "province": "Jawa Timur"}
    response = admin_client.post(address(Agency, "add"), sent)
    assert response.status_code < 500
    assert Agency.objects.count() == 1


def test_unit_that_is_its_own_parent_is_refused_in_words(admin_client, bidang):
    sent = {"code": bidang.code, "name": bidang.name, "kind": "bidang", "parent": bidang.pk, "is_active": "on"}
    response = admin_client.post(address(WorkUnit, "change", bidang.pk), sent)
    assert response.status_code == 200
    assert "Unit tidak dapat menjadi bagian dari dirinya sendiri." in response.content.decode()


def test_unit_that_is_still_in_use_is_not_deleted(admin_client, cast, bidang):
    page = admin_client.post(address(WorkUnit, "delete", bidang.pk), {"post": "yes"})
    assert (page.status_code, WorkUnit.objects.filter(pk=bidang.pk).exists()) == (200, True)


def test_unit_list_needs_as_many_queries_for_many_as_for_few(admin_client, bidang, django_assert_max_num_queries):
    admin_client.get(address(WorkUnit, "changelist"))
    with django_assert_max_num_queries(15) as few:
        admin_client.get(address(WorkUnit, "changelist"))
    for _ in range(10):
        factories.WorkUnitFactory(parent=bidang)
    with django_assert_max_num_queries(len(few)):
        admin_client.get(address(WorkUnit, "changelist"))


def test_unit_is_found_by_the_boxes_that_complete_what_is_typed(admin_client, bidang):
    sent = {"app_label": "accounts", "model_name": "agency", "field_name": "general_unit", "term": "mutasi"}
    found = admin_client.get(reverse("admin:autocomplete"), sent).json()
    assert [row["id"] for row in found["results"]] == [str(bidang.pk)]


def test_page_leads_from_the_admin_to_where_readers_see_it(admin_client, client):
    page = factories.PageFactory(slug="tentang", title="Tentang portal")
    shown = admin_client.get(address(Page, "change", page.pk)).content.decode()
    assert page.get_absolute_url().startswith(reverse("accounts:page-list"))
    assert "Tentang portal" in client.get(page.get_absolute_url()).content.decode()
    assert "viewsitelink" in shown


def test_reference_pages_greet_by_name_and_not_by_nip(client, cast):
    client.force_login(cast["admin"])
    html = client.get(reverse("admin:index")).content.decode()
    assert cast["admin"].short_name in html
    assert cast["admin"].login not in html
