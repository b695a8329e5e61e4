"""How to cite a page: as text, as BibTeX, and as CSL-JSON for reference managers.

All three name the day on which the sources were checked and the hash of the text, so that a reader
of the citation can tell whether the page has changed since. Nobody is named as an author whom
CITATION.cff does not name.
"""

from __future__ import annotations

import datetime
import json
import re

from atlas import imprint
from atlas.site import Page
from atlas.views.common import day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}"}


def text(page: Page, base: str) -> str:
    """One line for a list of sources."""
    # No full stop after the address: it would be copied with it.
    where = f" {imprint.page_address(base, page)}" if base else ""
    return f"{imprint.AUTHORS}. {page.name}. {imprint.NAME}. {_version(page)}.{where}"


def bibtex(page: Page, base: str) -> str:
    """The entry for LaTeX."""
    checked = _checked(page)
    fields = {
        "author": f"{{{_tex(imprint.AUTHORS)}}}",
        "title": f"{{{_tex(page.name)}}}",
        "howpublished": _tex(imprint.NAME),
        "year": str(checked.year),
        "month": _MONTHS[checked.month - 1],
        "note": _tex(_version(page)),
    }
    if base:
        fields["url"] = imprint.page_address(base, page)
    lines = [
        # `month` is a macro of every BibTeX style: it stands without braces.
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
    ]
    return "\n".join([f"@misc{{{_key(page)},", *lines, "}"])


def csl(page: Page, base: str) -> str:
    """The record for Zotero, Mendeley, pandoc and others (CSL-JSON)."""
    checked = _checked(page)
    record = {
        "id": _key(page),
        "type": "webpage",
        "title": page.name,
        "container-title": imprint.NAME,
        "author": [{"literal": imprint.AUTHORS}],
        "issued": {"date-parts": [[checked.year, checked.month, checked.day]]},
        "version": page.hash,
        "language": "en",
        "note": _version(page),
    }
    if base:
        record["URL"] = imprint.page_address(base, page)
    rows = (
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in record.items()
    )
    return "[{\n" + ",\n".join(rows) + "\n}]"


def _version(page: Page) -> str:
    checked = day(_checked(page))
    return f"Sources checked {checked}, text version {page.hash}, {imprint.LICENSE}"


def _checked(page: Page) -> datetime.date:
    assert page.front
    return page.front.review.checked


def _key(page: Page) -> str:
    """A citation key that no other page has, and that BibTeX can read."""
    return f"hallmarks-atlas-{page.kind.name}-{page.id}"


def _tex(text: str) -> str:
    return re.sub(r"[&%$#_{}]", lambda match: _TEX[match[0]], text)
