"""What the tests of questions share."""

import pytest

from services.actions import ask_question
from tests import factories


@pytest.fixture
def edition(make_edition, bidang):
    """The edition in force of a service of the bidang."""
    return make_edition(service__unit=bidang)


@pytest.fixture
def put(cast, edition):
    """Return a function by which asn asks about a service of the bidang: put(title="Pokok", …)."""

    def make(**changes):
        fields = {"kind": "pertanyaan", "service": edition.service, "title": "Pokok", "body": "Isinya."}
        return ask_question(**{**fields, "key": factories.new_key(), "by": cast["asn"], **changes})

    return make


@pytest.fixture
def own(client, cast):
    """The client of asn."""
    client.force_login(cast["asn"])
    return client


@pytest.fixture
def shelf(settings, tmp_path):
    """A place of its own for files; returns a function that lists them."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
