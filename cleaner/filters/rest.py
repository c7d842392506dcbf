"""Everything from a header to the end: related stories, comment forms, tags, a note on the author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..document import Document
from ..rules import Rule
from ..text import Removal
from .block import is_weak
from .comments import are_comments
from .line import opener

# What is longer than this is hardly a footer.
_MOST_LINES = 80
# A note on an author is one or two paragraphs of at most this many characters.
_MOST_BIO_PARAGRAPHS = 2
_LONGEST_BIO = 900
# The line under another story's headline.
_LONGEST_TEASER = 320
_MOST_TEASERS = 12
# A single one may be the article's last paragraph.
_LEAST_TEASERS = 2
# Each stands under a headline; a headline with a question mark passes for prose once in so many.
_TEASERS_TO_A_PAIR = 4
# The article's share of the prose: what follows the header is little beside it.
_LEAST_SHARE = 0.7
# Below a form for comments stands nothing of the article, unless the page sets the form above it.
_LEAST_SHARE_ABOVE_FORM = 0.8


def point_at_rest(document: Document) -> Iterator[Removal]:
    """Point at all that stands from a ``rest`` trigger to the end, if none of it could be the article's.

    An article must have stood above.  Below, lines that look like links and short sentences pass; a paragraph ends it
    but for what the rule says it ``holds``: a note on the author, or teasers each under a headline.  From the last
    trigger up, so that an upper one sees what a lower one left.
    """
    standing = document.standing
    seen = len(standing)
    below: list[int] = []
    for number in sorted(document.hits, reverse=True):
        rule = opener(document, number, "rest", "block")
        if rule is None:
            continue
        place = document.place(number)
        below = ([n for n in standing[place:seen] if n != number] + below)[: _MOST_LINES + 1]
        seen = place
        if len(below) > _MOST_LINES or not document.article_above(number):
            continue
        judged = _after_bio(document, below) if rule.holds == "bio" else below
        if (below or not is_weak(document, number)) and _is_footer(document, number, judged, rule):
            document.opened.add(number)
            for line in [number, *below]:
                if line not in document.gone:
                    yield document.take(line, rule.id)
            below = []
        elif number not in document.gone:
            below.insert(0, number)


def _after_bio(document: Document, below: Sequence[int]) -> list[int]:
    """Leave out the first paragraphs that may be about a person."""
    kept = list(below)
    bios = [n for n in kept[:4] if document.shape(n) in ("prose", "sentence")][:_MOST_BIO_PARAGRAPHS]
    return [n for n in kept if n not in bios or len(document.line(n)) > _LONGEST_BIO]


def _is_footer(document: Document, number: int, below: Sequence[int], rule: Rule) -> bool:
    shapes = [document.shape(n) for n in below]
    if any(shape in ("item", "heading", "code", "table") for shape in shapes):
        return False
    if "prose" not in shapes and ("sentence" not in shapes or rule.holds in ("form", "bio")):
        return True
    if "prose" not in shapes and rule.holds == "comments":
        # A counter may stand in the middle of an article: only what is marked as comments is taken for them.
        return are_comments(document, below)
    if rule.holds == "form":
        return _share_above(document, number, below) >= _LEAST_SHARE_ABOVE_FORM
    return rule.removes == "block" and _are_teasers(document, number, below)


def _are_teasers(document: Document, number: int, below: Sequence[int]) -> bool:
    """Whether the paragraphs below are teasers: short, each under a headline, and little beside the article."""
    shapes = [document.shape(n) for n in below]
    teasers = [i for i, shape in enumerate(shapes) if shape in ("prose", "sentence")]
    if not _LEAST_TEASERS <= len(teasers) <= _MOST_TEASERS or len(teasers) > shapes.count("headline"):
        return False
    if any(len(document.line(below[i])) > _LONGEST_TEASER for i in teasers):
        return False
    # Links first and then chapters of one paragraph each look much the same; but there the first has two above it.
    if shapes[: teasers[0]].count("headline") != 1:
        return False
    if sum(i + 1 in teasers for i in teasers) > len(teasers) // _TEASERS_TO_A_PAIR:
        return False
    return _share_above(document, number, below) >= _LEAST_SHARE


def _share_above(document: Document, number: int, below: Sequence[int]) -> float:
    """The share of the prose, in characters, that stands above a header; the rest stands below."""
    _, above = document.prose_above(number)
    under = sum(len(document.line(n)) for n in below if document.shape(n) in ("prose", "sentence"))
    return above / max(1, above + under)
