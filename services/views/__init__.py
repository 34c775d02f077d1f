from .answers import answer_detail, answer_feedback, answer_list, answer_thanks
from .attachments import attachment_download
from .catalogue import checklist_pdf, edition_detail, edition_on, service_detail, service_list
from .inbox import question_answer, question_direct, question_inbox, questions_assign
from .performance import (
    how_we_count,
    performance,
    performance_csv,
    performance_desk,
    survey_csv,
    survey_results,
    survey_xlsx,
)
from .proposals import (
    answer_confirm,
    answer_desk,
    answer_review,
    proposal_create,
    proposal_detail,
    proposal_drop,
    proposal_publish,
    revision_publish,
)
from .questions import question_create, question_detail, question_list, question_sent, question_suggest
from .survey import survey, survey_thanks
from .templates import template_create, template_delete, template_list, template_update

__all__ = [
    "answer_confirm",
    "answer_desk",
    "answer_detail",
    "answer_feedback",
    "answer_list",
    "answer_review",
    "answer_thanks",
    "attachment_download",
    "checklist_pdf",
    "edition_detail",
    "edition_on",
    "how_we_count",
    "performance",
    "performance_csv",
    "performance_desk",
    "proposal_create",
    "proposal_detail",
    "proposal_drop",
    "proposal_publish",
    "question_answer",
    "question_create",
    "question_detail",
    "question_direct",
    "question_inbox",
    "question_list",
    "question_sent",
    "question_suggest",
    "questions_assign",
    "revision_publish",
    "service_detail",
    "service_list",
    "survey",
    "survey_csv",
    "survey_results",
    "survey_thanks",
    "survey_xlsx",
    "template_create",
    "template_delete",
    "template_list",
    "template_update",
]
