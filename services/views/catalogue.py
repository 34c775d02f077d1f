"""The catalogue, for readers."""

from datetime import date

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bkpsdm.lib.http import public_page
from services.checklist import Reader, checklist
from services.filters import ServiceFilter
from services.models import FrequentAnswer, ServiceEdition, StandardComponent
from services.pdf import checklist_document

RELATED = 4


@require_safe
@public_page
def service_list(request):
    editions = ServiceEdition.objects.visible_to(request.user).in_force_on(timezone.localdate())
    editions = editions.select_related("service__category", "service__unit").defer(
        "search_names", "search_text", "search_vector"
    )
    found = ServiceFilter(
        request.GET, list(editions.order_by("service__category__position", "service__category", "pk"))
    )
    return render(request, "services/service_list.html", {"filter": found})


@require_safe
@public_page
def service_detail(request, slug):
    today = timezone.localdate()
    edition = get_object_or_404(_editions(request).in_force_on(today), service__slug=slug)
    return _edition_page(request, edition, is_current=True)


@require_safe
@public_page
def edition_detail(request, slug, number):
    edition = get_object_or_404(_editions(request).published(), service__slug=slug, number=number)
    return _edition_page(request, edition, is_current=edition.is_in_force_on(timezone.localdate()))


@require_safe
@public_page
def edition_on(request, slug):
    """Answer "which requirements applied on that day?" with the page of the edition."""
    editions = ServiceEdition.objects.visible_to(request.user).published().filter(service__slug=slug)
    first = editions.select_related("service").order_by("effective_on").first()
    if first is None:
        raise Http404
    try:
        day = date.fromisoformat(request.GET.get("tanggal", ""))
    except ValueError:
        day = None
    edition = day and editions.in_force_on(day).first()
    if edition:
        return redirect(edition)
    return render(request, "services/edition_on.html", {"service": first.service, "day": day, "first": first})


@require_safe
def checklist_pdf(request, slug):
    edition = get_object_or_404(_editions(request).in_force_on(timezone.localdate()), service__slug=slug)
    reader = _reader(request, edition)
    document = checklist_document(edition, reader, checklist(edition, reader), today=timezone.localdate())
    response = FileResponse(document, filename=f"daftar-syarat-{slug}.pdf", content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def _editions(request):
    return ServiceEdition.objects.visible_to(request.user).with_everything()


def _reader(request, edition):
    if "daftar" in request.GET or not request.user.is_authenticated:
        return Reader.from_query(edition, request.GET)
    return Reader.from_employee(edition, request.user.employee)


def _edition_page(request, edition, *, is_current):
    reader = _reader(request, edition)
    answers = FrequentAnswer.objects.visible_to(request.user).filter(service=edition.service)
    components = StandardComponent.objects.filter(is_from_fields=False)
    return render(
        request,
        "services/service_detail.html",
        {
            "edition": edition,
            "service": edition.service,
            "is_current": is_current,
            "reader": reader,
            "checklist": checklist(edition, reader),
            "texts": [(part, edition.standard_texts.get(part.key, "")) for part in components],
            "history": edition.service.editions.visible_to(request.user).published().order_by("-effective_on"),
            "answers": answers[:RELATED],
        },
    )
