"""Make the demo regency through the same doors as people will use. Safe to run again."""

from datetime import date

from django.db import transaction

from accounts.models import Agency, ElectionPhase, Holiday, Page, Synonym, WorkUnit
from services.actions import load_catalogue, publish_answer, save_answer
from services.actions.deadlines import USUAL_DAYS
from services.models import FrequentAnswer, Promise, Service, StandardComponent

from . import demo_data
from .attendance import seed_attendance
from .decrees import seed_decrees, seed_promotion_periods
from .events import finish_events, seed_events
from .guidance import seed_guidance
from .news import seed_news
from .people import seed_newcomers, seed_people
from .questions import seed_questions

EFFECTIVE_ON = date(2025, 10, 1)


def seed():
    """Make the demo regency part by part, in the order in which one needs another; yield a line for each part done."""
    for step in (
        seed_units,
        seed_agency,
        seed_holidays,
        seed_promises,
        seed_phases,
        seed_pages,
        seed_words,
        seed_catalogue,
        seed_answers,
        seed_guidance,
        seed_people,
        seed_questions,
        # after the questions, whose askers are employees without an account
        seed_newcomers,
        seed_events,
        seed_attendance,
        finish_events,
        seed_promotion_periods,
        seed_decrees,
        seed_news,
    ):
        with transaction.atomic():
            yield step()


def seed_units():
    data = demo_data("units")
    rows = [row for part in ("kecamatan", "opd", "bagian_setda", "bkpsdm_bidang", "demo_units") for row in data[part]]
    units = {}
    for row in rows:
        units[row["slug"]], _ = WorkUnit.objects.update_or_create(
            code=row["slug"],
            defaults={"name": row["name"], "short_name": row.get("short") or "", "kind": row["kind"]},
        )
    for row in rows:
        unit = units[row["slug"]]
        unit.parent, unit.kecamatan = units.get(row.get("parent")), units.get(row.get("kecamatan"))
        unit.map_row, unit.map_column = row.get("tile", (None, None))
        unit.map_code = row.get("map_code", "")
    WorkUnit.objects.bulk_update(units.values(), ["parent", "kecamatan", "map_row", "map_column", "map_code"])
    return f"{len(rows)} unit kerja"


def seed_agency():
    data = demo_data("agency")
    units = {role: WorkUnit.objects.get(code=data.pop(role)) for role in ("general_unit", "complaint_unit")}
    Agency.objects.update_or_create(pk=1, defaults=data | units)
    return f"instansi {data['short_name']} {data['regency']}"


def seed_holidays():
    rows = demo_data("holidays")["holidays"]
    for row in rows:
        Holiday.objects.update_or_create(date=date.fromisoformat(row.pop("date")), defaults=row)
    return f"{len(rows)} hari libur dan cuti bersama"


def seed_promises():
    for kind, (first_days, complete_days) in USUAL_DAYS.items():
        Promise.objects.get_or_create(
            kind=kind, category=None, defaults={"first_days": first_days, "complete_days": complete_days}
        )
    return f"{len(USUAL_DAYS)} janji layanan"


def seed_phases():
    rows = demo_data("election_phases")
    for row in rows:
        ElectionPhase.objects.update_or_create(
            election=row["election"],
            phase=row["phase"],
            defaults={
                "starts_on": date.fromisoformat(row["starts_on"]),
                "ends_on": date.fromisoformat(row["ends_on"]),
                "source": row["source"],
            },
        )
    return f"{len(rows)} tahap pemilihan"


def seed_pages():
    rows = demo_data("pages")
    for position, row in enumerate(rows):
        Page.objects.update_or_create(slug=row.pop("slug"), defaults={**row, "position": position})
    return f"{len(rows)} halaman"


def seed_words():
    rows = demo_data("synonyms")
    words = [Synonym(term=term, meanings=meanings) for term, meanings in rows.items()]
    Synonym.objects.bulk_create(words, ignore_conflicts=True)
    return f"{len(rows)} padanan kata"


def seed_catalogue():
    data = demo_data("services")
    data["components"] = demo_data("standard_components")["components"]
    if not StandardComponent.objects.exists():
        for edition in demo_data("earlier_editions"):
            services = [
                row | edition["services"][row["slug"]] for row in data["services"] if row["slug"] in edition["services"]
            ]
            load_catalogue(
                data | {"services": services}, by=None, publish_on=date.fromisoformat(edition["effective_on"])
            )
    outcomes = load_catalogue(data, by=None, publish_on=EFFECTIVE_ON)
    return f"{sum(outcomes.values()) - outcomes['published']} layanan, {outcomes['published']} edisi terbit"


def seed_answers():
    services = {service.slug: service for service in Service.objects.all()}
    rows = demo_data("qa")["items"]
    for row in rows:
        answer = save_answer(
            row["id"],
            service=services[row["service"]],
            asker_kind=row["asker_kind"],
            question=row["question"],
            answer=row["answer"],
            by=None,
        )
        if answer.state == FrequentAnswer.State.DRAFT:
            publish_answer(answer, by=None)
    return f"{len(rows)} jawaban umum"
