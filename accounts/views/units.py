"""Staff pages of units: their names, and in which others they went on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import RenameUnitForm, SucceedUnitForm
from accounts.models import WorkUnit

PER_PAGE = 50


@require_safe
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def unit_list(request):
    wanted = request.GET.get("nama", "").replace("\x00", "").strip()[:80]
    here = Q(employees__merged_into__isnull=True, employees__standing="aktif")
    units = WorkUnit.objects.select_related("parent", "successor").annotate(people=Count("employees", filter=here))
    if wanted:
        units = units.filter(Q(name__icontains=wanted) | Q(short_name__icontains=wanted))
    page = Paginator(units.order_by("-is_active", "name", "pk"), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "accounts/unit_list.html", {"page": page, "wanted": wanted})


@require_safe
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def unit_detail(request, code):
    return _page(request, _find(code))


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def unit_rename(request, code):
    return _act(request, code, "rename_form", RenameUnitForm(request.POST), "Nama baru dicatat.")


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def unit_succeed(request, code):
    form = SucceedUnitForm(request.POST, unit=_find(code))
    return _act(request, code, "succeed_form", form, "Dicatat; orang dan bagiannya berpindah.")


def _find(code):
    return get_object_or_404(WorkUnit.objects.select_related("parent", "kecamatan", "successor"), code=code)


def _act(request, code, name, form, done):
    if form.is_valid() and form.save(_find(code), by=request.user):
        messages.success(request, done)
        return redirect("accounts:unit-detail", code)
    return _page(request, _find(code), **{name: form})


def _page(request, unit, **forms):
    context = {
        "unit": unit,
        "people": unit.employees.in_service().count(),
        "changes": unit.changes.select_related("successor"),
        "predecessors": unit.predecessors.all(),
        "aliases": unit.aliases.all(),
        "rename_form": RenameUnitForm(),
        "succeed_form": SucceedUnitForm(unit=unit),
    }
    return render(request, "accounts/unit_detail.html", context | forms)
