"""What crosses doors: home, search, account, workroom, health; and the login, whose pages are allauth's."""

from . import ALL, REST, WARGA, WORKROOM, get, page, post

PAGES = {
    "home": page(get({200: ALL})),
    "search": page(get({200: ALL})),
    "offline": page(get({200: ALL})),
    "service-worker": page(get({200: ALL})),
    "robots": page(get({200: ALL})),
    "readyz": page(get({200: ALL})),
    "freshz": page(get({200: ALL})),
    "sitemap": page(get({200: ALL})),
    "account": page(get({200: REST})),
    "workroom": page(get({200: WORKROOM, 403: REST})),
    # Letters of the demo: whoever works here may read them, and outside the demo there are none.
    "mail-list": page(
        get({404: WORKROOM, 403: REST}),
        get({200: WORKROOM, 403: REST}, "letter of the demo", settings={"DEMO_MODE": True}),
    ),
    "mail-detail": page(
        get({404: WORKROOM, 403: REST}, "letter of the demo"),
        get({200: WORKROOM, 403: REST}, "letter of the demo", settings={"DEMO_MODE": True}),
        get({404: WORKROOM, 403: REST}, "nonsense", settings={"DEMO_MODE": True}),
        by="pk",
    ),
    # Whoever is in is led on; signing up is closed.
    "account_login": page(get({200: WARGA, 302: REST})),
    "account_logout": page(get({302: WARGA, 200: REST})),
    "account_signup": page(get({200: WARGA, 302: REST})),
    "account_inactive": page(get({200: ALL})),
    "account_change_password": page(get({200: REST}), post({200: REST})),
    "account_reset_password": page(get({200: ALL})),
    "account_reset_password_done": page(get({200: ALL})),
    "account_reset_password_from_key": page(get({200: ALL}, "reset link"), by=("uidb36", "key")),
    "account_reset_password_from_key_done": page(get({200: ALL})),
}
