"""The Unicode stage: mojibake mended, quotes and widths plain, invisible characters gone, NFC.

What it does, exactly. A round over a text is, line by line, `ftfy.fix_text` with the configuration that the
settings ask for, then our own steps: leftover controls, odd spaces, invisible characters, NFC. The result is what a
round makes of the text, and of its own result, until nothing changes: taking out an invisible character may leave an
HTML entity behind, and a lone CR that became a line end may leave a `<` in another line. For nearly every text one
round is all there is; of text built to need more than twenty, the rest stays as it is, since each reads it all again.

Lines with Han, Kana or Hangul keep “”‘’ and full-width punctuation; their full-width letters and digits are folded.
What counts is the line that comes in: characters that only mending mojibake brings to light come too late for it.
No line is joined or split, but an entity or mojibake that spells a line end becomes one, as in ftfy.

ftfy reads each line many times, so a text that it provably leaves alone, or in which it would only change single
characters, never reaches it. `badness.py` derives from ftfy what "provably" means, `quick.py` looks at whole texts,
`passes.py` at lines, `plan.py` holds what follows from the settings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ..signs import PLAIN_BYTES
from .settings import PRESETS, STEPS, UnicodeSettings, UnicodeSpec, parse_unicode

__all__ = [
    "PRESETS",
    "STEPS",
    "UnicodeSettings",
    "UnicodeSpec",
    "is_sound",
    "normalize",
    "parse_unicode",
]


@cache
def _settle() -> Callable[..., str]:
    from .passes import settle  # Only now: plain text needs none of it, and loading it takes longest.

    return settle


def _is_plain_ascii(text: str) -> bool:
    return text.isascii() and not text.encode("ascii").translate(None, PLAIN_BYTES) and not _may_hold_entity(text)


def _may_hold_entity(text: str) -> bool:
    return "&" in text and ";" in text


@cache
def _is_sound() -> Callable[[str, frozenset[str] | None], bool]:
    from .quick import is_sound

    return is_sound


def is_sound(text: str, signs: frozenset[str] | None) -> bool:
    """Whether ftfy is known to find no mojibake in any line of the text, its entities left as they are.

    `signs`: what `signs_of` says of the text.
    """
    return text.isascii() or _is_sound()(text, signs)


def normalize(
    text: str, settings: UnicodeSettings, signs: frozenset[str] | None = None, sound: bool | None = None
) -> str:
    """Return the text with the steps of `settings` applied. Applying them again changes nothing: see above.

    Give `signs`, if they are known: what `signs_of` says of the text, or of one that holds all its characters; and
    `sound`: what `is_sound` says of it, or of one that holds all its lines.

    >>> normalize("â€œSmartâ€\\x9d caf\\u0065\\u0301", parse_unicode("plain"))
    '"Smart" café'
    """
    if not settings.steps or (_is_plain_ascii(text) if signs is None else not signs and not _may_hold_entity(text)):
        return text
    return _settle()(text, settings, signs, bool(sound))
