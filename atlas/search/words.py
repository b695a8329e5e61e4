"""Text into words, the same way for the index (here) and for what a reader types (`words.js`).

Both sides follow one table, `rules`, which is published with the index, and one stemmer: Porter's,
of which Sphinx ships the same version for Python and for the browser (of Snowball's newer English
stemmer it ships two).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final

import snowballstemmer

#: Spellings that mean one word. Each is (pattern, replacement) in the syntax that Python and
#: JavaScript share. They hold for the text and for the query alike, so that a rule may hit other
#: words too (“does”) without harm.
SPELLINGS: Final = (
    ("[ao]e", "e"),  # leukaemia, oesophagus, oestrogen  # codespell:ignore
    ("our(s|ed|ing|al|less)?$", "or$1"),  # tumour
    ("is(e[dr]?|es|ing|ations?)$", "iz$1"),  # metastasise
    ("ys(e[dr]?|es|ing)$", "yz$1"),  # analyse  # codespell:ignore
    ("([bt])re(s?)$", "$1er$2"),  # fibre, centre  # codespell:ignore
    ("ll(ed|ing|er)$", "l$1"),  # labelled  # codespell:ignore
    ("^sulph", "sulf"),
    ("ageing$", "aging"),
    ("^able$", "capable"),  # its stem is the name of a gene, ABL
)
#: Greek letters as they are called: NF-κB is typed “NF kappa B”, TGF-β “TGF beta”.
GREEK: Final = {
    letter: unicodedata.name(letter).rsplit(" ", 1)[1].lower()
    for letter in map(chr, range(0x3B1, 0x3CA))
    if letter != "ς"
}
#: Longest word that is made by leaving out hyphens: PD-L1 is typed “PDL1”, but nobody joins more.
JOINED: Final = 18

#: Longest word that is not stemmed: TS is no plural.
SHORT: Final = 3

_CHUNK = re.compile(r"[a-z0-9α-ω]+(?:['’\-/.][a-z0-9α-ω]+)*")
_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00b7]")
_COMPILED = tuple(
    (re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", replacement))
    for pattern, replacement in SPELLINGS
)
_stemmer = snowballstemmer.stemmer("porter")


def normal(text: str) -> str:
    """Lower case, without accents, with one kind of dash."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    plain = _MARKS.sub("", plain).replace("ς", "σ")
    return _DASHES.sub("-", plain)


def words(text: str) -> list[str]:
    """The search words of a text, in order; a compound gives its parts and itself joined."""
    found: list[str] = []
    for chunk in _CHUNK.findall(normal(text)):
        found += _of_chunk(chunk)
    return found


@lru_cache(maxsize=100_000)
def _of_chunk(chunk: str) -> tuple[str, ...]:
    bare = re.sub(r"['’]s?(?=$|[\-/.])", "", chunk).replace("'", "").replace("’", "")
    parts = [part for part in re.split(r"[\-/.]", bare) if part]
    joined: list[str] = []
    if "/" not in bare:
        joined = ["".join(pair) for pair in pairwise(parts)] + ["".join(parts)] * (len(parts) > 2)
        joined = [word for word in joined if len(word) <= JOINED]
    # One or two signs mean nothing without their neighbors: the 2a of HIF-2a is no word.
    telling = [part for part in parts if len(part) > 2] if len(parts) > 1 and joined else parts
    return tuple(dict.fromkeys(form for word in (*telling, *joined) for form in _forms(word)))


def _forms(part: str) -> list[str]:
    """One word, with Greek letters both by name and by their Latin neighbor (HIF-2α, HIF-2a)."""
    if not any(letter in GREEK for letter in part):
        return [stem(part)]
    named = "".join(GREEK.get(c, c) for c in part)
    short = "".join(GREEK[c][0] if c in GREEK else c for c in part)
    return [stem(named), short]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The form under which a word is indexed. What holds a digit is a name and stays."""
    if any(c.isdigit() for c in word):
        return word
    if len(word) <= SHORT:
        return word
    for pattern, replacement in _COMPILED:
        word = pattern.sub(replacement, word)
    return str(_stemmer.stemWord(word))


def rules() -> dict[str, object]:
    """The table that the browser needs to do the same."""
    return {"spellings": SPELLINGS, "greek": GREEK, "joined": JOINED, "short": SHORT}
