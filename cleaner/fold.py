"""The folded view of a line, which rules match, and what its ends look like as keys of the index.

Rules never see a line as it is written but its folded view: lower case, plain quotes, dashes and spaces, no
accents, nothing invisible, mojibake and entities repaired.  So a pattern is written once, in plain lower case.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Sequence

from .compiled import compile_re
from .mojibake import mend
from .native import fold_once
from .signs import BEGINS, FREQUENT, GOES_ON, MOJIBAKE, holds_mojibake

# Quotation marks, with those of Hebrew (geresh, gershayim) and of Chinese, Japanese and Korean; dashes, with the
# Hebrew maqaf and the wave dash; brackets and sentence marks that a line may hold in its own script or in ASCII.
# Source: Unicode Standard, chapter 6, "Writing Systems and Punctuation", and the charts of each script.
_QUOTES = dict.fromkeys("“”„‟«»〝〞＂״「」『』《》〈〉", '"') | dict.fromkeys("‘’‚‛‹›`´ʼ′׳", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－־", "-") | {"〜": "~"}
_BRACKETS = dict.fromkeys("【〔〖", "[") | dict.fromkeys("】〕〗", "]")
_STOPS = dict.fromkeys("。।॥۔", ".") | dict.fromkeys("、،", ",") | {"؛": ";", "؟": "?"}
# Letters that Unicode does not decompose but that people type without their stroke or dot.  Turkish and Azeri "I",
# "İ" and "ı" all become "i", for a line in capitals does not tell which it was (SpecialCasing.txt, tr and az).
_STROKES = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
# Arabic letters with several code points for what a reader sees as one: alef maksura and the Persian, Urdu, Pashto
# and Kurdish forms of yeh, kaf and heh, teh marbuta and the alef of the article (Unicode Standard, section 9.2,
# "Arabic": letter variants).  Hamza and madda over a letter are optional marks, below; tatweel only lengthens.
_ARABIC = dict.fromkeys("ىیېۍے", "ي") | dict.fromkeys("کڪ", "ك") | dict.fromkeys("ةۃہھۀە", "ه") | {"ٱ": "ا", "ـ": ""}
# Hindi may be written with anusvara for candrabindu, and newspapers mostly do (Unicode Standard, section 12.1).
_DEVANAGARI = {"ँ": "ं"}
_SIGNS = {"\ufffc": "", "№": "no", "ⓒ": "©", "Ⓒ": "©"}
_SPECIAL = _QUOTES | _DASHES | _BRACKETS | _STOPS | _STROKES | _ARABIC | _DEVANAGARI | _SIGNS
# Marks that writers leave out: accents on Latin, Greek and Cyrillic letters, vowel marks of Hebrew and Arabic,
# the nukta of Indic scripts.  Vowel signs of Indic scripts, Thai tone marks and kana voicing are letters: they stay.
# Source: the general category Mn in the Unicode Character Database, less what the script cannot do without.
_OPTIONAL_MARK = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u093c\u09bc\u0a3c\u0abc\u0b3c]"
)
# Letters written in several code points that are one letter, or that stand in another order, elsewhere: Hangul in
# conjoining jamo, kana with a voicing mark of its own (half-width too), Indic vowel signs in two parts (all composed
# by NFC, UAX #15); Thai and Lao sara am with the tone mark inside it, and sara ae typed as two sara e (Unicode
# Standard, section 16.1, "Thai").
_IN_PARTS = re.compile(
    "[\u1160-\u11ff\u3099\u309a\uff9e\uff9f]|\u09c7[\u09be\u09d7]|[\u0bc6\u0bc7]\u0bbe|[\u0b92\u0bc6]\u0bd7|\u0c46\u0c56"
    "|\u0b47[\u0b3e\u0b56\u0b57]|\u0cbf\u0cd5|\u0cc6[\u0cc2\u0cd5\u0cd6]|[\u0d46\u0d47]\u0d3e|\u0d46\u0d57"
    "|[\u0e4d\u0ecd][\u0e48-\u0e4b\u0ec8-\u0ecb]|เเ|ເເ"
)
# One of these is among them, in each case.
PARTS = frozenset(
    (*map(chr, range(0x1160, 0x1200)), *"\u3099\u309a\uff9e\uff9f\u09be\u09d7\u0bbe\u0bd7\u0c56\u0b3e\u0b56\u0b57")
) | frozenset("\u0cd5\u0cc2\u0cd6\u0d3e\u0d57\u0e4d\u0ecdเເ")
# The first parts of those: whether one stands alone is told by what follows it.
_FIRST_PART = re.compile(
    "[\u1100-\u115f\u3046\u304b-\u3062\u3064-\u3069\u306f-\u307b\u309d\u30a6\u30ab-\u30c2\u30c4-\u30c9\u30cf-\u30db"
    "\u30ef-\u30f2\u30fd\uff66-\uff9d\u09c7\u0b47\u0b92\u0bc6\u0bc7\u0c46\u0cbf\u0cc6\u0d46\u0d47\u0e4d\u0ecdเເ]"
)
_THAI_AM = re.compile("([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])")
_INVISIBLE = frozenset(("Cf", "Cc", "Cs", "Co", "Cn"))


class _FoldTable(dict[int, str]):
    """Maps a code point to its folded form, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_char(chr(code))
        return folded


