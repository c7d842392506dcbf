"""Which strings can a text begin, or end, with that a pattern matches as a whole?

A small reader of the pattern language.  What it does not know it takes for "anything", so an answer is always
complete.  Source of the method: the literal analysis of RE2 and of Rust's ``regex-syntax`` (``hir::literal``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .text import fold, fold_pattern

# More alternatives than this are not worth their memory: shorter strings then stand for all of them.
_MOST = 128
_LONGEST_CLASS = 24
# Few different lengths mean few look-ups for a line.  The last are for patterns that branch at once.
_LENGTHS = (4, 6, 8, 10, 12, 16)
_LAST_LENGTHS = (3, 2, 1)
# Openings that tell as much as this many letters do are long enough.
_ENOUGH = 6
# An opening that tells less than this many letters do is followed further, into so many at most.
_TELLING = 4
_MOST_OF_ONE = 64
# Long enough that "this story was" and "this street" part ways, short enough that slots rarely cut keys short.
KEY_LENGTH = 16
# Whole lines are compared without these at their end: "Advertisement:" is "Advertisement".
_LOOSE_END = " .:…-,"


# So many words, or endings, are sooner looked for than a pattern is tried; of more, the pattern is.
_MOST_NEEDS = 12


class _TooMany(Exception):
    """The strings of this length are more than _MOST."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A piece of a pattern: a text; one of ``chars``; anything; each of ``parts`` in turn; or one of ``parts``."""

    kind: Literal["text", "chars", "anything", "sequence", "choice"]
    text: str = ""
    chars: frozenset[str] = frozenset()
    parts: tuple[_Node, ...] = ()


_ANYTHING = _Node("anything")
_EMPTY = _Node("sequence")
_SPACE = _Node("text", " ")
# A number is one character to the index: "3 comments" and "1450 comments" would need thousands of keys otherwise.
_DIGIT = _Node("text", "0")
_ONE_DIGIT = str.maketrans("123456789", "000000000")


def one_digit(text: str) -> str:
    """Return text with every run of ASCII digits as one 0, as it stands in keys.

    >>> one_digit("page 12 of 345")
    'page 0 of 0'
    """
    text = text.translate(_ONE_DIGIT)
    while "00" in text:
        text = text.replace("00", "0")
    return text


@dataclass(frozen=True, slots=True)
class Anchors:
    """How the lines that a rule takes are found.

    ``whole``: folded lines, without the punctuation at their end.  ``keys``: what other matches begin
    (``side = "head"``) or end (``"tail"``) with; ``check``: what they end or begin with on the other side, if that
    is known.  With ``side = "words"`` neither is, and only keywords lead to them.  ``needs``: every match of the
    pattern holds one of these; empty where that is not known.
    """

    whole: tuple[str, ...]
    keys: tuple[str, ...]
    side: Literal["head", "tail", "words"]
    check: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


_known: dict[tuple[tuple[str, ...], str], Anchors] = {}


def anchors(lines: tuple[str, ...], pattern: str) -> Anchors:
    """Return how a rule with these lines or this pattern is found.  Worked out once per process."""
    found = _known.get((lines, pattern))
    if found is None:
        found = _known[lines, pattern] = _anchors(lines, pattern)
    return found


def remember(lines: tuple[str, ...], pattern: str, found: Anchors) -> None:
    """Spare ``anchors`` its work: ``found`` is what it answered before."""
    _known[lines, pattern] = found


def loose(folded: str) -> str:
    """Return a folded line without the punctuation that labels are set with."""
    return folded.rstrip(_LOOSE_END)


def _anchors(lines: tuple[str, ...], pattern: str) -> Anchors:
    if not pattern:
        return Anchors(tuple(dict.fromkeys(loose(fold(line)) for line in lines)), (), "head")
    tree = _Parser(fold_pattern(pattern)).parse()
    head, tail = (_longest(tree, KEY_LENGTH, from_end) for from_end in (False, True))
    # Texts begin in more ways than they end: an ending must tell much more to be chosen.
    at_head = _cost(head) <= 3 * _cost(tail)
    keys, others = (head, tail) if at_head else (tail, head)
    needs = tuple(sorted(_needs(tree) or ()))
    if _cost(keys) > _TOO_COMMON:
        return Anchors((), (), "words", (), needs)
    # A whole line is looked up as it is; one with a digit stands for many.
    whole = tuple(dict.fromkeys(loose(key) for key, is_whole in keys if is_whole and "0" not in key))
    check = tuple(key for key, _ in others)
    return Anchors(
        whole,
        tuple(key for key, is_whole in keys if not is_whole or "0" in key),
        "head" if at_head else "tail",
        () if "" in check or len(check) > _MOST_NEEDS else check,
        needs,
    )


