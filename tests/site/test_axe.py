"""Accessibility rules (axe-core) on one page of every kind, light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.site.conftest import NewPage
from tests.site.support import KINDS, SINGLES, BuiltSite

#: axe leaves this WCAG 2.2 AA rule off by default.
OPTIONS: Final = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
#: Best practices, not WCAG, that Furo's own skeleton breaks: its drawers hang on two hidden
#: checkboxes before the landmarks, and its two `aside` elements cannot be given names without
#: copying the whole template. (rule, element)
SKELETON: Final = {
    ("region", "#__navigation"),
    ("region", "#__toc"),
    ("landmark-unique", ".sidebar-drawer"),
}
SIZES: Final = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


def violations(page: Page) -> list[str]:
    """What axe finds on the open page, one line for each element."""
    response: dict[str, Any] = Axe().run(page, options=dict(OPTIONS)).response
    return [
        f"{found['id']} ({found['impact']}) at {' '.join(map(str, node['target']))}: "
        + "; ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))
        for found in response["violations"]
        for node in found["nodes"]
        if (found["id"], " ".join(map(str, node["target"]))) not in SKELETON
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sample", [*KINDS, *SINGLES])
def test_axe_finds_nothing(
    built: BuiltSite, server: str, new_page: NewPage, sample: str, scheme: str, size: str
) -> None:
    path = built.sample(sample)
    page = new_page(color_scheme=scheme, viewport=SIZES[size], reduced_motion="reduce")
    page.goto(f"{server}/{path}")
    found = violations(page)
    assert not found, f"{path}, {scheme}, {size}:\n" + "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(
    built: BuiltSite, server: str, new_page: NewPage, scheme: str
) -> None:
    path = built.sample("treatment")
    page = new_page(color_scheme=scheme, viewport=SIZES["wide"], reduced_motion="reduce")
    page.goto(f"{server}/{path}")
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true; })")
    page.locator("article a.def").first.focus()
    page.locator("#def-card").wait_for(state="visible")
    found = violations(page)
    assert not found, f"{path}, {scheme}, details and a card open:\n" + "\n".join(found)
