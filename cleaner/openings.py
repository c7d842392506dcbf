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
# Long enough that "this story was" and "this street" part ways, short enough that slots rarely cut keys short.
KEY_LENGTH = 12
# Whole lines are compared without these at their end: "Advertisement:" is "Advertisement".
_LOOSE_END = " .:…-,"


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
# All digits are one character to the index: "3 comments" and "45 comments" would need a hundred keys otherwise.
_DIGIT = _Node("text", "0")
_ONE_DIGIT = str.maketrans("123456789", "000000000")


def one_digit(text: str) -> str:
    """Return text with every ASCII digit as 0, as it stands in keys."""
    return text.translate(_ONE_DIGIT)


@dataclass(frozen=True, slots=True)
class Anchors:
    """How the lines that a rule takes are found.

    ``whole``: folded lines, without the punctuation at their end.  ``keys``: what other matches begin
    (``side = "head"``) or end (``"tail"``) with; with ``"words"`` neither is fixed, and only keywords lead to them.
    """

    whole: tuple[str, ...]
    keys: tuple[str, ...]
    side: Literal["head", "tail", "words"]


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
    head_worth, tail_worth = _worth(head), _worth(tail)
    if max(head_worth, tail_worth) < 2:
        return Anchors((), (), "words")
    # What opens a line is met sooner than what closes it: an ending must tell much more to be chosen.
    at_head = head_worth >= min(tail_worth, 4)
    keys = head if at_head else tail
    # A whole line is looked up as it is; one with a digit stands for many.
    whole = tuple(dict.fromkeys(loose(key) for key, is_whole in keys if is_whole and "0" not in key))
    return Anchors(
        whole, tuple(key for key, is_whole in keys if not is_whole or "0" in key), "head" if at_head else "tail"
    )


def _worth(keys: list[tuple[str, bool]]) -> float:
    """How well keys tell lines apart: the length of the shortest, where a letter beyond ASCII counts double."""
    return min((sum(1 if c.isascii() else 2 for c in key) for key, whole in keys if not whole), default=KEY_LENGTH)


def openings(pattern: str, length: int, *, from_end: bool = False) -> list[tuple[str, bool]]:
    """Return the strings that a full match of pattern begins (with ``from_end``: ends) with, sorted.

    Each is at most ``length`` characters long, and comes with whether it is a whole match, with nothing beyond it.
    ``("", False)`` means "anything".  Every digit stands as 0.

    >>> openings("(also|must) read.*", 6)
    [('also r', False), ('must r', False)]
    >>> openings(r"\\d+ min read", 8, from_end=True)
    [('min read', False)]
    """
    return _longest(_Parser(pattern).parse(), length, from_end)


def _longest(tree: _Node, length: int, from_end: bool) -> list[tuple[str, bool]]:
    """Return the openings of a pattern at the greatest length at which they are not too many."""
    for tried in range(length, 0, -2):
        closed: set[str] = set()
        try:
            whole = _extend({""}, closed, tree, tried, from_end)
        except _TooMany:
            continue
        return sorted([(string, False) for string in closed] + [(string, True) for string in whole])
    return [("", False)]


def _extend(whole: set[str], closed: set[str], node: _Node, length: int, from_end: bool) -> set[str]:
    """Return the strings of ``whole`` with node set behind them; those that end open are added to ``closed``."""
    if node.kind == "sequence":
        for part in reversed(node.parts) if from_end else node.parts:
            if not whole:
                break
            whole = _extend(whole, closed, part, length, from_end)
        return whole
    extended: set[str] = set()
    if node.kind == "anything":
        closed |= whole
    elif node.kind == "choice":
        for part in node.parts:
            extended |= _extend(whole, closed, part, length, from_end)
    elif node.kind == "text":
        for string in whole:
            longer = node.text + string if from_end else string + node.text
            if len(longer) <= length:
                extended.add(longer)
            else:
                closed.add(longer[-length:] if from_end else longer[:length])
    else:
        for string in whole:
            if len(string) == length:
                closed.add(string)
            else:
                extended.update(
                    [char + string for char in node.chars] if from_end else [string + c for c in node.chars]
                )
    if len(extended) + len(closed) > _MOST:
        raise _TooMany
    return extended


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
                part = _Node("text", parts.pop().text + part.text)
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
        if atom == _SPACE and high != 0:
            # A folded line never holds two spaces in a row.
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
