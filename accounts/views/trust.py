"""What everybody may see of the sealed record, and what the auditor reads in it."""

from datetime import datetime

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import seals
from bkpsdm.lib.http import public_page


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
