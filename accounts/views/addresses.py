"""The verified address of an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import read_address, verify_address
from accounts.forms import AddressForm
from accounts.stepping import recently_authenticated
from bkpsdm.lib.limits import Limit, too_many

# Each goes to an address that somebody else may have.
LETTERS = Limit("address-letters", 5, 3600)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_authenticated
def address_update(request):
    form = AddressForm(request.POST or None)
    if form.is_valid():
        if wait := LETTERS.take(request.user.pk):
            return too_many(request, wait)
        if form.save(by=request.user):
            messages.success(request, "Buka tautan yang kami kirim ke surel itu. Berlaku satu hari.")
            return redirect("account")
    return render(request, "accounts/address_update.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def address_verify(request, token):
    """Ask on GET and verify on POST: a program that only follows links verifies nothing."""
    if request.method == "POST":
        try:
            verify_address(token)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, "Surel akun Anda sekarang terverifikasi.")
        return redirect("account")
    return render(request, "accounts/address_verify.html", {"found": read_address(token)})
