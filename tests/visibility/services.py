"""The catalogue for everybody, questions for asker and office, general answers, the survey, and the figures."""

from . import ALL, ANSWERERS, HEADS, OFFICE, REST, get, page, post

FROM_HERE = {"sec-fetch-site": "same-origin"}


def service(*rows):
    return page(*rows, by="service.slug")


def in_thread(method, answers_of_asn, of, **options):
    """A thread is its asker's page alone; the office has another."""
    return method({answers_of_asn: "asn", 404: REST}, of, **options)


CATALOGUE = {
    "services:service-list": page(get({200: ALL})),
    "services:service-detail": service(
        get({200: ALL}, "edition in force"),
        get({404: ALL}, "edition of next week"),
        get({404: ALL}, "retired edition"),
        get({404: ALL}, "draft edition alone"),
    ),
    "services:checklist-pdf": service(
        get({200: ALL}, "edition in force"),
        get({404: ALL}, "edition of next week"),
        get({404: ALL}, "retired edition"),
        get({404: ALL}, "draft edition alone"),
    ),
    # Which requirements applied on that day: whatever was published once, and nothing of a draft.
    "services:edition-on": service(
        get({200: ALL}, "edition in force"),
        get({200: ALL}, "retired edition"),
        get({404: ALL}, "draft edition alone"),
    ),
    "services:edition-detail": page(
        get({200: ALL}, "edition in force"),
        get({200: ALL}, "old edition"),
        get({200: ALL}, "retired edition"),
        get({200: ALL}, "edition of next week"),
        get({404: ALL}, "draft edition"),
        get({404: ALL}, "draft edition alone"),
        by=("service.slug", "number"),
    ),
}

ANSWERS = {
    "services:answer-list": page(get({200: ALL})),
    "services:answer-detail": page(
        get({200: ALL}, "published answer"),
        get({200: ANSWERERS, 404: ALL}, "draft answer"),
        by="code",
    ),
    "services:answer-feedback": page(
        post({302: ALL}, "published answer", data={"membantu": "ya"}, headers=FROM_HERE),
        post({403: ALL}, "published answer", data={"membantu": "ya"}),
        post({404: ALL}, "draft answer", data={"membantu": "ya"}, headers=FROM_HERE),
        by="code",
    ),
    "services:answer-thanks": page(get({200: ALL}, "published answer"), get({404: ALL}, "draft answer"), by="code"),
    "services:answer-desk": page(get({200: ANSWERERS, 403: REST})),
    # Kept by the bidang of its service; a draft is worked on as a proposal.
    "services:answer-review": page(
        get({200: OFFICE, 404: "inspektur", 403: REST}, "published answer"),
        post({200: OFFICE, 404: "inspektur", 403: REST}, "published answer"),
        get({404: ANSWERERS, 403: REST}, "draft answer"),
        get({404: ANSWERERS, 403: REST}, "answer elsewhere"),
        get({404: ANSWERERS, 403: REST}, "answer without a service"),
        by="code",
    ),
    "services:answer-confirm": page(
        post({302: OFFICE, 404: "inspektur", 403: REST}, "published answer"),
        post({404: ANSWERERS, 403: REST}, "draft answer"),
        post({404: ANSWERERS, 403: REST}, "answer elsewhere"),
        by="code",
    ),
    "services:revision-publish": page(
        post({302: "kabid", 403: REST}, "published answer"),
        post({404: "kabid", 403: REST}, "draft answer"),
        post({404: "kabid", 403: REST}, "answer elsewhere"),
        by="code",
    ),
    "services:proposal-create": page(
        get({200: OFFICE, 404: "inspektur", 403: REST}, "question with consent"),
        post({200: OFFICE, 404: "inspektur", 403: REST}, "question with consent"),
        get({200: OFFICE, 404: "inspektur", 403: REST}, "confidential question"),
        get({404: ANSWERERS, 403: REST}, "question elsewhere"),
        by="pk",
    ),
    "services:proposal-detail": page(
        get({200: "asn", 404: REST}, "proposed question"),
        post({302: "asn", 404: REST}, "proposed question"),
        get({404: REST}, "new question"),
        get({404: REST}, "question elsewhere"),
        by="pk",
    ),
    "services:proposal-publish": page(
        post({302: "kabid", 403: REST}, "proposal to publish"),
        post({302: "kabid", 403: REST}, "proposal to wait for"),
        post({404: "kabid", 403: REST}, "proposal elsewhere"),
        by="pk",
    ),
    "services:proposal-drop": page(
        post({302: OFFICE, 404: "inspektur", 403: REST}, "proposal to publish"),
        post({404: ANSWERERS, 403: REST}, "proposal elsewhere"),
        by="pk",
    ),
}

