"""Staff pages of imports: upload, progress, mapping of units, preview, confirmation, report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import record
from accounts.forms import ApplyForm, CancelForm, MapForm, UploadForm
from accounts.models import ImportRun
from accounts.progress import progress_of
from accounts.roster import preview
from accounts.roster.units import UnitNames
from accounts.stepping import recently_authenticated
from bkpsdm.lib.spreadsheet import XLSX

PER_PAGE = 25
State = ImportRun.State


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def import_list(request):
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and (run := form.save(by=request.user)):
        return redirect(run)
    runs = ImportRun.objects.visible_to(request.user).select_related("by__employee")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "accounts/import_list.html", {"form": form, "page": page})


@require_safe
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def import_template(request):
    return _workbook(preview.template_workbook(), "daftar-thl.xlsx")


@require_safe
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def import_detail(request, pk):
    return _page(request, _find(request, pk))


@require_safe
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def import_progress(request, pk):
    """Tell the script of the page how far the reading is."""
    run = _find(request, pk)
    done, total = progress_of(run) or (0, 0)
    return JsonResponse({"is_reading": run.state == State.READING, "done": done, "total": total})


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def import_apply(request, pk):
    run = _find(request, pk)
    if run.state != State.READY:
        messages.error(request, "Impor ini tidak sedang menunggu pengesahan.")
        return redirect(run)
    form = ApplyForm(request.POST, run=run)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Impor disahkan.")
        return redirect(run)
    return _page(request, _find(request, pk), confirm_form=form)


@require_POST
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def import_cancel(request, pk):
    run, form = _find(request, pk), CancelForm(request.POST)
    if form.is_valid() and form.save(run, by=request.user):
        messages.success(request, "Impor dibatalkan; tidak ada yang berubah.")
        return redirect("accounts:import-list")
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect(run)


@require_safe
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
@recently_authenticated
def import_rejected(request, pk):
    """Hand out the rejected rows, to be corrected and uploaded again; each time is written down."""
    # In other states nobody knows the columns yet, or the rows are gone.
    run = get_object_or_404(_runs(request), pk=pk, state__in=(State.READY, State.APPLIED))
    book = preview.rejected_workbook(run)
    record("import_rejected_exported", run, by=request.user)
    return _workbook(book, f"baris-ditolak-{run.pk}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.manage_roster", raise_exception=True)
def import_units(request, pk):
    """Ask for one unknown unit after the other, the most frequent first."""
    run, names = get_object_or_404(_runs(request), pk=pk, state=State.READY), UnitNames.load()
    waiting = preview.unknown_units(run, names)
    if not waiting:
        messages.success(request, "Semua nama unit dikenal.")
        return redirect(run)
    asked = request.POST.get("name", request.GET.get("nama", ""))
    name, parent, count = next((row for row in waiting if row[0] == asked), waiting[0])
    form = MapForm(request.POST or None, run=run, name=name, parent_name=parent)
    if form.is_valid() and (unit := form.save(by=request.user)):
        messages.success(request, f"“{name}” kini dibaca sebagai {unit}.")
        return redirect("accounts:import-units", run.pk)
    context = {"run": run, "form": form, "name": name, "parent": parent, "count": count, "waiting": len(waiting)}
    return render(request, "accounts/import_units.html", context | {"alike": names.alike(name, parent)})


def _runs(request):
    return ImportRun.objects.visible_to(request.user).select_related("by__employee")


def _find(request, pk):
    return get_object_or_404(_runs(request), pk=pk)


def _page(request, run, confirm_form=None):
    """Return the page of an import as it stands: progress, preview or report."""
    context = {"run": run}
    if run.state == State.READING:
        done, total = progress_of(run) or (0, 0)
        return render(request, "accounts/import_reading.html", context | {"done": done, "total": total})
    if run.state in (State.READY, State.APPLIED):
        tab = request.GET.get("bagian", "")
        tab = tab if tab in preview.TABS else "perhatian"
        rows = Paginator(preview.rows_of(run, tab), PER_PAGE).get_page(request.GET.get("halaman"))
        context |= {"tab": tab, "tabs": _tabs(run, tab), "page": rows, "rows": _shown(rows)}
    if run.state == State.READY:
        context["confirm_form"] = confirm_form or ApplyForm(run=run)
        context["unknown"] = preview.unknown_units(run)
    return render(request, "accounts/import_detail.html", context)


def _tabs(run, chosen):
    attention = run.rows.needing_attention().count()
    return [
        (name, label, run.counts[outcome] if outcome else attention, name == chosen)
        for name, (label, outcome) in preview.TABS.items()
    ]


def _shown(rows):
    return [(row, preview.shown_number(row), preview.shown_name(row)) for row in rows]


def _workbook(stream, name):
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response
