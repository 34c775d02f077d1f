"""The visibility matrix: what each page answers to each role, for a thing in each state that decides it.

A page is a name of urls.py with its rows. A row says by which method, for which thing of tests/world.py, and what is
answered to whom. It is written down from docs/architecture.md, section "Roles", not from what the code answers: not
allowed to see is a 404, not allowed to do a 403, and whoever has no account is led to the login.
"""

from dataclasses import dataclass, field
from operator import attrgetter

from tests.conftest import CAST

WARGA = "warga"
WHO = (WARGA, *CAST)
LOGIN = "masuk"

# Everybody with an account who is not named in the row; whoever has none is led to the login.
REST = "…"
# Everybody who is not named in the row.
ALL = "semua"

# Sets of people that many rows name.
OFFICE = "petugas kabid"
ANSWERERS = "petugas kabid inspektur"
HEADS = "kabid pimpinan"
EDITORS = "penyunting penyunting2"
WORKROOM = " ".join(name for name, role in CAST.items() if role)


@dataclass(frozen=True)
class Row:
    method: str
    of: str
    answers: dict  # who -> status
    data: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    settings: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.method} {self.of}".strip()


@dataclass(frozen=True)
class Page:
    rows: tuple
    by: tuple = ()

    @property
    def methods(self):
        return {row.method for row in self.rows}

    def arguments(self, thing):
        """Return what the address of a thing holds; a name with a sign of equality stands for itself."""
        return [name[1:] if name.startswith("=") else attrgetter(name)(thing) for name in self.by]


def page(*rows, by=()):
    return Page(rows, (by,) if isinstance(by, str) else tuple(by))


def get(answers, of="", **options):
    return Row("GET", of, spread(answers), **options)


def post(answers, of="", **options):
    return Row("POST", of, spread(answers), **options)


def spread(answers):
    """Return {who: status} from {status: names}, with REST or ALL for those who are not named."""
    others = {who: status for status, names in answers.items() if names == REST for who in CAST}
    others |= {who: status for status, names in answers.items() if names == ALL for who in WHO}
    pairs = [(who, status) for status, names in answers.items() if names not in (REST, ALL) for who in names.split()]
    spread = {WARGA: LOGIN, **others, **dict(pairs)}
    if spread.keys() != set(WHO) or len(dict(pairs)) != len(pairs):
        raise ValueError(f"not everybody once: {answers}")
    return spread
