from .corrections import ask_correction, decide_correction
from .digests import people_due, write_digest
from .outbox import (
    claim_notifications,
    delay_channel,
    forget_settled,
    postpone,
    resend,
    send_notification,
    wake_channel,
)
from .people import create_admin, report_new_password
from .records import record
from .roles import end_role, grant_role
from .seals import remove_sealed, seal_activities
from .telling import Wishes, notify, notify_employees
from .trust import note_access, note_group, note_people
from .wishes import leave_groups, mark_read, pacing_of, save_wishes
from .words import delete_synonym, save_synonym

__all__ = [
    "Wishes",
    "ask_correction",
    "claim_notifications",
    "create_admin",
    "decide_correction",
    "delay_channel",
    "delete_synonym",
    "end_role",
    "forget_settled",
    "grant_role",
    "leave_groups",
    "mark_read",
    "note_access",
    "note_group",
    "note_people",
    "notify",
    "notify_employees",
    "pacing_of",
    "people_due",
    "postpone",
    "record",
    "remove_sealed",
    "report_new_password",
    "resend",
    "save_synonym",
    "save_wishes",
    "seal_activities",
    "send_notification",
    "wake_channel",
    "write_digest",
]
