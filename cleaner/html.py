"""Pages for people who would rather look than read: self-contained, without scripts, safe with any text in them."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping

from .audit.edits import spans
from .pipeline import Result
from .rules import topic_of

# The topics that most pages show, in an order in which neighbours on a page get colours that are far apart: each hue
# is a golden angle from the last, and lightness alternates.  What went is struck through and named as well.
_TOPICS = (
    *("ads", "related", "share", "subscribe", "newsletter", "navigation", "page", "legal", "blocks", "notices"),
    *("comments", "credits", "labels", "tails", "copyright", "agency", "cookies", "counters", "player", "markup"),
)
_GOLDEN_ANGLE = 137.508

PAGE_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #222; background: #fff }}
h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1.1rem; margin-top: 2rem; overflow-wrap: anywhere }}
pre {{ font: inherit; white-space: pre-wrap; overflow-wrap: anywhere;
  border: 1px solid #ddd; padding: 1rem; border-radius: 4px }}
del {{ border-radius: 2px; padding: 0 .15em }}
ins {{ text-decoration: underline dotted; background: #eef }}
table {{ border-collapse: collapse; width: 100% }}
td, th {{ text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0;
  border-bottom: 1px solid #eee; overflow-wrap: anywhere }}
td.n {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }}
.bar {{ display: inline-block; height: .8em; background: #69c; min-width: 1px }}
.key {{ display: inline-block; width: .8em; height: .8em; border-radius: 2px }}
small {{ color: #555 }}
</style>
</head>
<body>
"""
PAGE_END = "</body>\n</html>\n"


def escape(text: str) -> str:
    """Return text that a browser shows as it is: markup escaped, controls and direction marks made visible.

    >>> escape("<b>\\u202e")
    '&lt;b&gt;⟨U+202E⟩'
    """
    shown = "".join(char if _harmless(char) else f"⟨U+{ord(char):04X}⟩" for char in text)
    return html.escape(shown)


def _harmless(char: str) -> bool:
    return char in "\n\t" or char.isprintable() or char in "\u00a0\u3000\u2007\u202f\u200c\u200d"


def colour(topic: str, lightness: int) -> str:
    """Return a topic's colour in CSS, the same on every page, about as light as asked for, in percent."""
    number = _TOPICS.index(topic) if topic in _TOPICS else len(_TOPICS) + sum(topic.encode())
    return f"hsl({number * _GOLDEN_ANGLE % 360:.0f} 80% {lightness - 8 * (number % 2)}%)"


def section(title: str, result: Result, whys: Mapping[str, str]) -> str:
    """Return a document with what went struck through, what changed marked, and the rules with their counts."""
    pieces: list[str] = []
    text, at = result.original, 0
    changed = spans(result)
    for start, end, new, by in changed:
        pieces.append(escape(text[at:start]))
        old = text[start:end]
        if by.startswith("unicode:"):
            shown = escape(new) if new else "⟨gone⟩"
            pieces.append(f'<ins title="{escape(by)}: {escape(old)}">{shown}</ins>')
        else:
            pieces.append(_struck(old, by))
        at = end
    pieces.append(escape(text[at:]))
    steps = Counter(change.by for change in changed if change.by.startswith("unicode:"))
    counts = Counter(removal.rule for removal in result.removals) + steps
    rows = [
        f'<tr><td class="n">{count}</td><td>{"" if rule in steps else _key(rule)} {escape(rule)}</td>'
        f"<td>{escape(whys.get(rule, ''))}</td></tr>"
        for rule, count in counts.most_common()
    ]
    table = f"<table><tr><th>Count</th><th>Rule</th><th>Why</th></tr>{''.join(rows)}</table>" if rows else ""
    return f"<h2>{escape(title)}</h2>\n<p>{result.status}</p>\n<pre>{''.join(pieces)}</pre>\n{table}\n"


def _struck(old: str, rule: str) -> str:
    bare = old.strip("\r\n")
    before, _, after = old.partition(bare) if bare else ("", "", old)
    style = f"background:{colour(topic_of(rule), 90)}"
    return f'{escape(before)}<del style="{style}" title="{escape(rule)}">{escape(bare)}</del>{escape(after)}'


def _key(rule: str) -> str:
    return f'<span class="key" style="background:{colour(topic_of(rule), 78)}"></span>'


def bars(title: str, counts: Iterable[tuple[str, int]]) -> str:
    """Return counts as a table with bars, the largest as wide as the column."""
    counts = [(name, count) for name, count in counts if count]
    if not counts:
        return ""
    most = max(count for _, count in counts) or 1
    rows = "".join(
        f'<tr><td>{escape(name)}</td><td class="n">{count:,}</td>'
        f'<td style="width:50%"><span class="bar" style="width:{100 * count / most:.1f}%"></span></td></tr>'
        for name, count in counts
    )
    return f"<h2>{escape(title)}</h2>\n<table>{rows}</table>\n"
