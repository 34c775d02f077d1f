"""What everybody may see of the sealed record, and what the auditor reads in it."""

from datetime import datetime

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import seals
from accounts.actions import note_people
from accounts.forms import AccessFilter, ActivityFilter
from bkpsdm.lib.http import public_page

PER_PAGE = 50
PARTS = {"kegiatan": ("Kegiatan", ActivityFilter), "akses": ("Siapa melihat data siapa", AccessFilter)}


@require_safe
@public_page
def seal_digest(request):
    digest = seals.digest()
    sealed_at = digest["sealed_at"] and datetime.fromisoformat(digest["sealed_at"])
    return render(request, "accounts/seal_digest.html", {"digest": digest, "sealed_at": sealed_at})


@require_safe
@public_page
def seal_digest_json(request):
    return JsonResponse(seals.digest())


@require_safe
@login_required
@permission_required("accounts.read_log", raise_exception=True)
def trail(request):
    """Show the auditor what was done, or who saw whose data; looking at the latter is itself noted."""
    part = request.GET.get("bagian")
    part = part if part in PARTS else "kegiatan"
    form = PARTS[part][1](request.GET)
    page = Paginator(form.found(request.user), PER_PAGE).get_page(request.GET.get("halaman"))
    if part == "akses":
        note_people([row.person for row in page if row.person], by=request.user, surface="log")
    context = {"part": part, "parts": [(name, label) for name, (label, _) in PARTS.items()], "form": form, "page": page}
    return render(request, "accounts/trail.html", context | {"head": seals.head_of_chain()})
