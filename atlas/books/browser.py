"""The Chromium of this machine: it prints the book and drives the tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

#: In the order of preference; `.ci/run` looks for the same names.
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_BROWSER: Final = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
#: For containers and CI, which run as root, and without traffic of its own to the outside.
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find_browser() -> Path | None:
    """The first Chromium or Chrome that is there, or None; `CHROMIUM` names another one."""
    named = os.environ.get("CHROMIUM")
    for name in (named, *BROWSERS):
        if name and (found := shutil.which(name)):
            return Path(found)
    return MAC_BROWSER if MAC_BROWSER.exists() else None
