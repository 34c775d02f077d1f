"""Staff pages of people: operators read those of their unit and below, the admin keeps all of them right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import note_access, note_people
from accounts.forms import (
    MOST_FOUND,
    EmployeeForm,
    MergeForm,
    PersonSearchForm,
    ReinstateForm,
    RenumberForm,
    RetireForm,
    RevealForm,
    TransferForm,
)
from accounts.models import AccessLog, Employee, WorkUnit
from accounts.stepping import recently_authenticated

PER_PAGE = 50
NEWEST = 10


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.see_unit", raise_exception=True)
def employee_list(request):
    """List the people of a unit, or whoever is looked for."""
    people, form = _people(request).current(), PersonSearchForm(request.POST or None)
    found = list(form.found(people)) if form.is_valid() else None
    units = WorkUnit.objects.filter(employees__in=people).distinct()
    unit = get_object_or_404(units, code=request.GET["unit"]) if request.GET.get("unit") else None
    shown = people.filter(unit=unit) if unit else people
    rows = shown.select_related("unit").order_by("name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    note_people(page if found is None else found, by=request.user, surface="unit_people")
    context = {"form": form, "found": found, "most": MOST_FOUND, "page": page, "units": units, "unit": unit}
    return render(request, "accounts/employee_list.html", context)


@require_safe
@login_required
@permission_required("accounts.see_unit", raise_exception=True)
def employee_detail(request, pk):
    person = _find(request, pk)
    if person.merged_into:
        return redirect("accounts:employee-detail", person.merged_into_id)
    note_access(person, by=request.user, surface="person")
    return _page(request, person)


@require_POST
@login_required
@permission_required("accounts.see_unit", raise_exception=True)
@recently_authenticated
def employee_reveal(request, pk):
    """Show the NIP in full on this one answer, which nobody keeps."""
    person, form = _find(request, pk), RevealForm(request.POST)
    nip = form.save(person, by=request.user) if form.is_valid() else None
    return _page(request, person, reveal_form=form, nip=nip)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def employee_update(request, pk):
    person = _find(request, pk)
    form = EmployeeForm(request.POST or None, instance=person)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Perubahan disimpan.")
        return redirect("accounts:employee-detail", pk)
    return render(request, "accounts/employee_update.html", {"person": _find(request, pk), "form": form})


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def employee_transfer(request, pk):
    return _act(request, pk, "transfer_form", TransferForm(request.POST), "Perpindahan dicatat.")


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def employee_retire(request, pk):
    return _act(request, pk, "retire_form", RetireForm(request.POST), "Dicatat; semua perannya berakhir.")


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def employee_reinstate(request, pk):
    return _act(request, pk, "reinstate_form", ReinstateForm(request.POST), "Dicatat aktif kembali.")


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def employee_renumber(request, pk):
    return _act(request, pk, "renumber_form", RenumberForm(request.POST), "NIP baru dicatat; yang lama tersimpan.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def employee_merge(request, pk):
    """Look for the second row of a person, and join it to this one."""
    person = _find(request, pk)
    search = PersonSearchForm(request.POST or None)
    others = _people(request).current().exclude(pk=pk)
    people = search.found(others) if search.is_valid() else others.none()
    form = MergeForm(request.POST if "double" in request.POST else None, people=others)
    if form.is_valid() and form.save(person, by=request.user):
        messages.success(request, "Kedua baris digabung.")
        return redirect("accounts:employee-detail", pk)
    context = {"person": person, "search": search, "people": people, "form": form}
    return render(request, "accounts/employee_merge.html", context)


def _people(request):
    return Employee.objects.visible_to(request.user)


def _find(request, pk):
    return get_object_or_404(_people(request).select_related("unit", "merged_into", "user"), pk=pk)


def _act(request, pk, name, form, done):
    """Do what a form on the page of a person asks for; return to the page, with the form where it is refused."""
    person = _find(request, pk)
    if form.is_valid() and form.save(person, by=request.user):
        messages.success(request, done)
        return redirect("accounts:employee-detail", pk)
    return _page(request, _find(request, pk), **{name: form})


def _page(request, person, **forms):
    seen = AccessLog.objects.about(person).select_related("viewer__employee")
    context = {
        "person": person,
        "transfers": person.transfers.select_related("unit_from", "unit_to"),
        "numbers": person.numbers.all(),
        "doubles": person.doubles.all(),
        "seen": seen.order_by("-pk")[:NEWEST],
        "reveal_form": RevealForm(),
        "transfer_form": TransferForm(),
        "retire_form": RetireForm(),
        "reinstate_form": ReinstateForm(),
        "renumber_form": RenumberForm(initial={"kind": person.kind}),
    }
    return render(request, "accounts/employee_detail.html", context | forms)
