"""The filters of the catalogue are links that tell how many services wait behind them."""

from itertools import product

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from bkpsdm.demo import demo_data
from services.actions import load_catalogue
from services.filters import ServiceFilter
from services.models import ServiceEdition
from tests import factories

LIST = reverse("services:service-list")
ROWS = demo_data("services")["services"]
NAMES = ("jenis", "kelompok", "bidang")


def values_of(row, name):
    """Return what a service of the file answers to a filter."""
    if name == "jenis":
        return {*row["for"], *row["also_for"]}
    return {row["category" if name == "kelompok" else "bidang"]}


def count(chosen):
    return sum(all(value in values_of(row, name) for name, value in chosen.items()) for row in ROWS)


@pytest.fixture
def real(db, agency, today):
    """The real catalogue, published; returns its editions in force."""
    for row in demo_data("units")["bkpsdm_bidang"]:
        factories.WorkUnitFactory(code=row["slug"])
    components = demo_data("standard_components")["components"]
    load_catalogue(demo_data("services") | {"components": components}, by=None, publish_on=today)
    return list(ServiceEdition.objects.in_force_on(today).select_related("service__category", "service__unit"))


def test_filter_counts_are_right_for_every_combination(real):
    every = {name: [None, *sorted({v for row in ROWS for v in values_of(row, name)})] for name in NAMES}
    wrong = []
    for picked in product(*every.values()):
        chosen = {name: value for name, value in zip(NAMES, picked, strict=True) if value}
        query = QueryDict(mutable=True)
        query.update(chosen)
        found = ServiceFilter(query, real)
        if len(found.editions) != count(chosen):
            wrong.append((chosen, len(found.editions)))
        for choices in (found.kinds, found.categories, found.units):
            wrong += [(chosen, choice) for choice in choices if choice.count != count(QueryDict(choice.query).dict())]
    assert wrong == []


def test_filter_links_lead_to_pages_with_as_many_services_as_they_say(client, real):
    page = client.get(LIST, {"jenis": "PNS", "bidang": "mutasi-promosi"})
    links = [*page.context["filter"].kinds, *page.context["filter"].categories, *page.context["filter"].units]
    assert [f"?{choice.query}".replace("&", "&amp;") in page.content.decode() for choice in links] == [True] * len(
        links
    )
    shown = {choice.query: len(client.get(f"{LIST}?{choice.query}").context["filter"].editions) for choice in links}
    assert shown == {choice.query: choice.count for choice in links}


def test_filter_says_in_words_what_is_chosen(client, real):
    page = client.get(LIST, {"jenis": "CPNS", "bidang": "mutasi-promosi"})
    unit = "Bidang mutasi-promosi"
    chosen = count({"jenis": "CPNS", "bidang": "mutasi-promosi"})
    assert f"{chosen} dari 45 layanan untuk CPNS, ditangani {unit}." in " ".join(page.content.decode().split())
    assert page.content.decode().count('aria-current="true"') == 4  # the door, and one link of each filter


@pytest.mark.parametrize(
    "query",
    [
        "jenis=HONORER",
        "kelompok=tidak-ada",
        "bidang=lain",
        "jenis=%00",
        "jenis=",
        "lain=1",
        "jenis=PNS%27--",
        "jenis=%FF",
    ],
)
def test_filter_ignores_what_it_does_not_know(client, make_edition, query):
    make_edition()
    page = client.get(f"{LIST}?{query}")
    assert (page.status_code, len(page.context["filter"].editions), page.context["filter"].chosen) == (200, 1, {})


def test_filter_that_leaves_nothing_offers_all(client, make_edition):
    make_edition(employee_kinds=["PNS"], service__category__slug="cuti", service__category__name="Cuti")
    other = factories.CategoryFactory(slug="mutasi", name="Mutasi")
    make_edition(employee_kinds=["CPNS"], service__category=other)
    page = client.get(LIST, {"jenis": "PNS", "kelompok": "mutasi"})
    assert page.context["filter"].editions == []
    assert "Tidak ada layanan dengan saringan ini" in page.content.decode()
    assert f'href="{LIST}">Tampilkan semua' in page.content.decode()


def test_filter_keeps_a_chosen_value_visible_even_at_zero(client, make_edition):
    make_edition(employee_kinds=["PNS"])
    make_edition(employee_kinds=["CPNS"], service__category=factories.CategoryFactory(slug="mutasi", name="Mutasi"))
    choices = client.get(LIST, {"jenis": "PNS", "kelompok": "mutasi"}).context["filter"].categories
    assert [(choice.label, choice.count, choice.is_chosen) for choice in choices] == [
        ("Semua", 1, False),
        ("Cuti", 1, False),
        ("Mutasi", 0, True),
    ]


def test_filter_does_not_double_the_groups_of_a_category(make_edition):
    """Services of one category stand together, whatever was published in between."""
    other = factories.CategoryFactory(slug="mutasi", name="Mutasi")
    for category in ("cuti", "mutasi", "cuti"):
        make_edition(service__category=other if category == "mutasi" else factories.CategoryFactory())
    page = Client().get(LIST)
    assert [category.name for category, _ in page.context["filter"].groups] == ["Cuti", "Mutasi"]
