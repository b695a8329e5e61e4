"""Words that must not stand on a page: the safety rules that a program can see.

Each list is a named constant with the number of its safety rule. The rules look at every layer;
doses may stand in the in-depth layer as a fact about a named study.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from atlas.findings import Code, Finding
from atlas.markdown import Block
from atlas.readability import sentences
from atlas.site import Page, Site


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(stems) + r")\b", re.IGNORECASE)


#: Rule 10.1. “Natural killer” is the name of a cell; “win”, “front” and “lose” are too common in
#: other senses (“lose weight”, “in front of”) and are left to the second reader.
WAR: Final = _words(
    r"fight(?:s|ing|ers?)?(?!-\d)",  # not the trial FIGHT-202
    r"fought",
    r"battl(?:e|es|ed|ing)",
    r"wars?",
    r"weapons?",
    r"arsenals?",
    r"(?<!natural )(?<!natural-)kill(?:s|ed|ing|ers?)?",
    r"enem(?:y|ies)",
    r"warriors?",
    r"defeat(?:s|ed|ing)?",
    r"conquer(?:s|ed|ing)?",
    r"(?<!heart )attack(?:s|ed|ing)?",
    r"victims?",
    r"sufferers?",
    r"combat(?:s|ing)?",
    r"troops?",
    r"soldiers?",
    r"magic bullets?",
)
#: Rule 1.6. “Cure” is allowed only by guideline wording, which no page needs so far.
PROMISE: Final = _words(
    r"cur(?:e|es|ed|ing|ative)",  # codespell:ignore ative
    r"miracles?",
    r"breakthroughs?",
    r"game[- ]changers?",
    r"wonders?",
    r"guarantee[ds]?",
    r"melts? away",
    r"starv(?:e|es|ing) the (?:tumou?r|cancer)",
    r"boost(?:s|ing)? (?:the|your) immune(?: system)?",
    r"detox\w*",
    r"cleans(?:e|es|ing)",
    r"super-?foods?",
    r"clinically proven",
    r"cutting[- ]edge",
    r"revolutionary",
    r"incredibly",
    r"exciting",
)
#: “breakthrough therapy” is a regulator's word; rule 8.3 wants it named when it is explained.
_REGULATOR_WORD: Final = re.compile(r"breakthrough therapy", re.IGNORECASE)
#: Rule 10.2: a cell as the subject of a verb that needs a mind.
INTENT: Final = re.compile(
    r"\b(?:cells?|tumou?rs?|cancers?)\s+(?:\w+ly\s+)?(?:can\s+|may\s+|often\s+)?"
    r"(learn(?:s|ed)?|want(?:s|ed)?|refuse[sd]?|tr(?:y|ies|ied)|trick(?:s|ed)?|decide[sd]?"
    r"|cho(?:ose|oses|se)|exploit(?:s|ed)?|know(?:s)?"
    r"|plan(?:s|ned)?|cheat(?:s|ed)?)\b"  # codespell:ignore ned
    r"|\b(hijack(?:s|ed|ing)?|outsmart(?:s|ed|ing)?|clever(?:ly)?|sneak(?:s|y|ily)?|devious|cunning|greedy|ruthless)\b",
    re.IGNORECASE,
)
#: Rule 1.1.
DOSE: Final = re.compile(
    r"\b\d[\d.,]*\s?(?:mg|mcg|µg|μg|grams?|g|mL|ml|IU|units|Gy|tablets?|capsules?|pills?|cups?)"
    r"(?:/(?:kg|m2|m²|day|d))?\b"
    r"|\b(?:once|twice|three times|\d times)\s(?:a|per|each|every)\s(?:day|week)\b"
    r"|\b(?:once|twice)\s(?:daily|weekly)\b|\bevery \d+ hours\b",
    re.IGNORECASE,
)
_STUDY_GAVE: Final = re.compile(r"\b(?:study|trial|studies|trials|researchers)\b.*\bgave\b", re.I)
#: Rule 1.2: an instruction to the reader. The one allowed sentence is taken out first.
STOP: Final = re.compile(
    r"(?:^|(?<=[.!?:;]\s)|(?<=,\s)|\byou (?:should|must|can|could|may|need to|may want to)\s"
    r"|\b(?:please|do not|don't|never|consider|try)\s)"
    r"(stop|start|skip|pause|delay|refuse|avoid|quit|switch|hold off|double|halve)(?:ing)?\s"
    r"(?:taking|using|your|the|this|that|any|all|chemo\w*|treatment|radiation|radiotherapy"
    r"|medicines?|drugs?|supplements?|antibiotics?|steroids?|an?)\b"
    r"|\byou (?:should|must|need to)\s(?:switch(?:ing)?)\sto\b"
    r"|(?:^|(?<=[.!?]\s))\s*(?:stop|avoid|skip|quit|refuse)\s[a-z]+",
    re.IGNORECASE | re.MULTILINE,
)
#: An instruction that safety rule 1.2 or 12 itself words, in any of its forms.
ALLOWED: Final = re.compile(
    r"do not (?:start or stop|stop or start|start, stop|stop|start)\b[^.!?]*"
    r"\b(?:before|without|until|unless|on your own|by yourself)\b[^.!?]*[.!?]?",
    re.IGNORECASE,
)
#: Rule 8.2.
APPROVED: Final = re.compile(r"\bapprov(?:ed|al|als)\b", re.IGNORECASE)  # codespell:ignore als
REGULATORS: Final = re.compile(
    r"\b(?:FDA|EMA|MHRA|PMDA|NMPA|TGA|Health Canada|European (?:Commission|Union|Medicines Agency)"
    r"|Food and Drug Administration|regulators?|countr(?:y|ies)|Europe|United States|China|US)\b"
)
_NOT_APPROVED: Final = re.compile(
    r"\b(?:not|none|no|never|without|nothing|neither)\b[^.]*\bapprov", re.IGNORECASE
)
#: Rule 6.1.
TIMES: Final = re.compile(
    r"\b(?:\d[\d.]*|two|three|four|five|ten|twice)(?:\s|-)?(?:times|fold|as)?\s"
    r"(?:more|less|as)\s(?:likely|common|often)\b",
    re.IGNORECASE,
)


def _search(
    site: Site, code: Code, pattern: re.Pattern[str], message: str, hint: str
) -> Iterator[Finding]:
    for page, block, text in _texts(site):
        for match in pattern.finditer(text):
            yield _at(page, block, match, code, message, hint)


def _texts(site: Site) -> Iterator[tuple[Page, Block, str]]:
    for page in site.pages.values():
        for _, block in page.blocks():
            if block.kind in ("paragraph", "item", "row", "heading"):
                yield page, block, block.masked()


def _at(
    page: Page, block: Block, match: re.Match[str], code: Code, message: str, hint: str
) -> Finding:
    shown = " ".join(match[0].split())
    return Finding.of(code, page.path, *block.place(match.start()), message.format(shown), hint)


def war_words(site: Site) -> Iterator[Finding]:
    """No war in our voice. Good: “cells die”. Bad: “kills cancer cells”."""
    yield from _search(
        site, Code.WAR_WORD, WAR, "“{}” is war language", "say what happens, e.g. “makes cells die”"
    )


def promises(site: Site) -> Iterator[Finding]:
    """No promises. Good: “tumors shrank in …”. Bad: “a breakthrough”."""
    for page, block, text in _texts(site):
        masked = _REGULATOR_WORD.sub(lambda m: " " * len(m[0]), text)
        for match in PROMISE.finditer(masked):
            yield _at(
                page,
                block,
                match,
                Code.PROMISE,
                "“{}” promises",
                "say what was measured, in whom",
            )


def cell_intent(site: Site) -> Iterator[Finding]:
    """Cells have no plans. Good: “cells with this change survive”. Bad: “cells learn to”."""
    yield from _search(
        site,
        Code.CELL_INTENT,
        INTENT,
        "“{}” gives plans to cells",
        "write “cells with this change survive”",
    )


def dosing(site: Site) -> Iterator[Finding]:
    """No doses or schedules; in depth, only as “the study gave …”."""
    for page in site.pages.values():
        for section, block in page.blocks():
            if block.kind not in ("paragraph", "item", "row", "heading"):
                continue
            text = block.masked()
            for match in DOSE.finditer(text):
                if page.is_depth(section) and _STUDY_GAVE.search(_sentence(text, match.start())):
                    continue
                yield _at(
                    page,
                    block,
                    match,
                    Code.DOSING,
                    "“{}” is a dose or schedule",
                    "leave it out; in depth write “the study gave …”",
                )


def stop_advice(site: Site) -> Iterator[Finding]:
    """Nobody is told to start, stop or skip anything.

    Good: “Do not start or stop anything before you talk to your care team.”
    Bad: “Avoid grapefruit.”
    """
    for page, block, text in _texts(site):
        masked = ALLOWED.sub(lambda m: " " * len(m[0]), text)
        for match in STOP.finditer(masked):
            yield _at(
                page,
                block,
                match,
                Code.STOP_ADVICE,
                "“{}” tells the reader what to do",
                "write “ask your team before …”",
            )


def approved_bare(site: Site) -> Iterator[Finding]:
    """“Approved” stands with its regulator in the same sentence."""
    for page, block, text in _texts(site):
        if block.kind == "heading":
            continue
        for match in APPROVED.finditer(text):
            sentence = _sentence(text, match.start())
            if REGULATORS.search(sentence) or _NOT_APPROVED.search(sentence):
                continue
            if sentence.rstrip().endswith("?"):
                continue
            yield _at(
                page,
                block,
                match,
                Code.APPROVED_BARE,
                "“{}” without saying by whom",
                "name the regulator, the date and the exact use",
            )


#: Patterns that hold for facts as well, which readers see in boxes, cards and definitions.
_EVERYWHERE: Final = (
    (Code.WAR_WORD, WAR, "“{}” is war language", "say what happens"),
    (Code.PROMISE, PROMISE, "“{}” promises", "say what was measured, in whom"),
    (Code.CELL_INTENT, INTENT, "“{}” gives plans to cells", "say what happens"),
    (Code.DOSING, DOSE, "“{}” is a dose or schedule", "leave it out"),
    (Code.TIMES_LIKELY, TIMES, "“{}” is a relative risk standing alone", "give both numbers"),
)


def facts(site: Site) -> Iterator[Finding]:
    """Summaries, definitions and other facts that readers see keep to the same words.

    Good: `summary: A gene that helps a damaged cell to pause.` Bad: `… in the war on cancer.`
    """
    for place, text in _facts(site):
        for code, pattern, message, hint in _EVERYWHERE:
            for match in pattern.finditer(text):
                yield Finding.of(code, *place, message.format(match[0]), hint)


def _facts(site: Site) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Where each fact stands, and its text."""
    for key, term in site.terms.items():
        yield site.place("term", key, "plain"), term.plain
        if term.expert:
            yield site.place("term", key, "expert"), term.expert
    for key, number in site.numbers.items():
        yield site.place("number", key, "of"), number.of
    for key, hallmark in site.hallmarks.items():
        yield site.place("hallmark", key, "plain"), hallmark.plain
    for key, call in site.calls.items():
        for name in ("emergency", "call_now", "notes"):
            for index, line in enumerate(getattr(call, name)):
                yield site.place("call", key, name, index), line
    yield from _page_facts(site)


