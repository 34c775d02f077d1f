"""The decisions of the demo: what was handed over on 21 June 2024, one that still waits, a ralat and a revocation."""

from datetime import date
from io import BytesIO

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import Agency, Employee, EmployeeKind, WorkUnit
from announcements.actions import (
    add_recipient,
    attach_file,
    hand_over,
    issue_decree,
    revoke_recipient,
    save_decree,
)
from announcements.models import Decree, DecreeRecipient, PromotionPeriod
from bkpsdm.lib.codes import grouped
from bkpsdm.lib.nip import served_since
from bkpsdm.lib.pdf import render_pdf
from bkpsdm.lib.qr import qr_svg
from bkpsdm.lib.ranks import RANKS
from neutrality.models import Event

from . import demo_data
from .people import DOMAIN

DAYS = ("dated_on", "effective_on", "period")
YEARS_IN_RANK = 4
RANK_ORDER = list(RANKS)


def seed_promotion_periods():
    rows = demo_data("promotion_periods")
    for row in rows:
        PromotionPeriod.objects.get_or_create(starts_on=date.fromisoformat(row["starts_on"]), defaults=row)
    return f"{len(rows)} aturan periode kenaikan pangkat"


def seed_decrees():
    """Make all decrees, or none when the first of them stands already."""
    data = demo_data("decrees")
    if Decree.objects.filter(number=data["medals"]["fields"]["number"]).exists():
        return "0 keputusan baru"
    asn = Employee.objects.get(email=f"asn@{DOMAIN}")
    people = people_of(data["kecamatan"], without=asn)
    files = data["example_files"]
    for decree in (seed_medals(data["medals"], people, files), seed_promotions(data["promotions"], asn, people, files)):
        hand_over_at_event(decree, date.fromisoformat(data["handed_over_on"]))
    seed_waiting_medal(data["waiting_medal"], asn)
    seed_mistakes(data, people)
    return f"{Decree.objects.count()} keputusan, {DecreeRecipient.objects.count()} petikan"


def people_of(kecamatan, *, without):
    """Return the PNS of the units in some kecamatan, the longest in service first; nobody with a login of the demo."""
    units = WorkUnit.objects.located_in(WorkUnit.objects.filter(code__in=kecamatan))
    people = Employee.objects.in_service().filter(unit__in=units, kind=EmployeeKind.PNS, user=None)
    people = people.exclude(pk=without.pk).select_related("unit").order_by("nip")
    return sorted(people, key=lambda person: served_since(person.nip))


def take(people, count, is_fit):
    """Take the first that fit out of the list; raises ValueError when these are too few for the demo."""
    chosen = [person for person in people if is_fit(person)][:count]
    if len(chosen) < count:
        raise ValueError(f"the demo needs {count} more PNS of the seven kecamatan, there are only {len(chosen)}")
    people[:] = [person for person in people if person not in chosen]
    return chosen


def has_served(years, day):
    return lambda person: (since := served_since(person.nip)).replace(year=since.year + years) <= day


def can_be_promoted(day):
    """Return whether somebody has a rank below the present one, held long enough by then."""
    is_old_enough = has_served(YEARS_IN_RANK, day)
    return lambda person: RANK_ORDER.index(person.rank) > 1 and is_old_enough(person)


def rank_below(rank, steps=1):
    return RANK_ORDER[RANK_ORDER.index(rank) - steps]


def draft(fields):
    days = {name: date.fromisoformat(fields[name]) for name in DAYS if name in fields}
    return save_decree(Decree(**{**fields, **days}), by=None)


def seed_medals(data, people, files):
    decree = draft(data["fields"])
    for award_class, count in data["recipients"].items():
        years = DecreeRecipient.AwardClass(award_class).years
        for person in take(people, count, has_served(years, decree.dated_on)):
            add_recipient(decree, employee=person, award_class=award_class, by=None)
    attach_examples(decree.recipients.order_by("pk")[:files])
    issue_decree(decree, by=None)
    return decree


def seed_promotions(data, asn, people, files):
    decree = draft(data["fields"])
    others = take(people, data["recipients"] - 1, can_be_promoted(decree.effective_on))
    for person in [asn, *others]:
        add_recipient(decree, employee=person, rank_from=rank_below(person.rank), rank_to=person.rank, by=None)
    attach_examples(decree.recipients.order_by("pk")[:files])
    issue_decree(decree, by=None)
    return decree


def hand_over_at_event(decree, day):
    event = Event.objects.held().filter(starts_at__date=day).first()
    hand_over(decree, on=day, event=event, by=None)


def seed_waiting_medal(data, asn):
    decree = draft(data["fields"])
    add_recipient(decree, employee=asn, award_class=data["award_class"], by=None)
    attach_examples(decree.recipients.all())
    issue_decree(decree, by=None)


def seed_mistakes(data, people):
    """One petikan with a wrong rank, replaced by a ralat, and one revoked, beside one that is as it should be."""
    decree = draft(data["mistaken"]["fields"])
    wrong, revoked, right = take(people, 3, can_be_promoted(decree.effective_on))
    for person, steps in ((wrong, 2), (revoked, 1), (right, 1)):
        add_recipient(decree, employee=person, rank_from=rank_below(person.rank, steps), rank_to=person.rank, by=None)
    issue_decree(decree, by=None)
    revocation = data["mistaken"]["revoked"]
    revoke_recipient(
        decree.recipients.get(employee=revoked),
        reason=revocation["reason"],
        ended_on=date.fromisoformat(revocation["on"]),
        by=None,
    )
    ralat = draft(data["correction"]["fields"])
    add_recipient(
        ralat,
        employee=wrong,
        rank_from=rank_below(wrong.rank),
        rank_to=wrong.rank,
        replaces=decree.recipients.get(employee=wrong),
        reason=data["correction"]["reason"],
        by=None,
    )
    issue_decree(ralat, by=None)


def attach_examples(recipients):
    for recipient in recipients:
        attach_file(recipient, file=BytesIO(example_document(recipient)), by=None)


def example_document(recipient):
    """Return the PDF of a petikan that says on its face that it is none."""
    decree, agency = recipient.decree, Agency.current()
    url = f"{settings.SITE_URL}{reverse('announcements:verify-code', args=[recipient.code])}"
    facts = [
        ("Nomor", decree.number),
        ("Ditetapkan", f"{date_format(decree.dated_on)}, {decree.issuer}"),
        ("TMT", date_format(decree.effective_on) if decree.effective_on else "–"),
        ("Nama", recipient.name),
        ("Unit", recipient.unit.name),
        ("Isi", recipient.content),
    ]
    data = {
        "agency": {"name": agency.name, "regency": agency.regency},
        "title": recipient.title,
        "facts": facts,
        "code": grouped(recipient.code),
        "url": url,
        "qr": qr_svg(url, label=url),
        "date": [decree.dated_on.year, decree.dated_on.month, decree.dated_on.day],
    }
    return render_pdf("petikan_example", data)
