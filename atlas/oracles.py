"""`make check-facts`: compare the content with open data tables, where they are at hand.

The tables are not part of this repository: most of them may not be copied. A fact that contradicts
a table is reported; a fact that a table does not know is counted, not reported. Gene symbols and
WikiPathways, Reactome and OncoTree ids are the exception: those tables are complete.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from atlas.model import CancerFront, GeneFront, PathwayFront, TreatmentFront
from atlas.site import Page, Site, load


class Tables:
    """The open data pack: each table is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a TSV file, gzipped or not."""
        path = self.folder / name
        opener = gzip.open if name.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    @cached_property
    def genes(self) -> dict[str, dict[str, str]]:
        """HGNC by symbol."""
        return {row["symbol"]: row for row in self.rows("hgnc_genes.tsv.gz")}

    @cached_property
    def wikipathways(self) -> dict[str, dict[str, str]]:
        """WikiPathways by id."""
        text = (self.folder / "wikipathways.json").read_text(encoding="utf-8")
        result: dict[str, dict[str, str]] = json.loads(text)
        return result

    @cached_property
    def reactome(self) -> dict[str, dict[str, str]]:
        """Reactome by id."""
        return {row["reactome_id"]: row for row in self.rows("reactome_sets.tsv.gz")}

    @cached_property
    def edges(self) -> dict[tuple[str, str], list[str]]:
        """Arrow heads drawn between two genes in WikiPathways."""
        result: dict[tuple[str, str], list[str]] = {}
        for row in self.rows("wikipathways_edges.tsv.gz"):
            result.setdefault((row["source"], row["target"]), []).append(row["type"])
        return result


Issue = tuple[Page, str]


def gene_ids(site: Site, tables: Tables) -> Iterator[Issue]:
    """Symbols are approved and their identifiers are HGNC's."""
    for page in site.of_kind("gene"):
        assert isinstance(page.front, GeneFront)
        row = tables.genes.get(page.id)
        if row is None:
            yield page, f"{page.id} is not an approved HGNC symbol"
            continue
        ids = page.front.ids
        stated = {"hgnc_id": ids.hgnc, "entrez": ids.entrez, "ensembl": ids.ensembl}
        for field, value in stated.items():
            if row[field] and row[field] != value:
                yield page, f"{field} is {value}; HGNC says {row[field]}"
        if row["uniprot"] and not set(ids.uniprot) & set(row["uniprot"].split("|")):
            yield page, f"uniprot is {ids.uniprot}; HGNC says {row['uniprot']}"


def pathway_ids(site: Site, tables: Tables) -> Iterator[Issue]:
    """WikiPathways and Reactome ids exist and share a gene with the page's diagram."""
    for page in site.of_kind("pathway"):
        assert isinstance(page.front, PathwayFront)
        drawn = _drawn(page)
        for key in page.front.ids.wikipathways:
            row = tables.wikipathways.get(key)
            if row is None:
                yield page, f"there is no human pathway {key} in WikiPathways"
            elif not drawn & set(row["genes"].split()):
                yield page, f"{key} ({row['title']}) has none of the genes drawn here"
        for key in page.front.ids.reactome:
            row = tables.reactome.get(key)
            if row is None:
                yield page, f"there is no pathway {key} in Reactome"
            elif not drawn & set(row["genes"].split()):
                yield page, f"{key} ({row['name']}) has none of the genes drawn here"


def _drawn(page: Page) -> set[str]:
    return {
        node.link.removeprefix("gene:")
        for placed in page.diagrams
        for node in placed.diagram.nodes
        if node.link and node.link.startswith("gene:")
    }


def arrow_signs(site: Site, tables: Tables) -> Iterator[Issue]:
    """An arrow between two genes does not have the sign that most WikiPathways drawings deny."""
    for page in site.every_page:
        for placed in page.diagrams:
            links = {n.id: (n.link or "").removeprefix("gene:") for n in placed.diagram.nodes}
            for edge in placed.diagram.edges:
                types = tables.edges.get((links[edge.source], links[edge.target]))
                if not types:
                    continue
                blocking = sum("inhib" in kind.lower() for kind in types)
                majority = "blocks" if blocking * 2 > len(types) else "activates"
                if (edge.kind == "blocks") != (majority == "blocks") and blocking * 2 != len(types):
                    yield (
                        page,
                        (
                            f"step {edge.number} ({edge.source} {edge.kind} {edge.target}): "
                            f"{blocking} of {len(types)} drawings show blocking; look at it"
                        ),
                    )


