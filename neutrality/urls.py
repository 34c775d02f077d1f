from django.urls import path

from . import views

app_name = "neutrality"

# /netralitas/
urlpatterns = [
    path("netralitas/", views.guidance_page, name="guidance"),
]

# /kegiatan/
urlpatterns += [
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

# /kerja/kegiatan/…/rekap/
urlpatterns += [
    path("kerja/kegiatan/<int:pk>/rekap/", views.event_recap, name="event-recap"),
    path("kerja/kegiatan/<int:pk>/rekap/daftar-hadir.xlsx", views.attendance_xlsx, name="attendance-xlsx"),
    path("kerja/kegiatan/<int:pk>/rekap/daftar-hadir.pdf", views.attendance_pdf, name="attendance-pdf"),
]

# /pintu/
urlpatterns += [
    path("pintu/", views.gate_list, name="gate-list"),
    path("pintu/<int:pk>/", views.gate_detail, name="gate-detail"),
    path("pintu/<int:pk>/tamu/", views.gate_guest, name="gate-guest"),
]

# /akun/kehadiran/
urlpatterns += [path("akun/kehadiran/", views.attendance_list, name="attendance-list")]

# /kerja/unit-saya/
urlpatterns += [path("kerja/unit-saya/", views.unit_people, name="unit-people")]
