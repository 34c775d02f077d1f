from .answers import publish_answer, save_answer
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
from .questions import ask_question, close_question, reply_to_answer
from .reminders import close_silent, escalate_overdue, remind_officers, warn_of_silence
from .templates import delete_template, save_template

__all__ = [
    "Promises",
    "add_note",
    "answer_question",
    "ask_back",
    "ask_question",
    "assign_question",
    "assign_questions",
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
    "promised_days",
    "publish_answer",
    "publish_edition",
    "recount_deadlines",
    "refuse_question",
    "remind_officers",
    "reply_to_answer",
    "require_inspection",
    "save_answer",
    "save_template",
    "set_due_dates",
    "take_question",
    "transfer_question",
    "warn_of_silence",
]
