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
