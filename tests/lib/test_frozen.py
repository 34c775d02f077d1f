"""What was published or recorded can be changed by nobody: not by a form, not in a shell, not by an import."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts.actions import record
from accounts.models import Activity
from services.actions import publish_edition
from services.models import Condition, Requirement, ServiceEdition, Step
from tests import factories

EDITION = "Edisi yang sudah terbit tidak dapat diubah; buat edisi baru."
ACTIVITY = "Catatan kegiatan tidak dapat diubah; tulis catatan baru."

CHANGES = {
    "service": lambda: factories.ServiceFactory(),
    "number": lambda: 77,
    "state": lambda: "draf",
    "effective_on": lambda: date(2020, 1, 1),
    "decree_number": lambda: "800/1",
    "change_note": lambda: "Lain.",
    "title": lambda: "Lain",
    "summary": lambda: "Lain.",
    "employee_kinds": lambda: ["CPNS"],
    "also_for": lambda: ["masyarakat"],
    "legal_basis": lambda: ["Lain"],
    "duration_number": lambda: 99,
    "duration_unit": lambda: "bulan",
    "duration_note": lambda: "Lain.",
    "cost": lambda: "Rp50.000",
    "product": lambda: "Lain",
    "channel": lambda: "Lain",
    "notes": lambda: "Lain.",
    "synonyms": lambda: ["lain"],
    "standard_texts": lambda: {"pengaduan": "Lain."},
    "search_names": lambda: "lain",
    "search_text": lambda: "lain",
    "published_at": lambda: timezone.now(),
    "published_by": lambda: factories.UserFactory(),
    "created_at": lambda: timezone.now(),
    "updated_at": lambda: timezone.now(),
}
CHILDREN = {
    Condition: {"question": "Apakah Anda guru?", "reason": "karena Anda guru"},
    Requirement: {"text": "Surat lain"},
    Step: {"text": "Tunggu."},
}


@contextmanager
def refused(message):
    """Expect that the database refuses with exactly this sentence."""
    with pytest.raises((IntegrityError, InternalError)) as caught, transaction.atomic():
        yield
    assert str(caught.value).splitlines()[0] == message


@pytest.fixture
def published(make_edition):
    edition = make_edition()
    return ServiceEdition.objects.get(pk=edition.pk)


@pytest.fixture
def draft(make_edition):
    return make_edition(draft=True)


@pytest.fixture(params=CHILDREN, ids=lambda model: model._meta.model_name)
def child_of(request):
    """Return a function that makes a child of an edition before it is published."""
    model, fields = request.param, CHILDREN[request.param]
    return lambda edition, key="anak": model.objects.create(edition=edition, key=key, **fields)


def test_changes_name_every_column_of_an_edition():
    columns = {field.name for field in ServiceEdition._meta.concrete_fields}
    assert columns - {"id", "retired_on", "search_vector"} == CHANGES.keys()


@pytest.mark.parametrize("name", CHANGES)
def test_published_edition_keeps_every_column(published, name):
    value = CHANGES[name]()
    with refused(EDITION):
        ServiceEdition.objects.filter(pk=published.pk).update(**{name: value})


def test_published_edition_is_kept_from_save_and_delete(published):
    published.title = "Lain"
    with refused(EDITION):
        published.save()
    with refused(EDITION):
        ServiceEdition.objects.filter(pk=published.pk)._raw_delete("default")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE services_serviceedition SET title = 'Lain' WHERE id = %s",
        "UPDATE services_serviceedition SET id = id + 1000 WHERE id = %s",
        "UPDATE services_serviceedition SET retired_on = '2099-01-01', cost = 'Rp1' WHERE id = %s",
        "DELETE FROM services_serviceedition WHERE id = %s",
    ],
)
def test_published_edition_is_kept_from_raw_sql(published, sql):
    with refused(EDITION), connection.cursor() as cursor:
        cursor.execute(sql, [published.pk])


def test_published_edition_may_still_be_retired(published, today):
    end = today + timedelta(days=1)
    ServiceEdition.objects.filter(pk=published.pk).update(retired_on=end)
    published.refresh_from_db()
    assert published.retired_on == end


def test_draft_edition_may_be_edited_and_deleted(draft):
    draft.title = "Lain"
    draft.save()
    assert ServiceEdition.objects.get(pk=draft.pk).title == "Lain"
    draft.delete()
    assert not ServiceEdition.objects.filter(pk=draft.pk).exists()


def test_child_of_a_draft_may_be_added_changed_and_deleted(draft, child_of):
    child = child_of(draft)
    child.position = 9
    child.save()
    child.delete()
    assert not type(child).objects.filter(pk=child.pk).exists()


def test_child_of_a_published_edition_is_frozen(make_edition, child_of, today):
    edition = make_edition(draft=True)
    child = child_of(edition)
    publish_edition(edition, effective_on=today, by=None)
    with refused(EDITION):
        child_of(edition, key="baru")
    for change in ({"key": "lain"}, {"position": 5}):
        with refused(EDITION):
            type(child).objects.filter(pk=child.pk).update(**change)
    with refused(EDITION):
        child.delete()
    with refused(EDITION), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{child._meta.db_table}" WHERE id = %s', [child.pk])


def test_child_can_move_neither_into_nor_out_of_a_published_edition(make_edition, child_of, published):
    draft = make_edition(draft=True, service=published.service, number=2)
    child = child_of(draft)
    with refused(EDITION):
        type(child).objects.filter(pk=child.pk).update(edition=published)
    own = type(child).objects.filter(edition=published).first()
    if own:
        with refused(EDITION):
            type(child).objects.filter(pk=own.pk).update(edition=draft)


def test_activity_can_be_neither_changed_nor_deleted(db):
    activity = record("diuji", None, by=None)
    for change in ({"verb": "lain"}, {"details": {"a": 1}}, {"created_at": timezone.now()}):
        with refused(ACTIVITY):
            Activity.objects.filter(pk=activity.pk).update(**change)
    with refused(ACTIVITY):
        activity.save()
    with refused(ACTIVITY):
        activity.delete()
    with refused(ACTIVITY), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_activity")
    assert Activity.objects.filter(pk=activity.pk, verb="diuji").exists()


def test_two_editions_of_a_service_in_force_on_one_day_are_refused(make_edition, today):
    first = make_edition(effective_on=today - timedelta(days=30))
    second = make_edition(service=first.service, number=2, draft=True)
    row = ServiceEdition.objects.filter(pk=second.pk)
    dates = {"published_at": timezone.now(), "state": "terbit"}
    with pytest.raises(IntegrityError, match="serviceedition_one_in_force"), transaction.atomic():
        row.update(effective_on=today, **dates)
    with pytest.raises(IntegrityError, match="serviceedition_one_in_force"), transaction.atomic():
        row.update(effective_on=today - timedelta(days=60), retired_on=today - timedelta(days=29), **dates)
    row.update(effective_on=today - timedelta(days=60), retired_on=today - timedelta(days=30), **dates)
    assert ServiceEdition.objects.in_force_on(today).get(service=first.service) == first


def test_editions_of_two_services_may_be_in_force_on_one_day(make_edition, today):
    assert {make_edition().effective_on, make_edition().effective_on} == {today}
