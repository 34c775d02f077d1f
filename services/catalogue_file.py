"""Read a catalogue file (the format of bkpsdm/demo/services.json) and say by service and field what is wrong."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from accounts.models import EmployeeKind, JobKind, WorkUnit

from .models import Category, ServiceEdition, StandardComponent
from .models.catalogue import AudienceKind

MAX_CONDITIONS = 5
PREFILL = {"employee_kind": set(EmployeeKind.values), "job_kind": set(JobKind.values), "rank": None}
# The texts of a service: our name, and the most letters that its column takes.
TEXTS = {
    "name": ("title", 200),
    "summary": ("summary", 2000),
    "cost": ("cost", 300),
    "product": ("product", 300),
    "channel": ("channel", 300),
}


@dataclass
class Entry:
    """One service of a file, in the shapes of the models."""

    slug: str
    category: str
    unit: WorkUnit
    is_confidential: bool | None  # None: the file does not say, and what is stored stays
    fields: dict
    conditions: list
    requirements: list
    steps: list

    def equals(self, edition):
        """Return whether an edition already says all this.

        The texts of a published one hold the agency's too; the note on what changed is about the standard, not of it.
        """
        own = {key: edition.standard_texts.get(key) for key in self.fields["standard_texts"]}
        same = all(
            getattr(edition, name) == value
            for name, value in self.fields.items()
            if name not in {"standard_texts", "change_note"}
        )
        children = (
            (edition.conditions, self.conditions),
            (edition.requirements, self.requirements),
            (edition.steps, self.steps),
        )
        return (
            same
            and own == self.fields["standard_texts"]
            and all(
                [{name: getattr(child, name) for name in row} for child, row in zip(stored.all(), rows, strict=False)]
                == rows
                and len(stored.all()) == len(rows)
                for stored, rows in children
            )
        )


@dataclass
class Catalogue:
    components: list
    categories: list
    services: list


def is_storable(text):
    """Return whether the database can keep a text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


class Faults:
    """Collects messages; each reader returns a harmless value after a fault, so that one pass finds them all."""

    def __init__(self):
        self.messages = []

    def add(self, where, field, message):
        # Half a surrogate pair in the file must not keep the message about it from being printed.
        text = f"{where}: {field}: {message}"
        self.messages.append(text.encode("utf-8", "backslashreplace").decode())

    def text(self, row, field, where, *, required=True, limit=300):
        value = row.get(field)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            self.add(where, field, "harus berupa teks yang terisi" if required else "harus berupa teks")
            return ""
        if len(value) > limit:
            self.add(where, field, f"paling panjang {limit} huruf")
        if not is_storable(value):
            self.add(where, field, "memuat huruf yang tidak dapat disimpan")
            return ""
        return value.strip()

    def texts(self, row, field, where, *, known=None, limit=300):
        value = row.get(field, [])
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            self.add(where, field, "harus berupa daftar teks")
            return []
        if not all(is_storable(part) for part in value):
            self.add(where, field, "memuat huruf yang tidak dapat disimpan")
            return []
        for part in value:
            if known is not None and part not in known:
                self.add(where, field, f"“{part}” tidak dikenal")
            if len(part) > limit:
                self.add(where, field, f"paling panjang {limit} huruf")
        return value

    def key(self, row, where, taken, field="key"):
        value = row.get(field)
        try:
            if not isinstance(value, str):
                raise ValidationError("no text")
            validate_slug(value)
        except ValidationError:
            self.add(where, field, f"“{value}” bukan kunci (huruf, angka, dan tanda hubung)")
            return ""
        if value in taken or len(value) > 80:
            self.add(where, field, f"“{value}” sudah dipakai" if value in taken else "terlalu panjang")
        taken.add(value)
        return value

    def rows(self, row, field, where, *, required=False):
        value = row.get(field, [])
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.add(where, field, "harus berupa daftar isian")
            return []
        if required and not value:
            self.add(where, field, "belum diisi")
        return value


def read_catalogue(data):
    """Return a checked Catalogue. Raises ValidationError with one message for each fault."""
    faults = Faults()
    if not isinstance(data, dict):
        raise ValidationError("Berkas: isi: harus berupa objek dengan “services”.")
    components = read_components(data, faults)
    categories = []
    taken = set()
    for row in faults.rows(data, "categories", "Berkas"):
        slug = faults.key(row, "categories", taken, field="id")
        categories.append({"slug": slug, "name": faults.text(row, "name", f"categories {slug}", limit=100)})
    known = Known(
        categories={row["slug"] for row in categories} | set(Category.objects.values_list("slug", flat=True)),
        units={unit.code: unit for unit in WorkUnit.objects.active()},
        components={row["key"] for row in components if not row["is_from_fields"]}
        | set(StandardComponent.objects.filter(is_from_fields=False).values_list("key", flat=True)),
    )
    taken = set()
    rows = faults.rows(data, "services", "Berkas", required=not components)
    services = [read_service(row, n, known, taken, faults) for n, row in enumerate(rows, start=1)]
    if faults.messages:
        raise ValidationError(faults.messages)
    return Catalogue(components, categories, services)


@dataclass
class Known:
    categories: set
    units: dict
    components: set


