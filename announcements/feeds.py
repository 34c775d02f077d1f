"""The stories for feed readers."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from accounts.models import Agency

from .models import Article

NEWEST = 30


class ArticleFeed(Feed):
    """The newest stories as Atom, with addresses under SITE_URL, whatever host the request came by."""

    feed_type = Atom1Feed
    language = settings.LANGUAGE_CODE

    def get_object(self, request):
        return Agency.current()

    def title(self, agency):
        return f"Berita {agency.short_name} {agency.regency}"

    def subtitle(self, agency):
        return f"Kabar dari {agency.name} {agency.regency}"

    def link(self, agency):
        return settings.SITE_URL + reverse("announcements:article-list")

    def feed_url(self, agency):
        return settings.SITE_URL + reverse("announcements:article-feed")

    def items(self, agency):
        return Article.objects.published().with_changes().without_text().newest()[:NEWEST]

    def item_title(self, article):
        return article.title

    def item_description(self, article):
        return escape(article.summary)

    def item_link(self, article):
        return settings.SITE_URL + article.get_absolute_url()

    def item_author_name(self, article):
        return article.byline

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.changed_at
