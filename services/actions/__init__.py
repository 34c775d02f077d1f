from .answers import publish_answer, save_answer
from .catalogue import load_catalogue, missing_components, publish_edition
from .deadlines import Promises, count_due_dates, end_pause, promised_days, recount_deadlines, set_due_dates
from .handling import answer_question
from .questions import ask_question, close_question, reply_to_answer

__all__ = [
    "Promises",
    "answer_question",
    "ask_question",
    "close_question",
    "count_due_dates",
    "end_pause",
    "load_catalogue",
    "missing_components",
    "promised_days",
    "publish_answer",
    "publish_edition",
    "recount_deadlines",
    "reply_to_answer",
    "save_answer",
    "set_due_dates",
]
