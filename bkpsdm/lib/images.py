"""Pictures from people's phones: opened to be sure, turned upright, made smaller, and without what the camera noted."""

from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
QUALITY = 72
# For a document that must stay legible; less, when the picture would grow beyond its bound.
DOCUMENT_QUALITIES = (90, 75)


def shrunk(file, widths):
    """Return for each width (pixels) the bytes of a WebP no wider than that, with its size: {width: (bytes, w, h)}.

    Only the pixels are kept: no EXIF, no place. Raises ValidationError for what is no JPEG, PNG or WebP, for what
    cannot be opened, and for more than 40 million pixels (a small file can unfold into more than memory holds).
    """
    picture = _upright(file).convert("RGB")
    return {width: _webp(picture, width) for width in widths}


def stripped(file, most_bytes):
    """Return the bytes of a picture in its own format with nothing but its pixels: no EXIF, no comment, no tail.

    Raises ValidationError as `shrunk` does, and when the picture would take more than so many bytes.
    """
    picture = _upright(file)
    kind = picture.format
    picture = _plain(picture, has_alpha=kind != "JPEG")
    for quality in DOCUMENT_QUALITIES:
        out = BytesIO()
        picture.save(out, kind, **({} if kind == "PNG" else {"quality": quality}))
        if out.tell() <= most_bytes:
            return out.getvalue()
    raise ValidationError("Gambar ini terlalu besar. Perkecil dahulu.", code="large")


def _upright(file):
    """Return the picture of a file with all its pixels, turned as it was meant to be seen."""
    try:
        picture = Image.open(file, formats=FORMATS)
        kind = "JPEG" if picture.format == "MPO" else picture.format  # a phone's photo with a smaller one behind it
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError("Gambar ini terlalu besar: lebih dari 40 juta titik. Perkecil dahulu.", code="large")
        if kind != "JPEG" and getattr(picture, "n_frames", 1) > 1:
            raise ValidationError("Gambar bergerak tidak diterima. Kirim gambar diam.", code="animated")
        picture = ImageOps.exif_transpose(picture)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ValidationError("Berkas ini bukan gambar JPEG, PNG, atau WebP yang utuh.", code="image") from error
    picture.format = kind
    return picture


def _plain(picture, *, has_alpha):
    """Return a copy that holds pixels alone, in a mode that every format of ours can write."""
    if picture.mode not in ("1", "L", "RGB"):
        is_transparent = has_alpha and picture.has_transparency_data
        picture = picture.convert("RGBA" if is_transparent else "RGB")
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    return plain


def _webp(picture, width):
    width = min(width, picture.width)
    small = picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue(), small.width, small.height
