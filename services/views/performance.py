"""How well the promises are kept: for everybody without names, for heads by bidang and person."""

from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bkpsdm.lib.http import public_page
from bkpsdm.lib.spreadsheet import CSV, XLSX, write_csv, write_xlsx
from services.performance import Window, overseen_units, years
from services.reports import PERFORMANCE_HEADER, SURVEY_HEADER, HeadReport, PublicReport, survey_rows
from services.survey_results import SurveyPage, newest_result


@require_safe
@public_page
def performance(request):
    today = timezone.localdate()
    known, window = _window(request, today)
    context = {"years": known, "window": window, "report": PublicReport(window, today=today)}
    return render(request, "services/performance.html", {**context, "today": today, "survey": newest_result(today)})


@require_safe
@public_page
def performance_csv(request):
    today = timezone.localdate()
    _, window = _window(request, today)
    return _csv(f"kinerja-{window.year}", PERFORMANCE_HEADER, PublicReport(window, today=today).as_rows())


@require_safe
@public_page
def how_we_count(request):
    return render(request, "services/how_we_count.html")


@require_safe
@public_page
def survey_results(request):
    page = SurveyPage(request.GET.get("periode", ""), today=timezone.localdate())
    return render(request, "services/survey_results.html", {"page": page})


@require_safe
@public_page
def survey_csv(request):
    return _csv("survei-kepuasan", SURVEY_HEADER, survey_rows(timezone.localdate()))


@require_safe
@login_required
@permission_required("services.see_performance", raise_exception=True)
def performance_desk(request):
    today = timezone.localdate()
    known, window = _window(request, today)
    report = HeadReport(window, overseen_units(request.user), today=today)
    return render(request, "services/performance_desk.html", {"years": known, "window": window, "report": report})


@require_safe
@login_required
@permission_required("services.see_performance", raise_exception=True)
def survey_xlsx(request):
    stream = write_xlsx("Survei kepuasan", SURVEY_HEADER, survey_rows(timezone.localdate()))
    return FileResponse(stream, as_attachment=True, filename="survei-kepuasan.xlsx", content_type=XLSX)


def _window(request, today):
    """Return the years that can be chosen, and the window of the chosen one: the newest unless ?tahun= says so."""
    known = years(today)
    asked = request.GET.get("tahun", "")
    year = next((year for year in known if str(year) == asked), known[0])
    return known, Window.of(year, today=today)


def _csv(name, header, rows):
    disposition = f'attachment; filename="{name}.csv"'
    return HttpResponse(write_csv(header, rows), content_type=CSV, headers={"Content-Disposition": disposition})
