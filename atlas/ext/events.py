"""What happens when: loading, checking, writing what changed, cleaning up, exporting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.util import logging

from atlas import jsonld, notices, repository
from atlas.cards import write_cards
from atlas.changes import write_changes
from atlas.export import write_export
from atlas.ext.domain import running_name
from atlas.ext.nodes import atlas_part
from atlas.ext.parts import addresses, code_digest, domain_of, page_at, page_digest
from atlas.ext.preview import findings_on
from atlas.findings import Code, Finding
from atlas.graph import Graph
from atlas.memory import Memory
from atlas.page_export import write_pages
from atlas.permanence import moved_anchors, write_redirects
from atlas.report import to_sphinx
from atlas.rules import check
from atlas.search.publish import note_page, publish
from atlas.site import load
from atlas.views import meta, sidebar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def load_site(app: Sphinx) -> None:
    """On `builder-inited`, once the environment is there: read the site without Sphinx."""
    if app.builder.format == "html":
        app.builder.search = False  # type: ignore[attr-defined]  # ours: atlas/search
    domain = domain_of(app.env)
    memory = Memory()
    if app.config.atlas_preview:
        memory = Memory(Path(app.doctreedir) / "atlas-memory.pickle", code_digest())
    domain.site = load(Path(app.srcdir), Path(app.srcdir).parent, memory)
    domain.memory = memory
    domain.graph = Graph(domain.site)
    if any(_stops_sphinx(finding) for finding in domain.site.findings):
        to_sphinx(check(domain.site), logger)
        # No SphinxError: Sphinx would put a traceback under it and ask for a report.
        sys.exit("A file cannot be read: the findings above say which, and where.")


def _stops_sphinx(finding: Finding) -> bool:
    """Whether Sphinx or sphinxcontrib-bibtex, which read the file as well, end with a traceback."""
    syntax = finding.number == Code.YAML_SYNTAX.number and finding.path.endswith(".bib")
    return syntax or finding.number == Code.TEXT_UTF8.number


def note_parts(app: Sphinx, doctree: nodes.document) -> None:
    """On `doctree-read`: remember which generated blocks a page has, for `changed_pages`."""
    found = [(str(n["part"]), str(n["argument"])) for n in doctree.findall(atlas_part)]
    app.env.metadata[app.env.docname]["atlas_parts"] = found


def run_rules(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """On `env-updated`, after all pages are read: report findings, name pages whose facts changed.

    Rules run over the whole site each time, so `-W` cannot be fooled by a second run in which
    nothing is read anew. Returns the pages to write although their own file did not change.
    """
    domain = domain_of(env)
    domain.findings = check(domain.site)
    to_sphinx(domain.findings, logger)
    changed = []
    for docname in sorted(env.found_docs):
        parts = env.metadata[docname].get("atlas_parts", [])
        digest = page_digest(domain, docname, parts)
        if env.config.atlas_preview:  # the page shows its findings
            digest += repr(findings_on(domain, page_at(domain, docname)))
        if domain.digests.get(docname) != digest:
            domain.digests[docname] = digest
            changed.append(docname)
    return changed


def unknown_target(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> nodes.TextElement | None:
    """On `missing-reference`: a page to come is named; any other link to nothing keeps its words.

    The rules have reported the latter already, with line, column and a suggestion.
    """
    if node.get("refdomain") != "atlas":
        return None
    kind, target = str(node["reftype"]), str(node["reftarget"])
    name = domain_of(env).site.to_come.get(f"{kind}:{target}")
    if name is None or node.get("refexplicit") or kind == "gene":
        return contnode
    return nodes.inline("", running_name(name, kind))


def page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """On `html-page-context`, before Furo's own handler: sidebar, head, JSON-LD."""
    domain = domain_of(app.env)
    page = page_at(domain, pagename)
    url = addresses(app.builder, pagename)
    context["atlas_notices"] = notices.OUTPUT if domain.site.origins else None
    context["atlas_sidebar"] = sidebar.sidebar(domain.graph, page, url)
    # Furo renders the tree of all pages into each page: quadratic. The sidebar above replaces it.
    context["toctree"] = lambda **kwargs: ""
    # The order of files means nothing to a reader; without it a new page changes no other.
    context.update(prev=None, next=None, parents=[])
    context["atlas_indices"] = [
        (name, index.localname)
        for name, index, _content, _collapse in getattr(app.builder, "domain_indices", [])
        if name.startswith("atlas-")
    ]
    context["atlas_source_links"] = _source_links(app, pagename, context)
    context["atlas"] = {
        "kind": page.kind.name if page and not page.frame else None,
        "id": page.id if page else None,
        "slot": _slot(domain.graph, page),
        "has_depth": bool(page and any(spec.depth for spec in page.kind.sections)),
        "meta": meta.meta(
            domain.graph,
            page,
            pagename,
            context.get("title") or context.get("indextitle") or "",
            app.config.html_baseurl,
        ),
        "jsonld": jsonld.dumps(domain.graph, page, app.config.html_baseurl) if page else None,
    }


