"""Which strings can a text begin, or end, with that a pattern matches as a whole?

A small reader of the pattern language.  What it does not know it takes for "anything", so an answer is always
complete.  Source of the method: the literal analysis of RE2 and of Rust's ``regex-syntax`` (``hir::literal``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Literal

from .fold import KEY_LENGTH, fold, fold_pattern, loose
from .syntax import Node, parse

if TYPE_CHECKING:
    from .rules import Rule

# A pattern has at most this many keys: the shortest are followed first.
_MOST = 1024
# Openings that tell as much as this many letters do are long enough; endings of sentences are fewer, and longer ones
# hardly more.
_ENOUGH = 6
_ENOUGH_AT_END = 10
# Steps from one key to longer ones; a pattern that takes more is nested beyond reading.
_MOST_STEPS = 2000
# Few different lengths mean few look-ups for a line.
_LENGTHS = (16, 12, 10, 8, 7, 6, 5, 4)


# So many words, or endings, are sooner looked for than a pattern is tried; of more, the pattern is.
_MOST_NEEDS = 48
# Each group that is looked for spares some tries, the first most.
_MOST_GROUPS = 3
# So many beginnings are told apart in one step.
_MOST_CHECKS = 40


@dataclass(frozen=True, slots=True)
class Anchors:
    """How the lines that a rule takes are found.

    ``whole``: folded lines, without the punctuation at their end.  ``keys``: what other matches begin
    (``side = "head"``) or end (``"tail"``) with; ``check``: what they end or begin with on the other side, if that
    is known.  With ``side = "words"`` neither is, and only keywords lead to them.  ``needs``: every match of the
    pattern holds one text of each of these groups.
    """

    whole: tuple[str, ...]
    keys: tuple[str, ...]
    side: Literal["head", "tail", "words"]
    check: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()

    def as_tuple(self) -> tuple[object, ...]:
        """Return the fields, for the cache."""
        return (self.whole, self.keys, self.side, self.check, self.needs)


_known: dict[tuple[tuple[str, ...], str, bool], Anchors] = {}


def anchors(lines: tuple[str, ...], pattern: str, *, in_lines: bool = False) -> Anchors:
    """Return how a rule with these lines or this pattern is found.  Worked out once per process.

    ``in_lines``: what it takes stands inside lines, where only its beginning is looked for.
    """
    key = lines, pattern, in_lines
    found = _known.get(key)
    if found is None:
        found = _known[key] = _anchors(*key)
    return found


def anchors_of(rule: Rule) -> Anchors:
    """Return how a rule is found."""
    return anchors(rule.lines, rule.pattern, in_lines=rule.removes == "span")


def remember(lines: tuple[str, ...], pattern: str, in_lines: bool, found: Anchors) -> None:
    """Spare ``anchors`` its work: ``found`` is what it answered before."""
    _known[lines, pattern, in_lines] = found


def _anchors(lines: tuple[str, ...], pattern: str, in_lines: bool) -> Anchors:
    if not pattern:
        return Anchors(tuple(dict.fromkeys(loose(fold(line)) for line in lines)), (), "head")
    tree = parse(fold_pattern(pattern))
    head, tail = _head(tree), _longest(tree, KEY_LENGTH, from_end=True)
    # Texts begin in more ways than they end: an ending must tell much more to be chosen.
    at_head = in_lines or _cost(head) <= 3 * _cost(tail)
    keys, others = (head, tail) if at_head else (tail, head)
    needs = tuple(tuple(sorted(group)) for group in _needs(tree))
    if _cost(keys) > _TOO_COMMON:
        return Anchors((), (), "words", (), needs)
    # A whole line is looked up as it is; one with a digit stands for many.
    whole = tuple(dict.fromkeys(loose(key) for key, is_whole in keys if is_whole and "0" not in key))
    # What is whole may be longer than the piece of a line that is looked at.
    check = tuple(dict.fromkeys(_cut(key, at_head, KEY_LENGTH) for key, _ in others))
    return Anchors(
        whole,
        tuple(
            dict.fromkeys(_cut(key, not at_head, KEY_LENGTH) for key, is_whole in keys if not is_whole or "0" in key)
        ),
        "head" if at_head else "tail",
        () if "" in check or len(check) > _MOST_CHECKS else check,
        needs,
    )


def _head(tree: Node) -> list[tuple[str, bool]]:
    """What a pattern's matches begin with: as it goes, or as a look ahead at its beginning says, if that is more."""
    head = _longest(tree, KEY_LENGTH, from_end=False)
    first = next((part for part in tree.parts if part != Node("sequence")), None) if tree.kind == "sequence" else None
    if first is None or first.kind != "ahead":
        return head
    ahead = _longest(Node("sequence", parts=(*first.parts, Node("anything"))), KEY_LENGTH, from_end=False)
    return ahead if _cost(ahead) < _cost(head) else head


