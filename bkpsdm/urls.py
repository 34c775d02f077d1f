from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from accounts.views import passkey_remove

from . import views
from .sitemaps import SITEMAPS

handler400 = "bkpsdm.views.bad_request"
handler403 = "bkpsdm.views.forbidden"
handler404 = "bkpsdm.views.not_found"
handler429 = "bkpsdm.views.too_often"
handler500 = "bkpsdm.views.server_error"

# /
urlpatterns = [
    path("", views.home, name="home"),
    path("cari/", views.search, name="search"),
    path("luring/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("readyz", views.readyz, name="readyz"),
    path("freshz", views.freshz, name="freshz"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("akun/", views.account, name="account"),
    path("akun/data/", views.my_data_page, name="my-data"),
    re_path(r"^akun/data/unduh\.(?P<kind>json|pdf)$", views.my_data_take, name="my-data-take"),
    path("kerja/", views.workroom, name="workroom"),
    path("kerja/surat/", views.mail_list, name="mail-list"),
    path("kerja/surat/<str:name>/", views.mail_detail, name="mail-detail"),
    path("", include("accounts.urls")),
    path("", include("services.urls")),
    path("", include("neutrality.urls")),
    path("", include("announcements.urls")),
    path("admin/", admin.site.urls),
]

# /akun/: django-allauth under our paths; its names are its own
urlpatterns += [
    path("akun/masuk/", allauth_views.login, name="account_login"),
    path("akun/keluar/", allauth_views.logout, name="account_logout"),
    path("akun/daftar/", allauth_views.signup, name="account_signup"),
    path("akun/nonaktif/", allauth_views.account_inactive, name="account_inactive"),
    path("akun/sandi/ubah/", allauth_views.password_change, name="account_change_password"),
    path("akun/sandi/lupa/", allauth_views.password_reset, name="account_reset_password"),
    path("akun/sandi/lupa/terkirim/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^akun/sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "akun/sandi/baru/selesai/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

# /akun/keamanan/: second factors
urlpatterns += [
    path("akun/pastikan/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("akun/pastikan/kode/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("akun/pastikan/kunci/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/masuk/langkah-kedua/", mfa_views.authenticate, name="mfa_authenticate"),
    path("akun/masuk/kunci/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("akun/keamanan/", mfa_views.index, name="mfa_index"),
    path("akun/keamanan/aplikasi/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("akun/keamanan/aplikasi/hapus/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/keamanan/kode/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/keamanan/kode/baru/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/keamanan/kunci/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("akun/keamanan/kunci/tambah/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("akun/keamanan/kunci/<int:pk>/nama/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("akun/keamanan/kunci/<int:pk>/hapus/", passkey_remove, name="mfa_remove_webauthn"),
    path("akun/sso/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
