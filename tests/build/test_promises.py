"""The promises of a build: same bytes from the same input, by any road."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from tests.build.conftest import Built, Project, make_project
from tests.faults import faults

STRICT = ("-W", "--keep-going", "-n")


def differing(one: Built, other: Built) -> list[str]:
    """Paths whose bytes differ, or that only one of two builds has."""
    left, right = one.files(), other.files()
    return sorted(path for path in {*left, *right} if left.get(path) != right.get(path))


def test_clean_and_parallel_builds_are_the_same_bytes(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one = project.build("one", *STRICT, seed="1")
    assert one.status == 0, one.said
    elsewhere = make_project(tmp_path_factory.mktemp("another-longer-path"), project.code)
    other = elsewhere.build("other", *STRICT, "-j", "3", seed="2")
    assert other.status == 0, other.said
    assert differing(one, other) == []


EDITS = {
    "text of a page": ("genes/MDM2.md", "It helps cells.", "It helps cells to rest."),
    "summary seen in panels and cards": (
        "genes/MDM2.md",
        "A gene that holds p53 back.",
        "A gene that keeps p53 low.",
    ),
    "name seen everywhere": ("treatments/examplamab.md", "name: Examplamab", "name: Exemplamab"),
    "relation": ("treatments/examplamab.md", "targets: [MDM2]", "targets: [MDM2, TP53]"),
    "number": ("numbers/genes.yaml", "value: 37", "value: 42"),
    "reference": ("references.bib", "{{How cells die}}", "{{How cells come to die}}"),
    "glossary": ("glossary.yaml", "A tidy way in which", "The tidy way in which"),
    "when to call": ("when-to-call.yaml", "call_now: [a fever]", "call_now: [a high fever]"),
    "name of a page to come": ("to-come.yaml", '"Ginger"', '"Ginger root"'),
    "hallmark": ("hallmarks.yaml", "Cells that should die stay alive.", "Cells stay alive."),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_incremental_build_equals_a_clean_one(
    project: Project, edit: tuple[str, str, str]
) -> None:
    before = project.build("html", *STRICT)
    assert before.status == 0, before.said
    project.edit(*edit)
    incremental = project.build("html", *STRICT)
    clean = project.build("clean", *STRICT)
    assert incremental.status == clean.status == 0, incremental.said
    assert before.files().keys() == clean.files().keys()
    assert differing(incremental, clean) == []


def test_a_new_page_and_a_deleted_page_leave_nothing_behind(project: Project) -> None:
    before = project.build("html", *STRICT)
    assert before.status == 0, before.said
    page = project.docs / "guides" / "another.md"
    text = (project.docs / "guides" / "reading.md").read_text(encoding="utf-8")
    page.write_text(text.replace("Reading a report", "Another guide"), encoding="utf-8")
    added = project.build("html", *STRICT)
    assert (added.html / "guides" / "another.html").exists()
    assert differing(added, project.build("clean-added", *STRICT)) == []
    page.unlink()
    removed = project.build("html", *STRICT)
    assert removed.status == 0, removed.said
    assert differing(removed, project.build("clean-removed", *STRICT)) == []


def test_a_page_to_come_is_named_without_a_link_until_it_is_there(project: Project) -> None:
    before = project.build("html", *STRICT)
    assert before.status == 0, before.said
    text = (before.html / "pathways" / "apoptosis.html").read_text(encoding="utf-8")
    sentence = re.search(r"<p>See (?!<a)(.*?)</p>", text)
    assert sentence
    assert "<a" not in sentence[1]
    assert re.sub(r"<.*?>", "", sentence[1]) == "ginger and this tea."
    page = (project.docs / "nutrition" / "grapefruit.md").read_text(encoding="utf-8")
    (project.docs / "nutrition" / "ginger.md").write_text(
        page.replace("name: Grapefruit", "name: Ginger"), encoding="utf-8"
    )
    project.edit("to-come.yaml", '  ginger: "Ginger"\n', "")
    after = project.build("html", *STRICT)
    assert after.status == 0, after.said
    text = (after.html / "pathways" / "apoptosis.html").read_text(encoding="utf-8")
    assert 'href="../nutrition/ginger.html"' in text
    assert differing(after, project.build("clean", *STRICT)) == []


SHORT = """
treatment:
  imaginib:
    name: "imaginib"
    brands: ["Imagitol"]
    plain: "A medicine made up for tests. It blocks a protein."
    see: ["gene:TP53"]
    source: ["smith2020cells"]
