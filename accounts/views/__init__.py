from .addresses import address_update, address_verify
from .corrections import correction_decide, correction_inbox, correction_list
from .delivery import delivery, failed_list, failed_resend
from .devices import device_end, device_end_others, device_list, passkey_remove
from .entry import activation_code, activation_start, entry_password, entry_stop, slip_enter
from .imports import (
    import_apply,
    import_cancel,
    import_detail,
    import_list,
    import_progress,
    import_rejected,
    import_template,
    import_units,
)
from .notices import notice_leave, notice_list, notice_open, notice_read_all
from .people import (
    employee_detail,
    employee_list,
    employee_merge,
    employee_reinstate,
    employee_renumber,
    employee_retire,
    employee_reveal,
    employee_transfer,
    employee_update,
)
from .reference import page_list, synonym_delete, synonym_list, synonym_update
from .roles import role_end, role_list, role_person, role_search
from .slips import recovery_approve, slip_create, slip_list, slip_print, slip_revoke
from .trust import seal_digest, seal_digest_json, trail
from .units import unit_detail, unit_list, unit_rename, unit_succeed

__all__ = [
    "activation_code",
    "activation_start",
    "address_update",
    "address_verify",
    "correction_decide",
    "correction_inbox",
    "correction_list",
    "delivery",
    "device_end",
    "device_end_others",
    "device_list",
    "employee_detail",
    "employee_list",
    "employee_merge",
    "employee_reinstate",
    "employee_renumber",
    "employee_retire",
    "employee_reveal",
    "employee_transfer",
    "employee_update",
    "entry_password",
    "entry_stop",
    "failed_list",
    "failed_resend",
    "import_apply",
    "import_cancel",
    "import_detail",
    "import_list",
    "import_progress",
    "import_rejected",
    "import_template",
    "import_units",
    "notice_leave",
    "notice_list",
    "notice_open",
    "notice_read_all",
    "page_list",
    "passkey_remove",
    "recovery_approve",
    "role_end",
    "role_list",
    "role_person",
    "role_search",
    "seal_digest",
    "seal_digest_json",
    "slip_create",
    "slip_enter",
    "slip_list",
    "slip_print",
    "slip_revoke",
    "synonym_delete",
    "synonym_list",
    "synonym_update",
    "trail",
    "unit_detail",
    "unit_list",
    "unit_rename",
    "unit_succeed",
]
