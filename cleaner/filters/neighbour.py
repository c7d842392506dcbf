"""Lines that go for what goes right above or right below them: a caption above its picture's credit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..document import Document
from ..fold import fold, loose
from ..openings import anchors
from ..rules import Rule, names_of
from ..shape import shape
from ..text import Removal
from .line import in_place

# What is longer is no caption, and could keep a pattern busy.
_LONGEST = 1000
_NOTHING: frozenset[str] = frozenset()
_SENTENCES = ("prose", "sentence")
# Where a sentence may end inside a line: the word before, and what follows.
_STOP = re.compile(r"([^\W_]*)[.!?…]+[\"'”’»“‘«)\]]*\s+(?=[\"'“‘«(\[]*([^\W_]))|[。！？।۔](?=.)")
_BEFORE_NAMES = re.compile(
    "(?i:mrs?|ms|dr|st|sens?|reps?|gov|gen|col|lt|sgt|capt|maj|cpl|pvt|cmdr|adm|prof|rev|hon|pres|supt|det|jr|sr|vs|no)"
)
_LONGEST_MONTH = 4
_UNFINISHED = (",", ";", "(")


def point_at_neighbours(document: Document) -> Iterator[Removal]:
    """Point at each line that stands right above (``above``) or below (``below``) what a rule is bound to, which goes.

    What went by such a rule itself binds nothing, so nothing is eaten line by line.
    """
    beside = document.beside
    if not beside.rules:
        return
    names = {}
    for number, rule_id in document.gone.items():
        its = names_of(rule_id)
        # Of most of what goes, no rule names the list or the topic.
        if not beside.names.isdisjoint(its) and rule_id not in beside.ids:
            names[number] = its
    if not names:
        return
    lines = {n for number in names for n in document.neighbours(number) if n not in document.gone}
    for number in sorted(lines & set(document.visible)):
        above, below = (names.get(n, _NOTHING) for n in document.neighbours(number))
        for rule in beside.rules:
            is_bound = (not rule.above or rule.above in below) and (not rule.below or rule.below in above)
            if is_bound and _fits(document, number, rule):
                yield document.take(number, rule.id)
                break


def _fits(document: Document, number: int, rule: Rule) -> bool:
    """Whether a rule's lines or pattern match a line, and it is where the rule holds.

    What only its neighbour and a pattern open at both ends speak for is one sentence with the article going on below:
    no title, item or code, no first line and no last paragraph.
    """
    folded = document.folded(number)
    if not matches(rule, folded) or document.inside_sentence(number) or not in_place(document, number, rule):
        return False
    is_open = bool(rule.pattern) and anchors((), rule.pattern).side == "words"
    is_amid = document.visible[0] < number < document.last_prose
    return not is_open or (is_amid and not _is_torn(document, number) and could_be_caption(document.line(number)))


def _is_torn(document: Document, number: int) -> bool:
    """Whether the line above ends in the middle of a sentence and the one below, though it goes, goes on with it."""
    above, below = document.neighbours(number)
    end = document.line(above).rstrip()[-1:]
    return (end.islower() or end in _UNFINISHED) and document.line(below).lstrip()[:1].islower()


def could_be_caption(line: str) -> bool:
    """Whether a line is a sentence, and no other begins in it.

    >>> could_be_caption("Sen. A. Doe opens the bridge on Jan. 8."), could_be_caption("He opens it. It is long.")
    (True, False)
    """
    return shape(line) in _SENTENCES and not any(_ends(stop) for stop in _STOP.finditer(line))


def _ends(stop: re.Match[str]) -> bool:
    word, following = stop[1], stop[2]
    if word is None:
        return True
    if following.isdigit():
        return len(word) > _LONGEST_MONTH or word.isdigit()
    return not following.islower() and (len(word) > 1 or not word.isalpha()) and not _BEFORE_NAMES.fullmatch(word)


def matches(rule: Rule, folded: str) -> bool:
    """Whether a rule's lines or pattern match a whole folded line."""
    if rule.lines:
        return loose(folded) in _lines(rule)
    return len(folded) <= _LONGEST and rule.regex.fullmatch(folded) is not None


@lru_cache(1000)
def _lines(rule: Rule) -> frozenset[str]:
    return frozenset(loose(fold(line)) for line in rule.lines)
