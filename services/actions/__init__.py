from .answers import publish_answer, save_answer
from .catalogue import load_catalogue, missing_components, publish_edition
from .deadlines import Promises, count_due_dates, end_pause, promised_days, recount_deadlines, set_due_dates
from .handling import answer_question
from .questions import ask_question, close_question, reply_to_answer
from .survey import answer_survey, give_token, is_token_usable, survey_token_for

__all__ = [
    "Promises",
    "answer_question",
    "answer_survey",
    "ask_question",
    "close_question",
    "count_due_dates",
    "end_pause",
    "give_token",
    "is_token_usable",
    "load_catalogue",
    "missing_components",
    "promised_days",
    "publish_answer",
    "publish_edition",
    "recount_deadlines",
    "reply_to_answer",
    "save_answer",
    "set_due_dates",
    "survey_token_for",
]
