from django.urls import path

from . import views

app_name = "neutrality"

# /netralitas/
urlpatterns = [
    path("netralitas/", views.guidance_page, name="guidance"),
]
