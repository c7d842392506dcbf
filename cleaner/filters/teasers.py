"""Teasers: the headline of another story and a short paragraph, with a date or a name, over and over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..compiled import compile_re
from ..document import Document
from ..words import BY, MONTH, either

# Refrains are shorter than what stands twice in one line.
_SHORTEST_HALF = 25
# The line under another story's headline.
_LONGEST_TEASER = 320
_MOST_TEASERS = 40
# A single one may be the article's last paragraph.
_LEAST_TEASERS = 2
# Each stands under a headline; a headline with a question mark passes for prose once in so many.
_TEASERS_TO_A_PAIR = 4
# Chapters of an article are never more than these without a date; nor do they follow a page's end in such numbers.
_MOST_UNDATED = 12
# The article's share of the prose: what follows the header is little beside it, or has a date with each.
_LEAST_SHARE = 0.7
_LEAST_SHARE_ABOVE_STAMPS = 0.5
# A date, a time, a reading time or a byline: what stands with each teaser and never with each chapter of an article.
_LONGEST_STAMP = 80
_DATE = (
    rf"(?:\b\d{{1,2}}[.:h]\d\d\b(?: ?[ap]\.?m\b)?|\b\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|\b{MONTH} \d{{1,2}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?{MONTH}(?: (?:de )?(?:19|20)\d\d)?\b|\b{MONTH} (?:19|20)\d\d\b"
    r"|\bago\b|\bmin(?:ute)?s? read\b)"
)
# Extractors lose the space behind a byline's first word; names begin with the shorter ones (Di, Av, Af).
_GLUED_BYLINE = re.compile(r"(?:By|Von|Par|Por|Door)[A-Z][\w.'’-]+ [A-Z].{0,60}")
_BYLINE = re.compile(rf"(?:{either(BY)}) \S.{{0,60}}|by")
# A time and then words: an entry of a live blog.
_ENTRY = r"(?!\d{1,2}[.:h]\d\d (?:[^\W\d]+ ){3})"
_STAMP = compile_re(rf"{_ENTRY}[^.!?]{{0,40}}{_DATE}.{{0,30}}|{_BYLINE.pattern}")
# What each of those holds: looking for it takes a tenth of looking for a date.
_IN_STAMPS = re.compile(rf"\d|\bago\b| read\b|(?:{either(BY)})\b")


def are_teasers(document: Document, below: Sequence[int], share_above: float) -> bool:
    """Whether the paragraphs below a header are teasers: short, each under a headline, and little beside the article.

    ``share_above``: the part of the document's prose that stands above the header.  What says for sure that they are
    no chapters of the article is a date or a byline with each, or headlines that stand there twice.
    """
    if share_above < _LEAST_SHARE_ABOVE_STAMPS:
        return False
    stamps = {n for n in below if is_stamp(document, n)}
    doubled = {n for n, under in zip(below, [*below[1:], -1], strict=True) if _is_doubled(document, n, under)}
    kinds = [_kind(document, n, stamps, doubled) for n in below]
    teasers = [i for i, kind in enumerate(kinds) if kind == "teaser"]
    if not _LEAST_TEASERS <= len(teasers) <= _MOST_TEASERS:
        return False
    if any(len(document.line(below[i])) > _LONGEST_TEASER for i in teasers):
        return False
    if sum(i + 1 in teasers for i in teasers) > len(teasers) // _TEASERS_TO_A_PAIR:
        return False
    if share_above < _LEAST_SHARE:
        # A round-up of books has a byline with each as well, but no date.
        stamps = {n for n in stamps if not _is_byline(document, n)}
    if len(stamps) + len(doubled) > len(teasers) // 2 and len(stamps) + len(doubled) >= _LEAST_TEASERS:
        return True
    if share_above < _LEAST_SHARE:
        return False
    # Links first and then chapters of one paragraph each look much the same; but there the first has two above it.
    headlines = kinds.count("headline")
    return len(teasers) <= min(headlines, _MOST_UNDATED) and kinds[: teasers[0]].count("headline") == 1


def is_stamp(document: Document, number: int) -> bool:
    """Whether a line says no more than when or by whom a story was written."""
    line = document.line(number)
    if len(line) > _LONGEST_STAMP:
        return False
    folded = document.folded(number)
    if _IN_STAMPS.search(folded) and _STAMP.fullmatch(folded):
        return True
    return bool(_GLUED_BYLINE.fullmatch(line.strip()))


def _is_byline(document: Document, number: int) -> bool:
    return bool(_BYLINE.fullmatch(document.folded(number)) or _GLUED_BYLINE.fullmatch(document.line(number).strip()))


def _kind(document: Document, number: int, stamps: set[int], doubled: set[int]) -> str:
    if number in stamps:
        return "stamp"
    if number in doubled:
        return "headline"
    shape = document.shape(number)
    return "teaser" if shape in ("prose", "sentence") else shape


def _is_doubled(document: Document, number: int, under: int) -> bool:
    """Whether a line is the one below it again, or says the same thing twice: a picture's link and its headline."""
    line = document.folded(number)
    return says_twice(line) or (under >= 0 and line == document.folded(under))


def says_twice(line: str) -> bool:
    """Whether a line is a longer phrase and the same phrase again: the text of a picture's link, and its headline.

    >>> says_twice("Council votes on the new bridge Council votes on the new bridge"), says_twice("So so so so so")
    (True, False)
    """
    line = line.strip()
    half = len(line) // 2
    return len(line) % 2 == 1 and half >= _SHORTEST_HALF and line[half] == " " and line[:half] == line[half + 1 :]
