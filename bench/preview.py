"""`make bench-preview`: seconds from saving a page to seeing it, reloaded, in the browser."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import run
from tests.site.support import NO_BROWSER, find_browser

#: What the Makefile's `serve` gives to sphinx-autobuild; a test compares the two.
OPTIONS = ("-j", "1", "-n", "-D", "atlas_preview=1", "--host", "127.0.0.1")
#: The first build of the whole site on a slow machine.
PATIENCE = 300.0


def serve(project: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the preview of a copy of the project, as `make serve` does."""
    command = [sys.executable, "-m", "sphinx_autobuild", "-c", ".", "docs", "_build/html"]
    command += ["-d", "_build/doctrees", *OPTIONS, "--port", str(port)]
    command += ["--watch", "atlas", "--watch", "conf.py"]
    log = (project / "serve.log").open("wb")
    return subprocess.Popen(
        command, cwd=project, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )


def wait_for(address: str, seconds: float) -> None:
    """Until the server answers. Raises `TimeoutError`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError(address)


def edit(path: Path, page: Page, number: int) -> float:
    """Save one edit; the seconds until the open page shows it."""
    text = path.read_text(encoding="utf-8")
    before = f"Edit {number - 1}. " if number > 1 else ""
    head, heading, rest = text.partition("## Its normal job\n\n")
    assert heading
    mark = f"Edit {number}. "
    changed = head + heading + mark + rest.removeprefix(before)
    begin = time.perf_counter()
    path.write_text(changed, encoding="utf-8")
    page.wait_for_function(
        "mark => document.querySelector('article')?.innerText.includes(mark)",
        arg=mark.strip(),
        timeout=PATIENCE * 1000,
        polling=50,
    )
    return time.perf_counter() - begin


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.preview", description=__doc__)
    parser.add_argument("--page", default="genes/TP53", help="the page that is edited (a gene)")
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--port", type=int, default=8765)
    options = parser.parse_args()
    browser = find_browser()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    folder = Path(tempfile.mkdtemp(prefix="atlas-preview-"))
    project = run.snapshot(folder / "project")
    begin = time.perf_counter()
    server = serve(project, options.port)
    try:
        address = f"http://127.0.0.1:{options.port}/{options.page}.html"
        wait_for(address, PATIENCE)
        print(f"first build and start: {time.perf_counter() - begin:.1f} s", flush=True)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=browser, args=["--no-sandbox", "--disable-background-networking"]
            )
            page = chromium.new_page()
            page.goto(address)
            page.wait_for_timeout(1000)  # until the reload script listens
            source = project / "docs" / f"{options.page}.md"
            times = [edit(source, page, number + 1) for number in range(options.edits)]
            chromium.close()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    shown = ", ".join(f"{seconds:.1f}" for seconds in times)
    print(f"{options.page}, from saving to the reloaded page: {shown} s")
    print(f"median of {len(times)}: {statistics.median(times):.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
