"""Answers that serve everybody, for readers."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bkpsdm.lib.http import comes_from_here, public_page
from bkpsdm.lib.limits import Limit
from services.actions import count_vote
from services.citations import items_of
from services.models import FrequentAnswer, ServiceEdition
from services.reviews import changes_of

PER_PAGE = 20
RELATED = 4
# One address may be a whole office; this keeps a script from drowning the readers.
RATINGS = Limit("rate-answer", most=30, seconds=3600)


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
        FrequentAnswer.objects.visible_to(request.user).select_related("service__unit", "edition__service"), code=code
    )
    today = timezone.localdate()
    edition = answer.edition or (answer.service and answer.service.editions.in_force_on(today).first())
    related = FrequentAnswer.objects.visible_to(request.user).filter(service=answer.service).exclude(pk=answer.pk)
    return render(
        request,
        "services/answer_detail.html",
        {
            "answer": answer,
            "edition": edition,
            "items": [item for code, item in items_of(answer.edition).items() if code in answer.rests_on],
            "is_outdated": bool(changes_of(answer, today=today)),
            "related": related[:RELATED] if answer.service else [],
        },
    )


@csrf_exempt  # the page is everybody's and kept, so it holds no token; where the form was sent from is checked instead
@require_POST
def answer_feedback(request, code):
    """Count whether an answer helped. No cookie is read or set, and nothing is known of the reader."""
    answer = get_object_or_404(FrequentAnswer.objects.published(), code=code)
    helped = request.POST.get("membantu")
    if not comes_from_here(request) or helped not in ("ya", "tidak"):
        return render(request, "403.html", status=403)
    if RATINGS.is_reached(request):
        return render(request, "429.html", status=429)
    RATINGS.count(request)
    count_vote(answer, helped=helped == "ya", day=timezone.localdate())
    return redirect("services:answer-thanks", code)


@require_safe
@public_page
def answer_thanks(request, code):
    answer = get_object_or_404(FrequentAnswer.objects.published().select_related("service"), code=code)
    return render(request, "services/answer_thanks.html", {"answer": answer})
