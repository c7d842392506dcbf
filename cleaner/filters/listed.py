"""Whether a line was set into a list of the article's own, a record, or a text with headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import regex

from ..compiled import compile_re
from ..document import Document
from ..rules import Rule
from ..words import MONTH
from .goes_on import lines_above
from .island import stands_by_the_page

# Marks that a list's lines share: two of them, in the same order, are no accident.
_LEAST_MARKS = 2
_MARKS = regex.compile(r"[^\w\s]")
# Behind those of Japanese and Chinese stands no space.
_BULLET = regex.compile(r"\s*(?:([-*+•·●▪◦‣–—])\s|([・･○◎◆◇■□①-⑳]))")
# "Price: 12 pounds", in French "Prix : 12 euros": a record's label.
# A word of one letter begins some: "W rolach: ...".  Chinese and Japanese set no space behind the colon.
FIELD = regex.compile(
    r"([^\W\d](?:[^\s:.!?]{1,20}|(?= ))(?: [^\s:.!?]{1,15}){0,2}) ?:(?:\s|(?<=[\p{Han}\p{Hiragana}\p{Katakana}]:)\S)"
)
# "Feed barley 151.20 (-1.50)", "33 Quinn 77 0 0 4": a row of a table.  A price stands under other goods of a shop, too.
_ROW = regex.compile(r"[^\W\d] (?:\d+[.,]\d+|[+-]\d[\d.,]*%?|[\d.,]+ \([^()]{1,12}\)|\d+(?: [\d.,]+){2,6})$")
# "June 9 - West Palm Beach": a date of a tour, a term, a match.
_DATED = compile_re(rf"(?:{MONTH} \d{{1,2}}|\d{{1,2}}\.? {MONTH}) ?[-:] ?\S")
# "2013: Peter Mbugua (Unity)": a history's year.  A headline may begin with one, three in a row do not.
# In Chinese, Japanese and Korean its month may follow: "2021年6月 町役場を捜索".  With a day it is a story's.
_YEARLY = regex.compile(r"(?:1[5-9]|20)\d\d(?: ?[-–—:] ?|[年년](?: ?\d{1,2}[月월])?(?: ?: ?| ))\S")
# "115 g butter", "1 teaspoon salt": what goes into a dish.
_MEASURED = regex.compile(
    r"\d[\d/.,½¼¾⅓⅔ -]{0,6}(?:k?g|[mdc]?l|oz|lbs?|cups?|tbsp|tsp|(?:table|tea)spoons?|el|tl|essloffel|teeloffel"
    r"|cucharad(?:it)?as?|cucchiai(?:ni)?|colher(?:es)?|msk|tsk|eetlepels?|theelepels?)\b"
)
_LEAST_DATED = 3
# "607: every 20 minutes", a line of buses; "Mary Pell, 41", one of a crew.
_NUMBERED = regex.compile(r"\d{1,4}: \S.*|\p{Lu}[^\W\d]+(?: [\p{L}.'’-]{1,15}){1,3}, \d{1,2}")
_LEAST_MEASURED = 2
# "7pm Doors", "8.30 pm Supper": the parts of an evening.
_TIMED = regex.compile(r"\d{1,2}(?:\.\d\d)? ?[ap]\.?m\.? ?[:-]? ?[^\W\d]")
# Whom the press may ask, at the end of a release.
_FOR_THE_PRESS = compile_re(
    r"(?:for )?(?:(?:press|media|news media)(?: office)?(?: contacts?| enquiries| inquiries| relations)"
    r"|(?:further|more) information,? (?:please )?contact|notes? to editors?|pressekontakte?|contacts? presse"
    r"|contactos? de prensa|contatti (?:per la )?stampa|contatos? (?:para|de) imprensa|perscontact|presskontakte?)s?:?"
)
_TO_REACH = regex.compile(r"\d\d|\w@\w")
_LINES_TO_REACH = 4
# "Ashford 27, Mill Run 24 (OT)", "Harmon 2-1 Elder": a result.
_SIDE = r"[^\W\d][^\d,:;?!]{1,30}"
_RESULT = regex.compile(rf"{_SIDE} \d{{1,3}}(?: ?[-–] ?\d{{1,3}} {_SIDE}|,? {_SIDE} \d{{1,3}})(?: \([^()]{{1,12}}\))?")
# A record's label, "Q:" or "Step 2:".
_LABEL = regex.compile(r"([^\W\d][^\s:.!?]{0,20}(?: [^\s:.!?]{1,15}){0,2}) ?:\s")
_DIGITS = regex.compile(r"\d+")
# "350 g of lentils", "2 zanahorias": in lower case.
_QUANTITY = regex.compile(r"(?:\d{1,4}(?:[.,/]\d{1,2})?|[¼½¾]) ?(?:\p{Ll}|\p{Lo})")
_FIRST_FIELDS = 6
_LEAST_FIELDS = 2
_LONGEST_FIELD = 45
# A label with a colon is the page's: "Tags:".
_LEAST_TO_ANNOUNCE = 4
_LEAST_HEADINGS = 2
_LINES_OF_A_RHYTHM = 4
# More lines under a header are hardly tags or links.
_MOST_UNDER_ANOTHER = 12
_NUMBER = regex.compile(r"(\d{1,4})[.):]?\s")
_LEAST_COUNTED = 2


def parts_a_list(document: Document, header: int, below: Sequence[int], least_above: int = 0) -> bool:
    """Whether the lines directly above and below a header are alike: the same first word, the same marks in a row, or
    numbers that follow each other.

    Then the header was set into a list of the article's own: dates of a tour, parts of a machine, results.  So it was
    if it stands alone among short lines, ``least_above`` of them above it (0: that proves nothing).
    """
    place = document.place(header)
    if not below or place == 0:
        return False
    above = document.standing[place - 1]
    if _among_short_lines(document, header, below, least_above) or _is_announced(document, above):
        return True
    if is_among_fields(document, place, below):
        return True
    bulleted = header < document.last_prose and _are_bulleted(document, above, below[0])
    bulleted = bulleted or any(_goes_on_with_bullets(document, header, n) for n in below[:_FIRST_FIELDS])
    if (bulleted or _has_fields(document, header, below)) and not stands_by_the_page(document, header):
        return True
    if "prose" in (document.shape(above), document.shape(below[0])):
        return False
    one, other = document.folded(above), document.folded(below[0])
    if " " not in one or " " not in other:
        return False
    if _first_word(one) == _first_word(other) or _follows(one, other):
        return True
    marks = _MARKS.findall(one)
    return len(marks) >= _LEAST_MARKS and marks == _MARKS.findall(other)


def goes_on_with_list(document: Document, header: int, first: int, number: int) -> bool:
    """Whether a line under a header, and not the first, is of a list of the article's: it alone has a bullet, or it
    has the label of a line above the header, but for its number ("Step 2: ..."), or it is
    an ingredient, as the line above the header is ("2 carrots").
    """
    place = document.place(header)
    if place and _is_quantity(document, document.standing[place - 1]) and _is_quantity(document, number):
        return True
    if _BULLET.match(document.line(number)) and not _BULLET.match(document.line(first)):
        return True
    label = _LABEL.match(document.folded(number))
    if label is None:
        return False
    wanted = _DIGITS.sub("", label[1])
    return any(
        (other := _LABEL.match(document.folded(n))) is not None and _DIGITS.sub("", other[1]) == wanted
        for n in lines_above(document, header)
    )


def goes_on_counting(document: Document, header: int, below: Sequence[int]) -> bool:
    """Whether the first numbered line below a header has the number after the last above it: "5. Do not feed it"."""
    first = next((found for n in below[:_FIRST_FIELDS] if (found := _NUMBER.match(document.folded(n)))), None)
    if first is None:
        return False
    above = [int(found[1]) for n in lines_above(document, header) if (found := _NUMBER.match(document.folded(n)))]
    # A list of the most read begins with one.
    return len(above) >= _LEAST_COUNTED and int(first[1]) == above[-1] + 1 > 1


def _is_quantity(document: Document, number: int) -> bool:
    line = document.line(number).strip()
    return len(line) <= _LONGEST_FIELD and bool(_QUANTITY.match(line))


def _goes_on_with_bullets(document: Document, header: int, below: int) -> bool:
    """Whether a line has a bullet that the article above a header has as well."""
    bullet = _BULLET.match(document.line(below))
    if bullet is None:
        return False
    return any(_have_same_bullet(bullet, _BULLET.match(document.line(n))) for n in lines_above(document, header))


def keeps_its_rhythm(document: Document, header: int, below: Sequence[int]) -> bool:
    """Whether labels and sentences take turns above a header and go on doing so below it: signs of the zodiac, steps.

    The lines below are those that no rule knows.
    """
    place = document.place(header)
    above = document.standing[max(0, place - _LINES_OF_A_RHYTHM) : place]
    return _take_turns(document, above) and _take_turns(document, below[:_LINES_OF_A_RHYTHM])


def _take_turns(document: Document, numbers: Sequence[int]) -> bool:
    told = [document.shape(n) in ("prose", "sentence") for n in numbers]
    return len(told) == _LINES_OF_A_RHYTHM and all(one != other for one, other in pairwise(told))


def has_headings(document: Document, number: int) -> bool:
    """Whether short lines without a full stop stand above paragraphs time and again, down to a line.

    An article that has headings may have one more.
    """
    lines = lines_above(document, number)
    found = 0
    for above, heading, below in zip(lines, lines[1:], lines[2:], strict=False):
        if (
            document.shape(heading) in ("headline", "label")
            and document.shape(below) == "prose"
            and document.shape(above) in ("prose", "sentence", "item")
            and not stands_by_the_page(document, heading)
        ):
            found += 1
            if found == _LEAST_HEADINGS:
                return True
    return False


def _among_short_lines(document: Document, header: int, below: Sequence[int], least_above: int) -> bool:
    place = document.place(header)
    lines = [*document.standing[max(0, place - least_above) : place], below[0]]
    if not least_above or len(lines) <= least_above or stands_by_the_page(document, header):
        return False
    if _is_under_another(document, header):
        return False
    shapes = [document.shape(n) for n in lines]
    # A sentence below a question or a heading is its answer or its text.
    return all(shape in ("headline", "label") for shape in shapes[:-1]) and shapes[-1] != "prose"


def _is_under_another(document: Document, header: int) -> bool:
    """Whether the short lines above a header stand under another one, as tags do above a note on the author."""
    above, _ = document.neighbours(header)
    for _ in range(_MOST_UNDER_ANOTHER):
        if above < 0:
            return False
        rules: list[Rule] = document.hits.get(above, [])
        if any(rule.removes in ("block", "rest") and rule.holds != "end" for rule in rules):
            return True
        if document.shape(above) not in ("headline", "label"):
            return False
        above, _ = document.neighbours(above)
    return False


def _is_announced(document: Document, number: int) -> bool:
    """Whether a line says that a list follows: a sentence that ends with a colon."""
    line = document.line(number).rstrip()
    return line.endswith(":") and len(line.split()) >= _LEAST_TO_ANNOUNCE


def _are_bulleted(document: Document, number: int, other: int) -> bool:
    """Whether two lines begin with the same bullet."""
    one, two = _BULLET.match(document.line(number)), _BULLET.match(document.line(other))
    return one is not None and _have_same_bullet(one, two)


def _have_same_bullet(one: regex.Match[str], two: regex.Match[str] | None) -> bool:
    return two is not None and one.groups() == two.groups()


def ends_a_list(document: Document, number: int) -> bool:
    """Whether a line is one of the last items of a list of the article's own, which no rule knows from the top.

    Of a page's menu, the first line is known, or something went above it.
    """
    place = at = document.place(number)
    while at and _are_bulleted(document, document.standing[at - 1], number):
        at -= 1
    if at == place:
        return False
    first = document.standing[at]
    above, _ = document.neighbours(first)
    return first not in document.hits and above not in document.gone


def _has_fields(document: Document, header: int, below: Sequence[int]) -> bool:
    """Whether one of the first lines below a header begins with a label that a line above begins with too."""
    labels = _fields(document, below[:_FIRST_FIELDS])
    if not labels:
        return False
    return any((field := FIELD.match(document.folded(n))) and field[1] in labels for n in lines_above(document, header))


def is_among_fields(document: Document, place: int, below: Sequence[int]) -> bool:
    """Whether a record's line stands directly above a place, and others among the first lines below it."""
    if place == 0 or not FIELD.match(document.folded(document.standing[place - 1])):
        return False
    return len(_fields(document, below[:_FIRST_FIELDS])) >= _LEAST_FIELDS


