"""What may be done and what may not: everybody reads it, and the day decides what comes first."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Activity
from bkpsdm.demo import demo_data
from bkpsdm.search import search_portal
from neutrality.actions import load_rules
from neutrality.models import Rule
from tests import factories
from tests.conftest import CAST

PAGE = reverse("neutrality:guidance")


@pytest.fixture
def rules(db):
    """One rule of each phase, by the name of its phase."""
    return {
        phase: factories.RuleFactory(code=f"r-{number}", act=f"Perbuatan {phase}", phase=phase)
        for number, phase in enumerate(Rule.Phase.values)
    }


@pytest.fixture
def campaign(db):
    """An election in its campaign, as in October 2024."""
    factories.ElectionPhaseFactory(phase="sebelum_penetapan")
    factories.ElectionPhaseFactory(phase="setelah_penetapan", starts_on=date(2024, 9, 22), ends_on=date(2025, 2, 20))
    factories.ElectionPhaseFactory(phase="masa_kampanye", starts_on=date(2024, 9, 25), ends_on=date(2024, 11, 23))


def phases_shown(response):
    return {rule.phase for _, rules in response.context["guidance"].groups for rule in rules}


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2024-05-04", {"semua_tahap"}),
        ("2024-05-05", {"semua_tahap", "sebelum_penetapan"}),
        ("2024-09-21", {"semua_tahap", "sebelum_penetapan"}),
        ("2024-09-22", {"semua_tahap", "setelah_penetapan"}),
        ("2024-10-09", {"semua_tahap", "setelah_penetapan", "masa_kampanye"}),
        ("2024-11-24", {"semua_tahap", "setelah_penetapan"}),
        ("2025-02-21", {"semua_tahap"}),
    ],
)
def test_page_shows_what_holds_on_the_day(client, agency, rules, campaign, time_machine, day, shown):
    time_machine.move_to(f"{day}T05:00:00Z")
    assert phases_shown(client.get(PAGE)) == shown


def test_page_says_which_phase_is_running_and_until_when(client, agency, rules, campaign, time_machine):
    time_machine.move_to("2024-10-09T05:00:00Z")
    html = client.get(PAGE).content.decode()
    assert "Rabu, 9 Oktober 2024: masa kampanye." in html
    assert "23 November 2024" in html
    time_machine.move_to("2026-11-24T05:00:00Z")
    assert "tidak ada tahap pemilihan yang berjalan" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("tab", ["sebelum_penetapan", "setelah_penetapan", "masa_kampanye"])
def test_tab_shows_its_phase_and_what_always_holds(client, agency, rules, tab):
    assert phases_shown(client.get(PAGE, {"tahap": tab})) == {tab, "semua_tahap"}


def test_tab_of_all_shows_all_and_an_unknown_one_shows_today(client, agency, rules):
    assert phases_shown(client.get(PAGE, {"tahap": "semua"})) == set(Rule.Phase.values)
    assert phases_shown(client.get(PAGE, {"tahap": "\x00<b>"})) == {"semua_tahap"}


def test_rule_is_shown_with_source_sanction_and_example(client, agency):
    rule = factories.RuleFactory(
        code="di-13",
        tier="sedang",
        sanction="Hukuman disiplin sedang",
        example="Ikut arak-arakan.",
        source="PP 94/2021 Pasal 5",
    )
    html = client.get(rule.get_absolute_url()).content.decode()
    assert 'id="di-13"' in html
    assert [
        text
        for text in ("Tidak boleh", "Ancaman: Hukuman disiplin sedang.", "Contoh: Ikut arak-arakan.", rule.source)
        if text not in html
    ] == []


def test_rules_are_grouped_by_situation_in_their_order(client, agency):
    for code, situation in (("b", "suara"), ("a", "media-sosial"), ("c", "suara")):
        factories.RuleFactory(code=code, situation=situation)
    groups = client.get(PAGE).context["guidance"].groups
    assert [(situation.value, [rule.code for rule in rules]) for situation, rules in groups] == [
        ("media-sosial", ["a"]),
        ("suara", ["b", "c"]),
    ]


def test_page_without_rules_says_so(client, agency):
    assert "Belum ada aturan" in client.get(PAGE).content.decode()


def test_page_is_everybodys_and_may_be_kept(client, cast, rules):
    assert "public" in client.get(PAGE)["Cache-Control"]
    for who in CAST:
        client.force_login(cast[who])
        answer = client.get(PAGE)
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_page_costs_the_same_for_few_and_many_rules(client, agency, django_assert_num_queries):
    factories.RuleFactory()
    client.get(PAGE)
    with django_assert_num_queries(4):
        client.get(PAGE)
    factories.RuleFactory.create_batch(300)
    with django_assert_num_queries(4):
        client.get(PAGE)


# -- How rules come in


def test_rules_of_the_demo_load_and_load_again(db, cast):
    rows = demo_data("neutrality_rules")
    assert load_rules(rows, by=cast["penyunting"]) == 32
    load_rules([{**rows[0], "example": "Contoh lain."}, *rows[1:]], by=cast["penyunting"])
    assert (Rule.objects.count(), Rule.objects.get(code="ke-01").example) == (32, "Contoh lain.")
    assert [(a.actor, a.details) for a in Activity.objects.filter(verb="rules_loaded")] == [
        (cast["penyunting"], {"count": 32})
    ] * 2


@pytest.mark.parametrize(
    "fault", [{"phase": "nanti"}, {"situation": "kantor"}, {"tier": "ringan"}, {"act": ""}, {"is_allowed": True}]
)
def test_rules_with_a_fault_are_not_loaded_at_all(db, fault):
    rows = demo_data("neutrality_rules")
    with pytest.raises(ValidationError), transaction.atomic():
        load_rules([rows[0], {**rows[10], **fault}], by=None)
    assert Rule.objects.count() == 0


def test_command_loads_a_file_of_rules_and_says_what_is_wrong_with_a_bad_one(db, tmp_path, capsys):
    file = tmp_path / "aturan.json"
    rows = demo_data("neutrality_rules")[:2]
    file.write_text(json.dumps(rows))
    call_command("load_rules", str(file))
    assert (Rule.objects.count(), capsys.readouterr().out) == (2, "2 aturan netralitas dimuat.\n")
    for content, said in [
        (json.dumps([{**rows[0], "phase": "nanti"}]), "ke-01: phase: "),
        (json.dumps([{**rows[0], "warna": "biru"}]), "ke-01: kolom tidak dikenal: warna."),
        (json.dumps([{"act": "Tanpa kode"}]), "None: code: "),
        (json.dumps({"rules": rows}), "daftar objek JSON"),
        ("bukan JSON", "tidak dapat dibaca sebagai JSON"),
    ]:
        file.write_text(content)
        with pytest.raises(CommandError, match=re.escape(said)):
            call_command("load_rules", str(file))
    with pytest.raises(CommandError, match=r"hilang\.json"):
        call_command("load_rules", str(tmp_path / "hilang.json"))
    assert Rule.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("rule_phase_known", {"phase": "nanti"}),
        ("rule_situation_known", {"situation": "kantor"}),
        ("rule_tier_known", {"tier": "ringan"}),
        ("rule_allowed_without_sanction", {"is_allowed": True, "tier": "berat"}),
    ],
)
def test_database_refuses_what_a_rule_cannot_be(db, name, fields):
    rule = factories.RuleFactory()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(**fields)
    assert refused.value.__cause__.diag.constraint_name == name


def test_search_finds_a_rule_and_leads_to_it(client, cast, today):
    load_rules(demo_data("neutrality_rules"), by=None)
    found = search_portal("like status calon di media sosial", user=cast["asn"], today=today)
    best = found.hits[0]
    assert (best.kind, best.object.situation) == ("netralitas", "media-sosial")
    page = client.get(best.url.partition("#")[0]).content.decode()
    assert f'id="{best.object.code}"' in page
