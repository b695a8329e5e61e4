"""Searching, as far as it is made here: words, entries, the full text, the vocabulary."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from atlas.graph import Graph
from atlas.search import vocabulary
from atlas.search.entries import Entry, entries
from atlas.search.fulltext import SHARD_PAIRS, FullText
from atlas.search.publish import note_page, publish
from atlas.search.rendered import sections
from atlas.search.words import words
from atlas.site import Site, load
from atlas.to_come import Coming


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tumour", "tumor"),
        ("leukaemia", "leukemia"),  # codespell:ignore leukaemia
        ("oesophageal", "esophageal"),
        ("metastasise", "metastasize"),
        ("fibre", "fiber"),
        ("diarrhoea", "diarrhea"),
        ("Sjögren’s", "sjogren"),
        ("cells", "cell"),
    ],
)
def test_spellings_of_one_word_are_one_word(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PD-L1", "pdl1"),
        ("NF-κB", "nfkappab"),
        ("NF-κB", "nfkb"),
        ("HIF-2α", "hif2alpha"),
        ("HIF-2α", "hif2a"),
        ("IL-6–STAT3", "il6"),
        ("c-MYC", "cmyc"),
        ("del(17p)", "17p"),
        ("ROS1/RET", "ret"),
    ],
)
def test_a_compound_is_found_without_its_signs(text: str, expected: str) -> None:
    assert expected in words(text)


def test_a_slash_joins_nothing() -> None:
    assert "ros1ret" not in words("ROS1/RET")


def test_a_gene_name_is_not_stemmed() -> None:
    assert words("CD19s") == ["cd19s"]


HTML = """
<section id="top"><h1>Gene</h1><p>Lead.</p>
<section id="healthy"><h2>Its normal job<a class="headerlink" href="#healthy">#</a></h2>
<p>It helps cells<a class="footnote-reference" href="#s">[1]</a>.</p>
<svg><text>box</text></svg></section>
<section id="sources"><h2>Sources</h2><p>Smith 2020</p></section></section>
"""


def test_the_text_of_a_page_is_what_a_reader_reads() -> None:
    found = [(s.anchor, s.heading, s.text) for s in sections(HTML)]
    assert found == [("", "", "Gene Lead."), ("healthy", "Its normal job", "It helps cells.")]


@pytest.fixture
def small(project_root: Path) -> Site:
    return load(project_root / "tests" / "small" / "docs")


def url(key: str) -> str:
    return f"{key.replace(':', '/')}.html"


def by_key(site: Site) -> dict[str, Entry]:
    return {entry.key: entry for entry in entries(Graph(site), url)}


def test_every_page_and_every_word_is_an_entry(small: Site) -> None:
    found = by_key(small)
    assert {key for key, page in small.pages.items() if page.front} <= found.keys()
    assert {f"term:{key}" for key in small.terms} <= found.keys()


def test_a_gene_is_found_under_its_other_symbols(small: Site) -> None:
    gene = by_key(small)["gene:TP53"]
    assert "tumor protein p53" in gene.symbols
    # What the page says itself is not said again.
    assert not {s.casefold() for s in gene.symbols} & {a.casefold() for a in gene.also}


def test_a_page_to_come_leads_to_the_pages_that_name_it(small: Site) -> None:
    small.to_come["treatment:imaginib"] = "imaginib"
    graph = Graph(small)
    path = small.pages["gene:TP53"].path
    graph.links[path] = (*graph.links[path], "treatment:imaginib")
    coming = {e.key: e for e in entries(graph, url)}["treatment:imaginib"]
    assert (coming.kind, coming.url, coming.near) == ("coming", "", ["gene:TP53"])
    # What the list of pages to come says stands first.
    small.coming["treatment:imaginib"] = Coming(name="imaginib", see=["pathway:apoptosis"])
    coming = {e.key: e for e in entries(graph, url)}["treatment:imaginib"]
    assert coming.near == ["pathway:apoptosis", "gene:TP53"]


def test_a_page_to_come_that_is_explained_in_short_is_found_like_a_page(small: Site) -> None:
    short = Coming(name="imaginib", plain="It blocks a protein.", source=["smith2020cells"])
    for key in ("treatment:imaginib", "treatment:unlisted"):
        small.to_come[key], small.coming[key] = short.name, short

    def listed(key: str) -> str | None:
        return None if key == "treatment:unlisted" else url(key)

    found = {e.key: e for e in entries(Graph(small), listed)}
    entry = found["treatment:imaginib"]
    assert (entry.kind, entry.url) == ("treatment", "treatment/imaginib.html")
    assert entry.summary == "It blocks a protein."
    # Without a place of its own it is nothing that a reader could open.
    assert "treatment:unlisted" not in found


def test_shards_hold_every_word_once_and_keep_their_size() -> None:
    text = FullText()
    for number in range(60):
        text.add(
            f"gene:G{number}",
            " ".join(f"word{n}x" for n in range(number, number + 900)),
            frozenset(),
        )
    shards = list(text.shards())
    assert len(shards) > 1
    assert [word for rows in shards for word, _ in rows] == sorted(text.counts)
    assert all(sum(len(counts["0"]) for _, counts in rows) <= SHARD_PAIRS for rows in shards)
    assert text.lengths == [900] * 60


def test_a_page_that_is_gone_leaves_nothing_behind(small: Site, tmp_path: Path) -> None:
    note_page(tmp_path, "gene:TP53", HTML)
    note_page(tmp_path, "gene:GONE", HTML)
    publish(Graph(small), tmp_path, url)
    assert not (tmp_path / "search/text/gene/GONE.js").exists()
    names = (tmp_path / "search/names.js").read_text(encoding="utf-8")
    content = json.loads(names[names.index(",") + 1 : names.rindex(")")])
    assert content["texts"] == ["gene:TP53"]


def test_a_line_of_the_vocabulary_must_say_two_things(tmp_path: Path) -> None:
    (tmp_path / "search.yaml").write_text(
        "skip: a the\nsame:\n  - [bowel, colon]\n  - [cell, cells]\n  - [gene, '!?']\n",
        encoding="utf-8",
    )
    found, problems = vocabulary.read(tmp_path, tmp_path, set(), set())
    assert [(f.line, f.number) for f in problems] == [(4, "HA106"), (5, "HA106")]
    assert found.skipped == {"a", "the"}


def test_no_page_holds_a_query_of_the_benchmark_word_for_word(project_root: Path) -> None:
    site = load(project_root / "docs")

    def plain(text: str) -> str:
        return " ".join(re.findall(r"[a-z0-9]+", text.lower()))

    said = {
        plain(text) for page in site.pages.values() if page.front for text in page.front.asked_as
    }
    said |= {plain(text) for term in site.terms.values() for text in term.asked}
    said |= {plain(text) for line in site.vocabulary.same for text in line}
    queries = [
        json.loads(line)["query"]
        for name in ("queries.jsonl", "second-queries.jsonl", "third-queries.jsonl")
        for line in (project_root / "bench/search" / name).read_text("utf-8").splitlines()
    ]
    assert len(queries) >= 60
    assert [query for query in queries if plain(query) in said and len(query.split()) > 1] == []
