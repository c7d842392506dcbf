"""Labels of a page that may be the article's: "Log in" heads a part of a guide, "Open the app." is a step of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from ..document import Document
from ..fold import PICTURES, fold, fold_pattern, loose
from ..rules import Rule
from ..words import HEADINGS, HEADINGS_AMONG_OTHERS
from .goes_on import is_of_the_page
from .island import kind_of
from .listed import FIELD

_TEXT = ("prose", "sentence", "item")
# Under "Contact": a telephone number, an address, or a field of either ("Town hall: 3 Market Square").
_TO_REACH = regex.compile(r"\d\d|\w@\w|^[^:]{2,40}: \S")
# The article's text is not far above.
_LINES_ABOVE = 5
# Other subheads of an article: so many of them, so short, and so near.
_LEAST_SUBHEADS = 2
_LONGEST_SUBHEAD = 60
_SUBHEADS_WITHIN = 40
# So many ad markers in a row are passed over.
_MOST_INSIDE = 3
_ASKS = "¿?"
_SHORTEST_SUBHEAD = 5
# A step of a guide is a short sentence; what is longer and known is the page's, such as an error of a form.
_STOPS = (".", "。", "।")
_MOST_WORDS = 4
# "Save PDF..." is a program's menu item, "Enter your comment here..." a form's field.
_MOST_WORDS_OF_ITEM = 3
# Buttons of devices and forms, which guides speak of.  "Subscribe now." asks the reader, wherever it stands.
_STEPS = ("app", "comments", "cooking", "forms", "navigation", "page", "services", "shop", "weblog", "widgets")
_LONGEST_STEP = 32
_LONGEST_NEXT_STEP = 60
_NUMBERED = regex.compile(r"\D{1,16} \d{1,2}[:.]?")
_PICTURES = tuple(PICTURES)
_FIGURE = regex.compile(r"\d|[:©]")
# Of a record, two more lines are among the next ones.
_FIELDS_AROUND = 3
_LEAST_FIELDS = 2
# Of a longer one, as many lines are looked at.
_LONGEST_ROW = 5
_LEAST_BELOW_FIRST = 3
# "Read also: The museum opens", "Read also | The museum opens".
_LABELLED = regex.compile(r"[:|>]\s?\S.{5}")


def may_head_part(document: Document, number: int) -> bool:
    """Whether a label of a page stands as a heading does: no rule knows the lines around it, and text is below.

    At the page's edges such labels stand above the article, or next to each other.
    """
    label = _label(document, number)
    among_others = label in _headings_among_others()
    if not (among_others or label in _headings() or _may_be_subhead(document, number)):
        return False
    above, below = _next(document, number, 0), _next(document, number, 1)
    if above < 0 or below == len(document.lines):
        return False
    if _is_of_page(document, below):
        return False
    if _is_of_page(document, above) and not (among_others and _is_below_another(document, above, number)):
        return False
    if document.shape(below) not in _TEXT and not _TO_REACH.search(document.line(below)):
        return False
    place = document.place(number)
    if not any(document.shape(n) in _TEXT for n in document.standing[max(0, place - _LINES_ABOVE) : place]):
        return False
    return not among_others or _has_subheads(document, place)


def _may_be_subhead(document: Document, number: int) -> bool:
    """Whether a line is a word that goes next to what a page says only: "Sources", "Programme".

    Above a paragraph such a word is a subhead, though a link to another story stands above it.
    """
    rules = document.hits.get(number, ())
    # Asked about every line that a rule knows: the cheapest question first.
    if not rules or not all(rule.where == "beside" and rule.removes == "line" for rule in rules):
        return False
    if document.shape(number) not in ("headline", "label"):
        return False
    line = document.line(number).strip()
    # "Mehr", "Plus": what was left of a link.
    return not line.isascii() or len(line) >= _SHORTEST_SUBHEAD


def is_subhead_below(document: Document, number: int, rule: Rule) -> bool:
    """Whether a label is a subhead like others of the article, with its paragraph below and a widget above.

    The widget is of another kind: of one kind, it is the widget's next line.
    """
    above, below = document.neighbours(number)
    if above not in document.gone or below == len(document.lines) or below in document.hits:
        return False
    if document.shape(below) != "prose" or document.shape(number) not in ("headline", "label"):
        return False
    line = document.line(number).strip()
    if len(line) < _SHORTEST_SUBHEAD or not line[0].isupper() or line.endswith(("!", ":")):
        return False
    if kind_of(document.gone[above]) == kind_of(rule.id) or is_of_the_page(document, below):
        return False
    return _has_subheads(document, document.place(number))


def is_step(document: Document, number: int, rule: Rule) -> bool:
    """Whether a short line with a full stop is the article's, though it may be a button of the page's without it.

    So it is next to another step or its number, unless a line beside it is the page's or the rule lists it with
    its stop.
    """
    if not _may_be_step(document, number) or not (rule.topic in _STEPS or _is_heading(document, number)):
        return False
    above, below = document.neighbours(number)
    if above < 0 or below == len(document.lines):
        return False
    beside = [n for n in (above, below) if not _is_of_page(document, n)]
    if len(beside) == 1:
        # A widget was set into the guide: the other step is one that no rule knows.
        beside = [n for n in beside if n not in document.hits]
    if not any(_is_of_guide(document, n) for n in beside):
        return False
    folded = document.folded(number)
    return all(fold(line) != folded for line in rule.lines)


def is_pictured_item(document: Document, number: int) -> bool:
    """Whether a line begins with a picture and so does one beside it that no rule knows: a list of the article's.

    Of a row of a page's prompts, all are known.
    """
    if not document.line(number).lstrip().startswith(_PICTURES):
        return False
    return any(
        0 <= other < len(document.lines)
        and other not in document.hits
        and document.line(other).lstrip().startswith(_PICTURES)
        for other in document.neighbours(number)
    )


def _may_be_step(document: Document, number: int) -> bool:
    line = document.line(number).strip()
    words = len(line.split())
    if not line.endswith(_STOPS) or len(line) > _LONGEST_STEP or words > _MOST_WORDS:
        return False
    if line.endswith("...") and words > _MOST_WORDS_OF_ITEM:
        return False
    # "Reading time: 3 min."
    return not _FIGURE.search(line)


def _is_of_guide(document: Document, number: int) -> bool:
    """Whether a line is a short sentence, a label that guides have, or "Step 2"."""
    line = document.line(number).strip()
    if len(line) > _LONGEST_NEXT_STEP:
        return False
    return line.endswith(_STOPS) or _is_heading(document, number) or bool(_NUMBERED.fullmatch(line))


def _is_of_page(document: Document, number: int) -> bool:
    """Whether a line has gone, or a rule knows it and it is neither a heading nor a step."""
    if number in document.gone:
        return True
    return number in document.hits and not (_is_heading(document, number) or _may_be_step(document, number))


def _is_heading(document: Document, number: int) -> bool:
    return _label(document, number) in _headings()


def _label(document: Document, number: int) -> str:
    return loose(document.folded(number)).strip(_ASKS).rstrip()


def _is_below_another(document: Document, above: int, number: int) -> bool:
    """Whether a label stands below a line of the page of another kind: a share bar was set between two parts."""
    its = {rule.topic for rule in document.hits.get(above, ())}
    return bool(its) and its.isdisjoint({rule.topic for rule in document.hits[number]})


def _has_subheads(document: Document, place: int) -> bool:
    """Whether short lines that no rule knows stand between paragraphs or steps near a place, as subheads do."""
    near = document.standing[max(0, place - _SUBHEADS_WITHIN) : place + _SUBHEADS_WITHIN]
    # A share bar between two parts, which has not gone yet, is none of the article's.
    lines = [n for n in near if not _is_known_anywhere(document, n)]
    found = 0
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        found += (
            document.shape(line) in ("headline", "label")
            and len(document.line(line)) <= _LONGEST_SUBHEAD
            and document.shape(above) in _TEXT
            and document.shape(below) in _TEXT
        )
        if found == _LEAST_SUBHEADS:
            return True
    return False


def _is_known_anywhere(document: Document, number: int) -> bool:
    return any(rule.where == "anywhere" for rule in document.hits.get(number, ()))


def _next(document: Document, number: int, way: int) -> int:
    """The next line upwards (``way`` 0) or downwards, but for ad markers; upwards, but for links to stories too."""
    for _ in range(_MOST_INSIDE):
        number = document.neighbours(number)[way]
        rules = document.hits.get(number, ())
        if not (
            any(rule.inside == "lines" for rule in rules) or (way == 0 and _is_link_inside(document, number, rules))
        ):
            break
    return number


def _is_link_inside(document: Document, number: int, rules: Sequence[Rule]) -> bool:
    """Whether a line links to another story, inside the article: a label, and what it announces."""
    return any(rule.inside == "paragraphs" for rule in rules) and bool(_LABELLED.search(document.folded(number)))


@lru_cache(1)
def _headings() -> frozenset[str]:
    # As patterns are folded: all at once, and without a look for mojibake, for which much would have to be loaded.
    return frozenset(map(loose, fold_pattern("|".join(HEADINGS.values())).split("|")))


@lru_cache(1)
def _headings_among_others() -> frozenset[str]:
    return frozenset(map(loose, fold_pattern("|".join(HEADINGS_AMONG_OTHERS.values())).split("|")))


def is_of_record(document: Document, number: int) -> bool:
    """Whether a line with a label ("Editor: Jane Doe") is one of several of a record: an offer's, a show's credits.

    No rule knows the others: of what a page says of itself, most lines are known.
    """
    if not FIELD.match(document.folded(number)):
        return False
    place = document.place(number)
    around = document.standing[max(0, place - _FIELDS_AROUND) : place + _FIELDS_AROUND + 1]
    others = sum(n not in document.hits and bool(FIELD.match(document.folded(n))) for n in around)
    return others >= _LEAST_FIELDS


def is_amid_record(document: Document, number: int) -> bool:
    """Whether a line with a label is in the middle of short fields, or above several: "Photo:" among a film's makers.

    Below the last of them a picture's credit may be the page's.
    """
    folded = document.folded(number)
    if ":" not in folded or not FIELD.match(folded):
        return False
    below = _fields_next(document, number, 1)
    return below >= _LEAST_BELOW_FIRST or (below > 0 and _fields_next(document, number, 0) > 0)


def _fields_next(document: Document, number: int, way: int) -> int:
    """How many fields that no rule knows are in a row of fields upwards (``way`` 0) or downwards from a line."""
    found = 0
    for _ in range(_LONGEST_ROW):
        number = _next(document, number, way)
        if not 0 <= number < len(document.lines) or len(document.line(number)) > _LONGEST_NEXT_STEP:
            break
        if not FIELD.match(document.folded(number)):
            break
        found += number not in document.hits
    return found
