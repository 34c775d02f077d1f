from .directing import DIRECT_FORMS, AssignManyForm
from .handling import ComposeForm, TemplateForm
from .questions import AskForm, ReplyForm

__all__ = ["DIRECT_FORMS", "AskForm", "AssignManyForm", "ComposeForm", "ReplyForm", "TemplateForm"]
