"""Record that a page's sources were checked as it stands: writes the text's hash into `review`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from atlas.site import load

_REVIEW = re.compile(r"(?m)^(review: \{[^}\n]*?)(?:,\s*hash: \"?[0-9a-f]*\"?)?((?:,[^}\n]*)?\})$")


def seal_pages(docs: Path, pages: list[Path]) -> int:
    """Write the hash into each page of `pages`; 0 if all could be sealed.

    Refuses pages whose front matter cannot be read. A page that is edited afterwards loses its
    seal by itself: its hash no longer matches.
    """
    site = load(docs.resolve())
    by_path = {(site.root / page.path).resolve(): page for page in site.pages.values()}
    failed = 0
    for path in pages:
        page = by_path.get(path.resolve())
        if page is None or page.front is None:
            print(f"{path}: not a page that can be read", file=sys.stderr)
            failed += 1
            continue
        text = path.read_text(encoding="utf-8")
        sealed, count = _REVIEW.subn(rf'\g<1>, hash: "{page.hash}"\g<2>', text, count=1)
        if count != 1:
            print(f"{path}: no line `review: {{checked: …, next: …}}`", file=sys.stderr)
            failed += 1
            continue
        if sealed != text:
            path.write_text(sealed, encoding="utf-8", newline="\n")
        print(f"{path}: {page.hash}")
    return 1 if failed else 0
