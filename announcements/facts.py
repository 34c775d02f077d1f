"""The figures of a story, from the records of today: they change when a record is corrected."""

from django.db.models import Count
from django.utils.formats import date_format, number_format

from accounts.models import WorkUnit
from neutrality.models import Event, Invitation
from neutrality.recap import figures

from .models import Decree, DecreeRecipient

# Fewer people than this could be guessed one by one.
FEWEST = 5
LABELS = {Decree.Kind.AWARD: "Satyalancana Karya Satya", Decree.Kind.PROMOTION: "SK kenaikan pangkat"}


def facts_of(article):
    """Return pairs of label and value: the event of a story, and what was handed over."""
    facts = event_facts(article.event) if article.event else []
    decrees = article.decrees.issued() or (article.event.decrees.issued() if article.event else [])
    return [*facts, *decree_facts(decrees)]


def event_facts(event):
    """Return where and when an event was and who was called; once it is over, how many came."""
    facts = [("Tempat", event.place), ("Tanggal", date_format(event.starts_on))]
    if event.state == Event.State.CANCELLED:
        facts.append(("Keadaan", "Dibatalkan"))
    kecamatan = event.invitations.filter(scope=Invitation.Scope.KECAMATAN).count()
    if kecamatan:
        facts.append(("Kecamatan diundang", f"{kecamatan} dari {WorkUnit.objects.kecamatan().active().count()}"))
    if event.state == Event.State.FINISHED:
        facts.append(("Hadir", attendance_of(event)))
    return facts


def attendance_of(event):
    """Return in words how many of those who were called came, and how many guests."""
    counts = figures(event)
    words = f"{number_format(counts.present)} dari {number_format(counts.invited)} yang diundang"
    return f"{words}, dan {number_format(counts.guests)} tamu" if counts.guests else words


def decree_facts(decrees):
    """Return for each kind how many people received a petikan that was not revoked; a ralat counts a person once."""
    given = DecreeRecipient.objects.issued().exclude(state=DecreeRecipient.State.REVOKED).filter(decree__in=decrees)
    people = dict(given.values_list("decree__kind").annotate(Count("employee", distinct=True)))
    periods = {kind: sorted({d.period for d in decrees if d.kind == kind and d.period}) for kind in LABELS}
    return [
        (label, ", ".join([few_or_exact(people[kind]), *months(periods[kind])]))
        for kind, label in LABELS.items()
        if kind in people
    ]


def few_or_exact(count):
    return f"{number_format(count)} PNS" if count >= FEWEST else f"kurang dari {FEWEST} PNS"


def months(periods):
    return [f"periode {date_format(period, 'F Y')}" for period in periods]
