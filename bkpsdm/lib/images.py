"""Pictures from people's phones: opened to be sure, turned upright, made smaller, and without what the camera noted."""

from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
QUALITY = 72


def shrunk(file, widths):
    """Return for each width (pixels) the bytes of a WebP no wider than that, with its size: {width: (bytes, w, h)}.

    Only the pixels are kept: no EXIF, no place. Raises ValidationError for what is no JPEG, PNG or WebP, for what
    cannot be opened, and for more than 40 million pixels (a small file can unfold into more than memory holds).
    """
    try:
        picture = Image.open(file, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError("Gambar ini terlalu besar: lebih dari 40 juta titik. Perkecil dahulu.", code="large")
        picture = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError("Berkas ini bukan gambar JPEG, PNG, atau WebP yang utuh.", code="image") from error
    return {width: _webp(picture, width) for width in widths}


def _webp(picture, width):
    width = min(width, picture.width)
    small = picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue(), small.width, small.height
