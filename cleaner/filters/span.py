"""Prompts glued to a paragraph: in brackets, or as its last sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..index import GATE_LENGTH, Index
from ..text import Removal, fold_with_offsets

_BRACKETS = re.compile(
    r"\([^()\n]{3,250}\)|\[[^\[\]\n]{3,250}\]|（[^（）\n]{2,120}）|【[^【】\n]{2,120}】|〔[^〔〕\n]{2,120}〕"
)
_OPENERS = re.compile(r"[(\[（【〔]")
# Where a sentence ends and the next begins: the cut is made there or not at all.
_BOUNDARY = re.compile(r"(?:[.!?…।؟۔][\"'”’»)\]]*|[\"”’»)\]])\s+(?=\S)|[。！？](?=\S)")
# A prompt of more sentences than these is a paragraph.
_MOST_SENTENCES = 3


def span_suspects(index: Index, lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines that ``point_at_spans`` is worth asking about."""
    head, tail, n = index.head_gate, index.tail_gate, GATE_LENGTH
    found = [
        i
        for i, line in enumerate(lines)
        if head[line[(at := line.rfind(". ") + 2) : at + n]]
        or tail[line[-n:]]
        or _OPENERS.search(line)
        or ("。" in line and head[line[(at := line.rstrip("。 ").rfind("。") + 1) : at + n]])
    ]
    return found


def point_at_spans(index: Index, line: str, start: int) -> Iterator[Removal]:
    """Point at the bracketed groups and the last sentences of a line that a ``span`` rule matches whole.

    ``start`` is the line's offset in the text.  A line is never left without its first sentence: whole lines are the
    business of line rules.
    """
    for group in _BRACKETS.finditer(line):
        rule = _rule_for(index, group.group())
        if rule:
            yield Removal(start + group.start(), start + group.end(), rule)
    end = len(line)
    while end > 0:
        bounds = [b.end() for b in _BOUNDARY.finditer(line, max(0, end - 600), end)][-_MOST_SENTENCES:]
        for bound in reversed(bounds):
            rule = _rule_for(index, line[bound:end])
            if rule:
                yield Removal(start + bound, start + end, rule)
                end = bound
                break
        else:
            return


def _rule_for(index: Index, unit: str) -> str | None:
    if not (index.head_gate[unit[:GATE_LENGTH]] or index.tail_gate[unit.rstrip()[-GATE_LENGTH:]]):
        return None
    folded = fold_with_offsets(unit)
    if folded is None:
        return None
    rules = index.match(folded[0].strip())
    return rules[0].id if rules else None
