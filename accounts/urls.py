from django.urls import path

from . import views

app_name = "accounts"

# /
urlpatterns = [
    path("tentang/", views.page_list, name="page-list"),
    path("akun/kabar/", views.notice_list, name="notice-list"),
    path("akun/kabar/terbaca/", views.notice_read_all, name="notice-read-all"),
    path("akun/kabar/<uuid:pk>/", views.notice_open, name="notice-open"),
    path("kabar/berhenti/<str:token>/", views.notice_leave, name="notice-leave"),
    path("kerja/kabar/", views.delivery, name="delivery"),
    path("kerja/kabar/gagal/", views.failed_list, name="failed-list"),
    path("kerja/kabar/gagal/kirim-ulang/", views.failed_resend, name="failed-resend"),
    path("kerja/kata/", views.synonym_list, name="synonym-list"),
    path("kerja/kata/<int:pk>/", views.synonym_update, name="synonym-update"),
    path("kerja/kata/<int:pk>/hapus/", views.synonym_delete, name="synonym-delete"),
    path("transparansi/catatan/", views.seal_digest, name="seal-digest"),
    path("transparansi/catatan.json", views.seal_digest_json, name="seal-digest-json"),
    path("akun/data/perbaikan/", views.correction_list, name="correction-list"),
    path("kerja/koreksi/", views.correction_inbox, name="correction-inbox"),
    path("kerja/koreksi/<int:pk>/", views.correction_decide, name="correction-decide"),
    path("kerja/jejak/", views.trail, name="trail"),
]

# /kerja/peran/
urlpatterns += [
    path("kerja/peran/", views.role_list, name="role-list"),
    path("kerja/peran/cari/", views.role_search, name="role-search"),
    path("kerja/peran/<int:pk>/", views.role_person, name="role-person"),
    path("kerja/peran/<int:pk>/cabut/", views.role_end, name="role-end"),
]
