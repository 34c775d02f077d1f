"""What every page knows."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Agency


@dataclass(frozen=True)
class Door:
    name: str
    path: str
    is_open: bool


# A door stands here from the day it opens; the header has no other list.
DOORS = [("Layanan", "services:service-list"), ("Tanya", "services:question-create")]


def portal(request):
    doors = [(name, reverse(url)) for name, url in DOORS]
    return {
        "agency": SimpleLazyObject(Agency.current),
        "doors": [Door(name, path, request.path.startswith(path)) for name, path in doors],
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO_MODE,
    }
