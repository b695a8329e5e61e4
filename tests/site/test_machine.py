"""What machines find on the built site: addresses, descriptions, pictures, data, ways to cite."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

import jsonschema
from PIL import Image

from tests.site.conftest import NewPage
from tests.site.support import KINDS, BuiltSite, HtmlPage

SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
#: RFC 4287, 4.1.1 and 4.1.2: what must stand once in a feed and in an entry.
ONCE: Final = ("id", "title", "updated")


def attribute(page: HtmlPage, selector: str, name: str) -> str | None:
    """An attribute of the one element of the head that matches; None if there is none or more."""
    found = page.soup.head.select(selector) if page.soup.head else []
    return str(found[0][name]) if len(found) == 1 else None


def moved(page: HtmlPage) -> bool:
    """Whether a page only leads to another."""
    return attribute(page, 'meta[http-equiv="refresh"]', "content") is not None


def base_of(built: BuiltSite) -> str:
    """The address of the site, as its home page says."""
    home = attribute(built.pages["index.html"], 'link[rel="canonical"]', "href")
    assert home
    return home.removesuffix("index.html")


def test_every_page_says_its_address_and_what_it_is(built: BuiltSite) -> None:
    base, wrong = base_of(built), []
    said: Counter[tuple[str | None, str]] = Counter()
    for path, page in built.pages.items():
        if moved(page):
            continue
        for selector, name in (
            ('link[rel="canonical"]', "href"),
            ('meta[property="og:url"]', "content"),
        ):
            if attribute(page, selector, name) != base + path:
                wrong.append(f"{path}: {selector}: {attribute(page, selector, name)}")
        texts = [
            attribute(page, selector, "content") or ""
            for selector in ('meta[name="description"]', 'meta[property="og:description"]')
        ]
        title = attribute(page, 'meta[property="og:title"]', "content")
        said[title, texts[0]] += 1
        if not 20 <= len(texts[0]) <= 300 or texts[0] != texts[1]:
            wrong.append(f"{path}: description {texts}")
        if not title:
            wrong.append(f"{path}: no og:title")
    wrong += [f"{number} pages: {what}" for what, number in said.items() if number > 1]
    assert not wrong, "\n".join(wrong[:40])


def test_the_sitemap_lists_every_page_for_readers(built: BuiltSite) -> None:
    root = ElementTree.parse(built.root / "sitemap.xml").getroot()
    assert root.tag == f"{SITEMAP}urlset"
    assert {url.tag for url in root} == {f"{SITEMAP}url"}
    wrong = [url for url in root if [c.tag for c in url] != [f"{SITEMAP}loc", f"{SITEMAP}lastmod"]]
    assert not wrong, "each has an address and a date, nothing else"
    base = base_of(built)
    listed = [url.findtext(f"{SITEMAP}loc", "") for url in root]
    dates = {date.fromisoformat(url.findtext(f"{SITEMAP}lastmod", "")) for url in root}
    assert max(dates) <= date(2100, 1, 1)
    expected = [
        base + path
        for path, page in built.pages.items()
        if not moved(page) and attribute(page, 'meta[name="robots"]', "content") != "noindex"
    ]
    assert sorted(listed) == sorted(expected)
    assert len(listed) > 200
    robots = (built.root / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert robots == ["User-agent: *", "Allow: /", "", f"Sitemap: {base}sitemap.xml"]


def test_the_feed_keeps_the_rules_of_atom(built: BuiltSite) -> None:
    root = ElementTree.parse(built.root / "changes.atom").getroot()
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    base = base_of(built)
    assert {(link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")} == {
        ("self", f"{base}changes.atom"),
        ("alternate", f"{base}index.html"),
    }
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for node in (root, *entries):
        for name in ONCE:
            assert len(node.findall(f"{ATOM}{name}")) == 1, (name, ElementTree.tostring(node)[:200])
            assert node.findtext(f"{ATOM}{name}", "").strip()
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", node.findtext(f"{ATOM}id", ""))
        assert datetime.fromisoformat(node.findtext(f"{ATOM}updated", "")).tzinfo
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    days = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert days == sorted(days, reverse=True)
    assert root.findtext(f"{ATOM}updated") == days[0]
    lost = []
    for entry in entries:
        (link,) = entry.findall(f"{ATOM}link")
        address = link.get("href", "")
        if address.removeprefix(base) not in built.pages or not address.startswith(base):
            lost.append(address)
    assert not lost, f"the feed leads to nothing: {lost}"


def test_every_page_has_a_picture_of_the_size_it_says(built: BuiltSite) -> None:
    base, wrong, total = base_of(built), [], 0
    shown = set()
    for path, page in built.pages.items():
        if moved(page):
            continue
        address = attribute(page, 'meta[property="og:image"]', "content") or ""
        file = built.root / address.removeprefix(base)
        if not address.startswith(base) or not file.is_file():
            wrong.append(f"{path}: no picture at {address}")
            continue
        said = tuple(
            int(attribute(page, f'meta[property="og:image:{side}"]', "content") or 0)
            for side in ("width", "height")
        )
        alt = attribute(page, 'meta[property="og:image:alt"]', "content") or ""
        with Image.open(file) as image:
            if (image.size, image.format) != (said, "PNG") or said != (1200, 630):
                wrong.append(f"{path}: {image.format} {image.size}, the page says {said}")
        if page.kind in KINDS and str(page.soup.select("h1")[0].get_text()).rstrip("#") not in alt:
            wrong.append(f"{path}: the alternative text does not name it: {alt}")
        shown.add(file)
    assert not wrong, "\n".join(wrong[:40])
    files = set((built.root / "cards").rglob("*.png"))
    assert files == shown, f"pictures of no page: {sorted(files - shown)[:10]}"
    total = sum(file.stat().st_size for file in files)
    assert total / len(files) < 30_000, f"{total:,} bytes in {len(files)} pictures"


def test_every_entity_page_has_its_data_beside_it(built: BuiltSite) -> None:
    schema = json.loads((built.root / "page.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    whole = json.loads((built.root / "atlas.json").read_text(encoding="utf-8"))
    hashes = {entity["url"]: entity["text_hash"] for entity in whole["entities"]}
    wrong, found = [], set()
    for path in (path for kind in KINDS for path in built.of_kind(kind)):
        page = built.pages[path]
        link = attribute(page, 'link[rel="alternate"][type="application/json"]', "href")
        target = built.target(path, link or "")
        if not target or not (built.root / target[0]).is_file():
            wrong.append(f"{path}: no data at {link}")
            continue
        found.add(target[0])
        data = json.loads((built.root / target[0]).read_text(encoding="utf-8"))
        wrong += [f"{target[0]}: {error.message[:120]}" for error in validator.iter_errors(data)]
        if data["review"]["text_hash"] != hashes[path]:
            wrong.append(f"{target[0]}: another text than atlas.json")
        others = [
            related["other"] for side in ("states", "stated_elsewhere") for related in data[side]
        ]
        for address in [
            *(other["url"] for other in [*others, *data["links_to"], *data["linked_from"]]),
            *(data["links"][name] for name in ("html", "schema", "atlas")),
        ]:
            leads = built.target(target[0], address) if address else None
            if leads and not (built.root / leads[0]).is_file():
                wrong.append(f"{target[0]}: {address} is not there")
            elif leads and leads[1] and leads[1] not in built.pages[leads[0]].ids:
                wrong.append(f"{target[0]}: {address} has no such place")
    assert not wrong, "\n".join(wrong[:40])
    assert len(found) == len(whole["entities"])


def test_the_data_of_a_page_cite_what_the_page_cites(built: BuiltSite) -> None:
    wrong = []
    for path in (path for kind in KINDS for path in built.of_kind(kind)):
        links = built.pages[path].soup.select("#sources aside.footnote a.external")
        listed = {str(a["href"]) for a in links}
        data = json.loads((built.root / path).with_suffix(".json").read_text(encoding="utf-8"))
        known = set()
        for source in data["citations"]:
            known |= {f"https://doi.org/{source['doi']}", source["url"]}
            known.add(f"https://pubmed.ncbi.nlm.nih.gov/{source['pmid']}/")
        wrong += [f"{path}: {address}" for address in sorted(listed - known)]
    assert not wrong, f"{len(wrong)} sources are not in the data:\n" + "\n".join(wrong[:40])


def test_the_search_is_not_listed_elsewhere(built: BuiltSite) -> None:
    page = built.pages["search.html"]
    assert attribute(page, 'meta[name="robots"]', "content") == "noindex"
    gene = built.pages[built.sample("gene")]
    assert attribute(gene, 'meta[name="robots"]', "content") is None


def test_a_page_can_be_cited_without_javascript(built: BuiltSite, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    path = built.sample("gene")
    page.goto((built.root / path).as_uri())
    forms = page.locator("#about-this-page details")
    assert not forms.locator("pre").first.is_visible(), "quiet until somebody asks"
    forms.locator("summary").click()
    name = built.pages[path].soup.select("h1")[0].get_text().rstrip("#")
    texts = forms.locator("pre").all_inner_texts()
    assert texts[0].startswith("@misc{")
    assert json.loads(texts[1])[0]["title"] == name
    assert all(urlsplit(base_of(built)).netloc in text for text in texts)
    # One click marks the whole, so that Ctrl-C takes it.
    forms.locator("pre").first.click()
    assert page.evaluate("String(getSelection())").strip() == texts[0].strip()
