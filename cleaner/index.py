"""From the first and last characters of a line to the few rules that could match it.

Running every pattern on every line would cost a thousand times what reading the text costs.  But what a pattern can
match begins or ends with one of a few strings: ``(also|must) read .*`` with "also rea" or "must rea".  They are
worked out from the pattern itself (``openings``), so nobody writes them down and none can be forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from .openings import KEY_LENGTH, anchors, loose, one_digit
from .rules import Rule
from .text import fold, fold_piece

# Raw characters that decide from memory whether a line is worth folding.  Five repeat often enough to be remembered.
GATE_LENGTH = 5
# Folding may make a few more of them ("…" is three full stops).
_GATE_PIECE = 6
# Raw characters at a line's end that are folded to look for a key there, before the whole line is.
_PIECE = 40
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


# A rule, and what its matches have at their other end; empty where that is not known.
_Keyed = tuple[Rule, tuple[str, ...]]


class Index:
    """The rules of some kinds, found by the text they could match.  Read-only but for what the gates remember."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._needs: dict[Rule, tuple[str, ...]] = {}
        exact: dict[str, list[Rule]] = defaultdict(list)
        heads: dict[str, list[_Keyed]] = defaultdict(list)
        tails: dict[str, list[_Keyed]] = defaultdict(list)
        words: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            found = anchors(rule.lines, rule.pattern)
            self._needs[rule] = found.needs
            for line in found.whole:
                exact[line].append(rule)
            target = heads if found.side == "head" else tails
            for key in found.keys:
                target[key].append((rule, found.check))
            if found.side == "words":
                for word in rule.keywords:
                    words[word].append(rule)
        self._exact = {key: tuple(found) for key, found in exact.items()}
        self._heads = {key: tuple(found) for key, found in heads.items()}
        self._tails = {key: tuple(found) for key, found in tails.items()}
        self._words = {key: tuple(found) for key, found in words.items()}
        self._head_lengths = tuple(sorted({len(key) for key in heads}))
        self._tail_lengths = tuple(sorted({len(key) for key in tails}))
        opening = {one_digit(key)[:KEY_LENGTH] for key in (*exact, *heads)}
        self.head_gate = _Gate(opening, from_end=False)
        self.tail_gate = _Gate(tails, from_end=True)
        self._exact_openings = frozenset(one_digit(key)[:KEY_LENGTH] for key in exact)
        # Folding shortens decoration and spaces only, so a line much longer than this is none of them.
        self._longest_exact = max(map(len, exact), default=0) + _PIECE

    def search(self, lines: Sequence[str]) -> Iterator[tuple[int, list[Rule]]]:
        """Yield the number of each line that some rules take whole, and those rules."""
        head, tail, words = self.head_gate, self.tail_gate, self._words
        n = GATE_LENGTH
        for number in [i for i, line in enumerate(lines) if head[line[:n]] or tail[line[-n:]]]:
            line = lines[number]
            if len(line) <= _PIECE or self._could_match(line):
                rules = self.match(fold(line))
                if rules:
                    yield number, rules
        if words:
            for number, line in enumerate(lines):
                if len(line) <= _KEYWORD_LINE and not (head[line[:n]] or tail[line[-n:]]):
                    folded = fold(line)
                    if not words.keys().isdisjoint(folded.split()) and (rules := self.match(folded)):
                        yield number, rules

    def _could_match(self, line: str) -> bool:
        """Whether a long line begins and ends, once folded, like something that a rule matches."""
        head = fold_piece(line[:_PIECE], from_end=False)
        if head is None or (len(line) <= self._longest_exact and one_digit(head)[:KEY_LENGTH] in self._exact_openings):
            return True
        head = one_digit(head)[:KEY_LENGTH]
        at_head = [keyed for n in self._head_lengths if (found := self._heads.get(head[:n])) for keyed in found]
        at_tail = self.tail_gate[line[-GATE_LENGTH:]]
        if not at_head and not at_tail:
            return False
        tail = fold_piece(line[-_PIECE:], from_end=True)
        if tail is None:
            return True
        tail = one_digit(tail)[-KEY_LENGTH:]
        if any(not check or tail.endswith(check) for _, check in at_head):
            return True
        return at_tail and any(
            not check or head.startswith(check)
            for n in self._tail_lengths
            for _, check in self._tails.get(tail[-n:], ())
        )

    def match(self, folded: str) -> list[Rule]:
        """Return the rules that take the folded line whole, in the order of the lists."""
        near = list(self._exact.get(loose(folded), ()))
        head, tail = one_digit(folded[:_PIECE])[:KEY_LENGTH], one_digit(folded[-_PIECE:])[-KEY_LENGTH:]
        for n in self._head_lengths:
            if found := self._heads.get(head[:n]):
                near += [rule for rule, check in found if not check or tail.endswith(check)]
        for n in self._tail_lengths:
            if found := self._tails.get(tail[-n:]):
                near += [rule for rule, check in found if not check or head.startswith(check)]
        if self._words and len(folded) <= _KEYWORD_LINE:
            for word in set(folded.split()):
                near += self._words.get(word, ())
        # A rule may stand under several keys that the line fits: each pattern runs once.
        return [
            rule
            for rule in dict.fromkeys(near)
            if not rule.pattern or (_holds_needs(rule, self._needs[rule], folded) and rule.regex.fullmatch(folded))
        ]


def _holds_needs(rule: Rule, needs: tuple[str, ...], folded: str) -> bool:
    if rule.keywords and not any(word in folded for word in rule.keywords):
        return False
    return not needs or any(text in folded for text in needs)
