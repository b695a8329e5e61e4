"""Serve the built site as it is published: nginx with `server/nginx.conf` and the built headers.

    python tools/serve_nginx.py [--site _build/html] [--port 8080]
    python tools/serve_nginx.py --probe       print what the server says to different requests

Needs nginx (Debian: `apt-get install nginx libnginx-mod-http-brotli-static`). Whoever starts it is
who it runs as; it listens on this machine only and writes to one folder.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
CONFIG: Final = ROOT / "server" / "nginx.conf"
HEADERS: Final = "_headers.nginx"
HOST: Final = "127.0.0.1"
PACKAGES: Final = ("nginx", "libnginx-mod-http-brotli-static", "brotli")
NO_NGINX: Final = (
    "nginx is missing, and this needs the real server.\n"
    f"Debian: apt-get install {' '.join(PACKAGES)} (or run .ci/run, which does it).\n"
    "Where that starts a server of its own, `systemctl disable --now nginx` ends it."
)
#: What `--probe` asks for: a method, a path, further headers.
PROBES: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    ("GET", "/", {}),
    ("HEAD", "/index.html", {}),
    ("GET", "/genes/KRAS.html", {"Accept-Encoding": "gzip"}),
    ("GET", "/genes/KRAS.html", {"If-None-Match": "*"}),
    ("GET", "/_static/css/page.css", {"Accept-Encoding": "gzip"}),
    ("GET", "/_static/css/page.css?v=", {"Accept-Encoding": "gzip"}),
    ("GET", "/_static/fonts/literata.woff2", {}),
    ("GET", "/search/names.js", {"Accept-Encoding": "gzip"}),
    ("GET", "/_static/mark.svg", {}),
    ("GET", "/atlas.json", {"Accept-Encoding": "gzip"}),
    ("GET", "/no/such/page.html", {}),
    ("GET", "/_static/", {}),
    ("GET", "/genes", {}),
    ("GET", "/.buildinfo", {}),
    ("GET", "/_headers", {}),
    ("GET", "/../../etc/passwd", {}),
    ("POST", "/index.html", {}),
)


def find_nginx() -> Path | None:
    """The installed nginx, or None. Debian puts it where ordinary users do not look."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def config(text: str, port: int, *, can_brotli: bool) -> str:
    """The shipped configuration on another port of this machine alone.

    Without the module for Brotli, which few besides Debian package, its two lines are left out.
    """
    text, listens = re.subn(r"listen 8080;", f"listen {HOST}:{port};", text)
    if listens != 1:
        raise ValueError(f"{CONFIG.name}: `listen 8080;` is there {listens} times, not once")
    return text if can_brotli else re.sub(r"(?m)^.*brotli.*;\n", "", text)


def has_brotli() -> bool:
    """Whether the module that the configuration loads is there."""
    module = re.search(r"(?m)^load_module (\S+);", CONFIG.read_text(encoding="utf-8"))
    return module is not None and Path(module[1]).exists()


@contextmanager
def serving(site: Path, port: int = 0, log: Path | None = None) -> Iterator[str]:
    """Run nginx over `site` while the context lasts; gives the address without a slash at its end.

    Port 0 is any free one; `log` takes what nginx has to say. Raises FileNotFoundError if nginx or
    the headers of the build are missing, RuntimeError with what nginx said if it does not start.
    """
    nginx = find_nginx()
    if nginx is None:
        raise FileNotFoundError(NO_NGINX)
    if not (site / HEADERS).exists():
        raise FileNotFoundError(f"{site} has no {HEADERS}: run `make html`")
    with tempfile.TemporaryDirectory(prefix="atlas-nginx-") as folder:
        prefix = Path(folder)
        log = log or prefix / "log"
        (prefix / "tmp").mkdir()
        (prefix / "site").symlink_to(site.resolve())
        for _ in range(5):  # somebody else may take a free port before nginx does
            chosen = port or _free_port()
            text = config(CONFIG.read_text(encoding="utf-8"), chosen, can_brotli=has_brotli())
            (prefix / CONFIG.name).write_text(text, encoding="utf-8")
            process = _start(nginx, prefix, log)
            try:
                if _answers(process, chosen):
                    yield f"http://{HOST}:{chosen}"
                    return
            finally:
                process.terminate()
                process.wait()
        raise RuntimeError(f"nginx does not start:\n{log.read_text(encoding='utf-8')}")


def _start(nginx: Path, prefix: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [str(nginx), "-e", "stderr", "-p", str(prefix), "-c", CONFIG.name]
    if os.geteuid() == 0:
        command += ["-g", "user root;"]  # else it becomes somebody who may not read the site
    with log.open("wb") as said:
        return subprocess.Popen(command, stderr=said)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server takes connections; false if it ended instead."""
    while process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex((HOST, port)) == 0:
                return process.poll() is None
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    return False


def ask(
    base: str, method: str, path: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Send one request exactly as written; status, headers by their names in lower case, body."""
    connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=20)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    got = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    connection.close()
    return answer.status, got, body


def probe(base: str, site: Path) -> list[list[str]]:
    """A table of what the server says: the headers of one page, then one row a request."""
    forever = re.findall(r'"(/_static/css/page\.css\?v=\w+)"', (site / HEADERS).read_text("utf-8"))
    _, common, _ = ask(base, "GET", "/", {"X-Forwarded-Proto": "https"})
    rows = [["header of every answer (by HTTPS)", "value"]]
    own = {"date", "content-length", "last-modified", "connection", "accept-ranges", "content-type"}
    rows += [[name, value] for name, value in common.items() if name not in own]
    rows += [[], ["request", "status", "type", "encoding", "cache", "etag", "bytes"]]
    for method, path, headers in PROBES:
        if path.endswith("?v="):
            path = forever[0] if forever else path
        status, got, body = ask(base, method, path, headers)
        sent = " ".join(f"{name}: {value}" for name, value in headers.items())
        cells = [got.get(n, "-") for n in ("content-type", "content-encoding", "cache-control")]
        etag = "yes" if "etag" in got else "-"
        rows.append([f"{method} {path} {sent}".strip(), str(status), *cells, etag, str(len(body))])
    return rows


def _print(rows: list[list[str]]) -> None:
    table: list[list[str]] = []
    for row in [*rows, []]:
        if row:
            table.append(row)
            continue
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        for cells in table:
            line = zip(cells, widths, strict=True)
            print("  ".join(cell.ljust(width) for cell, width in line).rstrip())
        print()
        table = []


def main() -> int:
    """Serve until Ctrl-C, or probe once."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--probe", action="store_true", help="print what the server says")
    given = parser.parse_args()
    try:
        with serving(given.site, 0 if given.probe else given.port) as base:
            if given.probe:
                _print(probe(base, given.site))
            else:
                print(f"Serving on {base} as published; Ctrl-C ends it.")
                signal.pause()
    except KeyboardInterrupt:
        return 0
    except (FileNotFoundError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
