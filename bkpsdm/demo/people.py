"""The people of the demo: the logins of people.json, and invented employees in units of every kecamatan.

Whoever is invented says so: every name ends in "Contoh". The same people are made every time.
"""

import itertools
import random
from datetime import date

from django.utils import timezone

from accounts.actions import grant_role
from accounts.models import Employee, EmployeeKind, JobKind, User, WorkUnit
from bkpsdm.lib.ranks import RANKS

from . import demo_data

PASSWORD = "demo-bondowoso"  # noqa: S105  known to everybody on purpose; production refuses demo mode
DOMAIN = "contoh.invalid"
GRANTED_ON = date(2025, 1, 1)
EMPLOYEES = 600
FIRST_PORTAL_NUMBER = 5000


# Of a hundred, roughly as in the regency.
KINDS = {
    EmployeeKind.PNS: 56,
    EmployeeKind.PPPK_PENUH: 17,
    EmployeeKind.PPPK_PARUH: 12,
    EmployeeKind.CPNS: 3,
    EmployeeKind.NON_ASN: 12,
}
# What people do in each kind of unit: post, kind of job, title behind the name.
POSTS = {
    "uptd": [
        ("Perawat Terampil", JobKind.TENAGA_KESEHATAN, "A.Md.Kep."),
        ("Bidan Mahir", JobKind.TENAGA_KESEHATAN, "A.Md.Keb."),
        ("Dokter Ahli Pertama", JobKind.TENAGA_KESEHATAN, ""),
        ("Pengadministrasi Umum", JobKind.PELAKSANA, ""),
    ],
    "sekolah": [
        ("Guru Ahli Pertama", JobKind.GURU, "S.Pd."),
        ("Guru Ahli Muda", JobKind.GURU, "S.Pd."),
        ("Pengelola Perpustakaan", JobKind.PELAKSANA, ""),
    ],
    "": [
        ("Pengadministrasi Umum", JobKind.PELAKSANA, ""),
        ("Pengelola Kepegawaian", JobKind.PELAKSANA, "S.E."),
        ("Analis Kebijakan Ahli Pertama", JobKind.FUNGSIONAL_LAIN, "S.Sos."),
        ("Kepala Seksi Pelayanan", JobKind.STRUKTURAL, "S.STP."),
    ],
}


def seed_people():
    units = {unit.code: unit for unit in WorkUnit.objects.select_related("kecamatan")}
    logins = demo_data("people")
    for row in logins:
        seed_login(row, units)
    people = list(invented_employees(units, EMPLOYEES - len(logins) - len(demo_data("newcomers"))))
    known = set(Employee.objects.values_list("name", flat=True))
    Employee.objects.bulk_create([person for person in people if person.name not in known])
    return f"{len(logins)} akun contoh, {len(logins) + len(people)} pegawai rekaan"


def seed_newcomers():
    """Make people of the roster who have never logged in: to try how an account is opened."""
    rows = demo_data("newcomers")
    for row in rows:
        fields = {**row, "unit": WorkUnit.objects.get(code=row["unit"])}
        if row["email"]:
            fields["email"] = f"{row['email']}@{DOMAIN}"
        Employee.objects.update_or_create(name=fields.pop("name"), defaults=fields)
    return f"{len(rows)} pegawai yang belum pernah masuk"


def seed_login(row, units):
    """Make the employee and the account of a demo login, with its roles."""
    employee_fields = {name: row.get(name, "") for name in ("name", "kind", "rank", "job_kind", "position")}
    address = f"{row['email']}@{DOMAIN}"
    employee, _ = Employee.objects.update_or_create(
        email=address,
        defaults={
            **employee_fields,
            "nip": row["login"] if row["login"].isdigit() else "",
            "portal_number": "" if row["login"].isdigit() else row["login"],
            "unit": units[row["unit"]],
        },
    )
    user, is_new = User.objects.get_or_create(login=row["login"], defaults={"email": address, "employee": employee})
    if is_new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    if "role" in row:
        for code in row.get("units", [None]):
            grant_role(
                user, role=row["role"], unit=units.get(code), starts_on=GRANTED_ON, ends_on=granted_until(), by=None
            )


def granted_until():
    """Return the end of next year: a role ends with a day, and the demo outlives its visit."""
    return date(timezone.localdate().year + 1, 12, 31)


def invented_employees(units, count):
    """Yield employees that are not stored yet: by turns from the units of each kecamatan."""
    chance = random.Random(3511)  # noqa: S311  the same people every time
    places = {}
    for unit in sorted(units.values(), key=lambda unit: unit.code):
        if unit.kecamatan:
            places.setdefault(unit.kecamatan.code, []).append(unit)
    turns = itertools.cycle([itertools.cycle(places[code]) for code in sorted(places)])
    words = demo_data("names")  # trees and birds: no person is called so
    names = [f"{tree} {bird} Contoh" for tree, bird in itertools.product(words["trees"], words["birds"])]
    chance.shuffle(names)
    for serial, (name, turn) in enumerate(zip(names[:count], turns, strict=False), start=1):
        kind = chance.choices(list(KINDS), weights=KINDS.values())[0]
        yield invented_employee(name, kind, next(turn), serial, chance)


def invented_employee(name, kind, unit, serial, chance):
    post, job_kind, title = chance.choice(POSTS.get(unit.kind, POSTS[""]))
    if kind == EmployeeKind.NON_ASN:
        number = f"T-{FIRST_PORTAL_NUMBER + serial:06d}"
        return Employee(name=name, kind=kind, unit=unit, position="Tenaga harian lepas", portal_number=number)
    started = {EmployeeKind.PNS: (1991, 2023), EmployeeKind.CPNS: (2026, 2026)}.get(kind, (2021, 2025))
    year = chance.randint(*started)
    born = date(max(1969, year - chance.randint(20, 34)), chance.randint(1, 12), chance.randint(1, 28))
    month = f"{chance.randint(1, 6):02d}" if kind in (EmployeeKind.PNS, EmployeeKind.CPNS) else "21"
    return Employee(
        nip=f"{born:%Y%m%d}{year}{month}{chance.randint(1, 2)}{serial:03d}",
        name=name,
        title_after=title,
        kind=kind,
        rank=rank_after(year, kind, job_kind, chance),
        position=post,
        job_kind=job_kind,
        unit=unit,
    )


def rank_after(year, kind, job_kind, chance):
    """Return a rank that fits the years of service: one step in four years, as far as the kind of job goes."""
    if kind in (EmployeeKind.PPPK_PENUH, EmployeeKind.PPPK_PARUH):
        return chance.choice(["V", "VII", "IX"])
    first, last = ("II/a", "III/c") if job_kind == JobKind.PELAKSANA else ("III/a", "IV/b")
    ranks = list(RANKS)
    return ranks[min(ranks.index(first) + (2026 - year) // 4, ranks.index(last))]
