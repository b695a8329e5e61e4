"""The HTTP headers of the published site, computed from its built pages.

One policy in the two forms that servers read, both part of the build:

    _headers        for Netlify, Cloudflare Pages and others that know this format
    _headers.nginx  for nginx; `server/nginx.conf` includes it

The pages need no inline script and no inline style. Whatever a page has nevertheless is allowed by
its hash, never by `unsafe-inline`, so that a script that got in on the way stays blocked.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin

NETLIFY: Final = "_headers"
NGINX: Final = "_headers.nginx"

#: A file whose address names its content can be kept for good; its next version has another one.
FOREVER: Final = "public, max-age=31536000, immutable"
#: Fonts change hardly ever, and an old one does no harm for a week.
FONTS: Final = "/_static/fonts/"
WEEK: Final = "public, max-age=604800"
#: Everything else is asked for again each time, which costs 200 bytes if it is the same: a
#: correction reaches readers at once, and files of one build are never mixed with those of another.
ASK: Final = "no-cache"

#: Only for readers who came by HTTPS; plain HTTP on a machine at home stays usable.
SECURE_ONLY: Final = {"Strict-Transport-Security": "max-age=31536000"}
UPGRADE: Final = "; upgrade-insecure-requests"

_UNUSED: Final = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi"),
    *("payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb"),
    "xr-spatial-tracking",
)
#: The same for every file. What somebody reads here is nobody's business: no referrer at all.
ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Most pages have nothing to parse for: this finds the others. It may find too many.
_SUSPECT: Final = re.compile(
    r"""<script(?![^>]*\s(?:src=|type="application/(?:\w+\+)?json"))|<style|\sstyle=|\son\w+=""",
    re.IGNORECASE,
)
_VERSIONED: Final = re.compile(r'(?:href|src)="([^":?#]+\?v=[0-9a-f]{8})"')
_DATA: Final = re.compile(r"application/(?:\w+\+)?json", re.IGNORECASE)


@dataclass
class Inline:
    """Hashes of what pages hold inline, and where they have event handlers (`onclick=…`)."""

    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    style_attributes: set[str] = field(default_factory=set)
    handlers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Headers:
    """What the server is to say."""

    content_security: str
    always: dict[str, str]
    forever: list[str]  # addresses of files whose content cannot change
    blocked: list[str]  # places in pages that the policy will not let run


def of_build(outdir: Path) -> Headers:
    """The headers for the site that was built into `outdir`."""
    inline, versioned = Inline(), set()
    for path in sorted(outdir.rglob("*.html")):
        name = path.relative_to(outdir).as_posix()
        text = path.read_text(encoding="utf-8")
        versioned |= {urljoin(f"/{name}", link) for link in _VERSIONED.findall(text)}
        if _SUSPECT.search(text):
            _Collector(name, inline).feed(text)
    return Headers(
        content_security=content_security(inline),
        always=ALWAYS,
        forever=sorted(link for link in versioned if _is_current(outdir, link)),
        blocked=inline.handlers,
    )


def content_security(inline: Inline) -> str:
    """The Content-Security-Policy: what is not named here is forbidden."""
    scripts = ["'self'", *sorted(inline.scripts)]
    styles = ["'self'", *sorted(inline.styles)]
    if inline.style_attributes:
        styles += ["'unsafe-hashes'", *sorted(inline.style_attributes - inline.styles)]
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(scripts)}",
            f"style-src {' '.join(styles)}",
            "img-src 'self'",
            "font-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


class _Collector(HTMLParser):
    """Collects the inline scripts and styles of one page."""

    def __init__(self, page: str, inline: Inline) -> None:
        super().__init__(convert_charrefs=False)
        self._page, self._inline = page, inline
        self._into: set[str] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note attributes; from here on collect the text of an inline script or style."""
        named = dict(attrs)
        if named.get("style"):
            self._inline.style_attributes.add(_hash(named["style"] or ""))
        self._inline.handlers += [
            f"{self._page}: <{tag} {name}>" for name in named if name.startswith("on")
        ]
        if tag == "style":
            self._into = self._inline.styles
        elif (
            tag == "script" and "src" not in named and not _DATA.fullmatch(named.get("type") or "")
        ):
            self._into = self._inline.scripts

    def handle_data(self, data: str) -> None:
        """Text, as it stands in the page."""
        if self._into is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """The end of a script or style."""
        if self._into is not None and tag in {"script", "style"}:
            self._into.add(_hash("".join(self._text)))
            self._into, self._text = None, []


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def version(path: Path) -> str:
    """The version that Sphinx writes behind the address of a file: a checksum of its content."""
    content = path.read_bytes().replace(b"\r", b"")
    return f"{zlib.crc32(content):08x}"


def _is_current(outdir: Path, link: str) -> bool:
    """After an incremental build a page may name an older version of a file."""
    name, _, named = link.partition("?v=")
    path = outdir / unquote(name).lstrip("/")
    return path.is_file() and version(path) == named


def netlify(headers: Headers) -> str:
    """The headers as `_headers`.

    No header is in two rules: hosts differ in what they do then. Rules match paths without queries:
    what nginx says may be kept for good is asked for again here, as these hosts do by default.
    """
    every = {"Content-Security-Policy": headers.content_security + UPGRADE}
    every |= headers.always | SECURE_ONLY
    lines = ["/*", *(f"  {name}: {value}" for name, value in every.items())]
    lines += [f"{FONTS}*", f"  Cache-Control: {WEEK}"]
    return "\n".join(lines) + "\n"


def nginx(headers: Headers) -> str:
    """The headers as directives of nginx for its `http` block.

    They hold for all answers only where no `server` or `location` has an `add_header` of its own.
    """
    secure = '"~^https | https$"'
    lines = ["# Written by the build: see atlas/headers.py."]
    lines += _map(
        "$request_uri",
        "$atlas_lasting",
        {"default": ASK, f"~^{FONTS}": WEEK} | dict.fromkeys(headers.forever, FOREVER),
    )
    # An error is never kept.
    lines += _map("$status", "$atlas_cache", {"default": ASK, "~^(200|206|304)$": "$atlas_lasting"})
    lines += _map("$status", "$atlas_allow", {"default": "", "405": "GET, HEAD"})
    seen = '"$scheme $http_x_forwarded_proto"'
    lines += _map(seen, "$atlas_upgrade", {"default": "", secure: UPGRADE})
    for number, value in enumerate(SECURE_ONLY.values()):
        lines += _map(seen, f"$atlas_secure_{number}", {"default": "", secure: value})
    every = {"Content-Security-Policy": f"{headers.content_security}$atlas_upgrade"}
    every |= headers.always
    every |= {name: f"$atlas_secure_{number}" for number, name in enumerate(SECURE_ONLY)}
    every |= {"Cache-Control": "$atlas_cache", "Allow": "$atlas_allow"}
    lines += [f'add_header {name} "{value}" always;' for name, value in every.items()]
    return "\n".join(lines) + "\n"


def _map(source: str, name: str, values: dict[str, str]) -> list[str]:
    def quoted(key: str) -> str:
        return key if key == "default" or key.startswith('"') else f'"{key}"'

    rows = [f'    {quoted(key)} "{value}";' for key, value in values.items()]
    return [f"map {source} {name} {{", *rows, "}"]


def write_headers(outdir: Path) -> list[str]:
    """Write both files; give back the places in pages that the policy will not let run."""
    headers = of_build(outdir)
    for name, text in ((NETLIFY, netlify(headers)), (NGINX, nginx(headers))):
        (outdir / name).write_text(text, encoding="utf-8", newline="\n")
    return headers.blocked
