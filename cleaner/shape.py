"""What a line looks like.  Shape never removes a line: it says how far a removal may reach that a phrase opened."""

from __future__ import annotations

import re
from typing import Literal

from .compiled import compile_re
from .native import name_begins, plain_shape

_SENTENCE_END = re.compile(r"[.!?…。！？।॥؟۔][\"'”’»“‘«)\]]*(?=\s|$)|[。！？]")
# A paragraph's least length, in code points, by what the script needs to say as much as 80 Latin letters do.
_SHORTEST_PROSE = 80
# A line this long is a paragraph, whatever it ends with.
_LONG_PROSE = 300
_DENSE = (
    (compile_re("[\u3040-\u30ff\u3400-\u9fff]"), 30),  # kana, Han: a letter is a syllable or a word
    (compile_re("[\uac00-\ud7af]"), 40),  # Hangul: a letter is a syllable
    (re.compile("[\u0590-\u06ff]"), 60),  # Hebrew, Arabic: short vowels are not written
)
# Thai, Lao, Burmese and Khmer set no full stop: length alone speaks for a paragraph.
_NO_STOPS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LONGEST_TITLE = 120
# A link's text is at most this long; half of it where a letter is a syllable or a word.
_LONGEST_LINK = 140
SYLLABLES = compile_re("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# What closes a sentence behind its full stop: in German and Czech what opens one in English.
CLOSING = "\"'”’»“‘«)]」』"
_STOPS = tuple(".。।۔:;,")
_ENDS_OF_SENTENCES = '.。!?”"」』'
_STOP_INSIDE = re.compile(r"[.।۔] \S|。[^」』”]")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•·●▪◦‣–—]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s)")
_INDENTED = re.compile(r"(?:\t| {4})\S")
_CODE_START = re.compile(r"[$#>]\s|```|~~~|</?\w+|(?:def|class|import|return|if|for)\b.*[:;]$")
# A name in code is ASCII: "[서울=뉴시스]" is a dateline.
_ASSIGNMENT = re.compile(r"[a-zA-Z0-9_]=\S")
_TABLE = re.compile(r"\|.*\||\t.*\t|\S {3,}\S.* {3,}\S")
# Behind the full stop of a line: "... in 1904.[1][note 2]"
_NOTES = re.compile(r"([.!?…。！？।॥؟۔][\"'”’»“‘«)\]]*)(?:\[[a-zA-Z0-9 ]{1,20}\])+$")


def without_notes(line: str) -> str:
    """Return a line without the marks of footnotes behind the full stop that ends it.

    >>> without_notes("She left the island in 1904.[1][note 2]")
    'She left the island in 1904.'
    """
    return _NOTES.sub(r"\1", line) if line[-1:] == "]" else line


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph: at least one sentence with its end, and some length.

    Scripts that say more in a letter need fewer of them; those without full stops need no sentence end.
    """
    length = len(line)
    if length < _SHORTEST_PROSE and (
        line.isascii() or not any(length >= least and script.search(line) for script, least in _DENSE)
    ):
        return False
    line = without_notes(line)
    # Most paragraphs end with a full stop: then there is no need to look for another.
    if length > _LONG_PROSE or line[-1] in ".!?…" or _SENTENCE_END.search(line):
        return True
    return length > _LONGEST_TITLE and not line.isascii() and bool(_NO_STOPS.search(line))


# The three below look for a sign first: most lines hold none, and a search for a character costs next to nothing.


def _is_code(line: str, bare: str) -> bool:
    if bare[-1:] in ("{", "}", ";") or (line[:1].isspace() and _INDENTED.match(line)):
        return True
    if not bare[:1].isupper() and _CODE_START.match(bare):
        return True
    if "(" in bare and _is_call(bare):
        return True
    return "::" in line or ("=" in line and ("=>" in line or bool(_ASSIGNMENT.search(line))))


def _is_call(bare: str) -> bool:
    """Whether a bracket opens right behind a word and is closed somewhere: ``print(x)``.

    A function's name is ASCII.  Where no spaces stand between words, or none before a bracket, an age or an office
    stands there too: "김덕배(60)씨는", "大垣茂樹被告(67)の", "KBS(한국방송)는".
    """
    at = bare.find("(", 1)
    while at > 0:
        before = bare[at - 1]
        if before.isascii() and (before.isalnum() or before == "_") and ")" in bare[at:]:
            return not (bare[-1] in _ENDS_OF_SENTENCES and SYLLABLES.search(bare))
        at = bare.find("(", at + 1)
    return False


def _is_table(bare: str) -> bool:
    return ("|" in bare or "\t" in bare or "   " in bare) and bool(_TABLE.search(bare))


def _is_reference(bare: str) -> bool:
    if "(" in bare and _YEAR.search(bare):
        return True
    if (bare[-1:].isdigit() or bare[-2:-1].isdigit()) and _PAGES.search(bare[-_LONGEST_PAGES:]):
        return True
    lower = bare.lower()
    if "p." in lower or "et al" in lower or "doi" in lower or "vol." in lower:
        return bool(_CITED.search(lower))
    return False


def is_link_like(line: str) -> bool:
    """Whether a line could be a link's text: short, one line, no sentence with a full stop, no code, no table."""
    bare = line.strip()
    if not bare or len(bare) > _LONGEST_LINK:
        return False
    if len(bare) > _LONGEST_LINK // 2 and not bare.isascii() and SYLLABLES.search(bare):
        return False
    if _is_code(line, bare) or _is_table(bare):
        return False
    return _is_one_phrase(bare)


