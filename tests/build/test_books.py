"""The e-book and the zip file of the small site; the printed book is in tests/site."""

from __future__ import annotations

import datetime
import io
import os
import posixpath
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from atlas.books import pages
from atlas.books.archive import write_site
from atlas.books.epub import FOLDER, write_epub
from atlas.books.volume import BookError, read_volume
from atlas.site import load
from tests.build.conftest import Project, make_project

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OPF = "{http://www.idpf.org/2007/opf}"
DAY = datetime.date(2026, 11, 23)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Project:
    """The small site, built."""
    project = make_project(tmp_path_factory.mktemp("books"), project_root)
    built = project.build()
    assert built.status == 0, built.said
    return project


def html_of(project: Project) -> Path:
    return project.root / "_build" / "html"


@pytest.fixture(scope="module")
def epub(small: Project) -> bytes:
    """The e-book of the small site."""
    path = small.root / "book.epub"
    write_epub(read_volume(small.docs, html_of(small), short=False), path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def files(epub: bytes) -> dict[str, bytes]:
    """The files of the e-book by name."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def trees(files: dict[str, bytes]) -> dict[str, ElementTree.Element]:
    """The pages of the e-book as XML: a page that is not well-formed fails here."""
    found = {}
    for name, content in files.items():
        if name.endswith(".xhtml"):
            try:
                found[name] = ElementTree.fromstring(content)
            except ElementTree.ParseError as error:
                pytest.fail(f"{name} is not well-formed: {error}")
    return found


def classed(tree: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in tree.iter() if name in (e.get("class") or "").split()]


def text(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def spine(files: dict[str, bytes]) -> list[str]:
    package = ElementTree.fromstring(files[f"{FOLDER}/package.opf"])
    manifest = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    return [str(manifest[item.get("idref")]) for item in package.iter(f"{OPF}itemref")]


def test_the_archive_starts_with_its_type_uncompressed(epub: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert not first.extra, "a reading device looks for the type at byte 38"
        assert archive.read(first) == b"application/epub+zip"
    assert epub[38:58] == b"application/epub+zip"


def test_the_package_lists_every_file_once(files: dict[str, bytes]) -> None:
    package = ElementTree.fromstring(files[f"{FOLDER}/package.opf"])
    listed = [str(item.get("href")) for item in package.iter(f"{OPF}item")]
    inside = {name.removeprefix(f"{FOLDER}/") for name in files if name.startswith(FOLDER)}
    assert sorted(listed) == sorted(inside - {"package.opf"})
    pages_listed = {name for name in listed if name.endswith(".xhtml")}
    assert sorted(spine(files)) == sorted(pages_listed)
    drawn = {str(i.get("href")) for i in package.iter(f"{OPF}item") if i.get("properties") == "svg"}
    assert drawn == {n for n in pages_listed if b"<svg" in files[f"{FOLDER}/{n}"]}


def test_the_order_is_that_of_a_book(files: dict[str, bytes]) -> None:
    assert spine(files) == [
        "cover.xhtml",
        "title.xhtml",
        "help.xhtml",
        "nav.xhtml",
        "about.xhtml",
        "part-guide.xhtml",
        "guides/reading.xhtml",
        "part-hallmark.xhtml",
        "hallmarks/resisting-cell-death.xhtml",
        "pathways/apoptosis.xhtml",
        "part-treatment.xhtml",
        "treatments/examplamab.xhtml",
        "part-cancer.xhtml",
        "cancers/leukemia.xhtml",
        "part-food.xhtml",
        "nutrition/grapefruit.xhtml",
        "part-gene.xhtml",
        "genes/MDM2.xhtml",
        "genes/TP53.xhtml",
        "glossary.xhtml",
    ]


def test_every_link_leads_somewhere(trees: dict[str, ElementTree.Element]) -> None:
    ids = {name: {e.get("id") for e in tree.iter()} for name, tree in trees.items()}
    followed = 0
    for name, tree in trees.items():
        for link in tree.iter(f"{XHTML}a"):
            parts = urlsplit(str(link.get("href")))
            if parts.scheme:
                assert parts.scheme in ("http", "https"), f"{name}: {link.get('href')}"
                continue
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            goal = goal if parts.path else name
            assert goal in trees, f"{name} links to {link.get('href')}"
            assert not parts.fragment or parts.fragment in ids[goal], f"{name}: {link.get('href')}"
            followed += 1
    assert followed > 50


def test_every_diagram_has_its_drawing_and_its_words(
    trees: dict[str, ElementTree.Element],
) -> None:
    tree = trees[f"{FOLDER}/pathways/apoptosis.xhtml"]
    (figure,) = classed(tree, "diagram")
    (svg,) = figure.iter(f"{SVG}svg")
    assert [e.tag for e in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert svg.get("viewBox")
    numbers = [text(e) for e in classed(svg, "badge")]
    assert numbers == ["1", "2", "3", "4"]
    (steps,) = classed(tree, "steps")
    assert [item.get("id") for item in steps] == [f"step-{number}" for number in numbers]
    assert "Apoptosis in three steps." in text(next(figure.iter(f"{XHTML}figcaption")))


def test_drawings_need_no_stylesheet_and_no_white_page(
    trees: dict[str, ElementTree.Element],
) -> None:
    for name, tree in trees.items():
        for svg in tree.iter(f"{SVG}svg"):
            marks = [e for e in svg if e.tag not in (f"{SVG}title", f"{SVG}desc")]
            assert (marks[0].tag, marks[0].get("fill")) == (f"{SVG}rect", "#ffffff"), name
            assert marks[0].get("width") == str(svg.get("viewBox")).split()[2], name
            bare = [
                e.get("class") for e in svg.iter() if e.tag == f"{SVG}path" and not e.get("fill")
            ]
            unseen = [c for c in bare if c not in ("head",)]
            assert not unseen, f"{name}: filled black where stylesheets are not known: {unseen}"


def test_its_stylesheet_keeps_to_what_old_reading_devices_know(files: dict[str, bytes]) -> None:
    assert not re.findall(rb":(?:is|where|has|not)\(|var\(", files[f"{FOLDER}/book.css"])


def test_nothing_in_it_runs_or_hides(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".xhtml") and name != f"{FOLDER}/nav.xhtml":
            found = re.findall(
                rb"<script|<button|<form|<input| on\w+=| hidden=| data-\w+=", content
            )
            assert not found, f"{name}: {set(found)}"


def test_the_front_pages_say_what_a_frightened_reader_needs(
    trees: dict[str, ElementTree.Element],
) -> None:
    title = text(trees[f"{FOLDER}/title.xhtml"])
    assert "No clinician has reviewed a page of this book." in title
    assert "The sources were checked on 23 November 2026." in title
    assert "CC BY 4.0" in title
    assert "call 911 or your local emergency number" in title
    assert "chest pain" in text(trees[f"{FOLDER}/help.xhtml"])


def test_every_page_says_when_it_was_checked_and_by_whom(
    trees: dict[str, ElementTree.Element],
) -> None:
    for name in ("genes/TP53", "pathways/apoptosis", "treatments/examplamab"):
        (meta,) = classed(trees[f"{FOLDER}/{name}.xhtml"], "head-meta")
        said = [text(item) for item in meta]
        assert said == ["Sources checked 23 November 2026", "Not reviewed by a clinician yet"]


def test_a_folded_box_gives_way_to_a_link_and_an_open_one_stays(
    trees: dict[str, ElementTree.Element],
) -> None:
    gene, drug = (trees[f"{FOLDER}/{n}.xhtml"] for n in ("genes/TP53", "treatments/examplamab"))
    (mark,) = classed(gene, "call-link")
    assert [a.get("href") for a in mark.iter(f"{XHTML}a")] == ["../help.xhtml"]
    assert not classed(gene, "call")
    assert len(classed(drug, "call")) == 1


def test_signs_that_the_site_folds_stand_open_under_a_heading() -> None:
    body = pages.read_page(
        '<div class="page-body"><section class="call is-short"><h3 class="call-title">When</h3>'
        '<div class="call-now"><h4>Call 911</h4></div><div class="call-team"><h4>Call now</h4>'
        '<details class="call-more"><summary>More signs</summary><p>Fever</p></details></div>'
        '<details class="call-more"><summary>From the heart</summary><p>Faint</p></details>'
        '<details class="call-sources"><summary>2 sources</summary></details></section></div>'
    )
    assert not body.select("details, summary")
    assert [(tag.name, tag.get_text()) for tag in body.select(".box-title")] == [
        ("h5", "More signs"),
        ("h4", "From the heart"),
        ("p", "2 sources"),
    ]


def test_the_signs_of_every_treatment_stand_at_the_front(
    small: Project, trees: dict[str, ElementTree.Element]
) -> None:
    front = text(trees[f"{FOLDER}/help.xhtml"])
    calls = load(small.docs).calls
    assert len(calls) > 1
    for name, block in calls.items():
        for sign in (*block.emergency, *block.call_now):
            assert text(ElementTree.fromstring(f"<p>{sign}</p>")) in front, f"{name}: {sign}"


def test_the_e_book_is_the_same_bytes_for_the_same_pages(
    small: Project, epub: bytes, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(html_of(small), copy)
    os.utime(copy / "genes" / "TP53.html", (0, 0))
    write_epub(read_volume(small.docs, copy, short=False), tmp_path / "other.epub")
    assert (tmp_path / "other.epub").read_bytes() == epub


def test_a_page_that_was_not_built_is_named(small: Project, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(html_of(small), copy)
    (copy / "genes" / "TP53.html").unlink()
    with pytest.raises(BookError, match=r"TP53\.html.*make html"):
        read_volume(small.docs, copy, short=False)


PAGE = """
<div class="page-body"><section id="x"><h1>X<a class="headerlink" href="#x">#</a></h1>
<section class="layer-plain" id="key-points"><p>Plain.<a class="footnote-reference"
 href="#source-a">1</a></p></section>
<section class="layer-plain" id="broken"><p>Broken.<a class="footnote-reference"
 href="#source-b">2</a></p></section>
<section class="layer-depth" id="in-depth"><p>Deep.<a class="footnote-reference"
 href="#source-c">3</a></p></section>
<section class="sources" id="sources"><h2>Sources</h2><div class="docutils container">
<aside class="footnote-list brackets"><aside class="footnote" id="source-a"><p>A</p></aside>
<aside class="footnote" id="source-b"><p>B</p></aside>
<aside class="footnote" id="source-c"><p>C</p></aside></aside></div></section>
</section><div hidden id="definitions"><p>Card.</p></div></div>
"""


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("pathway", {"x", "key-points", "broken", "sources", "source-a", "source-b"}),
        ("gene", {"x", "key-points", "sources", "source-a"}),
    ],
)
def test_the_printed_book_keeps_the_plain_layer_and_its_sources(kind: str, kept: set[str]) -> None:
    body = pages.read_page(PAGE)
    assert "Card." not in body.get_text()
    pages.shorten(body, kind)
    assert pages.ids(body) == kept


def test_the_zip_is_sorted_dated_by_the_content_and_the_same_bytes(
    small: Project, tmp_path: Path
) -> None:
    one, copy = tmp_path / "site.zip", tmp_path / "copy"
    write_site(html_of(small), one, DAY)
    shutil.copytree(html_of(small), copy)
    for path in copy.rglob("*"):
        os.utime(path, (0, 0))
    other = tmp_path / "again" / "site.zip"
    write_site(copy, other, DAY)
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        names = archive.namelist()
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 23, 0, 0, 0)}
    assert names == sorted(names)
    assert {"site/index.html", "site/search/names.js", "site/genes/TP53.html"} <= set(names)
    assert "site/.buildinfo" not in names
