"""For operators: the people of the unit and below, and who came to what they were called to."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actions import note_people
from accounts.models import WorkUnit
from neutrality.turnout import people_with_turnout

PER_PAGE = 50


@require_safe
@login_required
@permission_required("accounts.see_unit", raise_exception=True)
def unit_people(request):
    units = WorkUnit.objects.overseen_by(request.user)
    unit = get_object_or_404(units, code=request.GET["unit"]) if request.GET.get("unit") else None
    people = people_with_turnout(request.user, now=timezone.now(), unit=unit)
    page = Paginator(people.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("halaman"))
    note_people(page, by=request.user, surface="unit_people")
    return render(request, "neutrality/unit_people.html", {"page": page, "unit": unit, "units": units.order_by("name")})
