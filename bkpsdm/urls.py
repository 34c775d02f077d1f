from allauth.account import views as allauth_views
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from . import views
from .sitemaps import SITEMAPS

handler400 = "bkpsdm.views.bad_request"
handler403 = "bkpsdm.views.forbidden"
handler404 = "bkpsdm.views.not_found"
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
