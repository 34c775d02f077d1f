"""Answering the satisfaction survey: no login, no name, nothing kept on the device."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from services.actions import is_token_usable, survey_token_for
from services.forms import SurveyForm

COOKIE, COOKIE_AGE = "survei", 3600


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


def offer_survey(response, question):
    """Hand a token to the device of whoever has just closed a question; return the response that carries it.

    A message or a session would keep token and person side by side in the database; a cookie of one thread does not.
    """
    if token := survey_token_for(question, today=timezone.localdate()):
        options = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
        response.set_cookie(COOKIE, token, max_age=COOKIE_AGE, path=question.get_absolute_url(), **options)
    return response


def offered_survey(request):
    """Return the address of the survey that this device may still answer, or nothing."""
    token = request.COOKIES.get(COOKIE)
    if token and is_token_usable(token, today=timezone.localdate()):
        return reverse("services:survey", args=[token])
    return ""
