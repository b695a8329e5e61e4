"""Every file of the built site that is not a page comes from somewhere known."""

from __future__ import annotations

import re
from pathlib import Path

from atlas.notices import Origin
from atlas.site import load
from tests.site.support import BuiltSite

#: Ours, below docs/_static; a library of others among them would say whose it is.
OWN = Origin(
    name="Hallmarks Atlas",
    license="MIT",
    url="(this project)",
    files=["_static/css/*.css", "_static/js/*.js", "_static/search/*.js", "_static/mark.svg"],
)
_CLAIM = re.compile(r"[Cc]opyright|©|\([cC]\) \d{4}|@license|@preserve|SPDX")


def test_every_static_file_has_a_known_origin(built: BuiltSite, project_root: Path) -> None:
    origins = load(project_root / "docs").origins
    paths = [
        path.relative_to(built.root).as_posix()
        for path in sorted((built.root / "_static").rglob("*"))
        if path.is_file()
    ]
    assert len(paths) > 30
    others = {path for path in paths for o in origins.values() if o.holds(path)}
    assert [path for path in paths if path not in others and not OWN.holds(path)] == []
    claimed = [
        path
        for path in paths
        if path not in others and _CLAIM.search((built.root / path).read_text(encoding="utf-8"))
    ]
    assert claimed == [], "others' work belongs into docs/third-party.yaml"
    unused = [
        f"{key}: {pattern}"
        for key, origin in origins.items()
        for pattern in origin.files
        if not list(built.root.glob(pattern))
    ]
    assert unused == []


def test_the_notices_hold_every_license_and_every_page_leads_there(
    built: BuiltSite, project_root: Path
) -> None:
    text = (built.root / "third-party.txt").read_text(encoding="utf-8")
    for origin in load(project_root / "docs").origins.values():
        assert f"{origin.name} " in text
    assert text.count("Permission is hereby granted, free of charge") >= 5
    assert text.count("SIL OPEN FONT LICENSE Version 1.1") == 3
    assert "Neither the name of the Snowball project" in text
    for path in ("index.html", "genes/TP53.html"):
        links = [link for link, _ in built.pages[path].links() if link.endswith("third-party.txt")]
        assert [built.target(path, link) for link in links] == [("third-party.txt", "")]
