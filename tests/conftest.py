"""One cast, one calendar, and the checks that look back over the whole run."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from accounts.actions import grant_role
from accounts.models import Role
from bkpsdm.lib import mailbox
from neutrality.actions import publish_event, save_event
from services.actions import publish_edition
from services.models import StandardComponent

from . import factories
from .post import Post

COMPONENTS = {
    "persyaratan": True,
    "prosedur": True,
    "jangka-waktu": True,
    "biaya": True,
    "produk": True,
    "pengaduan": False,
    "dasar-hukum": True,
    "sarana-prasarana": False,
    "kompetensi-pelaksana": False,
    "pengawasan-internal": False,
    "jumlah-pelaksana": False,
    "jaminan-pelayanan": False,
    "jaminan-keamanan": False,
    "evaluasi-kinerja": False,
}

# The roles of docs/architecture.md; warga is everybody without an account.
CAST = {
    "asn": None,
    "thl": None,
    "operator": Role.OPERATOR,
    "petugas": Role.OFFICER,
    "inspektur": Role.OFFICER,
    "kabid": Role.HEAD_OF_BIDANG,
    "penyunting": Role.EDITOR,
    "penyunting2": Role.EDITOR,
    "panitia": Role.ORGANISER,
    "pengelola": Role.REGISTRAR,
    "pemeriksa": Role.EXAMINER,
    "pimpinan": Role.HEAD,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMIN,
}
BOUND = {Role.OPERATOR, Role.OFFICER, Role.HEAD_OF_BIDANG}


THL = {
    "employee__kind": "NON_ASN",
    "employee__nip": "",
    "employee__portal_number": "T-004217",
    "login": "T-004217",
}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def agency(db):
    return factories.AgencyFactory()


@pytest.fixture
def bidang(db):
    """The bidang of petugas and kabid."""
    return factories.WorkUnitFactory(code="mutasi-promosi", name="Bidang Mutasi dan Promosi")


@pytest.fixture
def inspectorate(db):
    """The unit of inspektur; it receives copies of complaints where a test says so."""
    return factories.WorkUnitFactory(code="inspektorat", name="Inspektorat Daerah", kind="inspektorat")


@pytest.fixture
def roles(db):
    call_command("sync_roles", stdout=StringIO())


@pytest.fixture
def cast(db, agency, bidang, inspectorate, roles, today):
    return make_cast(bidang, inspectorate, today)


def make_cast(bidang, inspectorate, today):
    """Make one account for each role, and two without a role: asn (PNS) and thl; return them by name."""
    people = {}
    for name, role in CAST.items():
        fields = THL if name == "thl" else {}
        people[name] = factories.UserFactory(email=f"{name}@contoh.invalid", employee__name=f"Contoh {name}", **fields)
        if role:
            unit = inspectorate if name == "inspektur" else bidang if role in BOUND else None
            grant_role(people[name], role=role, unit=unit, starts_on=today, by=None)
    return people


@pytest.fixture
def make_officer(roles):
    """Return a function that makes an officer of a bidang: make_officer(unit)."""

    def make(unit):
        person = factories.UserFactory()
        grant_role(person, role=Role.OFFICER, unit=unit, starts_on=timezone.localdate(), by=None)
        return person

    return make


@pytest.fixture
def components(db):
    return make_components()


def make_components():
    """Make the 14 components of UU 25/2009 art. 21, each with a text where it is not a field of the service."""
    for key, is_from_fields in COMPONENTS.items():
        text = "" if is_from_fields else "Teks baku."
        factories.StandardComponentFactory(key=key, is_from_fields=is_from_fields, text=text)
    return StandardComponent.objects.all()


@pytest.fixture
def make_edition(components, agency, today):
    """Return a function that publishes a new edition: make_edition(service=…, effective_on=…, draft=False, …)."""

    def make(*, effective_on=None, draft=False, **fields):
        edition = factories.DraftEditionFactory(**fields)
        if not draft:
            publish_edition(edition, effective_on=effective_on or today, by=None)
        return edition

    return make


@pytest.fixture
def make_event(agency):
    """Return a function that publishes an event: make_event(units=[…], kecamatan=[…], starts_in=…, draft=False, …).

    It invites one unit of its own where nothing is said. `starts_in` is the time from now to its start, and it takes
    three hours.
    """

    def make(*, units=None, kecamatan=(), starts_in=timedelta(days=7), draft=False, by=None, **fields):
        starts_at = fields.pop("starts_at", timezone.now() + starts_in)
        event = factories.DraftEventFactory.build(starts_at=starts_at, **fields)
        if units is None:
            units = () if kecamatan else [factories.WorkUnitFactory()]
        save_event(event, units=units, kecamatan=kecamatan, by=by)
        if not draft:
            publish_event(event, by=by)
        return event

    return make


@pytest.fixture
def seeded(db, settings):
    """The demo regency, as script/server makes it."""
    settings.DEMO_MODE = True
    call_command("sync_roles", stdout=StringIO())
    call_command("seed_demo", stdout=StringIO())


@pytest.fixture
def seeded_mail(settings, tmp_path):
    """Demo mode with one letter in its mailbox; returns the letter's name."""
    settings.DEMO_MODE, settings.MAILBOX_DIR = True, tmp_path
    mailbox.Mailbox().send_messages([EmailMessage("Kabar", "Isi.", "dari@contoh.invalid", ["ke@contoh.invalid"])])
    return mailbox.newest()[0].name


@pytest.fixture
def post(settings):
    """A mail server in a thread, and the portal set to send by it."""
    server = Post()
    server.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server
    server.close()


@pytest.fixture(autouse=True)
def clean_cache():
    cache.clear()


def pytest_collection_modifyitems(items):
    """The look back over the whole run comes last."""
    items.sort(key=lambda item: item.name == "test_every_page_and_template_was_met")
