"""From the first and last characters of a line to the few rules that could match it.

Running every pattern on every line would cost a thousand times what reading the text costs.  But what a pattern can
match begins or ends with one of a few strings: ``(also|must) read .*`` with "also rea" or "must rea".  They are
worked out from the pattern itself (``openings``), so nobody writes them down and none can be forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .openings import KEY_LENGTH, anchors, loose, one_digit
from .rules import Rule
from .text import fold, fold_piece

# Raw characters that decide from memory whether a line is worth folding.  Four repeat often enough to be remembered.
GATE_LENGTH = 4
# Folding may make a few more of them ("…" is three full stops).
_GATE_PIECE = 6
# Raw characters at a line's end that are folded to look for a key there, before the whole line is.
_PIECE = 40
# Keys are grouped by this many characters, so that few of them are compared.
_CORNER = 3
# Prefixes remembered before the memory starts afresh: about 10 MB.
_GATE_SIZE = 1 << 16
# Lines longer than this are not searched for keywords: a rule that needs it opens or closes with something fixed.
_KEYWORD_LINE = 240


class _Gate(dict[str, bool]):
    """Whether a line that begins (``from_end``: ends) with these raw characters could concern any rule.

    A dictionary that fills itself: an answer met before costs one look-up in C.
    """

    def __init__(self, keys: Iterable[str], *, from_end: bool) -> None:
        super().__init__({"": False})
        self._from_end = from_end
        ordered = [key[::-1] if from_end else key for key in keys]
        self._whole = frozenset(ordered)
        self._begun = frozenset(key[:n] for key in ordered for n in range(1, _GATE_PIECE + 1))

    def __missing__(self, raw: str) -> bool:
        if len(self) > _GATE_SIZE:
            self.clear()
            self[""] = False
        answer = self[raw] = self._could_open(raw)
        return answer

    def _could_open(self, raw: str) -> bool:
        if not self._whole or raw.isspace():
            # An indented line is decided by what follows the spaces, which is not in these characters.
            return bool(self._whole) and len(raw) == GATE_LENGTH
        piece = fold_piece(raw, from_end=self._from_end)
        if piece is None:
            return True
        piece = one_digit(piece[::-1] if self._from_end else piece)
        return (
            not piece
            or piece[:_GATE_PIECE] in self._begun
            or any(piece[:n] in self._whole for n in range(1, len(piece)))
        )


class Index:
    """The rules of some kinds, found by the text they could match.  Read-only but for what the gates remember."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        exact: dict[str, list[Rule]] = defaultdict(list)
        heads: dict[str, list[Rule]] = defaultdict(list)
        tails: dict[str, list[Rule]] = defaultdict(list)
        words: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            found = anchors(rule.lines, rule.pattern)
            for line in found.whole:
                exact[line].append(rule)
            target = heads if found.side == "head" else tails
            for key in found.keys:
                target[key].append(rule)
            if found.side == "words":
                for word in rule.keywords:
                    words[word].append(rule)
        self._exact = {key: tuple(found) for key, found in exact.items()}
        self._heads = {key: tuple(found) for key, found in heads.items()}
        self._tails = {key: tuple(found) for key, found in tails.items()}
        self._words = {key: tuple(found) for key, found in words.items()}
        self._head_lengths = tuple(sorted({len(key) for key in heads}))
        self._tail_lengths = tuple(sorted({len(key) for key in tails}))
        opening = {one_digit(key[:KEY_LENGTH]) for key in (*exact, *heads)}
        self.head_gate = _Gate(opening, from_end=False)
        self.tail_gate = _Gate(tails, from_end=True)
        self._openings = _by_corner(opening, from_end=False)
        self._closings = _by_corner(tails, from_end=True)

    def suspects(self, lines: Sequence[str]) -> list[int]:
        """Return the numbers of the lines that ``match`` is worth asking about."""
        head, tail, words = self.head_gate, self.tail_gate, self._words
        n = GATE_LENGTH
        corners = [i for i, line in enumerate(lines) if head[line[:n]] or tail[line[-n:]]]
        found = [i for i in corners if self.could_match(lines[i])]
        if words:
            known = set(found)
            found += [
                i
                for i, line in enumerate(lines)
                if len(line) <= _KEYWORD_LINE and i not in known and not words.keys().isdisjoint(fold(line).split())
            ]
            found.sort()
        return found

    def could_match(self, line: str) -> bool:
        """Whether a line begins or ends, once folded, like something that a rule matches."""
        start, end = line[:_PIECE], line[-_PIECE:]
        head = fold_piece(start, from_end=False, goes_on=len(line) > _PIECE)
        if head is None:
            return True
        head = one_digit(head)
        if head.startswith(self._openings.get(head[:_CORNER], ())) or head.startswith(self._openings.get("", ())):
            return True
        tail = fold_piece(end, from_end=True)
        if tail is None:
            return True
        tail = one_digit(tail)
        return tail.endswith(self._closings.get(tail[-_CORNER:], ())) or tail.endswith(self._closings.get("", ()))

    def match(self, folded: str) -> list[Rule]:
        """Return the rules that take the folded line whole, in the order of the lists."""
        plain = loose(folded)
        found = list(self._exact.get(plain, ()))
        near: list[Rule] = []
        head, tail = one_digit(folded[:KEY_LENGTH]), one_digit(folded[-KEY_LENGTH:])
        for n in self._head_lengths:
            near += self._heads.get(head[:n], ())
        for n in self._tail_lengths:
            near += self._tails.get(tail[-n:], ())
        if self._words and len(folded) <= _KEYWORD_LINE:
            for word in set(folded.split()):
                near += self._words.get(word, ())
        # A rule may stand under several keys that the line fits: each pattern runs once.
        return [
            rule
            for rule in dict.fromkeys(found + near)
            if not rule.pattern or (_has_keyword(rule, folded) and rule.regex.fullmatch(folded))
        ]


def _by_corner(keys: Iterable[str], *, from_end: bool) -> dict[str, tuple[str, ...]]:
    """Return keys by their first (``from_end``: last) characters; those too short for that under the empty string."""
    corners: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        corner = key[-_CORNER:] if from_end else key[:_CORNER]
        corners[corner if len(corner) == _CORNER else ""].append(key)
    return {corner: tuple(found) for corner, found in corners.items()}


def _has_keyword(rule: Rule, folded: str) -> bool:
    return not rule.keywords or any(word in folded for word in rule.keywords)
