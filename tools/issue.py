"""Keep one open issue that shows a list: `python tools/issue.py --title T --about A LIST`.

LIST is a text file with one entry a line. If it has entries, the open issue with this title that
the workflows wrote gets the new list, or a new issue is opened; if it is empty, that issue is
closed. The repository, the server and the token come from the variables that GitHub sets for a
workflow: GITHUB_REPOSITORY, GITHUB_API_URL, and GITHUB_TOKEN. Standard library only: the job that
holds the token runs nobody else's code.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, Final

#: Who writes issues from a workflow. An issue of a person is never touched, whatever its title.
AUTHOR: Final = "github-actions[bot]"
#: GitHub refuses a longer text than 65,536 characters; the rest is for what stands around the list.
MOST: Final = 60_000


def body(about: str, lines: list[str]) -> str:
    """The text of the issue: what it is about, and the list as text that nothing can leave.

    A fence of tildes longer than any in the list keeps names and addresses from becoming
    mentions, links or markup.
    """
    shown, length = [], 0
    for line in lines:
        length += len(line) + 1
        if length > MOST:
            break
        shown.append(line)
    fence = "~" * max([3, *(1 + line.count("~") for line in shown)])
    more = len(lines) - len(shown)
    rest = f"\n{more} more are in the log of the workflow.\n" if more else ""
    return f"{about}\n\n{fence}text\n" + "".join(f"{line}\n" for line in shown) + f"{fence}\n{rest}"


class Issues:
    """The issues of one repository, over GitHub's REST interface."""

    def __init__(self, server: str, repository: str, token: str) -> None:
        self.address = f"{server}/repos/{repository}/issues"
        self.token = token

    def _ask(self, method: str, address: str, data: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            address,
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "X-GitHub-Api-Version": "2022-11-28",
                "User-Agent": "hallmarks-atlas",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def find(self, title: str) -> int | None:
        """Number of the open issue with this title that a workflow wrote; the oldest if several."""
        query = urllib.parse.urlencode(
            {"state": "open", "creator": AUTHOR, "sort": "created", "direction": "asc"}
            | {"per_page": 100}
        )
        for issue in self._ask("GET", f"{self.address}?{query}"):
            if issue["title"] == title and "pull_request" not in issue:
                return int(issue["number"])
        return None

    def open(self, title: str, text: str) -> int:
        """Open an issue; its number."""
        return int(self._ask("POST", self.address, {"title": title, "body": text})["number"])

    def update(self, number: int, **fields: str) -> None:
        """Change fields of an issue, such as `body` or `state`."""
        self._ask("PATCH", f"{self.address}/{number}", fields)


def show(issues: Issues, title: str, about: str, lines: list[str]) -> str:
    """Bring the issue in line with the list; what was done, in words."""
    number = issues.find(title)
    if not lines:
        if number is None:
            return "nothing to report, and no issue is open"
        issues.update(number, body=f"{about}\n\nNothing is left on the list.", state="closed")
        return f"issue {number} is closed: nothing is left"
    if number is None:
        return f"issue {issues.open(title, body(about, lines))} is opened"
    issues.update(number, body=body(about, lines))
    return f"issue {number} has the new list"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring. 1 if GitHub does not take it."""
    parser = argparse.ArgumentParser(prog="issue", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--title", required=True)
    parser.add_argument("--about", required=True, help="what the list is, and what to do")
    parser.add_argument("list", type=Path)
    options = parser.parse_args(arguments)
    names = ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN")
    if missing := [name for name in names if not os.environ.get(name)]:
        print(f"not set: {', '.join(missing)}", file=sys.stderr)
        return 1
    issues = Issues(*(os.environ[name] for name in names))
    lines = options.list.read_text(encoding="utf-8").splitlines()
    try:
        print(show(issues, options.title, options.about, lines))
    except urllib.error.HTTPError as error:
        print(f"GitHub answers {error.code} {error.reason} to {error.url}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"GitHub cannot be reached: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
