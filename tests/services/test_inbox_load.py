"""A page of the queue reads no more rows among 100,000 questions than among 1,000."""

import pytest

from benchmarks.inbox import fill, pages, rows_read
from services.models import Question
from tests import factories

pytestmark = pytest.mark.long

# The counts beside the links stop at 100, but how many rows they look at until then depends on chance and plan.
MARGIN = 1.2
FEW, MANY = 1_000, 100_000
# What a text finds is searched in the index of words, and costs what it finds.
BY_PAGE = ["antrean", "lewat tenggat", "saya", "belum ada petugas", "pengaduan", "semua keadaan", "halaman berikut"]


@pytest.mark.parametrize("others", [0, 4])
def test_page_reads_as_many_rows_among_100_000_questions_as_among_1_000(client, cast, bidang, others):
    """Whether all is of the own bidang, or the most of others, which assign some of it to the officer too."""
    officer = cast["petugas"]
    client.force_login(officer)
    units = [bidang.pk, *(unit.pk for unit in factories.WorkUnitFactory.create_batch(others))]
    read = {}
    for count in (FEW, MANY):
        Question.objects.all().delete()
        fill(count, officer, units)
        assert Question.objects.answerable_by(officer).count() >= count / len(units)
        read[count] = {name: rows_read(client.get, pages(officer)[name]) for name in BY_PAGE}
    assert min(read[FEW].values()) > 100  # the measure measures
    worse = {
        name: (read[FEW][name], read[MANY][name]) for name in BY_PAGE if read[MANY][name] > MARGIN * read[FEW][name]
    }
    assert worse == {}
