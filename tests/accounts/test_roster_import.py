"""The sample of SIASN, imported: each fault is owed what the table of its makers says, and nothing happens twice."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import Employee
from bkpsdm.demo.seed import seed_units

SAMPLE = Path(__file__).parents[1] / "data" / "siasn_sample.xlsx"
# What the makers of the sample owe each line of it.
OWED = {
    "inactive": [3],
    "warned": [24, 49, 65, 113, 151, 174, 198, 247, 252, 271, 281],
    "rejected": [30, 127, 132, 144, 154, 163, 165, 171, 176, 191, 194, 230, 234, 237, 253, 270, 276, 290],
    "skipped": [34, 101],
    "cleaned": [84, 268],
}


@pytest.fixture
def units(db):
    seed_units()


def run(*options, file=SAMPLE):
    out = StringIO()
    call_command("import_roster", str(file), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def lines(result):
    """Return the lines of a report by outcome."""
    found = {}
    for row in result["report"]:
        found.setdefault(row["outcome"], []).append(row["line"])
    return found


def counts(result):
    return {key: value for key, value in result.items() if key != "report"}


FIRST = {"new": 279, "changed": 0, "unchanged": 0, "gone": 0, "warned": 11, "rejected": 18, "skipped": 2, "inactive": 1}


def test_sample_is_imported_as_its_makers_owe_it(units):
    result = run()
    assert (counts(result), lines(result)) == (FIRST, OWED)
    assert Employee.objects.count() == 280
    assert Employee.objects.in_service().count() == 279


def test_same_file_twice_changes_nothing(units):
    run()
    before = list(Employee.objects.order_by("pk").values())
    again = run()
    assert counts(again) == FIRST | {"new": 0, "unchanged": 279}
    assert lines(again) == OWED
    assert list(Employee.objects.order_by("pk").values()) == before


def test_dry_run_says_the_same_and_writes_nothing(units):
    assert counts(run("--dry-run")) == FIRST
    assert not Employee.objects.exists()
