"""Events, for readers and for those who are invited."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bkpsdm.lib.codes import grouped
from bkpsdm.lib.http import public_page
from bkpsdm.lib.qr import qr_svg
from neutrality.calendar import calendar_file, recent_and_coming
from neutrality.filters import EventFilter
from neutrality.models import Attendance, Event, Invitation
from neutrality.passes import pass_of

PER_PAGE = 25


@require_safe
@public_page
def event_list(request):
    whole = Count("invitations", filter=Q(invitations__scope=Invitation.Scope.KECAMATAN))
    events = Event.objects.visible_to(request.user).public().select_related("kecamatan")
    events = events.annotate(kecamatan_count=whole).defer("summary", "search_vector").order_by("starts_at", "pk")
    invited = None
    if request.user.is_authenticated:
        invited = set(Attendance.objects.own(request.user).values_list("event", flat=True))
    found = EventFilter(request.GET, list(events), invited=invited)
    page = Paginator(found.past, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "neutrality/event_list.html", {"filter": found, "page": page})


@require_safe
@public_page
def event_detail(request, slug):
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("kecamatan"), slug=slug)
    own = Attendance.objects.own(request.user).filter(event=event).select_related("employee", "unit").first()
    invitations = list(event.invitations.select_related("unit"))
    is_open = event.is_open(timezone.now())
    may_join = own or request.user.has_perm("neutrality.edit_event")
    context = {
        "event": event,
        "own": own,
        "card": own and is_open and _card(event, own),
        "link": event.link if is_open and may_join else "",
        "is_open": is_open,
        "whole": [row.unit for row in invitations if row.scope == Invitation.Scope.KECAMATAN],
        "units": [row.unit for row in invitations if row.scope == Invitation.Scope.UNIT],
        "place_in_series": event.series and Event.objects.held().filter(series=event.series).up_to(event).count(),
    }
    return render(request, "neutrality/event_detail.html", context)


def _card(event, own):
    """Return the pass as people read it and as a camera does."""
    code = pass_of(event, own.employee_id)
    words = grouped(code)
    return {"code": words, "qr": qr_svg(code, label=f"Kode QR kartu masuk {words.replace('-', ' ')}", version=1)}


@require_safe
@public_page
def event_calendar(request, slug):
    event = get_object_or_404(Event.objects.visible_to(request.user).public().select_related("kecamatan"), slug=slug)
    return _calendar_response([event], f"{slug}.ics")


@require_safe
@public_page
def calendar(request):
    events = Event.objects.visible_to(request.user).select_related("kecamatan")
    return _calendar_response(recent_and_coming(events, timezone.now()), "kegiatan.ics")


def _calendar_response(events, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(calendar_file(events), content_type="text/calendar; charset=utf-8", headers=headers)
