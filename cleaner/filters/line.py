"""Whole lines that a rule knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

import regex

from ..compiled import compile_re
from ..document import Document
from ..language import can_be_told
from ..rules import Removes, Rule, topic_of
from ..text import Removal
from .goes_on import is_told_on
from .heading import is_amid_record, is_of_record, is_pictured_item, is_step, is_subhead_below, may_head_part
from .island import stands_by_the_page
from .listed import ends_a_list
from .owner import sends_elsewhere

# Words of these stand on every site.
_EVERYWHERE = ("any", "en")
# A label is shorter than this and ends without a stop; a sentence of the article is longer, or ends with one.
_LABEL = 90
# The topics of links to other stories, which read like titles.
_OF_STORIES = ("related", "teasers")
# What stands behind a label of these leads elsewhere, also next to a record.
_OF_OTHER_PAGES = (*_OF_STORIES, "ads", "blocks", "share")
# What somebody says begins with a dash in many languages.
_TEXT = ("prose", "sentence", "item")
# Below a form or an offer its next sentence follows; below these, the article's.
_SAYS_NO_MORE = (
    *("agency", "ads", "bios", "blocks", "copyright", "counters", "credits", "dates", "embeds", "head", "labels"),
    *("legal", "page", "player", "portals", "prompts", "share", "spans", "stamps", "tails", "widgets"),
    *_OF_STORIES,
)
_BESIDE = ("beside", "label", "between")
# "Subscribe to our newsletter" heads no chapter; "Donate" and "Learn more" may.
_LEAST_WORDS_OF_PROMPT = 4
_LONGEST_SENTENCE = 120
# The title is the first of these; further down stands a list of the article's.
_LINES_OF_HEAD = 8
# So many links to other pages under a header are a list of them.
LEAST_AWAY = 2
# What an article says more often than this is its own: a guide that ends each of its parts with "Don't miss: ...".
_MOST_BETWEEN = 3
# What a site calls its own, or asks its readers to do.
_SITES_VOICE = compile_re(
    r"\b(?:our (?:\S+ ){0,2}(?:newsletters?|channels?|apps?|pages?|(?:web)?site|newsroom|journalism|coverage)"
    r"|here(?=[.!]?$)|(?:follow|like|join) us|(?:subscribe|download) (?:now|today)|your inbox|google news"
    r"|(?:latest|breaking) news|live updates|(?:facebook|instagram), (?:and )?(?:twitter|x|facebook|instagram))\b"
)
# Somebody is quoted (", plead the fishermen"), or "we" tell a story.
_TOLD = compile_re(
    r"^our\b|\b(?:said|says?|told|tells?|warn(?:ed|s)?|advise[sd]?|asked|asks|wrote|writes|was|were|had)\b"
    r"|, (?!(?:and|or|but|for|to|so|with|from|on|in|at|by|as|get|join|follow|read|see|like|share|download|subscribe)\b)"
    r"\w+ (?:the|an?|his|her|its|their|one|two|many|some|most)\b[^,]*$"
)
# Lower case right behind a colon or a dash; an address or a name in a network is none.
_AFTER_LABEL = regex.compile(r"^[^:|]{2,40}?(?:[:|]|\s[-–—])\s+(?!https?:|\S+@)\p{Ll}")


def point_at_lines(document: Document) -> Iterator[Removal]:
    """Point at each line that a rule with ``removes = "line"`` matches, first those that may stand anywhere.

    What they take is no prose; so where the article begins and ends is known before rules that hold only
    above it (``where = "head"``) or below it (``where = "foot"``) are asked, and what is removed before those that
    hold only next to a removal (``where = "beside"``).  Those with ``where = "label"`` take a label anywhere, a
    sentence only next to a removal, or at the end of all in the site's own voice; those with ``where = "between"`` also
    a line alone between two paragraphs.
    """
    placed: list[tuple[int, Rule]] = []
    for number, rules in document.hits.items():
        if number in document.gone or document.inside_sentence(number) or may_head_part(document, number):
            continue
        if is_pictured_item(document, number):
            continue
        if _heads_text(document, number):
            rules = [rule for rule in rules if _is_sure_of_heading(document, number, rule)]
        if is_amid_record(document, number):
            rules = [rule for rule in rules if rule.topic in _OF_OTHER_PAGES]
        for rule in rules:
            if rule.removes == "line" and not (
                _may_be_title(document, number, rule) or is_step(document, number, rule)
            ):
                if _holds_anywhere(document, number, rule) and in_language(document, rule):
                    yield document.take(number, rule.id)
                    break
                placed.append((number, rule))
    document.settle()
    for number, rule in placed:
        if number not in document.gone and rule.where not in _BESIDE and in_place(document, number, rule):
            yield document.take(number, rule.id)
    for number, rule in _between(document, placed):
        yield document.take(number, rule.id)
    yield from _beside(document, [pair for pair in placed if pair[1].where in _BESIDE])


def _may_be_title(document: Document, number: int, rule: Rule) -> bool:
    """Whether what a rule takes for a link to another story is the first line of all, and the next that no rule knows
    a paragraph: "Watch: first trailer for ...".
    """
    # Asked about every rule of every line: the cheapest question first.
    if number != document.visible[0] or rule.topic not in _OF_STORIES or document.shape(number) != "headline":
        return False
    taken = document.hits.keys() | document.gone.keys()
    below = next((n for n in document.visible[1:] if n not in taken), number)
    return document.shape(below) in ("prose", "sentence")


def _is_heading(document: Document, number: int) -> bool:
    """Whether a line is a heading in Markdown."""
    return document.line(number).lstrip().startswith("#") and document.shape(number) == "heading"


def _heads_text(document: Document, number: int) -> bool:
    """Whether a line is a heading in Markdown, and what it heads stands: "## Donate" above a paragraph.

    What comes below may be wrapped; another heading is below it only if it has more marks.
    """
    if not _is_heading(document, number):
        return False
    _, below = document.neighbours(number)
    if below == len(document.lines) or below in document.gone:
        return False
    return not _is_heading(document, below) or _marks(document, below) > _marks(document, number)


def _is_sure_of_heading(document: Document, number: int, rule: Rule) -> bool:
    """Whether what a rule takes is no heading of the article's, though marked as one: an ad marker, a long prompt."""
    words = document.folded(number).count(" ") + 1
    return rule.level == "strict" and (rule.topic == "ads" or words >= _LEAST_WORDS_OF_PROMPT)


