"""The preview of `make serve`: findings beside their blocks, and no trace of it when published."""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import expect

from atlas.new import new_page
from atlas.rules import check
from atlas.site import load
from bench import preview as bench
from tests.build.conftest import Project, make_project
from tests.site.conftest import NewPage, _Quiet
from tests.site.support import BuiltSite
from tests.site.test_axe import SIZES, violations

PREVIEW = ("-n", "-D", "atlas_preview=1")
#: Edits of a clean page, one for each sort of block: what, old, new, words beside the finding.
EDITS = {
    "paragraph": ("It helps cells.", "It kills cells.", "It kills cells."),
    "table row": ("in this gene.{cite}`smith2020cells`", "in this gene.", "A change in this gene."),
    "list item": ("- It matters.{cite}`smith2020cells`", "- It matters.", "It matters."),
    "heading": ("## Inherited or acquired?", "## Inherited or not?", "Inherited or not?"),
}


@dataclass(frozen=True)
class Preview:
    """A project with faults, built as `make serve` builds it."""

    project: Project
    html: Path

    def soup(self, page: str) -> BeautifulSoup:
        return BeautifulSoup((self.html / page).read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Preview:
    project = make_project(tmp_path_factory.mktemp("preview"), project_root)
    for old, new, _ in EDITS.values():
        project.edit("genes/MDM2.md", old, new)
    project.edit("genes/MDM2.md", "summary: A gene that holds p53 back.", "summary: A gene")
    project.edit("pathways/apoptosis.md", "TP53 -- 4 --> out", "TP53 --> out")
    project.edit("glossary.yaml", "say:", "sai:")
    assert new_page(project.docs, "pathway", "necroptosis") == 0
    built = project.build("html", *PREVIEW)
    assert built.status == 0, built.said
    assert "Traceback" not in built.said
    return Preview(project, built.html)


@pytest.fixture(scope="module")
def address(preview: Preview) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(preview.html))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()
        thread.join()


@pytest.mark.xdist_group("preview")
@pytest.mark.parametrize("edit", EDITS)
def test_a_finding_stands_in_or_after_its_block(preview: Preview, edit: str) -> None:
    words = EDITS[edit][2]
    for note in preview.soup("genes/MDM2.html").select(".preview-finding"):
        before = note.find_previous_sibling()
        within = note.parent
        assert within
        if edit == "table row" and within.name == "td":
            row = within.find_parent("tr")
            assert row
            if words in row.get_text():
                return
        elif isinstance(before, Tag) and before.get_text(" ", strip=True).startswith(words):
            assert edit != "list item" or within.name == "li"
            return
    pytest.fail(f"no finding beside the {edit}")


@pytest.mark.xdist_group("preview")
def test_every_finding_of_a_page_is_listed_with_code_line_and_hint(preview: Preview) -> None:
    site = load(preview.project.docs)
    for path, page in (
        ("docs/genes/MDM2.md", "genes/MDM2.html"),
        ("docs/pathways/apoptosis.md", "pathways/apoptosis.html"),
        ("docs/pathways/necroptosis.md", "pathways/necroptosis.html"),
    ):
        found = [finding for finding in check(site) if finding.path == path]
        assert found
        soup = preview.soup(page)
        listed = soup.select("#preview-findings ol > li")
        assert len(listed) == len(found)
        for finding, item in zip(found, listed, strict=True):
            text = " ".join(item.get_text(" ", strip=True).split())
            assert f"Line {finding.line}" in text
            assert f"{finding.number} {finding.message}" in text
            assert finding.suggestion in text
            link = item.find("a")
            target = str(link["href"])[1:] if isinstance(link, Tag) else str(item["id"])
            assert len(soup.select(f'[id="{target}"]')) == 1


@pytest.mark.xdist_group("preview")
def test_a_page_with_broken_front_matter_is_shown(preview: Preview) -> None:
    soup = preview.soup("pathways/necroptosis.html")
    title = soup.find("h1")
    assert title
    assert title.get_text().startswith("TODO")
    assert soup.find("svg", class_="diagram-svg")


@pytest.mark.xdist_group("preview")
def test_a_page_without_findings_says_so(preview: Preview) -> None:
    box = preview.soup("genes/TP53.html").select_one("#preview-findings")
    assert box
    assert "No findings on this page" in box.get_text()


@pytest.mark.xdist_group("preview")
def test_other_files_are_counted_with_links(
    preview: Preview, address: str, new_page: NewPage
) -> None:
    counts = json.loads((preview.html / "findings.json").read_text(encoding="utf-8"))
    others = [file for file in counts if file["url"] != "genes/MDM2.html"]
    page = new_page()
    page.goto(f"{address}/genes/MDM2.html")
    box = page.locator("#preview-findings")
    said = f"Elsewhere: {sum(file['count'] for file in others)} in {len(others)} files"
    box.get_by_text(said).wait_for()
    box.get_by_role("link", name="docs/pathways/apoptosis.md").click()
    expect(page).to_have_url(f"{address}/pathways/apoptosis.html")
    page.get_by_role("link", name="All findings of the site").click()
    expect(page.get_by_role("heading", name="docs/glossary.yaml")).to_be_visible()
    page.get_by_role("link", name="Line 17").first.click()
    expect(page).to_have_url(re.compile(r"genes/MDM2\.html#finding-\d+$"))


@pytest.mark.xdist_group("preview")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_preview(
    address: str, new_page: NewPage, scheme: str, size: str
) -> None:
    page = new_page(color_scheme=scheme, viewport=SIZES[size], reduced_motion="reduce")
    found = []
    for path in ("genes/MDM2", "findings"):
        page.goto(f"{address}/{path}.html")
        found += violations(page)
    assert not found, "\n".join(found)


@pytest.mark.xdist_group("preview")
def test_an_edit_writes_its_own_page_alone(preview: Preview) -> None:
    """What other pages show of it stands in files of its own."""

    def pages() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in preview.html.rglob("*/*.html")}

    before = pages()
    preview.project.edit("genes/TP53.md", "It helps cells.", "It kills cells.")
    built = preview.project.build("html", *PREVIEW)
    assert built.status == 0, built.said
    written = [path for path, time in pages().items() if before.get(path) != time]
    assert [Path(path).name for path in written] == ["TP53.html"]
    box = preview.soup("genes/TP53.html").select_one("#preview-findings")
    assert box
    assert "1 finding on this page" in box.get_text()


def traces(root: Path) -> list[str]:
    """What of the preview is in a built site."""
    found = [path.name for path in root.rglob("*") if re.match(r"preview\.|findings\.", path.name)]
    for path in root.rglob("*.html"):
        if re.search(
            r"preview-(?:finding|title|hint)|preview\.(?:css|js)", path.read_text("utf-8")
        ):
            found.append(path.relative_to(root).as_posix())
    return sorted(found)


@pytest.mark.xdist_group("preview")
def test_a_published_build_holds_no_trace_of_it(built: BuiltSite, preview: Preview) -> None:
    assert len(traces(preview.html)) > 10, "the search for traces finds nothing"
    assert traces(built.root) == []


def test_make_serve_is_a_preview_and_make_html_is_not(project_root: Path) -> None:
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")
    recipes = dict(re.findall(r"(?m)^(\w+):.*\n((?:\t.*\n)+)", makefile))
    assert "atlas_preview=1" in recipes["serve"]
    assert "atlas_preview" not in recipes["html"]
    served = recipes["serve"].replace("$(JOBS)", "1")
    assert " ".join(bench.OPTIONS) in served, "make bench-preview measures something else"
