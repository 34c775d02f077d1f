"""The catalogue as readers meet it: only what is published, on the day that counts, and quick however long it grows."""

from copy import copy
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from services.actions import publish_edition
from services.models import Condition, Requirement, Service, ServiceEdition
from tests import factories
from tests.conftest import CAST

LIST = reverse("services:service-list")


def publish_many(make_edition, count):
    """Publish an edition, and make copies of it for many services in bulk; return the first."""
    first = make_edition()
    row = ServiceEdition.objects.defer("search_vector").get(pk=first.pk)
    fields = {"category": first.service.category, "unit": first.service.unit}
    services = Service.objects.bulk_create(
        Service(slug=f"{first.service.slug}-{n}", **fields) for n in range(count - 1)
    )
    copies = [copy(row) for _ in services]
    for edition, service in zip(copies, services, strict=True):
        edition.pk, edition.service = None, service
    ServiceEdition.objects.bulk_create(copies)
    return first


@pytest.fixture
def history(make_edition, today):
    """Three editions of one service: past, present and to come; returned in this order."""
    past = make_edition(effective_on=today - timedelta(days=100), title="Nama lama", change_note="Yang pertama.")
    present = make_edition(service=past.service, effective_on=today - timedelta(days=10), decree_number="800/7")
    future = make_edition(service=past.service, effective_on=today + timedelta(days=10), title="Nama nanti")
    return past, present, future


def test_list_shows_every_service_in_force_by_category(client, make_edition):
    make_edition(title="Cuti Besar")
    make_edition(title="Mutasi", service__category=factories.CategoryFactory(slug="mutasi", name="Mutasi pegawai"))
    make_edition(draft=True, title="Masih Draf")
    page = client.get(LIST)
    groups = [
        (category.name, [edition.title for edition in editions]) for category, editions in page.context["filter"].groups
    ]
    assert groups == [("Cuti", ["Cuti Besar"]), ("Mutasi pegawai", ["Mutasi"])]
    assert "Masih Draf" not in page.content.decode()


def test_list_leaves_out_what_is_over_or_not_yet_in_force(client, make_edition, today):
    make_edition(effective_on=today + timedelta(days=1))
    over = make_edition(effective_on=today - timedelta(days=9))
    ServiceEdition.objects.filter(pk=over.pk).update(retired_on=today)
    assert client.get(LIST).context["filter"].all == []


def test_list_of_nothing_says_so(client, agency):
    assert "Tidak ada layanan dengan saringan ini" in client.get(LIST).content.decode()


def test_list_needs_at_most_six_queries_for_3_and_for_300_services(
    client, make_edition, django_assert_max_num_queries, django_assert_num_queries
):
    publish_many(make_edition, 3)
    with django_assert_max_num_queries(6) as few:
        client.get(LIST)
    publish_many(make_edition, 297)
    with django_assert_num_queries(len(few)):
        page = client.get(LIST)
    assert len(page.context["filter"].all) == 300


def test_detail_needs_at_most_eight_queries_in_a_small_and_a_large_catalogue(
    client, make_edition, django_assert_max_num_queries, django_assert_num_queries, today
):
    edition = publish_many(make_edition, 3)
    factories.FrequentAnswerFactory(service=edition.service)
    with django_assert_max_num_queries(8) as few:
        client.get(edition.service.get_absolute_url())
    publish_many(make_edition, 297)
    factories.FrequentAnswerFactory.create_batch(6, service=edition.service)
    for days in (1, 2, 3):
        make_edition(service=edition.service, effective_on=today + timedelta(days=days))
    with django_assert_num_queries(len(few)):
        page = client.get(edition.service.get_absolute_url())
    assert (len(page.context["history"]), len(page.context["answers"])) == (4, 4)


