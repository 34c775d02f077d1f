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
from .pictures import add_picture, remove_picture

__all__ = [
    "add_picture",
    "approve_article",
    "archive_article",
    "correct_article",
    "publish_due_articles",
    "remove_picture",
    "return_article",
    "save_article",
    "submit_article",
    "unschedule_article",
]
