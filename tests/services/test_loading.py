"""Loading a catalogue: all of it or nothing, twice is once, and what is wrong is said by service and field."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Activity
from bkpsdm.demo import demo_data
from services.actions import load_catalogue
from services.models import Category, Condition, Requirement, Service, ServiceEdition, StandardComponent, Step
from tests import factories
from tests.services.catalogue import catalogue, service_row

TABLES = (Category, Service, ServiceEdition, Requirement, Step, Condition, StandardComponent)


def stored():
    return {model._meta.model_name: model.objects.count() for model in TABLES}


@pytest.fixture
def unit(db):
    return factories.WorkUnitFactory(code="mutasi")


@pytest.fixture
def real():
    """The catalogue of the demo as one file holds it."""
    factories.AgencyFactory()
    for row in demo_data("units")["bkpsdm_bidang"]:
        factories.WorkUnitFactory(code=row["slug"])
    return demo_data("services") | {"components": demo_data("standard_components")["components"]}


def load(data, **options):
    return load_catalogue(data, by=None, **options)


def test_load_of_the_real_catalogue_twice_changes_nothing(db, real, today):
    outcomes = load(real, publish_on=today)
    before = stored()
    assert outcomes == {"new": 45, "changed": 0, "unchanged": 0, "published": 45}
    again = demo_data("services") | {"components": demo_data("standard_components")["components"]}
    assert load(again, publish_on=today + timedelta(days=1)) == {
        "new": 0,
        "changed": 0,
        "unchanged": 45,
        "published": 0,
    }
    assert stored() == before
    assert ServiceEdition.objects.filter(retired_on__isnull=True, number=1).count() == 45


def test_load_without_publishing_leaves_drafts_that_nobody_sees(client, agency, unit):
    assert load(catalogue()) == {"new": 1, "changed": 0, "unchanged": 0, "published": 0}
    assert list(ServiceEdition.objects.values_list("state", flat=True)) == ["draf"]
    assert client.get("/layanan/cuti-tahunan/").status_code == 404


def test_load_rewrites_a_draft_in_place(unit):
    load(catalogue())
    changed = service_row(cost="Rp0", requirements=[{"key": "baru", "text": "Surat baru"}])
    assert load(catalogue(changed))["changed"] == 1
    edition = ServiceEdition.objects.get()
    assert (edition.number, edition.cost, [row.key for row in edition.requirements.all()]) == (1, "Rp0", ["baru"])


def test_load_of_a_draft_publishes_it_later(unit, components, today):
    load(catalogue())
    assert load(catalogue(), publish_on=today) == {"new": 0, "changed": 0, "unchanged": 1, "published": 1}


CHANGES = {
    "name": "Cuti tiap tahun",
    "summary": "Lain.",
    "for": ["CPNS"],
    "also_for": ["masyarakat"],
    "legal_basis": ["PP Nomor 11 Tahun 2017"],
    "conditions": [],
    "duration": {"number": 5, "unit": "hari_kalender"},
    "cost": "Gratis",
    "product": "Surat",
    "channel": "Portal",
    "synonyms": ["libur"],
    "notes": "Catatan.",
    "decree_number": "800/2",
    "standard_overrides": {"pengaduan": "Khusus."},
    "procedure": [{"key": "ajukan", "text": "Ajukan kepada atasan."}],
}


@pytest.mark.parametrize("field", CHANGES)
def test_load_makes_a_new_edition_of_a_changed_service(unit, components, today, field):
    first = service_row(requirements=[{"key": "surat", "text": "Surat"}])
    load(catalogue(first), publish_on=today - timedelta(days=9))
    second = {**first, field: CHANGES[field], "change_note": "Berubah."}
    outcomes = load(catalogue(second), publish_on=today)
    assert outcomes == {"new": 0, "changed": 1, "unchanged": 0, "published": 1}
    editions = list(ServiceEdition.objects.order_by("number").values_list("number", "effective_on", "retired_on"))
    assert editions == [(1, today - timedelta(days=9), today), (2, today, None)]
    assert load(catalogue(second), publish_on=today + timedelta(days=1))["unchanged"] == 1


@pytest.mark.parametrize(
    "requirements",
    [
        [{"key": "a", "text": "Surat A"}],
        [{"key": "b", "text": "Surat B"}, {"key": "a", "text": "Surat A"}],
        [{"key": "a", "text": "Surat A"}, {"key": "b", "text": "Surat B"}, {"key": "c", "text": "Surat C"}],
        [{"key": "a", "text": "Surat A"}, {"key": "b", "text": "Surat B", "required": False}],
    ],
    ids=["one less", "other order", "one more", "no longer of everybody"],
)
def test_load_sees_a_changed_list_of_requirements(unit, requirements):
    load(catalogue(service_row(requirements=[{"key": "a", "text": "Surat A"}, {"key": "b", "text": "Surat B"}])))
    assert load(catalogue(service_row(requirements=requirements)))["changed"] == 1
    assert [row.key for row in Requirement.objects.order_by("position")] == [row["key"] for row in requirements]


def test_load_moves_a_service_to_another_bidang_without_a_new_edition(unit):
    load(catalogue())
    factories.WorkUnitFactory(code="sekretariat")
    assert load(catalogue(service_row(bidang="sekretariat")))["unchanged"] == 1
    assert Service.objects.get().unit.code == "sekretariat"


@pytest.mark.parametrize(
    ("said", "kept"), [({"confidential": True}, True), ({"confidential": False}, False), ({}, True)]
)
def test_load_makes_a_service_confidential_and_a_file_that_says_nothing_leaves_it_so(unit, said, kept):
    load(catalogue(service_row(confidential=True)))
    assert load(catalogue(service_row(**said)))["unchanged"] == 1
    assert Service.objects.get().is_confidential is kept


def test_load_with_a_change_note_alone_is_no_new_edition(unit):
    load(catalogue())
    assert load(catalogue(service_row(change_note="Disunting.")))["unchanged"] == 1


def test_load_that_cannot_be_published_loads_nothing(unit, today):
    before = stored()
    with pytest.raises(ValidationError) as refused:
        load(catalogue(service_row(slug="baik"), service_row(slug="lain")), publish_on=today)
    assert [message for message in refused.value.messages if not message.startswith("baik: ")] == []
    assert stored() == before


def test_load_of_one_bad_service_among_good_ones_loads_nothing(unit):
    before = stored()
    with pytest.raises(ValidationError):
        load(catalogue(service_row(slug="baik"), service_row(slug="buruk", duration=None)))
    assert stored() == before
    assert not Activity.objects.exists()


def test_load_is_recorded(cast, unit):
    load_catalogue(catalogue(), by=cast["penyunting"])
    activity = Activity.objects.get(verb="catalogue_loaded")
    assert (activity.actor, activity.details["new"]) == (cast["penyunting"], 1)


def test_load_keeps_the_order_of_the_file(unit):
    requirements = [{"key": f"k{n}", "text": f"Surat {n}"} for n in (3, 1, 2)]
    load(catalogue(service_row(requirements=requirements)))
    assert [row.key for row in ServiceEdition.objects.get().requirements.all()] == ["k3", "k1", "k2"]


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
FIELDS = list(service_row())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=anything)
def test_load_of_any_json_raises_nothing_but_validation_errors(unit, data):
    with pytest.raises(ValidationError):
        load(data)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(FIELDS), value=anything)
def test_load_of_a_service_with_any_field_spoilt_raises_nothing_but_validation_errors(unit, field, value):
    try:
        load(catalogue(service_row(**{field: value})))
    except ValidationError as error:
        assert all(isinstance(message, str) and message for message in error.messages)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    part=st.sampled_from(["conditions", "requirements", "procedure", "components", "categories"]),
    field=st.sampled_from(
        ["key", "id", "text", "name", "question", "reason", "prefill", "required", "conditions", "for", "format"]
        + ["title", "group", "supplied_by", "example"]
    ),
    value=anything,
)
def test_load_of_a_part_with_any_field_spoilt_raises_nothing_but_validation_errors(unit, part, field, value):
    good = {
        "conditions": {"key": "k", "question": "Ya?", "reason": "karena ya", "prefill": None},
        "requirements": {"key": "k", "text": "Surat"},
        "procedure": {"key": "k", "text": "Ajukan."},
        "components": {"key": "k", "title": "Judul", "group": "internal", "text": "Teks."},
        "categories": {"id": "cuti", "name": "Cuti"},
    }[part]
    row = {**good, field: value}
    data = catalogue()
    (data if part in data or part == "components" else data["services"][0])[part] = [row]
    try:
        load(data)
    except ValidationError as error:
        assert all(isinstance(message, str) and message for message in error.messages)
