from .answers import publish_answer, save_answer
from .attachments import attach_files
from .catalogue import load_catalogue, missing_components, publish_edition
from .deadlines import Promises, count_due_dates, end_pause, promised_days, recount_deadlines, set_due_dates
from .handling import answer_question
from .questions import (
    RATED,
    ask_question,
    change_consent,
    close_question,
    new_question,
    rate_answer,
    reopen_question,
    reopen_until,
    reply_to_answer,
    supply_details,
    withdraw_question,
)

__all__ = [
    "RATED",
    "Promises",
    "answer_question",
    "ask_question",
    "attach_files",
    "change_consent",
    "close_question",
    "count_due_dates",
    "end_pause",
    "load_catalogue",
    "missing_components",
    "new_question",
    "promised_days",
    "publish_answer",
    "publish_edition",
    "rate_answer",
    "recount_deadlines",
    "reopen_question",
    "reopen_until",
    "reply_to_answer",
    "save_answer",
    "set_due_dates",
    "supply_details",
    "withdraw_question",
]
