"""The way in for the first time, by mail or by slip; and the button that stops a slip."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import activate_by_code, stop_slip, use_slip
from accounts.forms import ActivationCodeForm, ActivationForm, ConfirmForm, NewPasswordForm, SlipForm
from accounts.masks import shown_address
from accounts.models import ActivationCode, EntrySlip
from accounts.stopping import read_stop
from bkpsdm.lib.limits import Limit, address_of, limited, too_many

# One address may be a whole office or hall on the day when it is told of the portal.
BY_ADDRESS = Limit("entry-address", 1500, 600)
# A number belongs to one person; counted by address too, so that nobody elsewhere can use up the tries of that person.
BY_NUMBER = Limit("entry-number", 6, 3600)
ASKED, PROOF = "activation", "entry_proof"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("number")
@limited(BY_ADDRESS)
def activation_start(request):
    """Ask for the number, and answer the same whether anybody has it or not."""
    form = ActivationForm(request.POST or None)
    if form.is_valid():
        if wait := _wait(request, form):
            return too_many(request, wait)
        request.session[ASKED] = str(form.save().pk)
        return redirect("accounts:activation-code")
    return render(request, "accounts/activation_start.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("code")
@limited(BY_ADDRESS)
def activation_code(request):
    activation = ActivationCode.objects.filter(pk=request.session.get(ASKED)).select_related("employee").first()
    if activation is None:
        return redirect("accounts:activation-start")
    form = ActivationCodeForm(request.POST or None)
    if form.is_valid() and form.save(activation):
        del request.session[ASKED]
        return _proved(request, "code", activation)
    return render(request, "accounts/activation_code.html", {"form": form, "address": shown_address(activation)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("number", "code")
@limited(BY_ADDRESS)
def slip_enter(request):
    form = SlipForm(request.POST or None)
    if form.is_valid():
        if wait := _wait(request, form):
            return too_many(request, wait)
        if slip := form.save():
            return _proved(request, "slip", slip)
    return render(request, "accounts/slip_enter.html", {"form": form})


def _wait(request, form):
    return BY_NUMBER.take(f"{form.cleaned_data['number']} {address_of(request)}")


def _proved(request, sort, proof):
    """Go on to the password, in a session with a new name: what was proved belongs to nobody who knew the old one."""
    request.session.cycle_key()
    request.session[PROOF] = [sort, str(proof.pk)]
    return redirect("accounts:entry-password")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@limited(BY_ADDRESS)
def entry_password(request):
    sort, key = request.session.get(PROOF) or ("", None)
    model, action = {"code": (ActivationCode, activate_by_code), "slip": (EntrySlip, use_slip)}.get(sort, (None, None))
    proof = model.objects.select_related("employee").filter(pk=key).first() if model else None
    if proof is None:
        return redirect("accounts:activation-start")
    form = NewPasswordForm(request.POST or None)
    if form.is_valid() and (user := form.save(action, proof)):
        del request.session[PROOF]
        messages.success(request, "Kata sandi tersimpan, dan Anda sudah masuk.")
        return perform_login(request, user, redirect_url=None)
    return render(request, "accounts/entry_password.html", {"form": form, "employee": proof.employee})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def entry_stop(request, token):
    """Ask whether to stop a slip on GET, and stop it on POST: a program that only follows links stops nothing."""
    slip = read_stop(token)
    if slip is None:
        raise Http404
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and slip.state in EntrySlip.OPEN:
        stop_slip(slip)
    return render(request, "accounts/entry_stop.html", {"slip": slip, "is_open": slip.state in EntrySlip.OPEN})
