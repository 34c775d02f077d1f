"""PDF from facts, on request: tagged (PDF/UA-1) and archivable (PDF/A-2a)."""

import json
import threading
from functools import cache

from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates" / "pdf"
_lock = threading.Lock()


class PdfError(Exception):
    """The document could not be set as its template demands."""


@cache
def _compiler(name):
    import typst  # late: the engine takes time to load and most processes never set a page

    return typst.Compiler(TEMPLATES / f"{name}.typ", root=TEMPLATES, ignore_system_fonts=True)


def render_pdf(name, data):
    """Return the bytes of a PDF set by templates/pdf/<name>.typ from JSON-able data.

    The text of people reaches the template as data, so that none of it can be markup. Raises PdfError on any warning,
    such as an unknown font.
    """
    with _lock:
        result, warnings = _compiler(name).compile_with_warnings(
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf", pdf_standards=["a-2a", "ua-1"]
        )
    if warnings:
        raise PdfError("; ".join(str(warning) for warning in warnings))
    return result