"""


def test_a_page_to_come_that_is_explained_in_short_is_linked_to_until_it_is_there(
    project: Project,
) -> None:
    (project.docs / "treatments" / "index.md").write_text(
        "---\nkind: guide\nname: Treatments\nsummary: All of them.\n"
        "review: {checked: 2026-11-23, next: 2027-11-23}\n---\n\n"
        "```{listing} treatment\n```\n\n## In short\n\n```{in-short} treatment\n```\n",
        encoding="utf-8",
    )
    list_ = project.docs / "to-come.yaml"
    plain = list_.read_text(encoding="utf-8")
    list_.write_text(plain + SHORT, encoding="utf-8")
    project.edit(
        "pathways/apoptosis.md", "See {treatment}`examplamab`.", "See {treatment}`imaginib`."
    )
    before = project.build("html", *STRICT)
    assert before.status == 0, before.said
    place = "treatments/index.html#treatment-imaginib"
    apoptosis = (before.html / "pathways" / "apoptosis.html").read_text(encoding="utf-8")
    assert f'href="../{place}"' in apoptosis
    assert "It blocks a protein." in apoptosis  # in the card that the link shows
    listed = (before.html / "treatments" / "index.html").read_text(encoding="utf-8")
    assert listed.count('id="treatment-imaginib"') == 1
    assert 'href="../genes/TP53.html"' in listed.partition('id="treatment-imaginib"')[2]
    assert "Imagitol" in (before.html / "genindex.html").read_text(encoding="utf-8")
    names = (before.html / "search" / "names.js").read_text(encoding="utf-8")
    assert place in names
    data = json.loads((before.html / "atlas.json").read_text(encoding="utf-8"))
    assert data["in_short"]["treatment:imaginib"]["brands"] == ["Imagitol"]
    # The text changes: the list and the pages that link to it change, as in a clean build.
    project.edit("to-come.yaml", "It blocks a protein.", "It blocks an enzyme.")
    edited = project.build("html", *STRICT)
    assert differing(edited, project.build("clean-edited", *STRICT)) == []
    # The page comes: the same place in the list names it, and links lead to the page.
    page = (project.docs / "treatments" / "examplamab.md").read_text(encoding="utf-8")
    (project.docs / "treatments" / "imaginib.md").write_text(
        page.replace("Examplamab", "Imaginib").replace("Examplo", "Imagitol"), encoding="utf-8"
    )
    list_.write_text(plain, encoding="utf-8")
    after = project.build("html", *STRICT)
    assert after.status == 0, after.said
    apoptosis = (after.html / "pathways" / "apoptosis.html").read_text(encoding="utf-8")
    assert 'href="../treatments/imaginib.html"' in apoptosis
    listed = (after.html / "treatments" / "index.html").read_text(encoding="utf-8")
    assert listed.count('id="treatment-imaginib"') == 1
    assert differing(after, project.build("clean", *STRICT)) == []


def test_figures_of_one_paragraph_are_said_of_groups_of_one_size(project: Project) -> None:
    record = (project.docs / "numbers" / "genes.yaml").read_text(encoding="utf-8")
    assert "value: 37" in record
    other = record.replace("tp53-leukemia", "tp53-other").replace("value: 37", "value: 5")
    (project.docs / "numbers" / "other.yaml").write_text(other, encoding="utf-8")
    project.edit(
        "pathways/apoptosis.md",
        "{num}`tp53-leukemia`.",
        "{num}`tp53-leukemia`, not {num}`tp53-other`.",
    )
    built = project.build("html", *STRICT)
    assert built.status == 0, built.said
    text = (built.html / "pathways" / "apoptosis.html").read_text(encoding="utf-8")
    assert "about 37 in 100" in text
    assert "about 5 in 100" in text
    assert "about 4 in 10 " not in text.partition('class="panel')[0]


def test_a_page_that_names_harms_says_when_to_call_beside_them(project: Project) -> None:
    ids = "ids: {wikipathways: [WP254]}"
    project.edit("pathways/apoptosis.md", ids, f"{ids}\ncall: [general, immunotherapy]")
    built = project.build("html", *STRICT)
    assert built.status == 0, built.said
    text = (built.html / "pathways" / "apoptosis.html").read_text(encoding="utf-8")
    head, _, rest = text.partition('<section class="layer-plain" id="treatments">')
    assert text.count('id="when-to-call"') == 1
    assert rest.index('id="when-to-call"') < rest.index("examplamab")
    assert 'class="call call-door"' in head
    closed = (built.html / "genes" / "MDM2.html").read_text(encoding="utf-8")
    assert '<details class="call" id="when-to-call">' in closed
    assert "call-door" not in closed


def test_a_second_build_reads_nothing(project: Project) -> None:
    project.build("html", *STRICT)
    again = project.build("html", *STRICT)
    assert again.status == 0
    assert "0 added, 0 changed, 0 removed" in again.said
    assert "no targets are out of date" in again.said


def test_a_fault_fails_the_second_build_as_well(project: Project) -> None:
    project.edit("genes/MDM2.md", "It helps cells.", "It kills cells.")
    finding = "docs/genes/MDM2.md:17:4: WARNING: HA501"
    for _ in range(2):
        built = project.build("html", *STRICT)
        assert built.status == 1
        assert finding in built.said


def test_a_fault_elsewhere_than_in_a_page_fails_it_too(project: Project) -> None:
    project.edit("numbers/genes.yaml", "value: 37", "value: 137")
    built = project.build("html", *STRICT)
    assert built.status == 1
    assert "docs/numbers/genes.yaml:2:3: WARNING: HA704" in built.said


def test_a_finding_can_be_suppressed_by_its_name(project: Project) -> None:
    project.edit("genes/MDM2.md", "It helps cells.", "It kills cells.")
    built = project.build("html", *STRICT, "-D", "suppress_warnings=atlas.war-word")
    assert built.status == 0, built.said


def test_a_build_needs_no_network(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.root / "sitecustomize.py").write_text(
        "import socket\n"
        "def refuse(*args, **kwargs):\n"
        "    raise OSError('the build asked for the network')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = refuse\n",
        encoding="utf-8",
    )
    guarded = Project(project.root, project.root)
    (project.root / "atlas").symlink_to(project.code / "atlas")
    built = guarded.build("html", *STRICT)
    assert built.status == 0, built.said
    assert socket.socket.connect is not None  # this process is untouched


def test_exports_match_their_schema(project: Project) -> None:
    import jsonschema

    built = project.build("html", *STRICT)
    data = json.loads((built.html / "atlas.json").read_text(encoding="utf-8"))
    schema = json.loads((built.html / "atlas.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert data["version"] == 2
    keys = [entity["key"] for entity in data["entities"]]
    assert keys == sorted(keys)
    assert {"source": "pathway:apoptosis", "relation": "draws", "target": "gene:TP53"} in (
        data["relations"]
    )
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "extra": 1}, schema)


def test_other_projects_can_link_to_genes_pathways_and_terms(project: Project) -> None:
    from sphinx.util.inventory import InventoryFile

    built = project.build("html", *STRICT)
    inventory = InventoryFile.loads(
        (built.html / "objects.inv").read_bytes(), uri="https://example.org"
    )
    places = {
        f"{kind} {name}": item.uri
        for kind, items in inventory.data.items()
        for name, item in items.items()
    }
    assert places["atlas:gene TP53"] == "https://example.org/genes/TP53.html"
    assert places["atlas:pathway apoptosis"] == "https://example.org/pathways/apoptosis.html"
    assert places["atlas:term apoptosis"] == "https://example.org/glossary.html#term-apoptosis"
    assert places["std:term apoptosis"] == "https://example.org/glossary.html#term-apoptosis"


def test_the_index_pages_list_every_page(project: Project) -> None:
    built = project.build("html", *STRICT)
    index = (built.html / "atlas-gene-index.html").read_text(encoding="utf-8")
    assert 'href="genes/MDM2.html' in index
    assert 'href="genes/TP53.html' in index


def test_no_half_written_export(project: Project) -> None:
    built = project.build("html", *STRICT)
    assert not list(Path(built.html).glob("*.tmp"))


def test_the_awful_page_fails_with_findings_and_without_a_traceback(project: Project) -> None:
    awful = project.code / "tests" / "awful"
    (project.docs / "genes" / "KRAS.md").write_bytes((awful / "KRAS.md").read_bytes())
    built = project.build("html", *STRICT)
    assert built.status == 1
    assert "Traceback" not in built.said
    for line in (awful / "expected.txt").read_text(encoding="utf-8").splitlines():
        place, text = line.split(": ", 1)
        assert f"{place}: WARNING: {text}" in built.said


@pytest.mark.parametrize(
    "name",
    [
        "not UTF-8",
        "hallmark that is not there",
        "a reference whose title LaTeX cannot read",
        "a reference that does not end",
    ],
)
def test_what_sphinx_cannot_read_ends_with_the_finding_alone(project: Project, name: str) -> None:
    (fault,) = (fault for fault in faults() if fault.name == name)
    fault.apply(project.docs)
    built = project.build("html", "-W", "--keep-going", "-n", "-q")
    assert built.status == 1
    assert "Traceback" not in built.said
    place, number, *_ = fault.expect[0].split()
    assert f"{place} WARNING: {number} " in built.said
