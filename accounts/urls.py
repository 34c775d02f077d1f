from django.urls import path

from . import views

app_name = "accounts"

# /
urlpatterns = [
    path("tentang/", views.page_list, name="page-list"),
    path("kerja/kata/", views.synonym_list, name="synonym-list"),
    path("kerja/kata/<int:pk>/", views.synonym_update, name="synonym-update"),
    path("kerja/kata/<int:pk>/hapus/", views.synonym_delete, name="synonym-delete"),
]
