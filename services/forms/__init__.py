from .directing import DIRECT_FORMS, AssignManyForm
from .handling import ComposeForm, TemplateForm
from .proposals import ObjectionForm, ProposalForm, RevisionForm
from .questions import AskForm, SuggestionForm
from .survey import SurveyForm
from .threads import THREAD_FORMS, ReplyForm, offered_acts

__all__ = [
    "DIRECT_FORMS",
    "THREAD_FORMS",
    "AskForm",
    "AssignManyForm",
    "ComposeForm",
    "ObjectionForm",
    "ProposalForm",
    "ReplyForm",
    "RevisionForm",
    "SuggestionForm",
    "SurveyForm",
    "TemplateForm",
    "offered_acts",
]
