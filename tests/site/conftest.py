"""The site, built once for all workers, a server on a free port, and the browser."""

from __future__ import annotations

import fcntl
import functools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from atlas.books.browser import ARGUMENTS
from tests.site.support import NO_BROWSER, BuiltSite, build_site, find_browser

NewPage = Callable[..., Page]

#: What a script meets when a test forbids storage. Furo's own script does not catch it.
NO_STORAGE = "storage is forbidden in this test"


@dataclass(frozen=True)
class Build:
    """Where the site was built, and what went wrong ("" if nothing did)."""

    html: Path
    wrong: str


@pytest.fixture(scope="session")
def build(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, project_root: Path
) -> Build:
    """The strict build. The first worker that comes here does it, the others wait."""
    given: Path | None = request.config.getoption("--site")
    if given:
        return Build(given.resolve(), "")
    # Workers have folders of their own below one that they share.
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent
    folder, said = shared / "site", shared / "site-build.txt"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text(build_site(project_root, folder), encoding="utf-8")
    return Build(folder / "html", said.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def built(build: Build) -> BuiltSite:
    """The site under test."""
    if build.wrong:
        pytest.fail("no site to test: test_site_builds says why", pytrace=False)
    return BuiltSite(build.html)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: a failing test names its own page."""


@pytest.fixture(scope="session")
def server(built: BuiltSite) -> Iterator[str]:
    """Address of the served site, without a slash at its end."""
    handler = functools.partial(_Quiet, directory=str(built.root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without its own traffic to the outside."""
    path = find_browser()
    if path is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=list(ARGUMENTS),
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """A function that opens a page in a fresh context; its arguments are those of a context.

    A script error on any page fails the test that visited it.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    errors = [error for error in errors if NO_STORAGE not in error]
    assert not errors, "scripts raised errors:\n" + "\n".join(errors)
