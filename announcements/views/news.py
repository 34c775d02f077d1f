"""The news, for readers."""

import re
from datetime import date

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from announcements.facts import facts_of
from announcements.feeds import ArticleFeed
from announcements.models import Article, Picture
from bkpsdm.lib.http import public_page

PER_PAGE = 20
OTHERS = 3
# A withdrawn picture is gone from everywhere after a day.
PICTURE_AGE = 24 * 3600
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@require_safe
@public_page
def article_list(request):
    articles = Article.objects.visible_to(request.user).published()
    match = MONTH.fullmatch(request.GET.get("bulan", ""))
    month = date(int(match[1]), int(match[2]), 1) if match else None
    shown = articles.in_month(month) if month else articles
    page = Paginator(shown.without_text().newest(), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "month": month, "months": articles.months()}
    return render(request, "announcements/article_list.html", context)


@require_safe
@public_page
def article_detail(request, slug):
    articles = Article.objects.visible_to(request.user).published()
    article = get_object_or_404(articles.with_changes().select_related("event__kecamatan"), slug=slug)
    others = articles.exclude(pk=article.pk).without_text().newest()[:OTHERS]
    return render(request, "announcements/article_detail.html", {**as_read(article), "others": others})


def as_read(article):
    """Return what a page needs to show a story as its readers see it."""
    return {
        "article": article,
        "pictures": list(article.pictures.all()),
        "corrections": article.corrections.all(),
        "facts": facts_of(article),
        "today": timezone.localdate(),
    }


@require_safe
@public_page
def article_feed(request):
    return ArticleFeed()(request)


@require_safe
def picture_file(request, pk, width):
    """Serve a picture; one of a story that is not published is kept by nobody."""
    if width not in (Picture.WIDE, Picture.NARROW):
        raise Http404
    picture = get_object_or_404(Picture.objects.visible_to(request.user).select_related("article"), pk=pk)
    file = picture.wide if width == Picture.WIDE else picture.narrow
    response = FileResponse(file.open(), content_type="image/webp")
    if picture.article.state == Article.State.PUBLISHED:
        patch_cache_control(response, public=True, max_age=PICTURE_AGE)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
