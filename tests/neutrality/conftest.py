"""People and places of the tests about events."""

from datetime import timedelta

import pytest

from accounts.models import WorkUnit
from tests import factories


@pytest.fixture
def place(db):
    """A kecamatan with a puskesmas and a school in it, a badan with a bidang inside, and a dinas apart."""
    kecamatan = factories.KecamatanFactory(code="kec-hulu", name="Kecamatan Hulu")
    badan = factories.WorkUnitFactory(code="badan", name="Badan Contoh", kind=WorkUnit.Kind.BADAN)
    return {
        "kecamatan": kecamatan,
        "puskesmas": factories.WorkUnitFactory(
            code="puskesmas-hulu", name="Puskesmas Hulu", kind=WorkUnit.Kind.UPTD, kecamatan=kecamatan
        ),
        "sekolah": factories.WorkUnitFactory(
            code="sdn-hulu-1", name="SDN Hulu 1", kind=WorkUnit.Kind.SEKOLAH, kecamatan=kecamatan
        ),
        "badan": badan,
        "bidang": factories.WorkUnitFactory(code="bidang-badan", name="Bidang Badan", parent=badan),
        "dinas": factories.WorkUnitFactory(code="dinas", name="Dinas Lain", kind=WorkUnit.Kind.DINAS),
    }


@pytest.fixture
def roster(place):
    """One employee in each unit of the place, by the name of the unit."""
    return {name: factories.EmployeeFactory(unit=unit, name=f"Contoh {name}") for name, unit in place.items()}


@pytest.fixture
def invited(place):
    """Somebody of the puskesmas, whose NIP is known by heart."""
    return factories.EmployeeFactory(unit=place["puskesmas"], name="Contoh Undangan", nip="198703152010012003")


@pytest.fixture
def gathering(make_event, place, invited):
    """An event that started half an hour ago and calls the puskesmas."""
    return make_event(units=[place["puskesmas"]], starts_in=timedelta(minutes=-30))
