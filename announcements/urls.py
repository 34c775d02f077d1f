from django.urls import path

from . import views

app_name = "announcements"

# /berita/
urlpatterns = [
    path("berita/", views.article_list, name="article-list"),
    path("berita/umpan.atom", views.article_feed, name="article-feed"),
    path("berita/gambar/<uuid:pk>-<int:width>.webp", views.picture_file, name="picture-file"),
    path("berita/<slug:slug>/", views.article_detail, name="article-detail"),
]

# /kerja/berita/
urlpatterns += [
    path("kerja/berita/", views.article_inbox, name="article-inbox"),
    path("kerja/berita/baru/", views.article_create, name="article-create"),
    path("kerja/berita/<int:pk>/", views.article_update, name="article-update"),
    path("kerja/berita/<int:pk>/pratinjau/", views.article_preview, name="article-preview"),
    path("kerja/berita/<int:pk>/kirim/", views.article_submit, name="article-submit"),
    path("kerja/berita/<int:pk>/setujui/", views.article_approve, name="article-approve"),
    path("kerja/berita/<int:pk>/kembalikan/", views.article_return, name="article-return"),
    path("kerja/berita/<int:pk>/batal-jadwal/", views.article_unschedule, name="article-unschedule"),
    path("kerja/berita/<int:pk>/arsipkan/", views.article_archive, name="article-archive"),
    path("kerja/berita/<int:pk>/gambar/", views.picture_list, name="picture-list"),
    path("kerja/berita/gambar/<uuid:pk>/hapus/", views.picture_delete, name="picture-delete"),
]

# /keputusan/ and /verifikasi/
urlpatterns += [
    path("keputusan/", views.decree_counts, name="decree-counts"),
    path("verifikasi/", views.verify, name="verify"),
    path("verifikasi/<str:code>/", views.verify_code, name="verify-code"),
]

# /akun/keputusan/
urlpatterns += [
    path("akun/keputusan/", views.petikan_list, name="petikan-list"),
    path("akun/keputusan/<int:pk>/", views.petikan_detail, name="petikan-detail"),
    path("akun/keputusan/<int:pk>/berkas/", views.petikan_file, name="petikan-file"),
]

# /kerja/keputusan/
urlpatterns += [
    path("kerja/keputusan/", views.decree_list, name="decree-list"),
    path("kerja/keputusan/baru/", views.decree_create, name="decree-create"),
    path("kerja/keputusan/<int:pk>/", views.decree_update, name="decree-update"),
    path("kerja/keputusan/<int:pk>/terbit/", views.decree_issue, name="decree-issue"),
    path("kerja/keputusan/<int:pk>/hapus/", views.decree_delete, name="decree-delete"),
    path("kerja/keputusan/<int:pk>/serah/", views.decree_hand_over, name="decree-hand-over"),
    path("kerja/keputusan/<int:pk>/penerima/", views.recipient_search, name="recipient-search"),
    path("kerja/keputusan/<int:pk>/penerima/<int:employee>/", views.recipient_create, name="recipient-create"),
]

# /kerja/petikan/
urlpatterns += [
    path("kerja/petikan/<int:pk>/", views.recipient_update, name="recipient-update"),
    path("kerja/petikan/<int:pk>/berkas/", views.recipient_attach, name="recipient-attach"),
    path("kerja/petikan/<int:pk>/hapus/", views.recipient_remove, name="recipient-remove"),
    path("kerja/petikan/<int:pk>/ganti/", views.recipient_replace, name="recipient-replace"),
    path("kerja/petikan/<int:pk>/cabut/", views.recipient_revoke, name="recipient-revoke"),
]
