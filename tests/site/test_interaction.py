"""What scripts add: definition cards, lit steps, the depth switch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.conftest import NO_STORAGE, NewPage
from tests.site.support import BuiltSite

WIDE = {"width": 1280, "height": 900}


def first_word(page: Page) -> Locator:
    """The first word of the text that has a definition and a page of its own."""
    return page.locator("article p a.def[data-def], article li a.def[data-def]").first


@pytest.fixture
def pathway(built: BuiltSite, server: str) -> str:
    """Address of a pathway page."""
    return f"{server}/{built.sample('pathway')}"


def test_card_opens_on_hover_and_stays_under_the_pointer(pathway: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(pathway)
    word, card = first_word(page), page.locator("#def-card")
    word.hover()
    expect(card).to_be_visible()
    assert len(card.inner_text()) > 20, f"the card says only {card.inner_text()!r}"
    card.hover()
    page.wait_for_timeout(600)  # longer than the delay after which a card closes
    expect(card).to_be_visible()
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()


def test_card_opens_on_focus_and_escape_closes_it(pathway: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(pathway)
    word, card = first_word(page), page.locator("#def-card")
    word.focus()
    expect(card).to_be_visible()
    assert word.get_attribute("aria-describedby") == "def-card"
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(word).to_be_focused()


def test_first_tap_opens_the_card_and_the_card_holds_the_link(
    pathway: str, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(pathway)
    word, card = first_word(page), page.locator("#def-card")
    word.scroll_into_view_if_needed()
    before = page.url
    word.tap()
    expect(card).to_be_visible()
    assert page.url == before, "the first tap left the page"
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0, "the card starts left of the window"
    assert box["x"] + box["width"] <= 360, "the card ends right of the window"
    card.locator("a").first.tap()
    page.wait_for_url(lambda url: url != before)


def test_step_and_edge_light_up_together(pathway: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(pathway)
    svg = page.locator("svg.diagram-svg").first
    edges, steps = svg.locator("g.edge[data-step]"), page.locator("ol.steps > li[data-step]")
    assert edges.count() == steps.count() > 2, f"{edges.count()} edges, {steps.count()} steps"

    page.locator("ol.steps > li[data-step='2']").hover()
    lit = svg.locator("g.edge.is-lit")
    expect(lit).to_have_count(1)
    assert lit.get_attribute("data-step") == "2"
    assert "has-lit" in (svg.get_attribute("class") or "")

    page.mouse.move(2, 2)
    expect(lit).to_have_count(0)

    svg.locator("g.edge[data-step='3'] .badge").hover()
    expect(page.locator("ol.steps > li.is-lit")).to_have_attribute("data-step", "3")

    page.mouse.move(2, 2)
    page.locator("ol.steps > li[data-step='1'] a").first.focus()
    expect(lit).to_have_attribute("data-step", "1")


def test_depth_switch_is_remembered_and_a_link_opens_a_hidden_part(
    built: BuiltSite, server: str, new_page: NewPage
) -> None:
    page = new_page(viewport=WIDE)
    page.goto(f"{server}/{built.sample('gene')}")
    deep = page.locator("section.layer-depth").first
    target = deep.get_attribute("id")
    expect(deep).to_be_visible()
    page.get_by_role("button", name="in-depth").click()
    expect(deep).to_be_hidden()
    page.reload()
    expect(deep).to_be_hidden()

    page.goto(f"{server}/{built.sample('treatment')}")
    expect(page.locator("section.layer-depth").first).to_be_hidden()
    page.goto(f"{server}/{built.sample('gene')}#{target}")
    expect(deep).to_be_visible()

    page.goto(f"{server}/{built.sample('treatment')}")
    page.get_by_role("button", name="in-depth").click()
    page.reload()
    expect(page.locator("section.layer-depth").first).to_be_visible()


def test_page_works_when_storage_is_forbidden(pathway: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        f" {{ get() {{ throw new DOMException('{NO_STORAGE}', 'SecurityError'); }} }});"
    )
    page.goto(pathway)
    deep = page.locator("section.layer-depth").first
    page.get_by_role("button", name="in-depth").click()
    expect(deep).to_be_hidden()
