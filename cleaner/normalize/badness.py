"""What ftfy would touch, derived at run time from ftfy's own tables and patterns.

Importing this module imports ftfy. Nothing here is a copied list: a new release of ftfy changes what is derived.

ftfy's heuristic for mojibake, `ftfy.badness.BADNESS_RE`, is one large alternation, tried at every character. Its
alternatives are short sequences of character classes. We read them, choose in each the element that is rarest in
honest text (its key), and look around keys only. What we build accepts every text that the heuristic accepts, and
some more; those cost a call of ftfy and no more. A pattern that we cannot read makes us fall back on the heuristic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import ftfy
from ftfy import badness, chardata, fixes

from ..cache import contents_by_stamp, remembered

_BMP = "".join(map(chr, range(0x80, 0x10000)))
_ASCII = "".join(map(chr, range(0x80)))
# Small letters, quotation marks, dashes, the ellipsis and the no-break space fill honest text; capitals do not.
_COMMONNESS = {"Ll": 0.5, "Pi": 1.0, "Pf": 1.0, "Pd": 1.0, "Po": 0.5, "Zs": 1.0, "Lu": 0.05}


class UnreadablePatternError(Exception):
    """The heuristic uses a construct that `alternatives` does not know."""


@dataclass(frozen=True)
class Element:
    """One element of an alternative.

    `members` are the characters from U+0080 to U+FFFF that match `source`; none are listed if ASCII matches too,
    since then the element can be had for nothing.
    """

    source: str
    members: frozenset[str]
    ascii: bool
    optional: bool

    @property
    def is_key(self) -> bool:
        """Whether finding a member of it is worth a closer look."""
        return not self.optional and not self.ascii

    def matches(self, char: str) -> bool:
        """Whether it matches this character."""
        return re.fullmatch(self.source, char, re.DOTALL) is not None

    @property
    def commonness(self) -> float:
        """Roughly how often honest text holds a member. It decides what is fast, never what is right."""
        return sum(_COMMONNESS.get(unicodedata.category(char), 0.1) for char in self.members)


Alternative = tuple[Element, ...]

_TOKEN_RE = re.compile(r"#[^\n]*|\[\^?\]?(?:\\.|[^\]\\])*\]|\\[sw]|[^\\(){}+*$\[\]]", re.DOTALL)


def alternatives(pattern: str) -> list[Alternative]:
    """Read a verbose pattern that is an alternation of short sequences of characters and classes.

    `^` is dropped: what it asserts only narrows a match.

    Raises:
        UnreadablePatternError: it holds a group, a repeat other than `?`, or an escape other than \\s and \\w.
    """
    members: dict[str, tuple[frozenset[str], bool]] = {}
    result: list[Alternative] = []
    current: list[Element] = []
    position = 0
    while position < len(pattern):
        match = _TOKEN_RE.match(pattern, position)
        if match is None:
            raise UnreadablePatternError(f"at {position}: {pattern[position : position + 20]!r}")
        token, position = match[0], match.end()
        if token == "|":
            result.append(tuple(current))
            current = []
        elif token == "?":
            current[-1] = Element(current[-1].source, current[-1].members, current[-1].ascii, True)
        elif token[0] not in "# \t\n\r\v\f^":
            if token not in members:
                members[token] = _members(token)
            current.append(Element(token, *members[token], False))
    return [*result, tuple(current)]


def _members(source: str) -> tuple[frozenset[str], bool]:
    if len(source) == 1 and source != ".":
        return frozenset(() if source.isascii() else source), source.isascii()
    found = re.compile(source, re.DOTALL)
    if found.search(_ASCII):
        return frozenset(), True
    return frozenset(found.findall(_BMP)), False


def _without_optional(alternative: Alternative) -> list[Alternative]:
    """The alternative spelt out: once with and once without each optional element."""
    spelt: list[Alternative] = [()]
    for element in alternative:
        plain = Element(element.source, element.members, element.ascii, False)
        spelt = [(*head, plain) for head in spelt] + (spelt if element.optional else [])
    return spelt


@dataclass(frozen=True)
class Heuristic:
    """ftfy's heuristic, taken apart."""

    alternatives: tuple[Alternative, ...]
    """Without optional elements: an alternative that has one is listed with and without it."""
    keys: frozenset[str]
    """Every text that the heuristic calls bad holds one of these."""
    lonely: frozenset[str]
    """The members of alternatives that may be matched by a character outside ASCII with only ASCII beside it."""
    suspect: str
    """A pattern, to be matched just after a key, that holds wherever the heuristic does."""

    @property
    def reach(self) -> int:
        """The length of the longest text that an alternative matches."""
        return max(map(len, self.alternatives))

    @property
    def involved(self) -> frozenset[str]:
        """Every character without which some alternative could not match. The rest only count as not ASCII."""
        return frozenset().union(*(element.members for found in self.alternatives for element in found))

    def possible(self, alphabet: frozenset[str]) -> bool:
        """Whether some text of ASCII and these characters could be bad."""
        return any(
            all(element.ascii or not element.members.isdisjoint(alphabet) for element in alternative)
            for alternative in self.alternatives
        )

    def woken(self, old: str, new: str) -> frozenset[str]:
        """The characters of which a text must hold one if putting new in the place of old makes it bad."""
        risky = [found for found in self.alternatives if any(e.matches(new) and not e.matches(old) for e in found)]
        return frozenset().union(*(element.members for found in risky for element in found))

    def harmless(self, first: str) -> frozenset[str]:
        """As many characters as can stand together in a text that is never bad, those of `first` if possible."""
        chosen: frozenset[str] = frozenset()
        for char in [*first, *sorted(self.involved)]:
            if not self.possible(chosen | {char}):
                chosen |= {char}
        return chosen


