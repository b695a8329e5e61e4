"""The one issue that shows a list, against a server that answers as GitHub's does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tools import issue

BOT = "github-actions[bot]"
PATH = "/repos/some/atlas/issues"
TITLE = "Links that are gone"


class GitHub(ThreadingHTTPServer):
    """Issues in memory, with the parts of the interface that the tool uses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issues: list[dict[str, Any]] = []
        self.status = 200

    def add(self, title: str, author: str = BOT, **more: Any) -> dict[str, Any]:
        """Put in an open issue."""
        number = len(self.issues) + 1
        entry = {"number": number, "title": title, "state": "open", "author": author, **more}
        self.issues.append(entry)
        return entry


class _Handler(BaseHTTPRequestHandler):
    server: GitHub

    def _answer(self, data: Any) -> None:
        allowed = self.headers["Authorization"] == "Bearer a-token"
        self.send_response(self.server.status if allowed else 401)
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def _sent(self) -> dict[str, Any]:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        return dict(json.loads(data))

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path == PATH
        asked = {key: value for key, (value,) in parse_qs(parts.query).items()}
        assert asked["direction"] == "asc"
        self._answer(
            [
                entry
                for entry in self.server.issues
                if (entry["state"], entry["author"]) == (asked["state"], asked["creator"])
            ]
        )

    def do_POST(self) -> None:
        assert self.path == PATH
        self._answer(self.server.add(**self._sent()))

    def do_PATCH(self) -> None:
        number = int(self.path.removeprefix(f"{PATH}/"))
        entry = self.server.issues[number - 1]
        entry.update(self._sent())
        self._answer(entry)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    with GitHub() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("GITHUB_REPOSITORY", "some/atlas")
        monkeypatch.setenv("GITHUB_TOKEN", "a-token")
        yield server
        server.shutdown()
        thread.join()


def run(tmp_path: Path, text: str) -> int:
    """Run the tool with a list."""
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    return issue.main(["--title", TITLE, "--about", "What to do.", str(tmp_path / "list.txt")])


def test_one_issue_is_opened_then_changed_then_closed(github: GitHub, tmp_path: Path) -> None:
    assert run(tmp_path, "") == 0
    assert github.issues == []
    assert run(tmp_path, "a.md:1: gone\n") == 0
    assert run(tmp_path, "b.md:2: gone\n") == 0
    (only,) = github.issues
    assert only["title"] == TITLE
    assert only["body"] == "What to do.\n\n~~~text\nb.md:2: gone\n~~~\n"
    assert only["state"] == "open"
    assert run(tmp_path, "") == 0
    assert only["state"] == "closed"
    assert "b.md" not in only["body"]
    assert run(tmp_path, "c.md:3: gone\n") == 0
    assert [entry["state"] for entry in github.issues] == ["closed", "open"]


def test_what_others_wrote_is_left_alone(github: GitHub, tmp_path: Path) -> None:
    others = [
        github.add(TITLE, author="a-person", body="mine"),
        github.add("Another title", body="mine"),
        github.add(TITLE, body="mine", pull_request={}),
    ]
    assert run(tmp_path, "a.md:1: gone\n") == 0
    assert run(tmp_path, "") == 0
    assert [(entry["state"], entry["body"]) for entry in others] == [("open", "mine")] * 3
    assert [entry["state"] for entry in github.issues[3:]] == ["closed"]


def test_nothing_in_the_list_leaves_its_block(github: GitHub, tmp_path: Path) -> None:
    assert run(tmp_path, "~~~\n@everyone <b>\n~~~~~ x\n") == 0
    assert github.issues[0]["body"].splitlines()[2:] == [
        "~~~~~~text",
        "~~~",
        "@everyone <b>",
        "~~~~~ x",
        "~~~~~~",
    ]


def test_a_long_list_is_cut_to_what_github_takes(github: GitHub, tmp_path: Path) -> None:
    assert run(tmp_path, f"{'x' * 99}\n" * 1000) == 0
    text = github.issues[0]["body"]
    assert len(text) < 65_536
    assert text.count("x" * 99) == 600
    assert text.endswith("~~~\n\n400 more are in the log of the workflow.\n")


def test_a_refusal_is_said_and_is_not_success(
    github: GitHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github.status = 403
    assert run(tmp_path, "a.md:1: gone\n") == 1
    assert "GitHub answers 403" in capsys.readouterr().err


def test_no_server_is_said_and_is_not_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Port 9 is the discard service, which no machine of ours runs.
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("GITHUB_REPOSITORY", "some/atlas")
    monkeypatch.setenv("GITHUB_TOKEN", "a-token")
    assert run(tmp_path, "a.md:1: gone\n") == 1
    assert "GitHub cannot be reached" in capsys.readouterr().err


def test_what_is_not_set_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_REPOSITORY", "some/atlas")
    assert run(tmp_path, "") == 1
    assert capsys.readouterr().err == "not set: GITHUB_API_URL, GITHUB_TOKEN\n"