def test_detail_says_all_that_a_reader_needs(client, make_edition):
    edition = make_edition(
        duration_note="sejak lengkap", notes="Catatan penting.", also_for=["ahli_waris"], change_note="Yang pertama."
    )
    html = client.get(edition.service.get_absolute_url()).content.decode()
    wanted = [edition.title, "Ringkasan.", "3 hari kerja", "sejak lengkap", "Tidak dipungut biaya", "Loket"]
    wanted += ["UU Nomor 20 Tahun 2023", "Catatan penting.", "PNS, Ahli waris", str(edition.service.unit), "Ajukan."]
    wanted += ["Yang pertama.", "jaminan-keamanan", "Teks baku.", "Surat pengantar"]
    assert [part for part in wanted if part not in html] == []
    ask = reverse("services:question-create")
    assert f'href="{ask}?layanan={edition.service.slug}&amp;edisi=1"' in html
    assert f'href="{ask}?layanan={edition.service.slug}&amp;edisi=1&amp;jenis=pengaduan"' in html


def test_detail_describes_itself_to_machines(client, make_edition, settings):
    edition = make_edition(title='Nama "berkutip" & <b>', summary="Ringkasan untuk mesin.")
    html = client.get(edition.service.get_absolute_url(), {"jenis": "PNS", "daftar": "1"}).content.decode()
    address = f"{settings.SITE_URL}{edition.service.get_absolute_url()}"
    wanted = [
        f'<link rel="canonical" href="{address}">',
        f'<meta property="og:url" content="{address}">',
        '<meta property="og:title" content="Nama &quot;berkutip&quot; &amp; &lt;b&gt;">',
        '<meta name="description" content="Ringkasan untuk mesin.">',
        'itemscope itemtype="https://schema.org/GovernmentService"',
        '<h1 itemprop="name">',
        'itemprop="serviceOperator"',
        'itemprop="description"',
        'itemprop="serviceOutput"',
    ]
    assert [part for part in wanted if part not in html] == []
    assert '<meta name="robots" content="noindex">' not in html


@pytest.mark.parametrize(
    ("number", "says"),
    [(0, "tidak berlaku lagi"), (1, "Berlaku sejak"), (2, "belum berlaku")],
    ids=["past", "present", "future"],
)
def test_edition_page_says_whether_it_applies(client, history, number, says):
    html = client.get(history[number].get_absolute_url()).content.decode()
    assert [word for word in ("tidak berlaku lagi", "belum berlaku") if word in html] == [
        word for word in (says,) if word != "Berlaku sejak"
    ]
    assert says in html


@pytest.mark.parametrize("number", [0, 1, 2], ids=["past", "present", "future"])
def test_edition_page_is_canonical_only_when_it_is_not_the_one_in_force(client, history, number, settings):
    edition = history[number]
    address = edition.service.get_absolute_url() if number == 1 else edition.get_absolute_url()
    html = client.get(edition.get_absolute_url()).content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in html


def test_edition_in_force_that_will_be_replaced_is_shown_as_in_force(client, history):
    page = client.get(history[1].get_absolute_url())
    assert page.context["is_current"] is True


def test_edition_without_successor_that_was_retired_no_longer_applies(client, make_edition, today):
    edition = make_edition(effective_on=today - timedelta(days=9))
    ServiceEdition.objects.filter(pk=edition.pk).update(retired_on=today)
    assert "tidak berlaku lagi" in client.get(edition.get_absolute_url()).content.decode()
    assert client.get(edition.service.get_absolute_url()).status_code == 404


def test_detail_lists_the_history_newest_first(client, history):
    page = client.get(history[0].service.get_absolute_url())
    assert [edition.number for edition in page.context["history"]] == [3, 2, 1]
    assert [part for part in ("Yang pertama.", "SK 800/7") if part not in page.content.decode()] == []


@pytest.mark.parametrize(("days", "number"), [(-100, 1), (-11, 1), (-10, 2), (0, 2), (9, 2), (10, 3), (5000, 3)])
def test_edition_on_a_day_leads_to_the_one_that_applied(client, history, today, days, number):
    day = (today + timedelta(days=days)).isoformat()
    response = client.get(reverse("services:edition-on", args=[history[0].service.slug]), {"tanggal": day})
    assert (response.status_code, response["Location"]) == (302, history[number - 1].get_absolute_url())


