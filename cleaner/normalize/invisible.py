"""Our own steps, which follow ftfy's: invisible characters, odd spaces, leftover controls, widths beside CJK.

An invisible character stays where a script or an emoji sequence needs it and goes elsewhere. When in doubt it
stays: a stray joiner does no harm, a lost one misspells a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import regex

# Every character that INVISIBLE_RE or BIDI_RE may remove: a plain class, which is much faster to look for.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CANDIDATES = (
    "\u00ad\u034f\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0001-\U000e01ef"  # One range, since those above U+FFFF are slow; what it has too much, nothing removes.
)
CANDIDATE_RE = re.compile(f"[{_CANDIDATES}{_BIDI}]")
BIDI_RE = re.compile(f"[{_BIDI}]")

# Scripts whose spelling uses ZWJ and ZWNJ: cursive ones, where they shape a letter, and those of Indic origin,
# where they choose between the forms of a conjunct (The Unicode Standard, 23.2; UAX #31, 2.3).
_JOINING = """
    Arabic Syriac Mandaic Nko Mongolian Phags_Pa Manichaean Psalter_Pahlavi Hanifi_Rohingya Sogdian Adlam
    Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Thai Lao
    Tibetan Meetei_Mayek Chakma Limbu Lepcha Ol_Chiki Syloti_Nagri Saurashtra Grantha Tirhuta Newa Kaithi Khojki
    Khudawadi Modi Siddham Sharada Takri Dogra Brahmi Bhaiksuki Balinese Javanese Sundanese Buginese Batak Rejang
    Tagalog Hanunoo Buhid Tagbanwa Tai_Tham Tai_Viet Cham Kawi
