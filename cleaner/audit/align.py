"""Which characters of a text the Unicode stage changed, and by which step: an alignment of before and after.

Any alignment would do to restore a text. A fine one is short to write down: a hundred curly quotes are a hundred
edits of one character each, and not one edit that holds the document twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..normalize import normalize, parse_unicode
from ..signs import PLAIN_BYTES

_PLAIN = parse_unicode("plain")


class Change(NamedTuple):
    """A half-open span of code points, what came in its place, and the step that is answerable."""

    start: int
    end: int
    new: str
    by: str


def changes(before: str, after: str) -> list[Change]:
    """Return sorted, disjoint changes that make after of before.

    >>> changes("“Aye”", '"Aye"')
    [Change(start=0, end=1, new='"', by='unicode:quotes'), Change(start=4, end=5, new='"', by='unicode:quotes')]
    """
    if before == after:
        return []
    found = _by_characters(before, after)
    if found is not None:
        return found
    if before.count("\n") != after.count("\n"):
        return list(_by_words(before, after, 0))
    result: list[Change] = []
    at = 0
    for old, new in zip(before.split("\n"), after.split("\n"), strict=True):
        if old != new:
            simple = _by_characters(old, new)
            if simple is None and "&" in old:
                simple = _by_tokens(old, new)
            if simple is None:
                result += _by_words(old, new, at)
            else:
                result += [Change(at + start, at + end, text, by) for start, end, text, by in simple]
        at += len(old) + 1
    return result


# ------------------------------------------------------------------ the same everywhere


def _by_characters(before: str, after: str) -> list[Change] | None:
    """The changes, if each character that is no longer there became the same everywhere; else None."""
    rest = before.encode("utf-8", "surrogatepass").translate(None, PLAIN_BYTES)
    gone = frozenset(char for char in frozenset(rest.decode("utf-8", "surrogatepass")) if char not in after)
    if not gone:
        return None
    pattern, table = _replacements(gone)
    replaced = before
    for old, new in table.items():
        replaced = replaced.replace(old, new)
    if replaced != after:
        return None
    named = {old: (new, step(old, new)) for old, new in table.items()}
    return [Change(found.start(), found.end(), *named[found[0]]) for found in pattern.finditer(before)]


@lru_cache(maxsize=1024)
def _replacements(gone: frozenset[str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for these characters and what each becomes when it stands alone; CRLF counts as one."""
    table = {char: _alone(char) for char in sorted(gone)}
    if "\r" in gone:
        table = {"\r\n": "\n", **table}
    return re.compile("|".join(map(re.escape, table))), table


@lru_cache(maxsize=4096)
def _alone(char: str) -> str:
    return normalize(char, _PLAIN)


# What may change without its neighbours: an entity, a line end, a letter with its accents, any character outside plain
# ASCII.
_TOKEN = re.compile(r"&#?\w{1,24};|\r\n|[^\W\d_][\u0300-\u036f]+|[^\t\n -~]")


def _by_tokens(before: str, after: str) -> list[Change] | None:
    """The changes, if each entity and each odd character became what it becomes alone; else None."""
    found: list[Change] = []
    pieces: list[str] = []
    at = 0
    for token in _TOKEN.finditer(before):
        old = token[0]
        new = _alone(old)
        if new != old:
            start, end = token.span()
            found.append(Change(start, end, new, step(old, new)))
            pieces += (before[at:start], new)
            at = end
    pieces.append(before[at:])
    return found if "".join(pieces) == after else None


# ------------------------------------------------------------------ around what stayed

# What the stage leaves alone: words and figures of ASCII, and the scripts that no mojibake is written in. The last
# letter is left out, since a mark behind it may make it another one.
_ANCHOR = re.compile(r"[0-9A-Za-z \t,.\u0370-\u1dbf\u2c00-\u2dff\u3041-\ud7ff]{4,}")
_SLACK = 24


def _by_words(before: str, after: str, offset: int) -> Iterator[Change]:
    """Yield the changes between words that both texts hold, in order."""
    at = to = 0
    for anchor in _ANCHOR.finditer(before):
        start, end = anchor.start(), anchor.end() - 1
        begin = after.find(before[start:end], to, to + 2 * (end - at) + _SLACK)
        if begin >= 0:
            yield from _between(before[at:start], after[to:begin], offset + at)
            at, to = end, begin + end - start
    yield from _between(before[at:], after[to:], offset + at)


def _between(old: str, new: str, at: int) -> Iterator[Change]:
    """Yield the changes that make new of old, which stands at an offset."""
    if old == new:
        return
    head = 0
    shorter = min(len(old), len(new))
    while head < shorter and old[head] == new[head] and old[head] != "&":
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail] != ";":
        tail += 1
    old, new, at = old[head : len(old) - tail], new[head : len(new) - tail], at + head
    if len(old) > 1 and (simple := _by_tokens(old, new)) is not None:
        for start, end, text, by in simple:
            yield Change(at + start, at + end, text, by)
    else:
        yield Change(at, at + len(old), new, step(old, new))


# ------------------------------------------------------------------ which step


@lru_cache(maxsize=8192)
def step(old: str, new: str) -> str:
    """Return the name of the step of the Unicode stage that most likely made new of old.

    >>> [step(*pair) for pair in (("“", '"'), ("&amp;", "&"), ("\\u200b", ""), ("e\\u0301", "é"), ("Ã©", "é"))]
    ['unicode:quotes', 'unicode:entities', 'unicode:invisible', 'unicode:nfc', 'unicode:mojibake']
    """
    return "unicode:" + _step(old, new)


def _step(old: str, new: str) -> str:
    from ftfy import chardata

    from ..normalize import invisible

    if "&" in old and re.search(r"&#?\w+;?", old):
        return "entities"
    if "\x1b" in old:
        return "escapes"
    if old in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        return "line-ends" if new == "\n" else "controls"
    if any("\ud800" <= char <= "\udfff" for char in old):
        return "surrogates"
    if not new and old and all(invisible.CANDIDATE_RE.match(char) for char in old):
        return "invisible" if old != "\ufeff" else "controls"
    if old and all(char in invisible.SPACES for char in old):
        return "spaces"
    if old in ("\f", "\ufeff") or (old and all(ord(char) in chardata.CONTROL_CHARS for char in old)):
        return "controls"
    if old and (chardata.SINGLE_QUOTE_RE.fullmatch(old) or chardata.DOUBLE_QUOTE_RE.fullmatch(old)):
        return "quotes"
    if old and all(ord(char) in chardata.LIGATURES for char in old):
        return "ligatures"
    if unicodedata.normalize("NFC", old) == new:
        return "nfc"
    if old and all(ord(char) in chardata.WIDTH_MAP or char in invisible.CJK_WIDTHS for char in old):
        return "widths"
    return "mojibake"
