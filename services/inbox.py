"""The queue of those who answer: narrowed by the address, sorted by due date, at a cost that does not grow with it.

A page reads no more than its own rows from each of the index ranges that hold what a person may answer (one for each
bidang and state), and what comes next is found by the last row of the page, not by counting from the start.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from itertools import pairwise
from operator import or_
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from bkpsdm.lib.counting import MOST, count_up_to, said
from bkpsdm.lib.search import CONFIG, tokens_of

from .actions.handling import ANSWERING_ROLES
from .models import Question

State = Question.State
PER_PAGE = 25
MOST_FOUND = 50
COPIED, ELSEWHERE = "tembusan", "lain"
MINE, NOBODY, OTHERS = "saya", "kosong", "lain"
OVERDUE, TODAY, LATER = "lewat", "hari-ini", "nanti"
ALL = "semua"
NUMBER = re.compile(r"^\s*(?:\d{4}\s*-\s*)?(\d{1,9})\s*$")


@dataclass(frozen=True)
class Choice:
    label: str
    query: str
    count: str
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """Some questions in their order, and the addresses of the pages around it ("" where there is none)."""

    questions: list
    before: str = ""
    after: str = ""

    def __iter__(self):
        return iter(self.questions)

    def __len__(self):
        return len(self.questions)


class Inbox:
    """The questions that a person may answer, as an address narrows them."""

    def __init__(self, query, user, today):
        self.user, self.today = user, today
        self.units = {grant.unit.code: grant.unit for grant in user.active_grants if grant.role in ANSWERING_ROLES}
        self.text = " ".join(query.get("q", "").replace("\x00", " ").split())[:200]
        self.query = query
        asked = {name: query.get(name, "") for name in self.labels}
        self.chosen = {name: value for name, value in asked.items() if value in self.labels[name]}

    @cached_property
    def labels(self):
        """Return for each filter of the address its values with their labels; "" is what holds without it."""
        kinds = {"": "Semua jenis", **dict(Question.Kind.choices)}
        states = {"": "Menunggu jawaban", **dict(State.choices), ALL: "Semua keadaan"}
        units = {code: unit.short_name or unit.name for code, unit in self.units.items()}
        if self._beyond[COPIED]:
            units[COPIED] = "Tembusan"
        if self._beyond[ELSEWHERE]:
            units[ELSEWHERE] = "Dari bidang lain"
        return {
            "keadaan": states,
            "tenggat": {"": "Semua tenggat", OVERDUE: "Lewat", TODAY: "Hari ini", LATER: "Nanti"},
            "petugas": {"": "Semua petugas", MINE: "Saya", NOBODY: "Belum ada", OTHERS: "Orang lain"},
            "jenis": kinds,
            "bidang": {"": "Semua bidang", **units},
        }

    # -- What it holds

    @cached_property
    def _beyond(self):
        """Return whether anything is copied to the person's units, and assigned to the person from elsewhere."""
        sources = {name: self._rows(self._source(name)) for name in (COPIED, ELSEWHERE)}
        return {name: bool(number) for name, number in count_up_to(sources, 1).items()}

    def _source(self, name):
        """Return the condition of one source: a bidang by its code, copies, or what is assigned from elsewhere."""
        units = list(self.units.values())
        if name == COPIED:
            return Q(copied_to__in=units) & ~Q(unit__in=units)
        if name == ELSEWHERE:
            mine = Q(assignee=self.user, is_confidential=False) if self.user.active_grants else Q(pk__in=[])
            return mine & outside(units) & (Q(copied_to__isnull=True) | ~Q(copied_to__in=units))
        return Q(unit=self.units[name])

    def _rows(self, condition):
        return Question.objects.filter(condition).exclude(asker=self.user).order_by()

    def _sources(self, chosen):
        beyond = [name for name, is_there in self._beyond.items() if is_there]
        sources = [chosen["bidang"]] if chosen.get("bidang") else [*self.units, *beyond]
        is_mine = chosen.get("petugas") not in (NOBODY, OTHERS)  # as all is that comes from elsewhere
        return [name for name in sources if is_mine or name != ELSEWHERE]

    def _states(self, chosen):
        state = chosen.get("keadaan", "")
        states = Question.OWED if state == "" else State.values if state == ALL else [state]
        return [each for each in states if each in Question.OWED] if chosen.get("tenggat") else list(states)

    def _narrowing(self, chosen):
        """Return what the filters demand beside source and state."""
        demands = Q(kind=chosen["jenis"]) if chosen.get("jenis") else Q()
        demands &= {
            MINE: Q(assignee=self.user),
            NOBODY: Q(assignee__isnull=True),
            OTHERS: Q(assignee__isnull=False) & ~Q(assignee=self.user),
        }.get(chosen.get("petugas"), Q())
        return demands & {
            OVERDUE: Q(due_on__lt=self.today),
            TODAY: Q(due_on=self.today),
            LATER: Q(due_on__gt=self.today),
        }.get(chosen.get("tenggat"), Q())

    def _in(self, chosen):
        """Return the rows of a choice of filters, capped: enough to count them.

        They are taken in the order of the index, so that no other way of reading is cheaper than a short piece of it.
        """
        narrowing = self._narrowing(chosen)
        parts = [
            self._rows(self._source(name) & Q(state=state) & narrowing).order_by("due_on", "pk").values("pk")[:MOST]
            for name in self._sources(chosen)
            for state in self._states(chosen)
        ]
        return union(parts)

    @cached_property
    def _counts(self):
        choices = {
            f"{name}={value}": self._in({**self.chosen, name: value})
            for name, labels in self.labels.items()
            for value in labels
        }
        return count_up_to(choices)

    def choices(self, name):
        """Return the links of one filter with their counts, which respect the other filters."""
        rest = {key: value for key, value in self.chosen.items() if key != name and value}
        return [
            Choice(
                label,
                urlencode({**rest, name: value} if value else rest),
                said(self._counts[f"{name}={value}"]),
                self.chosen.get(name, "") == value,
            )
            for value, label in self.labels[name].items()
        ]

    @property
    def filters(self):
        """Return pairs of the name of a filter and its links, in their order on the page."""
        titles = {
            "keadaan": "Keadaan",
            "tenggat": "Tenggat",
            "petugas": "Petugas",
            "jenis": "Jenis",
            "bidang": "Bidang",
        }
        return [(title, self.choices(name)) for name, title in titles.items() if len(self.labels[name]) > 2]

    @property
    def stats(self):
        """Return how many are owed by urgency, and how many wait for the asker, whatever the address says."""
        wanted = {value: self._in({"tenggat": value}) for value in (OVERDUE, TODAY, LATER)}
        counts = count_up_to({**wanted, State.WAITING: self._in({"keadaan": State.WAITING})})
        return {name.replace("-", "_"): said(number) for name, number in counts.items()}

    @property
    def total(self):
        """Return how many there are with these filters, as people read it."""
        return said(self._counts[f"keadaan={self.chosen.get('keadaan', '')}"])

    # -- One page of it

    @property
    def is_newest_first(self):
        """What is over is looked for from its end."""
        return self.chosen.get("keadaan") in (State.CLOSED, ALL)

    def page(self):
        """Return the page that the address names: the first, or what comes after or before a question (Page)."""
        if self.text:
            return Page(self._found())
        start, is_backwards = self._start()
        keys = self._keys(start, is_descending=self.is_newest_first != is_backwards)
        is_more, keys = len(keys) > PER_PAGE, keys[:PER_PAGE]
        if is_backwards:
            keys.reverse()
        rows = {row.pk: row for row in self._shown().filter(pk__in=[pk for _, pk in keys])}
        has_before = is_more if is_backwards else start is not None
        has_after = is_backwards or is_more
        return Page(
            [rows[pk] for _, pk in keys],
            self._address("sebelum", keys[0]) if keys and has_before else "",
            self._address("sesudah", keys[-1]) if keys and has_after else "",
        )

    def _start(self):
        """Return the due date and number of the question where the page begins, and whether it lies before it."""
        for name in ("sesudah", "sebelum"):
            day, _, pk = self.query.get(name, "").partition("_")
            try:
                return (date.fromisoformat(day), int(pk[:12])), name == "sebelum"
            except ValueError:
                continue
        return None, False

    def _keys(self, start, *, is_descending):
        """Return due dates and numbers of a page and one more, each index range read no further than that."""
        order = ("-due_on", "-pk") if is_descending else ("due_on", "pk")
        beyond = Q()
        if start:
            beyond = (TupleLessThan if is_descending else TupleGreaterThan)((F("due_on"), F("pk")), start)
        narrowing = self._narrowing(self.chosen)
        parts = [
            self._rows(self._source(name) & Q(state=state) & narrowing)
            .filter(beyond)
            .order_by(*order)
            .values_list("due_on", "pk")[: PER_PAGE + 1]
            for name in self._sources(self.chosen)
            for state in self._states(self.chosen)
        ]
        if len(parts) < 2:
            return list(union(parts))
        return list(union(parts).order_by(*order)[: PER_PAGE + 1])

    def _found(self):
        """Return what a text finds by number, or by its words in title and first message, the newest first."""
        rows = self._shown().filter(pk__in=Question.objects.answerable_by(self.user).values("pk"))
        if number := NUMBER.match(self.text):
            return list(rows.filter(pk=int(number[1])))
        words = SearchQuery(" ".join(tokens_of(self.text)), config=CONFIG)
        return list(rows.filter(search_vector=words).order_by("-pk")[:MOST_FOUND])

    @staticmethod
    def _shown():
        rows = Question.objects.select_related("unit", "edition", "assignee__employee")
        return rows.defer("search_vector", "opening", "edition__search_vector", "edition__search_text")

    def _address(self, name, key):
        kept = {key: value for key, value in self.chosen.items() if value}
        return urlencode({**kept, name: f"{key[0].isoformat()}_{key[1]}"})


def outside(units):
    """Return the condition of all units but these, as ranges: an index can answer these, but no "not in"."""
    keys = sorted(unit.pk for unit in units)
    ranges = [{"unit__gt": low, "unit__lt": high} for low, high in pairwise([None, *keys, None])]
    return reduce(or_, (Q(**{name: key for name, key in each.items() if key}) for each in ranges))


def union(parts):
    """Return the union of querysets that share no row; nothing for none."""
    if not parts:
        return Question.objects.none().values("pk")
    first, *others = parts
    return first.union(*others, all=True) if others else first
