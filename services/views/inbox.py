"""Questions, for those who answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import note_access
from accounts.models import Holiday
from accounts.words import understand
from services.citations import with_citations
from services.forms import DIRECT_FORMS, AssignManyForm, ComposeForm
from services.inbox import Inbox
from services.models import FrequentAnswer, Question
from services.standing import due_badge, standing_of

SIMILAR = 3


@require_safe
@login_required
@permission_required("services.answer_question", raise_exception=True)
def question_inbox(request):
    return _inbox_page(request, AssignManyForm(user=request.user, today=timezone.localdate()))


@require_POST
@login_required
@permission_required("services.answer_question", raise_exception=True)
def questions_assign(request):
    form = AssignManyForm(request.POST, user=request.user, today=timezone.localdate())
    if form.is_valid() and (count := form.save(by=request.user)):
        messages.success(request, f"{count} pertanyaan ditugaskan kepada {form.cleaned_data['to'].full_name}.")
        return redirect("services:question-inbox")
    return _inbox_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("services.answer_question", raise_exception=True)
def question_answer(request, pk):
    question = _question(request, pk)
    form = ComposeForm(request.POST or None, request.FILES or None, question=question, user=request.user)
    if form.step == form.USE_TEMPLATE:
        form = form.used_template()
    elif form.step == form.PREVIEW:
        form = form.unsent()
    elif form.is_valid() and form.save(by=request.user):
        messages.success(request, form.done, extra_tags=form.draft_name)
        return redirect("services:question-inbox")
    return _thread_page(request, question, form)


@require_POST
@login_required
@permission_required("services.answer_question", raise_exception=True)
def question_direct(request, pk, act):
    question = _question(request, pk)
    form_class = DIRECT_FORMS.get(act)
    if form_class is None:
        raise Http404
    if not request.user.has_perm(form_class.permission):
        raise PermissionDenied
    form = form_class(request.POST, question=question, user=request.user, today=timezone.localdate())
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, form.done)
        return redirect("services:question-inbox") if form.leads_away else redirect("services:question-answer", pk)
    return _thread_page(request, question, ComposeForm(question=question, user=request.user), acted=form)


def _question(request, pk):
    rows = Question.objects.answerable_by(request.user)
    return get_object_or_404(
        rows.select_related("unit", "edition__service", "service", "asker__employee", "assignee__employee"), pk=pk
    )


def _inbox_page(request, form):
    today, calendar = timezone.localdate(), Holiday.calendar()
    inbox = Inbox(request.GET, request.user, today)
    page = inbox.page()
    context = {
        "inbox": inbox,
        "page": page,
        "rows": [(question, due_badge(question, today=today, calendar=calendar)) for question in page],
        "form": form,
        "now": timezone.now(),
        "missing_year": calendar.missing_year(today),
    }
    return render(request, "services/question_inbox.html", context)


def _thread_page(request, question, form, acted=None):
    """Show a thread with everything that may be done about it; one of the small forms may come back with its faults."""
    note_access(question.asker, by=request.user, surface="question")
    today = timezone.localdate()
    unread = int(form.data.get("seen", 0)) if form.has_grown else None
    if form.has_grown:
        form.show_grown()
    thread = question.messages.select_related("author__employee", "unit").prefetch_related("attachments").order_by("pk")
    thread = with_citations(thread, question.edition)
    acts = [
        acted if acted and acted.slug == act.slug else act(question=question, user=request.user, today=today)
        for act in DIRECT_FORMS.values()
        if act.is_offered(question, request.user) or (acted and acted.slug == act.slug)
    ]
    answers = FrequentAnswer.objects.visible_to(request.user).published()
    context = {
        "question": question,
        "thread": thread,
        "unread": unread,
        "form": form,
        "acts": acts,
        "standing": standing_of(question, thread, today=today),
        "similar": answers.search(understand(question.title), limit=SIMILAR),
    }
    return render(request, "services/question_answer.html", context)
