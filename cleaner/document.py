"""A text as the filters see it: its lines, which rules match them, and where the article's prose stands."""

from __future__ import annotations

from functools import cached_property

from .language import spoken
from .rules import Rule
from .shape import is_prose
from .text import Removal, fold


class Document:
    """One text, never changed by a filter.

    ``hits`` maps a line's number to the rules that match the whole line; ``gone`` holds the lines that a filter
    has pointed at so far, so that filters which look at neighbours know what will stay.
    """

    def __init__(self, text: str, lines: list[str], starts: list[int], hits: dict[int, list[Rule]]) -> None:
        self.text = text
        self.lines = lines
        self.starts = starts
        self.hits = hits
        self.gone: set[int] = set()
        self._folded: dict[int, str] = {}

    def folded(self, number: int) -> str:
        """The folded view of a line."""
        if number not in self._folded:
            self._folded[number] = fold(self.lines[number])
        return self._folded[number]

    def blank(self, number: int) -> bool:
        return not self.lines[number].strip()

    def take(self, number: int, rule_id: str) -> Removal:
        """Point at a whole line, without its line end."""
        self.gone.add(number)
        start = self.starts[number]
        return Removal(start, start + len(self.lines[number]), rule_id)

    def is_prose(self, number: int) -> bool:
        """Whether a line could be a paragraph of the article: sentences, and no rule takes it."""
        return number not in self.gone and is_prose(self.lines[number])

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that the lines are written in; worked out when a rule bound to one asks."""
        return spoken(self.lines)

    @cached_property
    def first_prose(self) -> int:
        """The first line of prose; the number of lines where there is none.

        Asked for after the line filter has run, so that a consent line of forty words is not taken for prose.
        """
        return next((i for i in range(len(self.lines)) if self.is_prose(i)), len(self.lines))

    @cached_property
    def last_prose(self) -> int:
        """The last line of prose; -1 where there is none."""
        return next((i for i in range(len(self.lines) - 1, -1, -1) if self.is_prose(i)), -1)
