"""The decisions of the demo regency."""

from collections import Counter
from datetime import date

import pytest

from accounts.models import Employee, WorkUnit
from announcements.models import Decree, DecreeRecipient, PromotionPeriod
from announcements.rules import decree_warnings, recipient_warnings
from bkpsdm.demo import demo_data
from bkpsdm.demo.decrees import people_of, take
from neutrality.models import Event
from tests import factories

DATA = demo_data("decrees")


def decree(name):
    return Decree.objects.get(number=DATA[name]["fields"]["number"])


def test_demo_hands_over_24_medals_and_23_promotions_that_keep_the_rules(seeded):
    event = Event.objects.get(starts_at__date=date(2024, 6, 21))
    medals, promotions = decree("medals"), decree("promotions")
    assert (medals.event, promotions.event, promotions.period) == (event, event, date(2024, 6, 1))
    given = DecreeRecipient.objects.in_force().filter(handed_over_on=date(2024, 6, 21))
    assert Counter(given.filter(decree=medals).values_list("award_class", flat=True)) == {"XXX": 5, "XX": 8, "X": 11}
    assert given.filter(decree=promotions).count() == 23
    kecamatan = WorkUnit.objects.filter(code__in=DATA["kecamatan"])
    units = set(WorkUnit.objects.located_in(kecamatan).values_list("pk", flat=True))
    assert set(given.values_list("unit", flat=True)) <= units
    assert len(kecamatan) == 7
    assert given.values("employee").distinct().count() == 47
    assert [name for name in given.values_list("name", flat=True) if "Contoh" not in name] == []
    numbers = Decree.objects.values_list("number", flat=True)
    assert [number for number in numbers if "CONTOH" not in number] == []
    periods = list(PromotionPeriod.objects.all())
    found = []
    for row in (medals, promotions):
        found += decree_warnings(row, periods)
        for recipient in row.recipients.select_related("employee"):
            found += [w for w in recipient_warnings(recipient, row) if w.source != "data pegawai portal ini"]
    assert found == []


def test_asn_of_the_demo_holds_a_promotion_with_its_file_and_has_a_medal_waiting(client, seeded):
    person = Employee.objects.get(email="asn@contoh.invalid")
    medal, promotion = person.petikan.order_by("-decree__dated_on")
    assert (promotion.decree, promotion.rank_from, promotion.rank_to) == (decree("promotions"), "III/b", "III/c")
    assert (medal.award_class, medal.handed_over_on, promotion.handed_over_on) == ("X", None, date(2024, 6, 21))
    for petikan in (medal, promotion):
        with petikan.file.open("rb") as file:
            assert file.read(5) == b"%PDF-"
    client.force_login(person.user)
    assert list(client.get("/akun/keputusan/").context["waiting"]) == [medal]


def test_demo_shows_a_replaced_and_a_revoked_petikan_and_its_counts(client, seeded):
    states = dict(DecreeRecipient.objects.exclude(state="berlaku").values_list("state", "code"))
    assert states.keys() == {"diganti", "dicabut"}
    for state, code in states.items():
        html = client.get(f"/verifikasi/{code}/").content.decode()
        assert {"diganti": "Sudah diganti", "dicabut": "Dicabut"}[state] in html
    assert "Ralat: pangkat lama keliru tertulis" in client.get(f"/verifikasi/{states['diganti']}/").content.decode()
    html = client.get("/keputusan/?tahun=2024").content.decode()
    assert [
        n for n in ("<span>11</span>", "<span>8</span>", "<span>5</span>", "<span>23</span>") if n not in html
    ] == []
    assert html.count("kurang dari 5") == 1


def test_demo_with_too_few_people_fails_loudly(db):
    unit = factories.WorkUnitFactory(code="kec-satu", kind="kecamatan")
    one, other = (factories.EmployeeFactory(unit=unit) for _ in range(2))
    people = people_of(["kec-satu"], without=other)
    assert people == [one]
    with pytest.raises(ValueError, match="needs 2 more PNS"):
        take(people, 2, lambda person: True)
