"""From the first and last characters of a line to the few rules that could match it.

Running every pattern on every line would cost a thousand times what reading the text costs.  But what a pattern can
match begins or ends with one of a few strings: ``(also|must) read .*`` with "also rea" or "must rea".  They are
worked out from the pattern itself (``openings``), so nobody writes them down and none can be forgotten.

A line passes three sieves, each dearer and finer than the one before: its first and last characters as they are
written (``Gate``), its folded beginning and end in a dictionary, and last the patterns themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .compiled import read_alike
from .fold import KEY_LENGTH, fold, fold_piece, loose, one_digit
from .gate import ANYTHING, GATE_LENGTH, LABEL, ODD, ODD_END, Gate, one_begins
from .keys import Lengths, Tables
from .rules import Rule
from .shape import begins_with_name

if TYPE_CHECKING:
    from ._sieve import Sieve

# Raw characters at a line's end that are folded to look for a key there, before the whole line is.
_PIECE = 40
# Raw characters of which the beginning of a prompt is made.
OPENING = 80
# A line this long is no label, even with decoration around it.
_LONG = 60
# Only `regex` can be stopped when a line makes a pattern slow, and only long lines can.
_FAST_LINE = 1000
# Short lines remembered with their rules: about 4 MB.
_MOST_KNOWN = 1 << 15
# What is longer is no prompt, whatever it begins and ends with; a pattern may take long over it.
_LONGEST = 20_000
# Lines longer than this are not searched for keywords: a rule that needs it opens or closes with something fixed.
KEYWORD_LINE = 240
# A note on an author is longer than a label and shorter than a chapter.
_END_LINE = range(20, 600)

# Of more words than these none is looked for before a pattern is tried, unless a compiled sieve does it.
_FEW = 12

# "Spread the word!" is speech as often as a button.
_LEAST_SPACES = 3

_DIGIT = re.compile("[0-9]")

_FullMatch = Callable[[str], Any]
# What a gate's answer ends with, if the line may be a label.
_MAY_BE_LABEL = (LABEL, *ANYTHING)


class _Known(dict[str, list[Rule]]):
    """The rules that take a short line whole, by the line as it is written.

    Boilerplate repeats: of the short lines that pass the gates more than half have been met before, even within a
    thousand documents.  Fills itself, and starts afresh when full.
    """

    def __init__(self, match: Callable[[str], list[Rule]]) -> None:
        self._match = match

    def __missing__(self, line: str) -> list[Rule]:
        if len(self) > _MOST_KNOWN:
            self.clear()
        rules = self[line] = self._match(line)
        return rules


class _Hints(dict[str, tuple[int, ...]]):
    """The rules of which a word holds a keyword, or the longest word of one.  Fills itself, and starts afresh."""

    def __init__(self, rules: Sequence[Rule], numbers: Iterable[int]) -> None:
        self._parts = [(n, [max(word.split(), key=len) for word in rules[n].keywords]) for n in numbers]

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) > _MOST_KNOWN:
            self.clear()
        numbers = self[word] = tuple(n for n, parts in self._parts if any(part in word for part in parts))
        return numbers


class Index:
    """The rules of some kinds, found by the text they could match.  Read-only but for what the gates remember."""

    def __init__(self, rules: Iterable[Rule], made: Tables | None = None, sieve: Sieve | None = None) -> None:
        self.rules = tuple(rules)
        self.sieve = sieve
        if made is None:
            from .tables import tables  # Reads patterns: not needed where what it found is remembered.

            made = tables(self.rules)
        self._tables = made
        self.head_gate = Gate(made.heads, made.whole)
        self.tail_gate = Gate(made.tails)
        self._head_lengths, self._tail_lengths = Lengths(made.heads), Lengths(made.tails)
        # A long line is no label: of the whole lines, only long ones can be it.
        self._long_gate = Gate(made.heads, made.whole, KEY_LENGTH)
        self._known = _Known(self._match_short)
        self._named = [number for number in made.at_end if self.rules[number].named]
        self._unnamed = [number for number in made.at_end if not self.rules[number].named]
        self._hints = _Hints(self.rules, made.at_end)
        self._needs: list[tuple[tuple[str, ...], ...]] | None = None
        # Compiled when first needed, by rule number: for any text, and for text that two libraries read alike.
        self._any: dict[int, _FullMatch] = {}
        self._fast: dict[int, _FullMatch] = {}

    @property
    def looks_at_end(self) -> bool:
        """Whether ``match_at_end`` can find anything."""
        return bool(self._tables.at_end)

    def search(self, lines: list[str]) -> list[tuple[int, list[Rule]]]:
        """Return the number of each line that some rules take whole, and those rules: a list of its own."""
        if self.sieve and not self._tables.words:
            return self._search_sieved(self.sieve, lines)
        short, long, tail, n = self.head_gate, self._long_gate, self.tail_gate, GATE_LENGTH
        asked = [
            i
            for i, line in enumerate(lines)
            if line and ((short if len(line) < _LONG else long)[line[:n]] or tail[line[-n:]])
        ]
        if self._tables.words:
            asked = sorted({*asked, *self._with_words(lines)})
        known = self._known
        found = []
        for number in asked:
            line = lines[number]
            if len(line) > _LONGEST:
                continue
            rules = known[line] if len(line) < _LONG else self._match_long(line)
            if rules:
                found.append((number, [*rules]))
        return found

    def _search_sieved(self, sieve: Sieve, lines: list[str]) -> list[tuple[int, list[Rule]]]:
        """The same, with the compiled sieve in place of the gates."""
        known = self._known
        found = []
        for number, numbers in sieve.search(lines):
            line = lines[number]
            if len(line) < _LONG:
                rules = known[line]
            elif len(line) > _LONGEST:
                continue
            else:
                folded = fold(line)
                rules = self.match(folded) if numbers is None else self._matching(numbers, folded)
            if rules:
                found.append((number, [*rules]))
        return found

    def _with_words(self, lines: Sequence[str]) -> Iterator[int]:
        """Yield the numbers of the lines that hold a keyword."""
        words = self._tables.words.keys()
        for number, line in enumerate(lines):
            if len(line) <= KEYWORD_LINE and not words.isdisjoint(fold(line).split()):
                yield number

    def _match_short(self, line: str) -> list[Rule]:
        """Return the rules that take a short line whole, as it is written."""
        low = line.lower()
        if (
            low.startswith(self.head_gate[line[:GATE_LENGTH]])
            or low.endswith(("!", *self.tail_gate[line[-GATE_LENGTH:]]))
            or self._tables.whole[loose(low)] >= 0
            or ODD.search(low)
            or self._tables.words
        ):
            return self.match(fold(line))
        return []

    def _match_long(self, line: str) -> list[Rule]:
        """Return the rules that take a line of some length whole, as it is written.

        Most such lines only begin or end like something that a rule matches: they are told by their two ends, before
        the whole of them is folded.
        """
        made, groups, head, tail = self._tables, [], "", ""
        if made.words:
            return self.match(fold(line))
        if begins := self._long_gate[line[:GATE_LENGTH]]:
            head = _raw_beginning(line)
            # Keys hold a 0 for every number, labels the number.
            if not head or (begins[-1] in _MAY_BE_LABEL and ("0" in head or one_begins(self._long_gate.labels, head))):
                return self.match(fold(line))
            if head.startswith(begins):
                groups = self._at_head(head)
        if ends := self.tail_gate[line[-GATE_LENGTH:]]:
            tail = _raw_ending(line)
            if not tail:
                return self.match(fold(line))
            if tail.endswith(ends):
                groups += self._at_tail(tail)
        if not groups:
            return []
        head, tail = head or _raw_beginning(line), tail or _raw_ending(line)
        if not (head and tail):
            return self.match(fold(line))
        numbers = self._fitting(groups, head, tail)
        if not numbers:
            return []
        folded = fold(line)
        return self._matching(self._holding(numbers, folded), folded)

    def could_begin(self, text: str, at: int) -> bool:
        """Whether what stands in a text from an offset on may be what a rule matches: a quick look at its beginning."""
        begins = self.head_gate[text[at : at + GATE_LENGTH]]
        if not begins:
            return False
        low = text[at : at + KEY_LENGTH].lower()
        return low.startswith(begins) or begins[-1] == LABEL or ODD.search(low) is not None

    def begins(self, piece: str) -> bool:
        """Whether a piece of a line, OPENING characters of it, begins like something that a rule matches."""
        folded = fold(piece)
        if not folded:
            return False
        head = beginning(folded)
        if self._at_head(head) or one_begins(self.head_gate.labels, folded[:KEY_LENGTH]):
            return True
        return any(self._tables.whole[folded[:n]] >= 0 for n in range(1, min(KEY_LENGTH, len(folded))))

    def _at_head(self, head: str) -> list[int]:
        """The groups of rules with a key that a line begins with."""
        groups = self._tables.heads
        return [group for n in self._head_lengths.of(head) if (group := groups[head[:n]]) >= 0]

    def _at_tail(self, tail: str) -> list[int]:
        """The groups of rules with a key that a line ends with."""
        groups = self._tables.tails
        return [group for n in self._tail_lengths.of(tail) if (group := groups[tail[-n:]]) >= 0]

    def match(self, folded: str) -> list[Rule]:
        """Return the rules that take the folded line whole, in the order of the lists."""
        head, tail, made = beginning(folded), ending(folded), self._tables
        groups = self._at_head(head) + self._at_tail(tail)
        label = loose(folded)
        said = _called_out(label)
        if (group := made.whole[label]) >= 0 and not _ends_sentence(folded, label):
            groups.append(group)
        if said and (group := made.whole[said]) >= 0:
            groups.append(group)
        if made.words and len(folded) <= KEYWORD_LINE:
            groups += [made.words[word] for word in set(folded.split()) if word in made.words]
        return self._matching(self._holding(self._fitting(groups, head, tail), folded), folded) if groups else []

    def _fitting(self, groups: Iterable[int], head: str, tail: str) -> list[int]:
        """The rules of some groups, in order, that a line may match which begins and ends so."""
        made = self._tables
        ends, begins = made.ends, made.begins
        numbers = {
            n
            for group in groups
            for n in made.groups[group]
            if (not begins[n] or head.startswith(begins[n])) and (not ends[n] or tail.endswith(ends[n]))
        }
        return sorted(numbers)

    def match_at_end(self, lines: Sequence[str]) -> Iterator[tuple[int, list[Rule]]]:
        """Yield the place of each of a document's last lines that rules open at both ends take whole, and those."""
        places = [place for place, line in enumerate(lines) if len(line) in _END_LINE]
        named, unnamed = self._named, self._unnamed
        if unnamed and places:
            # Most words stand in none of the lines: asked once about all of them.
            unnamed = self._holding(unnamed, fold(" ".join([lines[place] for place in places])))
        for place in places:
            asked = named + unnamed if named and begins_with_name(lines[place]) else unnamed
            if asked:
                folded = fold(lines[place])
                if self.sieve:
                    numbers = self.sieve.holding(sorted(asked), folded)
                else:
                    hinted = set().union(*filter(None, map(self._hints.__getitem__, folded.split())))
                    numbers = self._holding(sorted(number for number in asked if number in hinted), folded)
                if numbers and (rules := self._matching(numbers, folded)):
                    yield place, rules

    def _holding(self, numbers: list[int], text: str) -> list[int]:
        """Those of some rules of which a folded text may hold what each of their matches does."""
        if self.sieve:
            return self.sieve.holding(numbers, text)
        needs = self._few_needs
        return [number for number in numbers if holds_all(text, needs[number])]

    @property
    def _few_needs(self) -> list[tuple[tuple[str, ...], ...]]:
        """What rules need, but for what takes longer to look for than a pattern takes to be tried."""
        if self._needs is None:
            self._needs = [tuple(group for group in groups if len(group) <= _FEW) for groups in self._tables.needs]
        return self._needs

    def _matching(self, numbers: list[int], folded: str) -> list[Rule]:
        """Those of some rules that match a folded line."""
        found: list[Rule] = []
        if not numbers:
            return found
        fast = len(folded) <= _FAST_LINE and (folded.isascii() or read_alike(folded))
        compiled = self._fast if fast else self._any
        for number in numbers:
            matches = compiled.get(number)
            if matches is None:
                rule = self.rules[number]
                matches = compiled[number] = rule.full_match(fast=fast) if rule.pattern else bool
            # What a rule needs is a sieve and may be told roughly; its keywords are part of what it says.
            if matches(folded) and _holds_keyword(self.rules[number], folded):
                found.append(self.rules[number])
        return found


