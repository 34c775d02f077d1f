"""What a story may hold: words, headings, lists and links, and nothing that runs or hides."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from announcements.forms.news import EXTENSIONS
from announcements.richtext import TAGS, cleaned, words_of

KEPT = (
    "<h2>Subjudul</h2><p>Satu <strong>tebal</strong> dan <em>miring</em>.<br>Baris.</p><ul><li><p>Butir</p></li></ul>"
    "<ol><li><p>Satu</p></li></ol><blockquote><p>Kutipan</p></blockquote><h3>Kecil</h3>"
)


def test_what_the_editor_makes_is_kept_as_it_is():
    assert cleaned(KEPT) == KEPT


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<img src="x" onerror="alert(1)"><p>a</p>', "<p>a</p>"),
        ('<p style="position:fixed">a</p><style>p{color:red}</style>', "<p>a</p>"),
        ("<svg><script>alert(1)</script></svg><p>a</p>", "<p>a</p>"),
        ('<svg onload="alert(1)"/><p>a</p>', "<p>a</p>"),
        ("<math><mtext><p>b</p></mtext></math><p>a</p>", "<p>a</p>"),
        ('<iframe src="https://contoh.invalid"></iframe><p>a</p>', "<p>a</p>"),
        ('<form action="/x"><input name="q"><p>a</p></form>', "<p>a</p>"),
        ('<p class="hero" id="isi" data-print hidden>a</p>', "<p>a</p>"),
        ("<h1>a</h1>", "<p>a</p>"),
        ("<p>a<!-- rahasia --></p>", "<p>a</p>"),
        ("<scr<script>ipt>alert(1)</script><p>a</p>", "ipt&gt;alert(1)<p>a</p>"),
        ("<p>a</p><p></p><p> <br> </p>", "<p>a</p>"),
    ],
)
def test_what_a_story_may_not_hold_is_dropped(typed, kept):
    assert cleaned(typed) == kept


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//contoh.invalid/x",
        "file:///etc/passwd",
        "#isi",
        "../x",
        "tel:08123",
    ],
)
def test_link_that_leads_nowhere_good_loses_its_address(href):
    assert cleaned(f"<p><a href='{href}'>x</a></p>") == '<p><a rel="noopener noreferrer">x</a></p>'


@pytest.mark.parametrize(
    "href", ["https://contoh.invalid/a", "http://contoh.invalid", "mailto:a@b.c", "/layanan/kgb/", "/"]
)
def test_link_to_the_web_to_a_mailbox_or_to_ourselves_is_kept(href):
    kept = f'<p><a href="{href}" rel="noopener noreferrer">x</a></p>'
    assert cleaned(f'<p><a href="{href}" target="_blank" title="t" onclick="x()">x</a></p>') == kept


def test_text_without_tags_becomes_paragraphs():
    assert cleaned("Satu < dua & tiga.\r\nMasih satu.\r\n\r\n\r\nDua.\x00") == (
        "<p>Satu &lt; dua &amp; tiga.\nMasih satu.</p>\n<p>Dua.</p>"
    )


def test_paragraph_typed_below_html_joins_it():
    assert cleaned("<p>Satu.</p>\n\nDua.") == "<p>Satu.</p>\n<p>Dua.</p>"


# Half a tag, a forbidden one, blank lines in the wrong place: what pasting leaves behind.
PIECES = [
    "0",
    "<A",
    "<p>",
    "</p>",
    "<script>",
    "</script>",
    "\n\n",
    "<b>",
    "&amp;",
    "<",
    "<ul>",
    "<li>x",
    "<br>",
    "<p></p>",
]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("0<A")
def test_cleaning_twice_is_cleaning_once_and_keeps_only_our_tags(text):
    once = cleaned(text)
    assert cleaned(once) == once
    assert set(re.findall(r"<([a-z0-9]+)", once)) <= TAGS


def test_words_are_the_text_without_tags():
    assert words_of('<h2>Judul</h2><p>A &amp; <a href="/x">B</a>.<br>C</p><ul><li><p>D</p></li></ul>') == (
        "Judul\nA & B.\nC\nD"
    )
    assert words_of("") == ""


def test_editor_can_make_exactly_what_is_kept():
    """A button for what cleaning drops would lose an editor's work."""
    from django_prose_editor.config import allowlist_from_extensions, expand_extensions

    assert allowlist_from_extensions(expand_extensions(EXTENSIONS))["tags"] == TAGS
