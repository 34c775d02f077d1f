"""What search engines may know: only what is public and in force."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from announcements.models import Article
from neutrality.models import Event
from services.models import FrequentAnswer, ServiceEdition


class PortalSitemap(Sitemap):
    """Addresses under SITE_URL, whatever host the request came by."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PageSitemap(PortalSitemap):
    def items(self):
        return [
            "home",
            "services:service-list",
            "services:answer-list",
            "services:performance",
            "neutrality:guidance",
            "neutrality:event-list",
            "announcements:decree-counts",
            "announcements:article-list",
            "accounts:page-list",
        ]

    def location(self, name):
        return reverse(name)


class ServiceSitemap(PortalSitemap):
    def items(self):
        editions = ServiceEdition.objects.visible_to(AnonymousUser()).in_force_on(timezone.localdate())
        return editions.select_related("service").order_by("service__slug")

    def location(self, edition):
        return edition.service.get_absolute_url()

    def lastmod(self, edition):
        return edition.published_at


class AnswerSitemap(PortalSitemap):
    def items(self):
        return FrequentAnswer.objects.visible_to(AnonymousUser())

    def lastmod(self, answer):
        return answer.published_at


class EventSitemap(PortalSitemap):
    def items(self):
        return Event.objects.visible_to(AnonymousUser())

    def lastmod(self, event):
        return event.updated_at


class NewsSitemap(PortalSitemap):
    def items(self):
        return Article.objects.visible_to(AnonymousUser()).with_changes().without_text().newest()

    def lastmod(self, article):
        return article.changed_at


SITEMAPS = {
    "pages": PageSitemap,
    "services": ServiceSitemap,
    "answers": AnswerSitemap,
    "events": EventSitemap,
    "news": NewsSitemap,
}
