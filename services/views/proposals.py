"""General answers in the making: for the officers who propose, the askers who may refuse, the heads who publish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.actions import (
    confirm_answer,
    drop_proposal,
    publish_proposal,
    publish_revision,
    why_not_proposed,
)
from services.forms import ObjectionForm, ProposalForm, RevisionForm
from services.models import AnswerProposal, FrequentAnswer, Question
from services.performance import overseen_units
from services.reviews import answers_to_review, changes_of, current_edition

DESK = "services:answer-desk"
MOST_RATED = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("services.draft_answer", raise_exception=True)
def proposal_create(request, pk):
    questions = Question.objects.answerable_by(request.user).select_related("asker__employee", "edition__service")
    question = get_object_or_404(questions, pk=pk)
    form = ProposalForm(request.POST or None, question=question)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Usul tersimpan. Penanya dikabari dan dapat menolaknya dalam 3 hari kerja.")
        return redirect(DESK)
    context = {"question": question, "form": form, "reason": why_not_proposed(question)}
    return render(request, "services/proposal_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def proposal_detail(request, pk):
    """Show the asker what would be published, and take a refusal."""
    proposals = AnswerProposal.objects.proposed_to(request.user).select_related("question", "answer")
    proposal = get_object_or_404(proposals, question=pk)
    form = ObjectionForm(request.POST or None)
    if form.is_valid() and form.save(proposal, by=request.user):
        messages.success(request, "Usul itu tidak akan diterbitkan.")
        return redirect(proposal.question)
    is_open = proposal.is_open_on(timezone.localdate()) and not proposal.objected_at
    return render(request, "services/proposal_detail.html", {"proposal": proposal, "form": form, "is_open": is_open})


@require_safe
@login_required
@permission_required("services.draft_answer", raise_exception=True)
def answer_desk(request):
    """List what waits: proposals, answers whose ground has changed, new words; and what readers found helpful."""
    today, answers = timezone.localdate(), FrequentAnswer.objects.kept_by(request.user)
    proposals = AnswerProposal.objects.visible_to(request.user).select_related("question__unit", "answer")
    rated = answers.filter(feedback__isnull=False).annotate(
        helped=Sum("feedback__helped"), failed=Sum("feedback__failed")
    )
    context = {
        "today": today,
        "proposals": proposals.order_by("object_until", "pk"),
        "reviews": answers_to_review(answers, today=today),
        "revised": answers.filter(revision__isnull=False),
        "rated": rated.order_by("-failed", "code")[:MOST_RATED],
    }
    return render(request, "services/answer_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("services.draft_answer", raise_exception=True)
def answer_review(request, code):
    """Show what changed under an answer beside the answer, and take new words."""
    answer = get_object_or_404(FrequentAnswer.objects.kept_by(request.user), code=code)
    revision = getattr(answer, "revision", None)
    words = revision or answer
    first = {"question": words.question, "text": words.text if revision else words.answer}
    form = RevisionForm(request.POST or None, initial=first)
    if form.is_valid() and form.save(answer, by=request.user):
        messages.success(request, "Tulisan baru tersimpan dan menunggu kepala bidang.")
        return redirect(DESK)
    changes = changes_of(answer, today=timezone.localdate())
    context = {"answer": answer, "revision": revision, "form": form, "changes": changes}
    return render(request, "services/answer_review.html", {**context, "edition": current_edition(answer)})


@require_POST
@login_required
@permission_required("services.draft_answer", raise_exception=True)
def answer_confirm(request, code):
    answer = get_object_or_404(FrequentAnswer.objects.kept_by(request.user), code=code)
    return _done(request, "Jawaban dinyatakan masih berlaku.", confirm_answer, answer)


@require_POST
@login_required
@permission_required("services.publish_answer", raise_exception=True)
def revision_publish(request, code):
    answers = FrequentAnswer.objects.kept_by(request.user).filter(service__unit__in=overseen_units(request.user))
    return _done(request, "Tulisan baru terbit.", publish_revision, get_object_or_404(answers, code=code))


@require_POST
@login_required
@permission_required("services.publish_answer", raise_exception=True)
def proposal_publish(request, pk):
    proposals = AnswerProposal.objects.visible_to(request.user)
    proposal = get_object_or_404(proposals, pk=pk, question__unit__in=overseen_units(request.user))
    return _done(request, "Jawaban umum terbit.", publish_proposal, proposal)


@require_POST
@login_required
@permission_required("services.draft_answer", raise_exception=True)
def proposal_drop(request, pk):
    proposal = get_object_or_404(AnswerProposal.objects.visible_to(request.user), pk=pk)
    return _done(request, "Usul dihapus.", drop_proposal, proposal)


def _done(request, words, action, thing):
    """Take one action by the reader, say what came of it, and lead back to the desk."""
    try:
        action(thing, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect(DESK)
