"""The gate, what its attendance amounts to, and a person's own."""

import uuid

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import note_group
from accounts.stepping import recently_authenticated
from bkpsdm.lib.http import with_camera
from bkpsdm.lib.spreadsheet import XLSX
from neutrality.exports import attendance_document, attendance_workbook, record_export
from neutrality.forms import GuestForm, ScanForm
from neutrality.models import Attendance, Event, Scan
from neutrality.recap import by_kecamatan, by_unit, figures, missing

PER_PAGE = 60
# "Sudah tercatat" is no fault: the person may pass.
STATES = {
    Scan.Outcome.ENTERED: "ok",
    Scan.Outcome.ALREADY: "info",
    Scan.Outcome.NOT_INVITED: "wait",
    Scan.Outcome.UNKNOWN: "bad",
}
PARTS = {"kecamatan": "Per kecamatan", "unit": "Per unit kerja", "belum": "Belum hadir", "tamu": "Tamu"}


@require_safe
@login_required
@permission_required("neutrality.take_attendance", raise_exception=True)
def gate_list(request):
    today = timezone.localdate()
    events = Event.objects.visible_to(request.user).select_related("kecamatan")
    later = events.upcoming(timezone.now()).filter(starts_at__date__gt=today)
    return render(
        request, "neutrality/gate_list.html", {"events": events.on_day(today), "later": later[:5], "today": today}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("neutrality.take_attendance", raise_exception=True)
@with_camera
def gate_detail(request, pk):
    return _gate(request, pk, form=ScanForm(request.POST or None, initial={"key": uuid.uuid4()}))


@require_POST
@login_required
@permission_required("neutrality.take_attendance", raise_exception=True)
@with_camera
def gate_guest(request, pk):
    return _gate(request, pk, guest_form=GuestForm(request.POST, auto_id=GuestForm.AUTO_ID))


def _gate(request, pk, *, form=None, guest_form=None):
    """Answer a try: with the whole page, or with the answer alone for the script of the gate.

    The page is the answer to the POST itself, without a redirect: loaded again, it sends the same key again, which
    changes nothing. After a try each form is empty and has a new key; after a refusal it keeps what was typed.
    """
    event = get_object_or_404(Event.objects.visible_to(request.user).defer("search_vector"), pk=pk)
    tried = form or guest_form
    scan = tried.save(event, by=request.user) if tried.is_valid() else None
    refusals = [reason for reasons in tried.errors.values() for reason in reasons]
    state = "bad" if refusals else STATES[scan.outcome] if scan else ""
    context = {"event": event, "scan": scan, "refusals": refusals, "state": state, "figures": figures(event)}
    if request.headers.get("X-Fragment") == "answer":
        return render(request, "neutrality/_answer.html", context)
    context["form"] = form if form and not scan else ScanForm(initial={"key": uuid.uuid4()})
    if not guest_form or scan:
        guest_form = GuestForm(initial={"key": uuid.uuid4()}, auto_id=GuestForm.AUTO_ID)
    context |= {"guest_form": guest_form, "today": timezone.localdate()}
    return render(request, "neutrality/gate_detail.html", context)


@require_safe
@login_required
@permission_required("neutrality.take_attendance", raise_exception=True)
def event_recap(request, pk):
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("kecamatan"), pk=pk)
    part = request.GET.get("bagian")
    part = part if part in PARTS else "kecamatan"
    kecamatan = by_kecamatan(event)
    page = Paginator(_listed(event, part, request.GET), PER_PAGE).get_page(request.GET.get("halaman"))
    if part == "belum":
        note_group(event, people=page.paginator.count, by=request.user, surface="attendance_missing")
    context = {
        "event": event,
        "part": part,
        "parts": PARTS,
        "figures": figures(event),
        "kecamatan": kecamatan,
        "places": sum(row.kecamatan is not None for row in kecamatan),
        "unreached": sum(not row.invited for row in kecamatan),
        "page": page,
        "now": timezone.now(),
    }
    return render(request, "neutrality/event_recap.html", context)


def _listed(event, part, query):
    """Return the long list of a part of the recap, which is shown in pages; the part by kecamatan has none."""
    if part == "unit":
        return by_unit(event)
    if part == "belum":
        return missing(event, unit=query.get("unit", ""))
    return event.attendances.guests().order_by("present_at", "pk") if part == "tamu" else []


@require_safe
@login_required
@permission_required("neutrality.take_attendance", raise_exception=True)
@recently_authenticated
def attendance_xlsx(request, pk):
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    record_export(event, file="xlsx", by=request.user)
    name = f"daftar-hadir-{event.slug}.xlsx"
    return FileResponse(attendance_workbook(event), as_attachment=True, filename=name, content_type=XLSX)


@require_safe
@login_required
@permission_required("neutrality.take_attendance", raise_exception=True)
@recently_authenticated
def attendance_pdf(request, pk):
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("kecamatan"), pk=pk)
    record_export(event, file="pdf", by=request.user)
    name = f"daftar-hadir-{event.slug}.pdf"
    return FileResponse(attendance_document(event, today=timezone.localdate()), as_attachment=True, filename=name)


@require_safe
@login_required
def attendance_list(request):
    rows = Attendance.objects.own(request.user).select_related("event__kecamatan").order_by("-event__starts_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "neutrality/attendance_list.html", {"page": page, "now": timezone.now()})