def _marks(document: Document, number: int) -> int:
    line = document.line(number).lstrip()
    return len(line) - len(line.lstrip("#"))


def _holds_anywhere(document: Document, number: int, rule: Rule) -> bool:
    if rule.where == "label":
        folded = document.folded(number)
        return len(folded) < _LABEL and not folded.endswith((".", ",", ";"))
    return rule.where == "anywhere"


def _between(document: Document, placed: list[tuple[int, Rule]]) -> list[tuple[int, Rule]]:
    """The lines of ``where = "between"`` that stand below a paragraph, and above one or at the end of all.

    Two or three in a row are one.  What a document says over and over is its own.
    """
    found = {n: rule for n, rule in placed if rule.where == "between" and n not in document.gone}
    if not found:
        return []
    often = Counter(rule.id for rule in found.values())
    found = {n: rule for n, rule in found.items() if often[rule.id] <= _MOST_BETWEEN and _is_labelled(document, n)}
    return [
        (number, rule)
        for number, rule in found.items()
        if all(_ends_at_prose(document, number, way, found) for way in (0, 1)) and in_language(document, rule)
    ]


def _is_labelled(document: Document, number: int) -> bool:
    """Whether a line is no sentence, and what it says behind a label begins with a capital, as headlines do."""
    return document.shape(number) in ("headline", "label") and not _AFTER_LABEL.search(document.line(number))


def _ends_at_prose(document: Document, number: int, way: int, run: Container[int]) -> bool:
    """Whether a run of lines ends at a sentence of the article; downwards (``way`` 1), the end of the text will do."""
    while number in run or number in document.gone:
        number = document.neighbours(number)[way]
    if number == len(document.lines):
        return True
    return number >= 0 and document.shape(number) in ("prose", "sentence")


def _beside(document: Document, placed: list[tuple[int, Rule]]) -> Iterator[Removal]:
    """Go down and then up, so that a run of such lines goes from whichever end a removal touches it."""
    for way in (placed, placed[::-1]):
        for number, rule in way:
            if number not in document.gone and in_place(document, number, rule):
                yield document.take(number, rule.id)


