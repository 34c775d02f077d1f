"""A decision is told to its holder: not on a page, not in a file, a count, a mail or the record of anybody else."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Activity, Notification
from accounts.tasks import drain_outbox
from announcements.actions import add_recipient, attach_file, hand_over, issue_decree, revoke_recipient
from announcements.models import Decree, DecreeRecipient
from bkpsdm.lib.codes import grouped
from tests import factories
from tests.conftest import CAST

from .files import upload

CANARY = "kenarikuning"
PUBLIC = ["/", "/layanan/", "/jawaban/", "/tentang/", "/keputusan/", "/verifikasi/", "/berita/", "/berita/umpan.atom"]
PUBLIC += [
    "/kegiatan/",
    "/netralitas/",
    "/sitemap.xml",
    "/robots.txt",
    f"/cari/?q={CANARY}",
    "/cari/?q=kenaikan+pangkat",
]
PERSONAL = ["/akun/", "/akun/keputusan/", "/kerja/", "/kerja/keputusan/"]
READERS = {"asn", "pengelola"}


@pytest.fixture
def held(cast, media, agency):
    """A promotion of asn with the canary in number, name, reason and unit; and a draft that is to replace it."""
    person = cast["asn"].employee
    person.unit = factories.WorkUnitFactory(code="rahasia", name=f"{CANARY}-unit")
    person.title_before, person.title_after, person.rank = "dr.", f"{CANARY}-gelar", "III/c"
    person.save()
    decree = factories.DecreeFactory(number=f"{CANARY}-nomor", signatory_name=f"{CANARY}-pejabat")
    recipient = add_recipient(decree, employee=person, rank_from="III/b", rank_to="III/c", by=cast["pengelola"])
    attach_file(recipient, file=upload(name=f"{CANARY}-{person.nip}.pdf"), by=cast["pengelola"])
    issue_decree(decree, by=cast["pengelola"])
    hand_over(decree, on=decree.dated_on, by=cast["pengelola"])
    draft = factories.DecreeFactory(number=f"{CANARY}-ralat")
    add_recipient(
        draft,
        employee=person,
        rank_from="III/a",
        rank_to="III/b",
        replaces=recipient,
        reason=f"{CANARY}-sebab",
        by=cast["pengelola"],
    )
    recipient.refresh_from_db()
    return recipient


def own_pages(petikan):
    return [petikan.get_absolute_url(), reverse("announcements:petikan-file", args=[petikan.pk])]


def staff_pages(petikan):
    decree = petikan.decree
    pages = [decree.get_absolute_url(), reverse("announcements:recipient-update", args=[petikan.pk])]
    pages += [reverse("announcements:decree-create"), reverse("announcements:recipient-search", args=[decree.pk])]
    return [*pages, reverse("announcements:recipient-create", args=[decree.pk, petikan.employee_id])]


def seen(client, path):
    """Return whether a page holds a word of the decision, beside the word that the visitor searched for."""
    response = client.get(path)
    if response.streaming:
        return b"".join(response.streaming_content).startswith(b"%PDF-")
    html = response.content.decode()
    return any(f"{CANARY}-{part}" in html for part in ("nomor", "unit", "gelar", "pejabat", "ralat", "sebab"))


def test_canary_is_there_to_be_found(client, cast, held):
    client.force_login(cast["asn"])
    assert [path for path in own_pages(held) if not seen(client, path)] == []
    client.force_login(cast["pengelola"])
    assert [path for path in [*staff_pages(held)[:2], "/kerja/keputusan/"] if not seen(client, path)] == []


def test_decision_stands_on_no_public_page_whoever_looks(client, cast, held):
    leaks = [path for path in PUBLIC if seen(client, path)]
    for who in CAST:
        client.force_login(cast[who])
        leaks += [f"{who}: {path}" for path in PUBLIC if seen(client, path)]
    assert leaks == []


def test_decision_stands_on_no_page_of_other_people(client, cast, held):
    pages = [*PERSONAL, *own_pages(held), *staff_pages(held)]
    leaks = [path for path in pages if seen(client, path)]
    for who in CAST.keys() - READERS:
        client.force_login(cast[who])
        leaks += [f"{who}: {path}" for path in pages if seen(client, path)]
    assert leaks == []


@pytest.mark.parametrize("who", sorted(CAST.keys() - {"pengelola"}))
def test_pages_of_the_registrar_are_refused_to_everybody_else(client, cast, held, who):
    client.force_login(cast[who])
    for path in [*staff_pages(held), "/kerja/keputusan/"]:
        assert client.get(path).status_code == 403
    for name in ("decree-issue", "decree-delete", "decree-hand-over"):
        assert client.post(reverse(f"announcements:{name}", args=[held.decree_id])).status_code == 403
    for name in ("attach", "remove", "replace", "revoke"):
        assert client.post(reverse(f"announcements:recipient-{name}", args=[held.pk])).status_code == 403
    assert client.post(staff_pages(held)[3], {"who": "Contoh"}).status_code == 403


@pytest.mark.parametrize("who", sorted(CAST.keys() - READERS))
def test_petikan_of_another_is_not_found(client, cast, held, who):
    client.force_login(cast[who])
    assert [client.get(path).status_code for path in own_pages(held)] == [404, 404]
    assert client.get("/akun/keputusan/").context["everything"] == 0


def test_registrar_finds_no_petikan_of_others_among_the_own(client, cast, held):
    client.force_login(cast["pengelola"])
    assert client.get(held.get_absolute_url()).status_code == 404
    assert client.get("/akun/keputusan/").context["everything"] == 0
    assert held.get_absolute_url() not in client.get("/akun/").content.decode()


def test_registrar_meets_the_own_draft_as_registrar_only(client, cast):
    draft = factories.RecipientFactory(employee=cast["pengelola"].employee)
    client.force_login(cast["pengelola"])
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.get_absolute_url() not in client.get("/akun/").content.decode()


def test_draft_is_nobody_elses_business(client, cast, held):
    draft = held.replaced_by
    client.force_login(cast["asn"])
    assert [client.get(path).status_code for path in own_pages(draft)] == [404, 404]
    html = "".join(
        client.get(path).content.decode() for path in ("/akun/", "/akun/keputusan/", held.get_absolute_url())
    )
    assert [part for part in ("-ralat", "-sebab", draft.code) if part in html] == []


def test_file_of_a_draft_is_not_found_by_its_holder(client, cast, held):
    draft = attach_file(held.replaced_by, file=upload(), by=cast["pengelola"])
    client.force_login(cast["asn"])
    assert client.get(own_pages(draft)[1]).status_code == 404


def test_stored_files_are_served_at_no_address(client, held):
    for path in (f"/media/{held.file.name}", f"/{held.file.name}", f"/static/{held.file.name}"):
        assert client.get(path).status_code == 404


def test_account_without_a_person_sees_nothing(client, cast, held):
    service = factories.UserFactory(employee=None, login="layanan")
    client.force_login(service)
    assert client.get("/akun/keputusan/").context["everything"] == 0
    assert client.get(held.get_absolute_url()).status_code == 404


def test_record_and_messages_hold_nothing_about_the_decision(cast, held, client):
    client.force_login(cast["asn"])
    assert b"".join(client.get(own_pages(held)[1]).streaming_content).startswith(b"%PDF-")
    revocable = factories.RecipientFactory(employee=cast["thl"].employee, decree=factories.DecreeFactory(number=CANARY))
    issue_decree(revocable.decree, by=cast["pengelola"])
    revocable.refresh_from_db()
    day = revocable.decree.dated_on
    revoke_recipient(revocable, reason=f"{CANARY}-dicabut", ended_on=day, by=cast["pengelola"])
    rows = [
        *Notification.objects.values_list("payload", flat=True),
        *Activity.objects.values_list("verb", "details"),
    ]
    text = json.dumps(rows)
    assert [verb for verb in ("decree_issued", "petikan_downloaded", "petikan_revoked") if verb not in text] == []
    secrets = [CANARY, held.nip, held.name, held.code, held.sha256, "III/"]
    assert [secret for secret in secrets if secret in text] == []


def test_mail_says_that_there_is_a_decision_and_no_more(held, cast):
    revoke = factories.RecipientFactory(employee=held.employee, decree=factories.DecreeFactory(number="lain"))
    issue_decree(revoke.decree, by=None)
    revoke.refresh_from_db()
    revoke_recipient(revoke, reason=f"{CANARY}-dicabut", ended_on=revoke.decree.dated_on, by=None)
    drain_outbox()
    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        parts = [letter.subject, letter.body, *(part.content for part in letter.alternatives)]
        secrets = [
            f"{CANARY}-nomor",
            f"{CANARY}-sebab",
            f"{CANARY}-dicabut",
            held.nip,
            held.code,
            "III/",
            "angkat",
            "cabut",
        ]
        assert [secret for part in parts for secret in secrets if secret in part] == []
    assert "/akun/keputusan/" in mail.outbox[0].body


def test_addresses_hold_no_nip_and_no_name(held):
    addresses = [*own_pages(held), *staff_pages(held), reverse("announcements:verify-code", args=[held.code])]
    assert [a for a in addresses if held.nip in a or held.employee.name.split()[0].lower() in a.lower()] == []


def test_check_by_code_names_nobody(client, held):
    response = client.get(reverse("announcements:verify-code", args=[held.code]))
    html = response.content.decode()
    assert grouped(held.code) in html
    secrets = [held.nip, held.nip[:8], held.name, held.employee.name, f"{CANARY}-unit", f"{CANARY}-gelar"]
    secrets += [f"{CANARY}-pejabat", f"{CANARY}-ralat", f"{CANARY}-sebab", held.replaced_by.code]
    assert [secret for secret in secrets if secret in html] == []
    assert "Contoh a•••••" in html


def test_admin_finds_no_decrees_among_the_reference_data(client, cast, held):
    client.force_login(cast["admin"])
    assert client.get("/admin/announcements/decree/").status_code == 404
    assert client.get("/admin/announcements/decreerecipient/").status_code == 404
    assert not seen(client, "/admin/")
    html = client.get(f"/admin/accounts/workunit/{held.unit_id}/delete/").content.decode()
    assert f"petikan {held.pk}" in html
    assert [part for part in ("-nomor", "-ralat", "-sebab", "SK Kenaikan Pangkat") if part in html] == []


def test_nobody_without_the_permission_sees_a_row(cast, held):
    for who in CAST.keys() - READERS:
        assert (
            Decree.objects.visible_to(cast[who]).count(),
            DecreeRecipient.objects.visible_to(cast[who]).count(),
        ) == (
            0,
            0,
        )
    assert list(DecreeRecipient.objects.visible_to(cast["asn"])) == [held]
    assert Decree.objects.visible_to(cast["asn"]).count() == 0
    assert DecreeRecipient.objects.visible_to(cast["pengelola"]).count() == 2
