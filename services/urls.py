from django.urls import path

from . import views

app_name = "services"

# /layanan/
urlpatterns = [
    path("layanan/", views.service_list, name="service-list"),
    path("layanan/<slug:slug>/", views.service_detail, name="service-detail"),
    path("layanan/<slug:slug>/daftar-syarat.pdf", views.checklist_pdf, name="checklist-pdf"),
    path("layanan/<slug:slug>/berlaku/", views.edition_on, name="edition-on"),
    path("layanan/<slug:slug>/edisi/<int:number>/", views.edition_detail, name="edition-detail"),
]

# /jawaban/
urlpatterns += [
    path("jawaban/", views.answer_list, name="answer-list"),
    path("jawaban/<slug:code>/", views.answer_detail, name="answer-detail"),
    path("jawaban/<slug:code>/nilai/", views.answer_feedback, name="answer-feedback"),
    path("jawaban/<slug:code>/terima-kasih/", views.answer_thanks, name="answer-thanks"),
]

# /tanya/
urlpatterns += [
    path("tanya/", views.question_create, name="question-create"),
    path("tanya/saya/", views.question_list, name="question-list"),
    path("tanya/mirip/", views.question_suggest, name="question-suggest"),
    path("tanya/terkirim/<uuid:key>/", views.question_sent, name="question-sent"),
    path("tanya/lampiran/<uuid:pk>/", views.attachment_download, name="attachment-download"),
    path("tanya/<int:pk>/", views.question_detail, name="question-detail"),
    path("tanya/<int:pk>/jawaban-umum/", views.proposal_detail, name="proposal-detail"),
    path("tanya/<int:pk>/<slug:act>/", views.question_detail, name="question-act"),
]

# /kerja/tanya/
urlpatterns += [
    path("kerja/tanya/", views.question_inbox, name="question-inbox"),
    path("kerja/tanya/tugaskan/", views.questions_assign, name="questions-assign"),
    path("kerja/tanya/<int:pk>/", views.question_answer, name="question-answer"),
    path("kerja/tanya/<int:pk>/jawaban-umum/", views.proposal_create, name="proposal-create"),
    path("kerja/tanya/<int:pk>/<slug:act>/", views.question_direct, name="question-direct"),
    path("kerja/tanya/pola/", views.template_list, name="template-list"),
    path("kerja/tanya/pola/baru/", views.template_create, name="template-create"),
    path("kerja/tanya/pola/<int:pk>/", views.template_update, name="template-update"),
    path("kerja/tanya/pola/<int:pk>/hapus/", views.template_delete, name="template-delete"),
]

# /survei/: the token is a secret of its bearer, so lib.logs keeps it out of the log
urlpatterns += [
    path("survei/terima-kasih/", views.survey_thanks, name="survey-thanks"),
    path("survei/<str:token>/", views.survey, name="survey"),
]

# /transparansi/
urlpatterns += [
    path("transparansi/", views.performance, name="performance"),
    path("transparansi/kinerja.csv", views.performance_csv, name="performance-csv"),
    path("transparansi/cara-hitung/", views.how_we_count, name="how-we-count"),
    path("transparansi/survei/", views.survey_results, name="survey-results"),
    path("transparansi/survei.csv", views.survey_csv, name="survey-csv"),
]

# /kerja/kinerja/
urlpatterns += [
    path("kerja/kinerja/", views.performance_desk, name="performance-desk"),
    path("kerja/kinerja/survei.xlsx", views.survey_xlsx, name="survey-xlsx"),
]

# /kerja/jawaban/
urlpatterns += [
    path("kerja/jawaban/", views.answer_desk, name="answer-desk"),
    path("kerja/jawaban/usul/<int:pk>/terbitkan/", views.proposal_publish, name="proposal-publish"),
    path("kerja/jawaban/usul/<int:pk>/hapus/", views.proposal_drop, name="proposal-drop"),
    path("kerja/jawaban/<slug:code>/", views.answer_review, name="answer-review"),
    path("kerja/jawaban/<slug:code>/berlaku/", views.answer_confirm, name="answer-confirm"),
    path("kerja/jawaban/<slug:code>/terbitkan/", views.revision_publish, name="revision-publish"),
]
