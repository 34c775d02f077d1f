"""Answering the satisfaction survey: no login, no name, nothing kept on the device."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from services.actions import is_token_usable
from services.forms import SurveyForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def survey(request, token):
    if not is_token_usable(token, today=timezone.localdate()):
        return render(request, "services/survey_used.html", status=410)
    form = SurveyForm(request.POST or None)
    if form.is_valid() and form.save(token):
        return redirect("services:survey-thanks")
    return render(request, "services/survey.html", {"form": form})


@require_safe
@never_cache
def survey_thanks(request):
    return render(request, "services/survey_thanks.html")
