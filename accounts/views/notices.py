"""What the portal tells a person, and what the person wishes to be told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import leave_groups, mark_read
from accounts.forms import WishesForm
from accounts.models import Notification
from accounts.unsubscribe import read_leave

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice_list(request):
    form = WishesForm(request.POST or None, user=request.user)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Pilihan kabar disimpan.")
        return redirect("accounts:notice-list")
    notices = Notification.objects.visible_to(request.user).order_by("-created_at")
    only_unread = request.GET.get("saring") == "belum"
    shown = notices.unread() if only_unread else notices
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "accounts/notice_list.html", {"page": page, "form": form, "only_unread": only_unread})


@require_POST
@login_required
def notice_open(request, pk):
    notices = Notification.objects.visible_to(request.user).filter(pk=pk)
    notice = get_object_or_404(notices)
    mark_read(notices)
    return redirect(notice.path or "accounts:notice-list")


@require_POST
@login_required
def notice_read_all(request):
    count = mark_read(Notification.objects.visible_to(request.user))
    messages.success(request, f"{count} kabar ditandai terbaca." if count else "Semua kabar sudah terbaca.")
    return redirect("accounts:notice-list")


@csrf_exempt  # mail programs post without a cookie (RFC 8058); the signed address is what they show
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notice_leave(request, token):
    """Ask whether to leave on GET, and leave on POST: a program that only follows links switches nothing off."""
    leave = read_leave(token)
    if leave is None:
        raise Http404
    if request.method == "POST":
        leave_groups(leave)
    return render(request, "accounts/notice_leave.html", {"leave": leave, "has_left": request.method == "POST"})
