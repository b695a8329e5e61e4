"""The site unpacked from its zip, and the printed book of the small site: both need a browser."""

from __future__ import annotations

import datetime
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from atlas.books import pdf
from atlas.books.archive import write_site
from atlas.books.pdf import settle
from atlas.books.volume import BookError, day_of
from atlas.site import load
from tests.build.conftest import make_project
from tests.site.conftest import NewPage
from tests.site.support import BuiltSite
from tests.site.test_search import search

pytestmark = pytest.mark.xdist_group("books")


def test_the_unpacked_zip_opens_from_disk_with_search_and_diagrams(
    built: BuiltSite, new_page: NewPage, tmp_path: Path, project_root: Path
) -> None:
    path = tmp_path / "hallmarks-atlas.zip"
    write_site(built.root, path, day_of(load(project_root / "docs")))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    site = (tmp_path / "hallmarks-atlas").as_uri()
    page = new_page()
    page.goto(f"{site}/index.html")
    page.locator(".wheel a").first.wait_for()
    assert search(page, site, "venetoclax")[:1] == ["treatment:venetoclax"]
    page.goto(f"{site}/pathways/apoptosis.html")
    assert page.locator("figure.diagram svg .node").count() > 5


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> tuple[bytes, bytes]:
    """The printed book of the small site, made twice by the command that the Makefile calls."""
    project = make_project(tmp_path_factory.mktemp("print"), project_root)
    built = project.build()
    assert built.status == 0, built.said
    books = []
    for name in ("one", "two"):
        path = project.root / f"{name}.pdf"
        done = subprocess.run(
            [sys.executable, "-m", "atlas.books", "pdf", str(built.html), str(path)],
            cwd=project.root,
            env={**os.environ, "PYTHONPATH": str(project_root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        books.append(path.read_bytes())
    return books[0], books[1]


def outline(items: Sequence[object]) -> list[str]:
    """Titles of an outline, all levels in order."""
    found = []
    for item in items:
        if isinstance(item, list):
            found += outline(item)
        else:
            found.append(str(item.title))  # type: ignore[attr-defined]
    return found


def test_the_printed_book_is_tagged_a4_with_an_outline(printed: tuple[bytes, bytes]) -> None:
    reader = PdfReader(io.BytesIO(printed[0]))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "en"
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages} == {
        (595, 842)
    }
    titles = outline(reader.outline)
    wanted = ["Contents", "Hallmarks and their pathways", "Resisting cell death", "Apoptosis"]
    assert [t for t in titles if t in wanted] == wanted


def test_the_contents_name_the_page_on_which_a_chapter_starts(
    printed: tuple[bytes, bytes],
) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed[0])).pages]
    (contents,) = [text for text in pages if "Contents" in text and "Glossary" in text]
    for name in ("Apoptosis", "Examplamab", "Leukemia"):
        found = re.search(rf"{name}\s*(\d+)", contents)
        assert found, contents
        number = int(found[1])
        assert name in pages[number - 1], f"page {number} is not that of {name}"
        assert pages[number - 2].count(name) == 0, f"{name} starts before page {number}"


def test_the_printed_book_holds_the_plain_layer_alone(printed: tuple[bytes, bytes]) -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(printed[0])).pages)
    assert "What it does in a healthy body" in text
    assert "Identifiers and links" not in text
    assert "No clinician has reviewed" in text


def test_two_prints_are_the_same_bytes_and_carry_the_day_of_the_check(
    printed: tuple[bytes, bytes],
) -> None:
    one, two = printed
    assert one == two
    stated: Any = PdfReader(io.BytesIO(one)).metadata
    assert {stated["/CreationDate"], stated["/ModDate"]} == {"D:20261123000000+00'00'"}


def test_links_to_signs_of_an_emergency_name_their_page(printed: tuple[bytes, bytes]) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed[0])).pages]
    found = re.findall(r"\(page\s+(\d+)\)", "\n".join(pages))
    assert found
    for number in found:
        assert "911" in pages[int(number) - 1], f"page {number} names no sign"
    assert f"This book has {len(pages)} pages." in " ".join(" ".join(pages).split())


def test_packing_keeps_tags_links_and_text_in_fewer_bytes(
    printed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    spread = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed[0])) as book:
        book.save(spread, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    packed = pdf.pack(spread.getvalue(), {})
    assert len(packed) < 0.8 * len(spread.getvalue())
    before, after = PdfReader(spread), PdfReader(io.BytesIO(packed))
    assert [p.extract_text() for p in after.pages] == [p.extract_text() for p in before.pages]
    assert [len(p.annotations or ()) for p in after.pages] == [
        len(p.annotations or ()) for p in before.pages
    ]
    root: Any = after.root_object
    assert root["/StructTreeRoot"]["/K"]


def test_the_outline_gets_back_the_spaces_of_broken_headings() -> None:
    made = io.BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        with book.open_outline() as contents:
            contents.root += [pikepdf.OutlineItem("Inducing oraccessing", 0)]
        book.save(made)
    packed = pdf.pack(made.getvalue(), {"Inducingoraccessing": "Inducing or accessing"})
    assert outline(PdfReader(io.BytesIO(packed)).outline) == ["Inducing or accessing"]


def test_settling_a_print_keeps_its_length() -> None:
    raw = b"/CreationDate (D:20300102030405+00'00') (node00000491) (node00000493)"
    settled = settle(raw, datetime.date(2026, 11, 23))
    assert settled == b"/CreationDate (D:20261123000000+00'00') (node00000000) (node00000001)"
    assert len(settled) == len(raw)


def test_the_book_says_so_when_there_is_no_browser(
    monkeypatch: pytest.MonkeyPatch, built: BuiltSite, project_root: Path, tmp_path: Path
) -> None:

    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    with pytest.raises(BookError, match="apt-get install chromium"):
        pdf.write_cover(built.root, tmp_path / "cover.png")
