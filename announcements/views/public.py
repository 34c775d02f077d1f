"""What everybody may know of decrees: whether a petikan is in force, and how many there are."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from announcements.counts import counts_by_year
from announcements.models import DecreeRecipient
from bkpsdm.lib.codes import clean_code, grouped, is_code
from bkpsdm.lib.http import public_page
from bkpsdm.lib.limits import Limit

# Codes cannot be guessed; this keeps whoever tries from keeping the portal busy. One address may be a whole office.
UNKNOWN_CODES = Limit("verify", most=60, seconds=60)
LONGEST = 40


@require_safe
@cache_control(private=True, no_store=True)
def verify(request):
    """Take a code as people type it, and lead to its page."""
    typed = request.GET.get("kode", "").replace("\x00", "").strip()[:LONGEST]
    code = clean_code(typed)
    if is_code(code):
        return redirect("announcements:verify-code", code)
    return render(request, "announcements/verify.html", {"typed": typed, "is_asked": bool(typed)})


@require_safe
@cache_control(private=True, no_store=True)
def verify_code(request, code):
    """Say what became of the petikan with a code; a draft is as unknown as a code that never was."""
    code = code.replace("\x00", "")[:LONGEST]
    clean = clean_code(code)
    if clean != code and is_code(clean):
        return redirect("announcements:verify-code", clean)
    if UNKNOWN_CODES.is_reached(request):
        return render(request, "429.html", status=429)
    petikan = DecreeRecipient.objects.with_code(clean).select_related("decree", "replaced_by__decree").first()
    if petikan is None:
        UNKNOWN_CODES.count(request)
    context = {"petikan": petikan, "decree": petikan and petikan.decree, "typed": grouped(clean), "is_asked": True}
    return render(request, "announcements/verify.html", context)


@require_safe
@public_page
def decree_counts(request):
    years = counts_by_year()
    asked = request.GET.get("tahun", "")
    chosen = next((year for year in years if str(year.year) == asked), years[0] if years else None)
    return render(request, "announcements/decree_counts.html", {"years": years, "chosen": chosen})
