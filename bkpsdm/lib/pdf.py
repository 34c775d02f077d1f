"""PDF from facts, on request: tagged (PDF/UA-1) and archivable (PDF/A-2a)."""

import json
import re
import threading
from functools import cache

from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates" / "pdf"
_lock = threading.Lock()

# How the engine names a letter that none of the fonts can show, and how it writes one that cannot be printed.
GAP = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
MOST_GAPS = 30


class PdfError(Exception):
    """The document could not be set as its template demands."""


@cache
def _compiler(name):
    import typst  # late: the engine takes time to load and most processes never set a page

    return typst.Compiler(TEMPLATES / f"{name}.typ", root=TEMPLATES, ignore_system_fonts=True)


def render_pdf(name, data):
    """Return the bytes of a PDF set by templates/pdf/<name>.typ from JSON-able data.

    The text of people reaches the template as data, so that none of it can be markup; a letter that the fonts lack
    becomes a question mark, because an archivable document may not show a blank. Raises PdfError when the template
    itself is at fault, on any warning too, such as an unknown font.
    """
    import typst  # late, as above

    text = json.dumps(data, ensure_ascii=False)
    for _ in range(MOST_GAPS):
        try:
            with _lock:
                result, warnings = _compiler(name).compile_with_warnings(
                    sys_inputs={"data": text}, format="pdf", pdf_standards=["a-2a", "ua-1"]
                )
        except typst.TypstError as error:
            gap = GAP.search(str(error))
            if gap is None or _shown(gap[1]) not in text:
                raise PdfError(str(error)) from error
            text = text.replace(_shown(gap[1]), "?")
            continue
        if warnings:
            raise PdfError("; ".join(str(warning) for warning in warnings))
        return result
    raise PdfError(f"more than {MOST_GAPS} letters that no font has")


def _shown(letters):
    """Return letters of an error message as they stand in the data; the message escapes what cannot be printed."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), letters)
