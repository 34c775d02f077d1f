"""The pages that cross doors, and what holds for every page: who may keep it, and what a browser may run on it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from announcements.actions import approve_article, issue_decree, submit_article
from bkpsdm import views
from tests import factories

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
PUBLIC = ["/", "/cari/", "/cari/?q=cuti", "/layanan/", "/layanan/uji/", "/layanan/uji/edisi/1/"]
PUBLIC += ["/layanan/uji/berlaku/?tanggal=1999-01-01", "/jawaban/", "/jawaban/qa-1/", "/tentang/", "/luring/"]
PUBLIC += ["/kegiatan/", "/berita/", "/berita/umpan.atom"]
PERSONAL = ["/akun/", "/tanya/", "/tanya/saya/", "/kerja/", "/kerja/tanya/", "/akun/sandi/ubah/"]
FILES = ["/robots.txt", "/sitemap.xml", "/sw.js", "/layanan/uji/daftar-syarat.pdf", "/readyz"]
LOGINS = ["/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/", "/akun/nonaktif/"]


@pytest.fixture
def house(make_edition, agency):
    """One service, one answer, one page of the agency."""
    edition = make_edition(service__slug="uji", title="Cuti Besar")
    factories.FrequentAnswerFactory(code="qa-1", service=edition.service, question="Berapa lama cuti?")
    factories.PageFactory(slug="maklumat", title="Maklumat pelayanan", body="Kami sanggup.\n\nSiap <b>dituntut</b>.")
    return edition


def directives(response):
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip())


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_may_be_kept_by_everybody_when_nobody_is_logged_in(client, house, path):
    response = client.get(path)
    assert (response.status_code, response["Cache-Control"], "Cookie" in response["Vary"]) == (
        200,
        "public, max-age=60",
        True,
    )
    assert (client.cookies, response.cookies) == ({}, {})


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_with_a_name_on_it_is_kept_by_nobody(client, cast, house, path):
    client.force_login(cast["asn"])
    assert sorted(client.get(path)["Cache-Control"].split(", ")) == ["no-store", "private"]


@pytest.mark.parametrize("path", PERSONAL)
def test_personal_page_is_kept_by_nobody(client, cast, house, path):
    client.force_login(cast["petugas"])
    response = client.get(path)
    assert response.status_code == 200
    assert "no-store" in response.get("Cache-Control", "")


def test_public_page_that_is_not_found_is_not_kept(client, house):
    assert "public" not in client.get("/layanan/tidak-ada/").get("Cache-Control", "")


@pytest.mark.parametrize("path", [*PUBLIC, *FILES, *LOGINS, "/tidak-ada/", "/kerja/", "/admin/"])
def test_every_answer_forbids_inline_scripts_and_styles(client, house, path):
    assert directives(client.get(path)) == POLICY


@pytest.mark.parametrize("path", [*PERSONAL, "/admin/", "/admin/accounts/workunit/", "/admin/accounts/holiday/add/"])
def test_every_page_of_people_forbids_inline_scripts_and_styles(client, cast, house, path):
    client.force_login(cast["admin"] if path.startswith("/admin/") else cast["petugas"])
    response = client.get(path)
    assert (response.status_code, directives(response)) == (200, POLICY)
    html = response.content.decode()
    assert [word for word in (' style="', " onclick=", "<style") if word in html] == []


@pytest.mark.parametrize("path", ["/", "/akun/masuk/", "/tidak-ada/"])
def test_every_page_refuses_frames_sniffing_and_referrers(client, house, path):
    headers = client.get(path).headers
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == (
        "DENY",
        "nosniff",
        "same-origin",
    )


def test_home_counts_what_is_in_force_and_shows_the_newest_answers(client, house, make_edition, today):
    make_edition(effective_on=today + timedelta(days=1), service__category=factories.CategoryFactory(slug="lain"))
    make_edition(draft=True)
    for number in range(3):
        factories.FrequentAnswerFactory(code=f"baru-{number}", question=f"Pertanyaan {number}?")
    factories.FrequentAnswerFactory(publish=False)
    context = client.get("/").context
    assert (context["service_count"], context["category_count"]) == (1, 1)
    assert [answer.code for answer in context["answers"]] == ["baru-2", "baru-1", "baru-0"]


def test_home_names_the_next_event_and_the_newest_stories_and_no_draft(client, house, cast, make_event):
    later, sooner = (make_event(starts_in=timedelta(days=days)) for days in (9, 3))
    factories.DraftEventFactory(title="Kegiatan rahasia")
    factories.ArticleFactory(title="Berita rahasia")
    stories = [factories.ArticleFactory(title=f"Kabar {number}") for number in range(4)]
    for story in stories:
        submit_article(story, by=story.author)
        approve_article(story, by=cast["penyunting2"])
    response = client.get("/")
    assert response.context["next_event"] == sooner != later
    assert [story.title for story in response.context["articles"]] == [story.title for story in stories[:0:-1]]
    assert "rahasia" not in response.content.decode()


def test_account_shows_own_invitations_and_decrees_and_nobody_elses(client, cast, make_event):
    event = make_event(units=[cast["asn"].employee.unit, cast["thl"].employee.unit])
    petikan = factories.RecipientFactory(employee=cast["asn"].employee)
    issue_decree(petikan.decree, by=cast["pengelola"])
    seen = {}
    for who in ("asn", "thl", "panitia", "pengelola"):
        client.force_login(cast[who])
        context = client.get("/akun/").context
        seen[who] = ([row.event for row in context["attendances"]], list(context["decisions"]))
    assert seen == {
        "asn": ([event], [petikan]),
        "thl": ([event], []),
        "panitia": ([], []),
        "pengelola": ([], []),
    }


def test_home_offers_the_searches_that_the_agency_names(client, agency):
    agency.popular_searches = "Cuti PPPK\n\nBerkala (KGB)\n"
    agency.save()
    html = client.get("/").content.decode()
    assert '<a href="/cari/?q=Cuti%20PPPK">Cuti PPPK</a>' in html
    assert html.count('href="/cari/?q=') == 2


def test_home_needs_as_many_queries_for_three_services_as_for_one(
    client, house, make_edition, django_assert_max_num_queries
):
    with django_assert_max_num_queries(7) as one:
        client.get("/")
    make_edition(), make_edition()
    with django_assert_max_num_queries(len(one)):
        client.get("/")


@pytest.mark.django_db
def test_pages_answer_before_the_agency_is_entered():
    """On a first start the database is empty; an empty portal is honest, a broken one is not."""
    client = Client()
    paths = ["/", "/layanan/", "/jawaban/", "/tentang/", "/cari/?q=cuti", "/akun/masuk/", "/sitemap.xml", "/luring/"]
    paths += ["/kegiatan/", "/kegiatan/kalender.ics", "/berita/", "/berita/umpan.atom"]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_search_page_offers_to_ask_when_nothing_fits(client, house):
    html = client.get("/cari/", {"q": "asdfgh"}).content.decode()
    assert "Tidak ada yang cocok" in html
    assert f'href="{reverse("services:question-create")}?pokok=asdfgh"' in html


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%FF", "q=" + "x" * 3000, "q=cuti&jenis=lain", "q=%3Cscript%3E", "jenis=%00"]
)
def test_search_page_answers_whatever_is_typed(client, house, query):
    response = client.get(f"/cari/?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_search_page_is_not_for_search_engines(client, house):
    assert '<meta name="robots" content="noindex">' in client.get("/cari/?q=cuti").content.decode()


def test_about_page_shows_the_words_of_the_agency(client, house):
    html = client.get("/tentang/").content.decode()
    wanted = ['id="maklumat"', "<p>Kami sanggup.</p>", "Siap &lt;b&gt;dituntut&lt;/b&gt;.", "07.30–16.00"]
    assert [part for part in wanted if part not in html] == []


def test_sitemap_lists_only_what_is_public_and_in_force(client, house, make_edition, today, settings):
    future = make_edition(effective_on=today + timedelta(days=1))
    draft = make_edition(draft=True)
    factories.FrequentAnswerFactory(code="draf", publish=False)
    response = client.get("/sitemap.xml", HTTP_HOST="lain.contoh.invalid")
    text = response.content.decode()
    listed = [line.partition("</loc>")[0] for line in text.split("<loc>")[1:]]
    paths = [
        "/",
        "/layanan/",
        "/jawaban/",
        "/transparansi/",
        "/netralitas/",
        "/kegiatan/",
        "/keputusan/",
        "/berita/",
        "/tentang/",
    ]
    paths += ["/layanan/uji/", "/jawaban/qa-1/"]
    assert listed == [f"{settings.SITE_URL}{path}" for path in paths]
    assert [slug for slug in (future.service.slug, draft.service.slug, "draf") if f"/{slug}/" in text] == []
    assert response["Content-Type"] == "application/xml"


def test_robots_keeps_search_engines_to_the_public_pages(client, db, settings):
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain"
    assert {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")} == {
        "/akun/",
        "/kerja/",
        "/tanya/",
        "/survei/",
        "/cari/",
        "/admin/",
    }
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines


def test_service_worker_never_keeps_the_areas_of_people(client, db):
    response = client.get("/sw.js")
    script = response.content.decode()
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/javascript", "no-cache")
    never = ["/pintu/", "/kerja/", "/akun/", "/tanya/", "/lapor/", "/admin/"]
    assert [path for path in never if f'"{path}"' not in script.partition("const NEVER")[2].partition("\n")[0]] == []


def test_readyz_says_that_all_is_well(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "cache": True})
    assert "no-store" in response["Cache-Control"]


def test_readyz_says_that_the_database_is_away(client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection refused")

    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", fail)
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": False, "cache": True})


@pytest.mark.parametrize("method", ["set", "get"])
def test_readyz_says_that_the_cache_is_away(client, db, monkeypatch, method):
    def fail(*args, **kwargs):
        raise RedisConnectionError("connection refused")

    monkeypatch.setattr(cache, method, fail)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "cache": False})


def test_readyz_says_that_the_tables_are_missing(client, db, monkeypatch):
    """Migrations have not run: a load balancer must send nobody here."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_agency RENAME TO accounts_agency_lain")
    assert client.get("/readyz").status_code == 503


