"""Pages of a site of our own making, and what is mined from them."""

from __future__ import annotations

from collections.abc import Callable

from cleaner import Cleaner
from cleaner.mine import Corpus, Proposal, Recorder, Settings, mine

ENGLISH = Cleaner(languages=("en",))
THINGS = ["harbour", "council", "ferry", "bridge", "storm", "mayor", "tram", "island", "school", "market", "river"]


def paragraph(page: int, number: int) -> str:
    """A paragraph that stands on one page only."""
    words = " ".join(THINGS[(page * 5 + number * 3 + i * i) % len(THINGS)] for i in range(12))
    return f"In week {page} of year {number}, people said, the {words} were on everybody's mind in town {page}."


def page(
    number: int, *, above: tuple[str, ...] = (), between: tuple[str, ...] = (), below: tuple[str, ...] = ()
) -> str:
    title = f"What the {THINGS[number % len(THINGS)]} taught town {number}"
    paragraphs = [paragraph(number, n) for n in range(5)]
    return "\n\n".join([title, *above, *paragraphs[:2], *between, *paragraphs[2:], *below])


def corpus(*pages: str, site: str = "https://www.example.com/1") -> Corpus:
    def read(recorder: Recorder, take: Callable[[str], None]) -> None:
        for line, text in enumerate(pages, 1):
            take(recorder("pages.jsonl", line, site, text))

    return read


def mined(*pages: str, rejected: tuple[str, ...] = ()) -> list[Proposal]:
    return mine(corpus(*pages), ENGLISH, Settings(memory=1 << 16), rejected)


def lines(proposals: list[Proposal]) -> list[str]:
    return sorted(proposal.examples[0] for proposal in proposals)
