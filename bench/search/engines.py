"""Each search as a reader gets it, on the same pages, in one browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from atlas import to_come

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: How many results are kept.
DEPTH: Final = 20


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def build(project: Path, out: Path, *, stock: bool = False) -> Path:
    """The site as published, or with Sphinx's own search in the place of ours."""
    config = project
    if stock:
        config = out.parent / f"{out.name}-conf"
        config.mkdir(parents=True)
        (config / "conf.py").write_text(_STOCK.format(project=str(project)), encoding="utf-8")
        # The one page of ours that no theme has; without search in it.
        (config / "404.html").write_text('{% extends "page.html" %}', encoding="utf-8")
    command = [
        *(sys.executable, "-m", "sphinx", "-q", "-E", "-c", str(config), str(project / "docs")),
        *(str(out), "-d", str(out.parent / f"{out.name}-doctrees")),
    ]
    subprocess.run(command, cwd=project, check=True)
    return out


_STOCK: Final = """
import os
root = {project!r}
conf = os.path.join(root, "conf.py")
exec(open(conf).read().replace("__file__", repr(conf)))
html_static_path = [os.path.join(root, path) for path in html_static_path]
html_favicon = os.path.join(root, html_favicon)
templates_path = [os.path.dirname(__file__)]
html_sidebars = {{}}
bibtex_bibfiles = [os.path.join(root, path) for path in bibtex_bibfiles]

def setup(app):
    app.connect("builder-inited", lambda app: setattr(app.builder, "search", True), priority=900)
    app.setup_extension("sphinx_searchlite")
"""


class Engine:
    """One search. `find` gives keys (`kind:id`) in the order in which a reader sees them."""

    name: str

    def __init__(self, page: Page, address: str, keys: dict[str, str]) -> None:
        """`keys`: address relative to the root of the site -> our key."""
        self.page = page
        self.address = address
        self.keys = keys
        self.start()

    def start(self) -> None:
        """Open the page on which the search runs."""

    def find(self, query: str) -> list[str]:
        """The results for a query."""
        raise NotImplementedError

    def _keys(self, addresses: list[str]) -> list[str]:
        return [key for address in addresses if (key := self.key(address))]

    def key(self, address: str) -> str | None:
        """The key of an address; a page without one stays in its place as `page:` and its path."""
        path = address.removeprefix(self.address).lstrip("/").partition("?")[0]
        return self.keys.get(path) or self.keys.get(path.partition("#")[0]) or f"page:{path}"


class Atlas(Engine):
    """Ours, read from the list that a reader sees on search.html."""

    name = "Hallmarks Atlas"

    def start(self) -> None:
        """Open search.html."""
        self.page.goto(f"{self.address}/search.html?q=")
        self.page.wait_for_function("window.AtlasSearch?.search?.show")
        self.page.evaluate("AtlasSearch.search.words()")

    def find(self, query: str) -> list[str]:
        """The pages that the list leads to."""
        found: list[str] = self.page.evaluate("query => AtlasSearch.search.show(query)", query)
        return found[:DEPTH]


class Sphinx(Engine):
    """Sphinx's own search, with its own ranking."""

    name = "Sphinx"

    def start(self) -> None:
        """Open search.html."""
        self.page.goto(f"{self.address}/search.html")

    def find(self, query: str) -> list[str]:
        """The links of the list, when it is complete."""
        self.page.goto(f"{self.address}/search.html?q={quote(query)}")
        self.page.wait_for_function(
            "document.querySelector('#search-results p.search-summary')?.textContent"
            ".match(/found|did not match/)"
        )
        found: list[str] = self.page.eval_on_selector_all(
            "#search-results ul.search > li > a", "links => links.map(link => link.href)"
        )
        return self._keys([a.partition("?")[0] + _fragment(a) for a in found])[:DEPTH]


def _fragment(address: str) -> str:
    _, mark, fragment = address.partition("#")
    return mark + fragment


class Pagefind(Engine):
    """Pagefind with its defaults."""

    name = "Pagefind"

    def start(self) -> None:
        """Load its script."""
        self.page.goto(f"{self.address}/index.html")
        self.page.evaluate(
            "import('/pagefind/pagefind.js').then(p => { window.pf = p; return p.init(); })"
        )

    def find(self, query: str) -> list[str]:
        """The addresses of its results."""
        found: list[str] = self.page.evaluate(
            """async ([query, depth]) => {
                 const { results } = await window.pf.search(query);
                 const found = await Promise.all(results.slice(0, depth).map(r => r.data()));
                 return found.map(d => d.url);
               }""",
            [query, DEPTH],
        )
        return self._keys(found)