def _page_facts(site: Site) -> Iterator[tuple[tuple[str, int, int], str]]:
    for key, coming in site.in_short.items():
        yield site.place("coming", key, "plain"), coming.plain or ""
    for page in site.pages.values():
        for path, text in _front_texts(page):
            yield (page.path, *page.yaml.place(path)), text


def _front_texts(page: Page) -> Iterator[tuple[tuple[str | int, ...], str]]:
    front = page.front
    # A guide on claims may name them: its title and summary say what it is about.
    if front is not None and page.kind.name != "guide":
        yield ("summary",), front.summary
    against = getattr(front, "against", None)
    if against is not None and against.text:
        yield ("against", "text"), against.text
    for index, interaction in enumerate(getattr(front, "interacts", [])):
        yield ("interacts", index, "effect"), interaction.effect


def times_likely(site: Site) -> Iterator[Finding]:
    """A relative number never stands alone. Bad: “twice as likely”."""
    yield from _search(
        site,
        Code.TIMES_LIKELY,
        TIMES,
        "“{}” is a relative risk standing alone",
        "give both absolute numbers with {num}",
    )


def _sentence(text: str, offset: int) -> str:
    """The sentence of `text` that holds `offset`."""
    found = text
    for start, sentence in sentences(text):
        if start <= offset:
            found = sentence
    return found


RULES = (
    war_words,
    promises,
    cell_intent,
    dosing,
    stop_advice,
    approved_bare,
    times_likely,
    facts,
)