def fold_char(char: str) -> str:
    """Return what a character folds to, by itself: one, none or several."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    if "\x80" <= char <= "\x9f":
        # A control of C1 is a letter or a sign of Windows-1252, but for five, and the Unicode stage will write it so.
        with contextlib.suppress(UnicodeDecodeError):
            return fold_char(char.encode("latin-1").decode("cp1252"))
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in _INVISIBLE or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category == "Nd":
        # Digits of every script (Numeric_Type=Decimal, UAX #44), so that \d and the index need know only ten.
        return str(unicodedata.digit(char))
    # Hangul stays composed: its decomposition is into letters, not into a base and a mark.
    compatible = unicodedata.normalize("NFKC", char).casefold()
    bare = _OPTIONAL_MARK.sub("", unicodedata.normalize("NFD", compatible))
    plain = unicodedata.normalize("NFC", bare)
    if len(plain) == 1 and plain == char:
        return plain
    return "".join(_SPECIAL.get(c, c) for c in plain)


_FOLD = _FoldTable()
# Letters of other scripts than Latin, and the parts that some of them are written in.
_BEYOND_LATIN = compile_re("[\u0370-\u1cff\u2c00-\ufeff\uff00-\uffef\U00010000-\U0010ffff]")
_ASCII = bytes(range(128))

# Pictures that pages set before or behind their prompts.  Not the ticks and crosses of lists of features.
PICTURES = (
    "👉👇🔗📌🔴📲📱🔔📩📧📬📨📰🗞📢📣🎧🎙🎥🎬📹📺📸📷💬🗨❤💌💡⚡🔥🚨⭐🌟✨🎁🛒🔍🔎📝✍✏🔊❗🤖👀🙏📡"
    "🗳📊📈🌐💻📍🖱📅🗓📚📖🟢🟡🟠🔵🟣⚪⚫🔶🔷🔸🔹🔻🔺◾◼▫↗↘⤵⤴⟶⮕➔➙➢➥➲☛❯⏩⏬"
)
# What an extractor or a writer sets around a phrase without changing what it says: Markdown's heading, emphasis and
# quotation marks, bullets, arrows, bars.  Hyphens are bullets only before a space, so that "-5" stays a number.
AROUND = " \t#*_|•·●○▪■□◆◇◎★☆△▽►▶▸▷◀◁➤➜→←↓↑⇒⇨>~¦‣⁃◦・※➡✅⬇▼▲✉☞†" + PICTURES
_OPENING = re.compile(f"^(?:[{re.escape(AROUND)}]|-+ )+")
BEHIND = " *_|•·●■◆★☆►▶▸▷◀◁➤➜→←↓↑⇒>~¦➡⬇▼▲☞" + PICTURES

# Signs that make most English lines more than ASCII.  Replacing them first spares a look at each character.
_FREQUENT = (*FREQUENT.items(), ("…", "..."))


def fold(line: str) -> str:
    """Return the view of a line that rules match.

    Case, accents, typographic quotes and dashes, odd spaces, invisible characters, full-width forms, mojibake,
    entities and decoration (bullets, arrows, Markdown marks around the line) make no difference.

    >>> print(fold("• À lire aussi: ‘Le pont’ →"))
    a lire aussi: 'le pont'
    """
    folded = fold_once(line)
    if folded is not None:
        return folded
    if "&" in line:
        line = unescape(line)
    if "`" in line:
        line = line.replace("`", "'")
    # Where nothing but the frequent signs was beyond ASCII, there was no mojibake: its first letter is not among them.
    plain = line if line.isascii() else _plainer(line)
    if plain.isascii():
        line = plain.lower()
        if not line.isprintable():
            line = line.translate(_FOLD)
    else:
        line = _fold_beyond_ascii(line)
    # Most lines hold single spaces only; splitting and joining them would cost more than all else here.
    if "  " in line or line[:1] == " " or line[-1:] == " ":
        line = " ".join(line.split())
    if line and not line[0].isalnum():
        line = _strip_opening(line)
    return line.rstrip(BEHIND)


# Folding leaves these alone at the end of a line.
_LEFT_AT_END = frozenset(".,:;!?'\")")


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Return lines folded: plain ones at once, in a third of the time that it takes one by one."""
    together = "\n".join(lines).replace("’", "'")
    plain = together.isascii() and together.replace("\n", " ").isprintable() and "`" not in together
    if not lines or not plain or "&" in together:
        return [fold(line) for line in lines]
    return [_folded_from(lower, line) for lower, line in zip(together.lower().split("\n"), lines, strict=True)]


