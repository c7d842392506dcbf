"""Everything from a header to the end: related stories, comment forms, tags, a note on the author, a footer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..compiled import compile_re
from ..document import Document
from ..rules import Rule
from ..shape import begins_with_name
from ..text import Removal
from ..words import FIRST_PERSON, WRITERS_UNCASED, either
from .block import SIGNATURE, is_weak
from .closing import closes
from .comments import are_comments
from .goes_on import are_named, goes_on, is_of_the_page, is_told_on
from .island import stands_by_the_page
from .line import openers
from .listed import first_of_a_record, goes_on_counting, keeps_its_rhythm, parts_a_list
from .stories import is_name
from .teasers import are_teasers, is_stamp

# What is longer than this is hardly a footer.
MOST_LINES = 80
# A note on an author is one or two paragraphs of at most this many characters.
_MOST_BIO_PARAGRAPHS = 2
_LONGEST_BIO = 900
# Of these an article is made: they end every footer.
_PARTS = ("item", "heading", "code", "table")
# Below a form for comments stands nothing of the article, unless the page sets the form above it.
_LEAST_SHARE_ABOVE_FORM = 0.8
# Below the article's end stands little beside it; what is longer, or many paragraphs in a row, may be another chapter.
_LEAST_SHARE_ABOVE_END = 0.85
# Less is enough where two lines say so, each in its way.
_LEAST_SHARE_ABOVE_ENDS = 0.6
_LONGEST_PARAGRAPH_BELOW_END = 600
_MOST_PARAGRAPHS_IN_A_ROW = 2
# What stands around comments without being one of them is shorter.
_LONGEST_LABEL = 60
# "Yours sincerely,"
_LONGEST_GREETING = 30
# One question with its answer may be an offer; more are questions that the article answers.
_MOST_ANSWERS = 1
# A note on an author that gives no name at its beginning.
_FIRST_PERSON = re.compile(rf"\W*(?:{either(FIRST_PERSON)})\b")
_CASED = re.compile(r"[A-Za-z\u0370-\u052f]")
# The scripts whose words for writers are known, and how far from the beginning one of them stands.
_UNCASED = compile_re("[\u0590-\u06ff\u0900-\u09ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WRITES = compile_re(rf"(?:{either(WRITERS_UNCASED)})")
_LONGEST_OPENING = 60
# What looks like an item of a list may be a name.
_INITIALS = re.compile(r"(?:[A-Z]\. ?){1,3}(?:[A-Z][\w'’-]+ ?){1,3}")


def point_at_rest(document: Document) -> Iterator[Removal]:
    """Point at all that stands from a ``rest`` trigger to the end, if none of it could be the article's.

    An article must have stood above.  Below, lines that look like links and short sentences pass; a paragraph ends it
    but for what the rule says it ``holds``: a note on the author, the footer of a page, or teasers.  From the last
    trigger up, so that an upper one sees what a lower one left.
    """
    if not document.opens("rest", "block"):
        return
    standing = document.standing
    seen = len(standing)
    below: list[int] = []
    for number in sorted(document.hits, reverse=True):
        rules = openers(document, number, "rest", "block")
        if not rules:
            continue
        place = document.place(number)
        below = ([n for n in standing[place:seen] if n != number] + below)[: MOST_LINES + 1]
        seen = place
        if len(below) > MOST_LINES or not document.article_above(number):
            continue
        # The line itself stays if only its being the end speaks against it.
        rules.sort(key=lambda rule: rule.holds == "end")
        # Many languages may have a rule for a line: one of each kind is asked.
        kinds: dict[tuple[str, str], Rule] = {}
        for rule in rules:
            kinds.setdefault((rule.holds, rule.removes), rule)
        trigger = next((rule for rule in kinds.values() if _is_footer(document, number, below, rule)), None)
        if trigger is None or (not below and is_weak(document, number)):
            below = [number, *below] if number not in document.gone else below
            continue
        if trigger.holds != "end":
            document.opened.add(number)
        for line in below:
            if line not in document.gone and not closes(document, line):
                yield document.take(line, trigger.id)
        below = []
        if number in document.gone:
            continue
        if trigger.holds == "end":
            # What says that the article is over may still be the article's: where and when it was printed.
            below = [number]
        else:
            yield document.take(number, trigger.id)


def _after_bio(document: Document, below: Sequence[int]) -> list[int]:
    """Leave out the first paragraphs that may be about a person."""
    kept = list(below)
    bios = [n for n in kept[:4] if document.shape(n) in ("prose", "sentence")][:_MOST_BIO_PARAGRAPHS]
    return [n for n in kept if n not in bios or len(document.line(n)) > _LONGEST_BIO]


def _speaks_of_somebody(document: Document, below: Sequence[int]) -> bool:
    """Whether the first sentence among some lines begins like one on a person or a firm: with a name, or in the first
    person.

    Where letters have no case, a word for who writes says so; where none is known, nothing can be said.  The name may
    stand alone above the sentence.
    """
    told = next((i for i, n in enumerate(below) if document.shape(n) in ("prose", "sentence")), len(below))
    first = document.line(below[told]) if told < len(below) else ""
    if told and first and is_name(document, below[told - 1]):
        return True
    if _UNCASED.match(first.lstrip("　 \"“「『（(《'’")):
        return bool(_WRITES.search(first[:_LONGEST_OPENING]))
    return begins_with_name(first) or bool(_FIRST_PERSON.match(first)) or not _CASED.search(first)


def _is_footer(document: Document, number: int, below: Sequence[int], rule: Rule) -> bool:
    if not _could_be_footer(document, number, below, rule):
        return False
    sure = rule.removes == "block" or (rule.holds == "end" and rule.inside != "paragraphs")
    if parts_a_list(document, number, below, least_above=2 if sure else 1):
        return False
    if goes_on_counting(document, number, below):
        return False
    if keeps_its_rhythm(document, number, below) or first_of_a_record(document, below) is not None:
        return False
    if rule.holds in ("links", "comments") or rule.inside == "never":
        return True
    if rule.holds == "end" and is_told_on(document, number, below):
        return False
    if rule.holds == "end" and rule.inside == "paragraphs" and _has_prose_of_its_own(document, number, below):
        return False
    return not goes_on(document, number, below)


def _has_prose_of_its_own(document: Document, number: int, below: Sequence[int]) -> bool:
    """Whether sentences stand below a header that neither a rule knows nor speak of the page, and are no teasers."""
    told = (n for n in below if document.shape(n) in ("prose", "sentence"))
    if all(n in document.hits or is_of_the_page(document, n) for n in told):
        return False
    return not (are_named(document, below) or are_teasers(document, below, _share_above(document, number, below)))


def _could_be_footer(document: Document, number: int, below: Sequence[int], rule: Rule) -> bool:
    if any(SIGNATURE.match(document.line(n)) for n in below):
        # The article quotes posts.
        return False
    if rule.holds not in ("comments", "form") and any(_is_of_a_letter(document, n) for n in below):
        return False
    if rule.holds == "end":
        twice = _says_twice_that_it_is_over(document, number)
        return is_over(document, number, below, _LEAST_SHARE_ABOVE_ENDS if twice else _LEAST_SHARE_ABOVE_END)
    speaks = rule.holds != "bio" or _speaks_of_somebody(document, below)
    if rule.holds == "bio" and speaks:
        below = _after_bio(document, below)
        if _has_sentences(document, below):
            return False
    shapes = [document.shape(n) for n in below]
    if any(s in _PARTS and not _is_plain(document, n) for s, n in zip(shapes, below, strict=True)):
        return False
    if rule.holds == "form" and rule.inside != "never" and not _is_form(document, number, below, shapes):
        return False
    if rule.holds == "comments" and _has_unknown_lines(document, below) and not are_comments(document, below):
        return False
    if "prose" not in shapes and ("sentence" not in shapes or (speaks and rule.holds in ("form", "bio"))):
        return True
    if "prose" not in shapes and rule.holds == "comments":
        # A counter may stand in the middle of an article: only what is marked as comments is taken for them.
        return are_comments(document, below)
    if rule.holds == "form":
        # A lone button for comments stands inside articles too; below a form stands a field of it first.
        alone = below[0] not in document.hits and document.shape(below[0]) != "label"
        if alone and _has_prose_of_its_own(document, number, below) and not are_comments(document, below):
            return False
        return _share_above(document, number, below) >= _LEAST_SHARE_ABOVE_FORM
    return rule.removes == "block" and are_teasers(document, below, _share_above(document, number, below))


def _is_of_a_letter(document: Document, number: int) -> bool:
    """Whether a line greets or takes leave: a few words with a comma at the end."""
    line = document.line(number).strip()
    return line.endswith(",") and len(line) <= _LONGEST_GREETING and line[0].isupper()


def _has_sentences(document: Document, below: Sequence[int]) -> bool:
    """Whether a short sentence is among some lines that no rule knows: a step, an answer, the last of the article."""
    return any(n not in document.hits and document.shape(n) == "sentence" for n in below)


def _has_unknown_lines(document: Document, below: Sequence[int]) -> bool:
    """Whether a line is too long for a label, and no rule knows it."""
    return any(len(document.line(n)) > _LONGEST_LABEL for n in below if n not in document.hits)


def _is_form(document: Document, number: int, below: Sequence[int], shapes: Sequence[str]) -> bool:
    """Whether the page's lines stand around a form for a comment.

    A lone button may stand above an article's last paragraphs.
    """
    if _has_sentences(document, below) and not are_comments(document, below):
        return False
    if stands_by_the_page(document, number) or not all(shape in ("prose", "sentence") for shape in shapes):
        return True
    return not below or any(n in document.hits for n in below) or are_comments(document, below)


def is_over(document: Document, number: int, below: Sequence[int], least_share: float) -> bool:
    """Whether what stands below the article's end is the page's: short, and little beside the article."""
    in_a_row = answers = 0
    for line, above in zip(below, [number, *below], strict=False):
        shape = document.shape(line)
        length = len(document.line(line))
        answers += shape in ("prose", "sentence") and document.line(above).rstrip().endswith("?")
        if answers > _MOST_ANSWERS:
            return False
        if shape in _PARTS and not _is_plain(document, line):
            return False
        in_a_row = in_a_row + 1 if shape == "prose" else 0
        if in_a_row > _MOST_PARAGRAPHS_IN_A_ROW or (shape == "prose" and length > _LONGEST_PARAGRAPH_BELOW_END):
            return False
    return _share_above(document, number, below) >= least_share


def _says_twice_that_it_is_over(document: Document, number: int) -> bool:
    """Whether another line from here on says by another rule that the article is over."""
    here = {rule.id for rule in document.hits[number]}
    below = [rule for n, rules in document.hits.items() if n > number for rule in rules]
    return any(rule.holds == "end" and rule.id not in here for rule in below)


def _is_plain(document: Document, number: int) -> bool:
    """Whether what looks like an item or a table is a date or a name with initials."""
    return is_stamp(document, number) or bool(_INITIALS.fullmatch(document.line(number).strip()))


def _share_above(document: Document, number: int, below: Sequence[int]) -> float:
    """The share of the prose, in characters, that stands above a header; the rest stands below.

    An article stands above, as the callers know.
    """
    under = sum(len(document.line(n)) for n in below if document.shape(n) in ("prose", "sentence"))
    if not under:
        return 1.0
    _, above = document.prose_above(number)
    return above / (above + under)
