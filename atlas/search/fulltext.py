"""What pages say, as indexes that MiniSearch 7 loads: one index, cut into shards by word.

Every shard knows all pages and their lengths, but only the words of its range, so that scores from
several shards add up to those of one index, and a query loads the shards of its own words only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from atlas.search.words import words

#: (word, page) pairs of a shard; about 30 KB compressed.
SHARD_PAIRS = 12_000
#: The form that MiniSearch writes and reads (`serializationVersion`).
FORM = 2


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

    def shards(self) -> Iterable[tuple[str, dict[str, object]]]:
        """First word and content of each shard, in the order of words."""
        rows: list[list[object]] = []
        first, pairs = "", 0
        for word in sorted(self.counts):
            counts = self.counts[word]
            if pairs and pairs + len(counts) > SHARD_PAIRS:
                yield first, self._shard(rows)
                rows, first, pairs = [], word, 0
            rows.append([word, {"0": {str(place): n for place, n in sorted(counts.items())}}])
            first = first or word
            pairs += len(counts)
        if rows:
            yield first, self._shard(rows)

    def _shard(self, rows: list[list[object]]) -> dict[str, object]:
        count = len(self.keys)
        return {
            "documentCount": count,
            "nextId": count,
            "documentIds": {str(place): place for place in range(count)},
            "fieldIds": {"text": 0},
            "fieldLength": {str(place): [n] for place, n in enumerate(self.lengths)},
            "averageFieldLength": [sum(self.lengths) / count if count else 0],
            "storedFields": {},
            "dirtCount": 0,
            "index": rows,
            "serializationVersion": FORM,
        }

    def spread(self) -> Mapping[str, int]:
        """Word -> on how many pages it stands."""
        return {word: len(pages) for word, pages in sorted(self.counts.items())}
