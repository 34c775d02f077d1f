"""QR codes as SVG: sharp in every size, without style attributes, and small."""

from io import BytesIO

import segno
from django.utils.safestring import mark_safe


def qr_svg(text, *, label, version=None):
    """Return the SVG of a QR code, level M; a given version is kept, so that a poor camera meets what it reads best.

    ``label`` is what a screen reader says. Raises segno.DataOverflowError when the text does not fit the version.
    """
    code = segno.make(text, version=version, error="m", micro=False, boost_error=False)
    out = BytesIO()
    code.save(
        out, kind="svg", xmldecl=False, svgns=True, svgclass="qr__code", lineclass=None, omitsize=True, title=label
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  segno escapes the title; the rest is geometry
