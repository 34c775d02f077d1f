"""What a file would change in the roster: decided without changing anything, so the preview shows what is done."""

from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter

from django.utils.formats import date_format

from accounts.models import Employee, EmployeeKind, ImportRow, JobKind, NipHistory

from .layouts import NAME, NIP, SIASN, UNIT
from .reading import name_key

Outcome, Standing = ImportRow.Outcome, Employee.Standing
# What is compared, by field, with the word that people read; the unit comes by its key.
FIELDS = {
    "nip": "NIP",
    "portal_number": "Nomor portal",
    "name": "Nama",
    "title_before": "Gelar depan",
    "title_after": "Gelar belakang",
    "kind": "Jenis pegawai",
    "rank": "Golongan ruang",
    "ranked_on": "TMT golongan",
    "position": "Jabatan",
    "job_kind": "Jenis jabatan",
    "unit_id": "Unit kerja",
    "email": "Surel",
    "phone": "Telepon",
    "standing": "Kedudukan",
}
SAID = {"kind": dict(EmployeeKind.choices), "job_kind": dict(JobKind.choices), "standing": dict(Standing.choices)}
# Who may become what under a new number and still be the same person (PP 49/2018; KepmenPANRB 16/2025).
BECOMES = {
    EmployeeKind.PPPK_PARUH: {EmployeeKind.PPPK_PENUH, EmployeeKind.CPNS, EmployeeKind.PNS},
    EmployeeKind.PPPK_PENUH: {EmployeeKind.CPNS, EmployeeKind.PNS},
}


@dataclass
class Verdict:
    """What becomes of one row, or of one person who is not in the file (line None)."""

    line: int | None
    cells: dict
    outcome: str
    reasons: list = field(default_factory=list)  # pairs of column and sentence
    is_warned: bool = False
    is_cleaned: bool = False
    person: int | None = None  # the key of an employee who is known
    values: dict = field(default_factory=dict)  # what is written: all of a new person, of a known one what changes
    changes: list = field(default_factory=list)  # triples for people: field, before, after

    @property
    def reported_as(self):
        """Return the one word for this row in a report; a row that is as it should be has none."""
        if self.outcome in (Outcome.REJECTED, Outcome.SKIPPED, Outcome.INACTIVE):
            return str(self.outcome)
        return "warned" if self.is_warned else "cleaned" if self.is_cleaned else ""

    @property
    def reason(self):
        return " ".join(f"{column}: {sentence}" if column else sentence for column, sentence in self.reasons)

    def as_seen(self):
        """Return all that somebody who looks at the preview can see."""
        return [self.line, str(self.outcome), self.reasons, self.changes, self.person]


class Roster:
    """The people as they are stored, each as a dict of FIELDS: by number, by name and unit, by what never changes."""

    def __init__(self, people, old_numbers=()):
        self.people, self.by_nip, self.by_portal, self.thl, self.by_person = {}, {}, {}, {}, {}
        doubles = []
        for row in people:
            if row["merged_into"]:
                doubles.append((row["nip"], row["merged_into"]))
            else:
                self._add(row)
        self.old_numbers = {nip: pk for nip, pk in (*doubles, *old_numbers) if nip}

    def _add(self, row):
        pk, name = row["pk"], name_key(row["name"])
        self.people[pk] = row
        if row["nip"]:
            self.by_nip[row["nip"]] = pk
            self.by_person.setdefault((name, row["nip"][:8], row["nip"][14]), []).append(pk)
        if row["portal_number"]:
            self.by_portal[row["portal_number"]] = pk
        if row["kind"] == EmployeeKind.NON_ASN:
            self.thl[name, row["unit_id"]] = pk

    @classmethod
    def load(cls):
        people = Employee.objects.values("pk", "merged_into", *FIELDS).iterator(chunk_size=2000)
        return cls(people, NipHistory.objects.values_list("nip", "employee"))


def judge(entries, *, layout, roster, units):
    """Return a Verdict for each entry, and for each person in service who should be in the file and is not."""
    judge_row = _Siasn(roster, units, entries) if layout is SIASN else _Thl(roster, units)
    verdicts = [judge_row(entry) for entry in entries]
    return verdicts + list(_gone(verdicts, judge_row))


def count(verdicts):
    """Return the counts of a report: the rows by outcome, the warned among them, and the people who are gone."""
    counts = Counter(verdict.outcome for verdict in verdicts)
    keys = [Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.GONE]
    result = {str(key): counts[key] for key in keys}
    result["warned"] = sum(verdict.is_warned for verdict in verdicts)
    return result | {str(key): counts[key] for key in (Outcome.REJECTED, Outcome.SKIPPED, Outcome.INACTIVE)}