"""
_J = regex.sub(r"\s*(\w+)\s*", r"\\p{scx=\1}", _JOINING)

# Points and accents of Hebrew: ZWJ and ZWNJ say on which side of a vowel a meteg stands (The Unicode Standard, 9.1).
_POINTS = r"\u0591-\u05C7"

# The scripts that Unicode breaks into lines with a dictionary (Thai, Lao, Khmer, Myanmar and their kin) and two more
# that set no space between words (The Unicode Standard, 17.3 and 17.4).
_NO_SPACES = r"\p{Line_Break=SA}\p{Balinese}\p{Javanese}"

_TAGS = r"\U000E0001\U000E0020-\U000E007F"
# Behind a black flag: the code of a country's part in tag letters and digits, and the tag that ends it (UTS #51, C.1).
_PART_OF_COUNTRY = r"[\U000E0030-\U000E0039\U000E0061-\U000E007A]{3,6}\U000E007F"
_PICTURE = r"\p{Extended_Pictographic}"


@lru_cache(maxsize=1)
def invisible_re() -> regex.Pattern[str]:
    """An invisible character, or a run of them, that no neighbour needs."""
    # The runs are possessive, so that a hostile text of a million joiners is read once.
    return regex.compile(
        rf"""
      [\u00AD\u2060-\u2065\u206A-\u206F\uFEFF]            # soft hyphen, word joiner, invisible operators, BOM
    | (?<! [{_NO_SPACES}\u200B] ) \u200B++ (?! [{_NO_SPACES}] )
    | (?<! [{_J}{_POINTS}] ) \u200C (?! [{_J}] )
    | (?<! [{_J}{_POINTS}] ) (?<! [{_PICTURE}\p{{Emoji_Modifier}}\uFE0F] (?= \u200D {_PICTURE} ) ) \u200D (?! [{_J}] )
    | (?<= [0-9\#*] ) [\uFE0E\uFE0F] (?! \u20E3 )         # a keycap is a digit, a selector and U+20E3
    | (?<! \p{{Emoji}} ) [\uFE0E\uFE0F]
    | (?<! [\p{{Han}}\p{{Myanmar}}\p{{Phags_Pa}}\p{{Sm}}\u3001-\u303F\uFF00-\uFF65] ) [\uFE00-\uFE0D]
    | (?<! \p{{Han}} ) [\U000E0100-\U000E01EF]            # ideographic variants, as in Japanese names
    | (?<! \p{{Mongolian}} ) [\u180B-\u180F] (?! \p{{Mongolian}} )
    | (?<! [\U0001F3F4{_TAGS}] ) [{_TAGS}]++              # tags spell flags such as that of Wales, and hidden text
    | (?<= \U0001F3F4 ) (?! {_PART_OF_COUNTRY} ) [{_TAGS}]++
    | (?<= \U000E007F ) [{_TAGS}]++
    | \u034F++ (?! [\p{{L}}\p{{M}}] ) | (?<! [\p{{L}}\p{{M}}] ) \u034F++
    """,
        regex.VERBOSE,
    )


@lru_cache(maxsize=1)
def _rtl_letter_re() -> regex.Pattern[str]:
    return regex.compile(r"(?V1)[\p{L}&&[\p{Bidi_Class=R}\p{Bidi_Class=AL}]]")


# U+1680 is left out: the Ogham space mark is a visible stroke.
SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# In Mongolian the narrow no-break space joins a suffix to its word and gives it its form (The Unicode Standard, 13.5).
NARROW_SPACE = "\u202f"
_MONGOLIAN = "[\u1800-\u18aa]"
MONGOLIAN_RE = re.compile(_MONGOLIAN)
SPACES_RE = re.compile(
    f"[{SPACES.replace(NARROW_SPACE, '')}]|(?<!{_MONGOLIAN}){NARROW_SPACE}|{NARROW_SPACE}(?!{_MONGOLIAN})"
)

CONTROLS_RE = re.compile("[\f\x80-\x9f]")

# What our own steps may change, besides widths beside CJK and NFC.
OWN = f"\f\x80-\x9f{_CANDIDATES}{_BIDI}{SPACES}"


def remove_invisible(text: str) -> str:
    """Remove the invisible characters that no script and no emoji needs.

    >>> remove_invisible("zero\\u200bwidth and hy\\u00adphen")
    'zerowidth and hyphen'
    """
    pieces: list[str] = []
    done = 0
    needless = invisible_re()
    for candidate in CANDIDATE_RE.finditer(text):
        if candidate.start() >= done and (found := needless.match(text, candidate.start())):
            pieces.append(text[done : found.start()])
            done = found.end()
    if pieces:
        text = "".join(pieces) + text[done:]
    if BIDI_RE.search(text):
        lines = text.split("\n")
        for index, line in enumerate(lines):
            if BIDI_RE.search(line) and not _rtl_letter_re().search(line):
                lines[index] = BIDI_RE.sub("", line)
        text = "\n".join(lines)
    return text


def plain_spaces(text: str) -> str:
    """Make odd spaces plain, one for one.

    >>> plain_spaces("10\\u202f000\\u00a0km")
    '10 000 km'
    """
    return SPACES_RE.sub(" ", text)


def remove_controls(text: str) -> str:
    """Remove the C1 controls that ftfy leaves; a form feed, which may stand between words, becomes a space."""
    return CONTROLS_RE.sub(lambda match: " " if match[0] == "\f" else "", text)


def _widths_beside_cjk() -> dict[str, str]:
    """Width forms that are folded even beside Han, Kana and Hangul: letters, digits, and all half-width forms."""
    table = {}
    for code in range(0xFF01, 0xFFF0):
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        is_word = unicodedata.category(char)[0] in "LN"
        if folded != char and (is_word or unicodedata.east_asian_width(char) == "H"):
            table[char] = folded
    return table


CJK_WIDTHS = _widths_beside_cjk()
CJK_WIDTHS_RE = re.compile(f"[{''.join(CJK_WIDTHS)}]")


def fold_cjk_widths(text: str) -> str:
    """Fold full-width letters and digits and half-width Kana, and keep full-width punctuation.

    >>> fold_cjk_widths("ﾃﾚﾋﾞ，ＡＢＣ１２３！")
    'テレヒ\u3099，ABC123！'
    """
    return CJK_WIDTHS_RE.sub(lambda match: CJK_WIDTHS[match[0]], text)
