"""The table of pages misses none."""

import pytest
from django.urls import resolve

from tests.visited import named_pages

from .pages import NOT_A_PAGE, PAGES

pytestmark = pytest.mark.browser

EXAMPLES = {"new": "/tanya/1/", "answered": "/tanya/1/", "closed": "/tanya/1/", "synonym": "/kerja/kata/1/"}
EXAMPLES |= {"survey": "/survei/tiket/"}
EXAMPLES |= {"mail": "/kerja/surat/1-0/", "reset": "/akun/sandi/baru/1-abc-def/", "event": "/kerja/kegiatan/1/"}
EXAMPLES |= {"held": "/kerja/kegiatan/1/", "gate": "/pintu/1/", "closed_gate": "/pintu/1/"}


def test_table_of_pages_holds_every_named_page():
    paths = [page.path.format(**EXAMPLES).partition("?")[0] for page in PAGES if page.status != 404]
    assert {resolve(path).view_name for path in paths} | set(NOT_A_PAGE) == named_pages()
