"""What the tests of the adapters share: the engines, and the same 300 texts for every one."""

from __future__ import annotations

import importlib
import os
import random
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

from cleaner import Cleaner

ROOT = Path(__file__).parents[1]


def engine(name: str) -> Any:
    """Import a module, or skip the test that needs it; with CLEANER_NO_SKIPS=1 the test fails instead."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        missing(f"{name} cannot be imported: {error}")


def missing(what: str) -> NoReturn:
    """Skip a test for want of something on this machine; with CLEANER_NO_SKIPS=1 fail it."""
    if os.environ.get("CLEANER_NO_SKIPS") == "1":
        pytest.fail(f"{what} (CLEANER_NO_SKIPS is set)", pytrace=False)
    pytest.skip(what, allow_module_level=True)


# Line ends, and pieces of lines that formats, columns and languages handle each in its own way.
_ENDS = ("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u2028", "\u2029", "\x85")
_ODD = """
Advertisement|Also Read: Council votes|Share this:|Our ferry page|Werbung|広告|أعلن معنا|9 min read|Comments||
The ferry sank on Monday, and nobody was hurt in the storm that followed.|İstanbul ı|e\u0301|ﬁ|Ｆｕｌｌ| |\u00a0
\ufeff|\x00|a\x00b|\x1b[31mred\x1b[0m|\x0b\x0c|tab\tin\tline|cafÃ© â€œquotedâ€\x9d|“curly” ‘quotes’ …|"a","b",\\"
&amp;nbsp; &lt;b&gt;|<b>x</b> &amp; y|soft\u00adhyphen|zero\u200bwidth|\u2067bidi\u2069|😀\u200d👩|a\U0010ffffb
"""
_LINES = [piece for line in _ODD.strip("\n").split("\n") for piece in line.split("|")] + ["x" * 5000]


@cache
def texts() -> tuple[str, ...]:
    """300 texts: 200 of the fixtures, paragraphs of all of them, shuffled, some texts empty, many odd."""
    chance = random.Random(7)
    scraped = [path.read_text("utf-8") for path in sorted((ROOT / "fixtures/articles").glob("*.txt"))]
    kept = [path.read_text("utf-8") for path in sorted((ROOT / "fixtures/keep").glob("*.txt"))]
    paragraphs = [paragraph for text in kept + scraped for paragraph in text.split("\n\n")]
    made = [
        *chance.sample([*scraped, *kept], 200),
        "",
        " \n",
        "Advertisement",
        "Also Read | Ferry services resume",
        "Ã©tait “là”",
        "👩‍👩‍👧 \u200b.",
    ]
    made += [
        "".join(chance.choice(_LINES) + chance.choice(_ENDS) for _ in range(chance.randrange(1, 9))) for _ in range(60)
    ]
    while len(made) < 300:
        made.append("\n\n".join(chance.choices(paragraphs, k=chance.randrange(1, 12))))
    return tuple(made)


@cache
def expected() -> tuple[str, ...]:
    """Those texts as `Cleaner.clean` leaves them."""
    return tuple(map(Cleaner().clean, texts()))


@cache
def urls() -> tuple[str | None, ...]:
    """A URL for each of the texts, or None: every third one is of the site that `site_rules` knows."""
    hosts = ("https://news.example.com/1", "https://other.example.org/2", None)
    return tuple(hosts[number % 3] for number in range(len(texts())))


def site_cleaner(folder: Path) -> Cleaner:
    """Return a cleaner with a rule for example.com alone: it removes the line "Our ferry page"."""
    path = folder / "en" / "sites.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        """[[rule]]
id = "ferry"
removes = "line"
sites = ["example.com"]
lines = ["Our ferry page"]
why = "A link of one site."
keep = ["Our ferry page was closed for repairs on Monday."]
""",
        "utf-8",
    )
    return Cleaner(lists=(str(folder),))
