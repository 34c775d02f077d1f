"""What each role allows, by permission name; `manage.py sync_roles` copies it to the groups of the database.

Seeing is not here: every model that a visitor meets says in ``visible_to`` who sees it.
"""

from accounts.models import Role

REFERENCE_DATA = [
    f"{app}.{verb}_{model}"
    for app, model in (
        ("accounts", "agency"),
        ("accounts", "page"),
        ("accounts", "workunit"),
        ("accounts", "holiday"),
        ("accounts", "electionphase"),
        ("services", "category"),
        ("services", "standardcomponent"),
        ("services", "followup"),
        ("services", "promise"),
        ("neutrality", "rule"),
        ("announcements", "promotionperiod"),
    )
    for verb in ("view", "add", "change", "delete")
]

# To let people in, whoever they are; a recovery is approved by another than who asked.
ENTRY = ["accounts.print_slip", "accounts.print_any_slip", "accounts.approve_recovery"]

ROLES = {
    Role.OPERATOR: ["accounts.use_workroom", "accounts.see_unit", "accounts.read_roster", "accounts.print_slip"],
    Role.OFFICER: ["accounts.use_workroom", "services.answer_question", "services.draft_answer", *ENTRY],
    Role.HEAD_OF_BIDANG: [
        "accounts.use_workroom",
        *ENTRY,
        "services.answer_question",
        "services.draft_answer",
        "services.publish_answer",
        "services.see_performance",
        "services.direct_question",
    ],
    Role.EDITOR: [
        "accounts.use_workroom",
        "accounts.edit_synonym",
        "services.edit_edition",
        "services.publish_edition",
        "announcements.write_article",
        "announcements.publish_article",
    ],
    Role.ORGANISER: [
        "accounts.use_workroom",
        "accounts.see_employees",
        "neutrality.edit_event",
        "neutrality.take_attendance",
    ],
    Role.REGISTRAR: ["accounts.use_workroom", "accounts.see_employees", "announcements.keep_decree"],
    Role.EXAMINER: ["accounts.use_workroom"],
    Role.HEAD: ["accounts.use_workroom", "services.see_performance"],
    Role.AUDITOR: ["accounts.use_workroom", "accounts.read_log"],
    Role.ADMIN: [
        "accounts.use_workroom",
        "accounts.edit_synonym",
        "accounts.manage_delivery",
        "accounts.decide_correction",
        "accounts.manage_roles",
        "accounts.manage_roster",
        "accounts.read_roster",
        "accounts.see_employees",
        *ENTRY,
        *REFERENCE_DATA,
    ],
}
