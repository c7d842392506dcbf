"""Labels that were printed as one line: "ShareSaveComments", "Privacy PolicyTerms of Use", "Follow us Follow us".

An extractor that takes a row of buttons or links for one line leaves such, or a picture's text and its link's.  No
article writes so; but names do ("MacBook Pro", "YouTube"), and songs, so each label must be one that a rule takes as a
line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .indexes import InForce
from .native import joints
from .rules import Rule

# What is longer is no row of labels.
_LONGEST = 240
# Sentences hold names with joints, and most of their words stand before or behind.
_LONGEST_PIECE = 32
_SHORTEST = 3
# A label may hold joints itself: "WhatsApp", "LinkedIn".
_MOST_PIECES = 3


def glued(lines: list[str], force: InForce) -> Iterator[tuple[int, Rule]]:
    """Yield the number of each line that is nothing but labels without a space between them, or one that is said twice,
    and the first one's rule.

    The rule holds anywhere, but for two words, which may be a name: "HomePod" goes next to a removal only, unless each
    of them would go anywhere.
    """
    for number, pieces in joints(lines, _LONGEST, _LONGEST_PIECE):
        line = lines[number].strip()
        if not any(index.could_begin(pieces[0], 0) or index.could_begin(line, 0) for index in force.lines):
            continue
        twice = line == " ".join(pieces)
        labels = pieces if twice else _parted(pieces, force)
        rules = [rule for label in labels if (rule := force.rule_for(label))]
        if len(rules) == len(labels) > 1:
            words = any(" " in label for label in labels)
            sure = words or len(pieces) > 2 or all(rule.where == "anywhere" for rule in rules)
            yield number, replace(rules[0], where="anywhere" if sure else "beside")


def _is_label(piece: str) -> bool:
    """Whether a piece may be a label: some letters, and no value behind them, as in "AppData: ..." and "#AA00AA"."""
    return len(piece) >= _SHORTEST and piece[0].isalnum() and ":" not in piece[:-1]


def _parted(pieces: Sequence[str], force: InForce) -> list[str]:
    """The labels that some pieces make, numbers left out; none where rules do not know all of them."""
    labels: list[str] = []
    at = 0
    while at < len(pieces):
        if labels and pieces[at].isdigit():
            at += 1
            continue
        ends = range(min(at + _MOST_PIECES, len(pieces)), at, -1)
        end = next((end for end in ends if _is_label(label := "".join(pieces[at:end])) and force.rule_for(label)), at)
        if end == at:
            return []
        labels.append("".join(pieces[at:end]))
        at = end
    return labels
