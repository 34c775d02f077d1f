"""Every page in every width and scheme: a picture that is not blank, the rules of the layout, and axe-core.

To look at the pictures: SCREENSHOTS=directory script/test --all tests/browser/test_looks.py
"""

import os
from base64 import b64encode
from pathlib import Path

import pytest

from .pages import PAGES
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = [pytest.mark.browser, pytest.mark.long]

FEWEST_COLOURS = 64
# The browser itself reads the picture: no library of ours does.
COLOURS = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const [width, height] = [picture.width, Math.min(picture.height, 2000)];
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  return new Set(new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer)).size;
}"""


@pytest.fixture(scope="module")
def album(tmp_path_factory):
    directory = Path(os.environ.get("SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@pytest.fixture(scope="module")
def viewer(browser):
    """A blank page that reads pictures; no policy stands in its way."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.mark.parametrize("width", [320, 360, 1366])
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_looks_right_on_any_screen(page, width, visit, portal, album, viewer):
    opened = page.open(visit, portal, width=width, reduced_motion="reduce")
    found = misfits(opened)
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        picture = opened.screenshot(path=album / f"{page.name}-{width}-{scheme}.png", full_page=True)
        assert picture.startswith(b"\x89PNG")
        assert viewer.evaluate(COLOURS, b64encode(picture).decode()) >= FEWEST_COLOURS
        found += [f"{scheme}: {violation}" for violation in violations(opened)]
    assert not found, "\n".join(found)
