"""Pictures of a story: opened to be sure, made smaller, and without what the camera noted."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from announcements.actions import add_picture, archive_article, remove_picture, submit_article
from announcements.models import Correction, Picture
from tests import factories


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def add(make_draft, cast):
    """Return a function that adds a picture to a draft: add(file, **fields)."""

    def make(file, article=None, **fields):
        fields = {"alt": "Orang duduk", "by": cast["penyunting"], **fields}
        return add_picture(article or make_draft(), file=file, **fields)

    return make


def stored(file):
    return Image.open(BytesIO(Path(file.path).read_bytes()), formats=["WEBP"])


def with_gps():
    exif = Image.Exif()
    exif[0x010F] = "Kamera Contoh"
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 54.0, 40.0), 3: "E", 4: (113.0, 49.0, 20.0)})
    return exif


def test_picture_is_kept_in_two_widths(add, picture_upload):
    picture = add(picture_upload(1600, 900), caption="Suasana.", credit="Tim Humas")
    assert (stored(picture.wide).size, stored(picture.narrow).size) == ((1280, 720), (640, 360))
    assert (picture.width, picture.height) == (1280, 720)
    assert (picture.caption, picture.credit) == ("Suasana.", "Tim Humas")


def test_small_picture_is_not_blown_up(add, picture_upload):
    picture = add(picture_upload(500, 300, "PNG"))
    assert (stored(picture.wide).size, stored(picture.narrow).size) == ((500, 300), (500, 300))
    assert picture.narrow_width == 500


def test_place_and_camera_that_a_phone_noted_are_gone(add, picture_upload):
    upload = picture_upload(exif=with_gps())
    assert dict(Image.open(BytesIO(upload.read())).getexif().get_ifd(0x8825)) != {}  # what could leak is there
    upload.seek(0)
    picture = add(upload)
    for file in (picture.wide, picture.narrow):
        assert dict(stored(file).getexif()) == {}
        data = Path(file.path).read_bytes()
        assert [mark for mark in (b"EXIF", b"Kamera Contoh", b"GPS", b"XMP") if mark in data] == []


def test_picture_is_turned_upright(add, picture_upload):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert stored(add(picture_upload(1600, 900, exif=exif)).wide).size == (900, 1600)


def test_name_of_the_file_is_drawn_by_chance(add, picture_upload):
    upload = picture_upload()
    upload.name = "NIP 198703152010012003.jpeg"
    picture = add(upload)
    assert "1987" not in picture.wide.name + picture.narrow.name
    assert picture.wide.name != picture.narrow.name


def bomb():
    """Return a small file that unfolds into more than 40 million pixels."""
    out = BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    return SimpleUploadedFile("bom.png", out.getvalue())


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100
WRONG = {
    "text": SimpleUploadedFile("foto.jpg", b"bukan gambar"),
    "empty": SimpleUploadedFile("foto.jpg", b""),
    "heic": SimpleUploadedFile("foto.heic", HEIC),
    "svg": SimpleUploadedFile("foto.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    "pdf": SimpleUploadedFile("foto.jpg", b"%PDF-1.7"),
    "html": SimpleUploadedFile("foto.png", b"<!doctype html><script>1</script>"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_file_that_is_no_picture_is_refused_with_what_to_do(add, kind, media):
    with pytest.raises(ValidationError) as refused:
        add(WRONG[kind])
    assert refused.value.message_dict == {"file": ["Berkas ini bukan gambar JPEG, PNG, atau WebP yang utuh."]}
    assert (Picture.objects.count(), list(media.rglob("*.webp"))) == (0, [])


def test_picture_that_was_cut_off_is_refused(add, picture_upload):
    whole = picture_upload().read()
    with pytest.raises(ValidationError, match="yang utuh"):
        add(SimpleUploadedFile("foto.jpg", whole[: len(whole) // 2]))


def test_picture_that_unfolds_too_far_is_refused(add):
    with pytest.raises(ValidationError, match="40 juta titik"):
        add(bomb())


def test_file_of_more_than_10_mb_is_refused_unread(add):
    with pytest.raises(ValidationError, match="lebih dari 10 MB"):
        add(SimpleUploadedFile("foto.jpg", b"x" * (10 * 1024 * 1024 + 1)))


@pytest.mark.parametrize("alt", ["", "   "])
def test_picture_needs_words_for_those_who_do_not_see_it(add, picture_upload, alt):
    with pytest.raises(ValidationError) as refused:
        add(picture_upload(), alt=alt)
    assert list(refused.value.message_dict) == ["alt"]


def test_picture_makes_its_giver_the_author(add, picture_upload, make_draft, reviewer):
    article = make_draft()
    add(picture_upload(), article=article, by=reviewer)
    article.refresh_from_db()
    assert article.author == reviewer


def test_pictures_stand_in_the_order_in_which_they_came(add, picture_upload, make_draft):
    article = make_draft()
    made = [add(picture_upload(), article=article) for _ in range(3)]
    assert list(article.pictures.all()) == made


def test_picture_comes_only_to_a_draft(add, picture_upload, make_draft, make_article):
    waiting = make_draft()
    submit_article(waiting, by=waiting.author)
    for article in (waiting, make_article()):
        with pytest.raises(ValidationError, match="Muat ulang"):
            add(picture_upload(), article=article)


def test_removed_picture_is_gone_with_its_files(
    add, picture_upload, reviewer, media, django_capture_on_commit_callbacks
):
    picture = add(picture_upload())
    assert len(list(media.rglob("*.webp"))) == 2
    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(picture, by=reviewer)
    assert (Picture.objects.count(), list(media.rglob("*.webp")), Correction.objects.count()) == (0, [], 0)


def test_picture_that_a_published_story_loses_is_told_to_its_readers(make_article, reviewer):
    picture = factories.PictureFactory(article=make_article())
    remove_picture(picture, by=reviewer)
    assert [row.note for row in Correction.objects.all()] == ["Sebuah gambar ditarik."]


def test_picture_of_an_archived_story_stays(make_article, reviewer):
    article = make_article()
    picture = factories.PictureFactory(article=article)
    archive_article(article, by=reviewer)
    with pytest.raises(ValidationError, match="hanya dapat dihapus"):
        remove_picture(picture, by=reviewer)
    assert Picture.objects.count() == 1


def test_picture_of_a_published_story_is_for_everybody_and_may_be_kept_for_a_day(client, make_article):
    picture = factories.PictureFactory(article=make_article())
    for width, data in ((640, b"sempit"), (1280, b"lebar")):
        response = client.get(f"/berita/gambar/{picture.pk}-{width}.webp")
        assert (response.status_code, response["Content-Type"], response.getvalue()) == (200, "image/webp", data)
        assert response["Cache-Control"] == "public, max-age=86400"
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("width", [1, 641, 99999])
def test_picture_has_no_other_width(client, make_article, width):
    picture = factories.PictureFactory(article=make_article())
    assert client.get(f"/berita/gambar/{picture.pk}-{width}.webp").status_code == 404


def test_picture_takes_no_post(client, make_article):
    picture = factories.PictureFactory(article=make_article())
    assert client.post(f"/berita/gambar/{picture.pk}-640.webp").status_code == 405
