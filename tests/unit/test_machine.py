"""What machines read: dates, feed, citations, pictures, the data of a page."""

from __future__ import annotations

import datetime
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from PIL import Image
from pybtex.database import parse_string

from atlas import cards, changes, citation, imprint, jsonld, outputs, page_export
from atlas.graph import Graph
from atlas.site import Site, load
from atlas.views.meta import meta
from tests.faults import copy_small

BASE = "https://atlas.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
STATIC = Path(__file__).parent.parent.parent / "docs" / "_static"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return copy_small(tmp_path)


@pytest.fixture
def graph(docs: Path) -> Graph:
    return Graph(load(docs))


def check_on(docs: Path, page: str, day: str) -> Site:
    """The site after a page was checked again."""
    path = docs / page
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"checked: 2026-11-23", f"checked: {day}", text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return load(docs)


# -- sitemap and feed -------------------------------------------------------------------------


def test_a_list_is_as_new_as_its_newest_page(docs: Path) -> None:
    dates = changes.dates(check_on(docs, "genes/TP53.md", "2026-12-01"))
    assert dates["genes/TP53"] == dates["index"] == datetime.date(2026, 12, 1)
    assert dates["genes/MDM2"] == datetime.date(2026, 11, 23)


def test_the_sitemap_names_each_page_once_with_its_date(graph: Graph) -> None:
    text = changes.sitemap(graph.site, ["index", "genes/TP53", "genindex"], BASE)
    root = ElementTree.fromstring(text)
    assert [[child.text for child in url] for url in root] == [
        ["https://atlas.example/genes/TP53.html", "2026-11-23"],
        ["https://atlas.example/genindex.html", "2026-11-23"],
        ["https://atlas.example/index.html", "2026-11-23"],
    ]


def entries(site: Site, base: str = BASE) -> list[tuple[str, str, str]]:
    """Id, title and date of each entry."""
    root = ElementTree.fromstring(changes.feed(site, base))
    return [
        (
            e.findtext(f"{ATOM}id", ""),
            e.findtext(f"{ATOM}title", ""),
            e.findtext(f"{ATOM}updated", ""),
        )
        for e in root.iter(f"{ATOM}entry")
    ]


def test_the_feed_has_the_page_checked_last_first_and_keeps_its_ids(docs: Path) -> None:
    before = entries(load(docs))
    after = entries(check_on(docs, "genes/TP53.md", "2026-12-01"), "https://elsewhere.example")
    assert after[0][1:] == ("TP53", "2026-12-01T00:00:00Z")
    assert before[0][1] != "TP53"
    assert {(id_, title) for id_, title, _ in before} == {(id_, title) for id_, title, _ in after}
    assert len({id_ for id_, _, _ in after}) == len(after)


def test_the_feed_is_cut_between_days(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "FEED_ENTRIES", 1)
    site = load(docs)
    assert len(entries(site)) == len(site.pages), "all of one day"
    assert len(entries(check_on(docs, "genes/TP53.md", "2026-12-01"))) == 1


def test_dated_releases_stand_in_the_feed(docs: Path) -> None:
    (docs.parent / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n- to come\n\n"
        "## [1.1.0] - 2026-12-24\n\n- better & <new>\n\n"
        "## [1.0.1] - 2026-12-99\n\n- no such day\n\n## 1.0.0 - 2026-12-01\n\n- first\n",
        encoding="utf-8",
    )
    found = entries(load(docs))
    assert [(title, day) for _, title, day in found[:2]] == [
        ("Hallmarks Atlas 1.1.0", "2026-12-24T00:00:00Z"),
        ("Hallmarks Atlas 1.0.0", "2026-12-01T00:00:00Z"),
    ]
    root = ElementTree.fromstring(changes.feed(load(docs), BASE))
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == "- better & <new>"


def test_robots_names_the_sitemap_only_if_it_has_an_address() -> None:
    assert "Sitemap: https://atlas.example/sitemap.xml\n" in changes.robots(BASE)
    assert "Sitemap" not in changes.robots("")


# -- citations --------------------------------------------------------------------------------


