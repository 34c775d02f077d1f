"""The pictures of a story."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.actions import record
from announcements.models import Article, Correction, Picture
from bkpsdm.lib.images import shrunk

from .news import lock_article

LARGEST_FILE = 10 * 1024 * 1024


@transaction.atomic
def add_picture(article, *, file, alt, by, caption="", credit=""):
    """Add a picture to a draft in two widths, without what the camera noted; whoever adds it is the new author.

    Raises ValidationError for what is no JPEG, PNG or WebP, for more than 10 MB, and when nobody described it.
    """
    stored = lock_article(article, Article.State.DRAFT)
    if file.size > LARGEST_FILE:
        raise ValidationError({"file": "Berkas ini lebih dari 10 MB. Perkecil dahulu."})
    try:
        sizes = shrunk(file, [Picture.WIDE, Picture.NARROW])
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    (wide, width, height), (narrow, _, _) = sizes[Picture.WIDE], sizes[Picture.NARROW]
    picture = Picture(
        article=stored,
        wide=ContentFile(wide, name="wide.webp"),
        narrow=ContentFile(narrow, name="narrow.webp"),
        width=width,
        height=height,
        alt=alt.strip(),
        caption=caption.strip(),
        credit=credit.strip(),
        position=stored.pictures.count(),
    )
    picture.full_clean()
    picture.save()
    take_over(stored, by)
    record("picture_added", stored, by=by)
    return picture


@transaction.atomic
def remove_picture(picture, *, by):
    """Take a picture and its files away; readers of a published story are told that it is gone."""
    article = Article.objects.select_for_update(of=["self"]).get(pk=picture.article_id)
    if article.state == Article.State.PUBLISHED:
        Correction.objects.create(article=article, note="Sebuah gambar ditarik.", made_by=by)
    elif article.state == Article.State.DRAFT:
        take_over(article, by)
    else:
        raise ValidationError("Gambar hanya dapat dihapus dari draf atau berita yang terbit.")
    record("picture_removed", article, by=by)
    files = [picture.wide, picture.narrow]
    picture.delete()
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])


def take_over(article, by):
    """Make somebody the author who worked on a draft: another one has to review it."""
    article.author = by
    article.save(update_fields=["author", "updated_at"])
