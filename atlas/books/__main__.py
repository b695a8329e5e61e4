"""`python -m atlas.books epub|pdf|zip|cover`: write one file from the built site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from atlas.books.archive import write_site
from atlas.books.volume import BookError, day_of, read_volume


def main(argv: list[str] | None = None) -> int:
    """Write the file that is asked for; the exit status is 1 if that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m atlas.books", description=__doc__)
    parser.add_argument("form", choices=("epub", "pdf", "zip", "cover"))
    parser.add_argument("html", type=Path, help="the built site")
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    arguments = parser.parse_args(argv)
    try:
        said = _write(arguments.form, arguments.docs.resolve(), arguments.html, arguments.out)
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{said} in {arguments.out} ({arguments.out.stat().st_size / 1e6:.1f} MB)")
    return 0


def _write(form: str, docs: Path, html: Path, out: Path) -> str:
    if not (html / "index.html").exists():
        raise BookError(f"{html} holds no site: run `make html` first")
    if form == "zip":
        from atlas.site import load

        write_site(html, out, day_of(load(docs)))
        return "The site is packed"
    if form == "epub":
        from atlas.books.epub import write_epub

        write_epub(read_volume(docs, html, short=False), out)
        return "The e-book is"
    from atlas.books import pdf

    if form == "cover":
        pdf.write_cover(html, out)
        return "The cover is"
    pages = pdf.write_pdf(read_volume(docs, html, short=True), out)
    return f"The book of {pages} pages is"


if __name__ == "__main__":
    sys.exit(main())
