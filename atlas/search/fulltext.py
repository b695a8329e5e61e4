"""What pages say, for MiniSearch: one index, cut into shards by word.

A shard knows the words of its range only; the lengths of the pages, which every shard needs for
its scores, stand once beside the names (`places`). So a query loads the shards of its own words,
and their scores are those of one index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from atlas.search.words import words

#: (word, page) pairs of a shard; about 30 KB compressed.
SHARD_PAIRS = 12_000

#: Word, and its count by place of the page: a row of MiniSearch's serialized index.
Row = tuple[str, dict[str, dict[str, int]]]


@dataclass(slots=True)
class FullText:
    """Counts of words by page. Pages are added in the order of their place in the index."""

    keys: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def add(self, key: str, text: str, skipped: frozenset[str]) -> None:
        """Add the text of the page `key`, without the words in `skipped`."""
        place = len(self.keys)
        found = Counter(word for word in words(text) if word not in skipped)
        self.keys.append(key)
        self.lengths.append(sum(found.values()))
        for word, count in found.items():
            self.counts.setdefault(word, {})[place] = count

    def shards(self) -> Iterable[list[Row]]:
        """The rows of each shard, in the order of words."""
        rows: list[Row] = []
        pairs = 0
        for word in sorted(self.counts):
            counts = self.counts[word]
            if pairs and pairs + len(counts) > SHARD_PAIRS:
                yield rows
                rows, pairs = [], 0
            rows.append((word, {"0": {str(place): n for place, n in sorted(counts.items())}}))
            pairs += len(counts)
        if rows:
            yield rows

    def spread(self) -> Mapping[str, int]:
        """Word -> on how many pages it stands."""
        return {word: len(pages) for word, pages in sorted(self.counts.items())}
