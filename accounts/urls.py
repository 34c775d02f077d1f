from django.urls import path

from . import views

app_name = "accounts"

# /
urlpatterns = [
    path("tentang/", views.page_list, name="page-list"),
    path("akun/aktivasi/", views.activation_start, name="activation-start"),
    path("akun/aktivasi/kode/", views.activation_code, name="activation-code"),
    path("akun/aktivasi/sandi/", views.entry_password, name="entry-password"),
    path("akun/slip/", views.slip_enter, name="slip-enter"),
    path("akun/slip/hentikan/<str:token>/", views.entry_stop, name="entry-stop"),
    path("akun/surel/", views.address_update, name="address-update"),
    path("akun/surel/pastikan/<str:token>/", views.address_verify, name="address-verify"),
    path("akun/perangkat/", views.device_list, name="device-list"),
    path("akun/perangkat/<int:pk>/keluarkan/", views.device_end, name="device-end"),
    path("akun/perangkat/keluarkan-lain/", views.device_end_others, name="device-end-others"),
    path("kerja/slip/", views.slip_list, name="slip-list"),
    path("kerja/slip/<int:pk>/", views.slip_print, name="slip-print"),
    path("kerja/slip/<int:pk>/cabut/", views.slip_revoke, name="slip-revoke"),
    path("kerja/slip/<int:pk>/setujui/", views.recovery_approve, name="recovery-approve"),
    path("kerja/pegawai/<int:pk>/slip/", views.slip_create, name="slip-create"),
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
]
