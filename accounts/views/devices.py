"""The devices on which a person is in, and the keys that lie on them."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import end_sessions
from accounts.adapters import SecondFactorAdapter
from accounts.second_factors import is_last_demanded
from accounts.sessions import devices_of, stay_of


@require_safe
@login_required
def device_list(request):
    context = {"devices": devices_of(request.user, request.session.session_key), "stay": stay_of(request.user)}
    return render(request, "accounts/device_list.html", context)


@require_POST
@login_required
def device_end(request, pk):
    end_sessions([get_object_or_404(UserSession, user=request.user, pk=pk)], by=request.user)
    messages.success(request, "Perangkat itu sudah dikeluarkan.")
    return redirect("accounts:device-list")


@require_POST
@login_required
def device_end_others(request):
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    end_sessions(others, by=request.user)
    messages.success(request, "Semua perangkat lain sudah dikeluarkan.")
    return redirect("accounts:device-list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def passkey_remove(request, pk):
    """Remove a passkey as allauth does, but not the last factor of somebody who must have one."""
    key = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk)
    if request.method == "POST" and is_last_demanded(key):
        messages.error(request, SecondFactorAdapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")
    return remove_webauthn(request, pk=pk)