# How often a line begins with a key, roughly: a tenth as often for each letter, but whole words that begin every
# tenth line tell as much as one letter.
_COMMON = re.compile(
    "(?:the|this|that|these|in|on|at|for|to|of|and|but|it|its|we|our|you|your|he|she|they|if|a|an|is|as|by)(?: |$)"
)
_TOO_COMMON = 0.95
# A key that tells less than this many letters do is one that too many lines fit.
_LEAST_TELLING = 3
# Signs that paragraphs begin and end with.
_EVERYDAY_SIGNS = frozenset(".,!?\"'")
# Words that begin many sentences: behind them a key goes on until it tells something.
_FREQUENT_WORDS = re.compile(
    "^(?:(?:the|this|that|these|those|in|on|at|for|to|of|and|but|it|its|it's|we|our|you|your|he|she|they|if|a|an|is|as|"
    "by|after|with|there|when|from|what|how|more|all|most|last|new|just|now|get|since|because|before|even|here|"
    "not|no|one|some|are|was|be|have|has|can|will|who|which|while|so|or|like|see|read|first|only) )+"
)


def common_keys(found: Anchors) -> list[str]:
    """Return the keys that too many lines of any article fit: each such line would be looked at in vain."""
    bare = ((key, key.replace(" ", "")) for key in found.keys if _telling(key) < _LEAST_TELLING)
    return [key for key, its in bare if its.isalnum() or all(sign in _EVERYDAY_SIGNS for sign in its)]


def _cost(keys: list[tuple[str, bool]]) -> float:
    """Return how many lines, roughly, must be looked at for one that matters: the share that fits any of keys."""
    return sum(float(10.0 ** -_telling(key)) for key, whole in keys if not whole)


def _telling(key: str) -> float:
    common = _COMMON.match(key)
    # A letter beyond ASCII is one of more, a syllable or an ideograph one of thousands.
    return sum(1 if c.isascii() else 2 if c < "\u2e80" else 3 for c in (key[common.end() :] + " " if common else key))


def openings(pattern: str, length: int, *, from_end: bool = False) -> list[tuple[str, bool]]:
    """Return the strings that a full match of pattern begins (with ``from_end``: ends) with, sorted.

    Each is at most ``length`` characters long, and comes with whether it is a whole match, with nothing beyond it.
    ``("", False)`` means "anything".  Every digit stands as 0.

    >>> openings("(also|must) read.*", 6)
    [('also r', False), ('must r', False)]
    >>> openings(r"\\d+ min read", 8, from_end=True)
    [('min read', False)]
    """
    return _longest(parse(pattern), length, from_end)


# What is still to come behind an opening: a piece of the pattern and what follows it; None at the pattern's end.
_Rest = tuple[Node, "_Rest"] | None


