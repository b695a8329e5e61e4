"""Links to the files behind a page: to the repository if its address is known, else to a copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from atlas import repository
from tests.build.conftest import Built, Project

ADDRESS = "https://github.com/an-owner/a-name"


def links(built: Built, page: str) -> list[tuple[str, str]]:
    text = (built.html / page).read_text(encoding="utf-8")
    found = BeautifulSoup(text, "html.parser").select(".source-links a")
    return [(link.get_text(), str(link["href"])) for link in found]


def test_without_an_address_a_page_links_to_its_own_source(project: Project) -> None:
    built = project.build("html", "-W", "-n")
    assert built.status == 0, built.said
    ((label, address),) = links(built, "genes/TP53.html")
    assert label == "View the source of this page"
    copy = built.html / "genes" / address
    assert copy.read_bytes() == (project.docs / "genes" / "TP53.md").read_bytes()
    assert links(built, "search.html") == []
    assert links(built, "genindex.html") == []


def test_with_an_address_a_page_links_to_each_file_behind_it(project: Project) -> None:
    (project.docs / "numbers" / "genes.yaml").rename(project.docs / "numbers" / "TP53.yaml")
    options = ("-D", f"html_theme_options.source_repository={ADDRESS}/")
    built = project.build("html", "-W", "-n", *options)
    assert built.status == 0, built.said
    assert links(built, "genes/TP53.html") == [
        ("Edit this page", f"{ADDRESS}/edit/main/docs/genes/TP53.md"),
        ("View the source of this page", f"{ADDRESS}/blob/main/docs/genes/TP53.md"),
        ("Edit its figures", f"{ADDRESS}/edit/main/docs/numbers/TP53.yaml"),
        ("View the source of its figures", f"{ADDRESS}/blob/main/docs/numbers/TP53.yaml"),
    ]
    assert links(built, "glossary.html")[2:] == [
        ("Edit its entries", f"{ADDRESS}/edit/main/docs/glossary.yaml"),
        ("View the source of its entries", f"{ADDRESS}/blob/main/docs/glossary.yaml"),
    ]
    assert links(built, "index.html")[0][1] == f"{ADDRESS}/edit/main/docs/index.md"


def test_an_address_that_cannot_work_ends_the_build(project: Project) -> None:
    options = ("-D", "html_theme_options.source_repository=http://example.org/x")
    built = project.build("html", *options)
    assert built.status == 2
    assert "source_repository “http://example.org/x” must start with one of" in built.said


@pytest.mark.parametrize("what", repository.DATA)
def test_the_files_of_generated_blocks_exist(project_root: Path, what: str) -> None:
    assert (project_root / repository.DATA[what][0]).is_file()
