"""The named steps of the Unicode stage, the presets made of them, and how a preset is spelt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

STEPS: dict[str, str] = {
    "entities": "HTML entities such as &amp;eacute; become their character, until a line holds a literal <",
    "mojibake": "text that was decoded with the wrong codec is decoded again; stray C1 bytes are read as cp1252",
    "ligatures": "Latin ligatures and digraph letters become the letters that they are made of",
    "widths": "full-width and half-width forms take their usual width (punctuation stays in Han, Kana, Hangul)",
    "quotes": "curly quotes become straight ones (they stay in lines with Han, Kana or Hangul)",
    "line-ends": "CRLF, a lone CR, NEL, U+2028 and U+2029 become \\n",
    "surrogates": "surrogate pairs become the character that they spell, lone surrogates U+FFFD",
    "escapes": "terminal escape sequences go",
    "controls": "C0 and C1 control characters, BOMs and annotation marks go; a form feed becomes a space",
    "spaces": "no-break, thin, wide and other odd spaces become plain spaces",
    "invisible": "soft hyphens, joiners, selectors, bidi marks and the like go where no script needs them",
    "nfc": "Unicode normalisation form C",
}
"""Name of each step and what it does, in the order in which they run."""

_REPAIR = ("entities", "mojibake", "line-ends", "surrogates", "escapes", "controls", "nfc")

PRESETS: dict[str, frozenset[str]] = {
    "plain": frozenset(STEPS),
    "repair": frozenset(_REPAIR),
    "none": frozenset(),
}
"""`plain` does everything, `repair` mends damage and leaves typography alone, `none` returns its input."""

UnicodeSpec = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class UnicodeSettings:
    """Which steps of `STEPS` run. Hashable and picklable; equal settings give equal bytes."""

    steps: frozenset[str]


def parse_unicode(spec: UnicodeSpec | UnicodeSettings) -> UnicodeSettings:
    """Read a preset, or a preset and the steps to leave out (`-name`) or to add (`+name`).

    >>> sorted(parse_unicode("repair").steps)
    ['controls', 'entities', 'escapes', 'line-ends', 'mojibake', 'nfc', 'surrogates']
    >>> parse_unicode(("plain", "-quotes")) == parse_unicode(["plain", "-quotes", "-quotes"])
    True

    Raises:
        ValueError: the preset or a step is unknown, or the first part is not a preset.
    """
    if isinstance(spec, UnicodeSettings):
        return spec
    parts = (spec,) if isinstance(spec, str) else tuple(spec)
    if not parts or parts[0] not in PRESETS:
        raise ValueError(
            f"unicode: expected one of {', '.join(PRESETS)} first, "
            f'then steps to leave out or add, such as "-quotes"; got {", ".join(map(repr, parts)) or "nothing"}'
        )
    steps = set(PRESETS[parts[0]])
    for part in parts[1:]:
        sign, name = part[:1], part[1:]
        if sign not in ("-", "+") or name not in STEPS:
            raise ValueError(f"unicode: expected - or + and the name of a step ({', '.join(STEPS)}); got {part!r}")
        if sign == "-":
            steps.discard(name)
        else:
            steps.add(name)
    return UnicodeSettings(frozenset(steps))
