"""Role × page × state of the thing: what each page answers to everybody, as tests/visibility says it should."""

from http.cookies import SimpleCookie
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Notification
from bkpsdm import urls
from bkpsdm.lib import mailbox

from . import visited, world
from .conftest import CAST
from .entering import enter
from .visibility import (
    LOGIN,
    WARGA,
    WHO,
    accounts,
    announcements,
    entry,
    house,
    neutrality,
    roster,
    services,
    spread,
    trust,
)

ROOMS = (house, accounts, entry, roster, trust, services, neutrality, announcements)
PAGES = {name: page for room in ROOMS for name, page in room.PAGES.items()}
# With one other kind of test among them pytest would make the world twice.
pytestmark = pytest.mark.django_db

# Their methods are not ours: allauth's and Django's own.
FOREIGN = {name for name in PAGES if name.startswith(("account_", "mfa_", "openid_connect_"))} | {"sitemap"}
FOREIGN -= {"mfa_remove_webauthn"}


@pytest.fixture(scope="module")
def things(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world by names of things, made once for all rows."""
    media, box = tmp_path_factory.mktemp("media"), tmp_path_factory.mktemp("mailbox")
    # Who is logged in stands in the cookie: a thousand answers need no thousand rows.
    settings = {"MAILBOX_DIR": box, "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"}
    with django_db_blocker.unblock(), override_settings(**settings), world.taken_back(media):
        made = world.build()
        mailbox.Mailbox().send_messages([EmailMessage("Kabar", "Isi.", "dari@contoh.invalid", ["ke@contoh.invalid"])])
        letter = Notification.objects.filter(user=made["cast"]["asn"], channel="surel").first()
        nobody = SimpleNamespace(pk=made["nonsense"].pk)
        yield made | {
            "": None,
            "letter of the demo": SimpleNamespace(pk=mailbox.newest()[0].name),
            "letter to asn": letter,
            "nonsense picture": SimpleNamespace(pk=UUID(int=0), width=640),
            "nobody for a draft": SimpleNamespace(decree=made["draft decree"], employee=nobody),
        }


@pytest.fixture(scope="module", autouse=True)
def plain_refusals():
    """Let a refusal be a status alone: here are thousands of them, and their words are tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler403", lambda request, exception: HttpResponse(status=403))
        patch.setattr(urls, "handler404", lambda request, exception: HttpResponse(status=404))
        yield


@pytest.fixture(scope="module")
def clients(things):
    """A browser for each of the cast that stays logged in, and one without an account.

    Everybody has just proved who it is, so that an answer depends on sight and permission alone.
    """
    browsers = {who: Client() for who in WHO}
    for who in CAST:
        enter(browsers[who], things["cast"][who])
    return browsers


def ask(client, method, path, row=None):
    """Return the status of an answer; what was changed, in the browser too, is taken back."""
    options = {"data": row.data, "headers": row.headers} if row else {}
    cookies = SimpleCookie(client.cookies)
    try:
        return _ask(client, method, path, options)
    finally:
        client.cookies = cookies


def _ask(client, method, path, options):
    if method == "GET":
        return status_of(client.get(path, **options))
    if method == "POST":
        options["data"] = {"csrfmiddlewaretoken": "x", **options.get("data", {})}  # as of a browser: never empty
    with transaction.atomic():
        status = status_of(getattr(client, method.lower())(path, **options))
        transaction.set_rollback(True)
    return status


def status_of(response):
    if response.streaming:
        list(response.streaming_content)  # read to its end, a file is closed
    leads_to_login = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    return LOGIN if leads_to_login else response.status_code


def address(name, things, of):
    return reverse(name, args=PAGES[name].arguments(things[of]))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_answers_everybody_as_the_matrix_says(things, clients, name):
    got, expected = {}, {}
    for row in PAGES[name].rows:
        path = address(name, things, row.of)
        with override_settings(**row.settings):
            for who in WHO:
                cache.clear()  # counts of tries by address
                expected[str(row), str(row.data), who] = row.answers[who]
                got[str(row), str(row.data), who] = ask(clients[who], row.method, path, row)
    assert got == expected


@pytest.mark.parametrize("name", sorted(PAGES.keys() - FOREIGN))
def test_page_refuses_methods_that_it_does_not_name(things, clients, name):
    path = address(name, things, PAGES[name].rows[0].of)
    others = {"GET", "POST", "PUT", "DELETE"} - PAGES[name].methods
    got = {(method, who): ask(clients[who], method, path) for method in others for who in (WARGA, "admin")}
    assert got == dict.fromkeys(got, 405)


# What cannot be taken back or leaves the portal, and one of those who may do it.
STEPPED = (
    ("GET", "neutrality:attendance-xlsx", "finished event", "panitia"),
    ("GET", "neutrality:attendance-pdf", "finished event", "panitia"),
    ("POST", "announcements:recipient-revoke", "petikan in force", "pengelola"),
    ("GET", "accounts:address-update", "", "asn"),
    ("POST", "my-data-take", "", "asn"),
    ("GET", "mfa_add_webauthn", "", "asn"),
    ("GET", "mfa_activate_totp", "", "asn"),
    ("POST", "mfa_remove_webauthn", "passkey of asn", "asn"),
    ("GET", "mfa_view_recovery_codes", "", "asn"),
    ("GET", "accounts:slip-create", "person below", "operator"),
    ("POST", "accounts:slip-revoke", "slip below", "operator"),
    ("POST", "accounts:recovery-approve", "recovery below", "kabid"),
    ("POST", "accounts:employee-reveal", "person below", "operator"),
    ("GET", "accounts:import-rejected", "applied import", "admin"),
    ("POST", "accounts:role-person", "account of asn", "admin"),
    ("POST", "accounts:role-end", "grant of petugas", "admin"),
)


@pytest.mark.parametrize(("method", "name", "of", "who"), STEPPED, ids=[row[1] for row in STEPPED])
def test_old_proof_leads_to_a_new_one(db, things, settings, method, name, of, who):
    client = enter(Client(), things["cast"][who], ago=settings.STEP_UP_SECONDS + 60)
    answer = getattr(client, method.lower())(address(name, things, of))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("account_reauthenticate"))


