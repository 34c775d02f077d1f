"""What a phone must fetch before a public page can be read."""

import pytest

from .pages import PAGES

pytestmark = pytest.mark.browser

BUDGET = 60 * 1024
COUNTED = {"Document", "Stylesheet", "Script"}


@pytest.mark.parametrize("page", [page for page in PAGES if page.is_public], ids=str)
def test_first_view_is_light(page, visit, portal, capsys):
    """Count what comes over the wire, headers included, by kind; the service worker loads later and is not counted."""
    opened = visit(service_workers="block")
    kinds, sizes = {}, dict.fromkeys(sorted(COUNTED), 0)
    devtools = opened.context.new_cdp_session(opened)
    devtools.send("Network.enable")
    devtools.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    devtools.on("Network.loadingFinished", lambda event: add(sizes, kinds.get(event["requestId"]), event))
    opened.goto(page.path, wait_until="networkidle")
    with capsys.disabled():
        parts = ", ".join(f"{kind} {size / 1024:.1f}" for kind, size in sizes.items())
        print(f"\n{page.path}: {sum(sizes.values()) / 1024:.1f} KiB ({parts})", end="")
    assert all(sizes.values())
    assert sum(sizes.values()) <= BUDGET


def add(sizes, kind, event):
    if kind in sizes:
        sizes[kind] += event["encodedDataLength"]
