"""What every reader must get: on a phone, without JavaScript, from disk, on paper, by keyboard."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect
from pypdf import PdfReader

from tests.site.conftest import NewPage
from tests.site.support import KINDS, SINGLES, BuiltSite

LEAST_TEXT: Final = 10.0  # px, on a phone
#: What stands around a page and has no place on paper.
CHROME: Final = (".sidebar-drawer", ".toc-drawer", ".mobile-header", ".content-icon-container")

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  const wrong = [];
  if (document.documentElement.scrollWidth > room) wrong.push(
    `the page is ${document.documentElement.scrollWidth} px wide`);
  for (const element of document.querySelectorAll('article *')) {
    const style = getComputedStyle(element);
    const scrolls = ['auto', 'scroll'].includes(style.overflowX);
    if (scrolls && element.scrollWidth > element.clientWidth + 1) wrong.push(
      `${element.tagName}.${element.className} scrolls sideways`);
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.right > room + 1 && !element.closest('svg')) wrong.push(
      `${element.tagName}.${element.className} ends at ${Math.round(box.right)}`);
  }
  return wrong.slice(0, 4);
}"""

SMALL_TEXT = """least => [...document.querySelectorAll('svg.diagram-svg text')]
  .map(text => ({text: text.textContent.trim(),
    size: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a}))
  .filter(item => item.text && item.size < least)
  .map(item => `${item.text}: ${item.size.toFixed(1)} px`)"""


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways(
    built: BuiltSite, server: str, new_page: NewPage, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 740})
    wide = []
    for path in built.pages:
        page.goto(f"{server}/{path}")
        wide += [f"{path}: {wrong}" for wrong in page.evaluate(TOO_WIDE)]
    assert not wide, f"at {width} px:\n" + "\n".join(wide)


def test_diagrams_are_readable_on_a_phone(built: BuiltSite, server: str, new_page: NewPage) -> None:
    labels = "svg.diagram-svg text.label"
    with_diagram = [path for path, page in built.pages.items() if page.soup.select(labels)]
    assert with_diagram, "no page has a diagram"
    page = new_page(viewport={"width": 360, "height": 740})
    small = []
    for path in with_diagram:
        page.goto(f"{server}/{path}")
        assert page.locator(f"{labels}:visible").count(), f"{path}: no label"
        small += [f"{path}: {item}" for item in page.evaluate(SMALL_TEXT, LEAST_TEXT)]
    assert not small, f"text under {LEAST_TEXT} px at 360 px:\n" + "\n".join(small)


