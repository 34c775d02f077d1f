"""The text of a story: what of HTML it may hold, and what of it is words."""

import re
from html import escape, unescape

import nh3

# What the editor can make, and nothing else: forms.py switches on exactly the extensions for these.
TAGS = {"p", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a", "br"}
LINK = re.compile(r"(https?://|mailto:|/(?!/))\S+|/", re.IGNORECASE)
TAG = re.compile(r"<[a-z/!]", re.IGNORECASE)
MOST_PASSES = 5
EMPTY_PARAGRAPH = re.compile(r"<p>(\s|<br>|&nbsp;)*</p>")


def _keep(tag, attribute, value):
    """Keep links to the web, to a mail address and to our own paths, and the rel that the cleaner adds."""
    return value if attribute == "rel" or LINK.fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    attribute_filter=_keep,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)


def cleaned(text):
    """Return typed or pasted HTML with only what a story may hold.

    What was typed without tags (no JavaScript, no editor) becomes paragraphs, one for each blank line between.
    """
    html = text.replace("\x00", "").replace("\r\n", "\n")
    for _ in range(MOST_PASSES):  # what loses a forbidden tag may be plain text then, and become a paragraph
        before, html = html, EMPTY_PARAGRAPH.sub("", CLEANER.clean(_with_paragraphs(html))).strip()
        if html == before:
            break
    return html


def _with_paragraphs(html):
    """Return HTML in which each block without a tag is a paragraph."""
    blocks = re.split(r"\n\s*\n", html.strip())
    return "\n".join(block if TAG.search(block) else _paragraph(block) for block in blocks)


def _paragraph(block):
    """Return a block of plain text as a paragraph; entities in it were typed by hand and stay what they mean."""
    return f"<p>{escape(unescape(block), quote=False)}</p>" if block.strip() else ""


def words_of(html):
    """Return cleaned HTML as plain text, a line for each block."""
    lines = re.sub(r"<(br|/p|/h2|/h3|/li|/blockquote)>", "\n", html)
    text = unescape(re.sub(r"<[^>]*>", "", lines))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
