"""What an article closes with that is no sentence: "To be continued", "Love, Anna", "8/10"."""

from __future__ import annotations

import regex

from ..compiled import compile_re
from ..document import Document

_LONGEST = 60
# As patterns see lines: folded.
_LAST_WORDS = compile_re(
    r"(?:to be continued|the end|ends?|fin|ende|fine|fim|koniec|fortsetzung folgt|a suivre|continuara|wordt vervolgd"
    r"|fortsaettes|fortsattning foljer|jatkuu|ciag dalszy nastapi)[ .…!-]{0,5}"
    r"|next (?:week|month|time|issue): .{3,50}"
    r"|translated (?:from|by) .{3,50}|(?:aus dem .{3,30} von|ubersetzt von|traduit (?:du|de|par)|traducido (?:del|por)"
    r"|traduccion de|traduzione di|traducao de) .{3,50}"
    r"|(?:(?:my |our |the |final |overall )*(?:rating|score|verdict|grade|bewertung|note|voto|cijfer) ?:? )?"
    r"\d{1,2}(?:[.,]\d)? ?(?:/|out of|von|sur|su) ?(?:5|6|10|20|100)(?: (?:stars|points|sterne|punkte|etoiles|stelle))?"
)
# "Love, Anna x": one or two words, a comma, a name.
_TAKES_LEAVE = regex.compile(
    r"(?i:(?:with |much |all my )?(?:love|best(?: wishes)?|warmly|cheers|hugs|yours(?: \w+)?|sincerely"
    r"|(?:kind |warm |best )?regards|liebe grüße|herzlich|alles liebe|bises|un abrazo|un abbraccio|groetjes|kram)),?"
    r" \p{Lu}[\p{L}'’.-]{1,20}(?: (?:(?:and|&|und|et|y|e|en) )?\p{Lu}[\p{L}'’.-]{1,20})?(?: x{1,3})?"
)


def closes(document: Document, number: int) -> bool:
    """Whether a line that no rule knows is the last word of an article."""
    line = document.line(number).strip()
    if len(line) > _LONGEST or number in document.hits:
        return False
    return bool(_LAST_WORDS.fullmatch(document.folded(number)) or _TAKES_LEAVE.fullmatch(line))