def test_no_request_leaves_the_site(built: BuiltSite, server: str, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((server + "/", "data:", "blob:")):
            asked.append(f"{urlsplit(page.url).path}: {request.url}")

    page.context.on("request", note)
    page.route(lambda url: not url.startswith(server + "/"), lambda route: route.abort())
    for path in (*map(built.sample, (*KINDS, *SINGLES)), "search.html?q=venetoclax"):
        page.goto(f"{server}/{path}")
        page.wait_for_load_state("networkidle")
    assert not asked, "requests to other origins:\n" + "\n".join(asked)


def visible_text(page: Page) -> str:
    """What a reader sees of the article."""
    return page.locator("article").first.inner_text()


@pytest.mark.parametrize("sample", [*KINDS, "index", "glossary", "genindex"])
def test_page_reads_from_disk_without_javascript(
    built: BuiltSite, new_page: NewPage, sample: str
) -> None:
    path = built.sample(sample)
    address = (built.root / path).as_uri()
    bare = new_page(java_script_enabled=False)
    bare.goto(address)
    assert bare.locator("article h1").is_visible(), f"{path}: no heading"
    hidden = bare.evaluate(
        "() => [...document.querySelectorAll('article section, article ol.steps')]"
        ".filter(part => !part.checkVisibility()).map(part => part.id || part.className)"
    )
    assert not hidden, f"{path}: not visible without JavaScript: {hidden}"

    # Scripts add buttons and cards; they may not add the text itself.
    scripted = new_page()
    scripted.goto(address)
    without = set(visible_text(bare).split())
    with_scripts = set(visible_text(scripted).split())
    added = with_scripts - without
    assert len(added) < 12, f"{path}: only there with JavaScript: {sorted(added)[:30]}"


def test_definitions_are_links_without_javascript(built: BuiltSite, new_page: NewPage) -> None:
    path = built.sample("pathway")
    page = new_page(java_script_enabled=False)
    page.goto((built.root / path).as_uri())
    word = page.locator("article a.def[href]").first
    href = word.get_attribute("href") or ""
    found = built.target(path, href)
    assert found, f"{path}: {href} leads outside"
    word.click()
    place = f"#{found[1]}" if found[1] else ""
    expect(page).to_have_url(f"{(built.root / found[0]).as_uri()}{place}")
    expect(page.locator("h1")).to_be_visible()


def letters(text: str) -> str:
    """Letters and digits alone: PDF readers break lines and join ligatures as they like."""
    return "".join(c for c in text if c.isalnum()).casefold()


@pytest.mark.parametrize("sample", KINDS)
def test_page_prints_on_a4_with_its_sources(
    built: BuiltSite, server: str, new_page: NewPage, sample: str
) -> None:
    path = built.sample(sample)
    page = new_page(color_scheme="dark")  # paper stays white for a reader who likes dark
    page.goto(f"{server}/{path}")
    name = page.locator("h1").inner_text().split("#")[0].strip("¶ \n")
    source = page.locator("aside.footnote a.external").first.get_attribute("href") or ""

    page.emulate_media(media="print")
    shown = [part for part in CHROME if page.locator(f"{part}:visible").count()]
    assert not shown, f"{path}: printed although it is navigation: {shown}"
    ink = page.evaluate("getComputedStyle(document.querySelector('article p')).color")
    red, green, blue = (int(part) for part in ink[4:].rstrip(")").split(",")[:3])
    assert max(red, green, blue) < 128, f"{path}: the ink is {ink}, too light for paper"

    printed = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    box = printed.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842), f"{path}: not A4 but {box}"
    text = letters("".join(sheet.extract_text() for sheet in printed.pages))
    assert letters(name) in text, f"{path}: no title on paper"
    assert letters(source.removeprefix("https://doi.org/")) in text, (
        f"{path}: the address of the first source, {source}, is not on paper"
    )


def test_wheel_is_reached_by_keyboard_in_reading_order(
    built: BuiltSite, server: str, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server}/{built.sample('index')}")
    names = page.locator("svg.wheel-full .segment")
    assert names.count() == 14, f"the wheel has {names.count()} segments, not 14"
    linked = page.locator("svg.wheel-full a.segment")
    expected = [linked.nth(n).get_attribute("data-slot") for n in range(linked.count())]
    assert expected == sorted(expected, key=lambda slot: int(slot or 0)), expected
    assert expected, "no segment of the wheel is a link"

    reached: list[str] = []
    linked.first.focus()
    for _ in expected:
        reached.append(page.evaluate("document.activeElement.dataset.slot"))
        page.keyboard.press("Tab")
    assert reached == expected, f"Tab goes {reached}, the eye goes {expected}"
    after = page.evaluate("document.activeElement.closest('.wheel') === null")
    assert after, "after the wheel, Tab meets the same hallmarks a second time"


def test_wheel_is_a_list_on_a_phone(built: BuiltSite, server: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{server}/{built.sample('index')}")
    assert page.locator(".wheel-list > li:visible").count() == 14
    assert not page.locator("svg.wheel-full").is_visible()


# The looks of the focused element, its parts and its label; then the same without focus.
FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const looks = () => [element, ...element.querySelectorAll('*'), ...(element.labels || []),
    element.parentElement].map(part => {
      const style = getComputedStyle(part);
      return ['outline', 'boxShadow', 'stroke', 'strokeWidth', 'fill', 'backgroundColor', 'color',
        'border', 'textDecoration', 'opacity'].map(name => style[name]).join('|');
    }).join('\\n');
  const focused = looks();
  element.blur();
  const blurred = looks();
  element.focus({focusVisible: true});
  return {name: element.outerHTML.slice(0, 90), marked: focused !== blurred};
}"""


@pytest.mark.parametrize("sample", ["index", "pathway", "treatment", "search"])
def test_focus_is_always_visible(
    built: BuiltSite, server: str, new_page: NewPage, sample: str
) -> None:
    page = new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(f"{server}/{built.sample(sample)}")
    unmarked, stops = [], set()
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.add(stop["name"])
        if not stop["marked"]:
            unmarked.append(stop["name"])
    assert len(stops) > 5, f"Tab reaches only {stops}"
    assert not unmarked, "focus cannot be seen on:\n" + "\n".join(unmarked)
