"""Reading level of the plain layer (safety rule 11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from atlas.findings import Code, Finding
from atlas.readability import Grade, grade, sentences, words
from atlas.site import Page, Site

#: “Grade 6–8 … if one exceeds 8.5, rewrite.”
MAX_GRADE: Final = 8.5
MAX_SENTENCE: Final = 25
MAX_MEAN: Final = 15
#: Below this a grade says more about one sentence than about the section.
MIN_WORDS: Final = 40
MAX_SUMMARY: Final = 30


def plain_grade(page: Page) -> Grade:
    """The grade of a page's whole plain layer, names taken out."""
    return grade(
        [block.masked(links=False) for _, block in page.plain_blocks() if block.kind != "row"]
    )


def grades(site: Site) -> Iterator[Finding]:
    """Each plain section reads at grade 8 or below; the page does by both formulas."""
    for page in site.pages.values():
        texts: dict[tuple[str, int], list[str]] = {}
        for section, block in page.plain_blocks():
            if block.kind != "row":
                texts.setdefault((section.heading, section.line), []).append(
                    block.masked(links=False)
                )
        for (heading, line), parts in texts.items():
            found = grade(parts)
            if found.words >= MIN_WORDS and found.flesch_kincaid > MAX_GRADE:
                yield Finding.of(
                    Code.GRADE,
                    page.path,
                    line,
                    1,
                    f"“{heading}” reads at grade {found.flesch_kincaid:.1f}",
                    "shorter sentences, shorter words; link hard names",
                )
        whole = plain_grade(page)
        if whole.words >= MIN_WORDS:
            for name, value in (("SMOG", whole.smog), ("Flesch-Kincaid", whole.flesch_kincaid)):
                if value > MAX_GRADE:
                    yield Finding.of(
                        Code.GRADE,
                        page.path,
                        page.body_line,
                        1,
                        f"the plain layer reads at {name} grade {value:.1f}; at most {MAX_GRADE}",
                        "fewer words of three syllables" if name == "SMOG" else "shorter sentences",
                    )
            if whole.words_per_sentence > MAX_MEAN:
                yield Finding.of(
                    Code.SENTENCE_MEAN,
                    page.path,
                    page.body_line,
                    1,
                    f"plain sentences average {whole.words_per_sentence:.1f} words; "
                    f"at most {MAX_MEAN}",
                )


def long_sentences(site: Site) -> Iterator[Finding]:
    """No plain sentence has more than 25 words."""
    for page in site.pages.values():
        for _, block in page.plain_blocks():
            if block.kind == "row":
                continue
            text = block.masked()
            for offset, sentence in sentences(text):
                count = len(words(sentence))
                if count > MAX_SENTENCE:
                    lead = len(sentence) - len(sentence.lstrip())
                    yield Finding.of(
                        Code.LONG_SENTENCE,
                        page.path,
                        *block.place(offset + lead),
                        f"a sentence of {count} words; at most {MAX_SENTENCE}",
                        "split it",
                    )


def summaries(site: Site) -> Iterator[Finding]:
    """A summary is one sentence of at most 30 words: it is what hovering shows."""
    for page in site.pages.values():
        if page.front is None:
            continue
        summary = page.front.summary
        place = (page.path, *page.yaml.place(("summary",)))
        count = len(words(summary))
        if count > MAX_SUMMARY:
            yield Finding.of(
                Code.SUMMARY_LENGTH, *place, f"a summary of {count} words; at most {MAX_SUMMARY}"
            )
        if len(sentences(summary)) != 1 or not summary.rstrip().endswith("."):
            yield Finding.of(
                Code.SUMMARY_LENGTH, *place, "a summary is one sentence with a full stop"
            )


RULES = (grades, long_sentences, summaries)
