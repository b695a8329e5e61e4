"""The glossary: short plain texts, each name once, links that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from atlas.findings import Code, Finding
from atlas.readability import words
from atlas.site import Site

MAX_PLAIN: Final = 30
#: What a page to come is, in short: it has no longer page behind it.
MAX_SHORT: Final = 40


def plain_texts(site: Site) -> Iterator[Finding]:
    """A plain explanation has at most 30 words."""
    for key, term in site.terms.items():
        count = len(words(term.plain))
        if count > MAX_PLAIN:
            yield Finding.of(
                Code.TERM_LENGTH,
                *site.place("term", key, "plain"),
                f"the plain text of “{key}” has {count} words; at most {MAX_PLAIN}",
            )


def short_texts(site: Site) -> Iterator[Finding]:
    """What explains a page to come in short has at most 40 words."""
    for key, coming in site.in_short.items():
        count = len(words(coming.plain or ""))
        if count > MAX_SHORT:
            yield Finding.of(
                Code.TERM_LENGTH,
                *site.place("coming", key, "plain"),
                f"the plain text of “{key}” has {count} words; at most {MAX_SHORT}",
            )


def names(site: Site) -> Iterator[Finding]:
    """No two entries claim one word."""
    owners: dict[str, str] = {}
    for key, term in site.terms.items():
        own = {" ".join(word.casefold().split()) for word in (term.term, *term.also)}
        for word in sorted(own):
            if owners.setdefault(word, key) != key:
                yield Finding.of(
                    Code.ALIAS_DUPLICATE,
                    *site.place("term", key),
                    f"“{word}” is already a name of the entry “{owners[word]}”",
                )


def see_also(site: Site) -> Iterator[Finding]:
    """`see` names a page that exists."""
    for key, term in site.terms.items():
        if term.see and not site.expects(term.see):
            yield Finding.of(
                Code.RELATION_UNKNOWN,
                *site.place("term", key, "see"),
                f"“{key}” points to {term.see}, which does not exist",
            )


RULES = (plain_texts, short_texts, names, see_also)
