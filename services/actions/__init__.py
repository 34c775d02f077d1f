from .answers import publish_answer, save_answer
from .attachments import attach_files
from .catalogue import load_catalogue, missing_components, publish_edition
from .deadlines import Promises, count_due_dates, end_pause, promised_days, recount_deadlines, set_due_dates
from .directing import (
    classify_question,
    extend_deadline,
    merge_question,
    refuse_question,
    require_inspection,
    transfer_question,
)
from .handling import add_note, answer_question, ask_back, assign_question, assign_questions, take_question
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
from .reminders import close_silent, escalate_overdue, remind_officers, warn_of_silence
from .templates import delete_template, save_template

__all__ = [
    "RATED",
    "Promises",
    "add_note",
    "answer_question",
    "ask_back",
    "ask_question",
    "assign_question",
    "assign_questions",
    "attach_files",
    "change_consent",
    "classify_question",
    "close_question",
    "close_silent",
    "count_due_dates",
    "delete_template",
    "end_pause",
    "escalate_overdue",
    "extend_deadline",
    "load_catalogue",
    "merge_question",
    "missing_components",
    "new_question",
    "promised_days",
    "publish_answer",
    "publish_edition",
    "rate_answer",
    "recount_deadlines",
    "refuse_question",
    "remind_officers",
    "reopen_question",
    "reopen_until",
    "reply_to_answer",
    "require_inspection",
    "save_answer",
    "save_template",
    "set_due_dates",
    "supply_details",
    "take_question",
    "transfer_question",
    "warn_of_silence",
    "withdraw_question",
]
