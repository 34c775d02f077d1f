from .news import article_detail, article_feed, article_list, picture_file
from .newsroom import (
    article_approve,
    article_archive,
    article_create,
    article_inbox,
    article_preview,
    article_return,
    article_submit,
    article_unschedule,
    article_update,
    picture_delete,
    picture_list,
)

__all__ = [
    "article_approve",
    "article_archive",
    "article_create",
    "article_detail",
    "article_feed",
    "article_inbox",
    "article_list",
    "article_preview",
    "article_return",
    "article_submit",
    "article_unschedule",
    "article_update",
    "picture_delete",
    "picture_file",
    "picture_list",
]
