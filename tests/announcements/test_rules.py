"""What the dated rules say about a draft: each warning with its source, and none too many."""

from datetime import date

import pytest

from announcements.models import DecreeRecipient, PromotionPeriod
from announcements.rules import concerns_about, decree_warnings, recipient_warnings
from bkpsdm.demo import demo_data
from tests import factories

OLD, BKN_2023, BKN_2025 = "PP 99/2000; Kepka BKN 12/2002", "Peraturan BKN 4/2023", "Peraturan BKN 4/2025"
PP, PP_MEDALS = "PP 99/2000 jo. PP 12/2002", "UU 20/2009; PP 35/2010 pasal 22"


@pytest.fixture
def periods(db):
    """The rules as the demo loads them."""
    for row in demo_data("promotion_periods"):
        PromotionPeriod.objects.create(**row)
    return list(PromotionPeriod.objects.all())


def draft(**fields):
    return factories.DecreeFactory.build(**fields)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 10, 1), []),
        (date(2023, 6, 1), [("TMT 1 Juni 2023 di luar periode: April, Oktober.", OLD)]),
        (date(2023, 12, 1), [("TMT 1 Desember 2023 di luar periode: April, Oktober.", OLD)]),
        (date(2024, 2, 1), []),
        (date(2024, 6, 1), []),
        (
            date(2024, 1, 1),
            [("TMT 1 Januari 2024 di luar periode: Februari, April, Juni, Agustus, Oktober, Desember.",)],
        ),
        (
            date(2025, 9, 1),
            [("TMT 1 September 2025 di luar periode: Februari, April, Juni, Agustus, Oktober, Desember.",)],
        ),
        (date(2025, 10, 1), []),
        (date(2025, 11, 1), []),
        (
            date(2002, 4, 1),
            [("Belum ada aturan periode untuk TMT 1 April 2002.", "data rujukan: periode kenaikan pangkat")],
        ),
        (date(2026, 3, 2), [("TMT kenaikan pangkat biasanya tanggal 1.", PP)]),
    ],
)
def test_month_of_the_tmt_is_judged_by_the_rule_of_its_day(periods, day, expected):
    found = decree_warnings(draft(effective_on=day), periods)
    assert [tuple(warning) for warning in found] == [(*row, BKN_2023)[:2] for row in expected]


@pytest.mark.parametrize("kind", ["pengabdian", "anumerta"])
def test_promotions_at_the_end_of_service_know_no_period(periods, kind):
    assert decree_warnings(draft(promotion_kind=kind, effective_on=date(2024, 3, 17)), periods) == []


def test_period_and_tmt_belong_to_one_month(periods):
    decree = draft(effective_on=date(2024, 6, 1), period=date(2024, 4, 1))
    assert decree_warnings(decree, periods) == [("Bulan TMT berbeda dari periodenya.", BKN_2023)]


def test_medals_have_no_month(periods):
    assert decree_warnings(draft(award=True, dated_on=date(2024, 5, 5)), periods) == []


@pytest.mark.parametrize(
    ("kind", "ranks", "expected"),
    [
        ("reguler", ("III/b", "III/c"), []),
        ("reguler", ("II/d", "III/a"), []),
        ("reguler", ("III/b", "III/d"), [("Kenaikan pangkat biasanya setingkat; ini lebih.", PP)]),
        ("reguler", ("III/b", "III/b"), [("Pangkat barunya tidak lebih tinggi dari pangkat lamanya.", PP)]),
        ("reguler", ("III/b", "III/a"), [("Pangkat barunya tidak lebih tinggi dari pangkat lamanya.", PP)]),
        ("penyesuaian_ijazah", ("II/b", "III/a"), []),
        ("penyesuaian_ijazah", ("III/b", "III/a"), [("Pangkat barunya tidak lebih tinggi dari pangkat lamanya.", PP)]),
    ],
)
def test_promotion_goes_one_step_up(db, kind, ranks, expected):
    decree = factories.DecreeFactory(promotion_kind=kind)
    person = factories.EmployeeFactory(rank=ranks[0])
    recipient = factories.RecipientFactory(decree=decree, employee=person, rank_from=ranks[0], rank_to=ranks[1])
    assert recipient_warnings(recipient, decree) == expected


def test_old_rank_is_compared_with_the_roster(db):
    recipient = factories.RecipientFactory(employee__rank="III/a")
    text = "Pangkat lamanya berbeda dari golongan ruang dalam data pegawai."
    assert recipient_warnings(recipient, recipient.decree) == [(text, "data pegawai portal ini")]


@pytest.mark.parametrize("kind", ["CPNS", "PPPK_PENUH", "PPPK_PARUH", "NON_ASN"])
def test_only_pns_get_either(db, kind):
    person = factories.EmployeeFactory(kind=kind, nip="", rank="III/b")
    promotion = factories.RecipientFactory(employee=person)
    medal = factories.RecipientFactory(award=True, employee=person)
    assert recipient_warnings(promotion, promotion.decree) == [("Kenaikan pangkat hanya untuk PNS.", PP)]
    assert recipient_warnings(medal, medal.decree) == [("Satyalancana Karya Satya hanya untuk PNS.", PP_MEDALS)]


@pytest.mark.parametrize(
    ("since", "award_class", "years"),
    [("201406", "X", None), ("201407", "X", 10), ("200406", "XX", None), ("200407", "XX", 20)]
    + [("199406", "XXX", None), ("199407", "XXX", 30), ("199421", "XXX", None), ("200401", "XXX", 30)],
)
def test_class_needs_its_years_as_far_as_the_nip_tells(db, since, award_class, years):
    person = factories.EmployeeFactory(nip=f"19700101{since}1001")
    recipient = factories.RecipientFactory(award=True, employee=person, award_class=award_class)
    text = f"Masa kerjanya belum {years} tahun pada tanggal penetapan (perkiraan dari NIP)."
    assert recipient_warnings(recipient, recipient.decree) == ([(text, PP_MEDALS)] if years else [])


def test_class_that_somebody_holds_already_is_told_before_it_is_refused(issue):
    held = issue(award=True, employee__nip="197001012010011001")
    again = factories.RecipientFactory(award=True, employee=held.employee)
    other = factories.RecipientFactory(award=True, employee=held.employee, award_class="XX")
    text = "Sudah memiliki kelas ini; penerbitannya akan ditolak."
    assert (text, PP_MEDALS) in [concern.warning for concern in concerns_about(again.decree)]
    assert (text, PP_MEDALS) not in [concern.warning for concern in concerns_about(other.decree)]


def test_concerns_name_each_recipient_once_and_the_decree_without_names(periods):
    decree = factories.DecreeFactory(effective_on=date(2024, 3, 1))
    for name in ("Contoh Ani", "Contoh Budi"):
        factories.RecipientFactory(decree=decree, employee__name=name, rank_to="IV/a")
    factories.RecipientFactory(decree=decree, employee__name="Contoh Citra")
    assert [(concern.warning.text.partition(" ")[0], concern.names) for concern in concerns_about(decree)] == [
        ("TMT", []),
        ("Kenaikan", ["Contoh Ani", "Contoh Budi"]),
    ]


def test_concerns_cost_the_same_for_few_and_for_many(periods, django_assert_num_queries):
    for count in (3, 300):
        decree = factories.DecreeFactory()
        people = factories.EmployeeFactory.create_batch(count, rank="III/a", unit=factories.WorkUnitFactory())
        DecreeRecipient.objects.bulk_create(factories.RecipientFactory.build(decree=decree, employee=p) for p in people)
        with django_assert_num_queries(3):
            [concern] = concerns_about(decree)
        assert len(concern.names) == count
