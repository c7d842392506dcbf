"""Whether the article goes on below a line that stands between its paragraphs as well."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ..document import Document
from ..fold import fold
from ..rules import topic_of
from ..shape import begins_with_name
from .bio import may_be_bio
from .island import marks_a_page, stands_by_the_page

# The article goes on at once, or under a heading.
_FIRST_LINES = 2
_SHORTEST_PARAGRAPH = 40
_LETTER = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\p{Devanagari}]")
# Shorter words are in every text.  Where nothing stands between words, two signs are the smallest piece of one.
_WORDS = regex.compile(rf"{_LETTER.pattern}{{5,}}|(?=([\p{{Han}}\p{{Katakana}}\p{{Hangul}}]{{2}}))")
_PAIR = 2
# Of a paragraph's distinct words, the share that stands above: four of five paragraphs of articles have more.
_LEAST_SHARE = 0.25
# A capital inside a sentence.
_NAMES = regex.compile(r"(?<=[\p{Ll},;:] )\p{Lu}[\p{L}'’-]{2,}")
# A page that speaks of itself shares words with an article on the same trade.
_OF_THE_PAGE = regex.compile(
    r"\b(?:sign up|subscribe|newsletter|cookies?|technical storage|contact us|our (?:team|experts|blog|newsletter)"
    r"|inbox|log in|(?:your|my) account|privacy|check out our|get in touch|code of conduct|let us help"
    r"|your (?:business|brand|company|goals|journey)|we (?:team up|understand|offer)"
    r"|our (?:clients|customers|services))\b"
)
# So much above a line is looked at: a long article, in characters and lines.  Books have more, and a line like that in
# each chapter.
_LONGEST_ABOVE = 20_000
_MOST_ABOVE = 300
# A longer tail is hardly the end of an article: a page's foot, or readers' comments, which share its words.
_MOST_LAST_LINES = 8
# So many of the article's paragraphs may have the page's headlines and labels between them.
_LEAST_BETWEEN_WIDGETS = 3
# The last sentence of an article shorter than this need not share words with the few above it.
_LEAST_TO_SHARE = 1200
# "The", "Der": what stands before a name.
_LONGEST_ARTICLE = 5
_ASKS_OR_CALLS = ("?", "!", "？", "！", "؟")
_LONGEST_SUBHEAD = 60
# So many teasers, each with a name under it.
_LEAST_NAMED = 3


def goes_on(document: Document, header: int, below: Sequence[int]) -> bool:
    """Whether the first paragraph below a header that stands alone shares words or a name with those above it.

    Share bars, forms and links to other stories stand between the paragraphs of an article too.  Two removals in a row
    are the page's foot; and so are teasers with a name under each.
    """
    if stands_by_the_page(document, header):
        return False
    first = next((n for n in below[:_FIRST_LINES] if document.shape(n) not in ("headline", "label")), None)
    if first is None or document.shape(first) not in ("prose", "sentence") or are_named(document, below):
        return False
    line = document.line(first)
    if may_be_bio(line) or len(line) < _SHORTEST_PARAGRAPH or _OF_THE_PAGE.search(document.folded(first)):
        return False
    above = _nearest(document, [n for n in lines_above(document, header) if document.shape(n) in ("prose", "sentence")])
    if _share_words(line, above):
        return True
    return any(name in above for name in _NAMES.findall(line))


def is_told_on(document: Document, header: int, below: Sequence[int]) -> bool:
    """Whether what stands below reads like the last paragraphs of an article that stands above.

    Those are told in sentences to the end, with at most a heading or another story's headline above them; or the first
    of them, and not many lines follow, stands below no second removal, or below little text, or shares words with what
    stands above.  A page's foot has labels among its lines, or speaks of the page or of the author.
    """
    told = [_is_told(document, n) for n in below]
    if True not in told:
        return False
    if _is_told_between_widgets(document, header, below):
        return True
    first = told.index(True)
    start = below[first]
    if all(told[first:]) and all(document.shape(n) in ("headline", "label") for n in below[:first]):
        of_the_page = any(n in document.hits or is_of_the_page(document, n) for n in below[first:])
        if of_the_page or any(may_be_bio(document.line(n)) for n in below[:first]):
            return False
        return not (first and _is_on_who_is_named(document, below[first - 1], start))
    if _heads_what_is_told(document, header, below):
        return True
    if first or len(below) > _MOST_LAST_LINES or document.shape(start) not in ("prose", "sentence"):
        return False
    if start in document.hits or is_of_the_page(document, start) or are_named(document, below):
        return False
    if document.prose_above(header)[1] < _LEAST_TO_SHARE or not _stands_by_another_widget(document, header):
        return True
    return _share_words(document.line(start), _nearest(document, lines_above(document, header, below)))


def _heads_what_is_told(document: Document, header: int, below: Sequence[int]) -> bool:
    """Whether a subhead and a sentence begin what stands below a header, and together share words with what stands
    above: another part of a guide.
    """
    if len(below) < _FIRST_LINES or document.shape(below[0]) not in ("headline", "label"):
        return False
    subhead, told = below[:_FIRST_LINES]
    if document.shape(told) not in ("prose", "sentence") or subhead in document.hits or told in document.hits:
        return False
    if is_of_the_page(document, subhead) or is_of_the_page(document, told) or are_named(document, below):
        return False
    # A name, a headline with each word in capitals, or a call: a note on the author, a teaser, an offer.
    line = document.line(subhead)
    if len(line) > _LONGEST_SUBHEAD or begins_with_name(line) or line.rstrip().endswith(_ASKS_OR_CALLS):
        return False
    text = _nearest(document, lines_above(document, header, below))
    return _share_words(f"{document.line(subhead)} {document.line(told)}", text)


def _is_told_between_widgets(document: Document, header: int, below: Sequence[int]) -> bool:
    """Whether the article goes on below a header that no other removal touches, with headlines and labels of the page
    between its paragraphs: several sentences that no rule knows, one of which shares words with those above.
    """
    if _stands_by_another_widget(document, header) or are_named(document, below):
        return False
    told = [
        n
        for n in below
        if document.shape(n) in ("prose", "sentence") and n not in document.hits and not is_of_the_page(document, n)
    ]
    if len(told) < _LEAST_BETWEEN_WIDGETS:
        return False
    above = [n for n in lines_above(document, header, below) if document.shape(n) in ("prose", "sentence")]
    text = _nearest(document, above)
    lines = [document.line(n) for n in told]
    return any(len(line) >= _SHORTEST_PARAGRAPH and _share_words(line, text) for line in lines)


def _stands_by_another_widget(document: Document, header: int) -> bool:
    """Whether a removal of another topic stands next to a header: a share bar of two lines is one."""
    its = {document.gone[header]} if header in document.gone else {rule.id for rule in document.hits.get(header, ())}
    topics = {topic_of(rule_id) for rule_id in its}
    return any(
        n in document.gone and marks_a_page(document, n) and topic_of(document.gone[n]) not in topics
        for n in document.neighbours(header)
    )


def lines_above(document: Document, number: int, but: Sequence[int] = ()) -> list[int]:
    """The lines that stand above a line, as far as an article reaches, but for some."""
    place = document.place(number)
    above = document.standing[max(0, place - _MOST_ABOVE) : place]
    if not but:
        return above
    left_out = set(but)
    return [n for n in above if n not in left_out]


def _nearest(document: Document, above: Sequence[int]) -> str:
    """The text of the lowest of some lines, as far as an article reaches."""
    found: list[str] = []
    left = _LONGEST_ABOVE
    for number in reversed(above):
        if left <= 0:
            break
        found.append(document.line(number))
        left -= len(found[-1])
    return "\n".join(reversed(found))


def _is_told(document: Document, number: int) -> bool:
    if document.shape(number) in ("prose", "sentence"):
        return True
    return document.line(number).rstrip("\"'”’»“‘«) ").endswith(_ASKS_OR_CALLS)


def _is_on_who_is_named(document: Document, label: int, number: int) -> bool:
    """Whether a line begins with what the label above it names, which no line further up speaks of: a firm, a site."""
    name = document.folded(label).removeprefix("about ")
    if name not in document.folded(number)[: len(name) + _LONGEST_ARTICLE]:
        return False
    return not any(name in document.folded(n) for n in document.standing[: document.place(label)])


def is_of_the_page(document: Document, number: int) -> bool:
    """Whether a line speaks of the page, or may be a note on its author."""
    return may_be_bio(document.line(number)) or bool(_OF_THE_PAGE.search(document.folded(number)))


def _share_words(paragraph: str, above: str) -> bool:
    """Whether of a paragraph's distinct words enough stand in a text above it."""
    words, folded = _words(paragraph), fold(above)
    wanted = max(1, _LEAST_SHARE * len(words))
    found = 0
    # Most words are in the text or not at all: looking for each takes a fiftieth of taking a long text apart.
    for word in words:
        found += _is_word_of(word, folded)
        if found >= wanted:
            return True
    return False


def _is_word_of(word: str, text: str) -> bool:
    """Whether a word stands in a folded text by itself; a pair of signs, anywhere."""
    at = text.find(word)
    while at >= 0:
        if len(word) == _PAIR or not (_LETTER.match(text, at + len(word)) or (at and _LETTER.match(text, at - 1))):
            return True
        at = text.find(word, at + 1)
    return False


def are_named(document: Document, below: Sequence[int]) -> bool:
    """Whether each paragraph has one label under it, the last one too: no chapter ends with its heading."""
    kinds = [document.shape(n) in ("prose", "sentence") for n in below]
    return sum(kinds) >= _LEAST_NAMED and kinds == [True, False] * (len(kinds) // 2)


def _words(text: str) -> set[str]:
    return {match[1] or match[0] for match in _WORDS.finditer(fold(text))}
