"""From a page's file to its doctree: title, anchors, generated blocks, sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from atlas import figures, strictyaml, to_come
from atlas.diagram.draw import draw
from atlas.diagram.read import DiagramError, read
from atlas.ext.domain import ObjectEntry
from atlas.ext.nodes import atlas_number, atlas_part
from atlas.ext.parts import ARGUMENTS, addresses, domain_of, page_at
from atlas.views.treatments import call_section

if TYPE_CHECKING:
    from docutils.nodes import Node
    from docutils.parsers.rst.states import RSTState  # noqa: F401
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from atlas.anatomy import Section
    from atlas.model import Number
    from atlas.site import Page

SOURCES_TITLE = "Sources"


def prepare_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """On `source-read`: the front matter becomes the title, and the list of sources is appended.

    The atlas reads front matter itself, strictly; MyST would read it a second time, loosely. Lines
    keep their numbers: the front matter gives way to blank lines. A page whose front matter has
    findings is shown in the preview all the same.
    """
    page = page_at(domain_of(app.env), docname)
    if page is None or not page.readable or not (page.front or app.config.atlas_preview):
        return
    lines = content[0].replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    body = page.body_line - 1
    blank = [""] * (body - 1)
    tail = ["", f"## {SOURCES_TITLE}", "", "```{footbibliography}", "```", ""]
    cited = any(role.name in ("cite", "num") for _, block in page.blocks() for role in block.roles)
    content[0] = "\n".join([f"# {page.name}", *blank, *lines[body:], *(tail if cited else [])])


class PageTransform(SphinxTransform):
    """Give sections their permanent anchors and layers, and put generated blocks in place.

    Runs right after parsing: the table of contents and all links are collected later.
    """

    default_priority = 15

    def apply(self, **kwargs: object) -> None:
        """Work on one page; pages that are no atlas pages stay as they are."""
        domain = domain_of(self.env)
        docname = self.env.docname
        page = page_at(domain, docname)
        if page is None or page.front is None:
            return
        title = next(iter(self.document.findall(nodes.section)), None)
        if title is None:
            return
        front = page.front
        if not page.frame:
            _anchor(self.document, title, page.id)
            domain.note_object(page.key, ObjectEntry(docname, "", front.name))
            self._sections(page, title)
            head: list[nodes.Element] = [_index_entries(page), _part("head", docname)]
            if page.kind.name != "guide":
                head.append(_part("call-door" if call_section(page) else "call", docname))
            for position, block in enumerate(head, 1):
                title.insert(position, block)
            title += _part("foot", docname)
        title += _part("definitions", docname)
        for paragraph in self.document.findall(nodes.paragraph):
            _share_groups(paragraph, domain.site.numbers)

    def _sections(self, page: Page, title: nodes.section) -> None:
        specs = {spec.title(page.name): spec for spec in page.kind.sections}
        for section in [child for child in title.children if isinstance(child, nodes.section)]:
            heading = cast("nodes.title", section[0]).astext()
            spec = specs.get(heading)
            if heading == SOURCES_TITLE:
                _anchor(self.document, section, "sources")
                section["classes"].append("sources")
            elif spec is not None:
                self._section(page, section, spec)

    def _section(self, page: Page, section: nodes.section, spec: Section) -> None:
        _anchor(self.document, section, spec.slug)
        section["classes"].append("layer-depth" if spec.depth else "layer-plain")
        if page.kind.diagram == spec.slug:
            _mark_steps(self.document, section)
        if spec is call_section(page):
            section.insert(1, _part("call", page.docname))
        for panel in spec.panels:
            section += _part(panel, page.docname)


def _share_groups(paragraph: nodes.paragraph, numbers: dict[str, Number]) -> None:
    """Say the figures of one paragraph of 100 each, unless they share a group already."""
    found = [node for node in paragraph.findall(atlas_number) if node["record"] in numbers]
    if figures.comparable(numbers[node["record"]] for node in found):
        return
    for node in found:
        node["of_hundred"] = True
        node.clear()
        node += nodes.Text(figures.sentence(numbers[node["record"]], of_hundred=True))


def _part(what: str, docname: str, argument: str = "") -> atlas_part:
    return atlas_part("", part=what, argument=argument, docname=docname)


def _index_entries(page: Page) -> addnodes.index:
    """Other names and brand names: they stand in the general index, and searching finds them."""
    entries = [("single", name, page.id, "main", None) for name in other_names(page)]
    return addnodes.index(entries=entries)


def other_names(page: Page) -> list[str]:
    """Aliases and brand names of a page, each once."""
    if page.front is None:
        return []
    brands = [brand.name for brand in getattr(page.front, "brands", [])]
    return list(dict.fromkeys([*page.front.aliases, *brands]))


class step_item(nodes.list_item):  # noqa: N801
    """A step of a diagram; attribute `step`, its number."""


def visit_step(self: object, node: step_item) -> None:
    """Write the item with the number that ties it to its arrow."""
    writer = cast("HTML5Translator", self)
    attributes: dict[str, Any] = {"data-step": str(node["step"])}
    writer.body.append(writer.starttag(node, "li", "", **attributes))


def depart_step(self: object, node: step_item) -> None:
    """Close the item."""
    cast("HTML5Translator", self).body.append("</li>\n")


def _anchor(document: nodes.document, section: nodes.section, anchor: str) -> None:
    """Make `anchor` the section's only id, whatever its heading says."""
    for old in section["ids"]:
        document.ids.pop(old, None)
    section["ids"] = [anchor]
    document.ids[anchor] = section
    for name in section["names"]:
        document.nameids[name] = anchor


