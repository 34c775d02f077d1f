"""Who may do what, for those who give and take roles back."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import note_people
from accounts.filters import RoleFilter
from accounts.forms import MOST_FOUND, EndRoleForm, GrantForm, PersonSearchForm
from accounts.models import ENDS_SOON, Employee, RoleGrant, User, WorkUnit
from accounts.stepping import recently_authenticated

PER_PAGE = 25
MANAGE = "accounts.manage_roles"


@require_safe
@login_required
@permission_required(MANAGE, raise_exception=True)
def role_list(request):
    today = timezone.localdate()
    grants = RoleGrant.objects.visible_to(request.user)
    found = RoleFilter(request.GET, grants, today=today)
    rows = found.grants.select_related("user__employee__unit", "unit").newest()
    context = {
        "filter": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman")),
        "units": WorkUnit.objects.holding_roles(),
        "last_admin_until": grants.last_admin_until(today + timedelta(days=ENDS_SOON)),
        "search_form": PersonSearchForm(),
    }
    return render(request, "accounts/role_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required(MANAGE, raise_exception=True)
def role_search(request):
    form = PersonSearchForm(request.POST or None)
    everybody = Employee.objects.visible_to(request.user).select_related("user")
    people = list(form.found(everybody)) if form.is_valid() else []
    note_people(people, by=request.user, surface="person_search")
    return render(request, "accounts/role_search.html", {"form": form, "people": people, "most": MOST_FOUND})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required(MANAGE, raise_exception=True)
@recently_authenticated
def role_person(request, pk):
    user = _person(request, pk)
    form = GrantForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid() and form.save(user, by=request.user):
        messages.success(request, "Peran diberikan; orangnya dikabari.")
        return redirect("accounts:role-person", pk)
    return _page(request, user, form=form)


@require_POST
@login_required
@permission_required(MANAGE, raise_exception=True)
@recently_authenticated
def role_end(request, pk):
    grant = get_object_or_404(RoleGrant.objects.visible_to(request.user).select_related("user__employee"), pk=pk)
    form = EndRoleForm(request.POST, grant=grant)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Peran dicabut; orangnya dikabari.")
        return redirect("accounts:role-person", grant.user_id)
    return _page(request, _person(request, grant.user_id), refused=form)


def _person(request, pk):
    return get_object_or_404(User.objects.visible_to(request.user).select_related("employee__unit"), pk=pk)


def _page(request, user, *, form=None, refused=None):
    """Show the roles of a person with what may be done about each; a form that was refused keeps what was typed."""
    grants = user.grants.select_related("unit", "granted_by__employee", "ended_by__employee").newest()
    is_own = user == request.user
    rows = [
        (grant, None if is_own or grant.is_over else refused if _is_of(refused, grant) else EndRoleForm(grant=grant))
        for grant in grants
    ]
    form = form or GrantForm(initial={"starts_on": timezone.localdate()})
    context = {"person": user, "rows": rows, "form": form, "is_own": is_own, "refused": refused}
    return render(request, "accounts/role_person.html", context)


def _is_of(form, grant):
    return form is not None and form.grant == grant
