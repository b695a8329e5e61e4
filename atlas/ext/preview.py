"""The preview of `make serve`: each finding beside the block that it is about.

On only if `atlas_preview` is set; then nothing else connects, and a published build holds no trace.
The findings of a page are part of its HTML. Those of other pages change with every edit: they stand
in `findings.html` and `findings.json`, written each time, so that no other page need be.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes

from atlas.ext.pages import diagram_figure
from atlas.ext.parts import domain_of, page_at
from atlas.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from atlas.ext.domain import AtlasDomain
    from atlas.findings import Finding
    from atlas.site import Page

#: Style and script of the preview alone.
ASSETS: Final = Path(__file__).resolve().parent.parent / "preview"
_BLOCKS: Final = (
    *(nodes.paragraph, nodes.title, nodes.row, nodes.list_item, nodes.literal_block),
    *(nodes.image, nodes.block_quote, diagram_figure),
)


def findings_on(domain: AtlasDomain, page: Page | None) -> list[Finding]:
    """The findings of a page's own file, in order."""
    return [f for f in domain.findings if page is not None and f.path == page.path]


def show_beside(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On `doctree-resolved`: put each finding after the block in which its line stands."""
    domain = domain_of(app.env)
    page = page_at(domain, docname)
    found = findings_on(domain, page)
    if page is None or not found:
        return
    blocks = [node for node in doctree.findall(lambda n: isinstance(n, _BLOCKS)) if node.line]
    # From the last to the first, so that two findings of one block stand in their order.
    for number, finding in reversed(list(enumerate(found, 1))):
        if finding.line < page.body_line:
            continue  # of the front matter: the list at the top shows it
        above = [node for node in blocks if (node.line or 0) <= finding.line]
        if above:
            # Of a list item and its paragraph, which begin together, the paragraph.
            block = max(enumerate(above), key=lambda item: (item[1].line or 0, item[0]))[1]
            html = render("preview_finding", {"finding": finding, "number": number})
            _put_after(block, nodes.raw("", html, format="html"))


def _put_after(block: nodes.Node, note: nodes.raw) -> None:
    if isinstance(block, nodes.row):
        cast("nodes.Element", block[-1]).insert(1, note)  # a row can hold cells only
        return
    parent = cast("nodes.Element", block.parent)
    parent.insert(parent.index(block) + 1, note)


def page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """On `html-page-context`: the list of the page's findings, above its text."""
    domain = domain_of(app.env)
    page = page_at(domain, pagename)
    if page is None or "body" not in context:
        return
    items = [
        {
            "finding": finding,
            "url": f"#finding-{number}" if finding.line >= page.body_line else None,
        }
        for number, finding in enumerate(findings_on(domain, page), 1)
    ]
    context["body"] = (
        render(
            "preview",
            {
                "items": items,
                "path": page.path,
                "all": context["pathto"]("findings"),
                "counts": context["pathto"]("findings.json", 1),
                "here": f"{pagename}.html",
            },
        )
        + context["body"]
    )


def _files(domain: AtlasDomain) -> list[dict[str, Any]]:
    """Every file with findings: path, page (if it is one) and the findings."""
    pages = {page.path: page for page in domain.site.every_page}
    files = []
    for path, found in groupby(domain.findings, key=lambda finding: finding.path):
        page = pages.get(path)
        items = [
            {
                "finding": finding,
                "anchor": f"#finding-{number}"
                if page and finding.line >= page.body_line
                else "#preview-findings",
            }
            for number, finding in enumerate(found, 1)
        ]
        url = f"{page.docname}.html" if page else None
        files.append({"path": path, "url": url, "items": items, "count": len(items)})
    return files


def list_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """On `html-collect-pages`: all findings, file by file."""
    body = render("preview_all", {"files": _files(domain_of(app.env))})
    yield "findings", {"title": "Findings", "body": body}, "page.html"


def write_counts(app: Sphinx, exception: Exception | None) -> None:
    """On `build-finished`: what the pages' script shows of other pages, and the memory."""
    if exception is None:
        domain_of(app.env).memory.save()
        counts = [
            {key: file[key] for key in ("path", "url", "count")}
            for file in _files(domain_of(app.env))
        ]
        path = Path(app.outdir) / "findings.json"
        path.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8", newline="\n")


def switch_on(app: Sphinx, config: Config) -> None:
    """On `config-inited`: connect the rest, if this build is a preview."""
    if not config.atlas_preview:
        return
    config.html_static_path.append(str(ASSETS))
    app.add_css_file("preview.css")
    app.add_js_file("preview.js", loading_method="defer")
    app.connect("doctree-resolved", show_beside)
    app.connect("html-page-context", page_context, priority=600)  # after the text is kept
    app.connect("html-collect-pages", list_page)
    app.connect("build-finished", write_counts)


def setup_preview(app: Sphinx) -> None:
    """Register the setting."""
    app.add_config_value("atlas_preview", False, "env", types=[bool])
    app.connect("config-inited", switch_on)
