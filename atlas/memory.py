"""What was read last time, by a hash of its text: `make serve` reads the whole site at each save.

Only the preview uses it. A build and `make check` read everything, so that nothing old can pass.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Results of pure functions of a text. Without a file it holds nothing."""

    def __init__(self, file: Path | None = None, version: str = "") -> None:
        """`version` names the code: what other code made is forgotten, as is a broken file."""
        self.file, self.version = file, version
        self._old: dict[str, Any] = {}
        self._new: dict[str, Any] = {}
        if file is not None and file.exists():
            # A file that was cut short can raise nearly anything.
            with contextlib.suppress(Exception):
                stored = pickle.loads(file.read_bytes())
                self._old = stored["results"] if stored["version"] == version else {}

    def of(self, name: str, text: str, make: Callable[[], T]) -> T:
        """What `make` gives for `text`; `name` says what is made of it."""
        if self.file is None:
            return make()
        key = f"{name}:{hashlib.sha256(text.encode()).hexdigest()}"
        self._new[key] = result = self._old[key] if key in self._old else make()
        return result

    def save(self) -> None:
        """Keep what was asked for this time, if it is not what was there."""
        if self.file is not None and self._new.keys() != self._old.keys():
            self.file.parent.mkdir(parents=True, exist_ok=True)
            part = self.file.with_suffix(".part")
            part.write_bytes(
                pickle.dumps({"version": self.version, "results": self._new}, protocol=5)
            )
            part.replace(self.file)
