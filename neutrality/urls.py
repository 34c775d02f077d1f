from django.urls import path

from . import views

app_name = "neutrality"

# /kegiatan/
urlpatterns = [
    path("kegiatan/", views.event_list, name="event-list"),
    path("kegiatan/kalender.ics", views.calendar, name="calendar"),
    path("kegiatan/<slug:slug>/", views.event_detail, name="event-detail"),
    path("kegiatan/<slug:slug>/kalender.ics", views.event_calendar, name="event-calendar"),
]

# /kerja/kegiatan/
urlpatterns += [
    path("kerja/kegiatan/", views.event_desk, name="event-desk"),
    path("kerja/kegiatan/baru/", views.event_create, name="event-create"),
    path("kerja/kegiatan/<int:pk>/", views.event_update, name="event-update"),
    path("kerja/kegiatan/<int:pk>/terbitkan/", views.event_publish, name="event-publish"),
    path("kerja/kegiatan/<int:pk>/selesaikan/", views.event_finish, name="event-finish"),
    path("kerja/kegiatan/<int:pk>/batalkan/", views.event_cancel, name="event-cancel"),
]
