"""What the tests have met: named pages and templates. test_invariants reads it when everything has run."""

from pathlib import Path

from django.conf import settings
from django.test.signals import template_rendered
from django.urls import URLPattern, URLResolver, get_resolver

PAGES, TEMPLATES = set(), set()


class RecordVisits:
    """Middleware that notes the name of each page that answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.resolver_match and response.status_code < 400:
            PAGES.add(request.resolver_match.view_name)
        return response


def note_template(sender, template, **kwargs):
    TEMPLATES.add(template.name)


template_rendered.connect(note_template)


def named_pages(patterns=None, prefix=""):
    """Return the names of all our pages; the admin's are Django's own."""
    names = set()
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            names |= {f"{prefix}{pattern.name}"} if pattern.name else set()
        elif isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            names |= named_pages(pattern.url_patterns, prefix + namespace)
    return names


def our_templates():
    """Return the names of all files in templates/ that Django renders."""
    root = Path(settings.BASE_DIR) / "templates"
    return {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file() and file.suffix != ".typ"}
