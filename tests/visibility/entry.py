"""The way in: by mail, by slip, by the single sign-on; second factors and devices; slips for whoever was seen."""

from . import ALL, LOGIN, REST, get, page, post

# An operator prints for the own unit and below, whoever answers questions and the admin for everybody.
OPERATOR = "operator"
EVERYWHERE = "petugas inspektur kabid admin"
PRINTERS = f"{OPERATOR} {EVERYWHERE}"
SSO = {
    "SOCIALACCOUNT_PROVIDERS": {
        "openid_connect": {
            "APPS": [
                {"provider_id": "sso", "name": "SSO", "client_id": "portal", "settings": {"server_url": "https://x"}}
            ]
        }
    }
}

# Open to everybody, in or not: two people may share a device.
BY_PROOF = {
    "accounts:activation-start": page(
        get({200: ALL}), post({200: ALL}), post({302: ALL}, data={"number": "198701012010999999"})
    ),
    # Both lead to the beginning whoever has not begun.
    "accounts:activation-code": page(get({302: ALL}), post({302: ALL}, data={"code": "12345678"})),
    "accounts:entry-password": page(get({302: ALL}), post({302: ALL}, data={"password": "a", "again": "a"})),
    "accounts:slip-enter": page(get({200: ALL}), post({200: ALL}, data={"number": "T-004217", "code": "ABCDEFGHJKLM"})),
    # The link is its own key: whoever reads the mail of a person may stop what was asked for in that name.
    "accounts:entry-stop": page(
        get({200: ALL}, "stop link"),
        post({200: ALL}, "stop link"),
        get({404: ALL}, "nonsense"),
        post({404: ALL}, "nonsense"),
        by="token",
    ),
    # Says that a link is old as of one that never was.
    "accounts:address-verify": page(get({200: ALL}, "nonsense"), post({302: ALL}, "nonsense"), by="token"),
    "openid_connect_login": page(get({404: ALL}), get({200: ALL}, settings=SSO), by="=sso"),
    # Whoever comes back with nothing is led to the login.
    "openid_connect_callback": page(get({404: ALL}), get({LOGIN: ALL}, settings=SSO), by="=sso"),
    "mfa_login_webauthn": page(get({302: REST})),
    # A step between password and entry: whoever is in is led on, whoever has not begun begins.
    "mfa_authenticate": page(get({302: REST})),
}

# asn has a passkey and recovery codes, thl an app; nobody else has a second factor.
OWN = {
    "accounts:address-update": page(
        get({200: REST}), post({200: REST}), post({302: REST}, data={"email": "baru@contoh.invalid"})
    ),
    "accounts:device-list": page(get({200: REST})),
    "accounts:device-end": page(post({302: "asn", 404: REST}, "device of asn"), post({404: REST}, "nonsense"), by="pk"),
    "accounts:device-end-others": page(post({302: REST})),
    "account_reauthenticate": page(get({200: REST}), post({200: REST}, data={"password": "salah"})),
    # Whoever has no such factor is led to the way that is there.
    "mfa_reauthenticate": page(get({200: "asn thl", 302: REST})),
    "mfa_reauthenticate_webauthn": page(get({200: "asn", 302: REST})),
    "mfa_index": page(get({200: REST})),
    "mfa_activate_totp": page(get({302: "thl", 200: REST})),
    "mfa_deactivate_totp": page(get({200: "thl", 404: REST}), post({302: "thl", 404: REST})),
    "mfa_view_recovery_codes": page(get({200: "asn", 404: REST})),
    "mfa_generate_recovery_codes": page(get({200: REST}), post({302: "asn thl", 200: REST})),
    "mfa_list_webauthn": page(get({200: REST})),
    "mfa_add_webauthn": page(get({200: REST}), post({200: REST}, data={"name": "Ponsel", "credential": "{}"})),
    "mfa_edit_webauthn": page(
        get({200: "asn", 404: REST}, "passkey of asn"),
        post({302: "asn", 404: REST}, "passkey of asn", data={"name": "Ponsel lama"}),
        get({404: REST}, "nonsense"),
        by="pk",
    ),
    "mfa_remove_webauthn": page(
        get({200: "asn", 404: REST}, "passkey of asn"),
        post({302: "asn", 404: REST}, "passkey of asn"),
        get({404: REST}, "nonsense"),
        by="pk",
    ),
}


def below(method, status, of, **options):
    return method({status: PRINTERS, 403: REST}, of, **options)


def beside(method, status, of, **options):
    return method({status: EVERYWHERE, 404: OPERATOR, 403: REST}, of, **options)


SEEN = {"has_been_seen": "on"}
SLIPS = {
    "accounts:slip-list": page(
        get({200: PRINTERS, 403: REST}), post({200: PRINTERS, 403: REST}, data={"text": "Pegawai"})
    ),
    "accounts:slip-create": page(
        *[below(get, 200, of) for of in ("person below", "person of the unit", "locked out below")],
        *[beside(get, 200, of) for of in ("person beside", "person above", "locked out beside")],
        # Who left gets in no more, and a joined row is nobody.
        *[get({404: PRINTERS, 403: REST}, of) for of in ("person who left", "joined row", "nonsense")],
        below(post, 200, "person below"),
        *[below(post, 302, of, data=SEEN) for of in ("person below", "locked out below")],
        *[beside(post, 302, of, data=SEEN) for of in ("person beside", "locked out beside")],
        post({404: PRINTERS, 403: REST}, "person who left", data=SEEN),
        by="pk",
    ),
    # Its maker alone; the code was shown, so what is left is the way back to the list.
    "accounts:slip-print": page(
        get({302: OPERATOR, 404: EVERYWHERE, 403: REST}, "slip below"),
        get({302: "petugas", 404: f"{OPERATOR} inspektur kabid admin", 403: REST}, "slip beside"),
        get({404: PRINTERS, 403: REST}, "nonsense"),
        by="pk",
    ),
    # Whoever sees a slip may withdraw it; the list says where that is too late.
    "accounts:slip-revoke": page(
        *[below(post, 302, of) for of in ("slip below", "recovery below", "revoked slip")],
        *[beside(post, 302, of) for of in ("slip beside", "recovery beside")],
        post({404: PRINTERS, 403: REST}, "nonsense"),
        by="pk",
    ),
    # An operator asks and never approves; the list tells who asked that it takes another.
    "accounts:recovery-approve": page(
        *[post({302: EVERYWHERE, 403: REST}, of) for of in ("recovery below", "recovery beside")],
        *[post({404: EVERYWHERE, 403: REST}, of) for of in ("slip below", "nonsense")],
        by="pk",
    ),
}

PAGES = {**BY_PROOF, **OWN, **SLIPS}
