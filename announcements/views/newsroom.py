"""The newsroom: writing, reviewing, publishing."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from announcements.actions import archive_article, remove_picture, submit_article, unschedule_article
from announcements.cautions import cautions
from announcements.forms import ApproveForm, ArticleForm, CorrectionForm, PictureForm, ReturnForm
from announcements.models import Article, Picture

from .news import as_read

PER_PAGE = 25
# The editor brings an import map (inline, hence the nonce) and one style element, by its hash; on its pages only
# (docs/decisions/0013-editor-under-the-policy.md). tests/browser/test_editor.py fails when an upgrade changes either.
editor_policy = csp_update(
    {"script-src": [NONCE], "style-src": ["'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"]}
)


@require_safe
@login_required
@permission_required("announcements.write_article", raise_exception=True)
def article_inbox(request):
    articles = Article.objects.visible_to(request.user)
    counts = dict(articles.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("keadaan", "")
    shown = articles.filter(state=state) if state in Article.State.values else articles
    rows = shown.without_text().select_related("author__employee").order_by("-updated_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    states = [(choice.value, choice.label, counts.get(choice.value, 0)) for choice in Article.State]
    context = {"page": page, "state": state, "states": states, "total": sum(counts.values())}
    return render(request, "announcements/article_inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.write_article", raise_exception=True)
@editor_policy
def article_create(request):
    return writing_page(request, ArticleForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.write_article", raise_exception=True)
@editor_policy
def article_update(request, pk):
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if article.state == Article.State.DRAFT:
        return writing_page(request, ArticleForm(request.POST or None, instance=article))
    if article.state == Article.State.PUBLISHED:
        return writing_page(request, CorrectionForm(request.POST or None, instance=article))
    return redirect("announcements:article-preview", pk)


def writing_page(request, form):
    """Save what was written and go where the writer wanted, or show the form with all that was typed."""
    article = form.instance
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, form.done)
        page = {ArticleForm.PICTURES: "picture-list", ArticleForm.SUBMIT: "article-preview"}
        return redirect(f"announcements:{page.get(form.next_step, 'article-update')}", article.pk)
    media = Media.from_media(form.media, nonce=str(request.csp_nonce))
    context = {"form": form, "article": article, "media": media, "is_correction": isinstance(form, CorrectionForm)}
    return render(request, "announcements/article_update.html", context)


@require_safe
@login_required
@permission_required("announcements.write_article", raise_exception=True)
def article_preview(request, pk):
    return preview_page(request, get_article(request, pk))


def get_article(request, pk):
    articles = Article.objects.visible_to(request.user).with_changes()
    return get_object_or_404(articles.select_related("author__employee", "event__kecamatan"), pk=pk)


def preview_page(request, article, *, approve_form=None, return_form=None):
    """Show a story as its readers will see it, with what may become of it."""
    phases, words = cautions(article, today=timezone.localdate())
    context = {
        "approve_form": approve_form or ApproveForm(),
        "return_form": return_form or ReturnForm(),
        "is_own": article.author == request.user,
        "phases": phases,
        "caution_words": words,
    }
    return render(request, "announcements/article_preview.html", {**as_read(article), **context})


@require_POST
@login_required
@permission_required("announcements.publish_article", raise_exception=True)
def article_approve(request, pk):
    article = get_article(request, pk)
    form = ApproveForm(request.POST)
    if form.is_valid() and form.save(article, by=request.user):
        messages.success(request, form.done)
        return redirect("announcements:article-preview", pk)
    return preview_page(request, article, approve_form=form)


@require_POST
@login_required
@permission_required("announcements.write_article", raise_exception=True)
def article_return(request, pk):
    article = get_article(request, pk)
    form = ReturnForm(request.POST, is_own=article.author == request.user)
    if form.is_valid() and form.save(article, by=request.user):
        messages.success(request, "Berita kembali menjadi draf.")
        return redirect("announcements:article-inbox")
    return preview_page(request, article, return_form=form)


@require_POST
@login_required
@permission_required("announcements.write_article", raise_exception=True)
def article_submit(request, pk):
    settle(request, submit_article, get_article(request, pk), "Berita dikirim; penyunting lain dikabari.")
    return redirect("announcements:article-preview", pk)


@require_POST
@login_required
@permission_required("announcements.publish_article", raise_exception=True)
def article_unschedule(request, pk):
    done = "Jadwal dibatalkan; berita kembali menjadi draf."
    settle(request, unschedule_article, get_article(request, pk), done)
    return redirect("announcements:article-preview", pk)


@require_POST
@login_required
@permission_required("announcements.publish_article", raise_exception=True)
def article_archive(request, pk):
    settle(request, archive_article, get_article(request, pk), "Berita diarsipkan; pembaca tidak menemukannya lagi.")
    return redirect("announcements:article-preview", pk)


def settle(request, action, thing, done):
    """Do what needs no input, and say what came of it."""
    try:
        action(thing, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("announcements.write_article", raise_exception=True)
def picture_list(request, pk):
    article = get_article(request, pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.save(article, by=request.user):
        messages.success(request, "Gambar ditambahkan.")
        return redirect("announcements:picture-list", pk)
    context = {"article": article, "pictures": article.pictures.all(), "form": form}
    return render(request, "announcements/picture_list.html", context)


@require_POST
@login_required
@permission_required("announcements.write_article", raise_exception=True)
def picture_delete(request, pk):
    picture = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    settle(request, remove_picture, picture, "Gambar dihapus.")
    return redirect("announcements:picture-list", picture.article_id)
