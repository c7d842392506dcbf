"""How many places each of ftfy's steps changes, from the plan that ftfy returns with its result."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

import ftfy
from ftfy import chardata, fixes

from .entities import MAX_LENGTH, unnested

# The heading under which a step of ftfy's explanation is counted. What is not here is part of mending mojibake.
_STEP = {
    "unescape_html": "entities",
    "fix_latin_ligatures": "ligatures",
    "fix_character_width": "widths",
    "uncurl_quotes": "quotes",
    "fix_line_breaks": "line-ends",
    "fix_surrogates": "surrogates",
    "remove_terminal_escapes": "escapes",
    "remove_control_chars": "controls",
    "NFC": "nfc",
}

_NON_ASCII_RE = re.compile(r"[^\x00-\x7f]+")
_LINE_END_RE = re.compile("\r\n|[\r\x85\u2028\u2029]")


def changed_runs(before: str, after: str) -> int:
    """How many runs of non-ASCII characters of `before` are no longer there; at least 1."""
    gone = Counter(_NON_ASCII_RE.findall(before)) - Counter(_NON_ASCII_RE.findall(after))
    return max(1, gone.total())


def _entities(before: str) -> int:
    return sum(fixes.unescape_html(found[0]) != found[0] for found in chardata.HTML_ENTITY_RE.finditer(before))


def _members(table: dict[int, str] | dict[int, None]) -> Callable[[str], int]:
    pattern = re.compile("[" + "".join(re.escape(chr(code)) for code in table) + "]")
    return lambda before: len(pattern.findall(before))


_COUNT: dict[str, Callable[[str], int]] = {
    "entities": _entities,
    "ligatures": _members(chardata.LIGATURES),
    "widths": _members(chardata.WIDTH_MAP),
    "quotes": lambda text: len(chardata.SINGLE_QUOTE_RE.findall(text)) + len(chardata.DOUBLE_QUOTE_RE.findall(text)),
    "line-ends": lambda text: len(_LINE_END_RE.findall(text)),
    "surrogates": lambda text: len(re.findall("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]", text)),
    "escapes": lambda text: len(fixes.ANSI_RE.findall(text)),
    "controls": _members(chardata.CONTROL_CHARS),
}


def fix_text(line: str, config: ftfy.TextFixerConfig, counts: Counter[str]) -> str:
    """As `ftfy.fix_text` for one line, and count the places that each step changed."""
    found: Counter[str] = Counter()
    fixed = _fix_text(line, config, found)
    if line.endswith("\n") and not fixed.endswith("\n"):
        # To ftfy a line end may be a piece of a letter in bytes; to us it never is.
        found.clear()
        fixed = _fix_text(line[:-1], config, found) + "\n"
    counts.update(found)
    return fixed


def _fix_text(line: str, config: ftfy.TextFixerConfig, counts: Counter[str]) -> str:
    config = config._replace(explain=True)
    pieces = []
    for start in range(0, len(line), MAX_LENGTH):
        piece = line[start : start + MAX_LENGTH]
        if "<" in piece:
            config = config._replace(unescape_html=False)
        if config.unescape_html and (flat := unnested(piece)) != piece:
            counts["entities"] += piece.count("&")
            piece = flat
        fixed, steps = ftfy.fix_and_explain(piece, config)
        _count(piece, steps or [], counts)
        pieces.append(fixed)
    return "".join(pieces)


def _count(text: str, steps: list[ftfy.ExplanationStep], counts: Counter[str]) -> None:
    """Replay the steps one by one, and count what each changed.

    Mending mojibake takes several steps through bytes (encode, transcode, decode), which count as one.
    """
    value: str | bytes = text
    for step in steps:
        if step.action == "normalize":
            after: str | bytes = unicodedata.normalize("NFC", text)
        else:
            after = ftfy.apply_plan(value, [step])  # type: ignore[arg-type]
        if isinstance(after, str) and after != text:
            name = _STEP.get(step.parameter, "mojibake")
            counts[name] += _COUNT[name](text) if name in _COUNT else changed_runs(text, after)
            text = after
        value = after
