"""A text as the filters see it: its lines, which rules match them, and what of it still stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import compress, count, islice, takewhile

from .fold import fold, is_readable, readable
from .indexes import InForce
from .language import spoken
from .rules import Removes, Rule
from .shape import CLOSING, SYLLABLES, Shape, is_prose, shape, without_notes
from .suspects import LAST_LINES
from .text import Page, Removal

_ARTICLE_PARAGRAPHS = 2
# Zero-width spaces and byte order marks stand alone or in small numbers.
_LONGEST_UNSEEN = 8
_ARTICLE_LENGTH = 500
_SHORTEST_PROSE = 30
# A full sentence is at least this long; shorter ones are buttons: "Sent!".
_SHORTEST_SENTENCE = 20
# A sentence in Han, kana or Hangul has fewer.
_SHORTEST_IN_SYLLABLES = 10
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "।", "۔", "؟")
# What goes on in lower case and is shorter may be a line of its own.
_LEAST_TO_GO_ON = 20


class Document:
    """One page, never changed by a filter, and the rules in force (``force``).

    ``hits`` maps a line's number to the rules that match the whole line; ``gone`` maps those that filters have
    pointed at to the rule that each goes by; ``opened`` holds the headers whose lists have gone.

    Filters judge a line by the lines that *stand*: those that are neither blank nor gone.  What stands, where prose
    begins and which languages it shows is worked out anew at ``settle``, and stays the same until the next.  So a
    second cleaning of what a first has left sees what the filters saw last, when they found nothing more.
    """

    def __init__(self, page: Page, hits: dict[int, list[Rule]], force: InForce) -> None:
        self.text = page.view
        self.lines = page.lines
        self.starts = page.starts
        self._signs = page.signs
        self._away = page.away
        self._readable: bool | None = None
        self.hits = hits
        self._kinds: set[Removes] | None = None
        self._told_from: list[int] = []
        self._spoken: frozenset[str] = frozenset()
        self.context = force.context
        self.inside = force.inside
        self.beside = force.beside
        self._at_end = force.at_end
        self._looked_at: set[int] = set()
        self.gone: dict[int, str] = {}
        self.opened: set[int] = set()
        self._trimmed: dict[int, str] = {}
        self._lines: dict[int, str] = {}
        self._folded: dict[int, str] = {}
        self._shapes: dict[int, Shape] = {}
        self._visible: list[int] | None = None
        self._stands_above: dict[int, int] = {}
        self.changed = True
        self.settle()

    # -------------------------------------------------------------- lines

    def line(self, number: int) -> str:
        """A line as it will stand: without the spans that filters have pointed at, entities and mojibake repaired."""
        line = self._lines.get(number)
        if line is None:
            line = self._trimmed.get(number, self.lines[number])
            if "&" in line or not (line.isascii() or self._is_readable):
                line = readable(line)
            self._lines[number] = line
        return line

    @property
    def _is_readable(self) -> bool:
        if self._readable is None:
            self._readable = is_readable(self.text, self._signs)
        return self._readable

    def folded(self, number: int) -> str:
        """The folded view of a line."""
        if number not in self._folded:
            self._folded[number] = fold(self._left(number))
        return self._folded[number]

    def shape(self, number: int) -> Shape:
        """What a line looks like."""
        if number not in self._shapes:
            self._shapes[number] = shape(self.line(number))
        return self._shapes[number]

    def blank(self, number: int) -> bool:
        """Whether nothing of a line can be seen."""
        line = self.lines[number]
        if not line or line.isspace():
            return True
        return not line.isascii() and len(line) <= _LONGEST_UNSEEN and not self.line(number).strip()

    @property
    def visible(self) -> list[int]:
        """The numbers of the lines that are not blank."""
        if self._visible is None:
            if self.text.isascii():
                # Here all that cannot be seen is spaces.
                self._visible = [*compress(count(), map(str.strip, self.lines))]
            else:
                self._visible = [
                    i
                    for i, line in enumerate(self.lines)
                    if line and ((len(line) > _LONGEST_UNSEEN and not line[0].isspace()) or not self.blank(i))
                ]
        return self._visible

    def neighbours(self, number: int) -> tuple[int, int]:
        """The next lines above and below that are not blank; -1 and the number of lines where there is none."""
        visible = self.visible
        above, below = bisect_left(visible, number), bisect_right(visible, number)
        return (visible[above - 1] if above else -1), (visible[below] if below < len(visible) else len(self.lines))

    def inside_sentence(self, number: int) -> bool:
        """Whether a line is a piece of a sentence that was broken at a link, with its pieces above and below.

        The line above that stands ends in the middle of a sentence, and the one below goes on with it.
        """
        visible, gone = self.visible, self.gone
        nearest = above = bisect_left(visible, number) - 1
        while above >= 0 and visible[above] in gone:
            above = self._stands_above.get(above, above - 1)
        if above < nearest:
            # What goes stays gone: the next line of a row of them need not climb it all again.
            self._stands_above[nearest] = above
        if above < 0:
            return False
        # As they will stand: what nobody sees in them counts for nothing.
        end = self.line(visible[above]).rstrip()[-1:]
        if not (end.islower() or end in (",", ";", "(")):
            return False
        below = bisect_right(visible, number)
        while below < len(visible) and visible[below] in gone:
            below += 1
        if below == len(visible):
            return False
        go_on = self.line(visible[below]).lstrip()
        if go_on.startswith("!["):  # A picture in Markdown.
            return False
        return go_on.startswith((".", ",", ";", ")", "?", "!")) or (
            go_on[:1].islower() and len(go_on) >= _LEAST_TO_GO_ON
        )

    def _left(self, number: int) -> str:
        """A line as it is written, without the spans that filters have pointed at."""
        return self._trimmed.get(number, self.lines[number])

    def links_away(self, header: int) -> list[int]:
        """The lines right below a header that stand and are nothing but links to other pages, in Markdown."""
        if not self._away:
            return []
        place = self.place(header + 1)
        return [*takewhile(self._away.__contains__, islice(self.standing, place, None))]

    def take(self, number: int, rule_id: str) -> Removal:
        """Point at a whole line, without its line end."""
        self.changed = True
        self.gone[number] = rule_id
        start = self.starts[number]
        return Removal(start, start + len(self.lines[number]), rule_id)

    def trim(self, number: int, left: str, rule_id: str) -> None:
        """Take note of what the spans that filters have pointed at leave of a line."""
        self.changed = True
        self._trimmed[number] = " ".join(left.split())
        self._lines.pop(number, None)
        self._folded.pop(number, None)
        self._shapes.pop(number, None)
        self._looked_at.discard(number)
        self._told_from.clear()
        if not self._trimmed[number]:
            self.gone[number] = rule_id

    def opens(self, *removes: Removes) -> bool:
        """Whether a line is a trigger of one of some kinds: most documents have none."""
        if self._kinds is None:
            self._kinds = {rule.removes for rules in self.hits.values() for rule in rules}
        return not self._kinds.isdisjoint(removes)

    def add_hits(self, number: int, rules: Iterable[Rule]) -> None:
        """Take note of more rules that match a whole line."""
        self._kinds = None
        self.hits.setdefault(number, []).extend(rules)

    @property
    def trimmed(self) -> Collection[int]:
        """The numbers of the lines of which spans go."""
        return self._trimmed.keys()

    # -------------------------------------------------------------- what stands

    def settle(self) -> None:
        """Look again at what stands, if anything has gone since."""
        if not self.changed:
            return
        self.changed = False
        self._standing: list[int] | None = None
        self._languages: frozenset[str] | None = None
        self._prose: tuple[int, int] | None = None
        self._last_sentence: int | None = None
        self._above: list[tuple[int, int]] | None = None
        self._article: int | None = None

    def look_at_end(self) -> None:
        """Ask the rules open at both ends, which hold at the end of a document only, about its last lines."""
        if not self._at_end:
            return
        new = [number for number in self.standing[-LAST_LINES:] if number not in self._looked_at]
        self._looked_at.update(new)
        if new:
            lines = [self.line(number) for number in new]
            for index in self._at_end:
                for place, rules in index.match_at_end(lines):
                    self.add_hits(new[place], rules)

    def at_end(self, number: int) -> bool:
        """Whether a line is among the last that stand, and an article above it."""
        return len(self.standing) - self.place(number) <= LAST_LINES and self.article_above(number)

    @property
    def standing(self) -> list[int]:
        """The numbers of the lines that were neither blank nor gone when the document last settled."""
        if self._standing is None:
            gone = self.gone
            self._standing = [i for i in self.visible if i not in gone] if gone else self.visible
        return self._standing

    def place(self, number: int) -> int:
        """How many lines stand above a line: its index in ``standing``, if it stands itself."""
        return bisect_left(self.standing, number)

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the standing lines are written in; worked out when a rule bound to one asks."""
        if self._languages is None:
            # Told from the first lines, which mostly still stand when something has gone.
            standing, told = self.standing, self._told_from
            if not told or standing[: len(told)] != told:
                told.clear()
                self._spoken = spoken(self._telling(standing))
            self._languages = self._spoken
        return self._languages

    def _telling(self, standing: list[int]) -> Iterator[str]:
        """Yield lines for as long as they are asked for, and take note of which these are."""
        for number in standing:
            self._told_from.append(number)
            yield self.line(number)

    @property
    def first_prose(self) -> int:
        """The first standing line of prose; the number of lines where there is none."""
        return self._prose_ends()[0]

    @property
    def last_prose(self) -> int:
        """The last standing line of prose; -1 where there is none."""
        return self._prose_ends()[1]

    @property
    def last_sentence(self) -> int:
        """The last standing line that is a full sentence or prose; -1 where there is none.

        Recipes, dialogues and instructions are made of sentences shorter than paragraphs.
        """
        if self._last_sentence is None:
            self._last_sentence = next((i for i in reversed(self.standing) if self._is_sentence(i)), -1)
        return self._last_sentence

    def _is_sentence(self, number: int) -> bool:
        line = without_notes(self.line(number).strip())
        shortest = _SHORTEST_SENTENCE if line.isascii() or not SYLLABLES.search(line) else _SHORTEST_IN_SYLLABLES
        if len(line) < shortest or not line.rstrip(CLOSING).endswith(_SENTENCE_ENDS) or line[0].islower():
            return False
        return self.shape(number) in ("prose", "sentence")

    def prose_above(self, number: int) -> tuple[int, int]:
        """How many paragraphs stand above a line, and their length in characters."""
        if self._above is None:
            self._above = [(0, 0)]
            for standing in self.standing:
                paragraphs, length = self._above[-1]
                if self._is_paragraph(standing):
                    paragraphs, length = paragraphs + 1, length + len(self.line(standing))
                self._above.append((paragraphs, length))
        return self._above[self.place(number)]

    def article_above(self, number: int) -> bool:
        """Whether what stands above a line is enough for an article: two paragraphs, or a long one."""
        if self._article is None:
            # Looked for from the top and no further than needed: for most lines this is all that is asked.
            paragraphs = length = 0
            self._article = len(self.standing) + 1
            for place, standing in enumerate(self.standing, 1):
                if self._is_paragraph(standing):
                    paragraphs, length = paragraphs + 1, length + len(self.line(standing))
                    if paragraphs >= _ARTICLE_PARAGRAPHS or length >= _ARTICLE_LENGTH:
                        self._article = place
                        break
        return self.place(number) >= self._article

    def _is_paragraph(self, number: int) -> bool:
        # Shorter lines are no paragraph in any script; most need not be looked at closely.
        return len(self.lines[number]) >= _SHORTEST_PROSE and self.shape(number) == "prose"

    def _prose_ends(self) -> tuple[int, int]:
        if self._prose is None:
            first = next((i for i in self.standing if is_prose(self.line(i).strip())), len(self.lines))
            last = next((i for i in reversed(self.standing) if is_prose(self.line(i).strip())), -1)
            self._prose = first, last
        return self._prose
