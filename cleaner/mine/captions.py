"""Captions: paragraphs that end in the credit of their picture, which the lists take where it stands alone.

An article's paragraph may end in such words, too, so no list takes a caption for its end.  On the pages of one site
the same end under different texts is how that site writes its captions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from math import comb

from ..filters.neighbour import could_be_caption
from ..index import Index
from .families import ABOVE_CREDIT, COMPARED, CREDIT, CREDITED, HEAD

# The topic of the lists that know credits.
TOPIC = "credits"
_SHORTEST = 40
# What is longer is a caption set behind a paragraph of the article.
LONGEST = 320
_LONGEST_GLUED = 1500
_SHORTEST_TEXT = 15
_CREDIT = range(5, 141)
# So many places where a credit could begin are tried, the first ones first: names hold full stops.
_MOST_TRIED = 6
_ENDS = ")]>»"
# The end of a sentence, and what could be a credit.
_BEGINS = re.compile(r"[.!?…)\]\"'] ?(?=[\w(\[©])|(?<=\w) (?=[(\[])")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{4,100})[)\]]")
_LABEL = re.compile(r"[(\[]?[^\W\d_](?:[\w .]{1,30}?(?::| by) |[\w.]{0,15} [\w ]{1,20}?/(?=\w))")


def could_be_credited(line: str) -> bool:
    """Whether a line could end in a credit: most paragraphs end in a full stop and need no closer look."""
    return _SHORTEST <= len(line) <= _LONGEST_GLUED and (line[-1].isalnum() or line[-1] in _ENDS)


def caption_forms(line: str, folded: str, indexes: Iterable[Index]) -> tuple[str, ...]:
    """Return the families of captions that a line may be of: by how its credit begins, and by how the line ends.

    Nothing for what is no caption; a line longer than `LONGEST` is more than that.  An agency's name alone is no
    credit: articles end with it.
    """
    if not could_be_credited(line):
        return ()
    known = tuple(indexes)
    for begin in _places(folded):
        credit = folded[begin:]
        if control := _control(credit, known):
            return (HEAD + CREDIT + control,)
        if _is_credit(credit, known):
            label = _LABEL.match(credit)
            return (*((HEAD + label[0] + CREDITED,) if label else ()), *_by_end(folded, begin))
    # What stands behind a credit in brackets is a control of the picture, or the text once more, cut short.
    for found in _IN_BRACKETS.finditer(folded):
        if found.start() >= _SHORTEST_TEXT and len(folded) > found.end() + 3 and _is_credit(found[0], known):
            return tuple(_by_end(folded, found.start()))
    return ()


def _places(folded: str) -> list[int]:
    """Return where a credit could begin."""
    ends = (match.end() for match in _BEGINS.finditer(folded, max(0, len(folded) - _CREDIT[-1])))
    return [end for end in ends if end >= _SHORTEST_TEXT and len(folded) - end in _CREDIT][:_MOST_TRIED]


def _by_end(folded: str, begin: int) -> Iterator[str]:
    """Yield the families of lines with the same last two or three words, of which the first may follow a slash."""
    for many in (2, 3):
        _, *words = folded.rsplit(" ", many)
        if len(words) == many:
            end = " ".join((words[0].rpartition("/")[2] or words[0], *words[1:]))
            if len(folded) - len(end) > begin + 1:
                yield HEAD + CREDIT + end


def _control(credit: str, indexes: tuple[Index, ...]) -> str:
    """Return what stands behind a credit, if the lists know both: a control of the picture."""
    for space in re.finditer(" ", credit):
        rest = credit[space.end() :]
        if " " not in rest:
            break
        if rest.count("(") != rest.count(")"):
            # The space is inside the credit's brackets.
            continue
        if _is_credit(credit[: space.start()], indexes) and _is_control(rest.lstrip(" ,|"), indexes):
            return rest
    return ""


@lru_cache(10_000)
def _is_credit(text: str, indexes: tuple[Index, ...]) -> bool:
    if len(text.strip("()[]. ").split()) < 2:
        return False
    return any(rule.topic == TOPIC for index in indexes for rule in index.match(text))


@lru_cache(10_000)
def _is_control(text: str, indexes: tuple[Index, ...]) -> bool:
    topics = {rule.topic for index in indexes for rule in index.match(text)}
    return bool(topics) and TOPIC not in topics


# By chance, paragraphs of a site would look like captions no more often than this.
_CHANCE = 0.03
_MOSTLY = 2 / 3


def lines_above_credits(
    standing: list[str], above: Collection[int], own: Collection[int]
) -> Iterator[tuple[int, str, str]]:
    """Yield the lines right above credits that go, by number, and the paragraphs they are compared with, with marks.

    Nothing on a page without such credits.
    """
    if not above:
        return
    for number in above:
        yield (number, ABOVE_CREDIT, "") if _is_short(standing[number]) else (number, COMPARED, "above")
    for number in own:
        if number not in above:
            yield number, COMPARED, "one" if _is_short(standing[number]) else "more"


def _is_short(line: str) -> bool:
    return len(line.strip()) <= LONGEST and could_be_caption(line)


def sets_captions_above(captions: int, others: int, short: int, long: int) -> bool:
    """Whether a site sets captions above credits, rather than credits below paragraphs.

    ``captions`` lines above credits are one sentence and ``others`` are not; of its paragraphs ``short`` and ``long``.
    A sign test: were the lines ordinary paragraphs, so many of one sentence would be rare.
    """
    tried = captions + others
    share = (short + 1) / (short + long + 2)
    chance = sum(comb(tried, n) * share**n * (1 - share) ** (tried - n) for n in range(captions, tried + 1))
    return chance <= _CHANCE and captions >= _MOSTLY * tried
