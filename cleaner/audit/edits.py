"""Every edit of a document: what the rules cut and what the Unicode stage changed, in offsets of the original.

From the edits and the cleaned text alone the original comes back, byte for byte: see `restore.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..text import cut
from .align import Change, changes

if TYPE_CHECKING:
    from ..pipeline import Result


class Edit(NamedTuple):
    """One edit: a half-open span of bytes of the original, and what came of it.

    `new` is how many bytes stand in its place in the cleaned text, `by` the id of the rule that removed it
    (`en/related:also-read`) or the Unicode step that changed it (`unicode:quotes`), `old` what stood there.
    """

    start: int
    end: int
    new: int
    by: str
    old: str


def edits(result: Result, encoding: str = "utf-8", errors: str = "surrogatepass") -> tuple[Edit, ...]:
    """Return the edits of a result, sorted and disjoint; offsets count bytes of the original in an encoding."""
    return tuple(in_bytes(result.original, spans(result), encoding, errors))


def spans(result: Result) -> list[Change]:
    """Return the edits of a result in code points of the original, with the new text of each."""
    cuts = cuts_of(result)
    if not cuts:
        return changes(result.original, result.text)
    kept = cut(result.original, result.cuts)
    return _merged(cuts, changes(kept, result.text))


def in_bytes(
    text: str, found: Iterable[Change], encoding: str, errors: str = "strict", new_encoding: str = ""
) -> Iterator[Edit]:
    """Yield edits of text in bytes of an encoding; what they put there counts in bytes of another, or the same."""
    if text.isascii() and encoding == "utf-8" == (new_encoding or encoding):
        for start, end, new, by in found:
            yield Edit(
                start, end, len(new) if new.isascii() else len(new.encode(encoding, errors)), by, text[start:end]
            )
        return
    at = offset = 0
    for start, end, new, by in found:
        offset += len(text[at:start].encode(encoding, errors))
        begin = offset
        old = text[start:end]
        offset += len(old.encode(encoding, errors))
        yield Edit(begin, offset, len(new.encode(new_encoding or encoding, errors)) if new else 0, by, old)
        at = end


def cuts_of(result: Result) -> list[Change]:
    """Return what was cut, one for each removal: the line ends and blank lines around it go by the same rule."""
    found: list[Change] = []
    removals = result.removals
    at = 0
    for start, end in result.cuts:
        first = at
        while at < len(removals) and removals[at].start < end:
            at += 1
        begins = [start, *(removal.start for removal in removals[first + 1 : at]), end]
        inside: Sequence[str] = [removal.rule for removal in removals[first:at]]
        if not inside:  # Blank lines that a removal close by left behind.
            inside = [removals[max(0, first - 1)].rule]
        found += [Change(begins[i], begins[i + 1], "", rule) for i, rule in enumerate(inside)]
    return found


def _merged(cuts: list[Change], found: list[Change]) -> list[Change]:
    """Put cuts, in the original, and changes, in what they left, into one order, in the original."""
    merged: list[Change] = []
    at = shift = 0
    for start, end, new, by in found:
        while at < len(cuts) and cuts[at].start - shift <= start:
            merged.append(cuts[at])
            shift += cuts[at].end - cuts[at].start
            at += 1
        begin = start + shift
        while at < len(cuts) and cuts[at].start - shift < end:  # Something stood on both sides of a cut.
            shift += cuts[at].end - cuts[at].start
            by = cuts[at].by
            at += 1
        merged.append(Change(begin, end + shift, new, by))
    return merged + cuts[at:]
