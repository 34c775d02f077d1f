from .handling import AnswerForm
from .questions import AskForm, SuggestionForm
from .threads import THREAD_FORMS, ReplyForm, offered_acts

__all__ = ["THREAD_FORMS", "AnswerForm", "AskForm", "ReplyForm", "SuggestionForm", "offered_acts"]
