"""Questions, for the one who asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from services.actions import promised_days, reopen_until
from services.citations import with_citations
from services.forms import THREAD_FORMS, AskForm, SuggestionForm, offered_acts
from services.models import Question
from services.standing import standing_of

from .survey import offer_survey, offered_survey

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_create(request):
    today = timezone.localdate()
    form = AskForm(request.POST or None, request.FILES or None, today=today, initial=AskForm.initial_from(request.GET))
    if form.step == form.EDIT:
        form = AskForm(today=today, initial=form.typed)
    elif form.is_valid() and form.step != form.CHECK and (question := form.save(by=request.user)):
        messages.success(request, f"Terkirim. Nomornya {question.number}; kabar datang lewat surel dan halaman ini.")
        return redirect(question)
    elif form.has_second_step and (question := form.preview(by=request.user)):
        suggestions = SuggestionForm.of(question).suggestions(today=today)
        context = {"form": form, "question": question, "suggestions": suggestions}
        return render(request, "services/question_check.html", context)
    promises = [(kind.label, *promised_days(kind, today)) for kind in Question.Kind]
    return render(request, "services/question_create.html", {"form": form, "promises": promises, "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_suggest(request):
    """Answer with a piece of a page; scripts ask by POST, so that no draft stands in an address or a log."""
    suggestions = SuggestionForm(request.POST or request.GET).suggestions(today=timezone.localdate())
    return render(request, "services/_suggestions.html", {"suggestions": suggestions})


@require_safe
@login_required
def question_list(request):
    page = Paginator(_own(request).order_by("-pk"), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "services/question_list.html", {"page": page})


@require_safe
@login_required
def question_sent(request, key):
    """Lead from the key of a form to what became of it: the thread, or the form that is still waiting."""
    question = _own(request).filter(key=key).first()
    return redirect(question or "services:question-create")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_detail(request, pk, act="tanggapi"):
    """Show the thread, and do in it what the asker may do; whatever was refused stands there again with its reason."""
    question = get_object_or_404(_own(request), pk=pk)
    if act not in THREAD_FORMS:
        raise Http404
    is_sent = request.method == "POST"
    form = THREAD_FORMS[act](request.POST, request.FILES) if is_sent else None
    if is_sent and form.is_valid() and form.save(question, by=request.user):
        messages.success(request, form.done)
        return offer_survey(redirect(question), question)
    if not is_sent and act != "tanggapi":
        return redirect(question)  # back from a login that came in between
    context = {**_thread_of(question, act, form), "survey": offered_survey(request)}
    return render(request, "services/question_detail.html", context)


def _own(request):
    questions = Question.objects.visible_to(request.user).filter(asker=request.user)
    return questions.select_related("unit", "copied_to", "service", "edition__service", "merged_into")


def _thread_of(question, act, form):
    """Return what the page of a thread shows: the words, the forms that its state allows, and the one that failed."""
    today = timezone.localdate()
    acts = offered_acts(question, today=today)
    thread = question.messages.for_asker().select_related("unit").prefetch_related("attachments").order_by("pk")
    thread = with_citations(thread, question.edition)
    return {
        "question": question,
        "thread": thread,
        "standing": standing_of(question, thread, today=today, asker="Anda"),
        "turns": sum(not message.is_from_office for message in thread),
        "forms": {name: form if form and name == act else THREAD_FORMS[name]() for name in acts},
        "refused": form if form and act not in acts else None,
        "reopen_until": reopen_until(question),
    }
