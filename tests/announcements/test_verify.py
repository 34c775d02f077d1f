"""Is this petikan in force? Anybody may ask, and learns no more than the paper says."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from announcements.actions import add_recipient, issue_decree, revoke_recipient
from announcements.models import DecreeRecipient
from announcements.views.public import UNKNOWN_CODES
from tests import factories

FORM = reverse("announcements:verify")
UNKNOWN = "Tidak ada keputusan dengan kode ini."


def page_of(code):
    return reverse("announcements:verify-code", args=[code])


def text_of(response):
    return " ".join(response.content.decode().split())


def with_code(petikan, code):
    """Give a draft a code of our choice, then issue it."""
    DecreeRecipient.objects.filter(pk=petikan.pk).update(code=code)
    issue_decree(petikan.decree, by=None)
    petikan.refresh_from_db()
    return petikan


@pytest.fixture
def petikan(issue):
    return issue(employee__name="Siti Contoh Aminah", employee__title_after="S.Kep.", decree__period=date(2024, 6, 1))


def test_petikan_in_force_shows_the_facts_to_compare(client, petikan):
    text = text_of(client.get(page_of(petikan.code)))
    wanted = [
        "<strong>Berlaku</strong>",
        "SK Kenaikan Pangkat, periode Juni 2024",
        petikan.decree.number,
        "Siti C•••••",
    ]
    wanted += ["3 Juni 2024", "oleh Bupati", "Penata, III/c", "1 Juni 2024"]
    assert [part for part in wanted if part not in text] == []
    hidden = [petikan.nip, "Aminah", "S.Kep.", petikan.unit.name, "III/b"]
    assert [part for part in hidden if part in text] == []


def test_medal_in_force_shows_its_class(client, issue):
    text = text_of(client.get(page_of(issue(award=True, award_class="XX").code)))
    assert ("Piagam Satyalancana Karya Satya XX Tahun" in text, "Pengabdian 20 tahun" in text) == (True, True)


def test_replaced_petikan_leads_to_the_one_that_holds(client, petikan):
    draft = factories.DecreeFactory(dated_on=date(2024, 7, 12))
    new = add_recipient(
        draft,
        employee=petikan.employee,
        rank_from="III/b",
        rank_to="III/d",
        replaces=petikan,
        reason="Pangkat keliru",
        by=None,
    )
    text = text_of(client.get(page_of(petikan.code)))
    assert ("<strong>Berlaku</strong>" in text, "Pangkat keliru" in text, new.code in text) == (True, False, False)
    issue_decree(draft, by=None)
    text = text_of(client.get(page_of(petikan.code)))
    assert "<strong>Sudah diganti</strong>" in text
    assert f'sejak 12 Juli 2024. Penggantinya: <a href="{page_of(new.code)}">keputusan 12 Juli 2024</a>.' in text
    assert ("Pangkat keliru" in text, "data-sha256" in text) == (True, False)
    assert "<strong>Berlaku</strong>" in text_of(client.get(page_of(new.code)))


def test_revoked_petikan_says_since_when_and_why(client, petikan):
    revoke_recipient(petikan, reason="Keliru ditetapkan", ended_on=date(2024, 7, 1), by=None)
    text = text_of(client.get(page_of(petikan.code)))
    assert "<strong>Dicabut</strong>" in text
    assert "tidak berlaku lagi sejak 1 Juli 2024" in text
    assert ("Keliru ditetapkan" in text, "data-sha256" in text) == (True, False)


def test_draft_is_as_unknown_as_a_code_that_never_was(client, agency):
    draft = factories.RecipientFactory()
    DecreeRecipient.objects.filter(pk=draft.pk).update(code="ABCDEFGHJKMN")
    answers = []
    for code in ("ABCDEFGHJKMN", "ABCDEFGHJKMP"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page_of(code))
        html = response.content.decode().replace(f"{code[:4]}-{code[4:8]}-{code[8:]}", "").replace(code, "")
        answers.append((response.status_code, html, len(queries), sorted(response.headers.items())))
    assert answers[0] == answers[1]
    assert (answers[0][0], UNKNOWN in answers[0][1]) == (200, True)


@pytest.mark.parametrize("code", ["x", "SELECT", "0" * 39, "%00", "A%00B", "'--", "<script>", "😀"])
def test_nonsense_is_unknown(client, agency, code):
    response = client.get(f"/verifikasi/{code}/", follow=True)
    assert (response.status_code, UNKNOWN in text_of(response)) == (200, True)
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["7QXM1K93T0VB", "7qxm-1k93-t0vb", " 7QXM 1K93 T0VB ", "7QXM-IK93-TOVB", "7qxm-lk93-tovb"],
)
def test_code_is_read_as_people_type_it(client, agency, media, typed):
    with_code(factories.RecipientFactory(), "7QXM1K93T0VB")
    response = client.get(FORM, {"kode": typed}, follow=True)
    assert response.redirect_chain[-1] == (page_of("7QXM1K93T0VB"), 302)
    assert "<strong>Berlaku</strong>" in text_of(response)
    assert 'value="7QXM-1K93-T0VB"' in response.content.decode()


def test_address_with_a_typed_code_leads_to_the_clean_one(client, agency):
    assert client.get(page_of("7qxm-ik93-tovb"))["Location"] == page_of("7QXM1K93T0VB")


@pytest.mark.parametrize(("typed", "is_answered"), [("", False), ("  ", False), ("???", True), ("Ü" * 99, True)])
def test_form_answers_only_what_was_asked(client, agency, typed, is_answered):
    response = client.get(FORM, {"kode": typed})
    assert (response.status_code, UNKNOWN in text_of(response)) == (200, is_answered)


@pytest.mark.parametrize("who", ["warga", "asn"])
def test_answer_is_kept_by_nobody_and_found_by_no_search_engine(client, cast, petikan, who):
    if who != "warga":
        client.force_login(cast[who])
    for path in (FORM, page_of(petikan.code), page_of("0" * 12)):
        response = client.get(path)
        assert sorted(response["Cache-Control"].split(", ")) == ["no-store", "private"]
        assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "/verifikasi/" not in client.get("/sitemap.xml").content.decode()


def test_file_can_be_compared_on_the_device_and_by_hand(client, petikan):
    html = client.get(page_of(petikan.code)).content.decode()
    assert f'data-sha256="{petikan.sha256}"' in html
    assert f'<p class="code small">{petikan.sha256}</p>' in html
    [field] = [line for line in html.splitlines() if 'type="file"' in line]
    assert " name=" not in field
    forms = html.split("<form")[1:]
    assert ["file" for form in forms if 'type="file"' in form.partition("</form>")[0]] == []


def test_petikan_without_a_file_offers_no_comparison(client, issue):
    assert "data-sha256" not in client.get(page_of(issue(file=False).code)).content.decode()


def test_whoever_tries_too_many_codes_has_to_wait(client, agency, petikan):
    for _ in range(UNKNOWN_CODES.most):
        assert client.get(page_of("0" * 12)).status_code == 200
    for code in ("0" * 12, petikan.code):
        response = client.get(page_of(code))
        assert (response.status_code, "Terlalu sering dicoba." in text_of(response)) == (429, True)
    other = client.get(page_of(petikan.code), REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_good_codes_are_not_counted(client, petikan):
    for _ in range(UNKNOWN_CODES.most + 1):
        assert client.get(page_of(petikan.code)).status_code == 200


def test_who_asks_is_kept_nowhere_but_as_a_digest_for_a_minute(client, agency):
    client.get(page_of("0" * 12), REMOTE_ADDR="192.0.2.7")
    redis = cache._cache.get_client()
    keys = [key.decode() for key in redis.keys("*verify*")]
    assert (len(keys), [key for key in keys if "192.0.2.7" in key]) == (1, [])
    assert 0 < redis.ttl(keys[0]) <= 60


def test_check_works_while_the_cache_is_down(client, petikan, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RedisConnectionError

    for name in ("get", "add"):
        monkeypatch.setattr(cache, name, fail)
    assert client.get(page_of(petikan.code)).status_code == 200
    assert client.get(page_of("0" * 12)).status_code == 200
    assert "cache does not answer: ConnectionError" in caplog.text


def test_check_costs_the_same_for_every_outcome(client, petikan, issue):
    revoked = issue()
    revoke_recipient(revoked, reason="Keliru", ended_on=date(2024, 7, 1), by=None)
    costs = set()
    for code in (petikan.code, revoked.code, "0" * 12):
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(code))
        costs.add(len(queries))
    assert len(costs) == 1
