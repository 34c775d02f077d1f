"""Answers that serve everybody, for readers."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bkpsdm.lib.http import public_page
from services.models import FrequentAnswer, ServiceEdition

PER_PAGE = 20
RELATED = 4


@require_safe
@public_page
def answer_list(request):
    answers = FrequentAnswer.objects.visible_to(request.user).published().select_related("service__category")
    page = Paginator(answers.order_by("service__category__position", "code"), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    services = {answer.service_id for answer in page}
    editions = ServiceEdition.objects.in_force_on(timezone.localdate()).filter(service__in=services)
    titles = dict(editions.values_list("service_id", "title"))
    rows = [(answer, titles.get(answer.service_id, "")) for answer in page]
    return render(request, "services/answer_list.html", {"page": page, "rows": rows})


@require_safe
@public_page
def answer_detail(request, code):
    answer = get_object_or_404(
        FrequentAnswer.objects.visible_to(request.user).select_related("service__unit"), code=code
    )
    edition = answer.service and answer.service.editions.in_force_on(timezone.localdate()).first()
    related = FrequentAnswer.objects.visible_to(request.user).filter(service=answer.service).exclude(pk=answer.pk)
    return render(
        request,
        "services/answer_detail.html",
        {"answer": answer, "edition": edition, "related": related[:RELATED] if answer.service else []},
    )