class SearchLite(Engine):
    """sphinx-searchlite with its defaults; built into the site with Sphinx's own search."""

    name = "searchlite"

    def start(self) -> None:
        """Load its index."""
        self.page.goto(f"{self.address}/index.html")
        self.page.evaluate(
            """async () => {
                 window.lite = SearchLite.create({ url: SearchLite.indexUrl });
                 await window.lite.load();
               }"""
        )

    def find(self, query: str) -> list[str]:
        """The addresses of its results."""
        found: list[str] = self.page.evaluate(
            "query => window.lite.search(query).items.map(record => record.u)", query
        )
        return self._keys(found)[:DEPTH]


class _Library(Engine):
    """A search library on title and text of each page and each word explained."""

    #: JavaScript: `texts` ({id, title, text}) into `window.find`, a query and a number to ids.
    make: str

    def start(self) -> None:
        """Make its index."""
        self.page.goto(f"{self.address}/search.html")
        self.page.evaluate(f"async () => {{ {_PAGES} {self.make} }}")

    def find(self, query: str) -> list[str]:
        """The keys of its results."""
        found: list[str] = self.page.evaluate(
            "([query, depth]) => window.find(query, depth)", [query, DEPTH]
        )
        return found


_PAGES: Final = """
const { engine } = await AtlasSearch.search.ready();
const said = async (e) => e.kind === "term" ? e.summary
  : ((await AtlasSearch.search.text(e.key)) || []).flat().join(" ");
const entries = engine.entries.filter(e => e.kind !== "coming");
const texts = await Promise.all(
  entries.map(async e => ({ id: e.key, title: e.name, text: await said(e) })));
"""


class MiniSearch(_Library):
    """MiniSearch with its defaults."""

    name = "MiniSearch, defaults"
    make = """
      const index = new AtlasSearch.MiniSearch({ fields: ["title", "text"] });
      index.addAll(texts);
      window.find = (query, depth) => index.search(query).slice(0, depth).map(hit => hit.id);
    """


class FlexSearch(_Library):
    """FlexSearch with its defaults, except that not every word must be there."""

    name = "FlexSearch"
    make = """
      await new Promise((done) => {
        const script = document.createElement("script");
        script.src = "/peers/flexsearch/dist/flexsearch.bundle.min.js";
        script.onload = done;
        document.head.append(script);
      });
      const index = new FlexSearch.Document({ document: { id: "id", index: ["title", "text"] } });
      for (const text of texts) index.add(text);
      window.find = (query, limit) =>
        index.search(query, { limit, suggest: true, merge: true }).map(hit => hit.id);
    """


class Orama(_Library):
    """Orama with its defaults."""

    name = "Orama"
    make = """
      const orama = await import("/peers/@orama/orama/dist/browser/index.js");
      const db = orama.create({ schema: { id: "string", title: "string", text: "string" } });
      await orama.insertMultiple(db, texts);
      window.find = async (term, limit) => {
        const found = await orama.search(db, { term, limit, properties: ["title", "text"] });
        return found.hits.map(hit => hit.document.id);
      };
    """


def libraries(site: Path) -> None:
    """Put the libraries of `peers/package-lock.json` below a built site (needs npm)."""
    folder = site / "peers-made"
    shutil.copytree(Path(__file__).parent / "peers", folder)
    subprocess.run(["npm", "ci", "--silent"], cwd=folder, check=True)
    (folder / "node_modules").rename(site / "peers")


def pagefind(site: Path) -> None:
    """Index a built site with Pagefind."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pagefind",
            "--site",
            str(site),
            "--output-path",
            str(site / "pagefind"),
        ],
        check=True,
        capture_output=True,
    )


def keys_of(site: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Address -> key of a built site, and key -> form of its treatments, from `atlas.json`."""
    data: dict[str, Any] = json.loads((site / "atlas.json").read_text(encoding="utf-8"))
    keys = {entity["url"]: entity["key"] for entity in data["entities"]}
    keys |= {f"glossary.html#term-{term}": f"term:{term}" for term in data["terms"]}
    for key in data["in_short"]:
        docname, anchor = to_come.place(key)
        keys[f"{docname}.html#{anchor}"] = key
    forms = {
        e["key"]: str(e["facts"].get("form")) for e in data["entities"] if e["kind"] == "treatment"
    }
    forms |= dict.fromkeys(data["in_short"], "drug")
    return keys, forms


def browser() -> str | None:
    """The Chromium that the tests use as well."""
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
