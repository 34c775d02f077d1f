from .addresses import address_update, address_verify
from .delivery import delivery, failed_list, failed_resend
from .devices import device_end, device_end_others, device_list, passkey_remove
from .entry import activation_code, activation_start, entry_password, entry_stop, slip_enter
from .notices import notice_leave, notice_list, notice_open, notice_read_all
from .reference import page_list, synonym_delete, synonym_list, synonym_update
from .slips import recovery_approve, slip_create, slip_list, slip_print, slip_revoke

__all__ = [
    "activation_code",
    "activation_start",
    "address_update",
    "address_verify",
    "delivery",
    "device_end",
    "device_end_others",
    "device_list",
    "entry_password",
    "entry_stop",
    "failed_list",
    "failed_resend",
    "notice_leave",
    "notice_list",
    "notice_open",
    "notice_read_all",
    "page_list",
    "passkey_remove",
    "recovery_approve",
    "slip_create",
    "slip_enter",
    "slip_list",
    "slip_print",
    "slip_revoke",
    "synonym_delete",
    "synonym_list",
    "synonym_update",
]
