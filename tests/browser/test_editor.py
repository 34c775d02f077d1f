"""The editor of stories works under the strict policy; an upgrade that changes what it injects fails here.

The fixture ``visit`` fails on every refusal of the policy and every error in the console.
"""

import re

import pytest

from .conversation import write_story
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = pytest.mark.browser


def open_editor(page, path="/kerja/berita/baru/"):
    """Open the page of a story; return the area that the editor made."""
    page.goto(path)
    area = page.get_by_role("textbox", name="Isi", exact=True)
    area.and_(page.locator("[contenteditable=true]")).wait_for()
    return area


def fill_head(page, title):
    page.get_by_label("Judul", exact=True).fill(title)
    page.get_by_label("Ringkasan").fill("Ringkasan untuk pembaca.")


def button(page, name):
    return page.locator(".prose-menubar").get_by_role("button", name=name, exact=True)


def save(page):
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_text("Draf disimpan.").wait_for()


def test_story_is_typed_made_bold_saved_and_there_again(visit):
    page = visit(width=1366, login="penyunting")
    area = open_editor(page)
    fill_head(page, "Ditulis di penyunting")
    area.click()
    page.keyboard.type("Pembuka yang ")
    button(page, "Tebal").click()
    page.keyboard.type("tebal")
    button(page, "Tebal").click()
    page.keyboard.press("Enter")
    button(page, "Subjudul").click()
    page.keyboard.type("Dialog")
    page.keyboard.press("Enter")
    button(page, "Daftar butir").click()
    page.keyboard.type("Butir pertama")
    save(page)
    page.reload()
    area = page.get_by_role("textbox", name="Isi", exact=True)
    area.locator("strong").wait_for()
    assert (area.locator("strong").all_inner_texts(), area.locator("h2").all_inner_texts()) == (["tebal"], ["Dialog"])
    assert area.locator("li").all_inner_texts() == ["Butir pertama"]
    page.get_by_role("link", name="Pratinjau").click()
    assert page.locator(".prose strong").all_inner_texts() == ["tebal"]
    assert page.locator(".prose").inner_text().split("\n\n") == ["Pembuka yang tebal", "Dialog", "Butir pertama"]


def test_link_is_set_in_our_language(visit):
    page = visit(width=1366, login="penyunting")
    area = open_editor(page)
    fill_head(page, "Dengan tautan")
    area.click()
    page.keyboard.type("layanan")
    page.keyboard.press("ControlOrMeta+a")
    button(page, "Pasang tautan").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Alamat tautan").fill("/layanan/")
    dialog.get_by_role("button", name="Simpan").click()
    save(page)
    page.get_by_role("link", name="Pratinjau").click()
    assert page.locator(".prose a").get_attribute("href") == "/layanan/"


def test_pasted_page_leaves_only_what_a_story_may_hold(visit):
    # The policy stops what hides in a pasted page already while it is read.
    visit.expect("Applying inline style")
    visit.expect("Executing inline event handler")
    page = visit(width=1366, login="penyunting")
    area = open_editor(page)
    fill_head(page, "Ditempel dari halaman lain")
    area.click()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          const html = "<h1 style='color:red'>Judul</h1><p onclick='x()'>Isi <b>tebal</b><script>1</script></p>";
          data.setData("text/html", html + "<table><tr><td>sel</td></tr></table>");
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    area.locator("strong").wait_for()
    save(page)
    kept = page.locator("textarea[name=body]").input_value()
    assert [tag for tag in re.findall(r"<([a-z0-9]+)", kept) if tag not in {"p", "h2", "h3", "strong"}] == []
    assert "tebal" in kept


@pytest.mark.parametrize("width", [320, 1366])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editor_is_reachable_named_and_large_enough(width, scheme, visit):
    page = visit(width=width, scheme=scheme, login="penyunting")
    area = open_editor(page)
    area.click()
    page.keyboard.type("Isi.")
    assert area.get_attribute("aria-describedby") == "id_body_helptext"
    assert violations(page) + misfits(page) == []


def test_story_is_written_reviewed_and_published_without_a_script(visit):
    writer, reviewer, reader = (visit(js=False, login=who) for who in ("penyunting", "penyunting2", None))
    path = write_story(writer, "Ditulis tanpa skrip", then="Simpan, lalu atur gambar")
    writer.get_by_label("Berkas gambar").set_input_files(
        {"name": "foto.png", "mimeType": "image/png", "buffer": writer.screenshot()}
    )
    writer.get_by_label("Yang terlihat di gambar").fill("Halaman portal")
    writer.get_by_role("button", name="Tambah", exact=True).click()
    writer.get_by_text("Gambar ditambahkan.").wait_for()
    writer.goto(f"{path}pratinjau/")
    writer.get_by_role("button", name="Kirim untuk ditinjau").click()
    writer.get_by_text("Menunggu penyunting lain").wait_for()
    reviewer.goto(f"{path}pratinjau/")
    assert reviewer.locator(".prose p").all_inner_texts() == ["Paragraf pertama.", "Paragraf kedua."]
    reviewer.get_by_label("Sekarang").check()
    reviewer.get_by_role("button", name="Setujui").click()
    reviewer.get_by_text("Berita terbit.").wait_for()
    reader.goto("/berita/")
    reader.get_by_role("link", name="Ditulis tanpa skrip").click()
    reader.wait_for_url("**/berita/ditulis-tanpa-skrip/")
    picture = reader.get_by_role("img", name="Halaman portal")
    assert reader.request.get(picture.get_attribute("src")).headers["content-type"] == "image/webp"
    assert [reader.get_by_role("button", name=name).is_visible() for name in ("Salin tautan", "Cetak")] == [False] * 2


def test_link_of_a_story_is_copied(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/berita/netralitas-asn-harga-mati/")
    page.get_by_role("button", name="Salin tautan").click()
    page.get_by_role("button", name="Tautan tersalin").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url


def test_printed_story_is_the_story_alone(visit):
    page = visit()
    page.goto("/berita/netralitas-asn-harga-mati/")
    page.emulate_media(media="print")
    assert page.get_by_text("dicetak").is_visible()
    assert page.get_by_role("heading", name="Fakta acara").is_visible()
    for hidden in (".top", ".foot", ".share", ".crumbs", "#lain"):
        assert page.locator(hidden).evaluate_all("all => all.some((e) => e.checkVisibility())") is False, hidden
