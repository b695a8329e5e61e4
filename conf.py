"""Configuration of the Hallmarks Atlas. It declares; `atlas/` computes."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Hallmarks Atlas"
author = "Hallmarks Atlas contributors"
copyright = "Hallmarks Atlas contributors, text under CC BY 4.0"
language = "en"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "atlas"]
exclude_patterns = ["_static", "_templates"]
primary_domain = "atlas"
nitpicky = True
today_fmt = ""

myst_fence_as_directive = {"mermaid"}
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 0
myst_footnote_transition = False
myst_footnote_sort = False
suppress_warnings = ["myst.header"]

bibtex_bibfiles = ["docs/references.bib"]
bibtex_default_style = "atlas"
bibtex_footcite_id = "source-{key}"

html_theme = "furo"
html_theme_options: dict[str, str | list[str]] = {
    "top_of_page_buttons": [],
    # The repository's address, "https://github.com/…": then pages have links to edit them.
    "source_repository": "",
    "source_branch": "main",
}
html_title = "Hallmarks Atlas"
# The address of the published site. This one leads nowhere (RFC 2606); `make html BASEURL=…` names
# another, and with an empty one nothing is written that needs it.
html_baseurl = "https://hallmarks-atlas.example/"
html_favicon = "docs/_static/mark.svg"
html_static_path = ["docs/_static"]
templates_path = ["docs/_templates"]
html_css_files = [
    "css/tokens.css",
    "css/type.css",
    "css/shell.css",
    "css/page.css",
    "css/diagram.css",
    "css/wheel.css",
    "css/search.css",
    ("css/print.css", {"media": "print"}),
]
html_js_files = [
    ("js/definitions.js", {"defer": "defer"}),
    ("js/page.js", {"defer": "defer"}),
    ("js/search.js", {"defer": "defer"}),
]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/find.html",
        "sidebar/scroll-start.html",
        "sidebar/atlas.html",
        "sidebar/scroll-end.html",
    ]
}
html_copy_source = True
html_show_sourcelink = False
html_last_updated_fmt = None
html_permalinks_icon = "#"
html_use_index = True
html_domain_indices = True
