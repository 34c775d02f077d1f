"""Publishing: an edition that lacks something the law demands never reaches a reader, and what she read stays so."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from accounts.models import Activity
from services.actions import missing_components, publish_answer, publish_edition, save_answer
from services.models import FrequentAnswer, ServiceEdition, StandardComponent
from tests import factories
from tests.conftest import COMPONENTS

EMPTIED = {
    "persyaratan": lambda edition: edition.requirements.all().delete(),
    "prosedur": lambda edition: edition.steps.all().delete(),
    "jangka-waktu": lambda edition: setattr(edition, "duration_number", None),
    "biaya": lambda edition: setattr(edition, "cost", ""),
    "produk": lambda edition: setattr(edition, "product", ""),
    "dasar-hukum": lambda edition: setattr(edition, "legal_basis", []),
}


def empty(edition, key):
    """Take one of the 14 components away from a draft."""
    if key in EMPTIED:
        EMPTIED[key](edition)
        edition.save()
    else:
        StandardComponent.objects.filter(key=key).update(text="  ")


def test_the_law_knows_fourteen_components():
    assert (len(COMPONENTS), {key for key, from_fields in COMPONENTS.items() if from_fields}) == (14, EMPTIED.keys())


@pytest.mark.parametrize("key", COMPONENTS)
def test_publish_refuses_a_draft_that_lacks_a_component_and_names_it(make_edition, today, key):
    edition = make_edition(draft=True)
    empty(edition, key)
    with pytest.raises(ValidationError) as refused:
        publish_edition(edition, effective_on=today, by=None)
    assert refused.value.messages == [f"Komponen standar belum diisi: {key}."]
    assert ServiceEdition.objects.get(pk=edition.pk).state == "draf"
    assert not Activity.objects.filter(verb="edition_published").exists()


def test_publish_needs_a_channel_for_the_procedure(make_edition, today):
    edition = make_edition(draft=True, channel="")
    with pytest.raises(ValidationError, match="prosedur"):
        publish_edition(edition, effective_on=today, by=None)


def test_publish_lists_all_that_is_missing_at_once(make_edition, today):
    edition = make_edition(draft=True, cost="", product="", legal_basis=[])
    empty(edition, "pengaduan")
    assert sorted(missing_components(edition)) == ["biaya", "dasar-hukum", "pengaduan", "produk"]


def test_publish_refuses_when_the_components_of_the_law_were_never_loaded(agency, today):
    edition = factories.DraftEditionFactory()
    with pytest.raises(ValidationError, match="komponen standar belum dimuat"):
        publish_edition(edition, effective_on=today, by=None)


@pytest.mark.parametrize("key", [key for key, from_fields in COMPONENTS.items() if not from_fields])
def test_publish_refuses_when_a_component_that_the_agency_writes_was_deleted(make_edition, today, key):
    edition = make_edition(draft=True)
    StandardComponent.objects.filter(key=key).delete()
    with pytest.raises(ValidationError):
        publish_edition(edition, effective_on=today, by=None)


def test_publish_accepts_a_text_of_the_service_in_place_of_the_agencys(make_edition, today):
    empty(make_edition(draft=True), "pengaduan")
    edition = make_edition(standard_texts={"pengaduan": "Khusus layanan ini."})
    assert edition.standard_texts["pengaduan"] == "Khusus layanan ini."


def test_published_edition_keeps_the_agencys_text_of_that_day(client, make_edition):
    edition = make_edition(standard_texts={"jaminan-keamanan": "Khusus."})
    StandardComponent.objects.update(text="Teks yang diganti kemudian.")
    stored = ServiceEdition.objects.get(pk=edition.pk).standard_texts
    shared = {key: "Teks baku." for key, from_fields in COMPONENTS.items() if not from_fields}
    assert stored == {**shared, "jaminan-keamanan": "Khusus."}
    page = client.get(edition.get_absolute_url()).content.decode()
    assert ("Teks baku." in page, "Teks yang diganti kemudian." in page) == (True, False)


def test_publish_retires_the_predecessor_on_the_same_day(make_edition, today):
    start = today - timedelta(days=30)
    first = make_edition(effective_on=start)
    second = make_edition(service=first.service, effective_on=today)
    first.refresh_from_db()
    assert (first.retired_on, first.last_day) == (today, today - timedelta(days=1))
    editions = ServiceEdition.objects.filter(service=first.service)
    in_force = [editions.in_force_on(day).get() for day in (start, today - timedelta(days=1), today)]
    assert in_force == [first, first, second]
    assert not editions.in_force_on(start - timedelta(days=1)).exists()


@pytest.mark.parametrize("days", [0, 1, 400])
def test_publish_refuses_a_start_that_is_not_after_the_predecessors(make_edition, today, days):
    first = make_edition(effective_on=today)
    draft = make_edition(service=first.service, draft=True)
    with pytest.raises(ValidationError) as refused:
        publish_edition(draft, effective_on=today - timedelta(days=days), by=None)
    assert refused.value.messages == ["Edisi 1 sudah berlaku sejak tanggal itu atau sesudahnya."]
    assert ServiceEdition.objects.get(pk=first.pk).retired_on is None


def test_publish_for_a_day_to_come_keeps_the_present_edition_until_then(client, make_edition, today):
    first = make_edition(effective_on=today)
    make_edition(service=first.service, effective_on=today + timedelta(days=3), title="Nama yang akan datang")
    page = client.get(first.service.get_absolute_url())
    assert page.context["edition"] == first


def test_publish_is_recorded_with_number_and_day(cast, make_edition, today):
    draft = make_edition(draft=True)
    publish_edition(draft, effective_on=today, by=cast["penyunting"])
    activity = Activity.objects.get(verb="edition_published")
    assert (activity.actor, activity.thing, activity.thing_id, activity.details) == (
        cast["penyunting"],
        "services.serviceedition",
        str(draft.pk),
        {"number": 1, "effective_on": today.isoformat()},
    )
    draft.refresh_from_db()
    assert (draft.state, draft.published_by) == ("terbit", cast["penyunting"])


def test_publish_twice_is_refused(make_edition, today):
    edition = make_edition()
    with pytest.raises(ValidationError):
        publish_edition(edition, effective_on=today + timedelta(days=1), by=None)
    edition.refresh_from_db()
    assert (edition.effective_on, edition.retired_on) == (today, None)


def test_publish_of_a_stale_copy_leaves_everything_as_it_is(make_edition, today):
    draft = make_edition(draft=True)
    stale = ServiceEdition.objects.get(pk=draft.pk)
    publish_edition(draft, effective_on=today, by=None)
    with pytest.raises(ValidationError):
        publish_edition(stale, effective_on=today + timedelta(days=1), by=None)
    draft.refresh_from_db()
    assert (draft.effective_on, draft.retired_on) == (today, None)
    assert Activity.objects.filter(verb="edition_published").count() == 1


def test_service_with_editions_cannot_be_deleted(make_edition):
    with pytest.raises(ProtectedError):
        make_edition().service.delete()


def test_answer_is_drafted_published_and_then_left_alone(make_edition, cast):
    edition = make_edition(synonyms=["kata lain"])
    fields = {"service": edition.service, "asker_kind": "PNS", "question": "Apakah bisa?"}
    draft = save_answer("qa-1", **fields, answer="Bisa.", by=cast["petugas"])
    assert save_answer("qa-1", **fields, answer="Bisa sekali.", by=cast["petugas"]) == draft
    draft.refresh_from_db()
    publish_answer(draft, by=cast["kabid"])
    save_answer("qa-1", **fields, answer="Tidak.", by=cast["petugas"])
    stored = FrequentAnswer.objects.get(code="qa-1")
    assert (stored.answer, stored.state, stored.published_by) == ("Bisa sekali.", "terbit", cast["kabid"])
    assert stored.search_names == f"{edition.title}\nkata lain"
    with pytest.raises(ValidationError):
        publish_answer(stored, by=cast["kabid"])
    verbs = Activity.objects.filter(thing="services.frequentanswer").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["answer_drafted", "answer_drafted", "answer_published"]


@pytest.mark.parametrize("code", ["", "qa 1", "kode" * 20])
def test_answer_with_a_bad_code_is_refused(db, code):
    with pytest.raises(ValidationError):
        save_answer(code, service=None, asker_kind="", question="Apa?", answer="Ini.", by=None)
    assert not FrequentAnswer.objects.exists()
