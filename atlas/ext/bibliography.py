"""How sources look: authors, title, journal, year, then DOI and PubMed as links."""

from __future__ import annotations

from typing import Any

from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import field, href, join, optional, sentence, words


class AtlasStyle(Style):  # type: ignore[misc]
    """`unsrt` with the identifiers that this bibliography has: `doi`, `pmid`, `url`."""

    def format_web_refs(self, entry: Any) -> Any:
        """The links at the end of an entry."""
        return sentence(sep=" ")[
            optional[self._doi()],
            optional[self._pmid()],
            optional[self._url(), optional[" (seen ", field("urldate"), ")"]],
        ]

    def _doi(self) -> Any:
        address = join["https://doi.org/", field("doi", raw=True)]
        return href(address)[join["doi:", field("doi", raw=True)]]

    def _pmid(self) -> Any:
        address = join["https://pubmed.ncbi.nlm.nih.gov/", field("pmid", raw=True), "/"]
        return href(address)[join["PubMed ", field("pmid", raw=True)]]

    def _url(self) -> Any:
        return words[href(field("url", raw=True))["Web page"]]


def setup_bibliography() -> None:
    """Make the style known to pybtex under the name `atlas`."""
    register_plugin("pybtex.style.formatting", "atlas", AtlasStyle)
