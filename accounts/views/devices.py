"""The devices on which a person is in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import end_sessions
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