def test_page_that_does_not_exist_says_where_to_go(client, agency):
    response = client.get("/tidak-ada/")
    assert (response.status_code, "Halaman tidak ditemukan." in response.content.decode()) == (404, True)


def test_page_of_a_role_that_one_does_not_have_says_so(client, cast):
    client.force_login(cast["asn"])
    response = client.get("/kerja/")
    assert (response.status_code, "Ini bukan bagian Anda." in response.content.decode()) == (403, True)


def test_form_without_its_token_says_that_it_expired(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["asn"])
    response = client.post("/tanya/", {"title": "x"})
    assert (response.status_code, "Formulir ini kedaluwarsa." in response.content.decode()) == (403, True)


def test_error_page_asks_nothing_of_the_database(client, db, monkeypatch, django_assert_num_queries):
    def fail(*args, **kwargs):
        raise RuntimeError("rusak")

    monkeypatch.setattr(views, "render", fail)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/luring/")
    html = response.content.decode()
    assert (response.status_code, "Ada gangguan pada portal." in html) == (500, True)
    assert "/static/css/base.css" in html
    assert directives(response) == POLICY


def test_account_page_shows_ones_own_data_and_no_whole_nip(client, cast):
    person = cast["asn"]
    person.employee.rank = "III/c"
    person.employee.save()
    client.force_login(person)
    html = client.get("/akun/").content.decode()
    wanted = [person.full_name, "III/c", person.email, f"{person.login[:4]} •••• •••• ••• {person.login[-3:]}"]
    assert [part for part in wanted if part not in html] == []
    assert person.login not in html