def _holds_keyword(rule: Rule, folded: str) -> bool:
    return not rule.keywords or any(word in folded for word in rule.keywords)


def holds_all(text: str, groups: Iterable[tuple[str, ...]]) -> bool:
    """Whether a text holds one word of each group."""
    for group in groups:
        for word in group:
            if word in text:
                break
        else:
            return False
    return True


def beginning(folded: str) -> str:
    """The first characters of a folded line as they stand in keys."""
    head = folded[:KEY_LENGTH]
    return one_digit(folded[:_PIECE])[:KEY_LENGTH] if _DIGIT.search(head) else head


def ending(folded: str) -> str:
    """The last characters of a folded line as they stand in keys."""
    tail = folded[-KEY_LENGTH:]
    return one_digit(folded[-_PIECE:])[-KEY_LENGTH:] if _DIGIT.search(tail) else tail


def _raw_beginning(line: str) -> str:
    """The first characters of a long line, once it is folded, as they stand in keys; "" if only all of it can tell."""
    low = line[:KEY_LENGTH].lower()
    if low[0].isalnum() and not ODD.search(low):
        return low
    piece = fold_piece(line[:_PIECE], from_end=False)
    head = beginning(piece) if piece else ""
    return head if len(head) == KEY_LENGTH else ""


def _raw_ending(line: str) -> str:
    """The last characters of a long line, once it is folded, as they stand in keys; "" if only all of it can tell."""
    low = line[-KEY_LENGTH:].lower()
    if low[-1] != " " and not ODD_END.search(low):
        return low
    piece = fold_piece(line[-_PIECE:], from_end=True)
    tail = ending(piece) if piece else ""
    return tail if len(tail) == KEY_LENGTH else ""


def _called_out(label: str) -> str:
    """What a label of four words or more says without its exclamation marks; "" if it has none."""
    if not label.endswith("!"):
        return ""
    said = label.rstrip("! ")
    return said if said.count(" ") >= _LEAST_SPACES and said[-1].isalpha() else ""


def _ends_sentence(folded: str, label: str) -> bool:
    """Whether a line is one word and a full stop: what a wrapped paragraph ends with, not a label.

    Scripts without spaces wrap elsewhere.
    """
    return " " not in label and label[-1:] < "\u0e00" and folded.startswith(".", len(label)) and folded[-2:] != ".."
