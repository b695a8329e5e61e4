"""What others link to stays: promised addresses are there or lead on, and redirects work."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.findings import Code, Finding
from atlas.permanence import LIST, REDIRECTS, address_of, broken, offered
from atlas.site import Site


def promised(site: Site) -> Iterator[Finding]:
    """What docs/permanent.txt lists is there, or docs/redirects.yaml says where it is now.

    Good: a page gets a new file name and a line `genes/OLD: genes/NEW`. Bad: the name alone.
    """
    shown = (site.docs / LIST).relative_to(site.root).as_posix()
    for address in broken(site):
        name = address.replace(".html", "", 1)
        yield Finding.of(
            Code.ADDRESS_GONE,
            shown,
            site.promised[address],
            1,
            f"“{address}” was promised and is gone",
            f"bring it back, or write `{name}: …` into docs/{REDIRECTS}",
        )


def redirects(site: Site) -> Iterator[Finding]:
    """A redirect leads from what is gone to what is there, in one step.

    Good: `genes/P53: genes/TP53`. Bad: `genes/TP53: genes/P53`, when P53 is the page that is gone.
    """
    shown = (site.docs / REDIRECTS).relative_to(site.root).as_posix()
    if site.moved_yaml.data is not None and not isinstance(site.moved_yaml.data, dict):
        yield Finding.of(Code.REDIRECT_INVALID, shown, 1, 1, "this file must hold `old: new`")
    known = offered(site) if site.moved else set()
    for old, new in site.moved.items():
        wrong = _wrong(old, new, known)
        if wrong:
            place = site.moved_yaml.place((old,))
            yield Finding.of(Code.REDIRECT_INVALID, shown, *place, f"“{old}” {wrong}")


def _wrong(old: str, new: object, known: set[str]) -> str | None:
    """What is wrong with one redirect, as the end of a sentence about it."""
    if address_of(old) in known:
        return "is still there: a redirect would hide it"
    if new is None and old.startswith("number:"):
        return None
    if not isinstance(new, str) or not new:
        return "leads nowhere (only a number can be withdrawn with null)"
    if address_of(new) not in known:
        return f"leads to “{new}”, which does not exist"
    if _form(old) != _form(new):
        return f"leads to “{new}”, which is another sort of thing"
    if "#" in old and old.partition("#")[0] != new.partition("#")[0]:
        return "must lead to a place on the same page (a page that moved takes its places along)"
    return None


def _form(name: str) -> str:
    """What a name stands for: the kind of a key, or a page, or a place on a page."""
    return name.partition(":")[0] if ":" in name else "place" if "#" in name else "page"


RULES = (promised, redirects)
