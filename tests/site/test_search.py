"""Searching in the browser: what is found, why, with keys only, from a disk, and what it costs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from atlas.search.words import words
from tests.site.conftest import NewPage
from tests.site.support import BuiltSite
from tests.site.test_axe import violations

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

#: What a reader types -> the page that must come first.
FIRST = {
    "p53": "gene:TP53",
    "P-53": "gene:TP53",
    "her two": "gene:ERBB2",
    "NFkB": "pathway:nf-kb",
    "HIF2A": "gene:EPAS1",
    "Venclyxto": "treatment:venetoclax",
    "venetoklax": "treatment:venetoclax",
    "TP35": "gene:TP53",
    "apricot pits": "guide:unproven-cures",
    "apoptossis": "pathway:apoptosis",
    "Keytruda": "treatment:pembrolizumab",
    "check point blocker": "term:checkpoint-inhibitor",
    "mikro satelite": "term:microsatellite-instability",  # codespell:ignore satelite
    "PTC1": "gene:PTCH1",
    "tumour suppressor": "term:tumor-suppressor",
}


def search(page: Page, base: str, query: str) -> list[str]:
    """The keys that search.html shows for a query, in the order in which a reader sees them."""
    page.goto(f"{base}/search.html")
    page.wait_for_function("window.AtlasSearch?.search?.show")
    page.evaluate("AtlasSearch.search.words()")
    found: list[str] = page.evaluate("query => AtlasSearch.search.show(query)", query)
    return found


@pytest.mark.parametrize("where", ["server", "disk"])
@pytest.mark.parametrize("query", FIRST)
def test_the_page_that_was_meant_comes_first(
    built: BuiltSite, server: str, new_page: NewPage, query: str, where: str
) -> None:
    base = server if where == "server" else built.root.as_uri()
    assert search(new_page(viewport=WIDE), base, query)[:1] == [FIRST[query]]


@pytest.mark.parametrize("query", ["leo horoscope", "cheap flights to rome", "xqzt"])
def test_what_is_not_here_finds_nothing_and_says_so(
    server: str, new_page: NewPage, query: str
) -> None:
    page = new_page(viewport=WIDE)
    assert search(page, server, query) == []
    expect(page.locator(".find-status")).to_have_text("Nothing found")
    expect(page.locator(".find-none a")).to_have_attribute("href", re.compile("genindex"))


def test_an_address_with_a_question_shows_its_results(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(f"{server}/search.html?q=Venclexta")
    hit = page.locator(".find-hit").first
    expect(hit).to_contain_text("Venetoclax")
    expect(hit.locator(".find-why")).to_have_text("“Venclexta” is a brand name of venetoclax")


def test_a_drug_without_a_page_leads_to_what_explains_it(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    search(page, server, "Trametes versicolor")
    why = page.locator(".find-hit .find-why")
    said = (
        "“Trametes versicolor” is Turkey tail mushroom, which has no page yet. This explains more"
    )
    expect(why.nth(0)).to_have_text(said)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_drug_explained_in_short_opens_at_its_place_in_the_list(
    server: str, new_page: NewPage, viewport: dict[str, int]
) -> None:
    page = new_page(viewport=viewport)
    search(page, server, "Keytruda")
    hit = page.locator(".find-hit").first
    expect(hit).to_contain_text("“Keytruda” is a brand name of pembrolizumab")
    hit.click()
    expect(page).to_have_url(re.compile(r"/treatments/index\.html#treatment-pembrolizumab$"))
    expect(page.locator("#treatment-pembrolizumab")).to_be_in_viewport()
    # What it may not do for anybody stands on the same page, and the way on beside the words.
    entry = page.locator("#treatment-pembrolizumab + dd")
    expect(entry.get_by_role("link", name="PD-1")).to_be_visible()


def test_a_cure_that_is_not_known_here_leads_to_the_page_on_claims(
    server: str, new_page: NewPage
) -> None:
    page = new_page(viewport=WIDE)
    assert "guide:unproven-cures" in search(page, server, "does zwergberry oil melt tumors")[:3]


def test_words_of_the_body_lead_to_the_sign_before_the_biology(
    server: str, new_page: NewPage
) -> None:
    page = new_page(viewport=WIDE)
    found = search(page, server, "burning sores on my tongue, hurts to swallow")
    assert found[0] == "term:mucositis"
    assert not [key for key in found[:3] if key.startswith(("pathway:", "gene:", "hallmark:"))]
    assert "guide:cancer-as-a-whole-body-disease" in found


def test_a_sign_that_no_page_describes_leads_to_whom_to_call(
    server: str, new_page: NewPage
) -> None:
    page = new_page(viewport=WIDE)
    assert "guide:cancer-as-a-whole-body-disease" in search(page, server, "stinging left elbow")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("suicidal", "988"),
        ("I just wanna die", "988"),
        ("am I going to die", "hard question"),
        ("chest pian", "911"),
        ("moms face is drooping", "911"),
        ("fever on chemo", "38.0 °C"),
    ],
)
def test_help_stands_above_all_results(
    built: BuiltSite, server: str, new_page: NewPage, query: str, said: str
) -> None:
    page = new_page(viewport=PHONE)
    search(page, server, query)
    notice = page.locator(".find-urgent")
    expect(notice).to_contain_text(said)
    box, first = notice.bounding_box(), page.locator(".find-hit").first.bounding_box()
    assert box
    assert first
    assert box["y"] + box["height"] <= first["y"]
    href = notice.locator("a").get_attribute("href") or ""
    name, _, place = href.removeprefix("./").partition("#")
    assert f'id="{place}"' in (built.root / name).read_text(encoding="utf-8")


def test_despair_gets_no_pages_on_how_cells_die(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    assert search(page, server, "suicide") == ["guide:questions-to-ask"]
    assert "pathway:apoptosis" in search(page, server, "cell suicide")
    expect(page.locator(".find-urgent")).to_be_empty()


def test_a_guess_is_said(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    search(page, server, "apoptossis")
    expect(page.locator(".find-hint")).to_contain_text("Did you mean “apoptosis”?")


def test_words_of_the_text_are_found_with_their_place(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    search(page, server, "cytokeratin")
    text = page.locator(".find-hit .find-text").first
    expect(text.locator("mark").first).to_have_text(re.compile("cytokeratin", re.IGNORECASE))
    expect(page.locator(".find-hit").first).to_have_attribute("href", re.compile("#"))


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def test_keys_alone_lead_to_a_page(built: BuiltSite, server: str, new_page: NewPage) -> None:
    page = opened(new_page(viewport=WIDE), f"{server}/{built.sample('gene')}")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("ferroptosis")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Ferroptosis")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"pathways/ferroptosis\.html"))


def test_escape_closes_and_gives_the_focus_back(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(f"{server}/index.html")
    link = page.locator("a.find-open")
    link.focus()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(link).to_be_focused()


def test_enter_without_a_choice_shows_the_page_of_results(server: str, new_page: NewPage) -> None:
    page = opened(new_page(viewport=WIDE), f"{server}/index.html")
    page.keyboard.type("telomere")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"search\.html\?q=telomere"))
    expect(page.locator(".find-hit").first).to_contain_text("elomer")


def test_a_slash_in_a_box_is_a_slash(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(f"{server}/search.html")
    page.locator("#search-words").focus()
    page.keyboard.type("BRCA1/2")
    expect(page.locator("#search-words")).to_have_value("BRCA1/2")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_phone_has_a_button_for_it(built: BuiltSite, server: str, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{server}/{built.sample('treatment')}")
    page.get_by_role("link", name="Search").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    size = page.get_by_role("dialog").bounding_box()
    assert size
    assert (size["x"], size["width"]) == (0, PHONE["width"])


def test_nothing_is_loaded_before_the_search_opens_and_nothing_leaves_the_site(
    built: BuiltSite, server: str, new_page: NewPage
) -> None:
    page = new_page(viewport=WIDE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/{built.sample('gene')}")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/search/" in url]
    with page.expect_response(re.compile(r"/search/names\.js")):
        opened(page, page.url)
    page.keyboard.type("secret words")
    expect(page.get_by_role("combobox")).to_have_value("secret words")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if not url.startswith(server) or "secret" in url]
    assert not page.evaluate(
        "[...Object.values(localStorage), document.cookie].join().includes('secret')"
    )


def test_without_scripts_a_link_leads_to_the_list_of_names(server: str, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE, java_script_enabled=False)
    page.goto(f"{server}/index.html")
    page.locator("a.find-open").click()
    link = page.locator(".search-page noscript a, .search-page a[href*=genindex]").first
    expect(link).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_in_open_results(
    server: str, new_page: NewPage, scheme: str, size: dict[str, int]
) -> None:
    page = new_page(color_scheme=scheme, viewport=size, reduced_motion="reduce")
    opened(page, f"{server}/index.html")
    page.keyboard.type("why do cels die")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_the_browser_makes_the_words_that_the_index_holds(
    built: BuiltSite, server: str, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(f"{server}/search.html")
    page.wait_for_function("window.AtlasSearch?.search?.show")
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(Path(built.root, "search/text").rglob("*.js"))[::5]
    ]
    texts += ["NF-κB, HIF-2α; t(9;22) BRCA1/2 “naïve” Sjögren’s tumours’ œsophagus IL-6–STAT3 β2m"]
    made: list[list[str]] = page.evaluate(
        "texts => AtlasSearch.search.ready().then(({ words }) => texts.map(words.words))", texts
    )
    for text, found in zip(texts, made, strict=True):
        assert found == words(text)
