"""What other programs take from a build: links to it, and its files with and without an address."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup

from tests.build.conftest import Project
from tests.build.test_promises import STRICT

OTHER = """\
Another project
===============

See :external+atlas:ref:`gene:TP53`, :external+atlas:ref:`its way <pathway:apoptosis>`,
:external+atlas:ref:`hallmark:resisting-cell-death` and :external+atlas:term:`apoptosis`.

.. toctree::

   markdown
"""
MARKDOWN = """\
# In Markdown

See [](inv:atlas#gene:tp53) and [this word](inv:atlas:std:term#apoptosis).
"""
LINKS = {
    "index": {
        "https://atlas.example/genes/TP53.html": "TP53",
        "https://atlas.example/pathways/apoptosis.html": "its way",
        "https://atlas.example/hallmarks/resisting-cell-death.html": "Resisting cell death",
        "https://atlas.example/glossary.html#term-apoptosis": "apoptosis",
    },
    "markdown": {
        "https://atlas.example/genes/TP53.html": "TP53",
        "https://atlas.example/glossary.html#term-apoptosis": "this word",
    },
}


def build_other(folder: Path, inventory: Path, index: str) -> subprocess.CompletedProcess[str]:
    """Build a Sphinx project that knows nothing of ours but its objects.inv."""
    folder.mkdir()
    (folder / "conf.py").write_text(
        'extensions = ["sphinx.ext.intersphinx", "myst_parser"]\n'
        f'intersphinx_mapping = {{"atlas": ("https://atlas.example/", {str(inventory)!r})}}\n',
        encoding="utf-8",
    )
    (folder / "index.rst").write_text(index, encoding="utf-8")
    (folder / "markdown.md").write_text(MARKDOWN, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", ".", "_build"]
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_another_sphinx_project_links_here(project: Project, tmp_path: Path) -> None:
    built = project.build("html", *STRICT)
    assert built.status == 0, built.said
    inventory = built.html / "objects.inv"
    done = build_other(tmp_path / "other", inventory, OTHER)
    assert done.returncode == 0, done.stderr
    for name, expected in LINKS.items():
        text = (tmp_path / "other" / "_build" / f"{name}.html").read_text(encoding="utf-8")
        links = BeautifulSoup(text, "html.parser").select("a.external[href^='https://atlas']")
        assert {str(a["href"]): a.get_text() for a in links} == expected
    wrong = build_other(tmp_path / "wrong", inventory, OTHER.replace("gene:TP53", "gene:TP35"))
    assert wrong.returncode == 1
    assert "gene:tp35" in wrong.stderr.casefold()


def test_a_build_without_an_address_leaves_out_what_needs_one(project: Project) -> None:
    with_address = project.build("html", *STRICT)
    assert with_address.status == 0, with_address.said
    assert "https://hallmarks-atlas.example/" in (with_address.html / "sitemap.xml").read_text()
    bare = project.build("html", *STRICT, "-D", "html_baseurl=")
    assert bare.status == 0, bare.said
    assert not (bare.html / "sitemap.xml").exists()
    saying = [name for name, data in bare.files().items() if b"hallmarks-atlas.example" in data]
    assert saying == []
    page = BeautifulSoup((bare.html / "genes" / "TP53.html").read_bytes(), "html.parser")
    assert page.select('link[rel="canonical"], meta[property="og:image"]') == []
    assert page.select_one('meta[name="description"]')
    assert 'href="genes/TP53.html"' in (bare.html / "changes.atom").read_text(encoding="utf-8")


def test_the_address_of_the_site_stands_in_one_place(project: Project) -> None:
    built = project.build("html", *STRICT, "-D", "html_baseurl=https://other.example/atlas")
    assert built.status == 0, built.said
    address = "https://other.example/atlas/genes/TP53.html"
    page = BeautifulSoup((built.html / "genes" / "TP53.html").read_bytes(), "html.parser")
    (canonical,) = page.select('link[rel="canonical"]')
    assert canonical["href"] == address
    assert f"<loc>{address}</loc>" in (built.html / "sitemap.xml").read_text(encoding="utf-8")
    assert address in (built.html / "changes.atom").read_text(encoding="utf-8")
    assert address in page.select_one("#about-this-page").get_text()  # type: ignore[union-attr]
    assert not [n for n, data in built.files().items() if b"hallmarks-atlas.example" in data]
