from .addresses import ask_new_address, read_address, verify_address
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
from .outbox import (
    claim_notifications,
    delay_channel,
    forget_settled,
    postpone,
    resend,
    send_notification,
    wake_channel,
)
from .people import create_admin, grant_role, report_new_password
from .records import record
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
from .wishes import leave_groups, mark_read, pacing_of, save_wishes
from .words import delete_synonym, save_synonym

__all__ = [
    "Wishes",
    "activate_by_code",
    "approve_recovery",
    "ask_for_activation",
    "ask_new_address",
    "ask_recovery",
    "claim_notifications",
    "create_admin",
    "delay_channel",
    "delete_synonym",
    "end_sessions",
    "forget_activation_codes",
    "forget_settled",
    "grant_role",
    "issue_portal_number",
    "leave_groups",
    "make_slip",
    "mark_read",
    "notify",
    "notify_employees",
    "open_account",
    "pacing_of",
    "people_due",
    "postpone",
    "prove_activation",
    "prove_slip",
    "read_address",
    "record",
    "remove_all_factors",
    "report_factor",
    "report_new_password",
    "resend",
    "revoke_slip",
    "save_synonym",
    "save_wishes",
    "send_notification",
    "stop_slip",
    "tell_activation_codes",
    "tell_everywhere",
    "use_slip",
    "verify_address",
    "wake_channel",
    "write_digest",
]