def read_components(data, faults):
    components, taken = [], set()
    for row in faults.rows(data, "components", "Berkas"):
        key = faults.key(row, "components", taken)
        where = f"components {key}"
        components.append(
            {
                "key": key,
                "title": faults.text(row, "title", where, limit=120),
                "group": faults.text(row, "group", where, limit=10),
                "is_from_fields": row.get("supplied_by") == "service",
                "text": faults.text(row, "text", where, required=False, limit=5000),
                "is_example": bool(row.get("example")),
            }
        )
        if components[-1]["group"] not in StandardComponent.Group.values:
            faults.add(where, "group", "harus delivery atau internal")
    return components


def read_service(row, number, known, taken, faults):
    slug = faults.key(row, f"layanan ke-{number}", taken, field="slug")
    where = slug or f"layanan ke-{number}"
    category = faults.text(row, "category", where)
    if category and category not in known.categories:
        faults.add(where, "category", f"“{category}” tidak dikenal")
    unit = known.units.get(faults.text(row, "bidang", where))
    if unit is None and row.get("bidang"):
        faults.add(where, "bidang", f"“{row['bidang']}” bukan unit yang dikenal")
    is_confidential = row.get("confidential")
    if not isinstance(is_confidential, bool | None):
        faults.add(where, "confidential", "harus true atau false")
    overrides = row.get("standard_overrides") or {}
    if not isinstance(overrides, dict):
        faults.add(where, "standard_overrides", "harus berupa objek")
        overrides = {}
    for key in overrides:
        if key not in known.components:
            faults.add(where, f"standard_overrides {key}", "bukan komponen yang boleh diganti")
        else:
            faults.text(overrides, key, f"{where}: standard_overrides", limit=5000)
    duration = read_duration(row, where, faults)
    kinds = faults.texts(row, "for", where, known=EmployeeKind.values)
    also_for = faults.texts(row, "also_for", where, known=AudienceKind.values)
    if not kinds and not also_for:
        faults.add(where, "for", "isi sedikitnya satu jenis pemakai")
    fields = {
        **{ours: faults.text(row, theirs, where, limit=limit) for theirs, (ours, limit) in TEXTS.items()},
        **duration,
        "employee_kinds": kinds,
        "also_for": also_for,
        "legal_basis": faults.texts(row, "legal_basis", where),
        "synonyms": faults.texts(row, "synonyms", where, limit=80),
        "notes": faults.text(row, "notes", where, required=False, limit=5000),
        "change_note": faults.text(row, "change_note", where, required=False, limit=2000),
        "decree_number": faults.text(row, "decree_number", where, required=False, limit=120),
        "standard_texts": overrides,
    }
    conditions = read_conditions(row, where, faults)
    requirements = read_requirements(row, where, {c["key"] for c in conditions}, {*kinds, *also_for}, faults)
    keys = set()
    steps = [
        {
            "key": faults.key(step, f"{where}: procedure", keys),
            "text": faults.text(step, "text", f"{where}: procedure", limit=2000),
        }
        for step in faults.rows(row, "procedure", where, required=True)
    ]
    return Entry(slug, category, unit, is_confidential, fields, conditions, requirements, steps)


def read_duration(row, where, faults):
    duration = row.get("duration")
    if not isinstance(duration, dict):
        faults.add(where, "duration", "harus memuat number dan unit")
        return {}
    number, unit = duration.get("number"), duration.get("unit")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 1000:
        faults.add(where, "duration number", "harus bilangan bulat positif")
    if unit not in ServiceEdition.DurationUnit.values:
        faults.add(where, "duration unit", f"“{unit}” tidak dikenal")
    note = faults.text(duration, "note", f"{where}: duration", required=False)
    return {"duration_number": number, "duration_unit": unit, "duration_note": note}


def read_conditions(row, where, faults):
    keys, conditions = set(), []
    rows = faults.rows(row, "conditions", where)
    if len(rows) > MAX_CONDITIONS:
        faults.add(where, "conditions", f"paling banyak {MAX_CONDITIONS} pertanyaan")
    for condition in rows:
        key = faults.key(condition, f"{where}: conditions", keys)
        place = f"{where}: conditions {key}"
        prefill = condition.get("prefill") or {}
        if prefill and (not isinstance(prefill, dict) or prefill.get("field") not in PREFILL):
            faults.add(place, "prefill", f"field harus salah satu dari {', '.join(PREFILL)}")
            prefill = {}
        field = prefill.get("field", "")
        conditions.append(
            {
                "key": key,
                "question": faults.text(condition, "question", place),
                "reason": faults.text(condition, "reason", place),
                "prefill_field": field,
                "prefill_values": faults.texts(prefill, "value", place, known=PREFILL.get(field), limit=20),
            }
        )
    return conditions


def read_requirements(row, where, conditions, kinds, faults):
    keys, requirements = set(), []
    for requirement in faults.rows(row, "requirements", where, required=True):
        key = faults.key(requirement, f"{where}: requirements", keys)
        place = f"{where}: requirements {key}"
        if not isinstance(requirement.get("required", True), bool):
            faults.add(place, "required", "harus true atau false")
        requirements.append(
            {
                "key": key,
                "text": faults.text(requirement, "text", place, limit=400),
                "format": faults.text(requirement, "format", place, required=False, limit=120),
                "is_required": requirement.get("required", True),
                "condition_keys": faults.texts(requirement, "conditions", place, known=conditions, limit=80),
                "kinds": faults.texts(requirement, "for", place, known=kinds),
            }
        )
    return requirements