def first_of_a_record(document: Document, below: Sequence[int]) -> int | None:
    """The first of several short lines of a record ("Capacity: 2 litres", "Weight: 1 kg"), each with its own label,
    or of several rows that end with a figure, are a result or begin with a date or a year; no rule knows any of them.
    """
    short = [n for n in below if n not in document.hits and len(document.line(n)) <= _LONGEST_FIELD]
    labels = {field[1]: n for n in reversed(short) if (field := FIELD.match(document.folded(n)))}
    timed = [n for n in short if _TIMED.match(document.folded(n))]
    measured = [n for n in short if _MEASURED.match(document.folded(n))]
    rows = [n for n in short if _is_row(document.line(n).strip())]
    dated = [n for n in below if n not in document.hits and _begins_with_date(document.folded(n))]
    if len(dated) >= _LEAST_DATED:
        rows += dated
    for alike in (measured, timed):
        rows += alike if len(alike) >= _LEAST_MEASURED else []
    found = [*(labels.values() if len(labels) >= _LEAST_FIELDS else ()), *(rows if len(rows) >= _LEAST_FIELDS else ())]
    found += [n for i, n in enumerate(below) if _is_for_the_press(document, n, below[i + 1 : i + 1 + _LINES_TO_REACH])]
    return min(found, default=None)


def _is_for_the_press(document: Document, number: int, below: Sequence[int]) -> bool:
    """Whether a line heads whom to ask, with a number or an address below it."""
    if not _FOR_THE_PRESS.fullmatch(document.folded(number)):
        return False
    return any(_TO_REACH.search(document.line(n)) for n in below)


def _is_row(line: str) -> bool:
    return bool(_ROW.search(line) or _RESULT.fullmatch(line) or _NUMBERED.fullmatch(line))


def _begins_with_date(folded: str) -> bool:
    return bool(_DATED.match(folded) or _YEARLY.match(folded))


def _fields(document: Document, numbers: Iterable[int]) -> set[str]:
    """The labels with a colon that some lines begin with."""
    return {field[1] for n in numbers if (field := FIELD.match(document.folded(n)))}


def _first_word(line: str) -> str:
    return line.partition(" ")[0].strip(":.,-")


def _follows(one: str, other: str) -> bool:
    """Whether a line's number comes after that of another."""
    first, second = _NUMBER.match(one), _NUMBER.match(other)
    return first is not None and second is not None and int(second[1]) == int(first[1]) + 1
