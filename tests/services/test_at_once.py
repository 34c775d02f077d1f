"""What happens when two people change one thing in the same moment."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, connections, transaction

from services.actions import publish_edition
from services.models import Requirement

DEADLINE = 10


def wait_until_somebody_waits():
    """Return when another session waits for a lock that this one holds."""
    ends = time.monotonic() + DEADLINE
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
    pytest.fail("the other session did not wait")


@pytest.mark.django_db(transaction=True)
def test_requirement_cannot_slip_into_an_edition_that_is_just_being_published(make_edition, today):
    """Otherwise readers would find a requirement that was never published."""
    edition = make_edition(draft=True)
    errors = []

    def slip_in():
        try:
            Requirement.objects.create(edition=edition, key="selipan", text="Berkas yang diselipkan")
        except IntegrityError as error:
            errors.append(str(error))
        finally:
            connections.close_all()

    other = threading.Thread(target=slip_in)
    with transaction.atomic():
        publish_edition(edition, effective_on=today, by=None)
        other.start()
        wait_until_somebody_waits()
    other.join(DEADLINE)
    assert [error.splitlines()[0] for error in errors] == [
        "Edisi yang sudah terbit tidak dapat diubah; buat edisi baru."
    ]
    assert list(edition.requirements.values_list("key", flat=True)) == ["surat"]
