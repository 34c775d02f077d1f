"""The registrar's pages of decrees."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import note_group
from accounts.forms import PersonSearchForm
from announcements.actions import delete_draft_decree, issue_decree
from announcements.filters import DecreeFilter
from announcements.forms import ConfirmForm, DecreeForm, HandOverForm
from announcements.models import Decree
from announcements.rules import concerns_about

PER_PAGE = 50


@require_safe
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def decree_list(request):
    found = DecreeFilter(request.GET, Decree.objects.visible_to(request.user))
    rows = found.decrees.annotate(people=Count("recipients"), files=Count("recipients", filter=~Q(recipients__file="")))
    page = Paginator(rows.order_by("-dated_on", "-pk"), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "announcements/decree_list.html", {"filter": found, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def decree_create(request):
    form = DecreeForm(request.POST or None)
    if form.is_valid() and (decree := form.save(by=request.user)):
        messages.success(request, "Draf disimpan. Tambahkan penerimanya.")
        return redirect(decree)
    return render(request, "announcements/decree_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def decree_update(request, pk):
    form = DecreeForm(request.POST or None, instance=find_decree(request, pk))
    if form.is_valid() and (decree := form.save(by=request.user)):
        messages.success(request, "Perubahan disimpan.")
        return redirect(decree)
    return decree_page(request, pk, form=form)


@require_POST
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def decree_issue(request, pk):
    decree, form = find_decree(request, pk), ConfirmForm(request.POST)
    if form.is_valid() and form.save(issue_decree, decree, by=request.user):
        messages.success(request, "Keputusan terbit; setiap penerima dikabari.")
        return redirect(decree)
    return decree_page(request, pk, issue_form=form)


@require_POST
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def decree_delete(request, pk):
    decree, form = find_decree(request, pk), ConfirmForm(request.POST)
    if form.is_valid() and form.save(delete_draft_decree, decree, by=request.user):
        messages.success(request, "Draf dihapus.")
        return redirect("announcements:decree-list")
    return decree_page(request, pk, delete_form=form)


@require_POST
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def decree_hand_over(request, pk):
    decree, form = find_decree(request, pk), HandOverForm(request.POST)
    if form.is_valid() and form.save(decree, by=request.user):
        messages.success(request, "Penyerahan dicatat.")
        return redirect(decree)
    return decree_page(request, pk, hand_over_form=form)


def find_decree(request, pk):
    """Return a decree that the visitor may see, or answer 404."""
    return get_object_or_404(Decree.objects.visible_to(request.user).select_related("event"), pk=pk)


def decree_page(request, pk, **forms):
    """Return the page of a decree as it is stored, with the forms that were filled in."""
    decree = find_decree(request, pk)
    is_draft = decree.state == Decree.State.DRAFT
    recipients = decree.recipients.select_related("unit", "replaces").order_by("name", "pk")
    page = Paginator(recipients, PER_PAGE).get_page(request.GET.get("halaman"))
    note_group(decree, people=page.paginator.count, by=request.user, surface="decree_recipients")
    context = {
        "decree": decree,
        "page": page,
        "concerns": concerns_about(decree) if is_draft else [],
        "waiting": 0 if is_draft else decree.recipients.waiting().count(),
        "form": DecreeForm(instance=decree),
        "search_form": PersonSearchForm(),
        "issue_form": ConfirmForm(),
        "delete_form": ConfirmForm(),
        "hand_over_form": HandOverForm(initial={"on": timezone.localdate(), "event": decree.event_id}),
    }
    return render(request, "announcements/decree_update.html", context | forms)
