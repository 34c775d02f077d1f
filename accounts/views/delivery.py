"""For the admin: whom no message reaches, and what failed on the way."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import note_people, resend
from accounts.forms import ResendForm
from accounts.kinds import KINDS
from accounts.models import Notification, WorkUnit
from accounts.reach import units_by_unreachable, unreachable_employees

PER_PAGE = 25


@require_safe
@login_required
@permission_required("accounts.manage_delivery", raise_exception=True)
def delivery(request):
    """List the units with people whom no mail reaches, or the people of the one that is asked for."""
    unit = get_object_or_404(WorkUnit, code=request.GET["unit"]) if request.GET.get("unit") else None
    people = unreachable_employees().order_by("name", "pk")
    rows = people.filter(unit=unit) if unit else units_by_unreachable()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    if unit:
        note_people(page, by=request.user, surface="unreachable")
    counts = dict(Notification.objects.values_list("state").annotate(Count("pk")))
    states = [(state, label, counts.get(state, 0)) for state, label in Notification.State.choices]
    return render(request, "accounts/delivery.html", {"unit": unit, "page": page, "states": states})


@require_safe
@login_required
@permission_required("accounts.manage_delivery", raise_exception=True)
def failed_list(request):
    """List what failed, by kind: without the persons, so that nobody learns here who asked or was decided about."""
    failed = Notification.objects.failed()
    kinds = failed.values("kind").annotate(count=Count("pk")).order_by("kind")
    kind = request.GET.get("jenis", "")
    shown = failed.filter(kind=kind) if kind in KINDS else failed
    page = Paginator(shown.order_by("-created_at"), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "kind": kind,
        "kinds": [(row["kind"], KINDS.get(row["kind"]), row["count"]) for row in kinds],
    }
    return render(request, "accounts/failed_list.html", context)


@require_POST
@login_required
@permission_required("accounts.manage_delivery", raise_exception=True)
def failed_resend(request):
    form = ResendForm(request.POST)
    if form.is_valid():
        count = resend(form.chosen(), by=request.user)
        messages.success(request, f"{count} kabar dikirim ulang.")
    else:
        messages.error(request, "Pilih satu kabar atau satu jenis yang akan dikirim ulang.")
    return redirect("accounts:failed-list")
