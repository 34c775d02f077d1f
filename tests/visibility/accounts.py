"""The hallway: messages, words, delivery, roles."""

from . import ALL, EDITORS, REST, get, page, post

ADMIN = "admin"
WORDS = f"{EDITORS} {ADMIN}"

PAGES = {
    "accounts:page-list": page(get({200: ALL})),
    "accounts:notice-list": page(get({200: REST}), post({302: REST})),
    "accounts:notice-open": page(
        post({302: "asn", 404: REST}, "message to asn"),
        post({404: REST}, "letter to asn"),
        by="pk",
    ),
    "accounts:notice-read-all": page(post({302: REST})),
    # The link is signed and is its own key: whoever holds it may leave, whoever has a false one learns nothing.
    "accounts:notice-leave": page(
        get({200: ALL}, "leave link"),
        post({200: ALL}, "leave link"),
        get({404: ALL}, "nonsense"),
        post({404: ALL}, "nonsense"),
        by="token",
    ),
    "accounts:delivery": page(get({200: ADMIN, 403: REST})),
    "accounts:failed-list": page(get({200: ADMIN, 403: REST})),
    "accounts:failed-resend": page(post({302: ADMIN, 403: REST})),
    "accounts:synonym-list": page(get({200: WORDS, 403: REST}), post({200: WORDS, 403: REST})),
    "accounts:synonym-update": page(
        get({200: WORDS, 403: REST}, "synonym"),
        post({200: WORDS, 403: REST}, "synonym"),
        get({404: WORDS, 403: REST}, "nonsense"),
        by="pk",
    ),
    "accounts:synonym-delete": page(
        post({302: WORDS, 403: REST}, "synonym"), post({404: WORDS, 403: REST}, "nonsense"), by="pk"
    ),
    "accounts:role-list": page(get({200: ADMIN, 403: REST})),
    "accounts:role-search": page(get({200: ADMIN, 403: REST}), post({200: ADMIN, 403: REST})),
    "accounts:role-person": page(
        get({200: ADMIN, 403: REST}, "account of asn"),
        post({200: ADMIN, 403: REST}, "account of asn"),
        get({200: ADMIN, 403: REST}, "account of admin"),
        post({200: ADMIN, 403: REST}, "account of admin", data={"role": "editor", "starts_on": "2099-01-01"}),
        get({404: ADMIN, 403: REST}, "nonsense"),
        by="pk",
    ),
    "accounts:role-end": page(
        post({302: ADMIN, 403: REST}, "grant of petugas", data={"reason": "Pindah tugas"}),
        post({200: ADMIN, 403: REST}, "grant of petugas"),
        # Not the own, not what is over: shown again with the reason why not.
        post({200: ADMIN, 403: REST}, "grant of admin", data={"reason": "Pindah tugas"}),
        post({200: ADMIN, 403: REST}, "grant taken back", data={"reason": "Pindah tugas"}),
        post({404: ADMIN, 403: REST}, "nonsense"),
        by="pk",
    ),
}
