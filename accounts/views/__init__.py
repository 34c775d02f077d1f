from .corrections import correction_decide, correction_inbox, correction_list
from .delivery import delivery, failed_list, failed_resend
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
from .trust import seal_digest, seal_digest_json, trail
from .units import unit_detail, unit_list, unit_rename, unit_succeed

__all__ = [
    "correction_decide",
    "correction_inbox",
    "correction_list",
    "delivery",
    "employee_detail",
    "employee_list",
    "employee_merge",
    "employee_reinstate",
    "employee_renumber",
    "employee_retire",
    "employee_reveal",
    "employee_transfer",
    "employee_update",
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
    "role_end",
    "role_list",
    "role_person",
    "role_search",
    "seal_digest",
    "seal_digest_json",
    "synonym_delete",
    "synonym_list",
    "synonym_update",
    "trail",
    "unit_detail",
    "unit_list",
    "unit_rename",
    "unit_succeed",
]
