from .corrections import correction_decide, correction_inbox, correction_list
from .delivery import delivery, failed_list, failed_resend
from .notices import notice_leave, notice_list, notice_open, notice_read_all
from .reference import page_list, synonym_delete, synonym_list, synonym_update
from .roles import role_end, role_list, role_person, role_search
from .trust import seal_digest, seal_digest_json, trail

__all__ = [
    "correction_decide",
    "correction_inbox",
    "correction_list",
    "delivery",
    "failed_list",
    "failed_resend",
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
]