def test_all_forms_of_a_citation_say_the_same(graph: Graph) -> None:
    page = graph.site.pages["treatment:examplamab"]
    address = "https://atlas.example/treatments/examplamab.html"
    entry = parse_string(citation.bibtex(page, BASE), "bibtex").entries
    (key,) = entry
    fields = entry[key].fields
    (record,) = json.loads(citation.csl(page, BASE))
    assert key == record["id"] == "hallmarks-atlas-treatment-examplamab"
    assert fields["url"] == record["URL"] == address
    assert fields["title"].strip("{}") == record["title"] == "Examplamab"
    assert (fields["year"], fields["month"]) == ("2026", "November")
    assert record["issued"] == {"date-parts": [[2026, 11, 23]]}
    (author,) = entry[key].persons["author"]
    assert str(author).strip("{}") == record["author"][0]["literal"] == imprint.AUTHORS
    for said in (citation.text(page, BASE), fields["note"], record["note"]):
        assert "Sources checked 23 November 2026" in said
        assert page.hash in said
        assert "CC BY 4.0" in said
    assert address in citation.text(page, BASE)
    data = jsonld.document(graph, page, BASE)
    assert (data["@id"], data["version"]) == (address, page.hash)
    assert (data["author"]["name"], data["dateModified"]) == (imprint.AUTHORS, "2026-11-23")


def test_a_citation_without_an_address_names_none(graph: Graph) -> None:
    page = graph.site.pages["gene:TP53"]
    for form in (citation.text, citation.bibtex, citation.csl):
        assert "url" not in form(page, "").casefold()
        assert "http" not in form(page, "")


def test_bibtex_escapes_what_tex_reads_as_commands(docs: Path) -> None:
    path = docs / "guides" / "reading.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Reading a report", 'name: "50% & more_"'), "utf-8")
    assert r"{{50\% \& more\_}}" in citation.bibtex(load(docs).pages["guide:reading"], BASE)


