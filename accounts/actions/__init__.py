from .corrections import ask_correction, decide_correction
from .digests import people_due, write_digest
from .imports import (
    apply_import,
    cancel_import,
    forget_import_rows,
    import_file,
    judge_sheet,
    map_unit,
    read_import,
    refresh_import,
    start_import,
)
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
from .roster import (
    merge_employees,
    reinstate_employee,
    renumber_employee,
    retire_employee,
    reveal_nip,
    transfer_employee,
    update_employee,
)
from .seals import remove_sealed, seal_activities
from .telling import Wishes, notify, notify_employees
from .trust import note_access, note_group, note_people
from .units import create_unit, rename_unit, succeed_unit
from .wishes import leave_groups, mark_read, pacing_of, save_wishes
from .words import delete_synonym, save_synonym

__all__ = [
    "Wishes",
    "apply_import",
    "ask_correction",
    "cancel_import",
    "claim_notifications",
    "create_admin",
    "create_unit",
    "decide_correction",
    "delay_channel",
    "delete_synonym",
    "end_role",
    "forget_import_rows",
    "forget_settled",
    "grant_role",
    "import_file",
    "judge_sheet",
    "leave_groups",
    "map_unit",
    "mark_read",
    "merge_employees",
    "note_access",
    "note_group",
    "note_people",
    "notify",
    "notify_employees",
    "pacing_of",
    "people_due",
    "postpone",
    "read_import",
    "record",
    "refresh_import",
    "reinstate_employee",
    "remove_sealed",
    "rename_unit",
    "renumber_employee",
    "report_new_password",
    "resend",
    "retire_employee",
    "reveal_nip",
    "save_synonym",
    "save_wishes",
    "seal_activities",
    "send_notification",
    "start_import",
    "succeed_unit",
    "transfer_employee",
    "update_employee",
    "wake_channel",
    "write_digest",
]