def _mark_steps(document: nodes.document, section: nodes.section) -> None:
    """Give the numbered steps after the diagram an anchor and the number of their edge."""
    figure = next(iter(section.findall(diagram_figure)), None)
    if figure is None:
        return
    siblings = list(section.children)
    for node in siblings[siblings.index(figure) + 1 :]:
        if isinstance(node, nodes.enumerated_list):
            node["classes"].append("steps")
            for number, item in enumerate(list(node.children), node.get("start", 1)):
                anchor = f"step-{number}"
                step = step_item("", *item.children, step=number, ids=[anchor])
                node.replace(item, step)
                document.ids[anchor] = step
            return


class diagram_figure(nodes.General, nodes.Element):  # noqa: N801
    """A drawn diagram; attribute `source`, its mermaid text."""


def visit_diagram(self: object, node: diagram_figure) -> None:
    """Draw the SVG with links that fit the page."""
    writer = cast("HTML5Translator", self)
    docname = str(node["docname"])
    url = addresses(writer.builder, docname)
    domain = domain_of(writer.builder.env)

    def resolve(link: str) -> tuple[str, str] | None:
        kind, _, target = link.partition(":")
        key = f"term:{domain.site.term_id(target)}" if kind == "term" else link
        address, entry = url(key), domain.objects.get(key)
        if address is None or entry is None:
            return None
        return address, f"{entry.name} ({kind})"

    svg = draw(read(str(node["source"])), str(node["name"]), resolve)
    legend = url("page:legend")
    caption = (
        f'<figcaption><a href="{legend}">What the shapes and arrows mean</a></figcaption>'
        if legend
        else ""
    )
    writer.body.append(f'<figure class="diagram">{svg}{caption}</figure>\n')
    raise nodes.SkipNode


class MermaidDirective(SphinxDirective):
    """A fenced `mermaid` block, drawn at build time without a browser."""

    has_content = True

    def run(self) -> list[Node]:
        """Keep the source; a broken one is shown as text (the rules report it with its place)."""
        source = "\n".join(self.content)
        try:
            read(source)
        except DiagramError:
            return [nodes.literal_block(source, source)]
        number = self.env.new_serialno("atlas-diagram")
        name = f"diagram-{number}"
        figure = diagram_figure("", source=source, name=name, docname=self.env.docname)
        self.set_source_info(figure)
        return [figure]