def openers(document: Document, number: int, *removes: Removes) -> list[Rule]:
    """The rules of some kinds that a line opens where it stands; none if it has opened one of them already.

    The line itself may be gone: a header is often one that a line rule knows.  A heading in Markdown opens nothing
    but a list of links to other pages.
    """
    rules = document.hits[number]
    if number in document.opened or not any(rule.removes in removes for rule in rules):
        return []
    if _is_heading(document, number) and ("block" not in removes or len(document.links_away(number)) < LEAST_AWAY):
        return []
    return [rule for rule in rules if rule.removes in removes and in_place(document, number, rule)]


def opener(document: Document, number: int, *removes: Removes) -> Rule | None:
    """The first rule of some kinds that a line opens where it stands, and has not opened yet."""
    return next(iter(openers(document, number, *removes)), None)


def in_place(document: Document, number: int, rule: Rule) -> bool:
    """Whether a line stands where its rule holds: above the first prose, below the last sentence, by a removal.

    A rule bound to its language holds only in documents written in it.
    """
    if not _stands_where(document, number, rule):
        return False
    if rule.where != "anywhere" and sends_elsewhere(document, number, rule):
        return False
    # Which languages a document shows takes longest to tell.
    return in_language(document, rule)


def _stands_where(document: Document, number: int, rule: Rule) -> bool:
    if rule.where == "head":
        return number < document.first_prose < len(document.lines)
    if rule.where == "foot":
        below = number > document.last_prose > -1 and number >= document.last_sentence
        return below and not is_of_record(document, number) and not ends_a_list(document, number)
    if rule.where == "end":
        return document.at_end(number) and not _is_amid_the_last(document, number)
    if rule.where in _BESIDE:
        beside = stands_by_the_page(document, number) and not _ends_the_article(document, number)
        beside = beside and not _goes_on_below(document, number)
        beside = beside and not is_subhead_below(document, number, rule)
        beside = beside or _ends_the_page(document, number, rule) or _is_of_a_bar(document, number)
        return beside and not is_of_record(document, number)
    return True


def _is_amid_the_last(document: Document, number: int) -> bool:
    """Whether a line is a sentence among the article's last: an interview says early or late who is asked.

    Notes on authors are longer, or nothing of the article stands below them.
    """
    if len(document.line(number)) > _LONGEST_SENTENCE or document.line(number).count(". "):
        return False
    below = [n for n in document.standing[document.place(number) :] if n != number]
    return is_told_on(document, number, below)


def _is_of_a_bar(document: Document, number: int) -> bool:
    """Whether a label stands above the first paragraph next to another that goes beside the page: "Print", "Save"."""
    if not number < document.first_prose < len(document.lines) or document.shape(number) != "label":
        return False
    head = document.visible[1:_LINES_OF_HEAD]
    return number in head and any(
        other in head and _goes_beside(document, other) for other in document.neighbours(number)
    )


def _goes_beside(document: Document, number: int) -> bool:
    return document.shape(number) == "label" and any(
        rule.where == "beside" and rule.removes == "line" and in_language(document, rule)
        for rule in document.hits.get(number, ())
    )


def _ends_the_page(document: Document, number: int, rule: Rule) -> bool:
    """Whether what a label's rule takes is a sentence in the site's own voice, at the end of all."""
    if rule.where != "label" or number != document.standing[-1] or not document.at_end(number):
        return False
    folded = document.folded(number)
    return bool(_SITES_VOICE.search(folded)) and not _TOLD.search(folded)


def _goes_on_below(document: Document, number: int) -> bool:
    """Whether a sentence above another stands below what says nothing more in sentences, such as a share bar."""
    above, below = document.neighbours(number)
    if above not in document.gone or topic_of(document.gone[above]) not in _SAYS_NO_MORE:
        return False
    if below == len(document.lines) or below in document.gone or _SITES_VOICE.search(document.folded(number)):
        return False
    return document.shape(number) in _TEXT and document.shape(below) in _TEXT


def _ends_the_article(document: Document, number: int) -> bool:
    """Whether a line may be the article's last sentence: what goes stands below it, and a paragraph directly above."""
    above, _ = document.neighbours(number)
    if above < 0 or above in document.gone or document.shape(number) not in _TEXT:
        return False
    return document.shape(above) in _TEXT


def in_language(document: Document, rule: Rule) -> bool:
    """Whether a document is written in a rule's language, where that matters.

    Words that go next to a removal are short, and ordinary in some other language: they must be in the document's,
    as far as that can be told.
    """
    if rule.bound:
        return rule.language in document.languages
    if rule.where not in _BESIDE or rule.language in _EVERYWHERE or not can_be_told(rule.language):
        return True
    return not document.languages or rule.language in document.languages
