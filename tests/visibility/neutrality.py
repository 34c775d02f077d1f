"""Events for everybody once published, attendance for organisers, the own for each person, the unit's for operators."""

from . import ALL, REST, get, page, post

COMMITTEE = "panitia"
STATES = ("draft event", "coming event", "event under way", "finished event", "cancelled event")
PUBLIC = STATES[1:]


def desk(method, status, *things, **options):
    return [method({status: COMMITTEE, 403: REST}, of, **options) for of in things]


PAGES = {
    "neutrality:guidance": page(get({200: ALL})),
    "neutrality:event-list": page(get({200: ALL})),
    "neutrality:calendar": page(get({200: ALL})),
    "neutrality:event-detail": page(
        *[get({200: ALL}, of) for of in PUBLIC],
        get({200: COMMITTEE, 404: ALL}, "draft event"),
        by="slug",
    ),
    # A calendar takes dates out of the house, so nobody has one of a draft.
    "neutrality:event-calendar": page(
        *[get({200: ALL}, of) for of in PUBLIC], get({404: ALL}, "draft event"), by="slug"
    ),
    "neutrality:event-desk": page(*desk(get, 200, "")),
    "neutrality:event-create": page(*desk(get, 200, ""), *desk(post, 200, "")),
    "neutrality:event-update": page(
        *desk(get, 200, *STATES), *desk(post, 200, "draft event"), *desk(get, 404, "nonsense"), by="pk"
    ),
    # Shown again with the reason where the state does not allow it.
    "neutrality:event-publish": page(
        *desk(post, 302, "draft event"), *desk(post, 200, *PUBLIC), *desk(post, 404, "nonsense"), by="pk"
    ),
    "neutrality:event-finish": page(
        *desk(post, 302, "event under way"),
        *desk(post, 200, "draft event", "cancelled event", "finished event"),
        *desk(post, 404, "nonsense"),
        by="pk",
    ),
    "neutrality:event-cancel": page(
        *desk(post, 302, "draft event", "coming event", data={"reason": "Hujan"}),
        *desk(post, 200, "finished event", "cancelled event", data={"reason": "Hujan"}),
        *desk(post, 200, "coming event"),
        *desk(post, 404, "nonsense"),
        by="pk",
    ),
    "neutrality:event-recap": page(*desk(get, 200, *STATES), *desk(get, 404, "nonsense"), by="pk"),
    "neutrality:attendance-xlsx": page(*desk(get, 200, "finished event"), *desk(get, 404, "nonsense"), by="pk"),
    "neutrality:attendance-pdf": page(*desk(get, 200, "finished event"), *desk(get, 404, "nonsense"), by="pk"),
    "neutrality:gate-list": page(*desk(get, 200, "")),
    "neutrality:gate-detail": page(
        *desk(get, 200, *STATES), *desk(post, 200, "event under way"), *desk(get, 404, "nonsense"), by="pk"
    ),
    "neutrality:gate-guest": page(*desk(post, 200, "event under way"), *desk(post, 404, "nonsense"), by="pk"),
    "neutrality:attendance-list": page(get({200: REST})),
    "neutrality:unit-people": page(get({200: "operator", 403: REST})),
}