def _is_one_phrase(bare: str) -> bool:
    """Whether no full stop ends a line or parts it."""
    end = bare if bare[-1].isalnum() else bare.rstrip(CLOSING)
    if end[-1:] in _STOPS and not end.endswith("..."):
        return False
    stop = ". " in bare or (not bare.isascii() and ("。" in bare or "। " in bare or "۔ " in bare))
    return not (stop and _STOP_INSIDE.search(bare))


# A name and what follows it stand within so many characters.
_LONGEST_NAMES = 120
# What a note on an author goes on with where it gives the first name only.
_AFTER_FIRST_NAME = frozenset(("is", "has", "covers", "writes", "reports", "works", "joined"))


def begins_with_name(line: str) -> bool:
    """Whether a line begins like one on a person: with a capital, and another within three words, or "is".

    >>> begins_with_name("*Jane van Doe covers the coast."), begins_with_name("The boat left the harbour.")
    (True, False)
    """
    begins = name_begins(line)
    if begins is not None:
        return begins
    if not line[:1].isalpha():
        line = line.lstrip(" \t*_#>-•")
    return line[:1].isupper() and _may_go_on_from_name(line[:_LONGEST_NAMES])


def _may_go_on_from_name(beginning: str) -> bool:
    words = beginning.split(" ", 4)[1:4]
    for word in words:
        if word[:1].isupper() or (word[:1] == "(" and word.lstrip("(")[:1].isupper()):
            return True
    return bool(words) and words[0] in _AFTER_FIRST_NAME


def is_list_item(line: str) -> bool:
    """Whether a line is bulleted or numbered."""
    return bool(_LIST_ITEM.match(line))


Shape = Literal["prose", "sentence", "headline", "label", "item", "heading", "code", "table"]

_BULLET = re.compile(r"[-*+•·●▪◦‣–—]\s+")
# A time opens an entry of a live blog.
_NUMBERED = re.compile(r"(?:\d{1,2}[:hH]\d\d\b|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s|\[\d{1,3}\])")
_MARKDOWN_HEADING = re.compile(r"#{1,6} ")
_QUOTATION = re.compile(r">+ ")
# A list of references: a year in brackets, page numbers at the end, a DOI, a volume, initials of "and others".
_YEAR = re.compile(r"\(\d{4}[a-zA-Z]?\)")
_PAGES = re.compile(r"\b\d{2,4}[–-]\d{2,4}\.?$")
_LONGEST_PAGES = 14
_CITED = re.compile(r"\bdoi\b|\bpp?\. ?\d|\bvol\. ?\d|\bet al\b")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[(?:\.\.\.|…)\])(?: (?:read|continue|more|learn).{0,20})?$", re.IGNORECASE)
_LONGEST_HEADLINE = 240
_LONGEST_TEASER = 400
_HEADLINE_WORDS = 4
_HEADLINE_LENGTH = 22
_HEADLINE_SYLLABLES = 9
# Headings are shorter than these: words, or letters where nothing stands between words.
_LONG_WORDS = 8
_LONG_SYLLABLES = 20
_LONG_UNSPACED = 45
# A phrase has at least as many letters as these where nothing stands between words.
_PHRASE_SYLLABLES = 4
_PHRASE_UNSPACED = 12


