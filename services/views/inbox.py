"""Questions, for those who answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Holiday
from services.forms import AnswerForm
from services.models import Question

PER_PAGE = 25


@require_safe
@login_required
@permission_required("services.answer_question", raise_exception=True)
def question_inbox(request):
    today = timezone.localdate()
    rows = Question.objects.answerable_by(request.user)
    owed = rows.owed()
    state = request.GET.get("keadaan", "")
    shown = rows.filter(state=state) if state in Question.State.values else rows if state == "semua" else owed
    page = Paginator(shown.select_related("unit", "edition").by_due_date(), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    counts = {
        "overdue": owed.filter(due_on__lt=today).count(),
        "today": owed.filter(due_on=today).count(),
        "later": owed.filter(due_on__gt=today).count(),
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
