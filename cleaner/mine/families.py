"""Families of lines that differ only in a number, a date, an address, a name or a headline."""

from __future__ import annotations

import re

from ..fold import loose

# What stands in a template where the lines of a family differ: code points that no folded line holds.
NUMBER, DATE, ADDRESS, NAME, TAIL = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
# A caption's text, the part of its credit that differs where the line's end is the same, and where it is not.
HEAD, CREDIT, CREDITED = "\ue005", "\ue006", "\ue007"
# A caption on a line of its own, above its credit; what else stands there, and the site's paragraphs, only to compare.
ABOVE_CREDIT, COMPARED = "\ue008", "\ue009"
# Before the form of a line below which nothing of the article stands.
ENDS = "\ue00a"
SLOTS = NUMBER + DATE + ADDRESS + NAME + TAIL + HEAD + CREDIT + CREDITED + ABOVE_CREDIT + COMPARED
_SLOTS = frozenset(SLOTS)
_PATTERNS = {
    NUMBER: r"\d[\d.,:/]{0,40}",
    DATE: r"[\w.,:/ -]{3,40}",
    ADDRESS: r"\S{3,200}",
    NAME: r"[^|:;]{2,60}",
    TAIL: r".{8,200}",
    HEAD: r"""(?!.{321}).{15,300}(?:[.!?…)\]"'] ?| (?=[(\[]))""",
    CREDIT: r".{2,200}",
    ABOVE_CREDIT: r".{15,320}",
    # Initials have full stops.
    CREDITED: r"(?:[^.!?]|(?<=\b\w)\.){2,100}\.?",
}

_LONGEST_SIGN = 3
_PARTS = frozenset("-/|~+=*<>\\^_")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,180}|[\w.+-]{1,64}@[\w-]{1,60}\.[\w.]{1,60}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b{_DAY}(?:{_MONTH} {_NTH}(?:,? \d{{4}})?|{_NTH} {_MONTH},?(?: \d{{4}})?)\b"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b"
)
_MONTH_OR_FIGURES = re.compile(rf"{'|'.join(_MONTHS)}|\d[./-]\d{{1,2}}[./-]\d")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d(?:[\d.,:/]{0,39}\d)?")
# Letters first: they are found without trying the pattern at each place.
_NAME = re.compile(r"by (?<=\bby )[^\W\d_][^|:;,\ue000-\ue004]{2,40}")
# A label of at most five words, what parts it from a headline, and the headline.
_TAIL = re.compile(r"((?:[^\s|>:]+ ){0,4}[^\s|>:]+ ?(?:\||>|:) ?)(\S.{11,200})")
_FIXED = re.compile(r"[^\W\d_]{2,}")


def template(folded: str) -> str:
    """Return a folded line with slots where lines of its family differ; the line itself where nothing does.

    >>> template("also read | ferry services resume").replace(TAIL, "<tail>")
    'also read | <tail>'
    >>> template("copyright 2024 the bay herald").replace(NUMBER, "<number>")
    'copyright <number> the bay herald'
    """
    # A sign of each is looked for first: most lines hold none, and this is asked of every line of a corpus.
    tail = _TAIL.fullmatch(folded) if "|" in folded or ":" in folded or ">" in folded else None
    if tail and _FIXED.search(tail[1]):
        return tail[1] + TAIL
    line = folded
    if "@" in line or "//" in line or "www." in line:
        line = _ADDRESS.sub(ADDRESS, line)
    if _DIGIT.search(line):
        # No date without one of these, and they are found in far less time.
        if _MONTH_OR_FIGURES.search(line):
            line = _DATE.sub(DATE, line)
        line = _NUMBER.sub(NUMBER, line)
    return _NAME.sub("by " + NAME, line) if "by " in line else line


def fixed_words(form: str) -> list[str]:
    """Return the words of a template that stand in all lines of its family."""
    return _FIXED.findall(form)


def is_caption(form: str) -> bool:
    """Whether a template is that of captions with their credit."""
    return form.startswith(HEAD)


def stands_above_credit(form: str) -> bool:
    """Whether a template is that of captions above their credit."""
    return form == ABOVE_CREDIT


def is_end(form: str) -> bool:
    """Whether a form is that of a line below which nothing of the article stands."""
    return form.startswith(ENDS)


def is_sign(form: str) -> bool:
    """Whether a form is a lone sign that parts words, such as the dash between a name and a date."""
    return _PARTS.issuperset(form)


def is_family(form: str) -> bool:
    """Whether a template stands for several lines."""
    return not _SLOTS.isdisjoint(form)


def pattern(form: str) -> str:
    """Return the regex that matches the lines of a family, and punctuation at their end."""
    parts = (_PATTERNS.get(char) or re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", char) for char in form)
    # Where a pattern begins with what differs, lines are found by how they end: nothing may follow that.
    is_whole = form.endswith(TAIL) or is_caption(form) or stands_above_credit(form) or is_sign(form)
    return "".join(parts) + ("" if is_whole else "[ .:,-]{0,3}")


def readable(form: str) -> str:
    """Return a template with an ellipsis for each slot, without a caption's text.

    >>> readable(HEAD + "photo: " + CREDITED)
    'photo: …'
    """
    return "".join("…" if char in _SLOTS else char for char in form.removeprefix(HEAD))


def keywords(form: str) -> tuple[str, ...]:
    """Return the words by which a line is found that begins and ends with what differs; nothing for others."""
    return (form.strip(SLOTS).split()[0],) if is_caption(form) and form.endswith(CREDITED) else ()


def key(folded: str) -> str:
    """Return the part of a folded line that is compared; a lone sign as it is."""
    return loose(folded) or (folded if len(folded) <= _LONGEST_SIGN and _PARTS.issuperset(folded) else "")
