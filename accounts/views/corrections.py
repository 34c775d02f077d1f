"""Requests to put right what is held about a person: asked by the person, answered by the admin."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import note_access
from accounts.forms import CorrectionForm, DecisionForm
from accounts.models import CorrectionRequest

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correction_list(request):
    form = CorrectionForm(request.POST or None)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Permintaan terkirim. Jawabannya paling lambat 3 × 24 jam dari sekarang.")
        return redirect("accounts:correction-list")
    own = CorrectionRequest.objects.visible_to(request.user).filter(asked_by=request.user).order_by("-pk")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "accounts/correction_list.html", {"form": form, "page": page})


@require_safe
@login_required
@permission_required("accounts.decide_correction", raise_exception=True)
def correction_inbox(request):
    """List what waits, the earliest due first; or what was answered, the newest first."""
    rows = CorrectionRequest.objects.visible_to(request.user).select_related("asked_by__employee__unit")
    is_done = request.GET.get("keadaan") == "dijawab"
    shown = rows.decided().order_by("-decided_at") if is_done else rows.waiting().order_by("due_at", "pk")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "is_done": is_done, "now": timezone.now()}
    return render(request, "accounts/correction_inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.decide_correction", raise_exception=True)
def correction_decide(request, pk):
    rows = CorrectionRequest.objects.visible_to(request.user).select_related("asked_by__employee__unit", "decided_by")
    correction = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None)
    if form.is_valid() and form.save(correction, by=request.user):
        messages.success(request, "Jawaban dikirim kepada peminta.")
        return redirect("accounts:correction-inbox")
    note_access(correction.asked_by, by=request.user, surface="correction")
    context = {"correction": correction, "form": form, "now": timezone.now()}
    return render(request, "accounts/correction_decide.html", context)
