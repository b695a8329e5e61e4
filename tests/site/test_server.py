"""The site as it is published: the real nginx, the shipped configuration, the built headers."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from atlas import headers
from tests.site.conftest import NewPage
from tests.site.support import KINDS, BuiltSite
from tools.serve_nginx import CONFIG, NO_NGINX, PACKAGES, ask, find_nginx, has_brotli, serving

#: A folder of the copy that `server/compress` packs, as the image does with the whole site.
PACKED: Final = "guides"
SEEDED: Final = "seeded.html"
#: Reports what the policy blocked. It is put in by the browser, which no policy forbids.
LISTEN: Final = """addEventListener("securitypolicyviolation", (event) => window.violated(
  `${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));"""


@dataclass(frozen=True)
class Served:
    """A copy of the built site behind nginx."""

    site: Path
    base: str

    def get(self, path: str, method: str = "GET", **sent: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path exactly as written; `accept_encoding="br"` sends that header."""
        named = {name.replace("_", "-"): value for name, value in sent.items()}
        return ask(self.base, method, path, named)


@pytest.fixture(scope="session")
def served(built: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if find_nginx() is None or not shutil.which("brotli"):
        pytest.fail(NO_NGINX, pytrace=False)
    site = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(built.root, site)
    pack = CONFIG.with_name("compress")
    subprocess.run([str(pack), str(site / PACKED)], check=True)
    # What got into a page on the way to the server, after the policy was computed.
    text = (site / "index.html").read_text(encoding="utf-8")
    bad = '<script>document.title = "it ran"</script><p id="seeded" style="color: red">a</p>'
    seeded = text.replace("</article>", f"{bad}<img src='data:,' alt=''></article>")
    assert seeded != text
    (site / SEEDED).write_text(seeded, encoding="utf-8")
    (site / ".secret").write_text("secret", encoding="utf-8")
    (site / ".well-known").mkdir()
    (site / ".well-known" / "security.txt").write_text("Contact: somebody\n", encoding="utf-8")
    with serving(site) as base:
        yield Served(site, base)


def test_the_module_for_brotli_is_there() -> None:
    """Only Debian and its kin package it; elsewhere pages come with gzip."""
    assert has_brotli() or sys.platform != "linux", NO_NGINX


def test_ci_installs_what_these_tests_need(project_root: Path) -> None:
    script = (project_root / ".ci" / "run").read_text(encoding="utf-8")
    missing = [name for name in PACKAGES if not re.search(rf"missing\+=\([^)]*{name}\b", script)]
    assert not missing, f".ci/run does not install {missing}"


ANSWERS: Final = {
    "page": ("GET", "/index.html", 200),
    "head": ("HEAD", "/index.html", 200),
    "style": ("GET", "/_static/css/page.css", 200),
    "font": ("GET", "/_static/fonts/literata.woff2", 200),
    "data": ("GET", "/atlas.json", 200),
    "not found": ("GET", "/genes/no-such-gene.html", 404),
    "folder": ("GET", "/_static/", 404),
    "redirect": ("GET", "/genes", 301),
    "method": ("POST", "/index.html", 405),
    "bad request": ("GET", "/../../etc/passwd", 400),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_every_answer_has_every_header(served: Served, answer: tuple[str, str, int]) -> None:
    method, path, wanted = answer
    status, got, _ = served.get(path, method)
    assert status == wanted
    said = (served.site / headers.NETLIFY).read_text(encoding="utf-8")
    (policy,) = re.findall(r"(?m)^  Content-Security-Policy: (.*)$", said)
    assert got["content-security-policy"] == policy.removesuffix(headers.UPGRADE)
    assert "unsafe" not in policy
    for name, value in headers.ALWAYS.items():
        assert got[name.lower()] == value
    assert got["server"] == "nginx", "the version is nobody's business"


def test_https_is_asked_for_only_by_https(served: Served) -> None:
    _, plain, _ = served.get("/index.html")
    assert "strict-transport-security" not in plain
    assert "upgrade-insecure" not in plain["content-security-policy"]
    _, secure, _ = served.get("/index.html", x_forwarded_proto="https")
    assert secure["strict-transport-security"].startswith("max-age=31536000")
    assert secure["content-security-policy"].endswith(headers.UPGRADE)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/index.html", "text/html; charset=utf-8"),
        ("/_static/js/page.js", "text/javascript; charset=utf-8"),
        ("/_static/css/page.css", "text/css; charset=utf-8"),
        ("/_static/mark.svg", "image/svg+xml; charset=utf-8"),
        ("/_static/fonts/literata.woff2", "font/woff2"),
        ("/atlas.json", "application/json"),
        ("/objects.inv", "application/octet-stream"),
    ],
)
def test_types(served: Served, path: str, wanted: str) -> None:
    status, got, body = served.get(path)
    assert (status, got["content-type"]) == (200, wanted)
    assert body == (served.site / path[1:]).read_bytes()


def test_every_file_of_the_site_has_a_type(served: Served) -> None:
    """With `nosniff` a file of an unknown type is of no use to a browser."""
    text = CONFIG.read_text(encoding="utf-8")
    (block,) = re.findall(r"types \{(.*?)\}", text, flags=re.DOTALL)
    known = {word for line in block.split(";") for word in line.split()[1:]}
    used = {path.suffix[1:] for path in served.site.rglob("*") if path.is_file()}
    # Read by programs: the inventory of Sphinx. Not to be had: packed forms, what has no name.
    assert used - known <= {"inv", "gz", "br", "nginx", ""}


@pytest.mark.parametrize("version", ["/_static/js/search.js", "/_static/css/page.css"])
def test_a_named_version_is_kept_for_good_and_no_other(served: Served, version: str) -> None:
    text = (served.site / "index.html").read_text(encoding="utf-8")
    (named,) = re.findall(rf'"({version[1:]}\?v=[0-9a-f]+)"', text)
    assert served.get(f"/{named}")[1]["cache-control"] == headers.FOREVER
    assert served.get(f"{version}?v=00000000")[1]["cache-control"] == headers.ASK
    assert served.get(version)[1]["cache-control"] == headers.ASK


def test_what_has_no_version_is_asked_for_again(served: Served) -> None:
    for path in ("/", "/genes/index.html", "/search/names.js", "/atlas.json"):
        assert served.get(path)[1]["cache-control"] == headers.ASK, path
    assert served.get("/_static/fonts/literata.woff2")[1]["cache-control"] == headers.WEEK
    assert served.get("/_static/fonts/no-such.woff2")[1]["cache-control"] == headers.ASK


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
@pytest.mark.parametrize("path", ["/index.html", f"/{PACKED}/index.html"])
def test_an_etag_saves_the_body(served: Served, path: str, accepted: str) -> None:
    _, first, body = served.get(path, accept_encoding=accepted)
    assert body
    status, again, body = served.get(path, accept_encoding=accepted, if_none_match=first["etag"])
    assert (status, body) == (304, b"")
    assert again["cache-control"] == headers.ASK
    assert served.get(path, if_none_match='"other"')[0] == 200


def test_text_is_packed_beforehand_or_on_the_way(served: Served) -> None:
    plain = served.get("/search/names.js")
    _, got, body = served.get("/search/names.js", accept_encoding="gzip, br")
    assert got["content-encoding"] == "gzip"  # nothing was packed there beforehand
    assert got["vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == plain[2]
    assert len(body) < len(plain[2]) / 2
    _, got, body = served.get(f"/{PACKED}/index.html", accept_encoding="gzip")
    assert body == (served.site / PACKED / "index.html.gz").read_bytes()
    assert gzip.decompress(body) == (served.site / PACKED / "index.html").read_bytes()
    assert got["vary"] == "Accept-Encoding"
    assert got["content-type"] == "text/html; charset=utf-8"
    assert "content-encoding" not in plain[1]
    font = served.get("/_static/fonts/literata.woff2", accept_encoding="gzip, br")
    assert "content-encoding" not in font[1]


def test_brotli_is_preferred_where_it_was_packed(served: Served) -> None:
    _, got, body = served.get(f"/{PACKED}/index.html", accept_encoding="gzip, deflate, br")
    encoding, file = ("br", ".br") if has_brotli() else ("gzip", ".gz")
    assert got["content-encoding"] == encoding
    assert body == (served.site / PACKED / f"index.html{file}").read_bytes()
    assert got["vary"] == "Accept-Encoding"


HIDDEN: Final = (
    "/.secret",
    "/.buildinfo",
    "/.git/config",
    "/genes/.secret",
    f"/{headers.NGINX}",
    f"/{headers.NETLIFY}",
    f"/{PACKED}/index.html.gz",
    f"/{PACKED}/index.html.br",
    "/_static/",
    "/search/text/",
)


@pytest.mark.parametrize("path", HIDDEN)
def test_what_is_not_for_readers_is_not_there(served: Served, path: str) -> None:
    status, _, body = served.get(path)
    assert status == 404
    assert body == (served.site / "404.html").read_bytes()


def test_well_known_files_are_there(served: Served) -> None:
    assert served.get("/.well-known/security.txt")[0] == 200


TRAVERSALS: Final = (
    "/../nginx.conf",
    "/genes/../../nginx.conf",
    "/%2e%2e/nginx.conf",
    "/genes/%2e%2e/%2e%2e/nginx.conf",
    "/..%2fnginx.conf",
    "//../nginx.conf",
    "/genes/..%5c..%5cnginx.conf",
    "/index.html%00.js",
)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_the_site(served: Served, path: str) -> None:
    status, _, body = served.get(path)
    assert status in {400, 404}
    assert b"worker_processes" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_but_reading(served: Served, method: str) -> None:
    status, got, _ = served.get("/index.html", method)
    assert status == 405
    # nginx turns down TRACE before it reads the configuration's answer for a method.
    assert got.get("allow", "GET, HEAD") == "GET, HEAD"
    assert method == "TRACE" or "allow" in got


def test_head_says_what_get_would(served: Served) -> None:
    _, get, body = served.get("/glossary.html")
    status, head, nothing = served.get("/glossary.html", "HEAD")
    assert (status, nothing) == (200, b"")
    assert head["content-length"] == get["content-length"] == str(len(body))
    assert head["etag"] == get["etag"]


def test_a_redirect_names_no_port_and_no_host(served: Served) -> None:
    assert served.get("/genes", host="example.org:1")[1]["location"] == "/genes/"


def test_the_server_notes_nobodys_reading(built: BuiltSite, tmp_path: Path) -> None:
    """Neither what was asked for, nor by whom, nor what went wrong with it."""
    log = tmp_path / "log"
    with serving(built.root, log=log) as base:
        for path in ("/index.html", "/no-such-illness.html", "/_static/", "/../up"):
            assert ask(base, "GET", path)[0] in {200, 404, 400}
    assert log.read_text(encoding="utf-8") == ""


def test_a_configuration_that_nginx_refuses_is_shown(tmp_path: Path) -> None:
    (tmp_path / headers.NGINX).write_text("add_header;\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="invalid number of arguments"), serving(tmp_path):
        pass


# --- in the browser -----------------------------------------------------------------------


@pytest.fixture
def watched(new_page: NewPage) -> tuple[Page, list[str]]:
    """A page, and the list of what the policy blocks on it and of errors in its console."""
    page = new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.expose_function("violated", lambda what: said.append(what))
    page.add_init_script(LISTEN)
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    return page, said


@pytest.mark.parametrize("sample", [*KINDS, "index", "glossary", "genindex", "search"])
def test_the_policy_blocks_nothing_of_ours(
    built: BuiltSite, served: Served, watched: tuple[Page, list[str]], sample: str
) -> None:
    page, said = watched
    page.goto(f"{served.base}/{built.sample(sample)}")
    page.wait_for_function("document.fonts.status === 'loaded'")
    before = page.evaluate("document.body.dataset.theme")
    page.locator(".theme-toggle:visible").first.click()
    assert page.evaluate("document.body.dataset.theme") != before
    if sample != "search":
        page.keyboard.press("/")
    page.get_by_role("combobox").fill("Venclexta")
    hit = page.locator(".find-hit").first
    expect(hit).to_contain_text("Venetoclax")
    assert said == []


def test_the_policy_blocks_no_definition_card(
    built: BuiltSite, served: Served, watched: tuple[Page, list[str]]
) -> None:
    page, said = watched
    page.goto(f"{served.base}/{built.sample('pathway')}")
    assert page.locator("svg.diagram-svg").count()
    page.locator("article p a.def[data-def], article li a.def[data-def]").first.hover()
    expect(page.locator("#def-card")).to_be_visible()
    assert said == []


def test_the_policy_blocks_what_was_slipped_in(
    served: Served, watched: tuple[Page, list[str]]
) -> None:
    page, said = watched
    page.goto(f"{served.base}/{SEEDED}")
    expect(page.locator("#seeded")).not_to_have_css("color", "rgb(255, 0, 0)")
    assert page.title() != "it ran"
    blocked = "\n".join(said)
    for directive in ("script-src-elem: inline", "style-src-attr: inline", "img-src: data"):
        assert directive in blocked, blocked


@pytest.mark.parametrize("path", ["/no-such.html", "/genes/no/such/KRAS2.html"])
def test_a_wrong_address_gets_a_page_that_helps(
    served: Served, watched: tuple[Page, list[str]], path: str
) -> None:
    page, said = watched
    answer = page.goto(f"{served.base}{path}")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    # Its styles are there at any depth.
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')")
    links = page.locator("a[href]:not([href^='#'])").evaluate_all("all => all.map(a => a.href)")
    inside = {link for link in links if link.startswith(served.base)}
    assert len(inside) > 8
    lost = [link for link in sorted(inside) if served.get(urlsplit(link).path)[0] != 200]
    assert lost == []
    assert [line for line in said if "404" not in line] == []


def test_a_wrong_address_is_searched_for(served: Served, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{served.base}/genes/K-RAS.htm")
    expect(page.get_by_role("combobox")).to_have_value("K RAS")
    hit = page.locator(".find-hit").first
    expect(hit).to_contain_text("KRAS")
    hit.click()
    expect(page).to_have_url(f"{served.base}/genes/KRAS.html")


def test_a_wrong_address_has_a_search_without_scripts(served: Served, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{served.base}/no/such/page.html")
    page.locator("#search-words").fill("KRAS")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{served.base}/search.html?q=KRAS")
