"""The headers that are computed from built pages."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from atlas import headers
from atlas.ext.serving import rooted
from atlas.headers import FOREVER, netlify, nginx, of_build, version, write_headers


def page(folder: Path, body: str, name: str = "genes/KRAS.html") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")
    return path


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def directives(policy: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _, value in pairs}


def test_a_page_with_files_only_needs_no_hash(tmp_path: Path) -> None:
    page(
        tmp_path,
        '<script src="../a.js"></script><script type="application/ld+json">{"a": 1}</script>'
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; and style=</p>",
    )
    policy = directives(of_build(tmp_path).content_security)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"


def test_inline_script_and_style_are_allowed_by_their_hashes(tmp_path: Path) -> None:
    script, style, attribute = 'if (1 < 2) say("é");', "p > a { color: red }", "color: blue"
    page(
        tmp_path,
        f"<script>{script}</script><style>{style}</style><p style='{attribute}'>a</p>"
        f"<script type=module>{script}</script>",
    )
    policy = directives(of_build(tmp_path).content_security)
    assert policy["script-src"] == f"'self' 'sha256-{sha256(script)}'"
    known = f"'self' 'sha256-{sha256(style)}' 'unsafe-hashes' 'sha256-{sha256(attribute)}'"
    assert policy["style-src"] == known
    assert "unsafe-inline" not in " ".join(policy.values())


def test_an_event_handler_is_named_and_never_allowed(tmp_path: Path) -> None:
    page(tmp_path, '<button onclick="go()">Go</button>')
    assert of_build(tmp_path).blocked == ["genes/KRAS.html: <button onclick>"]
    assert "unsafe" not in of_build(tmp_path).content_security


def test_only_a_version_that_is_the_contents_is_kept_for_good(tmp_path: Path) -> None:
    style = tmp_path / "_static" / "a b.css"
    style.parent.mkdir()
    style.write_text("p { color: red }\n", encoding="utf-8")
    known = f"/_static/a%20b.css?v={version(style)}"
    page(tmp_path, f'<link href="..{known}"><script src="../gone.js?v=01234567"></script>')
    assert of_build(tmp_path).forever == [known]
    assert f'"{known}" "{FOREVER}";' in nginx(of_build(tmp_path))
    style.write_text("p { color: blue }\n", encoding="utf-8")
    assert of_build(tmp_path).forever == []


def test_the_version_is_the_one_that_sphinx_writes(tmp_path: Path) -> None:
    from sphinx.builders.html._assets import _file_checksum

    file = tmp_path / "a.js"
    file.write_bytes(b"one;\r\ntwo;\n")
    assert version(file) == _file_checksum(tmp_path, "a.js")


def test_both_files_say_the_same(tmp_path: Path) -> None:
    page(tmp_path, "<script>1</script>")
    write_headers(tmp_path)
    hosts = (tmp_path / headers.NETLIFY).read_text(encoding="utf-8")
    server = (tmp_path / headers.NGINX).read_text(encoding="utf-8")
    found = of_build(tmp_path)
    assert f"  Content-Security-Policy: {found.content_security}{headers.UPGRADE}\n" in hosts
    assert f'add_header Content-Security-Policy "{found.content_security}$atlas_up' in server
    for name, value in headers.ALWAYS.items():
        assert f"  {name}: {value}\n" in hosts
        assert f'add_header {name} "{value}" always;\n' in server


def test_a_host_never_has_two_rules_for_one_header(tmp_path: Path) -> None:
    """Some join such values with a comma, others take one of them."""
    page(tmp_path, "")
    lines = netlify(of_build(tmp_path)).splitlines()
    names = [line.partition(":")[0] for line in lines if line.startswith("  ")]
    assert len(names) == len(set(names)) > 5
    assert max(map(len, lines)) < 2000  # Cloudflare's limit for a line


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    for folder, order in (("one", "ab"), ("two", "ba")):
        for name in order:
            page(tmp_path / folder, f"<script>{name}</script>", f"{name}.html")
        write_headers(tmp_path / folder)
    for name in (headers.NETLIFY, headers.NGINX):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="genes/KRAS.html#x">', '<a href="/at/genes/KRAS.html#x">'),
        ('<html data-content_root="./">', '<html data-content_root="/at/">'),
        ('<form action="search.html">', '<form action="/at/search.html">'),
        ('<use href="#svg-find">', '<use href="#svg-find">'),
        ('<a href="https://example.org/">', '<a href="https://example.org/">'),
        ('<a href="mailto:a@example.org">', '<a href="mailto:a@example.org">'),
    ],
)
def test_links_of_the_page_for_wrong_addresses_start_at_the_root(before: str, after: str) -> None:
    assert rooted(before, "/at/") == after