ASKING = {
    "services:question-create": page(get({200: REST}), post({200: REST})),
    "services:question-list": page(get({200: REST})),
    "services:question-suggest": page(get({200: REST}), post({200: REST})),
    # Leads to one's own thread, or to the form: a key that is not one's own tells nothing.
    "services:question-sent": page(get({302: REST}, "new question"), get({302: REST}, "question elsewhere"), by="key"),
    "services:question-detail": page(
        in_thread(get, 200, "new question"),
        in_thread(get, 200, "answered question"),
        in_thread(get, 200, "closed question"),
        in_thread(get, 200, "confidential question"),
        in_thread(get, 200, "copied complaint"),
        get({200: "petugas", 404: REST}, "question of petugas"),
        get({404: REST}, "question elsewhere"),
        get({404: REST}, "question assigned from elsewhere"),
        in_thread(post, 200, "answered question"),
        in_thread(post, 302, "answered question", data={"settled": "selesai"}),
        in_thread(post, 200, "closed question", data={"settled": "selesai"}),
        post({404: REST}, "question elsewhere", data={"settled": "selesai"}),
        by="pk",
    ),
    "services:question-act": page(
        in_thread(get, 302, "new question"),
        in_thread(post, 302, "new question"),
        in_thread(post, 302, "confidential question"),
        in_thread(post, 200, "answered question"),
        post({404: REST}, "question elsewhere"),
        by=("pk", "=tarik"),
    ),
    # What an officer wrote as a note stays in the office; the asker's files are the asker's too.
    "services:attachment-download": page(
        get({200: f"asn {OFFICE}", 404: REST}, "file of a question"),
        get({200: OFFICE, 404: REST}, "file of a note"),
        get({200: f"asn {OFFICE}", 404: REST}, "file of a confidential question"),
        get({404: REST}, "file elsewhere"),
        by="pk",
    ),
    "services:survey": page(
        get({200: ALL}, "unused ticket"),
        post({200: ALL}, "unused ticket"),
        get({410: ALL}, "nonsense"),
        post({410: ALL}, "nonsense"),
        by="token",
    ),
    "services:survey-thanks": page(get({200: ALL})),
}


def in_office(method, status, of, **options):
    """A question of the bidang: its people do it, who answers elsewhere does not see it, nobody else answers."""
    return method({status: OFFICE, 404: "inspektur", 403: REST}, of, **options)


OFFICE_PAGES = {
    "services:question-inbox": page(get({200: ANSWERERS, 403: REST})),
    "services:questions-assign": page(post({200: ANSWERERS, 403: REST})),
    "services:question-answer": page(
        in_office(get, 200, "new question"),
        in_office(get, 200, "answered question"),
        in_office(get, 200, "closed question"),
        in_office(get, 200, "confidential question"),
        get({200: ANSWERERS, 403: REST}, "copied complaint"),
        get({200: "kabid", 404: "petugas inspektur", 403: REST}, "question of petugas"),
        get({404: ANSWERERS, 403: REST}, "question elsewhere"),
        get({200: "petugas", 404: "kabid inspektur", 403: REST}, "question assigned from elsewhere"),
        get({404: ANSWERERS, 403: REST}, "confidential question assigned from elsewhere"),
        in_office(post, 200, "new question"),
        in_office(post, 302, "new question", data={"body": "Jawaban."}),
        in_office(post, 302, "confidential question", data={"body": "Jawaban."}),
        post({404: ANSWERERS, 403: REST}, "question elsewhere", data={"body": "Jawaban."}),
        by="pk",
    ),
    "services:question-direct": page(
        post({200: "kabid", 404: "inspektur", 403: REST}, "new question", data={"perpanjang-days": "99"}),
        post(
            {302: "kabid", 404: "inspektur", 403: REST},
            "new question",
            data={"perpanjang-days": "3", "perpanjang-reason": "Menunggu pusat"},
        ),
        post({404: "kabid petugas inspektur", 403: REST}, "question elsewhere"),
        by=("pk", "=perpanjang"),
    ),
    "services:template-list": page(get({200: ANSWERERS, 403: REST})),
    "services:template-create": page(get({200: ANSWERERS, 403: REST}), post({200: ANSWERERS, 403: REST})),
    # Everybody begins with what is for all; heads write it.
    "services:template-update": page(
        get({200: OFFICE, 404: "inspektur", 403: REST}, "template of the bidang"),
        get({200: "kabid", 404: "petugas inspektur", 403: REST}, "template for all"),
        get({404: ANSWERERS, 403: REST}, "template elsewhere"),
        post({200: OFFICE, 404: "inspektur", 403: REST}, "template of the bidang"),
        post({404: ANSWERERS, 403: REST}, "template elsewhere"),
        by="pk",
    ),
    "services:template-delete": page(
        post({302: OFFICE, 404: "inspektur", 403: REST}, "template of the bidang"),
        post({302: "kabid", 404: "petugas inspektur", 403: REST}, "template for all"),
        post({404: ANSWERERS, 403: REST}, "template elsewhere"),
        by="pk",
    ),
}

FIGURES = {
    "services:performance": page(get({200: ALL})),
    "services:performance-csv": page(get({200: ALL})),
    "services:how-we-count": page(get({200: ALL})),
    "services:survey-results": page(get({200: ALL})),
    "services:survey-csv": page(get({200: ALL})),
    "services:performance-desk": page(get({200: HEADS, 403: REST})),
    "services:survey-xlsx": page(get({200: HEADS, 403: REST})),
}

PAGES = {**CATALOGUE, **ANSWERS, **ASKING, **OFFICE_PAGES, **FIGURES}