class _Judge:
    """What both layouts share; it remembers which people and units a file has named so far."""

    unit_column = UNIT

    def __init__(self, roster, units):
        self.roster, self.units = roster, units
        self.seen, self.covered, self.lines = set(), set(), {}

    def __call__(self, entry):
        if entry.is_blank:
            return Verdict(entry.line, {}, Outcome.SKIPPED, [["", "Baris kosong."]])
        verdict = Verdict(entry.line, entry.cells, Outcome.REJECTED)
        unit = self._unit_of(entry)
        person = self._find(entry, unit)
        if unit:
            self.covered.add(unit.pk)
        if person:
            self.seen.add(person)
        if entry.faults:
            verdict.reasons = [list(fault) for fault in entry.faults]
            return verdict
        # A row under an old number says nothing that is taken over.
        values = entry.values and entry.values | {"unit_id": unit.pk}
        return self._compare(entry, verdict, person, values)

    def _unit_of(self, entry):
        unit = self.units.find(entry.unit_name, entry.parent_name) if entry.unit_name else None
        if entry.unit_name and unit is None:
            entry.faults.append((self.unit_column, f"Unit “{entry.unit_name}” belum dikenal; petakan dahulu."))
        return unit

    def _compare(self, entry, verdict, person, values):
        known = self.roster.people.get(person, {})
        changed = {name: value for name, value in values.items() if known.get(name) != value}
        if known.get("standing", Standing.AKTIF) != Standing.AKTIF and changed.get("standing") == Standing.AKTIF:
            entry.doubts.append(("", f"Di portal tercatat {SAID['standing'][known['standing']]}."))
        verdict.person, verdict.values = person, changed if known else values
        verdict.changes = [self._said(name, known[name], value) for name, value in changed.items()] if known else []
        verdict.reasons = [list(reason) for reason in (*entry.doubts, *entry.cleanings)]
        verdict.is_warned, verdict.is_cleaned = bool(entry.doubts), bool(entry.cleanings)
        standing = values.get("standing", known.get("standing", Standing.AKTIF))
        if standing != Standing.AKTIF:
            verdict.outcome = Outcome.INACTIVE
            verdict.reasons.append(["", f"Kedudukan: {SAID['standing'][standing]}."])
        else:
            verdict.outcome = Outcome.NEW if not known else Outcome.CHANGED if changed else Outcome.UNCHANGED
        return verdict

    def _said(self, name, before, after):
        """Return a change as people read it; a NIP only with its first four and last three digits."""
        return [FIELDS[name], *(self._word(name, value) for value in (before, after))]

    def _word(self, name, value):
        if name == "unit_id":
            return self.units.units[value].name
        if name == "nip":
            return f"{value[:4]}…{value[-3:]}" if value else ""
        if name == "ranked_on":
            return date_format(value) if value else ""
        return str(SAID.get(name, {}).get(value, value))


class _Siasn(_Judge):
    def __init__(self, roster, units, entries):
        super().__init__(roster, units)
        self.in_file = {entry.nip for entry in entries}

    def covers(self, person):
        return person["kind"] != EmployeeKind.NON_ASN

    def _find(self, entry, unit):
        """Return the person whom a row means; what speaks against the row is written into it."""
        if not entry.nip:
            return None
        if earlier := self.lines.get(entry.nip):
            entry.faults.append((NIP, f"NIP sama dengan baris {earlier}."))
            return None
        self.lines[entry.nip] = entry.line
        if person := self.roster.by_nip.get(entry.nip):
            return person
        if person := self.roster.old_numbers.get(entry.nip):
            entry.doubts.append((NIP, "NIP lama; orang ini sudah bernomor baru, yang tetap dipakai."))
            entry.values = {}
            return person
        return self._successor(entry)

    def _successor(self, entry):
        """Return the PPPK who has a new number here: same name, birth date and sex, the old number not in the file."""
        for person in self.roster.by_person.get(entry.person_key, []):
            before = self.roster.people[person]
            is_free = person not in self.seen and before["nip"] not in self.in_file
            if is_free and entry.values["kind"] in BECOMES.get(before["kind"], ()):
                entry.doubts.append((NIP, f"NIP baru dari {SAID['kind'][before['kind']]} yang sudah tercatat."))
                return person
        return None


class _Thl(_Judge):
    unit_column = "UNIT"

    def covers(self, person):
        return person["kind"] == EmployeeKind.NON_ASN

    def _find(self, entry, unit):
        name, number = name_key(entry.values["name"]), entry.values.get("portal_number", "")
        person = self.roster.by_portal.get(number) if number else self.roster.thl.get((name, unit.pk if unit else None))
        if number and not person:
            entry.faults.append(("NOMOR PORTAL", "Nomor portal ini tidak dikenal; kosongkan bila orangnya baru."))
        who = person or (name, entry.unit_name)
        if name and (earlier := self.lines.setdefault(who, entry.line)) != entry.line:
            entry.faults.append((NAME, f"Orang ini sudah tertulis di baris {earlier}."))
        return person


def _gone(verdicts, judge_row):
    """Yield people in service in units that the file covers, whom it does not name; nothing happens to them."""
    people = judge_row.roster.people.values()
    for person in sorted(people, key=itemgetter("name")):
        if (
            person["unit_id"] in judge_row.covered
            and person["standing"] == Standing.AKTIF
            and judge_row.covers(person)
            and person["pk"] not in judge_row.seen
        ):
            yield Verdict(None, {}, Outcome.GONE, [["", "Tidak ada lagi di berkas."]], person=person["pk"])
