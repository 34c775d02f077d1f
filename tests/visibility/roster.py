"""People of the own unit and below for operators, all of them, their files and their units for the admin."""

from . import REST, get, page, post

ADMIN, OPERATOR = "admin", "operator"
READERS = f"{OPERATOR} {ADMIN}"
TODAY = "2026-01-05"
OWN = ("person of the unit", "person below", "person who left", "row of operator")
OTHERS = ("person above", "person beside")
FILES = ("import under way", "import to confirm", "applied import", "cancelled import", "import of nonsense")


def keeping(method, status, *things, **options):
    return [method({status: ADMIN, 403: REST}, of, **options) for of in things]


def reading(method, status, things, **options):
    return [method({status: READERS, 403: REST}, of, **options) for of in things]


def elsewhere(method, status, things, **options):
    return [method({status: ADMIN, 404: OPERATOR, 403: REST}, of, **options) for of in things]


REASON = {"reason": "Verifikasi berkas"}
PEOPLE = {
    "accounts:employee-list": page(
        *reading(get, 200, [""]),
        *reading(post, 200, [""], data={"who": "Pegawai"}),
        *reading(get, 200, [""], data={"unit": "di-bawah"}),
        *elsewhere(get, 200, [""], data={"unit": "di-atas"}),
        *elsewhere(get, 200, [""], data={"unit": "di-samping"}),
    ),
    "accounts:employee-detail": page(
        *reading(get, 200, OWN),
        *reading(get, 302, ["joined row"]),
        *elsewhere(get, 200, OTHERS),
        *reading(get, 404, ["nonsense"]),
        by="pk",
    ),
    "accounts:employee-reveal": page(
        *reading(post, 200, ["person below"]),
        *reading(post, 200, ["person below", "person who left"], data=REASON),
        *elsewhere(post, 200, OTHERS, data=REASON),
        *reading(post, 404, ["nonsense"], data=REASON),
        by="pk",
    ),
    # Operators read; who keeps the roster is the admin, of every unit.
    "accounts:employee-update": page(
        *keeping(get, 200, "person below", "person beside", "person who left"),
        *keeping(post, 200, "person below"),
        *keeping(post, 302, "person below", "person beside", data={"name": "Contoh", "kind": "PNS"}),
        *keeping(post, 200, "joined row", data={"name": "Contoh", "kind": "PNS"}),
        *keeping(get, 404, "nonsense"),
        by="pk",
    ),
    "accounts:employee-transfer": page(
        *keeping(post, 200, "person below", "joined row"), *keeping(post, 404, "nonsense"), by="pk"
    ),
    "accounts:employee-retire": page(
        *keeping(post, 302, "person below", "person beside", data={"standing": "pensiun", "on": TODAY}),
        *keeping(post, 200, "person who left", "joined row", data={"standing": "pensiun", "on": TODAY}),
        *keeping(post, 404, "nonsense"),
        by="pk",
    ),
    "accounts:employee-reinstate": page(
        *keeping(post, 302, "person who left"),
        *keeping(post, 200, "person below", "joined row"),
        *keeping(post, 404, "nonsense"),
        by="pk",
    ),
    "accounts:employee-renumber": page(
        *keeping(post, 302, "person below", data={"nip": "199003032015011001", "kind": "PNS", "on": TODAY}),
        *keeping(post, 200, "joined row", data={"nip": "199003032015011001", "kind": "PNS", "on": TODAY}),
        *keeping(post, 200, "person below"),
        *keeping(post, 404, "nonsense"),
        by="pk",
    ),
    "accounts:employee-merge": page(
        *keeping(get, 200, "person below", "person beside"),
        *keeping(post, 200, "person below", data={"who": "Pegawai"}),
        *keeping(get, 404, "nonsense"),
        by="pk",
    ),
}

# A file may be looked at in every state; the page of a state that is over leads back to the file.
IMPORTS = {
    "accounts:import-list": page(*keeping(get, 200, ""), *keeping(post, 200, "")),
    "accounts:import-template": page(*keeping(get, 200, "")),
    "accounts:import-detail": page(*keeping(get, 200, *FILES), *keeping(get, 404, "nonsense"), by="pk"),
    "accounts:import-progress": page(*keeping(get, 200, *FILES), *keeping(get, 404, "nonsense"), by="pk"),
    # Names of units are settled before a file is confirmed, and at no other time.
    "accounts:import-units": page(
        *keeping(get, 200, "import to confirm"),
        *keeping(post, 200, "import to confirm"),
        *keeping(get, 404, "import under way", "applied import", "cancelled import", "import of nonsense", "nonsense"),
        by="pk",
    ),
    "accounts:import-apply": page(*keeping(post, 302, *FILES), *keeping(post, 404, "nonsense"), by="pk"),
    "accounts:import-cancel": page(*keeping(post, 302, *FILES), *keeping(post, 404, "nonsense"), by="pk"),
    # Rejected rows are there once the file was read, and as long as its rows are kept.
    "accounts:import-rejected": page(
        *keeping(get, 200, "import to confirm", "applied import"),
        *keeping(get, 404, "import under way", "cancelled import", "import of nonsense", "nonsense"),
        by="pk",
    ),
}

UNITS = {
    "accounts:unit-list": page(*keeping(get, 200, "")),
    "accounts:unit-detail": page(
        *keeping(get, 200, "bidang", "unit beside"), *keeping(get, 404, "nonsense"), by="code"
    ),
    "accounts:unit-rename": page(
        *keeping(post, 200, "bidang"),
        *keeping(post, 302, "bidang", data={"name": "Bidang Baru", "on": TODAY, "basis": "Perbup 1/2026"}),
        *keeping(post, 404, "nonsense"),
        by="code",
    ),
    "accounts:unit-succeed": page(*keeping(post, 200, "bidang"), *keeping(post, 404, "nonsense"), by="code"),
}

PAGES = {**PEOPLE, **IMPORTS, **UNITS}
