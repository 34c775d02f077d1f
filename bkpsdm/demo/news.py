"""The stories of the demo regency, written by one editor and approved by the other on the days of 2024."""

from datetime import date, datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image, ImageDraw, ImageFilter

from accounts.models import User
from announcements.actions import add_picture, approve_article, save_article, submit_article
from announcements.models import Article
from neutrality.models import Event

from . import demo_data

AUTHOR, REVIEWER = "penyunting@contoh.invalid", "penyunting2@contoh.invalid"
WIDTH, HEIGHT = 1280, 720
# Night, the far ridge, the near ridge, and the blue fire (static/css/tokens.css).
NIGHT, FAR, NEAR, FIRE = "#11163a", "#28357f", "#0a0d24", "#8fa8ff"
FAR_RIDGE = [(0, 470), (180, 420), (420, 340), (640, 250), (820, 120), (880, 190), (960, 150), (1100, 330), (1280, 420)]
NEAR_RIDGE = [(0, 560), (220, 610), (480, 540), (760, 630), (1000, 570), (1280, 640)]


def seed_news():
    """Publish the stories that are not there yet, each at its moment."""
    rows = demo_data("news")
    missing = [row for row in rows if not Article.objects.filter(slug=slugify(row["title"])).exists()]
    for row in missing:
        seed_article(row)
    return f"{len(rows)} berita, {len(missing)} baru terbit"


def seed_article(row):
    author, reviewer = (User.objects.get(email=email) for email in (AUTHOR, REVIEWER))
    event = event_of(date.fromisoformat(row["event_on"])) if row["event_on"] else None
    article = Article(title=row["title"], summary=row["summary"], body="\n".join(row["body"]), event=event)
    save_article(article, decrees=[], by=author)
    if "picture" in row:
        add_picture(article, file=landscape(), by=author, **row["picture"])
    submit_article(article, by=author)
    approve_article(article, now=timezone.make_aware(datetime.fromisoformat(row["published_at"])), by=reviewer)


def event_of(day):
    """Return the one published event of a day; the seed stops where it is missing."""
    return Event.objects.public().get(starts_at__date=day)


def landscape():
    """Return an upload with a drawn picture: two ridges at night, and the blue fire behind them."""
    sky = Image.new("RGB", (WIDTH, HEIGHT), NIGHT)
    glow = Image.new("L", (WIDTH, HEIGHT))
    ImageDraw.Draw(glow).ellipse((680, 40, 1080, 400), fill=210)
    sky.paste(Image.new("RGB", sky.size, FIRE), mask=glow.filter(ImageFilter.GaussianBlur(90)))
    draw = ImageDraw.Draw(sky)
    for ridge, colour in ((FAR_RIDGE, FAR), (NEAR_RIDGE, NEAR)):
        draw.polygon([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)
    out = BytesIO()
    sky.save(out, "PNG")
    return SimpleUploadedFile("ilustrasi.png", out.getvalue())
