"""A draft is nobody's news, a link opens no door to strangers, and no message says who is invited."""

import json

import pytest
from django.core import mail

from accounts.models import Activity, Notification, SearchTerm
from accounts.tasks import drain_outbox
from accounts.words import understand
from bkpsdm.lib.codes import grouped
from neutrality.actions import cancel_event, publish_event, save_event
from neutrality.models import Event
from neutrality.passes import pass_of
from tests.conftest import CAST

CANARY = "kenarikuning"
LINK = f"https://rapat.contoh.invalid/{CANARY}-tautan"
PUBLIC = ["/", "/kegiatan/", "/kegiatan/?tahun=2024", "/kegiatan/?saring=saya", "/kegiatan/kalender.ics"]
PUBLIC += [f"/cari/?q={CANARY}-judul", "/sitemap.xml", "/robots.txt", "/akun/"]
DESK = ["/kerja/kegiatan/?keadaan=draf", "/kerja/kegiatan/", "/kerja/kegiatan/?keadaan=lalu", "/kerja/"]
PARTS = ["judul", "tema", "isi", "tempat", "tautan", "narasumber", "batal"]


@pytest.fixture
def draft(cast, make_event):
    """A draft with the canary in every word, which calls the unit of asn."""
    return make_event(
        title=f"{CANARY}-judul",
        theme=f"{CANARY}-tema",
        series=f"{CANARY}-seri",
        summary=f"{CANARY}-isi",
        venue=f"{CANARY}-tempat",
        speakers=[f"{CANARY}-narasumber"],
        mode="hibrida",
        link=LINK,
        units=[cast["asn"].employee.unit],
        draft=True,
        by=cast["panitia"],
    )


def seen(client, path):
    """Return the parts of the event that a page holds, beside the words that the visitor typed herself."""
    text = client.get(path).content.decode().replace(f'value="{CANARY}-judul"', "").replace(f"“{CANARY}-judul”", "")
    text = text.replace(f"pokok={CANARY}-judul", "").replace(f"<b>{CANARY}-judul</b>", "")
    return {part for part in PARTS if f"{CANARY}-{part}" in text}


def by_reader(client, cast, paths):
    """Return who finds something where: pairs of reader and path."""
    found = set()
    for who in ("warga", *CAST):
        client.logout() if who == "warga" else client.force_login(cast[who])
        found |= {(who, path) for path in paths if seen(client, path)}
    return found


def test_draft_is_on_the_desk_of_organisers_alone(client, cast, draft):
    own = [draft.get_absolute_url(), f"/kerja/kegiatan/{draft.pk}/"]
    found = by_reader(client, cast, [*PUBLIC, *DESK, *own, f"{draft.get_absolute_url()}kalender.ics"])
    assert found == {("panitia", path) for path in ("/kerja/kegiatan/?keadaan=draf", *own)}


def test_cancelled_draft_was_never_public_and_stays_so(client, cast, draft):
    cancel_event(draft, reason=f"{CANARY}-batal", by=cast["panitia"])
    found = by_reader(client, cast, [*PUBLIC, draft.get_absolute_url(), f"{draft.get_absolute_url()}kalender.ics"])
    assert found == {("panitia", draft.get_absolute_url())}


def test_draft_is_found_by_no_search_of_others(cast, draft, make_event):
    assert not SearchTerm.objects.filter(word__contains=CANARY).exists()
    make_event(title=f"{CANARY} yang terbit")
    query = understand(CANARY)
    found = {who for who in CAST if draft in Event.objects.visible_to(cast[who]).search(query)}
    assert (found, len(Event.objects.public().search(query))) == ({"panitia"}, 1)


def test_draft_tells_nobody_and_is_recorded_without_its_words(draft):
    rows = json.dumps(list(Activity.objects.values_list("details", flat=True)))
    assert (Notification.objects.count(), CANARY in rows) == (0, False)


@pytest.fixture
def published(cast, draft):
    """The same event published and then changed, so that both messages are written."""
    publish_event(draft, by=cast["panitia"])
    draft.venue = f"{CANARY}-tempat kedua"
    save_event(draft, units=[cast["asn"].employee.unit], kecamatan=[], by=cast["panitia"])
    return draft


def test_published_event_is_there_to_be_found(client, published):
    assert seen(client, published.get_absolute_url()) == {"judul", "tema", "isi", "tempat", "narasumber"}


def test_link_and_pass_are_in_no_message_and_no_record(cast, published):
    cancel_event(published, reason="Hujan.", by=cast["panitia"])
    code = pass_of(published, cast["asn"].employee_id)
    rows = [
        *Notification.objects.values_list("payload", flat=True),
        *Activity.objects.values_list("details", flat=True),
    ]
    text = json.dumps(rows)
    secrets = [LINK, code, grouped(code), published.secret, cast["asn"].login, cast["asn"].employee.name]
    assert len(rows) >= 7
    assert [secret for secret in secrets if secret in text] == []


def test_mails_say_what_and_where_and_nothing_that_is_secret(cast, published):
    cancel_event(published, reason="Aula kebanjiran.", by=cast["panitia"])
    drain_outbox()
    subjects = sorted(letter.subject.partition(":")[0] for letter in mail.outbox)
    assert subjects == ["Ada perubahan", "Dibatalkan", "Undangan"]
    code = pass_of(published, cast["asn"].employee_id)
    for letter in mail.outbox:
        assert letter.to == [cast["asn"].email]
        texts = [letter.body, letter.alternatives[0].content]
        assert [text for text in texts if published.title not in text or published.when[:10] not in text] == []
        whole = "".join(texts)
        assert [s for s in (LINK, code, grouped(code), published.secret, cast["asn"].login) if s in whole] == []
    assert "Aula kebanjiran." in next(m for m in mail.outbox if m.subject.startswith("Dibatalkan")).body


def test_subject_of_a_mail_is_text_and_no_html(cast, make_event):
    make_event(title="Ikrar “A” & 'B' <bersama>", units=[cast["asn"].employee.unit])
    drain_outbox()
    (letter,) = mail.outbox
    assert letter.subject == "Undangan: Ikrar “A” & 'B' <bersama>"
    assert ("Ikrar “A” & 'B' <bersama>" in letter.body, "&lt;bersama&gt;" in letter.alternatives[0].content) == (
        True,
        True,
    )


def test_secret_and_link_are_on_no_page_of_strangers(client, cast, published):
    paths = [*PUBLIC, published.get_absolute_url(), f"{published.get_absolute_url()}kalender.ics"]
    leaks = set()
    for who in ("warga", *CAST):
        client.logout() if who == "warga" else client.force_login(cast[who])
        texts = {path: client.get(path).content.decode() for path in paths}
        leaks |= {(who, path) for path, text in texts.items() if published.secret in text}
        if who not in {"asn", "panitia"}:
            leaks |= {(who, path) for path, text in texts.items() if LINK in text}
    assert leaks == set()


def test_page_of_an_event_names_nobody_who_is_invited(client, cast, published):
    others = [name for name in CAST if name != "asn"]
    for reader in ("warga", *others):
        client.logout() if reader == "warga" else client.force_login(cast[reader])
        html = client.get(published.get_absolute_url()).content.decode()
        assert (reader, cast["asn"].employee.name in html) == (reader, False)
        assert cast["asn"].login not in html


def test_sitemap_lists_events_that_are_published(client, make_event, published, settings):
    open_event = make_event()
    text = client.get("/sitemap.xml").content.decode()
    listed = [event.slug for event in (open_event, published) if event.get_absolute_url() in text]
    assert listed == [open_event.slug, published.slug]
