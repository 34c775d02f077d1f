"""One's own data for each person, corrections for the admin, the trail for the auditor, seals for everybody."""

from . import ALL, REST, get, page, post

ADMIN, AUDITOR = "admin", "auditor"
ASKED = {"subject": "nama", "wrong": "Contho", "right": "Contoh"}
DECIDED = {"decision": "diterima", "answer": "Sudah dibetulkan."}


def deciding(method, status, *things, **options):
    return [method({status: ADMIN, 403: REST}, of, **options) for of in things]


PAGES = {
    "security-txt": page(get({200: ALL})),
    "accounts:seal-digest": page(get({200: ALL})),
    "accounts:seal-digest-json": page(get({200: ALL})),
    "my-data": page(get({200: REST})),
    "my-data-take": page(post({200: REST}), by="=json"),
    "accounts:correction-list": page(get({200: REST}), post({200: REST}), post({302: REST}, data=ASKED)),
    "accounts:correction-inbox": page(*deciding(get, 200, ""), *deciding(get, 200, "", data={"keadaan": "dijawab"})),
    # Who asked reads the answer among the own requests. The own request, and one that was answered, are shown again.
    "accounts:correction-decide": page(
        *deciding(get, 200, "correction of asn", "correction of admin", "answered correction"),
        *deciding(post, 302, "correction of asn", data=DECIDED),
        *deciding(post, 200, "correction of asn"),
        *deciding(post, 200, "correction of admin", "answered correction", data=DECIDED),
        *deciding(get, 404, "nonsense"),
        *deciding(post, 404, "nonsense", data=DECIDED),
        by="pk",
    ),
    "accounts:trail": page(get({200: AUDITOR, 403: REST}), get({200: AUDITOR, 403: REST}, data={"bagian": "akses"})),
}
