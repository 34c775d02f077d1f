"""The registrar's pages: what is typed is never lost, and a list stays quick when it grows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from announcements.models import Decree, DecreeRecipient
from tests import factories
from tests.entering import enter

from .files import pdf_bytes, upload

LIST = reverse("announcements:decree-list")
FACTS = {
    "kind": "kenaikan_pangkat",
    "promotion_kind": "reguler",
    "issuer": "Bupati",
    "number": "800.1.3.2/CONTOH/2024",
    "dated_on": "2024-06-03",
    "effective_on": "2024-06-01",
    "period": "2024-06",
    "signatory_name": "",
    "signatory_post": "",
    "event": "",
}
RANKS = {"rank_from": "III/b", "rank_to": "III/c"}


def page_of(name, *args):
    return reverse(f"announcements:{name}", args=args)


@pytest.fixture
def registrar(client, cast):
    enter(client, cast["pengelola"])
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_decree_is_written_filled_and_issued_through_the_pages(registrar, cast, media, make_event):
    event, person = make_event(), cast["asn"].employee
    response = registrar.post(page_of("decree-create"), {**FACTS, "event": event.pk})
    decree = Decree.objects.get()
    assert response["Location"] == decree.get_absolute_url()
    assert (decree.period, decree.event, decree.created_by) == (date(2024, 6, 1), event, cast["pengelola"])

    found = registrar.post(page_of("recipient-search", decree.pk), {"who": "contoh ASN"})
    link = page_of("recipient-create", decree.pk, person.pk)
    assert f'href="{link}"' in found.content.decode()
    response = registrar.post(link, {**RANKS, "attach": "1"})
    recipient = decree.recipients.get()
    assert response["Location"] == page_of("recipient-update", recipient.pk)

    registrar.post(page_of("recipient-attach", recipient.pk), {"file": upload()})
    response = registrar.post(page_of("decree-issue", decree.pk), follow=True)
    assert "Keputusan terbit; setiap penerima dikabari." in text_of(response)
    recipient.refresh_from_db()
    assert (recipient.state, len(recipient.sha256)) == ("berlaku", 64)

    registrar.post(page_of("decree-hand-over", decree.pk), {"on": "2024-06-21", "event": event.pk})
    recipient.refresh_from_db()
    assert recipient.handed_over_on == date(2024, 6, 21)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": ""}, "number"),
        ({"dated_on": "31-02-2024"}, "dated_on"),
        ({"period": "Juni"}, "period"),
        ({"kind": "mutasi"}, "kind"),
        ({"effective_on": ""}, "__all__"),
        ({"promotion_kind": ""}, "__all__"),
        ({"kind": "satyalancana"}, "__all__"),
        ({"event": "999999"}, "event"),
    ],
)
def test_facts_with_bad_input_are_refused_and_stay_typed(registrar, changed, field):
    page = registrar.post(page_of("decree-create"), {**FACTS, **changed})
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert Decree.objects.count() == 0
    assert "800.1.3.2/CONTOH/2024" in page.content.decode() or "number" in changed


def test_number_that_is_taken_is_said_on_the_form(registrar):
    factories.DecreeFactory(number=FACTS["number"])
    page = registrar.post(page_of("decree-create"), FACTS)
    assert page.context["form"].non_field_errors() == ["Nomor ini sudah dipakai penetap yang sama pada tahun itu."]


def test_draft_event_is_no_choice_for_a_hand_over(registrar, make_event):
    draft = make_event(draft=True)
    page = registrar.post(page_of("decree-create"), {**FACTS, "event": draft.pk})
    assert list(page.context["form"].errors) == ["event"]


def test_draft_that_somebody_else_changed_is_not_written_over(registrar):
    decree = factories.DecreeFactory()
    read_at = registrar.get(decree.get_absolute_url()).context["form"].initial["read_at"]
    assert registrar.post(decree.get_absolute_url(), {**FACTS, "number": "2", "read_at": read_at}).status_code == 302
    page = registrar.post(decree.get_absolute_url(), {**FACTS, "number": "3", "read_at": read_at})
    assert "baru saja diubah orang lain" in text_of(page)
    assert 'value="3"' in page.content.decode()
    assert Decree.objects.get().number == "2"


def test_list_is_narrowed_by_links_with_counts_and_by_number(registrar, issue):
    issue(decree__number="1/KP")
    factories.DecreeFactory(number="2/KP")
    factories.DecreeFactory(number="3/SLKS", award=True)

    def numbers(query):
        return [decree.number for decree in registrar.get(f"{LIST}?{query}").context["page"]]

    assert numbers("") == ["3/SLKS", "2/KP", "1/KP"]
    assert numbers("jenis=satyalancana") == ["3/SLKS"]
    assert numbers("keadaan=terbit") == ["1/KP"]
    assert numbers("nomor=kp&keadaan=draf") == ["2/KP"]
    assert numbers("jenis=lain&nomor=%00") == ["3/SLKS", "2/KP", "1/KP"]
    found = registrar.get(f"{LIST}?jenis=kenaikan_pangkat&nomor=KP").context["filter"]
    assert [(label, count, chosen) for label, _, count, chosen in found.kinds] == [
        ("Semua", 2, False),
        ("SK Kenaikan Pangkat", 2, True),
        ("Satyalancana Karya Satya", 0, False),
    ]
    assert [(label, query, count) for label, query, count, _ in found.states] == [
        ("Semua", "jenis=kenaikan_pangkat&nomor=KP", 2),
        ("Draf", "jenis=kenaikan_pangkat&nomor=KP&keadaan=draf", 1),
        ("Terbit", "jenis=kenaikan_pangkat&nomor=KP&keadaan=terbit", 1),
    ]


def test_list_counts_recipients_and_files(registrar, issue, media):
    petikan = issue()
    row = registrar.get(LIST).context["page"][0]
    assert (row.pk, row.people, row.files) == (petikan.decree_id, 1, 1)


def test_list_costs_the_same_for_few_and_for_many(registrar):
    costs = []
    for count in (3, 297):
        Decree.objects.bulk_create(factories.DecreeFactory.build_batch(count))
        costs.append(queries(registrar, LIST))
    assert (Decree.objects.count(), costs[0]) == (300, costs[1])


@pytest.mark.parametrize("is_issued", [False, True])
def test_page_of_a_decree_costs_the_same_for_few_and_for_many(registrar, cast, is_issued):
    costs = []
    for count in (3, 300):
        decree, unit = factories.DecreeFactory(), factories.WorkUnitFactory()
        people = factories.EmployeeFactory.create_batch(count, rank="III/a", unit=unit)
        DecreeRecipient.objects.bulk_create(factories.RecipientFactory.build(decree=decree, employee=p) for p in people)
        if is_issued:
            registrar.post(page_of("decree-issue", decree.pk))
        costs.append(queries(registrar, decree.get_absolute_url()))
    assert costs[0] == costs[1]


def test_warnings_stand_with_their_source_and_do_not_block(registrar):
    factories.PromotionPeriodFactory()
    recipient = factories.RecipientFactory(decree__effective_on=date(2024, 5, 1), rank_to="IV/a")
    for path in (recipient.decree.get_absolute_url(), page_of("recipient-update", recipient.pk)):
        assert "Kenaikan pangkat biasanya setingkat; ini lebih." in text_of(registrar.get(path))
        assert "Dasar: PP 99/2000 jo. PP 12/2002." in text_of(registrar.get(path))
    text = text_of(registrar.get(recipient.decree.get_absolute_url()))
    assert "TMT 1 Mei 2024 di luar periode" in text
    assert "Dasar: Peraturan BKN 4/2023." in text
    registrar.post(page_of("decree-issue", recipient.decree_id))
    recipient.refresh_from_db()
    assert recipient.state == "berlaku"
    assert "Perlu dilihat lagi" not in text_of(registrar.get(recipient.decree.get_absolute_url()))


def test_person_is_found_by_nip_with_spaces_and_by_parts_of_the_name(registrar):
    decree = factories.DecreeFactory()
    ani = factories.EmployeeFactory(name="Contoh Ani Lestari", nip="198703152010012003")
    factories.EmployeeFactory(name="Contoh Budi")
    path = page_of("recipient-search", decree.pk)

    def found(who):
        return [person.pk for person in registrar.post(path, {"who": who}).context["people"]]

    assert found("19870315 201001 2 003") == [ani.pk]
    assert found("lestari contoh") == [ani.pk]
    assert found("198703152010012004") == []
    html = registrar.post(path, {"who": "Ani"}).content.decode()
    assert ("1987 •••• •••• ••• 003" in html, ani.nip in html) == (True, False)


def test_search_says_who_is_listed_and_that_there_are_more(registrar):
    recipient = factories.RecipientFactory(employee__name="Contoh A")
    factories.EmployeeFactory.create_batch(20, name="Contoh B")
    text = text_of(registrar.post(page_of("recipient-search", recipient.decree_id), {"who": "Contoh"}))
    assert ("Sudah tercantum" in text, "20 pegawai pertama; perjelas namanya" in text) == (True, True)


@pytest.mark.parametrize("who", ["", "   ", "x" * 101])
def test_search_for_nothing_is_refused_on_its_field(registrar, who):
    page = registrar.post(page_of("recipient-search", factories.DecreeFactory().pk), {"who": who})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["who"])


def test_search_in_vain_says_so(registrar):
    page = registrar.post(page_of("recipient-search", factories.DecreeFactory().pk), {"who": "zzz"})
    assert "Tidak ada pegawai dengan nama atau NIP itu" in text_of(page)


def test_search_costs_the_same_for_few_and_for_many(registrar):
    decree, costs = factories.DecreeFactory(), []
    for count in (3, 297):
        factories.EmployeeFactory.create_batch(count, name="Contoh")
        with CaptureQueriesContext(connection) as captured:
            registrar.post(page_of("recipient-search", decree.pk), {"who": "Contoh"})
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("rank", "expected"), [("III/b", ("III/b", "III/c")), ("IV/e", ("IV/e", "")), ("IX", ("", ""))]
)
def test_form_knows_the_present_rank_and_the_next(registrar, rank, expected):
    decree, person = factories.DecreeFactory(), factories.EmployeeFactory(rank=rank)
    form = registrar.get(page_of("recipient-create", decree.pk, person.pk)).context["form"]
    assert (form["rank_from"].initial, form["rank_to"].initial) == expected
    assert list(form.fields) == ["rank_from", "rank_to"]


@pytest.mark.parametrize(
    ("award", "sent", "fields"),
    [
        (False, {"rank_from": "", "rank_to": ""}, ["rank_from", "rank_to"]),
        (False, {"rank_from": "III/b", "rank_to": "IX"}, ["rank_to"]),
        (True, {"charter_number": "7"}, ["award_class"]),
        (True, {"award_class": "X", "charter_number": "7" * 121}, ["charter_number"]),
    ],
)
def test_recipient_with_bad_input_is_refused_on_its_field(registrar, award, sent, fields):
    decree, person = factories.DecreeFactory(award=award), factories.EmployeeFactory()
    page = registrar.post(page_of("recipient-create", decree.pk, person.pk), sent)
    assert (page.status_code, sorted(page.context["form"].errors)) == (200, fields)
    assert decree.recipients.count() == 0


def test_recipient_who_is_listed_already_is_refused_on_the_form(registrar):
    recipient = factories.RecipientFactory()
    page = registrar.post(page_of("recipient-create", recipient.decree_id, recipient.employee_id), RANKS)
    assert "Orang ini sudah tercantum dalam keputusan tersebut." in text_of(page)


def test_recipient_is_corrected_and_removed(registrar):
    recipient = factories.RecipientFactory()
    registrar.post(page_of("recipient-update", recipient.pk), {"rank_from": "III/c", "rank_to": "III/d"})
    recipient.refresh_from_db()
    assert (recipient.rank_from, recipient.rank_to) == ("III/c", "III/d")
    response = registrar.post(page_of("recipient-remove", recipient.pk))
    assert (response["Location"], DecreeRecipient.objects.count()) == (recipient.decree.get_absolute_url(), 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Berkas ini kosong."),
        (b"PK\x03\x04 arsip", "Berkas ini bukan PDF."),
        (pdf_bytes(password="rahasia"), "PDF ini terkunci sandi."),
    ],
)
def test_file_that_cannot_be_kept_is_refused_with_its_reason(registrar, media, content, said):
    recipient = factories.RecipientFactory()
    page = registrar.post(page_of("recipient-attach", recipient.pk), {"file": upload(content)})
    assert (page.status_code, said in text_of(page)) == (200, True)
    assert list(media.rglob("*.pdf")) == []


def test_no_file_at_all_is_refused(registrar):
    page = registrar.post(page_of("recipient-attach", factories.RecipientFactory().pk))
    assert page.context["attach_form"].errors == {"file": ["Pilih berkasnya."]}


def test_replacement_is_prepared_from_the_page_and_issued(registrar, issue):
    old, draft = issue(), factories.DecreeFactory(number="RALAT/1", dated_on=date(2024, 7, 12))
    factories.DecreeFactory(number="LAIN/1", award=True)
    page = registrar.get(page_of("recipient-update", old.pk))
    assert list(page.context["replace_form"].fields["draft"].queryset) == [draft]
    sent = {"draft": draft.pk, "reason": "Pangkat keliru"}
    response = registrar.post(page_of("recipient-replace", old.pk), sent)
    new = draft.recipients.get()
    assert response["Location"] == page_of("recipient-update", new.pk)
    assert (new.employee, new.rank_from, new.rank_to) == (old.employee, old.rank_from, old.rank_to)
    assert "Akan diganti oleh" in text_of(registrar.get(page_of("recipient-update", old.pk)))
    registrar.post(page_of("decree-issue", draft.pk))
    text = text_of(registrar.get(page_of("recipient-update", old.pk)))
    assert ("Diganti oleh" in text, "Pangkat keliru" in text, "12 Juli 2024" in text) == (True, True, True)


@pytest.mark.parametrize(("sent", "fields"), [({}, ["draft", "reason"]), ({"draft": "999", "reason": "x"}, ["draft"])])
def test_replacement_without_draft_or_reason_is_refused_on_its_field(registrar, issue, sent, fields):
    page = registrar.post(page_of("recipient-replace", issue().pk), sent)
    assert (page.status_code, sorted(page.context["replace_form"].errors)) == (200, fields)


def test_petikan_is_revoked_from_its_page(registrar, issue):
    petikan = issue()
    sent = {"ended_on": "2024-07-01", "reason": "Keliru ditetapkan"}
    text = text_of(registrar.post(page_of("recipient-revoke", petikan.pk), sent, follow=True))
    assert ("Petikan dicabut; penerimanya dikabari." in text, "Keliru ditetapkan" in text) == (True, True)


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"ended_on": "2024-07-01", "reason": ""}, ["reason"]),
        ({"ended_on": "", "reason": "Keliru"}, ["ended_on"]),
        ({"ended_on": "2999-01-01", "reason": "Keliru"}, ["ended_on"]),
        ({"ended_on": "2024-06-02", "reason": "Keliru"}, ["ended_on"]),
    ],
)
def test_revocation_with_bad_input_is_refused_and_stays_typed(registrar, issue, sent, fields):
    petikan = issue()
    page = registrar.post(page_of("recipient-revoke", petikan.pk), sent)
    assert (page.status_code, list(page.context["revoke_form"].errors)) == (200, fields)
    assert f'value="{sent["reason"]}"' in page.content.decode() or not sent["reason"]
    petikan.refresh_from_db()
    assert petikan.state == "berlaku"


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"on": ""}, "Isi tanggal penyerahannya."), ({"on": "2999-01-01"}, "Hari itu belum tiba.")]
    + [({"on": "2024-01-01"}, "Hari itu sebelum tanggal penetapan.")],
)
def test_hand_over_with_bad_input_is_refused(registrar, issue, sent, said):
    page = registrar.post(page_of("decree-hand-over", issue().decree_id), sent)
    assert (page.status_code, said in text_of(page)) == (200, True)


def test_issuing_an_empty_decree_is_refused_beside_its_button(registrar):
    decree = factories.DecreeFactory()
    page = registrar.post(page_of("decree-issue", decree.pk))
    assert page.context["issue_form"].non_field_errors() == ["Tambahkan penerimanya lebih dahulu."]
    assert "Draf" in text_of(page)


def test_draft_is_deleted_and_an_issued_decree_is_not(registrar, issue):
    draft, issued = factories.DecreeFactory(), issue().decree
    assert registrar.post(page_of("decree-delete", draft.pk))["Location"] == LIST
    page = registrar.post(page_of("decree-delete", issued.pk))
    assert page.status_code == 200
    assert list(Decree.objects.all()) == [issued]


def test_page_of_an_issued_decree_offers_no_step_of_a_draft(registrar, issue):
    petikan = issue()
    html = registrar.get(petikan.decree.get_absolute_url()).content.decode()
    names = ("decree-issue", "decree-delete", "recipient-search")
    assert [name for name in names if page_of(name, petikan.decree_id) in html] == []
    html = registrar.get(page_of("recipient-update", petikan.pk)).content.decode()
    names = ("recipient-remove", "recipient-attach")
    assert [name for name in names if f'action="{page_of(name, petikan.pk)}"' in html] == []


@pytest.mark.parametrize("name", ["decree-issue", "decree-delete", "decree-hand-over"])
def test_step_of_a_decree_takes_only_post(registrar, name):
    decree = factories.DecreeFactory()
    assert registrar.get(page_of(name, decree.pk)).status_code == 405
    assert Decree.objects.get().state == "draf"


@pytest.mark.parametrize("name", ["attach", "remove", "replace", "revoke"])
def test_step_of_a_petikan_takes_only_post(registrar, name):
    recipient = factories.RecipientFactory()
    assert registrar.get(page_of(f"recipient-{name}", recipient.pk)).status_code == 405


@pytest.mark.parametrize("path", ["decree-update", "decree-issue", "recipient-search", "recipient-update"])
def test_what_is_not_there_is_not_found(registrar, path):
    act = registrar.post if path == "decree-issue" else registrar.get
    assert act(page_of(path, 999)).status_code == 404
