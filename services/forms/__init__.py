from .directing import DIRECT_FORMS, AssignManyForm
from .handling import ComposeForm, TemplateForm
from .questions import AskForm, SuggestionForm
from .threads import THREAD_FORMS, ReplyForm, offered_acts

__all__ = [
    "DIRECT_FORMS",
    "THREAD_FORMS",
    "AskForm",
    "AssignManyForm",
    "ComposeForm",
    "ReplyForm",
    "SuggestionForm",
    "TemplateForm",
    "offered_acts",
]
