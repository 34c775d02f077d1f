from .answers import answer_detail, answer_list
from .attachments import attachment_download
from .catalogue import checklist_pdf, edition_detail, edition_on, service_detail, service_list
from .inbox import question_answer, question_direct, question_inbox, questions_assign
from .questions import question_create, question_detail, question_list, question_sent, question_suggest
from .templates import template_create, template_delete, template_list, template_update

__all__ = [
    "answer_detail",
    "answer_list",
    "attachment_download",
    "checklist_pdf",
    "edition_detail",
    "edition_on",
    "question_answer",
    "question_create",
    "question_detail",
    "question_direct",
    "question_inbox",
    "question_list",
    "question_sent",
    "question_suggest",
    "questions_assign",
    "service_detail",
    "service_list",
    "template_create",
    "template_delete",
    "template_list",
    "template_update",
]