def test_edition_on_a_day_before_the_first_says_since_when(client, history, today):
    page = reverse("services:edition-on", args=[history[0].service.slug])
    response = client.get(page, {"tanggal": (today - timedelta(days=101)).isoformat()})
    assert response.status_code == 200
    assert "Edisi paling awal yang tercatat" in response.content.decode()
    assert response.context["first"] == history[0]


@pytest.mark.parametrize("text", ["", "kemarin", "2026-02-30", "12-06-2026", "\x00", "9" * 400, "٢٠٢٦-٠١-٠١"])
def test_edition_on_what_is_no_day_asks_again(client, history, text):
    response = client.get(reverse("services:edition-on", args=[history[0].service.slug]), {"tanggal": text})
    assert (response.status_code, "Tanggal itu tidak dapat dibaca" in response.content.decode()) == (200, True)


def test_edition_on_a_day_in_a_gap_does_not_speak_of_the_first(client, make_edition, today):
    """Retired without a successor: the honest answer is that nothing applied, not that nothing was recorded yet."""
    edition = make_edition(effective_on=today - timedelta(days=9))
    ServiceEdition.objects.filter(pk=edition.pk).update(retired_on=today - timedelta(days=5))
    page = reverse("services:edition-on", args=[edition.service.slug])
    response = client.get(page, {"tanggal": today.isoformat()})
    assert response.status_code == 200
    assert "Edisi paling awal" not in response.content.decode()


def draft_addresses(edition):
    slug = edition.service.slug
    return [
        reverse("services:service-detail", args=[slug]),
        reverse("services:edition-detail", args=[slug, edition.number]),
        reverse("services:edition-on", args=[slug]),
        reverse("services:checklist-pdf", args=[slug]),
    ]


def test_draft_is_no_page_for_warga_and_whoever_does_not_write_editions(client, cast, make_edition):
    draft = make_edition(draft=True, title="Rahasia Draf")
    got = {"warga": [client.get(address).status_code for address in draft_addresses(draft)]}
    for who in CAST:
        client.force_login(cast[who])
        got[who] = [client.get(address).status_code for address in draft_addresses(draft)]
    assert got == {who: [404] * 4 for who in ("warga", *CAST)}


@pytest.mark.parametrize("path", ["/layanan/tidak-ada/", "/layanan/x/edisi/1/", "/layanan/x/daftar-syarat.pdf"])
def test_service_that_does_not_exist_is_a_404(client, agency, path):
    assert client.get(path).status_code == 404


def test_edition_with_a_huge_number_is_a_404(client, history):
    slug = history[0].service.slug
    assert [client.get(f"/layanan/{slug}/edisi/{n}/").status_code for n in (0, 99, 99999, 10**12)] == [404] * 4


def test_pdf_carries_the_same_answers_as_the_page(client, make_edition, today):
    draft = make_edition(draft=True, employee_kinds=["PNS", "CPNS"], title="Cuti *Besar* #1")
    Condition.objects.create(edition=draft, key="guru", question="Guru?", reason="karena Anda guru")
    Requirement.objects.create(edition=draft, key="a", text="Sertifikat pendidik", condition_keys=["guru"])
    publish_edition(draft, effective_on=today, by=None)
    response = client.get(
        reverse("services:checklist-pdf", args=[draft.service.slug]), {"daftar": "1", "jenis": "CPNS", "ya": "guru"}
    )
    document = PdfReader(BytesIO(response.getvalue()))
    text = " ".join(document.pages[0].extract_text().split())
    assert (len(document.pages), response["Content-Type"]) == (1, "application/pdf")
    wanted = ["Cuti *Besar* #1", "Untuk: CPNS", "2 butir", "Sertifikat pendidik", "Perlu karena Anda guru."]
    assert [part for part in wanted if part not in text] == []
    assert response["Content-Disposition"] == f'inline; filename="daftar-syarat-{draft.service.slug}.pdf"'


@pytest.mark.parametrize("name", ["service-list", "answer-list"])
def test_reading_pages_take_no_post(client, agency, name):
    assert client.post(reverse(f"services:{name}")).status_code == 405
