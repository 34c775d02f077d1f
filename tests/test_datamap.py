"""The data map: every field of every table has a purpose, a kind, a law and a time."""

from collections import Counter

import pytest
from django.apps import apps

from bkpsdm.datamap import MAP, Kind, fact_of
from bkpsdm.retention import SWEEPS

MODELS = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}


def test_every_table_is_in_the_map():
    assert MODELS.keys() - MAP.keys() == set()
    assert MAP.keys() - MODELS.keys() == set()


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_has_exactly_one_entry(label):
    fields = Counter(field.name for field in MODELS[label]._meta.concrete_fields)
    assert Counter(MAP[label].names) == fields


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_says_why_how_delicate_on_which_law_and_how_long(label):
    for field in MODELS[label]._meta.concrete_fields:
        fact = fact_of(MODELS[label], field.name)
        assert [bool(fact.purpose), bool(fact.basis), bool(fact.keep.words), fact.kind in Kind] == [True] * 4


@pytest.mark.parametrize("label", sorted(MODELS))
def test_exceptions_are_about_fields_that_exist(label):
    assert MAP[label].exceptions.keys() <= set(MAP[label].names)


def test_exception_counts_before_the_words_of_the_model():
    employee, notice = MODELS["accounts.employee"], MODELS["accounts.notification"]
    assert fact_of(employee, "email").purpose == "Mengirim kabar kepada pegawai"
    assert fact_of(employee, "email").keep == fact_of(employee, "nip").keep
    assert (fact_of(notice, "payload").keep.words, fact_of(notice, "kind").keep.words) == (
        "30 hari sesudah dikirim",
        "2 tahun",
    )


def test_secrets_and_people_are_never_called_harmless():
    """What the names alone give away may not be classed as technical or public."""
    delicate = {"password", "nip", "phone", "session_data", "session_key", "secret", "guest_name", "body", "opening"}
    harmless = {Kind.UMUM, Kind.TEKNIS}
    public = {("accounts.agency", "phone"), ("accounts.page", "body"), ("announcements.article", "body")}
    public |= {("services.answertemplate", "body")}
    called = {(label, name) for label, held in MAP.items() for name in delicate & set(held.names)}
    assert {pair for pair in called - public if fact_of(MODELS[pair[0]], pair[1]).kind in harmless} == set()


def test_every_time_in_days_is_kept_by_a_sweep():
    """A time that nobody keeps would be a promise on paper."""
    timed = {label for label, held in MAP.items() if held.keep.days is not None}
    assert timed - {"accounts.activity"} == SWEEPS.keys()
    assert MAP["accounts.activity"].keep == MAP["accounts.activityseal"].keep  # they go together