def as_class(chars: Iterable[str]) -> str:
    """A pattern for one of these characters; for none, one that matches nowhere."""
    if not chars:
        return "(?!)"
    return f"[{''.join(re.escape(char) for char in sorted(chars))}]"


def _around(alternative: Alternative, index: int) -> str:
    """The alternative as seen from just behind its element at `index`."""
    before = "".join(element.source for element in alternative[: index + 1])
    return f"(?<={before})" + "".join(element.source for element in alternative[index + 1 :])


def read_heuristic(pattern: str = badness.BADNESS_RE.pattern) -> Heuristic | None:
    """Take ftfy's heuristic apart; None if it is written in a way that we cannot read, or has an ASCII-only part."""
    try:
        spelt = [plain for found in alternatives(pattern) for plain in _without_optional(found)]
    except UnreadablePatternError:
        return None
    keys: set[str] = set()
    neighbours: set[str] = set()
    lonely: set[str] = set()
    alone: list[str] = []
    paired: list[str] = []
    for alternative in spelt:
        indices = [index for index, element in enumerate(alternative) if element.is_key]
        if not indices:
            return None
        index = min(indices, key=lambda i: alternative[i].commonness)
        keys |= alternative[index].members
        if all(i - 1 in indices or i + 1 in indices for i in indices):
            beside = min((i for i in indices if abs(i - index) == 1), key=lambda i: alternative[i].commonness)
            neighbours |= alternative[beside].members
            paired.append(_around(alternative, index))
        else:
            lonely.update(*(alternative[i].members for i in indices))
            alone.append(_around(alternative, index))
    # Nearly all alternatives need a second odd character beside the key, which honest text seldom has. Looking for
    # any such character first spares us to try them one by one.
    beside_key = as_class(frozenset(neighbours))
    suspect = (
        f"(?<={as_class(frozenset(lonely))})(?:{'|'.join(alone)})"
        f"|(?:(?<={beside_key}.)|(?={beside_key}))(?:{'|'.join(paired)})"
    )
    return Heuristic(tuple(spelt), frozenset(keys), frozenset(lonely), suspect)


def quotes() -> dict[str, str]:
    """The curly quotes that ftfy straightens, and what they become."""
    single = dict.fromkeys(chardata.SINGLE_QUOTE_RE.findall(_BMP), "'")
    double = dict.fromkeys(chardata.DOUBLE_QUOTE_RE.findall(_BMP), '"')
    return {**single, **double}


def derived(what: str, derive: Callable[[], Any]) -> Any:
    """Return what `derive` works out of ftfy, or worked out of this release before: it takes a tenth of a second.

    It is made of plain values; `what` names it.
    """
    files = [str(path) for path in sorted(Path(__file__).parent.glob("*.py"))]
    files += [module.__file__ or "" for module in (ftfy, badness, chardata, fixes)]

    def look() -> str:
        return contents_by_stamp(files)

    try:
        return remembered(what, look(), look, f"{ftfy.__version__} {unicodedata.unidata_version}", derive)
    except OSError:  # Modules in an archive are no files.
        return derive()


STEPS_AFTER_HEURISTIC = (
    "fix_c1_controls",
    "fix_latin_ligatures",
    "fix_character_width",
    "fix_line_breaks",
    "fix_surrogates",
    "remove_control_chars",
)
"""ftfy's steps that look at single characters, in ftfy's order. Quotes are left out, and so is what spans more."""


def touched(names: Collection[str]) -> dict[str, str]:
    """Each character that the steps of these names change wherever it stands, and what becomes of it alone."""
    found: dict[str, str] = {}
    maps = [changes for name, changes in _all_changes().items() if name in names]
    for char in sorted(set().union(*maps)):
        fixed = char
        for changes in maps:
            fixed = "".join(changes.get(piece, piece) for piece in fixed)
        found[char] = fixed
    return found


@lru_cache(maxsize=1)
def _all_changes() -> dict[str, dict[str, str]]:
    """What each of `STEPS_AFTER_HEURISTIC` makes of single characters, in their order."""
    made: dict[str, dict[str, str]] = derived("steps", lambda: {name: _changes(name) for name in STEPS_AFTER_HEURISTIC})
    return made


def _changes(name: str) -> dict[str, str]:
    """What a step of ftfy makes of single characters.

    Found by asking the step itself about every character below U+10000; ftfy's tables hold none above.
    """
    step = ftfy.FIXERS[name]
    changes: dict[str, str] = {}
    chunks = [_ASCII + _BMP]
    while chunks:
        chunk = chunks.pop()
        fixed = step(chunk)
        if fixed == chunk:
            continue
        if len(chunk) == 1:
            changes[chunk] = fixed
        else:
            middle = len(chunk) // 2
            chunks += [chunk[:middle], chunk[middle:]]
    return changes
