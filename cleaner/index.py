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
# Keys are grouped by this many characters; shorter ones are few and always looked up.
_CORNER = 3
_SHORT = (1, 2)
# Raw characters at a line's end that are folded to look for a key there, before the whole line is.
_PIECE = 40
# A line this long is no label, even with decoration around it.
_LONG = 60
# Only `regex` can be stopped when a line makes a pattern slow, and only long lines can.
_FAST_LINE = 1000
# Prefixes remembered before the memory starts afresh: about 10 MB.
_GATE_SIZE = 1 << 16
# Lines longer than this are not searched for keywords: a rule that needs it opens or closes with something fixed.
_KEYWORD_LINE = 240


class _Gate(dict[str, tuple[str, ...]]):
    """The keys that a line could fit which begins (``from_end``: ends) with these raw characters; mostly none.

    A dictionary that fills itself: an answer met before costs one look-up in C.
    """

    def __init__(self, keys: Iterable[str], *, from_end: bool) -> None:
        super().__init__({"": ()})
        self._from_end = from_end
        self._by_corner: dict[str, list[str]] = defaultdict(list)
        self._short: dict[str, list[str]] = defaultdict(list)
        self._labels: frozenset[str] = frozenset()
        for key in set(keys):
            if len(key) < _CORNER:
                self._short[key[-1:] if from_end else key[:1]].append(key)
            else:
                self._by_corner[key[-_CORNER:] if from_end else key[:_CORNER]].append(key)

    def without(self, labels: frozenset[str]) -> _Gate:
        """Return a gate with the same keys but for some."""
        gate = _Gate((), from_end=self._from_end)
        gate._by_corner, gate._short, gate._labels = self._by_corner, self._short, labels
        return gate

    def __missing__(self, raw: str) -> tuple[str, ...]:
        if len(self) > _GATE_SIZE:
            self.clear()
            self[""] = ()
        answer = self[raw] = self._fitting(raw)
        return answer

    def _fitting(self, raw: str) -> tuple[str, ...]:
        if not (self._short or self._by_corner):
            return ()
        if raw.isspace():
            # An indented line is decided by what follows the spaces, which is not in these characters.
            return _ANY if len(raw) == GATE_LENGTH else ()
        piece = fold_piece(raw, from_end=self._from_end)
        if piece is None or len(piece) < _CORNER:
            # A short line fits what it is; of others too little is seen.
            return _ANY
        piece = one_digit(piece)
        fits = str.endswith if self._from_end else str.startswith
        found = self._by_corner.get(piece[-_CORNER:] if self._from_end else piece[:_CORNER], [])
        short = self._short.get(piece[-1:] if self._from_end else piece[:1], [])
        return tuple(
            key for key in (*found, *short) if (fits(key, piece) or fits(piece, key)) and key not in self._labels
        )


# Fits every line.
_ANY = ("",)


# A rule, and what its matches have at their other end; empty where that is not known.
_Keyed = tuple[Rule, tuple[str, ...]]


