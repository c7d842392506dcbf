"""Which strings can a text begin, or end, with that a pattern matches as a whole?

A small reader of the pattern language.  What it does not know it takes for "anything", so an answer is always
complete.  Source of the method: the literal analysis of RE2 and of Rust's ``regex-syntax`` (``hir::literal``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# More alternatives than this are not worth their memory: shorter strings then stand for all of them.
_MOST = 128
_LONGEST_CLASS = 24


class _TooMany(Exception):
    """The strings of this length are more than _MOST."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A piece of a pattern: one of ``chars``; anything; each of ``parts`` in turn; or one of ``parts``."""

    kind: Literal["chars", "anything", "sequence", "choice"]
    chars: frozenset[str] = frozenset()
    parts: tuple[_Node, ...] = ()


_ANYTHING = _Node("anything")
_EMPTY = _Node("sequence")
_SPACE = _Node("chars", frozenset(" "))
_DIGIT = _Node("chars", frozenset("0123456789"))


def openings(pattern: str, length: int, *, from_end: bool = False) -> list[tuple[str, bool]]:
    """Return the strings that a full match of pattern begins (with ``from_end``: ends) with, sorted.

    Each is at most ``length`` characters long, and comes with whether it is a whole match, with nothing beyond it.
    ``("", False)`` means "anything".

    >>> openings("(also|must) read.*", 6)
    [('also r', False), ('must r', False)]
    >>> openings(r"\\d+ min read", 8, from_end=True)
    [('min read', False)]
    """
    tree = _Parser(pattern).parse()
    while length > 0:
        try:
            return sorted(_extend({("", True)}, tree, length, from_end))
        except _TooMany:
            length -= 1
    return [("", False)]


_Strings = set[tuple[str, bool]]


def _extend(strings: _Strings, node: _Node, length: int, from_end: bool) -> _Strings:
    """Return strings with node set behind those that are whole so far."""
    if node.kind == "sequence":
        for part in reversed(node.parts) if from_end else node.parts:
            strings = _extend(strings, part, length, from_end)
        return strings
    extended: _Strings = {(string, whole) for string, whole in strings if not whole}
    for string, whole in strings:
        if not whole:
            continue
        if node.kind == "anything" or (node.kind == "chars" and len(string) == length):
            extended.add((string, False))
        elif node.kind == "choice":
            for part in node.parts:
                extended |= _extend({(string, True)}, part, length, from_end)
        else:
            extended |= {(char + string if from_end else string + char, True) for char in node.chars}
    if len(extended) > _MOST:
        raise _TooMany
    return extended


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
            parts.append(self._quantified(self._atom()))
        return _Node("sequence", parts=tuple(parts))

    def _quantified(self, atom: _Node) -> _Node:
        found = re.compile(r"([?*+]|\{(\d*)(,?)(\d*)\})[?+]?").match(self.pattern, self.at)
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
        return _Node("chars", frozenset(char))

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
        if not found or "[" in found[1]:
            # A named or a nested class: where it ends is not worth knowing.
            self.at = len(self.pattern)
            return _ANYTHING
        self.at = found.end()
        chars: set[str] = set()
        for part in re.findall(r"\\.|.-.|.", found[1]):
            if part == "\\d":
                chars |= _DIGIT.chars
            elif part == "\\s":
                chars.add(" ")
            elif part[0] == "\\" and part[1].isalnum():
                return _ANYTHING
            elif len(part) == 3:
                if ord(part[2]) - ord(part[0]) > _LONGEST_CLASS:
                    return _ANYTHING
                chars.update(map(chr, range(ord(part[0]), ord(part[2]) + 1)))
            else:
                chars.add(part[-1])
        return _ANYTHING if found[1].startswith("^") else _Node("chars", frozenset(chars))

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
        return _ANYTHING if char.isalnum() or not char else _Node("chars", frozenset(char))
