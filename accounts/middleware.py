"""What holds for everybody who is in, on every page."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect

from . import second_factors, sessions

TIME_IS_OVER = "Anda dikeluarkan karena lama tidak memakai portal. Silakan masuk lagi."
FACTOR_DEMANDED = "Peran Anda memerlukan langkah kedua. Tambahkan kunci sandi atau aplikasi kode untuk melanjutkan."


class SessionLimits:
    """End a session that was unused for too long or is too old for the roles of its person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        stamp = request.session.get(sessions.STAMP)
        now = int(time.time())
        if stamp and now - stamp["seen"] >= sessions.STEP_SECONDS and request.user.is_authenticated:
            if sessions.is_over(request.session, request.user, now):
                logout(request)
                messages.info(request, TIME_IS_OVER)
            else:
                sessions.touch(request.session, now)
        return self.get_response(request)


class SecondFactorDemand:
    """Let nobody with a role do anything before there is a second factor, where the installation demands one."""

    # What leads to one, and what needs no role.
    FREE = {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "accounts:device-list",
        "accounts:device-end",
        "service-worker",
        "offline",
        "readyz",
        "freshz",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        is_free = not settings.DEMAND_SECOND_FACTOR or name in self.FREE or name.startswith("mfa_")
        if is_free or second_factors.is_satisfied(request):
            return None
        messages.warning(request, FACTOR_DEMANDED)
        return redirect("mfa_index")