class Index:
    """The rules of some kinds, found by the text they could match.  Read-only but for what the gates remember."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._needs: dict[Rule, tuple[str, ...]] = {}
        exact: dict[str, list[Rule]] = {}
        heads: dict[str, list[_Keyed]] = {}
        tails: dict[str, list[_Keyed]] = {}
        words: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found = anchors(rule.lines, rule.pattern)
            self._needs[rule] = found.needs
            for line in found.whole:
                exact.setdefault(line, []).append(rule)
            target = heads if found.side == "head" else tails
            for key in found.keys:
                target.setdefault(key, []).append((rule, found.check))
            if found.side == "words":
                for word in rule.keywords:
                    words.setdefault(word, []).append(rule)
        self._exact, self._heads, self._tails, self._words = exact, heads, tails, words
        self._head_lengths = _lengths(heads, from_end=False)
        self._tail_lengths = _lengths(tails, from_end=True)
        whole = {one_digit(key)[:KEY_LENGTH] for key in exact}
        self.head_gate = _Gate(whole.union(heads), from_end=False)
        self.tail_gate = _Gate(tails, from_end=True)
        # A long line is no label: of the whole lines, only long ones can be it.
        labels = frozenset(key for key in whole if len(key) < KEY_LENGTH and key not in heads)
        self._long_gate = self.head_gate.without(labels)

    def search(self, lines: Sequence[str]) -> Iterator[tuple[int, list[Rule]]]:
        """Yield the number of each line that some rules take whole, and those rules."""
        short, long, tail, n = self.head_gate, self._long_gate, self.tail_gate, GATE_LENGTH
        corners = [
            i for i, line in enumerate(lines) if (short if len(line) < _LONG else long)[line[:n]] or tail[line[-n:]]
        ]
        for number in corners:
            line = lines[number]
            if self.could_match(line) and (rules := self.match(fold(line))):
                yield number, rules
        if self._words:
            yield from self._search_words(lines, set(corners))

    def _search_words(self, lines: Sequence[str], asked: set[int]) -> Iterator[tuple[int, list[Rule]]]:
        for number, line in enumerate(lines):
            if len(line) <= _KEYWORD_LINE and number not in asked:
                folded = fold(line)
                if not self._words.keys().isdisjoint(folded.split()) and (rules := self.match(folded)):
                    yield number, rules

    def could_match(self, line: str) -> bool:
        """Whether a line begins or ends, once folded, like something that a rule matches."""
        keys = (self.head_gate if len(line) < _LONG else self._long_gate)[line[:GATE_LENGTH]]
        if keys:
            head = fold_piece(line[:_PIECE], from_end=False)
            if head is None or one_digit(head).startswith(keys):
                return True
        keys = self.tail_gate[line[-GATE_LENGTH:]]
        if not keys:
            return bool(self._words)
        tail = fold_piece(line[-_PIECE:], from_end=True)
        return tail is None or one_digit(tail).endswith(keys) or bool(self._words)

    def match(self, folded: str) -> list[Rule]:
        """Return the rules that take the folded line whole, in the order of the lists."""
        label = loose(folded)
        # One word and a full stop: what a wrapped paragraph ends with, not a label.  Scripts without spaces wrap else.
        ends_sentence = (
            " " not in label and label[-1:] < "\u0e00" and folded.startswith(".", len(label)) and folded[-2:] != ".."
        )
        near = [] if ends_sentence else list(self._exact.get(label, ()))
        head, tail = one_digit(folded[:_PIECE])[:KEY_LENGTH], one_digit(folded[-_PIECE:])[-KEY_LENGTH:]
        for n in self._head_lengths.get(head[:_CORNER], _SHORT):
            if found := self._heads.get(head[:n]):
                near += [rule for rule, check in found if not check or tail.endswith(check)]
        for n in self._tail_lengths.get(tail[-_CORNER:], _SHORT):
            if found := self._tails.get(tail[-n:]):
                near += [rule for rule, check in found if not check or head.startswith(check)]
        if self._words and len(folded) <= _KEYWORD_LINE:
            for word in set(folded.split()):
                near += self._words.get(word, ())
        # A rule may stand under several keys that the line fits: each pattern runs once.
        fast = len(folded) <= _FAST_LINE and folded.isascii()
        return [
            rule
            for rule in dict.fromkeys(near)
            if not rule.pattern
            or (
                _holds_needs(rule, self._needs[rule], folded)
                and (rule.ascii_regex if fast else rule.regex).fullmatch(folded)
            )
        ]


def _lengths(keys: Iterable[str], *, from_end: bool) -> dict[str, tuple[int, ...]]:
    """Return how long the keys are that share their first (``from_end``: last) characters."""
    found: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        found[key[-_CORNER:] if from_end else key[:_CORNER]].add(len(key))
    return {corner: tuple(lengths.union(_SHORT)) for corner, lengths in found.items()}


def _holds_needs(rule: Rule, needs: tuple[str, ...], folded: str) -> bool:
    if rule.keywords and not any(word in folded for word in rule.keywords):
        return False
    if not needs:
        return True
    for text in needs:  # noqa: SIM110 - a loop, for any() builds a generator for every rule of every line
        if text in folded:
            return True
    return False
