"""Relations in front matter and data: both ends exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from atlas.findings import Code, Finding
from atlas.model import FoodFront, Front, PathwayFront, TreatmentFront
from atlas.site import Page, Site
from atlas.strictyaml import Path


def _missing(site: Site, page: Page, kind: str, target: str, path: Path) -> Iterator[Finding]:
    if site.expects(f"{kind}:{target}"):
        return
    ids = [p.id for p in site.pages.values() if p.kind.name == kind]
    near = difflib.get_close_matches(target, ids, 1)
    yield Finding.of(
        Code.RELATION_UNKNOWN,
        page.path,
        *page.yaml.place(path),
        f"there is no {kind} page “{target}”",
        f"did you mean {near[0]}?" if near else "",
    )


def front_relations(site: Site) -> Iterator[Finding]:
    """Every page that front matter names exists; hallmarks may be among the coming ones."""
    for page in site.pages.values():
        for kind, target, path in _relations(page.front):
            yield from _missing(site, page, kind, target, path)


def _relations(front: Front | None) -> Iterator[tuple[str, str, Path]]:
    """Kind, target and place of each relation to another page."""
    if isinstance(front, TreatmentFront):
        yield from _treatment_relations(front)
    if isinstance(front, FoodFront):
        for i, interaction in enumerate(front.interacts):
            yield "treatment", interaction.treatment, ("interacts", i, "treatment")
    for i, pathway in enumerate(getattr(front, "pathways", [])):
        yield "pathway", pathway, ("pathways", i)


def _treatment_relations(front: TreatmentFront) -> Iterator[tuple[str, str, Path]]:
    for i, group in enumerate(front.member_of):
        yield "treatment", group, ("member_of", i)
    for i, target in enumerate(front.targets):
        yield "gene", target, ("targets", i)
    for i, act in enumerate(front.acts):
        yield "pathway", act.pathway, ("acts", i, "pathway")
        if act.target:
            yield "gene", act.target, ("acts", i, "target")
    for i, approval in enumerate(front.approvals):
        for j, cancer in enumerate(approval.cancers):
            yield "cancer", cancer, ("approvals", i, "cancers", j)


def data_relations(site: Site) -> Iterator[Finding]:
    """Hallmarks and “when to call” blocks that front matter names are in their data files."""
    for page in site.pages.values():
        if isinstance(page.front, PathwayFront):
            for i, hallmark in enumerate(page.front.hallmarks):
                if hallmark not in site.hallmarks:
                    near = difflib.get_close_matches(hallmark, site.hallmarks, 1)
                    yield Finding.of(
                        Code.RELATION_UNKNOWN,
                        page.path,
                        *page.yaml.place(("hallmarks", i)),
                        f"there is no hallmark “{hallmark}”",
                        f"did you mean {near[0]}?" if near else "",
                    )
        for i, block in enumerate(getattr(page.front, "call", [])):
            if block not in site.calls and ("call", block) not in site.spoilt:
                near = difflib.get_close_matches(block, site.calls, 1)
                yield Finding.of(
                    Code.RELATION_UNKNOWN,
                    page.path,
                    *page.yaml.place(("call", i)),
                    f"docs/when-to-call.yaml has no block “{block}”",
                    f"did you mean {near[0]}?" if near else "",
                )
    for key, term in site.terms.items():
        if term.call and term.call not in site.calls and ("call", term.call) not in site.spoilt:
            yield Finding.of(
                Code.RELATION_UNKNOWN,
                *site.place("term", key, "call"),
                f"docs/when-to-call.yaml has no block “{term.call}”",
            )


def number_relations(site: Site) -> Iterator[Finding]:
    """A number that names a gene or cancer names one that has a page."""
    for key, number in site.numbers.items():
        for kind, target in (("gene", number.gene), ("cancer", number.cancer)):
            if target and not site.expects(f"{kind}:{target}"):
                yield Finding.of(
                    Code.RELATION_UNKNOWN,
                    *site.place("number", key, kind),
                    f"the number “{key}” names the {kind} “{target}”, which has no page",
                )


def acts_on_steps(site: Site) -> Iterator[Finding]:
    """A treatment acts on a step that its pathway's diagram has."""
    for page in site.pages.values():
        if not isinstance(page.front, TreatmentFront):
            continue
        for i, act in enumerate(page.front.acts):
            pathway = site.pages.get(f"pathway:{act.pathway}")
            if pathway is None or not pathway.diagrams:
                continue
            edges = {e.number: e for placed in pathway.diagrams for e in placed.diagram.edges}
            if act.step not in edges:
                yield Finding.of(
                    Code.STEP_RELATION,
                    page.path,
                    *page.yaml.place(("acts", i, "step")),
                    f"the diagram of {act.pathway} has no step {act.step}",
                    f"it has steps 1 to {max(n for n in edges if n)}" if any(edges) else "",
                )


def named_harms(site: Site) -> Iterator[Finding]:
    """A page that names a dangerous harm where it tells of drugs also says when to call.

    Good: “{term}`myocarditis` can occur” with `call: [general, immunotherapy]`. Bad: the same
    sentence without that block. A glossary entry with `call` is such a harm.
    """
    for page in site.pages.values():
        specs = {spec.title(page.name) for spec in page.kind.sections if spec.call}
        blocks = getattr(page.front, "call", None)
        if blocks is None or not specs:
            continue
        told: set[str] = set()
        for section, block in page.blocks():
            if section.heading not in specs:
                continue
            for role in block.roles:
                key = site.term_id(role.target) if role.name == "term" else None
                needed = site.terms[key].call if key else None
                if needed and needed not in blocks and needed not in told:
                    told.add(needed)
                    yield Finding.of(
                        Code.HARM_UNCALLED,
                        page.path,
                        role.line,
                        role.column,
                        f"“{role.target}” is a dangerous harm, and the page does not say when "
                        "to call",
                        f"add “{needed}” to `call`",
                    )


RULES = (front_relations, data_relations, number_relations, acts_on_steps, named_harms)
