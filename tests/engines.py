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


@cache
def texts() -> tuple[str, ...]:
    """300 texts: paragraphs of the fixtures, shuffled, some as they were scraped, some empty or odd."""
    chance = random.Random(7)
    scraped = [path.read_text("utf-8") for path in sorted((ROOT / "fixtures/articles").glob("*.txt"))]
    kept = [path.read_text("utf-8") for path in sorted((ROOT / "fixtures/keep").glob("*.txt"))]
    paragraphs = [paragraph for text in kept + scraped for paragraph in text.split("\n\n")]
    made = [
        *scraped,
        *kept,
        "",
        " \n",
        "Advertisement",
        "Also Read | Ferry services resume",
        "Ã©tait “là”",
        "👩‍👩‍👧 \u200b.",
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
