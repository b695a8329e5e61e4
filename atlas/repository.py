"""Links to the files behind a page, where the project's repository can show and change them.

The address stands in one place, `source_repository` in conf.py (Furo's name for it). Without it, a
page links to the copy of its own source that is published with the site, and offers no editing.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

#: Path parts of the forges whose addresses are known, before the branch: to edit, to look.
_FORGES: Final = {
    "github.com": ("edit", "blob"),
    "gitlab.com": ("-/edit", "-/blob"),
    "codeberg.org": ("_edit", "src/branch"),
}
#: What a page shows from a file of data or code: generated block -> the file and its name.
DATA: Final = {
    "glossary": ("docs/glossary.yaml", "its entries"),
    "hallmark-editions": ("docs/hallmarks.yaml", "its table"),
    "codes": ("atlas/findings.py", "its list"),
    "anatomy": ("atlas/anatomy.py", "its tables"),
}


class Link(NamedTuple):
    """A link at the foot of a page."""

    label: str
    url: str
    edits: bool = False


class UnknownForgeError(ValueError):
    """The repository is on a host whose addresses are not known."""


def addresses(repository: str, branch: str, path: str) -> tuple[str, str]:
    """Where a file is edited and where it is seen. Raises `UnknownForgeError`."""
    parts = urlsplit(repository)
    if parts.scheme != "https" or parts.netloc not in _FORGES:
        known = ", ".join(f"https://{host}/" for host in _FORGES)
        raise UnknownForgeError(f"source_repository “{repository}” must start with one of {known}")
    edit, view = _FORGES[parts.netloc]
    base, file = repository.rstrip("/"), f"{quote(branch)}/{quote(path)}"
    return f"{base}/{edit}/{file}", f"{base}/{view}/{file}"


def links(repository: str, branch: str, files: list[tuple[str, str]], copy: str) -> list[Link]:
    """The links of a page: `files` are (path, name), the page's own first; `copy` its source here.

    Raises `UnknownForgeError`.
    """
    if not repository:
        return [Link("View the source of this page", copy)]
    made = []
    for path, name in files:
        edit, view = addresses(repository, branch, path)
        made += [Link(f"Edit {name}", edit, True), Link(f"View the source of {name}", view)]
    return made
