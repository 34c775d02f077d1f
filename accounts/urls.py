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

# /kerja/pegawai/
urlpatterns += [
    path("kerja/pegawai/", views.employee_list, name="employee-list"),
    path("kerja/pegawai/<int:pk>/", views.employee_detail, name="employee-detail"),
    path("kerja/pegawai/<int:pk>/nip/", views.employee_reveal, name="employee-reveal"),
    path("kerja/pegawai/<int:pk>/ubah/", views.employee_update, name="employee-update"),
    path("kerja/pegawai/<int:pk>/pindah/", views.employee_transfer, name="employee-transfer"),
    path("kerja/pegawai/<int:pk>/berhenti/", views.employee_retire, name="employee-retire"),
    path("kerja/pegawai/<int:pk>/aktif/", views.employee_reinstate, name="employee-reinstate"),
    path("kerja/pegawai/<int:pk>/nip-baru/", views.employee_renumber, name="employee-renumber"),
    path("kerja/pegawai/<int:pk>/gabung/", views.employee_merge, name="employee-merge"),
]

# /kerja/impor/
urlpatterns += [
    path("kerja/impor/", views.import_list, name="import-list"),
    path("kerja/impor/daftar-thl.xlsx", views.import_template, name="import-template"),
    path("kerja/impor/<int:pk>/", views.import_detail, name="import-detail"),
    path("kerja/impor/<int:pk>/kemajuan/", views.import_progress, name="import-progress"),
    path("kerja/impor/<int:pk>/unit/", views.import_units, name="import-units"),
    path("kerja/impor/<int:pk>/sahkan/", views.import_apply, name="import-apply"),
    path("kerja/impor/<int:pk>/batal/", views.import_cancel, name="import-cancel"),
    path("kerja/impor/<int:pk>/ditolak.xlsx", views.import_rejected, name="import-rejected"),
]

# /kerja/unit/
urlpatterns += [
    path("kerja/unit/", views.unit_list, name="unit-list"),
    path("kerja/unit/<slug:code>/", views.unit_detail, name="unit-detail"),
    path("kerja/unit/<slug:code>/nama/", views.unit_rename, name="unit-rename"),
    path("kerja/unit/<slug:code>/penerus/", views.unit_succeed, name="unit-succeed"),
]
