"""Promised addresses are in the built site, and those that moved lead on, in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from atlas.permanence import promise
from tests.build.conftest import Project, make_project
from tests.build.test_promises import differing
from tests.site.conftest import NewPage
from tests.site.support import BuiltSite


@pytest.fixture(scope="module")
def pages(built: BuiltSite) -> dict[str, str]:
    """Source of every page by path: parsing them all would take half a minute."""
    return {
        path.relative_to(built.root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(built.root.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def promised(project_root: Path) -> set[str]:
    return set((project_root / "docs" / "permanent.txt").read_text(encoding="utf-8").split())


def test_every_promised_address_is_in_the_site(
    built: BuiltSite, pages: dict[str, str], promised: set[str]
) -> None:
    places = {
        f"{path}#{anchor}"
        for path, text in pages.items()
        for anchor in re.findall(r'\sid="([^"]+)"', text)
    }
    addresses = {line for line in promised if ":" not in line}
    assert len(addresses) > 1000
    lost = [
        address
        for address in addresses - places
        if "#" in address or not (built.root / address).is_file()
    ]
    assert sorted(lost) == []


def test_every_place_whose_address_can_be_copied_is_promised(
    pages: dict[str, str], promised: set[str]
) -> None:
    shown = {
        f"{path}{link}"
        for path, text in pages.items()
        if not path.startswith("contributing/")
        for link in re.findall(r'class="headerlink" href="(#[^"]+)"', text)
    }
    assert len(shown) > 500
    assert sorted(shown - promised) == [], "run: python -m atlas promise"


@pytest.fixture
def moved(tmp_path: Path, project_root: Path) -> Project:
    """A project in which a page, a place, a word and a number got other names, undeclared."""
    project = make_project(tmp_path, project_root)
    assert promise(project.docs) == 0
    guides = project.docs / "guides"
    (guides / "reading.md").rename(guides / "reports.md")
    for page in project.docs.rglob("*.md"):
        page.write_text(
            page.read_text(encoding="utf-8")
            .replace("{guide}`reading`", "{guide}`reports`")
            .replace("tp53-leukemia", "tp53-in-leukemia")
            .replace("{term}`apoptosis`", "{term}`tidy death`"),
            encoding="utf-8",
        )
    project.edit("guides/reports.md", "## Questions to ask your care team", "## Questions")
    project.edit("numbers/genes.yaml", "tp53-leukemia", "tp53-in-leukemia")
    project.edit("glossary.yaml", "apoptosis:\n  term: apoptosis", "tidy:\n  term: tidy death")
    return project


REDIRECTS = """\
guides/reading: guides/reports
guides/reports#questions-to-ask-your-care-team: guides/reports#questions
term:apoptosis: term:tidy
number:tp53-leukemia: number:tp53-in-leukemia
"""


def test_what_was_renamed_leads_on(moved: Project, new_page: NewPage) -> None:
    before = moved.build("html", "--keep-going", "-n")
    for lost in ("guides/reading.html", "term:apoptosis", "number:tp53-leukemia"):
        assert f"HA116 “{lost}” was promised and is gone" in before.said
    (moved.docs / "redirects.yaml").write_text(REDIRECTS, encoding="utf-8")
    after = moved.build("html", "--keep-going", "-n")
    assert "HA116" not in after.said
    assert "HA117" not in after.said
    assert differing(after, moved.build("clean", "--keep-going", "-n")) == []

    questions = "#questions-to-ask-your-care-team"
    for script in (True, False):
        page = new_page(java_script_enabled=script)
        page.goto((after.html / "guides" / "reading.html").as_uri() + questions)
        page.wait_for_url("**/guides/reports.html*")
        assert page.locator("h1").first.inner_text().startswith("Reading a report")
        if script:  # without one a browser drops the part after “#”
            assert urlsplit(page.url).fragment == questions[1:]
            assert page.locator(f"section#questions > {questions}").count() == 1
        page.goto((after.html / "glossary.html").as_uri() + "#term-apoptosis")
        assert page.locator("dt:has(> #term-apoptosis)").inner_text().startswith("tidy death")


def test_machines_find_what_was_renamed(moved: Project) -> None:
    from sphinx.util.inventory import InventoryFile

    (moved.docs / "redirects.yaml").write_text(REDIRECTS, encoding="utf-8")
    built = moved.build("html", "--keep-going", "-n")
    inventory = InventoryFile.loads((built.html / "objects.inv").read_bytes(), uri="")
    assert inventory.data["atlas:guide"]["reading"].uri == "guides/reports.html"
    assert inventory.data["atlas:term"]["apoptosis"].uri == "glossary.html#term-tidy"
    data = json.loads((built.html / "atlas.json").read_text(encoding="utf-8"))
    assert data["moved"] == {
        "guide:reading": "guide:reports",
        "number:tp53-leukemia": "number:tp53-in-leukemia",
        "term:apoptosis": "term:tidy",
    }
