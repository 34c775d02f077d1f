"""The registrar's pages of one person's part in a decree."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import note_access, note_group, note_people
from accounts.forms import MOST_FOUND, PersonSearchForm
from accounts.models import Employee
from accounts.stepping import recently_authenticated
from announcements.actions import remove_recipient
from announcements.forms import AttachForm, ConfirmForm, RecipientForm, ReplaceForm, RevokeForm
from announcements.models import Decree, DecreeRecipient
from announcements.rules import recipient_warnings

from .decrees import find_decree


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def recipient_search(request, pk):
    decree, form = find_decree(request, pk), PersonSearchForm(request.POST or None)
    people = list(form.found(Employee.objects.visible_to(request.user))) if form.is_valid() else []
    note_people(people, by=request.user, surface="person_search")
    listed = set(decree.recipients.filter(employee__in=people).values_list("employee", flat=True))
    context = {"decree": decree, "form": form, "people": people, "listed": listed, "most": MOST_FOUND}
    return render(request, "announcements/recipient_search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def recipient_create(request, pk, employee):
    decree = find_decree(request, pk)
    person = get_object_or_404(Employee.objects.visible_to(request.user).select_related("unit"), pk=employee)
    form = RecipientForm(request.POST or None, decree=decree, initial=RecipientForm.initial_from(person))
    if form.is_valid() and (recipient := form.add(person, by=request.user)):
        messages.success(request, f"{recipient.name} ditambahkan.")
        return redirect(_address(recipient) if "attach" in request.POST else decree)
    note_access(person, by=request.user, surface="person_search")
    return render(request, "announcements/recipient_create.html", {"decree": decree, "person": person, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def recipient_update(request, pk):
    recipient = _find(request, pk)
    form = RecipientForm(request.POST or None, decree=recipient.decree, instance=recipient)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Perubahan disimpan.")
        return redirect(_address(recipient))
    return _page(request, pk, form=form)


@require_POST
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def recipient_attach(request, pk):
    recipient, form = _find(request, pk), AttachForm(request.POST, request.FILES)
    if form.is_valid() and form.save(recipient, by=request.user):
        messages.success(request, "Berkas disimpan.")
        return redirect(_address(recipient))
    return _page(request, pk, attach_form=form)


@require_POST
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def recipient_remove(request, pk):
    recipient, form = _find(request, pk), ConfirmForm(request.POST)
    if form.is_valid() and form.save(remove_recipient, recipient, by=request.user):
        messages.success(request, f"{recipient.name} dihapus dari draf.")
        return redirect(recipient.decree)
    return _page(request, pk, remove_form=form)


@require_POST
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
def recipient_replace(request, pk):
    form = ReplaceForm(request.POST, recipient=_find(request, pk), user=request.user)
    if form.is_valid() and (new := form.save(by=request.user)):
        messages.success(request, "Pengganti disiapkan. Betulkan isinya, lalu terbitkan drafnya.")
        return redirect(_address(new))
    return _page(request, pk, replace_form=form)


@require_POST
@login_required
@permission_required("announcements.keep_decree", raise_exception=True)
@recently_authenticated
def recipient_revoke(request, pk):
    recipient, form = _find(request, pk), RevokeForm(request.POST)
    if form.is_valid() and form.save(recipient, by=request.user):
        messages.success(request, "Petikan dicabut; penerimanya dikabari.")
        return redirect(_address(recipient))
    return _page(request, pk, revoke_form=form)


def _address(recipient):
    return reverse("announcements:recipient-update", args=[recipient.pk])


def _find(request, pk):
    """Return a petikan for those who keep decrees, or answer 404."""
    rows = DecreeRecipient.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("decree__event", "employee", "unit", "replaced_by__decree", "replaces__decree"), pk=pk
    )


def _page(request, pk, **forms):
    """Return the page of one petikan as it is stored, with the forms that were filled in."""
    recipient = _find(request, pk)
    is_draft = recipient.decree.state == Decree.State.DRAFT
    if is_draft:  # by its key: the person learns of it when the decree is issued, and not before
        note_group(recipient, people=1, by=request.user, surface="petikan")
    else:
        note_access(recipient.employee, by=request.user, surface="petikan")
    context = {
        "recipient": recipient,
        "decree": recipient.decree,
        "warnings": recipient_warnings(recipient, recipient.decree) if is_draft else [],
        "form": RecipientForm(decree=recipient.decree, instance=recipient),
        "attach_form": AttachForm(),
        "remove_form": ConfirmForm(),
        "replace_form": ReplaceForm(recipient=recipient, user=request.user),
        "revoke_form": RevokeForm(initial={"ended_on": timezone.localdate()}),
    }
    return render(request, "announcements/recipient_update.html", context | forms)
