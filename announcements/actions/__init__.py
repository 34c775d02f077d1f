from .decrees import delete_draft_decree, hand_over, issue_decree, save_decree
from .petikan import (
    add_recipient,
    attach_file,
    record_download,
    remove_recipient,
    revoke_recipient,
    update_recipient,
)

__all__ = [
    "add_recipient",
    "attach_file",
    "delete_draft_decree",
    "hand_over",
    "issue_decree",
    "record_download",
    "remove_recipient",
    "revoke_recipient",
    "save_decree",
    "update_recipient",
]
