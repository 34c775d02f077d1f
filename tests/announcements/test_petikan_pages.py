"""A person's own decisions: the list, one of them, and its file."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from announcements.actions import add_recipient, attach_file, hand_over, issue_decree, revoke_recipient
from announcements.models import Decree, DecreeRecipient
from bkpsdm.lib.codes import grouped
from bkpsdm.lib.states import move_to
from tests import factories

from .files import pdf_bytes, upload

LIST = reverse("announcements:petikan-list")


@pytest.fixture
def asn(client, cast):
    client.force_login(cast["asn"])
    return client


@pytest.fixture
def own(cast, issue):
    """A promotion of asn in force, with its file."""
    return issue(employee=cast["asn"].employee, decree__period=date(2024, 6, 1))


def text_of(response):
    return " ".join(response.content.decode().split())


def file_of(petikan):
    return reverse("announcements:petikan-file", args=[petikan.pk])


def replace(old, by):
    decree = factories.DecreeFactory(dated_on=date(2024, 7, 12))
    ranks = {"rank_from": "III/a", "rank_to": "III/b"}
    new = add_recipient(decree, employee=old.employee, replaces=old, reason="Pangkat keliru", **ranks, by=by)
    return new


def test_list_shows_what_waits_and_what_is_in_force(asn, cast, own, issue):
    issue(award=True, employee=cast["asn"].employee)
    hand_over(own.decree, on=date(2024, 6, 21), by=None)
    text = text_of(asn.get(LIST))
    assert "1 lembar menunggu Anda" in text
    assert "Piagam Satyalancana Karya Satya X Tahun." in text
    assert "Penata Muda Tingkat I, III/b ke Penata, III/c" in text
    assert 'Diserahkan <time datetime="2024-06-21">21 Juni 2024</time>' in text
    assert "Belum diserahkan" in text


def test_tabs_narrow_the_list_and_count(asn, cast, own, issue):
    medal = issue(award=True, employee=cast["asn"].employee)

    def rows(query):
        context = asn.get(f"{LIST}?{query}").context
        counts = (context["everything"], *(count for _, _, count, _ in context["tabs"]))
        return list(context["page"]), counts

    assert rows("") == ([medal, own], (2, 1, 1))
    assert rows("jenis=pangkat") == ([own], (2, 1, 1))
    assert rows("jenis=penghargaan") == ([medal], (2, 1, 1))
    assert rows("jenis=lain") == ([medal, own], (2, 1, 1))


def test_empty_list_says_what_will_come(asn):
    assert "Belum ada keputusan di sini" in text_of(asn.get(LIST))


def test_list_costs_the_same_for_few_and_for_many(asn, cast):
    costs = []
    for count in (3, 297):
        person = cast["asn"].employee
        for decree in Decree.objects.bulk_create(factories.DecreeFactory.build_batch(count)):
            move_to(factories.RecipientFactory(decree=decree, employee=person), DecreeRecipient.State.IN_FORCE)
        with CaptureQueriesContext(connection) as captured:
            asn.get(LIST)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_page_shows_the_facts_the_code_and_a_qr_that_leads_to_the_check(asn, own):
    response = asn.get(own.get_absolute_url())
    text = text_of(response)
    wanted = [
        "SK Kenaikan Pangkat, periode Juni 2024",
        f"Petikan untuk {own.name}",
        own.decree.number,
        grouped(own.code),
    ]
    wanted += [
        "Penata, III/c",
        "3 Juni 2024",
        "1 Juni 2024",
        own.sha256,
        own.unit.name,
        " ".join(filesizeformat(own.file_size).split()),
    ]
    wanted += [file_of(own), reverse("announcements:verify-code", args=[own.code]), "Kode QR menuju halaman periksa"]
    assert [part for part in wanted if part not in text] == []
    assert own.nip not in text
    assert "<svg" in response.context["qr"]


def test_qr_holds_the_absolute_address_of_the_check(asn, own, monkeypatch):
    drawn = []
    monkeypatch.setattr("announcements.views.petikan.qr_svg", lambda text, label: drawn.append(text) or "")
    asn.get(own.get_absolute_url())
    assert drawn == [f"{settings.SITE_URL}/verifikasi/{own.code}/"]


def test_page_without_a_file_says_so(asn, cast, issue):
    petikan = issue(file=False, employee=cast["asn"].employee)
    text = text_of(asn.get(petikan.get_absolute_url()))
    assert ("Berkasnya belum dilampirkan." in text, file_of(petikan) in text) == (True, False)


def test_hand_over_is_told_with_day_and_event(asn, own, make_event):
    event = make_event(title="Sosialisasi Contoh")
    assert "Menunggu Anda" in text_of(asn.get(own.get_absolute_url()))
    hand_over(own.decree, on=date(2024, 6, 21), event=event, by=None)
    text = text_of(asn.get(own.get_absolute_url()))
    assert f'<a class="link" href="{event.get_absolute_url()}">Sosialisasi Contoh</a>' in text
    assert ("Sudah diserahkan" in text, "Menunggu Anda" in text) == (True, False)


def test_replaced_petikan_leads_to_the_new_one_once_it_is_issued(asn, own):
    new = replace(own, None)
    text = text_of(asn.get(own.get_absolute_url()))
    assert [part for part in ("Pangkat keliru", new.get_absolute_url(), "Diganti") if part in text] == []
    assert asn.get(new.get_absolute_url()).status_code == 404
    issue_decree(new.decree, by=None)
    text = text_of(asn.get(own.get_absolute_url()))
    assert "Diganti sejak 12 Juli 2024" in text
    assert f'Sebabnya: Pangkat keliru. Baca <a href="{new.get_absolute_url()}">' in text
    assert f'<a class="link" href="{own.get_absolute_url()}">Petikan nomor' in text_of(asn.get(new.get_absolute_url()))
    assert f'<a href="{new.get_absolute_url()}">Lihat penggantinya</a>' in text_of(asn.get(LIST))


def test_revoked_petikan_says_why(asn, own):
    revoke_recipient(own, reason="Keliru ditetapkan", ended_on=date(2024, 7, 1), by=None)
    text = text_of(asn.get(own.get_absolute_url()))
    assert "Dicabut, tidak berlaku sejak 1 Juli 2024" in text
    assert "Sebabnya: Keliru ditetapkan." in text


def test_download_is_the_file_as_attached_private_and_recorded(asn, cast, issue):
    content = pdf_bytes(pages=2) + b"\n"
    recipient = factories.RecipientFactory(employee=cast["asn"].employee)
    attach_file(recipient, file=upload(content), by=None)
    issue_decree(recipient.decree, by=None)
    response = asn.get(file_of(recipient))
    assert b"".join(response.streaming_content) == content
    headers = {name: response[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")}
    assert headers == {
        "Content-Type": "application/pdf",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Content-Disposition"] == f'attachment; filename="petikan-{recipient.code}.pdf"'
    activity = Activity.objects.get(verb="petikan_downloaded")
    assert (activity.actor, activity.thing_id, activity.details) == (cast["asn"], str(recipient.pk), {})


def test_file_that_is_not_there_is_not_found(asn, cast, issue):
    petikan = issue(file=False, employee=cast["asn"].employee)
    assert asn.get(file_of(petikan)).status_code == 404
    assert not Activity.objects.filter(verb="petikan_downloaded").exists()


def test_registrar_downloads_any_file_and_is_recorded(client, cast, own):
    client.force_login(cast["pengelola"])
    response = client.get(file_of(own))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert Activity.objects.get(verb="petikan_downloaded").actor == cast["pengelola"]


def test_row_for_the_account_page_names_decision_state_and_hand_over(own):
    html = " ".join(render_to_string("announcements/_petikan_row.html", {"petikan": own}).split())
    wanted = [
        own.get_absolute_url(),
        "SK Kenaikan Pangkat, periode Juni 2024",
        "Berlaku",
        "1 Juni 2024",
        "Belum diserahkan",
    ]
    assert [part for part in wanted if part not in html] == []


def test_account_page_shows_the_newest(asn, own):
    assert own.get_absolute_url() in text_of(asn.get("/akun/"))


def test_visitor_is_sent_to_the_login(client, own):
    for path in (LIST, own.get_absolute_url(), file_of(own)):
        assert client.get(path)["Location"] == f"/akun/masuk/?next={path}"
