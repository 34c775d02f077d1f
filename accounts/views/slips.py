"""For operators and officers: slips for people who were seen, and recoveries that two of them bring about."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import approve_recovery, note_access, note_people, revoke_slip
from accounts.forms import SlipRequestForm, SlipSearchForm
from accounts.models import EntrySlip, employees_for_slips
from accounts.stepping import recently_authenticated
from bkpsdm.lib.codes import grouped
from bkpsdm.lib.qr import qr_svg
from bkpsdm.lib.sealed import seal, unseal

PER_PAGE, MOST_FOUND = 25, 20
# The code of a slip that was just made, shown once.
FRESH = "fresh_slip"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.print_slip", raise_exception=True)
def slip_list(request):
    """List the slips that are open, and find the people for whom one may be made."""
    form = SlipSearchForm(request.POST or None)
    found = list(_find(form.cleaned_data["text"], request.user)) if form.is_valid() else None
    note_people(found or [], by=request.user, surface="person_search")
    slips = EntrySlip.objects.visible_to(request.user).open().filter(expires_at__gt=timezone.now())
    rows = slips.select_related("employee__unit", "made_by__employee").order_by("-created_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "accounts/slip_list.html", {"form": form, "found": found, "page": page})


def _find(text, user):
    people = employees_for_slips(user).in_service().select_related("unit", "user")
    return people.known_as(text).order_by("name", "pk")[:MOST_FOUND]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.print_slip", raise_exception=True)
@recently_authenticated
def slip_create(request, pk):
    """Make a slip for one person, or ask for a recovery where there is an account already."""
    people = employees_for_slips(request.user).in_service().select_related("unit", "user")
    employee = get_object_or_404(people, pk=pk)
    note_access(employee, by=request.user, surface="person")
    form = SlipRequestForm(request.POST or None)
    if form.is_valid() and (made := form.save(employee, by=request.user)):
        slip, code = made
        request.session[FRESH] = [slip.pk, seal(code)]
        return redirect("accounts:slip-print", slip.pk)
    return render(request, "accounts/slip_create.html", {"employee": employee, "form": form})


@require_safe
@login_required
@permission_required("accounts.print_slip", raise_exception=True)
@never_cache
def slip_print(request, pk):
    """Show a slip with its code, once: whoever loads the page again has to make a new one."""
    slips = EntrySlip.objects.visible_to(request.user).filter(made_by=request.user)
    slip = get_object_or_404(slips.select_related("employee__unit", "made_by__employee"), pk=pk)
    fresh, sealed = request.session.pop(FRESH, (None, ""))
    if fresh != slip.pk:
        messages.info(request, "Kode slip hanya tampil sekali. Bila belum tercetak, buat slip baru; yang lama mati.")
        return redirect("accounts:slip-list")
    code = unseal(sealed)
    # The code stands behind the #: browsers send that to no server.
    address = f"{settings.SITE_URL}{reverse('accounts:slip-enter')}#{code}"
    qr = qr_svg(address, label="Kode QR menuju halaman slip; tidak memuat NIP")
    return render(request, "accounts/slip_print.html", {"slip": slip, "code": grouped(code), "qr": qr})


@require_POST
@login_required
@permission_required("accounts.print_slip", raise_exception=True)
@recently_authenticated
def slip_revoke(request, pk):
    slip = get_object_or_404(EntrySlip.objects.visible_to(request.user), pk=pk)
    return _act(request, revoke_slip, slip, "Slip dicabut; tidak dapat dipakai lagi.")


@require_POST
@login_required
@permission_required("accounts.approve_recovery", raise_exception=True)
@recently_authenticated
def recovery_approve(request, pk):
    slips = EntrySlip.objects.visible_to(request.user).of_kind(EntrySlip.Kind.RECOVERY)
    slip = get_object_or_404(slips, pk=pk)
    return _act(request, approve_recovery, slip, "Pemulihan disetujui; berlaku 24 jam lagi bila tidak dihentikan.")


def _act(request, action, slip, words):
    try:
        action(slip, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, words)
    return redirect("accounts:slip-list")
