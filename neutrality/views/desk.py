"""The desk of organisers: what is being prepared, what is coming, what was."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neutrality.forms import CancelForm, EventForm, FinishForm, PublishForm
from neutrality.models import Event, invited_employees

PER_PAGE = 25
ORGANISER = "neutrality.edit_event"


@require_safe
@login_required
@permission_required(ORGANISER, raise_exception=True)
def event_desk(request):
    events, now = Event.objects.visible_to(request.user), timezone.now()
    shelves = {
        "akan": ("Akan datang", events.upcoming(now)),
        "draf": ("Draf", events.drafts()),
        "lalu": ("Sudah lewat atau dibatalkan", events.past(now)),
    }
    shelf = request.GET.get("keadaan", "")
    shelf = shelf if shelf in shelves else "akan"
    chips = [(name, label, rows.count()) for name, (label, rows) in shelves.items()]
    rows = shelves[shelf][1].select_related("kecamatan").with_counts().defer("summary", "search_vector")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "neutrality/event_desk.html", {"page": page, "chips": chips, "shelf": shelf})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required(ORGANISER, raise_exception=True)
def event_create(request):
    form = EventForm(request.POST or None)
    if form.is_valid() and (event := form.save(by=request.user)):
        messages.success(request, "Draf tersimpan. Periksa sekali lagi, lalu terbitkan.")
        return redirect("neutrality:event-update", event.pk)
    return _editor(request, Event(), form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required(ORGANISER, raise_exception=True)
def event_update(request, pk):
    event = _event(request, pk)
    # The form works on a copy: what is typed must not pass for what is stored.
    form = EventForm(request.POST or None, instance=copy(event))
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Perubahan tersimpan.")
        return redirect("neutrality:event-update", pk)
    return _editor(request, event, form)


@require_POST
@login_required
@permission_required(ORGANISER, raise_exception=True)
def event_publish(request, pk):
    return _decide(request, pk, PublishForm)


@require_POST
@login_required
@permission_required(ORGANISER, raise_exception=True)
def event_finish(request, pk):
    return _decide(request, pk, FinishForm)


@require_POST
@login_required
@permission_required(ORGANISER, raise_exception=True)
def event_cancel(request, pk):
    return _decide(request, pk, CancelForm)


def _event(request, pk):
    return get_object_or_404(Event.objects.visible_to(request.user), pk=pk)


def _decide(request, pk, form_class):
    """Carry a decision out, or show the event again with the reason why not."""
    event, form = _event(request, pk), form_class(request.POST)
    if form.is_valid() and form.save(event, by=request.user):
        messages.success(request, form.done)
        return redirect("neutrality:event-update", pk)
    return _editor(request, event, EventForm(instance=event), decision=form)


def _editor(request, event, form, decision=None):
    is_draft = event.state == Event.State.DRAFT
    invited = (invited_employees(event) if is_draft else event.attendances.invited()).count() if event.pk else 0
    context = {
        "event": event,
        "form": form,
        "decision": decision,
        "cancelling": decision if isinstance(decision, CancelForm) else CancelForm(),
        "invited": invited,
        "series": Event.objects.visible_to(request.user).series(),
    }
    return render(request, "neutrality/event_edit.html", context)
