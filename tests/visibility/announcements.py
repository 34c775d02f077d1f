"""News for everybody once published, the newsroom for editors, decrees for registrars, one's own petikan for each."""

from . import ALL, EDITORS, REST, get, page, post

KEEPER = "pengelola"
DRAFTS = ("draft article", "article in review", "scheduled article", "archived article")


def newsroom(method, status, *things, **options):
    return [method({status: EDITORS, 403: REST}, of, **options) for of in things]


def registry(method, status, *things, **options):
    return [method({status: KEEPER, 403: REST}, of, **options) for of in things]


NEWS = {
    "announcements:article-list": page(get({200: ALL})),
    "announcements:article-feed": page(get({200: ALL})),
    # Readers' page: editors read what is not published in the newsroom.
    "announcements:article-detail": page(
        get({200: ALL}, "published article"), *[get({404: ALL}, of) for of in DRAFTS], by="slug"
    ),
    "announcements:picture-file": page(
        get({200: ALL}, "picture of a published article"),
        *[get({200: EDITORS, 404: ALL}, f"picture of a {of}") for of in DRAFTS],
        get({404: ALL}, "nonsense picture"),
        by=("pk", "width"),
    ),
    "announcements:article-inbox": page(*newsroom(get, 200, "")),
    "announcements:article-create": page(*newsroom(get, 200, ""), *newsroom(post, 200, "")),
    # Changed as a draft, corrected once published; otherwise only read.
    "announcements:article-update": page(
        *newsroom(get, 200, "draft article", "published article"),
        *newsroom(get, 302, "article in review", "scheduled article", "archived article"),
        *newsroom(post, 200, "draft article", "published article"),
        *newsroom(get, 404, "nonsense"),
        by="pk",
    ),
    "announcements:article-preview": page(
        *newsroom(get, 200, "published article", *DRAFTS), *newsroom(get, 404, "nonsense"), by="pk"
    ),
    "announcements:article-submit": page(
        *newsroom(post, 302, "draft article", "published article"), *newsroom(post, 404, "nonsense"), by="pk"
    ),
    # Nobody approves the own story: penyunting wrote it, so penyunting2 does.
    "announcements:article-approve": page(
        post({302: "penyunting2", 200: "penyunting", 403: REST}, "article in review", data={"when": "sekarang"}),
        *newsroom(post, 200, "draft article", "published article", data={"when": "sekarang"}),
        *newsroom(post, 404, "nonsense"),
        by="pk",
    ),
    "announcements:article-return": page(
        # The writer takes it back without a word, another says why.
        post({302: "penyunting", 200: "penyunting2", 403: REST}, "article in review"),
        *newsroom(post, 302, "article in review", data={"note": "Kurang jelas."}),
        *newsroom(post, 404, "nonsense"),
        by="pk",
    ),
    "announcements:article-unschedule": page(
        *newsroom(post, 302, "scheduled article"), *newsroom(post, 404, "nonsense"), by="pk"
    ),
    "announcements:article-archive": page(
        *newsroom(post, 302, "published article"), *newsroom(post, 404, "nonsense"), by="pk"
    ),
    "announcements:picture-list": page(
        *newsroom(get, 200, "draft article"),
        *newsroom(post, 200, "draft article"),
        *newsroom(get, 404, "nonsense"),
        by="pk",
    ),
    "announcements:picture-delete": page(
        *newsroom(post, 302, "picture of a draft article", "picture of a published article"),
        *newsroom(post, 404, "nonsense picture"),
        by="pk",
    ),
}

OWN = {
    "announcements:decree-counts": page(get({200: ALL})),
    "announcements:verify": page(get({200: ALL})),
    # The page says what became of a code; of a draft as of one that never was.
    "announcements:verify-code": page(
        *[get({200: ALL}, of) for of in ("petikan in force", "revoked petikan", "replaced petikan", "draft petikan")],
        get({200: ALL}, "nonsense"),
        by="code",
    ),
    "announcements:petikan-list": page(get({200: REST})),
    # One's own, whatever became of it, and from the day of issue; keeping decrees is another page.
    "announcements:petikan-detail": page(
        *[get({200: "asn", 404: REST}, of) for of in ("petikan in force", "revoked petikan", "replaced petikan")],
        get({404: REST}, "petikan of somebody else"),
        get({404: REST}, "draft petikan"),
        by="pk",
    ),
    "announcements:petikan-file": page(
        get({200: f"asn {KEEPER}", 404: REST}, "petikan in force"),
        get({200: f"asn {KEEPER}", 404: REST}, "revoked petikan"),
        get({200: KEEPER, 404: REST}, "petikan of somebody else"),
        get({200: KEEPER, 404: REST}, "draft petikan"),
        get({404: REST}, "petikan without a file"),
        by="pk",
    ),
}

DECREES = {
    "announcements:decree-list": page(*registry(get, 200, "")),
    "announcements:decree-create": page(*registry(get, 200, ""), *registry(post, 200, "")),
    "announcements:decree-update": page(
        *registry(get, 200, "draft decree", "issued decree"),
        *registry(post, 200, "draft decree", "issued decree"),
        *registry(get, 404, "nonsense"),
        by="pk",
    ),
    "announcements:decree-issue": page(
        *registry(post, 302, "draft decree"),
        *registry(post, 200, "draft decree without people", "issued decree"),
        *registry(post, 404, "nonsense"),
        by="pk",
    ),
    "announcements:decree-delete": page(
        *registry(post, 302, "draft decree"),
        *registry(post, 200, "issued decree"),
        *registry(post, 404, "nonsense"),
        by="pk",
    ),
    "announcements:decree-hand-over": page(
        *registry(post, 200, "issued decree", "draft decree"), *registry(post, 404, "nonsense"), by="pk"
    ),
    "announcements:recipient-search": page(
        *registry(get, 200, "draft decree"),
        *registry(post, 200, "draft decree"),
        *registry(get, 404, "nonsense"),
        by="pk",
    ),
    "announcements:recipient-create": page(
        *registry(get, 200, "person for a draft"),
        *registry(post, 200, "person for a draft", "person for an issued decree"),
        *registry(get, 404, "nobody for a draft"),
        by=("decree.pk", "employee.pk"),
    ),
    "announcements:recipient-update": page(
        *registry(get, 200, "draft petikan", "petikan in force", "revoked petikan"),
        *registry(post, 200, "draft petikan", "petikan in force"),
        *registry(get, 404, "nonsense"),
        by="pk",
    ),
    "announcements:recipient-attach": page(
        *registry(post, 200, "draft petikan"), *registry(post, 404, "nonsense"), by="pk"
    ),
    "announcements:recipient-remove": page(
        *registry(post, 302, "draft petikan"),
        *registry(post, 200, "petikan in force"),
        *registry(post, 404, "nonsense"),
        by="pk",
    ),
    "announcements:recipient-replace": page(
        *registry(post, 200, "petikan in force"), *registry(post, 404, "nonsense"), by="pk"
    ),
    "announcements:recipient-revoke": page(
        *registry(post, 200, "petikan in force", "draft petikan"), *registry(post, 404, "nonsense"), by="pk"
    ),
}

PAGES = {**NEWS, **OWN, **DECREES}