def cancer_ids(site: Site, tables: Tables) -> Iterator[Issue]:
    """Identifiers of one cancer belong together."""
    mondo = {row["mondo"]: row for row in tables.rows("mondo_cancer.tsv")}
    disease = {row["doid"]: row for row in tables.rows("do_cancer.tsv")}
    tree = {row["code"]: row for row in tables.rows("oncotree.tsv")}
    for page in site.of_kind("cancer"):
        assert isinstance(page.front, CancerFront)
        ids = page.front.ids
        if ids.oncotree and ids.oncotree not in tree:
            yield page, f"there is no OncoTree code {ids.oncotree}"
        row = mondo.get(ids.mondo or "")
        if row and ids.doid and row["doid"] and ids.doid not in row["doid"].split("|"):
            yield page, f"{ids.mondo} matches {row['doid']}, not {ids.doid}"
        known = disease.get(ids.doid or "")
        if known and ids.ncit and known["ncit"] and ids.ncit not in known["ncit"].split("|"):
            yield page, f"{ids.doid} matches NCIt {known['ncit']}, not {ids.ncit}"


def drugs(site: Site, tables: Tables) -> Iterator[Issue]:
    """NCIt codes, first FDA approvals and targets agree with the tables that know the drug."""
    nci = {row["name"].casefold(): row for row in tables.rows("nci_drugs.tsv")}
    first = {
        row["active"].casefold(): row for row in tables.rows("fda_novel_oncology_approvals.tsv")
    }
    targets: dict[str, set[str]] = {}
    for row in tables.rows("drugcentral_targets.tsv"):
        targets.setdefault(row["drug"].casefold(), set()).update(row["gene"].split("|"))
    for page in site.of_kind("treatment"):
        assert isinstance(page.front, TreatmentFront)
        name = page.name.casefold()
        if name in nci and page.front.ids.ncit and nci[name]["ncit"] != page.front.ids.ncit:
            yield page, f"NCIt code is {page.front.ids.ncit}; NCI says {nci[name]['ncit']}"
        dates = [a.date.isoformat() for a in page.front.approvals if a.regulator == "FDA"]
        if name in first and dates and min(dates) != first[name]["approval_date"]:
            yield page, f"first FDA date is {min(dates)}; FDA says {first[name]['approval_date']}"
        if name in targets and not set(page.front.targets) & targets[name]:
            yield page, f"no stated target is among {', '.join(sorted(targets[name]))}"


def citations(site: Site, tables: Tables) -> Iterator[tuple[str, str]]:
    """A PMID that the table knows has the first author and year of the reference."""
    known = {row["pmid"]: row for row in tables.rows("pmid_citations.tsv.gz")}
    for reference in site.references.values():
        row = known.get(reference.pmid)
        if row is None:
            continue
        author = reference.authors[0].casefold() if reference.authors else ""
        stated = row["first_author"].casefold()
        if stated and author and stated.split()[0] not in author and author not in stated:
            yield reference.key, f"PMID {reference.pmid} is by {row['first_author']}, not {author}"
        elif row["year"] and abs(int(row["year"]) - int(reference.year or 0)) > 1:
            yield reference.key, f"PMID {reference.pmid} is of {row['year']}, not {reference.year}"


def frequencies(site: Site, tables: Tables) -> Iterator[tuple[str, str]]:
    """A TCGA share of TP53, RAS or NF1 agrees with the open table to a percentage point."""
    rows = {
        (row["gene"], int(row["samples"])): float(row["pct"])
        for row in tables.rows("tcga_tp53_ras_nf1_by_cancer.tsv")
    }
    for key, number in site.numbers.items():
        known = rows.get((number.gene or "", number.n or 0))
        if known is None or number.unit != "percent" or isinstance(number.value, list):
            continue
        if "TCGA" in number.of + number.seen and abs(known - number.value) > 1:
            yield key, f"{number.value}% in the record; {known}% in the open table"


CHECKS = (gene_ids, pathway_ids, cancer_ids, drugs)
#: Single signs in community drawings are doubtful: a mismatch is worth a look and no contradiction.
NOTES = (arrow_signs,)


def compare(docs: Path, data: Path) -> int:
    """Run all comparisons; 0 if nothing contradicts, also when the tables are not there."""
    if not (data / "MANIFEST.tsv").exists():
        print(
            f"No open-data tables at {data}: facts were not compared. The site does not need them."
        )
        return 0
    site = load(docs.resolve())
    tables = Tables(data)
    count = 0
    for check in CHECKS:
        count += _report(check.__doc__, ((p.path, text) for p, text in check(site, tables)))
    for note in NOTES:
        _report(note.__doc__, ((p.path, text) for p, text in note(site, tables)))
    for table in (citations, frequencies):
        count += _report(table.__doc__, table(site, tables))
    print(f"{count} contradictions", file=sys.stderr)
    return 1 if count else 0


def _report(title: str | None, issues: Iterable[tuple[str, str]]) -> int:
    found = list(issues)
    print(f"{'ok  ' if not found else 'LOOK'}  {(title or '').splitlines()[0]}")
    for place, text in found:
        print(f"      {place}: {text}")
    return len(found)
