from .decrees import delete_draft_decree, hand_over, issue_decree, save_decree
from .news import (
    approve_article,
    archive_article,
    correct_article,
    publish_due_articles,
    return_article,
    save_article,
    submit_article,
    unschedule_article,
)
from .petikan import (
    add_recipient,
    attach_file,
    record_download,
    remove_recipient,
    revoke_recipient,
    update_recipient,
)
from .pictures import add_picture, remove_picture

__all__ = [
    "add_picture",
    "add_recipient",
    "approve_article",
    "archive_article",
    "attach_file",
    "correct_article",
    "delete_draft_decree",
    "hand_over",
    "issue_decree",
    "publish_due_articles",
    "record_download",
    "remove_picture",
    "remove_recipient",
    "return_article",
    "revoke_recipient",
    "save_article",
    "save_decree",
    "submit_article",
    "unschedule_article",
    "update_recipient",
]
