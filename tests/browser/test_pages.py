"""The table of pages misses none."""

import pytest
from django.urls import resolve

from tests.visited import named_pages

from .pages import NOT_A_PAGE, PAGES

pytestmark = pytest.mark.browser

EXAMPLES = {"new": "/tanya/1/", "answered": "/tanya/1/", "closed": "/tanya/1/", "synonym": "/kerja/kata/1/"}
EXAMPLES |= {
    "survey": "/survei/tiket/",
    "consented": "/tanya/1/",
    "proposed": "/tanya/1/",
    "asked_back": "/tanya/1/",
    "template": "/kerja/tanya/pola/1/",
}
EXAMPLES |= {"mail": "/kerja/surat/1-0/", "reset": "/akun/sandi/baru/1-abc-def/", "event": "/kerja/kegiatan/1/"}
EXAMPLES |= {"person": "/kerja/pegawai/1/", "preview": "/kerja/impor/1/"}
EXAMPLES |= {"leave": "/kabar/berhenti/abc/"}
EXAMPLES |= {"correction": "/kerja/koreksi/1/", "roles": "/kerja/peran/1/"}
EXAMPLES |= {"held": "/kerja/kegiatan/1/", "gate": "/pintu/1/", "closed_gate": "/pintu/1/"}
EXAMPLES |= dict.fromkeys(("draft", "waiting", "story"), "/kerja/berita/1/")
EXAMPLES |= {"sk": "/kerja/keputusan/1/", "sk_issued": "/kerja/keputusan/1/", "petikan": "/akun/keputusan/1/"}
EXAMPLES |= {"sk_person": "/kerja/keputusan/1/penerima/1/"}
EXAMPLES |= dict.fromkeys(("sk_petikan", "sk_in_force", "sk_replaced", "sk_revoked"), "/kerja/petikan/1/")
EXAMPLES |= dict.fromkeys(("check", "check_file", "check_replaced", "check_revoked"), "/verifikasi/000000000000/")


def test_table_of_pages_holds_every_named_page():
    paths = [page.path.format(**EXAMPLES).partition("?")[0] for page in PAGES if page.status != 404]
    assert {resolve(path).view_name for path in paths} | set(NOT_A_PAGE) == named_pages()
