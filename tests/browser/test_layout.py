"""Nothing overflows, everything that is pressed is large enough, and every page has one title and labelled inputs."""

import pytest

from .pages import CORE, PAGES

pytestmark = pytest.mark.browser

TAP = 44
OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1);
  return wide.slice(0, 5).map((e) => `${e.tagName}.${e.className} ends at ${e.getBoundingClientRect().right}`);
}"""
# A link is inside a sentence when other words stand in the same block, or inside what a person wrote; a tick is
# pressed through its label.
SMALL_TARGETS = """(tap) => {
  const found = [];
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
  const inSentence = (e) => {
    if (e.tagName !== "A" || getComputedStyle(e).display !== "inline") return false;
    const block = e.closest("h1, h2, h3, p, li, dt, dd, th, td, label, div");
    return block && block.textContent.trim().length > e.textContent.trim().length;
  };
  for (const e of document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")) {
    if (!shown(e) || e.matches(".skip, .msg .prose a, .msg.prose a") || inSentence(e)) continue;
    const label = e.matches("[type=checkbox], [type=radio]") && e.labels[0];
    const height = Math.max(e.getBoundingClientRect().height, label ? label.getBoundingClientRect().height : 0);
    if (height < tap - 0.5) {
      const words = (label || e).textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
      found.push(`${e.tagName.toLowerCase()}.${e.className} "${words}" ${height.toFixed(0)} px`);
    }
  }
  return found;
}"""
UNLABELLED = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .filter((e) => !e.labels.length && !e.ariaLabel).map((e) => e.outerHTML)"""
GROW_TEXT = "() => { document.documentElement.style.fontSize = '200%'; }"


def misfits(page):
    """Return what breaks the rules of the interface on a page, whatever its width."""
    titles = page.locator("h1").count()
    return [
        *page.evaluate(OVERFLOW),
        *page.evaluate(SMALL_TARGETS, TAP),
        *page.evaluate(UNLABELLED),
        *([] if titles == 1 else [f"{titles} h1"]),
    ]


@pytest.mark.parametrize("page", CORE, ids=str)
def test_page_suits_a_small_phone(page, visit, portal):
    found = misfits(page.open(visit, portal, width=320))
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_fits_when_zoomed_to_200_percent(page, visit, portal):
    found = page.open(visit, portal, width=640, device_scale_factor=2).evaluate(OVERFLOW)
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_fits_with_text_of_double_size(page, visit, portal):
    opened = page.open(visit, portal, width=1280)
    opened.evaluate(GROW_TEXT)
    found = opened.evaluate(OVERFLOW)
    assert not found, "\n".join(found)
