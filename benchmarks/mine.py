"""Mine the sites of the benchmark with one page held out in turn: what do accepted proposals add on that page?

    python benchmarks/mine.py                 # figures at the default score and around it
    python benchmarks/mine.py --show 100      # proposals mined from all pages, with the labels of their lines
    python benchmarks/mine.py --large 100000  # throughput and memory on generated documents, see large.py

Sites with at least four pages; each extractor's texts by themselves, as a user has them.  A line counts once for each
page, as the mean over the extractors that print it.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from large import large

from cleaner import Cleaner, Removal
from cleaner.engine import Engine
from cleaner.mine import Corpus, Proposal, Recorder, Settings, mine
from cleaner.mine.lines import forms
from cleaner.mine.propose import ACCEPTED
from cleaner.rules import Rule

DATA = Path(__file__).parents[2] / "shared" / "benchmark" / "dev"
SETTINGS = Settings(documents=3, memory=1 << 18)
SCORES = (0.5, ACCEPTED, 0.7, 0.8, 0.9)


def rows(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    for name in names:
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def text_of(row: dict[str, Any]) -> str:
    return "\n".join(line for line, _ in row["lines"])


class Pages:
    """The texts of a site by one extractor as a ``Corpus``."""

    def __init__(self, pages: list[dict[str, Any]], cleaner: Cleaner) -> None:
        self.pages = pages
        self._cleaner = cleaner

    def removals(self, page: dict[str, Any]) -> list[Removal]:
        return self._cleaner.engine.find(text_of(page))[0]

    def without(self, held_out: str) -> Corpus:
        def corpus(recorder: Recorder, take: Callable[[str], None]) -> None:
            for page in self.pages:
                if page["doc"] != held_out:
                    take(recorder(page["doc"], 1, page["domain"], text_of(page)))

        return corpus


def gone(text: str, removals: list[Removal]) -> Iterator[tuple[str, float]]:
    """Yield each line and the share of it that was removed."""
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        lost = sum(min(r.end, end) - max(r.start, at) for r in removals if r.start < end and r.end > at)
        yield line, lost / len(line) if line else 0.0
        at = end + 1


def removed_with(cleaner: Cleaner, rules: list[Rule], page: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield each line of a page and the share of it that goes with more rules, all of the page's own site."""
    engine = copy(cleaner.engine)  # Indexing the lists anew for every page would take a minute each.
    engine._sites, engine._site_indexes = {page["domain"]: [replace(r, sites=(page["domain"],)) for r in rules]}, {}
    text = text_of(page)
    return gone(text, Engine.find(engine, text, page["domain"])[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", nargs="*", default=["news", "web"])
    parser.add_argument("--documents", type=int, default=SETTINGS.documents)
    parser.add_argument("--show", type=int, default=0, help="read N proposals in context instead")
    parser.add_argument("--large", type=int, default=0, metavar="N", help="mine N generated documents instead")
    parser.add_argument("--jobs", type=int, default=1, help="processes, with --large")
    parser.add_argument("--keep", type=Path, help="folder for the generated documents, or where they are already")
    parser.add_argument("--no-check", action="store_true", help="with --large: spare `cleaner check`")
    options = parser.parse_args()
    if options.large:
        large(options.large, options.jobs, options.keep, not options.no_check)
        return
    settings = Settings(documents=options.documents, memory=SETTINGS.memory)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(options.corpus):
        found[row["domain"]].append(row)
    cleaner = Cleaner()
    engine = cleaner.engine
    engine.find = cache(lambda text, url=None: Engine.find(engine, text))  # type: ignore[method-assign]
    sites = {site: these for site, these in found.items() if len({row["doc"] for row in these}) >= 4}
    groups = [
        Pages([row for row in these if row["extractor"] == extractor], cleaner)
        for _, these in sorted(sites.items())
        for extractor in sorted({row["extractor"] for row in these})
    ]
    groups = [group for group in groups if len(group.pages) >= 4]
    print(f"{len(sites)} sites, {len(groups)} sites by extractor with at least four pages")
    if options.show:
        show(groups, cleaner, settings, options.show)
    else:
        hold_out(groups, cleaner, settings)


def hold_out(groups: list[Pages], cleaner: Cleaner, settings: Settings) -> None:
    units: dict[float, dict[tuple[str, str, str], list[float]]] = {s: defaultdict(list) for s in (2.0, *SCORES)}
    wrong: Counter[tuple[str, str]] = Counter()
    for group in groups:
        for page in group.pages:
            proposals = mine(group.without(page["doc"]), cleaner, settings)
            known = list(gone(text_of(page), group.removals(page)))
            for least, counted in units.items():
                rules = [p.rule(f"mined:{n}", "-") for n, p in enumerate(proposals) if p.score >= least]
                shares = removed_with(cleaner, rules, page) if rules else known
                for (line, label), (_, share), (_, before) in zip(page["lines"], shares, known, strict=True):
                    if line.strip():
                        counted[page["doc"], " ".join(line.split()), label].append(share)
                    if least == ACCEPTED and label in ("content", "title") and share > before:
                        wrong[page["domain"], line.strip()] += 1
    print(f"{'score':>6} {'boilerplate':>12} {'removed':>9} {'more':>8} {'article':>8} {'lost':>8} {'more':>8}")
    base = totals(units[2.0])
    for least, counted in units.items():
        n = totals(counted)
        boiler, content = n["boiler removed"], n["content removed"]
        print(
            f"{'lists' if least > 1 else f'{least:.2f}':>6} {n['boiler']:12.0f} {boiler:9.1f}"
            f" {boiler / base['boiler removed'] - 1:8.1%} {n['content']:8.0f} {content:8.1f}"
            f" {(content - base['content removed']) / n['content']:8.3%}"
            f"   titles {n['title removed'] - base['title removed']:.1f}"
        )
    for (site, line), count in sorted(wrong.items()):
        print(f"  wrong at {ACCEPTED}, {count} extractors: {site}  {line[:120]!r}")


def totals(units: dict[tuple[str, str, str], list[float]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_, _, label), shares in units.items():
        found[label] += 1
        found[f"{label} removed"] += sum(shares) / len(shares)  # type: ignore[assignment]
    return found


def show(groups: list[Pages], cleaner: Cleaner, settings: Settings, most: int) -> None:
    labels: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    best: dict[tuple[str, str], Proposal] = {}
    for group in groups:
        for page in group.pages:
            for line, label in page["lines"]:
                for form in forms(line):
                    labels[page["domain"], form][label] += 1
        for proposal in mine(group.without(""), cleaner, settings):
            known = best.get((proposal.site, proposal.form))
            if known is None or known.score < proposal.score:
                best[proposal.site, proposal.form] = proposal
    order = sorted(best.values(), key=lambda p: (-p.score, p.site, p.form))
    print(f"{len(order)} proposals, {sum(p.score >= ACCEPTED for p in order)} accepted at {ACCEPTED}")
    for number, proposal in enumerate(order[:most], 1):
        counts = dict(labels[proposal.site, proposal.form])
        print(f"\n{number}. {proposal.score:.2f} {proposal.site} {proposal.examples[0][:100]!r} {counts}")
        print(f"   {proposal.rule('x', '-').why}")
        for above, line, below in proposal.samples[:1]:
            print(*(f"     {text[:110]}" for text in above), f"   > {line[:110]}", sep="\n")
            print(*(f"     {text[:110]}" for text in below), sep="\n")


if __name__ == "__main__":
    main()
