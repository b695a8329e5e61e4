"""How sources look: authors, title, journal, year, then DOI and PubMed as links."""

from __future__ import annotations

from typing import Any, ClassVar

from pybtex.plugin import register_plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style, pages
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import field, href, join, optional, sentence, tag, words

from atlas.references import UNKNOWN


class AtlasStyle(Style):  # type: ignore[misc]
    """`unsrt` with the identifiers that this bibliography has: `doi`, `pmid`, `url`."""

    # Classes, not names: pybtex would search all installed packages for each name at each citation.
    default_name_style = NameStyle
    default_label_style = LabelStyle
    default_sorting_style = SortingStyle

    #: Key -> entry and its form: pages cite the same sources again and again.
    _formatted: ClassVar[dict[str, tuple[Any, Any]]] = {}

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        """Format an entry once, until the bibliography is read anew."""
        known, formatted = self._formatted.get(entry.key, (None, None))
        if known is not entry:
            context = {"entry": entry, "style": self, "bib_data": bib_data}
            text = self._template(entry).format_data(context)
            formatted = FormattedEntry(entry.key, text, label)
            self._formatted[entry.key] = (entry, formatted)
        return formatted

    def _template(self, entry: Any) -> Any:
        """One form for every type; a field that is not known is left out."""
        volume = join[field("volume"), optional["(", field("number"), ")"], optional[":", pages]]
        known = UNKNOWN not in " ".join(map(str, entry.persons.get("author", ())))
        authors = [sentence[self.format_names("author", as_sentence=False)]] if known else []
        return toplevel[
            *(optional[part] for part in authors),
            optional[self.format_title(entry, "title")],
            sentence[
                optional[tag("em")[field("journal")]], optional[volume], optional[field("year")]
            ],
            sentence(sep=" ")[
                optional[self._doi()],
                optional[self._pmid()],
                optional[self._url(), optional[" (seen ", field("urldate"), ")"]],
            ],
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
