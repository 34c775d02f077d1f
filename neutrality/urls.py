from django.urls import path

from . import views

app_name = "neutrality"

urlpatterns = []

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
