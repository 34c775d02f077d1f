"""Beginnings of answers, for those who answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.actions import delete_template
from services.forms import TemplateForm
from services.models import AnswerTemplate


@require_safe
@login_required
@permission_required("services.answer_question", raise_exception=True)
def template_list(request):
    templates = AnswerTemplate.objects.visible_to(request.user).select_related("unit")
    mine = set(AnswerTemplate.objects.editable_by(request.user).values_list("pk", flat=True))
    rows = [(template, template.pk in mine) for template in templates]
    return render(request, "services/template_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("services.answer_question", raise_exception=True)
def template_create(request):
    return _template_page(request, AnswerTemplate())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("services.answer_question", raise_exception=True)
def template_update(request, pk):
    return _template_page(request, get_object_or_404(AnswerTemplate.objects.editable_by(request.user), pk=pk))


@require_POST
@login_required
@permission_required("services.answer_question", raise_exception=True)
def template_delete(request, pk):
    template = get_object_or_404(AnswerTemplate.objects.editable_by(request.user), pk=pk)
    delete_template(template, by=request.user)
    messages.success(request, f"Pola “{template.title}” dihapus.")
    return redirect("services:template-list")


def _template_page(request, template):
    form = TemplateForm(request.POST or None, template=template, user=request.user)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, f"Pola “{template.title}” tersimpan.")
        return redirect("services:template-list")
    return render(request, "services/template_form.html", {"form": form, "template": template})