def test_whoever_may_not_is_refused_without_being_asked_for_a_proof(db, things, settings):
    """Else somebody would prove who it is, only to learn that it is not for them."""
    client = enter(Client(), things["cast"]["asn"], ago=settings.STEP_UP_SECONDS + 60)
    refused = {
        name: ask(client, method, address(name, things, of)) for method, name, of, who in STEPPED if who != "asn"
    }
    assert refused == dict.fromkeys(refused, 403)


def test_every_named_page_has_rows():
    assert visited.named_pages() == PAGES.keys()


def test_every_page_of_a_thing_is_asked_for_one_that_is_not_for_all():
    """A page that is only asked for what everybody may see proves nothing."""
    unproven = {
        name
        for name, page in PAGES.items()
        if any(not part.startswith("=") for part in page.by)
        and not any({403, 404, 410} & set(row.answers.values()) for row in page.rows)
    }
    # What a code, a key or a link stands for is told to whoever holds it, and nonsense is answered in the same way.
    assert unproven == {
        "account_reset_password_from_key",
        "accounts:address-verify",
        "announcements:verify-code",
        "services:question-sent",
    }


def test_every_role_is_let_in_somewhere_and_refused_elsewhere():
    let_in, refused = set(), set()
    for page in PAGES.values():
        for row in page.rows:
            exclusive = set(row.answers.values()) != {200}
            let_in |= {who for who, status in row.answers.items() if status in (200, 302) and exclusive}
            refused |= {who for who, status in row.answers.items() if status in (403, 404, LOGIN)}
    assert (let_in, refused) == (set(WHO), set(WHO))


def test_pages_of_the_reference_data_open_to_the_admin_alone(things, clients):
    """Others are led to the login; whoever is logged in already learns there that it is not for them."""
    models = [model._meta for model in admin.site._registry]
    paths = [reverse("admin:index")]
    paths += [
        reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}") for meta in models for page in ("changelist", "add")
    ]
    got = {(path, who): ask(clients[who], "GET", path) for path in paths for who in WHO if who != "admin"}
    assert set(got.values()) == {302}
    unit = reverse("admin:accounts_workunit_delete", args=[things["bidang"].pk])
    assert {ask(clients["admin"], "GET", path) for path in [*paths[:2], unit]} == {200}


# -- the check itself


def test_check_of_names_can_fail():
    assert visited.named_pages() != PAGES.keys() - {"home"}


def test_check_of_answers_can_fail(things, clients, monkeypatch):
    """What no longer asks who is reading is found: here, questions that are everybody's."""
    monkeypatch.setattr("services.models.questions.QuestionQuerySet.answerable_by", lambda questions, user: questions)
    path = address("services:question-answer", things, "question elsewhere")
    [row] = [
        row for row in PAGES["services:question-answer"].rows if (row.method, row.of) == ("GET", "question elsewhere")
    ]
    assert {who for who in WHO if ask(clients[who], "GET", path, row) != row.answers[who]} == {
        "petugas",
        "kabid",
        "inspektur",
    }


def test_row_that_leaves_somebody_out_or_names_somebody_twice_is_refused():
    for answers in ({200: "asn"}, {200: "asn", 404: "asn thl"}):
        with pytest.raises(ValueError, match="not everybody once"):
            spread(answers)
