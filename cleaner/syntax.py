"""A small reader of the pattern language: what a pattern is made of, as far as its matches' first and last letters go.

What it does not know it takes for "anything", so whoever asks what a pattern can match gets a complete answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .fold import one_digit

_LONGEST_CLASS = 24


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a pattern: a text; one of ``chars``; anything; each of ``parts`` in turn; or one of ``parts``.

    ``ahead``: nothing, but what follows begins with the only part.
    """

    kind: Literal["text", "chars", "anything", "sequence", "choice", "ahead"]
    text: str = ""
    chars: frozenset[str] = frozenset()
    parts: tuple[Node, ...] = ()


_ANYTHING = Node("anything")
_EMPTY = Node("sequence")
_SPACE = Node("text", " ")
# A number is one character to the index: "3 comments" and "1450 comments" would need thousands of keys otherwise.
_DIGIT = Node("text", "0")


def parse(pattern: str) -> Node:
    """Return a folded pattern as a tree; runs of digits stand as one 0."""
    return _Parser(pattern).parse()


_PLAIN = re.compile(r"[^\\\[\](){}.*+?|^$]+(?![*+?{])")
_QUANTIFIER = re.compile(r"([?*+]|\{(\d*)(,?)(\d*)\})[?+]?")


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def parse(self) -> Node:
        node = self._choice()
        # A stray closing bracket, which the compiler will speak of, or something that cannot be read: nothing is known.
        return node if self.at == len(self.pattern) else _ANYTHING

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _choice(self) -> Node:
        parts = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Node("choice", parts=tuple(parts))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while (char := self._next()) and char not in "|)":
            # Most of a pattern is plain words: read as many letters as no quantifier concerns at once.
            plain = _PLAIN.match(self.pattern, self.at)
            if plain:
                self.at = plain.end()
                part = Node("text", one_digit(plain[0]))
            else:
                part = self._quantified(self._atom())
            if part.kind == "text" and parts and parts[-1].kind == "text":
                part = Node("text", one_digit(parts.pop().text + part.text))
            parts.append(part)
        return Node("sequence", parts=tuple(parts))

    def _quantified(self, atom: Node) -> Node:
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
        if atom == _EMPTY or atom.kind == "ahead":
            return _EMPTY
        if low > 8:
            low, high = 8, None
        more = (
            ()
            if high == low
            else (
                Node(
                    "choice",
                    parts=(_EMPTY, atom if high == low + 1 else Node("sequence", parts=(atom, _ANYTHING))),
                ),
            )
        )
        return Node("sequence", parts=(atom,) * low + more)

    def _atom(self) -> Node:
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
        return Node("text", one_digit(char))

    def _group(self) -> Node:
        sign = ""
        if self._next() == "?":
            found = re.compile(r"\?(:|>|P?<\w+>|<?[=!])").match(self.pattern, self.at)
            if not found:
                return self._give_up()
            sign = found[1]
            self.at = found.end()
        node = self._choice()
        self.at += 1
        if sign == "=":
            return Node("ahead", parts=(node,))
        return _EMPTY if sign in ("!", "<=", "<!") else node

    def _give_up(self) -> Node:
        """Read no further: of what may stand behind nothing is known, other alternatives least of all."""
        self.at = len(self.pattern) + 1
        return _ANYTHING

    def _class(self) -> Node:
        found = re.compile(r"(\^?\]?(?:\\.|[^\]\\])*)\]").match(self.pattern, self.at)
        if not found or re.search(r"(?<!\\)\[", found[1]):
            # A named or a nested class: where it ends is not worth knowing.
            return self._give_up()
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
        return _ANYTHING if found[1].startswith("^") else Node("chars", chars=frozenset(chars))

    def _escape(self) -> Node:
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
        return _ANYTHING if char.isalnum() or not char else Node("text", char)
