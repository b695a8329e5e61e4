"""The command line: `python -m atlas check`, `due`, `facts`, `seal`, `promise`, …; no Sphinx."""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from pathlib import Path

from atlas.report import to_github, to_json, to_terminal


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status is 0, or 1 if there are findings."""
    parser = argparse.ArgumentParser(prog="python -m atlas", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="run every rule over the content")
    check.add_argument("docs", nargs="?", type=Path, default=Path("docs"))
    check.add_argument(
        "--format",
        choices=("terminal", "json", "github"),
        default="terminal",
        help="lines to read, a JSON array, or lines and annotations for GitHub",
    )
    check.add_argument(
        "--json", action="store_const", dest="format", const="json", help="short for --format json"
    )
    check.add_argument(
        "--wanted", action="store_true", help="list the pages to come and who names them"
    )
    check.add_argument("--only", metavar="TEXT", help="findings whose path contains TEXT")
    due = commands.add_parser("due", help="list pages whose next check is past on a day")
    due.add_argument("docs", nargs="?", type=Path, default=Path("docs"))
    due.add_argument("--on", type=_day, required=True, metavar="YYYY-MM-DD")
    due.add_argument("--report", type=Path, metavar="FILE", help="write the list here as well")
    facts = commands.add_parser("facts", help="compare the content with open data, where present")
    facts.add_argument("docs", nargs="?", type=Path, default=Path("docs"))
    facts.add_argument("--data", type=Path, default=Path("../shared/data"))
    seal = commands.add_parser(
        "seal", help="record that a page's sources were checked as it stands"
    )
    seal.add_argument("pages", nargs="+", type=Path)
    seal.add_argument("--docs", type=Path, default=Path("docs"))
    promise = commands.add_parser("promise", help="add today's addresses to docs/permanent.txt")
    promise.add_argument("docs", nargs="?", type=Path, default=Path("docs"))
    stats = commands.add_parser("stats", help="how much there is")
    stats.add_argument("docs", nargs="?", type=Path, default=Path("docs"))
    schemas = commands.add_parser("schemas", help="write the JSON Schemas that editors use")
    schemas.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    new = commands.add_parser("new", help="start a page: python -m atlas new gene KRAS")
    new.add_argument("kind")
    new.add_argument("id")
    new.add_argument("--name", default="", help="what a reader calls it")
    new.add_argument("--docs", type=Path, default=Path("docs"))
    arguments = parser.parse_args(argv)
    if arguments.command == "check" and arguments.wanted:
        return _wanted(arguments.docs)
    if arguments.command == "check":
        return _check(arguments.docs, arguments.format, arguments.only)
    if arguments.command == "due":
        from atlas.due import print_due

        return print_due(arguments.docs, arguments.on, arguments.report)
    if arguments.command == "facts":
        from atlas.oracles import compare

        return compare(arguments.docs, arguments.data)
    if arguments.command == "schemas":
        from atlas.schemas import write_schemas

        return write_schemas(arguments.root / "schemas", arguments.root / ".vscode")
    if arguments.command == "new":
        from atlas.new import new_page

        return new_page(arguments.docs.resolve(), arguments.kind, arguments.id, arguments.name)
    if arguments.command == "stats":
        from atlas.stats import print_stats

        return print_stats(arguments.docs)
    if arguments.command == "promise":
        from atlas.permanence import promise as promise_addresses

        return promise_addresses(arguments.docs)
    from atlas.seal import seal_pages

    return seal_pages(arguments.docs, arguments.pages)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error


def _wanted(docs: Path) -> int:
    from atlas.graph import Graph
    from atlas.site import load
    from atlas.to_come import wanted

    pages = wanted(Graph(load(docs.resolve())))
    for key, name, named in pages:
        print(f"{key}  {name}  named by {len(named)}{': ' * bool(named)}{', '.join(named)}")
    print(f"{len(pages)} pages to come", file=sys.stderr)
    return 0


def _check(docs: Path, form: str, only: str | None) -> int:
    from atlas.rules import check
    from atlas.site import load

    started = time.perf_counter()
    site = load(docs.resolve())
    findings = [f for f in check(site) if not only or only in f.path]
    if form == "json":
        print(to_json(findings))
    else:
        if findings:
            print(to_terminal(findings))
        if findings and form == "github":
            # As well as the lines: GitHub drops all annotations of a step but the first ten.
            print(to_github(findings))
        seconds = time.perf_counter() - started
        print(
            f"{len(site.pages)} pages, {len(site.terms)} terms, {len(site.numbers)} numbers, "
            f"{len(site.references)} references: {len(findings)} findings in {seconds:.2f} s",
            file=sys.stderr,
        )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
