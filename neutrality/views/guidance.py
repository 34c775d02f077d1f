"""What may be done and what may not, for everybody."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bkpsdm.lib.http import public_page
from neutrality.guidance import TABS, guidance
from neutrality.models import Event

SHOWN_EVENTS = 3


@require_safe
@public_page
def guidance_page(request):
    today, now = timezone.localdate(), timezone.now()
    found = guidance(request.GET.get("tahap", ""), user=request.user, today=today)
    events = Event.objects.visible_to(request.user).public().upcoming(now).select_related("kecamatan")
    context = {"guidance": found, "tabs": TABS.items(), "today": today, "events": events[:SHOWN_EVENTS]}
    return render(request, "neutrality/guidance.html", context)
