from .decrees import decree_create, decree_delete, decree_hand_over, decree_issue, decree_list, decree_update
from .petikan import petikan_detail, petikan_file, petikan_list
from .public import decree_counts, verify, verify_code
from .recipients import (
    recipient_attach,
    recipient_create,
    recipient_remove,
    recipient_replace,
    recipient_revoke,
    recipient_search,
    recipient_update,
)

__all__ = [
    "decree_counts",
    "decree_create",
    "decree_delete",
    "decree_hand_over",
    "decree_issue",
    "decree_list",
    "decree_update",
    "petikan_detail",
    "petikan_file",
    "petikan_list",
    "recipient_attach",
    "recipient_create",
    "recipient_remove",
    "recipient_replace",
    "recipient_revoke",
    "recipient_search",
    "recipient_update",
    "verify",
    "verify_code",
]
