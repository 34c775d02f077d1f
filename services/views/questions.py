"""Questions, for the one who asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from services.actions import promised_days
from services.forms import AskForm, ReplyForm
from services.models import Question

from .survey import offer_survey, offered_survey

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_create(request):
    today = timezone.localdate()
    form = AskForm(request.POST or None, today=today, initial=AskForm.initial_from(request.GET, today))
    if form.is_valid() and (question := form.save(by=request.user)):
        messages.success(request, f"Terkirim. Nomornya {question.number}; kabar datang lewat surel dan halaman ini.")
        return redirect(question)
    promises = [(kind.label, *promised_days(kind, today)) for kind in Question.Kind]
    return render(request, "services/question_create.html", {"form": form, "promises": promises, "today": today})


@require_safe
@login_required
def question_list(request):
    questions = Question.objects.visible_to(request.user).filter(asker=request.user).select_related("unit", "edition")
    page = Paginator(questions.order_by("-pk"), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "services/question_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_detail(request, pk):
    questions = Question.objects.visible_to(request.user).filter(asker=request.user)
    question = get_object_or_404(questions.select_related("unit", "edition__service"), pk=pk)
    form = ReplyForm(request.POST or None)
    if form.is_valid() and form.save(question, by=request.user):
        messages.success(request, form.done)
        return offer_survey(redirect(question), question)
    thread = question.messages.for_asker().order_by("pk")
    context = {"question": question, "thread": thread, "form": form, "survey": offered_survey(request)}
    return render(request, "services/question_detail.html", context)
