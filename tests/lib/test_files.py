"""What goes out as a sheet or a QR code, and what comes in as a picture."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from PIL import Image

from bkpsdm.lib import images
from bkpsdm.lib.qr import qr_svg
from bkpsdm.lib.ranks import RANKS, rank_label, steps_between
from bkpsdm.lib.spreadsheet import write_xlsx


def picture(kind="JPEG", size=(800, 600), **options):
    out = BytesIO()
    Image.new("RGB", size, "steelblue").save(out, kind, **options)
    out.seek(0)
    return out


def test_sheet_keeps_texts_that_look_like_formulas_and_long_numbers_as_texts():
    rows = [["=1+1", "198703152010012003", 3], ["@cmd", "+62", 4], ["-1", "", 5]]
    sheet = load_workbook(write_xlsx("Daftar hadir yang judulnya panjang sekali", ["A", "B", "C"], rows)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["=1+1", "198703152010012003", 3],
        ["@cmd", "+62", 4],
        ["-1", None, 5],
    ]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


def test_qr_of_a_pass_is_version_1_and_says_what_it_is():
    svg = qr_svg("H4QXM93TVB2KD", label="Kode <masuk>", version=1)
    assert 'viewBox="0 0 29 29"' in svg  # 21 modules and 4 of quiet zone on each side
    assert "<title>Kode &lt;masuk&gt;</title>" in svg
    assert "style=" not in svg


def test_picture_is_made_smaller_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the camera
    exif.get_ifd(0x8825)[1] = "S"  # where it was taken
    small = images.shrunk(picture(size=(1600, 1200), exif=exif), [640, 320])
    assert {width: (w, h) for width, (_, w, h) in small.items()} == {640: (640, 853), 320: (320, 427)}
    result = Image.open(BytesIO(small[640][0]))
    assert (result.format, dict(result.getexif())) == ("WEBP", {})


def test_picture_is_never_made_larger():
    assert images.shrunk(picture("PNG", (100, 50)), [640])[640][1:] == (100, 50)


@pytest.mark.parametrize("content", [b"", b"bukan gambar", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_in_words(content):
    with pytest.raises(ValidationError, match="bukan gambar"):
        images.shrunk(BytesIO(content), [640])


def test_half_a_picture_and_other_formats_are_refused():
    half = picture().getvalue()[:500]
    for content in (half, picture("GIF").getvalue(), picture("TIFF").getvalue()):
        with pytest.raises(ValidationError, match="bukan gambar"):
            images.shrunk(BytesIO(content), [640])


def test_picture_that_would_fill_the_memory_is_refused_before_it_is_unfolded(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 1000)
    with pytest.raises(ValidationError, match="terlalu besar"):
        images.shrunk(picture("PNG"), [640])


def test_ranks_stand_in_their_order():
    assert len(RANKS) == 17
    assert (steps_between("III/b", "III/c"), steps_between("II/d", "III/a"), steps_between("IV/e", "I/a")) == (
        1,
        1,
        -16,
    )
    assert (rank_label("III/c"), rank_label("IX")) == ("Penata, III/c", "IX")
