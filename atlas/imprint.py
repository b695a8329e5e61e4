"""What the site is called, whose it is, under which license, and the addresses of its pages."""

from __future__ import annotations

from typing import Final

from atlas.site import Page

NAME: Final = "Hallmarks Atlas"
#: As in CITATION.cff.
AUTHORS: Final = "The Hallmarks Atlas contributors"
LICENSE: Final = "CC BY 4.0"
LICENSE_SPDX: Final = "CC-BY-4.0"
LICENSE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"


def address(base: str, path: str) -> str:
    """The address of a file of the site; relative to the site's root when `base` is empty."""
    return f"{base.rstrip('/')}/{path}" if base else path


def page_address(base: str, page: Page) -> str:
    """The address of a page."""
    return address(base, f"{page.docname}.html")
