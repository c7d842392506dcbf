"""Who the author is: the last paragraph or two, below the article."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..document import Document
from ..fold import fold
from ..shape import begins_with_name
from ..text import Removal
from ..words import ARTICLES, BY, IS, WRITERS, either
from .teasers import is_stamp

# Each of several authors has a paragraph.
_MOST_BIOS = 3
_LONGEST_BIO = 900
# A byline stands among the first lines.
_HEAD_LINES = 12
_STOPS = (".", "。", "।", "۔")
_LONGEST_BYLINE = 100
_NAME = regex.compile(
    rf"(?!(?:{either(ARTICLES)}) )(?:(?:Dr|Prof|Mrs?|Ms)\.? )?"
    r"(\p{Lu}[\p{L}.'’-]*(?: (?:de|van|von|der|den|la|el|bin|al|di|da|du|le|dos))?(?: \p{Lu}[\p{L}.'’-]*){1,3})"
    r"(?: \([^()]{1,30}\))?(?:, [^.,]{1,60},)?,? "
)
_IS = regex.compile(rf"(?:{either(IS)})\b")
# What follows the name in a note on somebody who writes for a living: in the present, before the first full stop.
_WRITES = regex.compile(
    r"(?:is|are|ist|est|es|è|é)\b(?! \w+ed by\b)[^.]{1,120}?"
    rf"\b(?:{either(WRITERS)}|bureau chief"
    r"|(?:co-)?author of|professor (?:of|at|in|emerit\w+)|lecturer (?:in|at|of)|fellow (?:at|of|in|with))s?\b"
    r"|(?:covers|writes (?:about|for|on)|reports (?:on|for|from)|schreibt (?:über|für)|berichtet (?:über|für|aus))\b",
    regex.IGNORECASE,
)
_BY = ("written by ", "story by ", "author: ", *(f"{word} " for word in BY.values()))


def point_at_bios(document: Document) -> Iterator[Removal]:
    """Point at the article's last paragraphs, if each begins with the name of somebody who writes for a living.

    Or with the name in the byline.  Whoever the article itself speaks of is no author of it.  The same name on the
    line above goes too.
    """
    rule = document.context.get("bio")
    if rule is None:
        return
    standing = document.standing
    if not _holds_bio(document, standing):
        return
    found: list[int] = []
    for place in range(len(standing) - 1, -1, -1):
        number = standing[place]
        bare = document.line(number).strip()
        if _is_sentence(bare) and not begins_with_name(bare):
            break
        shape = document.shape(number)
        if shape in ("headline", "label"):
            continue
        if shape not in ("prose", "sentence") or not _is_bio(document, number):
            break
        found.append(number)
    if len(found) > _MOST_BIOS:
        return
    for number in found:
        yield document.take(number, rule)
        place = document.place(number)
        above = standing[place - 1]
        if document.folded(number).startswith(document.folded(above)) and document.shape(above) == "label":
            yield document.take(above, rule)


def _holds_bio(document: Document, standing: list[int]) -> bool:
    """Whether one of the last lines may be a note on an author: most texts need no more than a look at each."""
    for number in reversed(standing):
        bare = document.line(number).strip()
        if begins_with_name(bare):
            if _says_who(bare):
                return True
        elif _is_sentence(bare):
            return False
    return False


def _is_sentence(bare: str) -> bool:
    """Whether a line ends like a sentence: if it is no note on a person, it is the most that an article ends with."""
    return bare[-1:] in _STOPS and not bare.endswith("...")


def may_be_bio(line: str) -> bool:
    """Whether a document's last line may be a note on its author: a look at the line alone."""
    line = line.strip()
    return begins_with_name(line) and _says_who(line)


def _says_who(bare: str) -> bool:
    """Whether the name that a line begins with goes on with what somebody is or does."""
    name = _NAME.match(bare)
    return name is not None and bool(_IS.match(bare, name.end()) or _WRITES.match(bare, name.end()))


def _is_bio(document: Document, number: int) -> bool:
    line = document.line(number).strip()
    name = _NAME.match(line) if begins_with_name(line) else None
    if name is None or len(line) > _LONGEST_BIO or not document.article_above(number):
        return False
    if not (_WRITES.match(line, name.end()) or (_IS.match(line, name.end()) and _has_byline(document, fold(name[1])))):
        return False
    surname = name[1].rsplit(" ", 1)[1]
    standing = document.standing
    return not any(
        surname in document.lines[n] and document.shape(n) in ("prose", "sentence")
        for n in standing[: document.place(number)]
    )


def _has_byline(document: Document, name: str) -> bool:
    """Whether somebody is named as the author among the first lines: after "by", or alone next to a date."""
    head = document.standing[:_HEAD_LINES]
    for i, number in enumerate(head):
        if number > document.first_prose or len(document.line(number)) > _LONGEST_BYLINE:
            continue
        line = document.folded(number)
        if any(line.startswith(by + name) for by in _BY):
            return True
        if line == name and i and any(is_stamp(document, n) for n in (head[i - 1], *head[i + 1 : i + 2])):
            return True
    return False