def _source_links(app: Sphinx, pagename: str, context: dict[str, Any]) -> list[repository.Link]:
    """Links to the files that a page is made from; pages without a source have none."""
    if app.builder.name != "html" or not context.get("sourcename"):
        return []
    page = page_at(domain_of(app.env), pagename)
    files = [(f"docs/{pagename}{context['page_source_suffix']}", "this page")]
    numbers = f"numbers/{page.id}.yaml" if page and not page.frame else ""
    if numbers and (Path(app.srcdir) / numbers).exists():
        files.append((f"docs/{numbers}", "its figures"))
    parts = {what for what, _ in app.env.metadata[pagename].get("atlas_parts", [])}
    files += [file for what, file in repository.DATA.items() if what in parts]
    options = app.config.html_theme_options
    copy = context["pathto"](f"_sources/{context['sourcename']}", 1)
    return repository.links(options["source_repository"], options["source_branch"], files, copy)


def check_repository(app: Sphinx, config: Config) -> None:
    """On `config-inited`: say at once if no links can be made from the repository's address."""
    options = config.html_theme_options
    try:
        repository.links(options["source_repository"], options["source_branch"], [("x", "x")], "")
    except repository.UnknownForgeError as error:
        raise ConfigError(str(error)) from None


def note_text(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """On `html-page-context`: keep the text of a page for searching."""
    page = page_at(domain_of(app.env), pagename)
    if page is not None and not page.frame and page.front is not None:
        note_page(Path(app.outdir), page.key, context["body"])


def former_anchors(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On `doctree-resolved`: a place keeps the names that it had before, as further anchors.

    While writing and not while reading: what is stored of a page holds nothing of other files.
    """
    moved = moved_anchors(domain_of(app.env).site).get(docname, {})
    if not moved:
        return
    places = {anchor: node for node in doctree.findall(nodes.Element) for anchor in node["ids"]}
    for anchor, former in moved.items():
        if anchor in places:
            places[anchor]["ids"] += former


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """On `html-collect-pages`: our search page in the place of Sphinx's, which knows words only."""
    yield "search", {"title": "Search"}, "search.html"


def _slot(graph: Graph, page: Any) -> int | None:
    if page is None or page.frame or page.front is None:
        return None
    hallmarks = graph.hallmarks_of(page)
    known = [graph.site.hallmarks[h].slot for h in hallmarks if h in graph.site.hallmarks]
    return known[0] if known else None


def finish(app: Sphinx, exception: Exception | None) -> None:
    """On `build-finished`: remove what deleted pages left behind, write the exports."""
    if exception is not None or app.builder.format != "html":
        return
    _remove_stale(Path(app.outdir), app.env.found_docs, app.builder.out_suffix)  # type: ignore[attr-defined]
    notices.write(domain_of(app.env).site, Path(app.outdir))
    write_redirects(domain_of(app.env).site, Path(app.outdir))
    publish(domain_of(app.env).graph, Path(app.outdir), addresses(app.builder, "index"))
    if not app.config.atlas_preview:  # nobody looks at it there, and it takes its time
        _write_for_machines(app)


def _write_for_machines(app: Sphinx) -> None:
    """Exports, pictures, sitemap and feed: what nobody reads as a page of the site."""
    graph, outdir, base = domain_of(app.env).graph, Path(app.outdir), app.config.html_baseurl
    write_export(graph, outdir)
    write_pages(graph, outdir, base)
    write_cards(graph, Path(app.srcdir) / "_static", outdir)
    generated = [name for name, *_ in getattr(app.builder, "domain_indices", [])]
    docnames = {*app.env.found_docs, "genindex", *generated} - meta.UNLISTED
    write_changes(graph.site, outdir, docnames, base)


def _remove_stale(outdir: Path, documents: Iterable[str], suffix: str) -> None:
    """Sphinx leaves the HTML of a deleted page where it was; a published build must not."""
    from atlas.anatomy import KINDS

    folders = {kind.folder for kind in KINDS.values()}
    kept = {f"{docname}{suffix}" for docname in documents}
    for folder in sorted(folders):
        for path in sorted((outdir / folder).glob(f"*{suffix}")):
            if path.relative_to(outdir).as_posix() not in kept:
                path.unlink()
                source = outdir / "_sources" / path.relative_to(outdir).with_suffix(".md.txt")
                source.unlink(missing_ok=True)


def setup_events(app: Sphinx) -> None:
    """Connect the handlers; the numbers say why a handler runs where it does."""
    app.connect("config-inited", check_repository)
    app.connect("builder-inited", load_site, priority=400)  # before sphinxcontrib-bibtex reads
    app.connect("doctree-read", note_parts)
    app.connect("env-updated", run_rules)
    app.connect("missing-reference", unknown_target)
    # Furo computes its tree at the default priority of 500: the replacement must be there first.
    app.connect("html-page-context", page_context, priority=400)
    app.connect("doctree-resolved", former_anchors)
    app.connect("html-page-context", note_text)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", finish)
