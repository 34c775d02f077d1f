from .handling import AnswerForm
from .questions import AskForm, ReplyForm

__all__ = ["AnswerForm", "AskForm", "ReplyForm"]
