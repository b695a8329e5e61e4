"""The link checker, against a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools import linkcheck

KNOWN = "10.1000/182"


class _Registry(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            f"/api/{KNOWN}": (200, {"responseCode": 1}),
            "/api/10.1000/odd": (200, {"responseCode": 100}),
            "/page": (200, {}),
            "/refuses": (403, {}),
            "/removed": (410, {}),
        }
        status, body = answers.get(self.path, (404, {}))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Registry) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("link", "verdict"),
    [
        (f"https://doi.org/{KNOWN}", None),
        ("https://doi.org/10.1000/none", "the DOI registry does not know it"),
        ("https://doi.org/10.1000/odd", "the DOI registry does not know it"),
        ("HOST/page", None),
        ("HOST/refuses", None),
        ("HOST/removed", "the server says 410"),
        ("HOST/nowhere", "the server says 404"),
    ],
)
def test_verdict(host: str, link: str, verdict: str | None) -> None:
    answer = linkcheck.check(link.replace("HOST", host), 5, registry=f"{host}/api/")
    assert answer == verdict


def test_no_server() -> None:
    # Port 9 is the discard service, which no machine of ours runs.
    assert "no server answers" in (linkcheck.check("http://127.0.0.1:9/", 1) or "")


def test_collect_reads_bibliography_pages_and_data_with_lines(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text(
        "@article{a,\n  doi = {10.1000/182},\n  pmid = {123},\n}\n"
        "@online{b,\n  url = {https://example.org/x_(y)},\n}\n",
        encoding="utf-8",
    )
    (tmp_path / "page.md").write_text("See <https://example.org/p>.\n", encoding="utf-8")
    (tmp_path / "calls.yaml").write_text("url: https://example.org/p\n", encoding="utf-8")
    (tmp_path / "script.js").write_text("// https://example.org/code\n", encoding="utf-8")
    found = {
        link: [(Path(place.path).name, place.line) for place in places]
        for link, places in linkcheck.collect(tmp_path).items()
    }
    assert found == {
        "https://doi.org/10.1000/182": [("references.bib", 2)],
        "https://pubmed.ncbi.nlm.nih.gov/123": [("references.bib", 3)],
        "https://example.org/x_(y)": [("references.bib", 6)],
        "https://example.org/p": [("calls.yaml", 1), ("page.md", 1)],
    }


def test_offline_is_said_and_is_not_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(linkcheck, "online", lambda: False)
    assert linkcheck.main([str(tmp_path)]) == 2
    assert "needs the network" in capsys.readouterr().out


def test_the_report_holds_what_is_gone_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "b.md").write_text("<https://example.org/gone>\n", encoding="utf-8")
    (docs / "a.md").write_text(
        "<https://example.org/here>\n<https://example.org/gone>\n", encoding="utf-8"
    )
    monkeypatch.setattr(linkcheck, "online", lambda: True)
    monkeypatch.setattr(
        linkcheck, "check", lambda link, timeout: "gone" if link.endswith("gone") else None
    )
    report = tmp_path / "new" / "links.txt"
    assert linkcheck.main([str(docs), "--report", str(report)]) == 1
    wanted = [
        f"{docs}/a.md:2: https://example.org/gone: gone",
        f"{docs}/b.md:1: https://example.org/gone: gone",
    ]
    assert report.read_text(encoding="utf-8").splitlines() == wanted
    assert "1 links work, 1 are gone" in capsys.readouterr().out
    for page in docs.iterdir():
        page.write_text("Nothing.\n", encoding="utf-8")
    assert linkcheck.main([str(docs), "--report", str(report)]) == 0
    assert report.read_text(encoding="utf-8") == ""


def test_offline_there_is_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linkcheck, "online", lambda: False)
    assert linkcheck.main([str(tmp_path), "--report", str(tmp_path / "links.txt")]) == 2
    assert not (tmp_path / "links.txt").exists()
