"""The pages that cross doors: home, search, account, the workroom, and the portal's own health."""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from redis.exceptions import RedisError

from accounts.actions import record
from accounts.freshness import freshness
from accounts.models import Agency
from accounts.second_factors import factors_of
from accounts.sessions import devices_of
from accounts.stepping import recently_authenticated
from announcements.models import Article, DecreeRecipient
from neutrality.models import Attendance, Event
from services.models import Category, FrequentAnswer, Question, ServiceEdition

from . import my_data
from .lib import mailbox
from .lib.http import public_page
from .lib.limits import too_many
from .search import KINDS, search_portal

logger = logging.getLogger(__name__)

NEWEST = 3
PER_PAGE = 20
SECURITY_DAYS = 180
# How many search results there are at most, and how many of a kind at first.
MOST_HITS = 80
FIRST_HITS = 10


@require_safe
@public_page
def home(request):
    editions = ServiceEdition.objects.visible_to(request.user).in_force_on(timezone.localdate())
    categories = Category.objects.filter(services__editions__in=editions).distinct()
    answers = FrequentAnswer.objects.visible_to(request.user).published()
    events = Event.objects.visible_to(request.user).upcoming(timezone.now()).select_related("kecamatan")
    return render(
        request,
        "home.html",
        {
            "service_count": editions.count(),
            "category_count": categories.count(),
            "answers": answers.order_by("-published_at", "code")[:NEWEST],
            "next_event": events.first(),
            "articles": Article.objects.visible_to(request.user).published().newest()[:NEWEST],
        },
    )


@require_safe
@public_page
def search(request):
    text = request.GET.get("q", "")
    found = search_portal(
        text, user=request.user, today=timezone.localdate(), exact="persis" in request.GET, limit=MOST_HITS
    )
    groups = [(name, kind.label, [hit for hit in found.hits if hit.kind == name]) for name, kind in KINDS.items()]
    kind = request.GET.get("jenis", "")
    kind = kind if kind in KINDS else ""
    return render(
        request,
        "search.html",
        {
            "found": found,
            "kind": kind,
            "groups": [group for group in groups if group[2]],
            "shown": [
                (name, label, hits if kind else hits[:FIRST_HITS], len(hits))
                for name, label, hits in groups
                if hits and kind in ("", name)
            ],
        },
    )


@require_safe
@login_required
def account(request):
    person = request.user.employee
    questions = Question.objects.visible_to(request.user).filter(asker=request.user).select_related("unit")
    attendances = Attendance.objects.own(request.user).select_related("event__kecamatan")
    decisions = DecreeRecipient.objects.own(request.user).select_related("decree")
    context = {
        "employee": person,
        "questions": questions[:NEWEST],
        "attendances": attendances.order_by("-event__starts_at")[:NEWEST],
        "decisions": decisions.issued().order_by("-decree__dated_on")[:NEWEST] if person else [],
        "grants": request.user.grants.recent(timezone.localdate()).select_related("unit").newest(),
        "now": timezone.now(),
        "devices": devices_of(request.user, request.session.session_key)[:NEWEST],
        "has_second_factor": factors_of(request.user).exists(),
    }
    return render(request, "account.html", context)


@require_safe
@login_required
def my_data_page(request):
    accesses = Paginator(my_data.accesses_of(request.user), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "my_data.html", {"sections": my_data.on_screen(request.user), "accesses": accesses})


@require_POST
@login_required
@recently_authenticated
def my_data_take(request, kind):
    """Hand out everything that is held about a person, as a file; that it was taken is written down."""
    record("data_taken", request.user, by=request.user, file=kind)
    if kind == "json":
        response = JsonResponse(my_data.as_json(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
        return response
    document = my_data.as_document(request.user, today=timezone.localdate())
    return FileResponse(document, as_attachment=True, filename="data-saya.pdf")


@require_safe
@login_required
@permission_required("accounts.use_workroom", raise_exception=True)
def workroom(request):
    waiting = Question.objects.answerable_by(request.user).owed().count()
    return render(request, "workroom.html", {"waiting": waiting, "grants": request.user.active_grants})


@require_safe
@login_required
@permission_required("accounts.use_workroom", raise_exception=True)
def mail_list(request):
    _only_in_demo()
    return render(request, "mail_list.html", {"mails": mailbox.newest()})


@require_safe
@login_required
@permission_required("accounts.use_workroom", raise_exception=True)
def mail_detail(request, name):
    _only_in_demo()
    mail = mailbox.one(name)
    if mail is None:
        raise Http404
    return render(request, "mail_detail.html", {"mail": mail})


def _only_in_demo():
    if not settings.DEMO_MODE:
        raise Http404


@require_safe
@public_page
def offline(request):
    return render(request, "offline.html")


@require_safe
def service_worker(request):
    """Serve the service worker from the root, so that it may look after every public page."""
    script = render_to_string("sw.js")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
def robots(request):
    return HttpResponse(render_to_string("robots.txt", {"site_url": settings.SITE_URL}), content_type="text/plain")


@require_safe
@public_page
def security_txt(request):
    """Tell whoever found a weakness where to report it (RFC 9116); it expires, so the date is always ahead."""
    context = {"site_url": settings.SITE_URL, "email": Agency.current().email, "expires": _midnight_in(SECURITY_DAYS)}
    return render(request, "security.txt", context, content_type="text/plain; charset=utf-8")


def _midnight_in(days):
    return f"{timezone.localdate() + timedelta(days=days)}T00:00:00Z"


@require_safe
@never_cache
def readyz(request):
    """Tell whether database and cache answer; the launcher and the load balancer ask."""
    state = {"database": _database_answers(), "cache": _cache_answers()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


@require_safe
@never_cache
def freshz(request):
    """Tell whether what works on its own is still at work; whoever watches the portal asks."""
    state = freshness(timezone.now())
    return JsonResponse(state, status=503 if state["stale"] else 200)


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_agency LIMIT 1")
    except DatabaseError as error:
        logger.error("database does not answer: %s", type(error).__name__)
        return False
    return True


def _cache_answers():
    token = uuid.uuid4().hex
    try:
        cache.set("readyz", token, 10)
        return cache.get("readyz") is not None
    except RedisError as error:
        logger.error("cache does not answer: %s", type(error).__name__)
        return False


def bad_request(request, exception=None):
    """Tell what is too big from what cannot be understood; Django takes both for a bad request."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def too_often(request, exception=None):
    """Answer for the limits of django-allauth, which count minutes."""
    return too_many(request, 60)


def csrf_failed(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """Answer without asking the database, which may be what failed."""
    return HttpResponseServerError(render_to_string("500.html", {"is_demo": settings.DEMO_MODE}))