# How often a line begins with a key, roughly: a tenth as often for each letter, but whole words that begin every
# tenth line tell as much as one letter.
_COMMON = re.compile(
    "(?:the|this|that|these|in|on|at|for|to|of|and|but|it|its|we|our|you|your|he|she|they|if|a|an|is|as|by)(?: |$)"
)
_TOO_COMMON = 0.95
# Words that begin many sentences: behind them a key goes on until it tells something.
_FREQUENT_WORDS = re.compile(
    "^(?:(?:the|this|that|these|those|in|on|at|for|to|of|and|but|it|its|it's|we|our|you|your|he|she|they|if|a|an|is|as|"
    "by|after|with|there|when|from|what|how|more|all|most|last|new|just|now|get|since|because|before|even|here|"
    "not|no|one|some|are|was|be|have|has|can|will|who|which|while|so|or|like|see|read|first|only) )+"
)


def common_keys(found: Anchors) -> list[str]:
    """Return the keys that too many lines of any article fit: each such line would be looked at in vain."""
    return [key for key in found.keys if _telling(key) < _TELLING - 1 and key.replace(" ", "").isalnum()]


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
    [('n read', False)]
    """
    return _longest(_Parser(pattern).parse(), length, from_end)


def _longest(tree: _Node, length: int, from_end: bool) -> list[tuple[str, bool]]:
    """Return openings that tell lines apart without being too many, for each alternative of a pattern by itself."""
    if tree.kind == "sequence" and len(tree.parts) == 1:
        tree = tree.parts[0]
    branches = tree.parts if tree.kind == "choice" else (tree,)
    return sorted({key for branch in branches for key in _of_branch(branch, length, from_end)})


def _of_branch(branch: _Node, length: int, from_end: bool) -> list[tuple[str, bool]]:
    found = _within(branch, length, from_end, "", _MOST)
    refined: list[tuple[str, bool]] = []
    for key, whole in found or [("", False)]:
        # A key that too many lines fit ("the ", "vi") is followed further than the others.
        weak = key and not whole and len(key) < length and _telling(key) < _TELLING
        refined += (_within(branch, length, from_end, key, _MOST_OF_ONE) if weak else None) or [(key, whole)]
    return refined


def _within(branch: _Node, length: int, from_end: bool, within: str, most: int) -> list[tuple[str, bool]] | None:
    """Return the openings that begin (end) with ``within``, as long as it takes to tell lines apart.

    Longer ones would be more, and would tell little more.  None where even short ones are more than ``most``.
    """
    best: list[tuple[str, bool]] | None = None
    for tried in (*_LENGTHS, *(_LAST_LENGTHS if length >= _LENGTHS[0] else range(length, 0, -1))):
        if not len(within) < tried <= length or (best and tried in _LAST_LENGTHS):
            continue
        closed: set[str] = set()
        try:
            whole = _extend({""}, closed, branch, _Limits(tried, most, within, from_end))
        except _TooMany:
            continue
        best = [(string, False) for string in closed] + [(string, True) for string in whole]
        if all(_telling(_FREQUENT_WORDS.sub("", string)) >= _ENOUGH for string in closed):
            break
    return best


@dataclass(frozen=True, slots=True)
class _Limits:
    """How far strings are followed: to a length, up to a number, only those that begin (end) with ``within``."""

    length: int
    most: int
    within: str
    from_end: bool


def _extend(whole: set[str], closed: set[str], node: _Node, limits: _Limits) -> set[str]:
    """Return the strings of ``whole`` with node set behind them; those that end open are added to ``closed``."""
    if node.kind == "sequence":
        for part in reversed(node.parts) if limits.from_end else node.parts:
            if not whole:
                break
            whole = _extend(whole, closed, part, limits)
        return whole
    extended: set[str] = set()
    if node.kind == "anything":
        closed |= whole
    elif node.kind == "choice":
        for part in node.parts:
            extended |= _extend(whole, closed, part, limits)
    else:
        for string in whole:
            for piece in (node.text,) if node.kind == "text" else node.chars:
                _add(piece + string if limits.from_end else string + piece, extended, closed, limits)
    if len(extended) + len(closed) > limits.most:
        raise _TooMany
    return extended


def _add(string: str, extended: set[str], closed: set[str], limits: _Limits) -> None:
    """Put a string where it belongs, if it and ``limits.within`` begin (end) alike."""
    string = string.replace("00", "0")
    n = min(len(string), len(limits.within))
    if n and (string[-n:] != limits.within[-n:] if limits.from_end else string[:n] != limits.within[:n]):
        return
    if len(string) <= limits.length:
        extended.add(string)
    else:
        closed.add(string[-limits.length :] if limits.from_end else string[: limits.length])


def _needs(node: _Node) -> frozenset[str] | None:
    """Return texts of which every match of a node holds one, long and few as can be; None where there are none."""
    if node.kind == "text":
        # A zero stands for any digit: what is between them is certain.
        longest = max(node.text.split("0"), key=len)
        return frozenset([longest]) if len(longest) > 1 else None
    if node.kind == "sequence":
        found = [needs for part in node.parts if (needs := _needs(part))]
        return max(found, key=lambda needs: min(map(len, needs)) - len(needs) / 10, default=None)
    if node.kind == "choice":
        every = [_needs(part) for part in node.parts]
        together = frozenset(text for needs in every for text in needs or ())
        return together if all(every) and len(together) <= _MOST_NEEDS else None
    return None


_PLAIN = re.compile(r"[^\\\[\](){}.*+?|^$]+(?![*+?{])")
_QUANTIFIER = re.compile(r"([?*+]|\{(\d*)(,?)(\d*)\})[?+]?")


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def parse(self) -> _Node:
        node = self._choice()
        # A stray closing bracket: the compiler will say so; here nothing is known.
        return node if self.at == len(self.pattern) else _ANYTHING

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _choice(self) -> _Node:
        parts = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else _Node("choice", parts=tuple(parts))

    def _sequence(self) -> _Node:
        parts: list[_Node] = []
        while (char := self._next()) and char not in "|)":
            # Most of a pattern is plain words: read as many letters as no quantifier concerns at once.
            plain = _PLAIN.match(self.pattern, self.at)
            if plain:
                self.at = plain.end()
                part = _Node("text", one_digit(plain[0]))
            else:
                part = self._quantified(self._atom())
            if part.kind == "text" and parts and parts[-1].kind == "text":
                part = _Node("text", one_digit(parts.pop().text + part.text))
            parts.append(part)
        return _Node("sequence", parts=tuple(parts))

    def _quantified(self, atom: _Node) -> _Node:
        found = _QUANTIFIER.match(self.pattern, self.at)
        if not found or found[1] == "{}":
            return atom
        self.at = found.end()
        sign = found[1]
        if sign == "?":
            low, high = 0, 1
        elif sign in "*+":
            low, high = (0 if sign == "*" else 1), None
        else:
            low = int(found[2] or 0)
            high = low if not found[3] else int(found[4]) if found[4] else None
        if atom in (_SPACE, _DIGIT) and high != 0:
            # A folded line never holds two spaces in a row, and a key never two digits.
            high = 1
            low = min(low, 1)
        if atom == _EMPTY:
            return atom
        if low > 8:
            low, high = 8, None
        more = (
            ()
            if high == low
            else (
                _Node(
                    "choice",
                    parts=(_EMPTY, atom if high == low + 1 else _Node("sequence", parts=(atom, _ANYTHING))),
                ),
            )
        )
        return _Node("sequence", parts=(atom,) * low + more)

    def _atom(self) -> _Node:
        char = self.pattern[self.at]
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char == ".":
            return _ANYTHING
        if char in "^$":
            return _EMPTY
        return _Node("text", one_digit(char))

    def _group(self) -> _Node:
        zero_width = False
        if self._next() == "?":
            found = re.compile(r"\?(:|>|P?<\w+>|<?[=!])").match(self.pattern, self.at)
            if not found:
                self.at = len(self.pattern)
                return _ANYTHING
            zero_width = found[1] in ("=", "!", "<=", "<!")
            self.at = found.end()
        node = self._choice()
        self.at += 1
        return _EMPTY if zero_width else node

    def _class(self) -> _Node:
        found = re.compile(r"(\^?\]?(?:\\.|[^\]\\])*)\]").match(self.pattern, self.at)
        if not found or re.search(r"(?<!\\)\[", found[1]):
            # A named or a nested class: where it ends is not worth knowing.
            self.at = len(self.pattern)
            return _ANYTHING
        self.at = found.end()
        chars: set[str] = set()
        for part in re.findall(r"\\.|.-.|.", found[1]):
            if part == "\\d":
                chars.add(_DIGIT.text)
            elif part == "\\s":
                chars.add(" ")
            elif part[0] == "\\" and part[1].isalnum():
                return _ANYTHING
            elif len(part) == 3:
                if ord(part[2]) - ord(part[0]) > _LONGEST_CLASS:
                    return _ANYTHING
                chars.update(one_digit(chr(code)) for code in range(ord(part[0]), ord(part[2]) + 1))
            else:
                chars.add(one_digit(part[-1]))
        return _ANYTHING if found[1].startswith("^") else _Node("chars", chars=frozenset(chars))

    def _escape(self) -> _Node:
        char = self._next()
        self.at += 1
        if char == "s":
            return _SPACE
        if char == "d":
            return _DIGIT
        if char and char in "bBAZzGmM":
            return _EMPTY
        if char in ("p", "P") and self._next() == "{":
            self.at = self.pattern.find("}", self.at) + 1 or len(self.pattern)
            return _ANYTHING
        return _ANYTHING if char.isalnum() or not char else _Node("text", char)
