"""What every page knows."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Agency, Notification


@dataclass(frozen=True)
class Door:
    name: str
    path: str
    is_open: bool


# A door stands here from the day it opens, with the pages behind it; the header has no other list.
DOORS = {
    "Layanan": ["services:service-list"],
    "Tanya": ["services:question-create"],
    "Netralitas": ["neutrality:guidance", "neutrality:event-list"],
    "Berita": ["announcements:article-list"],
}


def portal(request):
    # An address that is not ours is refused before anybody is known.
    user = getattr(request, "user", AnonymousUser())
    doors = {name: [reverse(page) for page in pages] for name, pages in DOORS.items()}
    return {
        "agency": SimpleLazyObject(Agency.current),
        "doors": [Door(name, paths[0], request.path.startswith(tuple(paths))) for name, paths in doors.items()],
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO_MODE,
        "sso_name": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "unread_count": SimpleLazyObject(Notification.objects.visible_to(user).unread().count),
    }
