"""The agency's own pages, and the words of the people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import delete_synonym
from accounts.forms import SynonymForm
from accounts.models import Page, Synonym
from bkpsdm.lib.http import public_page

PER_PAGE = 50


@require_safe
@public_page
def page_list(request):
    return render(request, "accounts/page_list.html", {"pages": Page.objects.all()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.edit_synonym", raise_exception=True)
def synonym_list(request):
    form = SynonymForm(request.POST or None)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, f"“{form.instance.term}” ditambahkan.")
        return redirect("accounts:synonym-list")
    wanted = request.GET.get("kata", "").replace("\x00", "").strip()[:80]
    page = Paginator(Synonym.objects.about(wanted), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "accounts/synonym_list.html", {"form": form, "page": page, "wanted": wanted})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("accounts.edit_synonym", raise_exception=True)
def synonym_update(request, pk):
    synonym = get_object_or_404(Synonym, pk=pk)
    form = SynonymForm(request.POST or None, instance=synonym)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, f"“{synonym.term}” disimpan.")
        return redirect("accounts:synonym-list")
    return render(request, "accounts/synonym_update.html", {"form": form, "synonym": synonym})


@require_POST
@login_required
@permission_required("accounts.edit_synonym", raise_exception=True)
def synonym_delete(request, pk):
    synonym = get_object_or_404(Synonym, pk=pk)
    delete_synonym(synonym, by=request.user)
    messages.success(request, f"“{synonym.term}” dihapus.")
    return redirect("accounts:synonym-list")
