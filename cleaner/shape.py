"""What a line looks like.  Shape never removes a line: it says how far a removal may reach that a phrase opened."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?…。！？।॥؟۔][\"'”’»)\]]*(?=\s|$)|[。！？]")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•·●▪◦‣–—]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s)")
_CODE = re.compile(r"^(?:\t| {4})\S|[{};]\s*$|^\s*(?:[$#>]\s|```|~~~|</?\w+|(?:def|class|import|return|if|for)\b.*[:;]$)|\w\(.*\)|=>|::|\w=\S")
_TABLE = re.compile(r"\|.*\||\t.*\t|\S {3,}\S.* {3,}\S")


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph: at least one sentence with its end, and some length.

    Scripts that write a word in one or two characters need fewer of them.
    """
    if len(line) < 40:
        return False
    if len(line) < 80 and not _DENSE.search(line):
        return False
    end = _SENTENCE_END.search(line)
    return bool(end) or len(line) > 300


def is_link_like(line: str) -> bool:
    """Whether a line could be a link's text: short, one line, no sentence with a full stop, no code, no table."""
    bare = line.strip()
    if not bare or len(bare) > 140:
        return False
    if bare[-1] in ".。।۔:;," and not bare.endswith(("...", "…")):
        return False
    return not (_CODE.search(line) or _TABLE.search(bare) or re.search(r"[.。।] \S", bare))


def is_list_item(line: str) -> bool:
    """Whether a line is bulleted or numbered."""
    return bool(_LIST_ITEM.match(line))
