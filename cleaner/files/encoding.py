"""Bytes to text and back: strict UTF-8 first, then byte order marks, then detection, never a silent loss."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from .problems import FileError

# The longer mark first: UTF-32 little-endian begins with the mark of UTF-16.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FIRST_OF_MARKS = frozenset(bom[:1] for bom, _ in BOMS)

# What the detector may answer, and the superset that browsers use for it. Its other answers are nearly always
# Western European text taken for something rare (IBM865, VISCII, Mac Central Europe): they are not believed.
_BELIEVED = {
    "windows-1251": "cp1251",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "iso-8859-5": "iso8859-5",
    "ibm866": "cp866",
    "windows-1253": "cp1253",
    "iso-8859-7": "iso8859-7",
    "windows-1255": "cp1255",
    "iso-8859-8": "cp1255",
    "windows-1256": "cp1256",
    "iso-8859-6": "iso8859-6",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-11": "cp874",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "euc-kr": "cp949",
    "uhc": "cp949",
}

_CENTRAL = (
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "áäčďéěíĺľňóôŕřšťúůýžÁČĎÉĚÍĽŇÓŘŠŤÚŮÝŽ",  # Czech, Slovak
    "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "ăâîşţĂÂÎŞŢ",
    "čćđšžČĆĐŠŽ",  # Croatian, Slovene, Bosnian
)
# The letters above ASCII of the languages that these encodings are used for: running text holds the letters
# of one language, while text read in the wrong encoding holds a mixture.
_LATIN = {
    "cp1252": (
        "àâæçèéêëîïôœùûüÿÀÂÇÈÉÊÎÔŒÙÛ",  # French
        "äöüßéÄÖÜ",
        "áéíñóúüçÁÉÍÑÓÚ",  # Spanish, Catalan
        "ãõáâàçéêíóôúüÁÂÃÇÉÊÍÓÕÚ",  # Portuguese
        "àèéìíòóùúÀÈÉÌÒÙ",
        "åäöæøéüÅÄÖÆØÉ",  # Nordic
        "ëïéèöüóá",  # Dutch
        "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ",  # Icelandic
        "šžäöõüŠŽÄÖÕÜ",  # Estonian
    ),
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1254": ("çğıöşüâîûÇĞİÖŞÜÂ",),
}
_MARKS = "“”‘’‚„–—…«»‹›€·•\u00a0\u00ad"
# Marks that stand beside words: between two letters, one of these says that the encoding is wrong.
_OUTER_MARKS = "£©®™¿¡ªº°§½¼¾²³×±"


class Decoded(NamedTuple):
    """A text, the encoding that it came in, its byte order mark, and how the encoding was found."""

    text: str
    encoding: str = "utf-8"
    bom: bytes = b""
    found: str = ""  # "", "mark", "detected" or "given"


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    r"""Return data as text; encoding overrules everything but a byte order mark that agrees with it.

    Raises `FileError` for bytes that are no text, and for UTF-8 with damage: guessing another encoding there
    would turn the whole text into mojibake.

    >>> decode(b"caf\xe9 \x93Zur Post\x94").text
    'café “Zur Post”'
    """
    bom, name = _mark(data) if data[:1] in _FIRST_OF_MARKS else (b"", None)
    marked = name
    if encoding:
        name, bom = as_given(encoding, data)
    if name is None:
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            return _detected(data, error)
        if b"\0" in data:
            return _with_nul(data)
        return Decoded(text)
    try:
        text = data[len(bom) :].decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(f"not valid {name}: byte {error.start + len(bom)}, {error.reason}", line) from None
    return Decoded(text, name, bom, "given" if encoding else ("mark" if marked != "utf-8" else ""))


def as_given(encoding: str, data: bytes) -> tuple[str, bytes]:
    """Return the encoding that the user named, and the byte order mark that data begins with, if it agrees.

    Of the families that a mark chooses from (`utf-16`), it is the member: these would write a mark before each chunk.
    """
    name = codecs.lookup(encoding).name
    for bom, marked in BOMS:
        if data.startswith(bom) and name in (marked, marked[:6], f"{marked}-sig"):
            return marked, bom
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(name, encoding), b""


def without_mark(data: bytes) -> str | None:
    """Return which UTF-16 or UTF-32 data is in that begins with two characters of ASCII and has no mark, or None.

    By where the first NULs stand, as RFC 4627, section 3, tells it of JSON.
    """
    return _UNMARKED.get("".join("a" if byte else "0" for byte in data[:4]))


_UNMARKED = {"a0a0": "utf-16-le", "0a0a": "utf-16-be", "a000": "utf-32-le", "000a": "utf-32-be"}


def encode(text: str, source: Decoded, keep: bool) -> bytes:
    """Return text as UTF-8, or with keep in the source's encoding and mark.

    Raises `FileError` for a text that this encoding cannot hold.
    """
    name = source.encoding if keep else "utf-8"
    try:
        data = text.encode(name)
    except UnicodeEncodeError as error:
        char = text[error.start]
        line = text.count("\n", 0, error.start) + 1
        cause = f"U+{ord(char):04X} cannot be written in {name}: leave out --keep-encoding"
        raise FileError(cause, line) from None
    return source.bom + data if keep and source.bom else data


def detect(data: bytes) -> str | None:
    """Return the name of the encoding that data, which is not UTF-8, is most likely in, or None.

    On short news texts the detector was right about scripts other than Latin and wrong about a third of the Western
    European ones; those are told apart by their letters instead.
    """
    import cchardet

    first = next((i for i, byte in enumerate(data) if byte >= 0x80), 0)
    sample = data[max(0, first - 1000) : first + 100_000]
    answer = (cchardet.detect(sample)["encoding"] or "").lower()
    name = _BELIEVED.get(answer)
    if name and _decodes(data, name):
        return name
    scores = {name: _latin_score(sample, name) if _decodes(data, name) else -1.0 for name in _LATIN}
    best = max(scores, key=lambda name: scores[name])  # The first of equals: cp1252.
    return best if scores[best] > 0.75 else None


def _latin_score(data: bytes, name: str) -> float:
    """Return how much of what is above ASCII, read as name, is of one language: 1.0 for all of it."""
    text = data.decode(name)
    high = [(i, char) for i, char in enumerate(text) if char > "\x7f"]
    marks = [i for i, char in high if char in _MARKS or char in _OUTER_MARKS]
    misplaced = sum(
        text[i] in _OUTER_MARKS and text[i - 1 : i].isalpha() and text[i + 1 : i + 2].isalpha() for i in marks
    )
    letters = [char for _, char in high if char not in _MARKS and char not in _OUTER_MARKS]
    known = max(sum(char in language for char in letters) for language in _LATIN[name])
    return (known + len(marks) - 2 * misplaced) / len(high) if high else 0.0


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _mark(data: bytes) -> tuple[bytes, str | None]:
    for bom, name in BOMS:
        if data.startswith(bom):
            return bom, name
    return b"", None


def _with_nul(data: bytes) -> Decoded:
    """Decode data that holds NUL: UTF-16 without a mark has one in every other byte, the rest is no text."""
    if len(data) >= 4 and len(data) % 2 == 0:
        half = len(data) // 2
        for name, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
            if zeros.count(0) > 0.4 * half and _decodes(data, name):
                text = data.decode(name)
                if "\0" not in text:
                    return Decoded(text, name, b"", "detected")
    at = data.index(b"\0")
    raise FileError(f"a NUL byte at {at}: not a text file", data.count(b"\n", 0, at) + 1)


def _detected(data: bytes, error: UnicodeDecodeError) -> Decoded:
    line = data.count(b"\n", 0, error.start) + 1
    if b"\0" in data:
        return _with_nul(data)
    lenient = data.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = sum(char > "\x7f" for char in lenient) - bad
    if good >= bad:
        raise FileError(
            f"UTF-8 with a damaged character at byte {error.start} ({error.reason}): "
            "mend it, or name the encoding with --encoding",
            line,
        )
    name = detect(data)
    if name is None:
        cause = f"not UTF-8 (byte {error.start}), and no encoding fits: name it with --encoding, as in cp1252"
        raise FileError(cause, line)
    return Decoded(data.decode(name), name, b"", "detected")
