"""How answers may be kept on the way and on the device, and what a browser may do with them."""

from functools import wraps
from urllib.parse import urlsplit

from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

_compress = GZipMiddleware(lambda request: None).process_response


# What no page needs; passkeys are made and used on our own pages alone.
NOTHING_OF = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PASSKEYS = "publickey-credentials-get=(self)"
CLOSED = ", ".join([*(f"{feature}=()" for feature in NOTHING_OF), PASSKEYS])
WITH_CAMERA = CLOSED.replace("camera=()", "camera=(self)")


class SafetyHeaders:
    """Middleware: no page uses a device, none is loaded by a foreign site, and every refusal is a page for people.

    Stands before the static files, so that these say it too. Views that need the camera say so by ``with_camera``.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response = _page_of_405(request, response)
        response.headers.setdefault("Permissions-Policy", CLOSED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def _page_of_405(request, empty):
    """Return the page that takes the place of an empty refusal; which methods are allowed stays said."""
    page = render(request, "405.html", status=405)
    for name, value in empty.items():
        if name not in ("Content-Type", "Content-Length"):
            page.headers[name] = value
    return page


def with_camera(view):
    """Let the page of a view use the camera: the gate reads passes with it, and nothing else does."""

    @wraps(view)
    def allowed(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Permissions-Policy"] = WITH_CAMERA
        return response

    return allowed


class PersonalPages:
    """Middleware: a page made for somebody who is logged in is kept by nobody, unless its view says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response


def public_page(view):
    """Mark the page as everybody's when nobody is logged in; otherwise it belongs to one person alone.

    The service worker keeps only what says ``public``, so a page with a name on it never stays on a shared phone.
    Everybody's page is compressed too: it holds no secret that its length could betray.
    """

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if request.user.is_authenticated or response.cookies:
            patch_cache_control(response, private=True, no_store=True)
            return response
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=60)
        return _compress(request, response)

    return marked


def comes_from_here(request):
    """Return whether a form was sent from a page of this site, for forms that hold no token.

    Browsers say so themselves: by Sec-Fetch-Site, older ones by Origin; neither can be set by a foreign page. A
    request that says neither is no form of a browser that anybody uses.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
