"""How the catalogue changes: load, publish."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import record
from accounts.words import learn_words
from bkpsdm.lib.states import move_to
from services.catalogue_file import read_catalogue
from services.models import Category, Condition, Requirement, Service, ServiceEdition, StandardComponent, Step

# Where the six components that are fields of an edition stand (UU 25/2009 art. 21).
FIELDS_OF_COMPONENTS = {
    "persyaratan": lambda edition: edition.requirements.exists(),
    "prosedur": lambda edition: edition.steps.exists() and edition.channel,
    "jangka-waktu": lambda edition: edition.duration_number,
    "biaya": lambda edition: edition.cost,
    "produk": lambda edition: edition.product,
    "dasar-hukum": lambda edition: edition.legal_basis,
}


# The eight others are texts, of the agency or of the service.
TEXT_COMPONENTS = {
    "pengaduan",
    "sarana-prasarana",
    "kompetensi-pelaksana",
    "pengawasan-internal",
    "jumlah-pelaksana",
    "jaminan-pelayanan",
    "jaminan-keamanan",
    "evaluasi-kinerja",
}


def standard_texts(edition, components):
    """Return the texts of an edition by component key: its own, else the agency's."""
    shared = {component.key: component.text for component in components if not component.is_from_fields}
    return {key: edition.standard_texts.get(key) or text for key, text in shared.items()}


def missing_components(edition):
    """Return the titles of the components of UU 25/2009 art. 21 that an edition lacks."""
    components = list(StandardComponent.objects.all())
    texts = standard_texts(edition, components)
    lacking = [
        component.title
        for component in components
        if not (
            FIELDS_OF_COMPONENTS[component.key](edition) if component.is_from_fields else texts[component.key].strip()
        )
    ]
    unknown = (FIELDS_OF_COMPONENTS.keys() | TEXT_COMPONENTS) - {component.key for component in components}
    return lacking + [f"{key} (komponen standar belum dimuat)" for key in sorted(unknown)]


@transaction.atomic
def publish_edition(edition, *, effective_on, by):
    """Publish a draft, so that it applies from a day on and its predecessor ends on that day.

    Raises ValidationError that lists the missing components (UU 25/2009 art. 21), or when the day is not after the
    start of the edition before.
    """
    # Whoever writes a requirement holds a lock on its edition; nobody else publishes for this service meanwhile.
    Service.objects.select_for_update().get(pk=edition.service_id)
    ServiceEdition.objects.select_for_update().get(pk=edition.pk)
    if missing := missing_components(edition):
        raise ValidationError([f"Komponen standar belum diisi: {title}." for title in missing], code="incomplete")
    before = edition.service.editions.published().order_by("-effective_on").first()
    if before and before.effective_on >= effective_on:
        raise ValidationError(f"Edisi {before.number} sudah berlaku sejak tanggal itu atau sesudahnya.", code="order")
    if before:
        before.retired_on = effective_on
        before.save(update_fields=["retired_on"])
    move_to(
        edition,
        ServiceEdition.State.PUBLISHED,
        effective_on=effective_on,
        published_at=timezone.now(),
        published_by=by,
        standard_texts=standard_texts(edition, StandardComponent.objects.all()),
        search_names="\n".join([edition.title, *edition.synonyms]),
        search_text=compose_search_text(edition),
    )
    learn_words([edition.search_document])
    record("edition_published", edition, by=by, number=edition.number, effective_on=effective_on.isoformat())


def compose_search_text(edition):
    """Return what an edition says beside its names and summary, for the search (its children are other tables)."""
    parts = [
        edition.service.category.name,
        edition.product,
        edition.channel,
        edition.notes,
        *(condition.question for condition in edition.conditions.all()),
        *(requirement.text for requirement in edition.requirements.all()),
        *(step.text for step in edition.steps.all()),
    ]
    return "\n".join(part for part in parts if part)


@transaction.atomic
def load_catalogue(data, *, by, publish_on=None):
    """Load services in the format of bkpsdm/demo/services.json, and publish what is new when a day is given.

    An unchanged service is left alone; a changed one gets a new draft edition (or its draft is rewritten).
    Returns the number of services by outcome: new, changed, unchanged, published. Raises ValidationError with one
    message for each fault, naming service and field; then nothing is loaded.
    """
    catalogue = read_catalogue(data)
    for position, row in enumerate(catalogue.components):
        StandardComponent.objects.update_or_create(key=row.pop("key"), defaults={**row, "position": position})
    for position, row in enumerate(catalogue.categories):
        Category.objects.update_or_create(slug=row["slug"], defaults={"name": row["name"], "position": position})
    categories = {category.slug: category for category in Category.objects.all()}
    outcomes = {"new": 0, "changed": 0, "unchanged": 0, "published": 0}
    for entry in catalogue.services:
        about = {"category": categories[entry.category], "unit": entry.unit}
        if entry.is_confidential is not None:
            about["is_confidential"] = entry.is_confidential
        service, is_new = Service.objects.update_or_create(slug=entry.slug, defaults=about)
        edition, outcome = write_edition(service, entry, is_new)
        outcomes[outcome] += 1
        if publish_on and edition.state == ServiceEdition.State.DRAFT:
            try:
                publish_edition(edition, effective_on=publish_on, by=by)
            except ValidationError as error:
                raise ValidationError([f"{entry.slug}: {message}" for message in error.messages]) from error
            outcomes["published"] += 1
    record("catalogue_loaded", None, by=by, **outcomes)
    return outcomes


def write_edition(service, entry, is_new):
    """Return the edition that says what an entry says, and how it came about: new, changed or unchanged."""
    latest = service.editions.with_everything().order_by("-number").first()
    if latest and entry.equals(latest):
        return latest, "unchanged"
    if latest and latest.state == ServiceEdition.State.DRAFT:
        edition = latest
        for children in (edition.conditions, edition.requirements, edition.steps):
            children.all().delete()
    else:
        edition = ServiceEdition(service=service, number=latest.number + 1 if latest else 1)
    for name, value in entry.fields.items():
        setattr(edition, name, value)
    edition.full_clean(exclude=["service"])
    edition.save()
    for model, rows in ((Condition, entry.conditions), (Requirement, entry.requirements), (Step, entry.steps)):
        model.objects.bulk_create(model(edition=edition, position=n, **row) for n, row in enumerate(rows))
    edition._prefetched_objects_cache = {}
    return edition, "new" if is_new else "changed"