def test_the_imprint_is_that_of_the_project(project_root: Path) -> None:
    cff = yaml.safe_load((project_root / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["title"] == imprint.NAME
    assert imprint.AUTHORS in [author.get("name") for author in cff["authors"]]
    assert cff["license"] == imprint.LICENSE_SPDX


# -- pictures ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def painter() -> cards.Painter:
    return cards.Painter(STATIC)


def test_a_picture_shows_the_page_and_its_hallmark(graph: Graph, painter: cards.Painter) -> None:
    shown = cards.card(graph, graph.site.pages["gene:TP53"])
    (slot,) = shown.lit
    assert shown.alt == (
        "Gene: TP53. A gene that helps a damaged cell to pause. Beside it the wheel of hallmarks, "
        "with Resisting cell death lit."
    )
    data = painter.png(shown)
    assert data == cards.Painter(STATIC).png(shown), "the same page gives the same bytes"
    image = Image.open(io.BytesIO(data))
    assert (image.size, image.mode) == ((1200, 630), "P")
    assert len(data) < 60_000
    # The thread at the left edge has the hallmark's color.
    assert image.convert("RGB").getpixel((3, 300)) == painter.mark[slot - 1]


def test_the_text_of_every_picture_can_be_written_and_has_room(
    project_root: Path, painter: cards.Painter
) -> None:
    graph = Graph(load(project_root / "docs"))
    label = cards.Style("atkinson-hyperlegible-next", 500, 32)
    wrong = []
    for page in graph.site.every_page:
        if not page.front:
            continue
        shown = cards.card(graph, page)
        name, heading, summary, body = painter.fit(shown)
        if painter.height(name, heading, summary, body) > cards.TEXT_HEIGHT:
            wrong.append(f"{page.path}: too tall")
        widths = [painter.width(line, heading) for line in name]
        widths += [painter.width(line, body) for line in summary]
        if max(widths) > cards.TEXT_WIDTH:
            wrong.append(f"{page.path}: too wide")
        if "".join(summary).replace(" ", "") != page.front.summary.replace(" ", ""):
            wrong.append(f"{page.path}: the summary is cut")
        texts = {heading: shown.name, body: shown.summary, label: shown.kind + shown.below}
        wrong += [
            f"{page.path}: no “{letter}” in {style.file}"
            for style, text in texts.items()
            for letter in sorted(set(text))
            if not painter.has(letter, style)
        ]
    assert not wrong
    assert not painter.has("漢", body), "a letter that no font has is noticed"


def test_a_picture_is_drawn_again_only_when_it_says_something_new(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = cards.Painter.png

    def noted(self: cards.Painter, shown: cards.Card) -> bytes:
        drawn.append(shown.name)
        return draw(self, shown)

    monkeypatch.setattr(cards.Painter, "png", noted)
    out = tmp_path / "out"
    cards.write_cards(Graph(load(docs)), STATIC, out)
    assert len(drawn) == len(load(docs).pages) + len(load(docs).frames)
    drawn.clear()
    path = docs / "genes" / "MDM2.md"
    text = path.read_text(encoding="utf-8").replace("It helps cells.", "It aids cells.")
    path.write_text(text, encoding="utf-8")
    cards.write_cards(Graph(load(docs)), STATIC, out)
    assert drawn == []
    path.write_text(text.replace("A gene that holds", "A gene which holds"), encoding="utf-8")
    (docs / "genes" / "TP53.md").unlink()
    cards.write_cards(Graph(load(docs)), STATIC, out)
    assert "MDM2" in drawn
    assert not (out / "cards" / "genes" / "TP53.png").exists()


# -- the head of a page -----------------------------------------------------------------------


def test_every_kind_of_page_describes_itself(graph: Graph) -> None:
    page = graph.site.pages["gene:TP53"]
    entity = meta(graph, page, page.docname, "TP53", BASE)
    assert entity["description"] == "A gene that helps a damaged cell to pause."
    assert entity["picture"] == "https://atlas.example/cards/genes/TP53.png"
    assert entity["json"] == "genes/TP53.json"
    made = meta(graph, None, "genindex", "", BASE)
    assert made["title"] == "All names, A to Z"
    assert made["description"].startswith("All names, A to Z. ")
    assert made["picture"] == "https://atlas.example/cards/index.png"
    assert made["json"] is None
    bare = meta(graph, page, page.docname, "TP53", "")
    assert (bare["picture"], bare["address"]) == (None, None)


# -- the data of a page -----------------------------------------------------------------------


def data(graph: Graph, key: str, base: str = BASE) -> dict[str, object]:
    stated = page_export.stated_about(graph)
    loaded: dict[str, object] = json.loads(
        page_export.dumps(graph, graph.site.pages[key], base, stated)
    )
    return loaded


def test_the_data_of_a_page_match_their_schema(graph: Graph) -> None:
    schema = json.loads(page_export.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    for key in graph.site.pages:
        jsonschema.validate(data(graph, key), schema)
    with pytest.raises(jsonschema.ValidationError, match="extra"):
        jsonschema.validate({**data(graph, "gene:TP53"), "extra": 1}, schema)
    with pytest.raises(jsonschema.ValidationError, match="'review' is a required"):
        jsonschema.validate(
            {k: v for k, v in data(graph, "gene:TP53").items() if k != "review"}, schema
        )


def test_the_data_of_a_page_show_relations_from_both_ends(graph: Graph) -> None:
    drug, pathway = data(graph, "treatment:examplamab"), data(graph, "pathway:apoptosis")
    assert {
        "relation": "acts-on",
        "other": {
            "key": "pathway:apoptosis",
            "name": "Apoptosis",
            "url": "../pathways/apoptosis.html",
        },
    } in drug["states"]  # type: ignore[operator]
    assert {
        "relation": "acts-on",
        "other": {
            "key": "treatment:examplamab",
            "name": "Examplamab",
            "url": "../treatments/examplamab.html",
        },
    } in pathway["stated_elsewhere"]  # type: ignore[operator]
    ginger = {"key": "food:ginger", "name": "Ginger", "url": None}
    assert ginger in pathway["links_to"]  # type: ignore[operator]


def test_the_data_of_a_page_hold_its_sources_figures_and_state_of_review(graph: Graph) -> None:
    gene = data(graph, "gene:TP53")
    cited = {
        r.content
        for _, b in graph.site.pages["gene:TP53"].blocks()
        for r in b.roles
        if r.name == "cite"
    }
    sources: list[dict[str, str]] = gene["citations"]  # type: ignore[assignment]
    assert cited <= {source["key"] for source in sources}
    assert all(source["doi"] or source["pmid"] or source["url"] for source in sources)
    number = gene["numbers"]["tp53-leukemia"]  # type: ignore[index]
    assert number["of"] in number["sentence"]
    assert number["source"] in {source["key"] for source in sources}
    review = gene["review"]
    assert review["sources_checked"] == "2026-11-23"  # type: ignore[index]
    assert review["clinician"] is None  # type: ignore[index]
    assert gene["links"] == {
        "html": "TP53.html",
        "schema": "../page.schema.json",
        "atlas": "../atlas.json",
        "canonical": "https://atlas.example/genes/TP53.html",
    }
    assert data(graph, "gene:TP53", "")["links"]["canonical"] is None  # type: ignore[index]


def test_files_are_written_whole_and_only_when_they_change(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.json"
    outputs.write(path, "x")
    before = path.stat().st_mtime_ns
    outputs.write(path, b"x")
    assert path.stat().st_mtime_ns == before
    outputs.write(path, "y")
    assert path.read_text(encoding="utf-8") == "y"
    outputs.keep_only(tmp_path, "a/*", [])
    assert list((tmp_path / "a").iterdir()) == []
