"""Whose app, form or page a sentence sends its readers to: the site's, or somebody else's."""

from __future__ import annotations

import re
from functools import lru_cache

from ..compiled import compile_re
from ..document import Document
from ..fold import fold_pattern
from ..rules import Rule
from ..shape import SYLLABLES
from ..words import OTHERS

# Rules of these know sentences that ask the reader to do something.
_ASKING = (
    "app", "channels", "comments", "feedback", "newsletter", "page", "prompts", "related", "rules", "services", "share",
    "subscribe", "tails", "tips",
)  # fmt: skip
# A site has these of its own, whatever they are about.
_OF_SITES = re.compile(r"newsletter|boletin|bulletin|news|whatsapp|telegram|facebook|instagram|youtube|\binbox\b")


def sends_elsewhere(document: Document, number: int, rule: Rule) -> bool:
    """Whether a sentence asks its readers to do something at somebody else's: "Download the council's app."."""
    if rule.topic not in _ASKING or document.shape(number) not in ("prose", "sentence"):
        return False
    folded = document.folded(number)
    return bool(_others().search(folded)) and not _OF_SITES.search(folded)


@lru_cache(1)
def _others() -> re.Pattern[str]:
    return compile_re("|".join(map(_as_pattern, fold_pattern("|".join(OTHERS.values())).split("|"))))


def _as_pattern(word: str) -> str:
    # Chinese and Japanese set no space between words, and Korean joins its particles to them.
    begins = "" if SYLLABLES.match(word) else r"\b"
    return begins + re.escape(word.rstrip()) + (r"\b" if word.endswith(" ") else "")
