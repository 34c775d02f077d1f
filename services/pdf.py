"""The checklist on paper."""

from io import BytesIO

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst

from accounts.models import Agency
from bkpsdm.lib.pdf import render_pdf


def checklist_document(edition, reader, checklist, *, today):
    """Return the PDF of a reader's checklist as a stream; on one A4 page where it fits."""
    agency = Agency.current()
    data = {
        "agency": {"name": agency.name, "regency": agency.regency, "address": agency.address},
        "title": edition.title,
        "edition": f"Edisi {edition.number}, berlaku sejak {date_format(edition.effective_on)}",
        "reader": dict(edition.reader_kinds).get(reader.kind, edition.audience),
        "facts": [
            ["Lama proses", " ".join([edition.duration, edition.duration_note]).strip()],
            ["Biaya", edition.cost],
            ["Hasil", edition.product],
            ["Lewat", edition.channel],
            ["Ditangani", edition.service.unit.name],
        ],
        "items": [
            {"text": item.requirement.text, "format": capfirst(item.requirement.format), "reasons": list(item.reasons)}
            for item in checklist.items
        ],
        "left_out": checklist.left_out,
        "steps": [step.text for step in edition.steps.all()],
        "printed_on": date_format(today),
        "date": [today.year, today.month, today.day],
        "url": f"{settings.SITE_URL}{edition.service.get_absolute_url()}",
    }
    return BytesIO(render_pdf("checklist", data))