def _longest(tree: Node, length: int, from_end: bool) -> list[tuple[str, bool]]:
    """Return openings that tell lines apart without being too many.

    The shortest are followed first, each as far as it takes to tell something.
    """
    enough = _ENOUGH_AT_END if from_end else _ENOUGH
    closed: set[str] = set()
    whole: set[str] = set()
    open_: dict[str, list[_Rest]] = {"": [(tree, None)]}
    queue = [(0, "")]
    while queue and len(open_) + len(closed) + len(whole) <= _MOST:
        _, string = heappop(queue)
        rests = open_.pop(string, None)
        if rests is None or string in closed:
            continue
        longer = _followed(string, rests, length, from_end)
        if longer is None:
            closed.add(string)
            continue
        for new, its in longer.items():
            if all(rest is None for rest in its):
                whole.add(new)
            elif len(new) >= length:
                closed.add(_cut(new, from_end, length))
            elif new not in closed:
                if new not in open_ and _telling(_FREQUENT_WORDS.sub("", new)) < enough:
                    heappush(queue, (len(new), new))
                open_.setdefault(new, []).extend(its)
    return _without_longer(closed.union(open_), whole, from_end)


def _followed(string: str, rests: list[_Rest], length: int, from_end: bool) -> dict[str, list[_Rest]] | None:
    """Return the strings that go on from an opening, with what follows each; None where anything does.

    A string with nothing behind it is a whole match.
    """
    longer: dict[str, list[_Rest]] = {}
    todo = list(rests)
    for _ in range(_MOST_STEPS):
        if not todo:
            return longer
        rest = todo.pop()
        if rest is None:
            longer.setdefault(string, [])
            continue
        node, rest = rest
        if node.kind == "anything":
            return None
        if node.kind == "ahead":
            todo.append(rest)
        elif node.kind == "sequence":
            for part in node.parts if from_end else reversed(node.parts):
                rest = (part, rest)
            todo.append(rest)
        elif node.kind == "choice":
            todo += [(part, rest) for part in node.parts]
        else:
            for piece in (node.text,) if node.kind == "text" else node.chars:
                new = (piece + string if from_end else string + piece).replace("00", "0")
                if new == string:
                    todo.append(rest)
                else:
                    longer.setdefault(new, []).append(rest)
    return None


def _without_longer(closed: set[str], whole: set[str], from_end: bool) -> list[tuple[str, bool]]:
    """Return keys cut to a few lengths, without those that a shorter one leads to anyway."""
    cut = {_cut(key, from_end) for key in closed}
    if "" in cut:
        return [("", False)]
    keys = {key for key in cut if not any(_cut(key, from_end, n) in cut for n in range(1, len(key)))}
    found = [(key, False) for key in keys]
    found += [(key, True) for key in whole if not any(_cut(key, from_end, n) in keys for n in range(1, len(key) + 1))]
    return sorted(found)


def _cut(key: str, from_end: bool, length: int | None = None) -> str:
    if length is None:
        length = next((n for n in _LENGTHS if n <= len(key)), len(key))
    return key[-length:] if from_end else key[:length]


def _needs(node: Node) -> list[frozenset[str]]:
    """Return groups of texts, the most telling first: every match of a node holds one text of each."""
    found: list[frozenset[str]] = []
    if node.kind == "text":
        # A zero stands for any digit: what is between them is certain.
        longest = max(node.text.split("0"), key=len)
        found = [frozenset([longest])] if len(longest) > 1 else []
    elif node.kind == "sequence":
        found = [group for part in node.parts for group in _needs(part)]
    elif node.kind == "choice":
        every = [_needs(part) for part in node.parts]
        if all(every):
            # The first of each alternative together, then the second; one that has fewer says its last again.
            longest_list = max(map(len, every))
            found = [
                frozenset().union(*(groups[min(at, len(groups) - 1)] for groups in every)) for at in range(longest_list)
            ]
    found = [group for group in dict.fromkeys(found) if len(group) <= _MOST_NEEDS]
    return sorted(found, key=lambda group: len(group) / 10 - min(map(len, group)))[:_MOST_GROUPS]
