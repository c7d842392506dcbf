"""Han, Kana and Hangul, for the lines that keep their own quotation marks and full-width punctuation."""

from __future__ import annotations

import re

from ..compiled import compile_re

# The scripts Han, Hiragana, Katakana and Hangul of Unicode's Scripts.txt, as ranges that close over unassigned
# code points. A test compares them with the property; a literal class compiles in no time and scans fast.
CJK_BMP = (
    "\u1100-\u11ff\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u302e\u302f\u3038-\u303b\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fd-\u30ff\u3131-\u318e\u31f0-\u321e\u3260-\u327e\u32d0-\u32fe\u3300-\u3357\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufad9\uff66-\uff6f\uff71-\uff9d\uffa0-\uffdc"
)
CJK_ASTRAL = (
    "\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U0001aff0-\U0001b168\U0001f200\U00020000-\U000323af\U000323b0-\U0003347f"
)

# Two classes, since each range above U+FFFF costs `re` as much time as all the others together.
CJK_BMP_RE = compile_re(f"[{CJK_BMP}]")
_ASTRAL_RE = re.compile(f"[{CJK_ASTRAL}]")


def has_cjk(text: str) -> bool:
    """Whether any character is Han, Kana or Hangul.

    >>> [has_cjk(text) for text in ("Kana", "カナ", "한글", "“，”", "\\U0002070e")]
    [False, True, True, False, True]
    """
    if text.isascii():
        return False
    return CJK_BMP_RE.search(text) is not None or (_has_astral(text) and _ASTRAL_RE.search(text) is not None)


def _has_astral(text: str) -> bool:
    # UTF-16 is what Python mostly holds in memory anyway, so this is a copy.
    return len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)
