"""A person's own decisions."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.actions import note_access
from announcements.actions import record_download
from announcements.models import Decree, DecreeRecipient
from bkpsdm.lib.codes import grouped
from bkpsdm.lib.qr import qr_svg

PER_PAGE = 25
KINDS = {"pangkat": ("Pangkat", Decree.Kind.PROMOTION), "penghargaan": ("Penghargaan", Decree.Kind.AWARD)}


@require_safe
@login_required
def petikan_list(request):
    own = DecreeRecipient.objects.own(request.user).select_related("decree", "replaced_by")
    chosen = request.GET.get("jenis", "")
    counts = own.aggregate(
        everything=Count("pk"), **{name: Count("pk", filter=Q(decree__kind=kind)) for name, (_, kind) in KINDS.items()}
    )
    shown = own.filter(decree__kind=KINDS[chosen][1]) if chosen in KINDS else own
    page = Paginator(shown.order_by("-decree__dated_on", "-pk"), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "everything": counts["everything"],
        "tabs": [(name, label, counts[name], name == chosen) for name, (label, _) in KINDS.items()],
        "chosen": chosen if chosen in KINDS else "",
        "waiting": own.waiting().order_by("-decree__dated_on", "-pk"),
    }
    return render(request, "announcements/petikan_list.html", context)


@require_safe
@login_required
def petikan_detail(request, pk):
    own = DecreeRecipient.objects.own(request.user)
    petikan = get_object_or_404(
        own.select_related("decree__event", "unit", "employee", "replaced_by__decree", "replaces__decree"), pk=pk
    )
    address = f"{settings.SITE_URL}{reverse('announcements:verify-code', args=[petikan.code])}"
    context = {
        "petikan": petikan,
        "decree": petikan.decree,
        "code": grouped(petikan.code),
        "qr": qr_svg(address, label="Kode QR menuju halaman periksa keaslian"),
    }
    return render(request, "announcements/petikan_detail.html", context)


@require_safe
@login_required
def petikan_file(request, pk):
    """Hand out the file as it was attached; each time is written down."""
    rows = DecreeRecipient.objects.visible_to(request.user).exclude(file="").select_related("employee")
    petikan = get_object_or_404(rows, pk=pk)
    content = petikan.file.open("rb")
    record_download(petikan, by=request.user)
    note_access(petikan.employee, by=request.user, surface="petikan_file", is_taken=True)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"petikan-{petikan.code}.pdf",
        content_type="application/pdf",
    )
    response["Cache-Control"] = "private, no-store"
    return response
