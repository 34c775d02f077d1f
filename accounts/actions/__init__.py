from .addresses import ask_new_address, read_address, verify_address
from .corrections import ask_correction, decide_correction
from .digests import people_due, write_digest
from .entry import (
    activate_by_code,
    ask_for_activation,
    forget_activation_codes,
    open_account,
    prove_activation,
    tell_activation_codes,
    tell_everywhere,
)
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
from .second_factors import remove_all_factors, report_factor
from .sessions import end_sessions
from .slips import (
    approve_recovery,
    ask_recovery,
    issue_portal_number,
    make_slip,
    prove_slip,
    revoke_slip,
    stop_slip,
    use_slip,
)
from .telling import Wishes, notify, notify_employees
from .trust import note_access, note_group, note_people
from .units import create_unit, rename_unit, succeed_unit
from .wishes import leave_groups, mark_read, pacing_of, save_wishes
from .words import delete_synonym, save_synonym

__all__ = [
    "Wishes",
    "activate_by_code",
    "apply_import",
    "approve_recovery",
    "ask_correction",
    "ask_for_activation",
    "ask_new_address",
    "ask_recovery",
    "cancel_import",
    "claim_notifications",
    "create_admin",
    "create_unit",
    "decide_correction",
    "delay_channel",
    "delete_synonym",
    "end_role",
    "end_sessions",
    "forget_activation_codes",
    "forget_import_rows",
    "forget_settled",
    "grant_role",
    "import_file",
    "issue_portal_number",
    "judge_sheet",
    "leave_groups",
    "make_slip",
    "map_unit",
    "mark_read",
    "merge_employees",
    "note_access",
    "note_group",
    "note_people",
    "notify",
    "notify_employees",
    "open_account",
    "pacing_of",
    "people_due",
    "postpone",
    "prove_activation",
    "prove_slip",
    "read_address",
    "read_import",
    "record",
    "refresh_import",
    "reinstate_employee",
    "remove_all_factors",
    "remove_sealed",
    "rename_unit",
    "renumber_employee",
    "report_factor",
    "report_new_password",
    "resend",
    "retire_employee",
    "reveal_nip",
    "revoke_slip",
    "save_synonym",
    "save_wishes",
    "seal_activities",
    "send_notification",
    "start_import",
    "stop_slip",
    "succeed_unit",
    "tell_activation_codes",
    "tell_everywhere",
    "transfer_employee",
    "update_employee",
    "use_slip",
    "verify_address",
    "wake_channel",
    "write_digest",
]
