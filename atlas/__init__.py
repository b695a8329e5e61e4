"""Hallmarks Atlas: the local Sphinx extension. `setup` is all that stands here.

Sphinx-free core: model, strictyaml, facts, textfile, markdown, references, gene_table, site, graph,
rules, diagram, views, search, render; for machines export, page_export, changes, cards, citation;
for the server headers; to take along books. Sphinx side: `ext/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    from atlas.ext.bibliography import setup_bibliography
    from atlas.ext.domain import AtlasDomain
    from atlas.ext.events import setup_events
    from atlas.ext.nodes import setup_nodes
    from atlas.ext.pages import setup_pages
    from atlas.ext.preview import setup_preview
    from atlas.ext.serving import setup_serving

    setup_bibliography()
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(AtlasDomain)
    setup_nodes(app)
    setup_pages(app)
    setup_events(app)
    setup_preview(app)
    setup_serving(app)
    return {
        "version": "1.0",
        # 1: metadata["atlas_parts"], domain data 1
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