def test_account_page_of_a_thl_and_of_a_service_account(client, cast):
    client.force_login(cast["thl"])
    assert "T-004217" in client.get("/akun/").content.decode()
    client.force_login(factories.UserFactory(employee=None, login="layanan-impor"))
    response = client.get("/akun/")
    assert (response.status_code, "Akun layanan" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("path", ["/layanan/", "/layanan/uji/", "/tanya/", "/tanya/saya/"])
def test_service_account_without_an_employee_can_use_the_pages(client, house, path):
    client.force_login(factories.UserFactory(employee=None, login="layanan-impor"))
    assert client.get(path).status_code == 200


def test_workroom_opens_for_every_role_and_for_nobody_else(client, cast, bidang):
    opened = {}
    for who, person in cast.items():
        client.force_login(person)
        opened[who] = client.get("/kerja/").status_code
    assert opened == {who: 403 if who in {"asn", "thl"} else 200 for who in cast}


def test_workroom_counts_what_waits_for_the_bidang(client, cast, bidang):
    factories.QuestionFactory.create_batch(2, unit=bidang)
    factories.QuestionFactory()
    client.force_login(cast["petugas"])
    page = client.get("/kerja/")
    html = page.content.decode()
    assert (page.context["waiting"], "Petugas bidang, Bidang Mutasi dan Promosi" in html) == (2, True)
    client.force_login(cast["penyunting"])
    assert "Antrean tanya" not in client.get("/kerja/").content.decode()


@pytest.mark.parametrize("who", ["asn", "petugas", "penyunting", "admin"])
def test_workroom_tabs_lead_only_where_this_person_may_go(client, cast, who):
    client.force_login(cast[who])
    for path in ("/kerja/tanya/", "/kerja/kata/", "/admin/"):
        status = client.get(path, follow=True).status_code
        shown = f'href="{path}"' in client.get("/kerja/").content.decode()
        assert shown is (status == 200)


def test_mails_are_read_in_demo_mode(client, cast, seeded_mail):
    client.force_login(cast["petugas"])
    listed = client.get("/kerja/surat/").content.decode()
    assert ("Kabar" in listed, f'href="/kerja/surat/{seeded_mail}/"' in listed) == (True, True)
    assert "Isi." in client.get(f"/kerja/surat/{seeded_mail}/").content.decode()
    assert client.get("/kerja/surat/tidak-ada/").status_code == 404


def test_mails_are_read_by_no_stranger_and_nobody_outside_demo_mode(client, cast, seeded_mail, settings):
    paths = ["/kerja/surat/", f"/kerja/surat/{seeded_mail}/"]
    assert [client.get(path).status_code for path in paths] == [302, 302]
    client.force_login(cast["asn"])
    assert [client.get(path).status_code for path in paths] == [403, 403]
    settings.DEMO_MODE = False
    client.force_login(cast["petugas"])
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert "Surat contoh" not in client.get("/kerja/").content.decode()


def test_banner_says_that_the_data_are_invented_in_demo_mode_alone(client, house, settings):
    assert "Data contoh: orang" not in client.get("/").content.decode()
    settings.DEMO_MODE = True
    assert "Data contoh: orang" in client.get("/").content.decode()


@pytest.mark.parametrize("is_demo", [True, False])
def test_page_that_failed_says_too_whether_the_data_are_real(rf, settings, is_demo):
    settings.DEMO_MODE = is_demo
    html = views.server_error(rf.get("/")).content.decode()
    assert ("Data contoh" in html) is is_demo
