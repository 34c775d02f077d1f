"""Which requirements of an edition apply to one reader, and why."""

from dataclasses import dataclass
from urllib.parse import urlencode

from .models import Requirement


@dataclass(frozen=True)
class Reader:
    """What a reader says about herself: a kind ("" when unsaid) and the keys of the conditions that she affirms."""

    kind: str = ""
    yes: frozenset = frozenset()

    @classmethod
    def from_query(cls, edition, query):
        """Return what an address says; whatever the edition does not know is left out, so old links still work."""
        kinds = [value for value, _ in edition.reader_kinds]
        keys = {condition.key for condition in edition.conditions.all()}
        kind = query.get("jenis", "")
        return cls(kind if kind in kinds else _only(kinds), frozenset(keys & set(query.getlist("ya"))))

    @classmethod
    def from_employee(cls, edition, employee):
        """Return what the roster knows; the reader may change all of it."""
        kinds = [value for value, _ in edition.reader_kinds]
        if employee is None:
            return cls(_only(kinds))
        facts = {"employee_kind": employee.kind, "rank": employee.rank, "job_kind": employee.job_kind}
        yes = {
            c.key for c in edition.conditions.all() if c.prefill_field and facts[c.prefill_field] in c.prefill_values
        }
        return cls(employee.kind if employee.kind in kinds else _only(kinds), frozenset(yes))

    @property
    def query(self):
        """Return the query string that says the same; it names no person."""
        pairs = [("jenis", self.kind)] if self.kind else []
        return urlencode([("daftar", "1"), *pairs, *(("ya", key) for key in sorted(self.yes))])


def _only(kinds):
    return kinds[0] if len(kinds) == 1 else ""


@dataclass(frozen=True)
class Item:
    """One requirement that applies, with the reasons that put it on the list (none: it is asked of everybody)."""

    requirement: Requirement
    reasons: tuple


@dataclass(frozen=True)
class Checklist:
    items: list
    left_out: int


def checklist(edition, reader):
    """Return the requirements of an edition that apply to a reader.

    A requirement applies when its kinds fit (or the reader's kind is unsaid) and any of its conditions is affirmed;
    no condition means always.
    """
    conditions = {condition.key: condition.reason for condition in edition.conditions.all()}
    labels = dict(edition.reader_kinds)
    requirements = list(edition.requirements.all())
    items = []
    for requirement in requirements:
        met = [key for key in requirement.condition_keys if key in reader.yes]
        if requirement.condition_keys and not met:
            continue
        if requirement.kinds and reader.kind and reader.kind not in requirement.kinds:
            continue
        reasons = [f"Perlu {conditions[key]}." for key in met]
        if requirement.kinds:
            kinds = ", ".join(labels[kind] for kind in requirement.kinds)
            reasons.append(f"Perlu karena Anda {labels[reader.kind]}." if reader.kind else f"Hanya untuk {kinds}.")
        items.append(Item(requirement, tuple(reasons)))
    return Checklist(items, len(requirements) - len(items))