def _folded_from(lower: str, line: str) -> str:
    if lower and lower[0].isalnum() and (lower[-1].isalnum() or lower[-1] in _LEFT_AT_END) and "  " not in lower:
        return lower
    return fold(line)


def _fold_beyond_ascii(line: str) -> str:
    others = _not_ascii(line)
    kinds = set(others)
    if holds_mojibake(line, kinds):
        line = mend(line)
        others = _not_ascii(line)
        kinds = set(others)
    if _BEYOND_LATIN.search(others):
        in_parts = not kinds.isdisjoint(PARTS) and _IN_PARTS.search(line)
        line = line.translate(_FOLD)
        return _compose(line) if in_parts else line
    # Few kinds of letters are beyond ASCII: looking each of the others up would take five times as long.
    for char in kinds:
        line = line.replace(char, _FOLD[ord(char)])
    line = line.lower()
    return line if line.isprintable() else line.translate(_FOLD)


def _not_ascii(text: str) -> str:
    """Return the characters of a text that are beyond ASCII."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _plainer(line: str) -> str:
    for sign, plain in _FREQUENT:
        if sign in line:
            line = line.replace(sign, plain)
    return line


def _compose(folded: str) -> str:
    """Make one letter of what was written in several code points."""
    return _THAI_AM.sub(r"\2\1", unicodedata.normalize("NFC", folded)).replace("เเ", "แ").replace("ເເ", "ແ")


def _strip_opening(folded: str) -> str:
    bare = folded.lstrip(AROUND)
    return _OPENING.sub("", bare) if bare.startswith("-") else bare


# An entity's longest name that scraped text holds, and then some: a longer piece shows where one in it begins.
_LONG_PIECE = 12


def fold_piece(raw: str, *, from_end: bool) -> str | None:
    """Fold the first (``from_end``: last) characters of a line as far as they tell how the folded line begins.

    None where only the whole line can tell: an entity or mojibake may go on beyond them.
    """
    short = len(raw) < _LONG_PIECE
    plain = raw and raw.isascii() and raw.isprintable() and "  " not in raw and "&" not in raw
    if plain and (raw[-1] not in BEHIND and not (short and ";" in raw) if from_end else raw[0].isalnum()):
        # Most pieces: nothing to do but to lower them.
        return raw.lower().replace("`", "'")
    if "&" in raw or (short and from_end and ";" in raw):
        return None
    if not raw.isascii() and (without := _plainer(raw)).isascii():
        raw = without
    if raw.isascii() and raw.isprintable():
        folded = raw.lower().replace("`", "'")
    else:
        if MOJIBAKE.search(raw) or _IN_PARTS.search(raw) or (short and _may_go_on(raw, from_end)):
            return None
        # The line may hold more, so the last letter may not be whole.
        if not from_end and _FIRST_PART.match(raw[-1]):
            raw = raw[:-1]
        folded = raw.translate(_FOLD)
    folded = " ".join(folded.split())
    if not folded:
        return folded
    if from_end:
        bare = folded.rstrip(BEHIND)
        return " " + bare if raw[0].isspace() and bare else bare
    bare = folded if folded[0].isalnum() else _strip_opening(folded)
    return bare + " " if bare and raw[-1].isspace() else bare


def _may_go_on(raw: str, from_end: bool) -> bool:
    """Whether a piece of a line may end (``from_end``: begin) inside mojibake."""
    return GOES_ON.match(raw) is not None if from_end else raw[-1] in BEGINS


_MOST_ESCAPES = 3
# What begins an entity: "R & D" holds none.
_MAY_BE_ENTITY = re.compile("&[#a-zA-Z]")
# Nothing that a reader sees; U+200C and U+200D stay: they are spelling in some scripts.
UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\ufeff"


def readable(line: str) -> str:
    """Return a line without mojibake as the Unicode stage will leave it, as far as what it looks like depends on that.

    >>> readable("Boats &amp; birds\u200b")
    'Boats & birds'
    """
    if "&" in line:
        line = unescape(line)
    if not line.isascii():
        for sign in UNSEEN:
            line = line.replace(sign, "")
    return line


def is_readable(text: str, signs: frozenset[str] | None) -> bool:
    """Whether ``readable`` leaves every line of a text alone that holds no entity.

    ``signs``: what ``signs_of`` says of the text, or of one whose plain view it is.
    """
    return text.isascii() or not any(sign in (text if signs is None else signs) for sign in UNSEEN)


def unescape(line: str) -> str:
    """Resolve entities, those too that were escaped twice: the Unicode stage resolves one layer each time."""
    if not _MAY_BE_ENTITY.search(line):
        return line
    import html  # Two thousand names, loaded where a line holds one.

    for _ in range(_MOST_ESCAPES):
        plain = html.unescape(line)
        if plain == line:
            break
        line = plain
    return line


_NOT_ASCII = re.compile(r"\\?[^\x00-\x7f]")
_ESCAPED: dict[str, str] = {}  # What the letters of patterns have become before: they are few, and patterns many.


def _fold_escaped(found: re.Match[str]) -> str:
    char = found[0][-1]
    folded = _ESCAPED.get(char)
    if folded is None:
        folded = _ESCAPED[char] = re.escape(_FOLD[ord(char)])
    return folded


def fold_pattern(pattern: str) -> str:
    """Fold what is not ASCII in a pattern, so that rules can be written with their language's own letters.

    ASCII stays as it is: lower-casing would turn ``\\S`` into ``\\s``.  What a letter folds to means itself:
    the full-width ``（`` opens no group.
    """
    if pattern.isascii():
        return pattern
    folded = _NOT_ASCII.sub(_fold_escaped, pattern)
    return _compose(folded) if _IN_PARTS.search(pattern) else folded


# ------------------------------------------------------------------ keys

# Long enough that "this story was" and "this street" part ways, short enough that slots rarely cut keys short.
KEY_LENGTH = 16

ONE_DIGIT = str.maketrans("123456789", "000000000")


def one_digit(text: str) -> str:
    """Return text with every run of ASCII digits as one 0, as it stands in keys.

    >>> one_digit("page 12 of 345")
    'page 0 of 0'
    """
    text = text.translate(ONE_DIGIT)
    while "00" in text:
        text = text.replace("00", "0")
    return text


# Whole lines are compared without these at their end: "Advertisement:" is "Advertisement".
LOOSE_END = " .:…-,"


def loose(folded: str) -> str:
    """Return a folded line without the punctuation that labels are set with."""
    return folded.rstrip(LOOSE_END)