class PartDirective(SphinxDirective):
    """`{wheel}`, `{hallmark-editions}`, `{listing} gene`, `{glossary}`, …: a generated block."""

    optional_arguments = 1
    has_content = True
    part: ClassVar[str]

    def run(self) -> list[Node]:
        """Leave a mark; the block is made when the page is written."""
        argument = self.arguments[0] if self.arguments else ""
        known = ARGUMENTS.get(self.part)
        if known is not None and argument not in known:
            names = ", ".join(sorted(known))
            raise self.error(f"“{argument}” is not known here (write one of: {names})")
        return [_part(self.part, self.env.docname, argument)]


class DoorsDirective(PartDirective):
    """`{doors}`: the entry points of the home page, as YAML in the directive's body."""

    part = "doors"

    def run(self) -> list[Node]:
        """Read the doors strictly."""
        document = strictyaml.load("\n".join(self.content), self.env.docname)
        if document.findings:
            raise self.error(document.findings[0].message)
        return [_part(self.part, self.env.docname, json.dumps(document.data))]


class GlossaryDirective(PartDirective):
    """`{glossary-list}`: all entries; each becomes an object of the domain, and Sphinx's term."""

    part = "glossary"

    def run(self) -> list[Node]:
        """Register the entries and leave a mark."""
        domain = domain_of(self.env)
        standard = self.env.domains.standard_domain
        for key, term in domain.site.terms.items():
            anchor = f"term-{key}"
            domain.note_object(f"term:{key}", ObjectEntry(self.env.docname, anchor, term.term))
            standard.note_object("term", term.term, anchor)
        self.env.note_dependency(str(domain.site.docs / "glossary.yaml"))
        return super().run()


class InShortDirective(PartDirective):
    """`{in-short} treatment`: pages to come that are explained in short; each becomes an object."""

    part = "in-short"

    def run(self) -> list[Node]:
        """Register the entries, put their names into the general index, and leave a mark."""
        made = super().run()
        domain = domain_of(self.env)
        names: list[tuple[str, str, str, str, None]] = []
        for key, coming in domain.site.in_short.items():
            docname, anchor = to_come.place(key)
            if docname == self.env.docname and key.startswith(f"{self.arguments[0]}:"):
                domain.note_object(key, ObjectEntry(docname, anchor, coming.name))
                also = dict.fromkeys([coming.name, *coming.brands, *coming.also])
                names += [("single", name, anchor, "main", None) for name in also]
        self.env.note_dependency(str(domain.site.docs / to_come.LIST))
        return [addnodes.index(entries=names), *made]


PARTS = ("wheel", "hallmark-editions", "listing", "codes", "anatomy", "record", "legend")


def setup_pages(app: Sphinx) -> None:
    """Register directives, nodes and the transform."""
    app.connect("source-read", prepare_source)
    app.add_transform(PageTransform)
    app.add_directive("mermaid", MermaidDirective)
    app.add_directive("doors", DoorsDirective)
    app.add_directive("glossary-list", GlossaryDirective)
    app.add_directive("in-short", InShortDirective)
    for name in PARTS:
        app.add_directive(name, type("Directive", (PartDirective,), {"part": name}))
    app.add_node(
        step_item,
        html=(visit_step, depart_step),
        text=(_visit_item, _depart_item),
    )
    app.add_node(
        diagram_figure,
        html=(visit_diagram, None),
        text=(_skip, None),
        latex=(_skip, None),
    )


def _visit_item(self: Any, node: Node) -> None:
    self.visit_list_item(node)


def _depart_item(self: Any, node: Node) -> None:
    self.depart_list_item(node)


def _skip(self: object, node: Node) -> None:
    raise nodes.SkipNode
