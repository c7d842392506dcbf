"""Documents on a terminal: what was removed and what was changed, with nothing in them that a terminal obeys."""

from __future__ import annotations

import difflib
import os
import sys
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice, takewhile

from ..audit.edits import spans
from ..files.problems import printable
from ..normalize import UnicodeSettings, normalize
from ..pipeline import Result
from ..text import split_lines

_RED, _GREEN, _CYAN, _BOLD, _RESET = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"


def coloured() -> bool:
    """Say whether standard output is a terminal that wants colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Diff:
    """Makes a unified diff of each document that changes. A `Recorder`."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, name: str, line: int, url: str | None, result: Result) -> str:
        """Return the diff of one document, headed by its file and line."""
        before, after = split_lines(result.original)[0], split_lines(result.text)[0]
        place = printable(name) if line == 1 else f"{printable(name)}:{line}"
        lines = difflib.unified_diff(before, after, place, f"{place} (cleaned)", lineterm="")
        heads = [_paint(text, _BOLD, self.colour) for text in islice(lines, 2)]
        return "".join(text + "\n" for text in (*heads, *map(self._paint, lines)))

    def _paint(self, line: str) -> str:
        colour = {"-": _RED, "+": _GREEN, "@": _CYAN}.get(line[:1], "")
        return _paint(line[:1] + _safe(line[1:]), colour, self.colour and bool(colour))


def marked(result: Result, unicode: UnicodeSettings, colour: bool) -> Iterator[str]:
    """Yield the lines of a document: `-` before what goes, with the rule behind it, `~` before what changes.

    Of a line that goes in part, that part stands between `[-` and `-]`; a changed line is followed by what it
    becomes, and the Unicode steps that changed it, each with the number of places.
    """
    lines, starts = split_lines(result.original)
    removals = deque(result.removals)
    steps = deque(change for change in spans(result) if change.by.startswith("unicode:"))
    for line, start in zip(lines, starts, strict=True):
        end = start + len(line)
        here = Counter[str]()
        while steps and steps[0].start <= end:
            here[steps.popleft().by.removeprefix("unicode:")] += 1
        while removals and removals[0].end <= start:
            removals.popleft()
        inside = list(takewhile(lambda removal: removal.start < end, removals))  # noqa: B023 - used at once
        if not inside:
            changed = normalize(line, unicode)
            if changed == line:
                yield f"  {_safe(line)}"
            else:
                yield _paint(f"~ {_safe(line)}", _CYAN, colour)
                by = ", ".join(f"{step} {places}" for step, places in sorted(here.items()))
                yield _paint(f"> {_safe(changed)}", _GREEN, colour) + (_paint(f"  [{by}]", _BOLD, colour) if by else "")
        elif inside[0].start <= start and inside[0].end >= end:
            yield _paint(f"- {_safe(line)}", _RED, colour) + _paint(f"  [{inside[0].rule}]", _BOLD, colour)
        else:
            pieces, at = ["- "], 0
            for removal in inside:
                begin, stop = max(removal.start - start, 0), min(removal.end - start, len(line))
                pieces.append(_safe(line[at:begin]))
                pieces.append(_paint(f"[-{_safe(line[begin:stop])}-]", _RED, colour))
                at = stop
            pieces.append(_safe(line[at:]))
            rules = dict.fromkeys(removal.rule for removal in inside)
            yield "".join(pieces) + _paint(f"  [{', '.join(rules)}]", _BOLD, colour)


def _safe(text: str) -> str:
    return printable(text.replace("\t", "    "))


def _paint(text: str, colour: str, colours: bool) -> str:
    return f"{colour}{text}{_RESET}" if colours else text
