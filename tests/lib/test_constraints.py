"""What the database refuses is told in words; what is simply broken is not hidden."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Activity, Employee
from bkpsdm.lib.constraints import refusals_explained
from tests import factories


def explained(act):
    with pytest.raises(ValidationError) as refused, transaction.atomic(), refusals_explained():
        act()
    return refused.value.messages


def test_constraint_speaks_its_sentence(db):
    person = factories.EmployeeFactory()
    assert explained(lambda: Employee.objects.filter(pk=person.pk).update(kind="HONORER")) == [
        "Jenis pegawai tidak dikenal."
    ]


def test_trigger_speaks_its_sentence(db):
    activity = Activity.objects.create(verb="uji", thing="", thing_id="")
    assert explained(lambda: Activity.objects.filter(pk=activity.pk).update(verb="lain")) == [
        "Catatan kegiatan tidak dapat diubah; tulis catatan baru."
    ]


def test_other_faults_pass_unchanged(db):
    with pytest.raises(IntegrityError), transaction.atomic(), refusals_explained():
        Employee.objects.bulk_create([Employee(name=None)])
