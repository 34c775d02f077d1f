"""Make the demo regency through the same doors as people will use. Safe to run again."""

from datetime import date

from django.db import transaction

from accounts.actions import grant_role
from accounts.models import Agency, Employee, Holiday, Page, Synonym, User, WorkUnit
from services.actions import load_catalogue, publish_answer, save_answer
from services.models import FrequentAnswer, Service, StandardComponent

from . import demo_data
from .events import finish_events, seed_events
from .news import seed_news

PASSWORD = "demo-bondowoso"  # noqa: S105  known to everybody on purpose; production refuses demo mode
DOMAIN = "contoh.invalid"
EFFECTIVE_ON = date(2025, 10, 1)
GRANTED_ON = date(2025, 1, 1)


def seed():
    """Make the demo regency part by part, in the order in which one needs another; yield a line for each part done."""
    for step in (
        seed_units,
        seed_agency,
        seed_holidays,
        seed_pages,
        seed_words,
        seed_catalogue,
        seed_answers,
        seed_people,
        seed_events,
        finish_events,
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
    WorkUnit.objects.bulk_update(units.values(), ["parent", "kecamatan"])
    return f"{len(rows)} unit kerja"


def seed_agency():
    data = demo_data("agency")
    general_unit = WorkUnit.objects.get(code=data.pop("general_unit"))
    Agency.objects.update_or_create(pk=1, defaults={**data, "general_unit": general_unit})
    return f"instansi {data['short_name']} {data['regency']}"


def seed_holidays():
    rows = demo_data("holidays")["holidays"]
    for row in rows:
        Holiday.objects.update_or_create(date=date.fromisoformat(row.pop("date")), defaults=row)
    return f"{len(rows)} hari libur dan cuti bersama"


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


def seed_people():
    units = {unit.code: unit for unit in WorkUnit.objects.all()}
    rows = demo_data("people")
    for row in rows:
        seed_person(row, units)
    return f"{len(rows)} akun contoh"


def seed_person(row, units):
    employee_fields = {name: row.get(name, "") for name in ("name", "kind", "rank", "job_kind", "position")}
    address = f"{row['email']}@{DOMAIN}"
    employee, _ = Employee.objects.update_or_create(
        email=address,
        defaults={
            **employee_fields,
            "nip": row["login"] if row["login"].isdigit() else "",
            "unit": units[row["unit"]],
        },
    )
    user, is_new = User.objects.get_or_create(login=row["login"], defaults={"email": address, "employee": employee})
    if is_new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    if "role" in row:
        for code in row.get("units", [None]):
            grant_role(user, role=row["role"], unit=units.get(code), starts_on=GRANTED_ON, by=None)
