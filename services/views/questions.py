"""Asking and answering."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Holiday
from services.actions import promised_days
from services.forms import AnswerForm, AskForm, ReplyForm
from services.models import Question

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
        return redirect(question)
    thread = question.messages.order_by("pk")
    return render(request, "services/question_detail.html", {"question": question, "thread": thread, "form": form})


@require_safe
@login_required
@permission_required("services.answer_question", raise_exception=True)
def question_inbox(request):
    today = timezone.localdate()
    rows = Question.objects.answerable_by(request.user)
    waiting = rows.waiting()
    state = request.GET.get("keadaan", "")
    shown = rows.filter(state=state) if state in Question.State.values else rows if state == "semua" else waiting
    page = Paginator(shown.select_related("unit", "edition").by_due_date(), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    counts = {
        "overdue": waiting.filter(answer_due_on__lt=today).count(),
        "today": waiting.filter(answer_due_on=today).count(),
        "later": waiting.filter(answer_due_on__gt=today).count(),
        "answered": rows.filter(state=Question.State.ANSWERED).count(),
    }
    missing_year = Holiday.calendar().missing_year(today)
    context = {"page": page, "counts": counts, "today": today, "now": timezone.now(), "state": state}
    return render(request, "services/question_inbox.html", {**context, "missing_year": missing_year})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("services.answer_question", raise_exception=True)
def question_answer(request, pk):
    questions = Question.objects.answerable_by(request.user).select_related(
        "unit", "edition__service", "asker__employee"
    )
    question = get_object_or_404(questions, pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and form.save(question, by=request.user):
        messages.success(request, f"Jawaban untuk {question.number} terkirim; penanya dikabari.")
        return redirect("services:question-inbox")
    thread = question.messages.select_related("author__employee").order_by("pk")
    context = {"question": question, "thread": thread, "form": form, "today": timezone.localdate()}
    return render(request, "services/question_answer.html", context)