def shape(line: str) -> Shape:
    """Return what a line that is not blank looks like.

    ``prose``: a paragraph. ``sentence``: a shorter one with its full stop, a line that a list follows, or a piece of
    one that begins in lower case. ``headline``: several words without a full stop at their end, or a paragraph cut
    short (``…``). ``label``: fewer. ``item``: numbered, a reference, or bulleted with more than a headline.
    ``heading``: marked as one. A bulleted headline is a headline.
    """
    plain = plain_shape(line)
    if plain is not None:
        return plain
    bare = without_notes(line.strip())
    if not bare:
        return "label"
    # Spaces at a line's edges can be many; only code is told by them.
    begins_with_sign = not bare[0].isalpha()
    bullet = _BULLET.match(bare) if begins_with_sign else None
    numbered = (begins_with_sign or "." in bare[:5] or ")" in bare[:5]) and bool(_NUMBERED.match(bare))
    if len(bare) > _LONGEST_TEASER:
        return "item" if bullet or numbered else "prose"
    if _is_code(line, bare) or (begins_with_sign and _QUOTATION.match(bare)):
        return "code"
    if _is_table(bare):
        return "table"
    if begins_with_sign and _MARKDOWN_HEADING.match(bare):
        return "heading"
    if numbered or _is_reference(bare):
        return "item"
    if bullet:
        bare = bare[bullet.end() :].strip()
    if _is_long_link(bare):
        return "headline"
    if is_prose(bare):
        return "item" if bullet else "prose"
    if not is_link_like(bare) or bare[0].islower():
        return "item" if bullet else "sentence"
    return "headline" if is_headline(bare) else "label"


def _is_long_link(bare: str) -> bool:
    """Whether a line as long as prose is a link's text: it ends without a full stop, or was cut short."""
    if not _LONGEST_LINK // 2 < len(bare) <= _LONGEST_TEASER or bare[0].islower():
        return False
    if ("..." in bare or "…" in bare) and _CUT_SHORT.search(bare):
        return True
    return len(bare) <= _LONGEST_HEADLINE and bare[-1].isalnum() and (bare.isascii() or not _NO_STOPS.search(bare))


def is_headline(bare: str) -> bool:
    """Whether a link's text is long enough to be the headline of a story, and not a name or a menu entry."""
    if not bare.isascii():
        if SYLLABLES.search(bare):
            return len(bare) >= _HEADLINE_SYLLABLES
        if _NO_STOPS.search(bare):
            return len(bare) >= _HEADLINE_LENGTH
    return len(bare) >= _HEADLINE_LENGTH and len(bare.split()) >= _HEADLINE_WORDS


def is_one_word(folded: str) -> bool:
    """Whether a folded line is a single word, such as ``related``, and not a phrase."""
    if " " in folded:
        return False
    if SYLLABLES.search(folded):
        return len(folded) < _PHRASE_SYLLABLES
    return not (_NO_STOPS.search(folded) and len(folded) >= _PHRASE_UNSPACED)


def is_longer_than_headings(line: str) -> bool:
    """Whether a line has more words than headings of paragraphs have."""
    if not line.isascii():
        if SYLLABLES.search(line):
            return len(line) >= _LONG_SYLLABLES
        if _NO_STOPS.search(line):
            return len(line) >= _LONG_UNSPACED
    return len(line.split()) >= _LONG_WORDS


def may_be_unstopped_sentence(line: str) -> bool:
    """Whether a line is longer than headings of paragraphs are, in a script that sets no full stop."""
    return not line.isascii() and len(line) >= _LONG_UNSPACED and bool(_NO_STOPS.search(line))
