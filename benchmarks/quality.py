"""What each rule gains and costs on labelled lines: the quick companion of the benchmark's own ``score.py``.

    python benchmarks/quality.py                          # news, web, world and keep; a row for each source
    python benchmarks/quality.py --rules                  # hits and wrong hits of each rule
    python benchmarks/quality.py --rules en/related       # ... of one list
    python benchmarks/quality.py --wrong                  # every article line that was removed, with its rule
    python benchmarks/quality.py --surviving 100          # the commonest boilerplate lines that stayed
    python benchmarks/quality.py --corpus snippets        # lines that hold a sentence labelled as one to stay or to go
    python benchmarks/quality.py --fold 2/5               # only the second fifth of the domains
    python benchmarks/quality.py --not-fold 2/5           # only the other four fifths

A line counts once for each page, as the mean over the extractors that print it, as in ``score.py``; but here removals
are read from ``explain``, so a run takes seconds.  Lines cut in part count by the share of their characters.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

from cleaner import Cleaner, Result

DATA = Path(__file__).parents[2] / "shared" / "benchmark" / "dev"


def read(name: str) -> Iterator[dict[str, Any]]:
    path = DATA / f"{name}.jsonl.gz"
    if not path.exists():
        sys.exit(
            f"{path}: not there: the pages belong to their publishers, so they are not in this repository. "
            "`cleaner score` measures on labelled texts of your own: see docs/score.md"
        )
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def removed_shares(result: Result) -> Iterator[tuple[str, float, str]]:
    """Yield each line that is not blank, the share of it that was removed, and by which rule."""
    removals = iter(result.removals)
    removal = next(removals, None)
    at = 0
    for line in result.original.split("\n"):
        end, gone, rule = at + len(line), 0, ""
        while removal and removal.start < end:
            gone += min(removal.end, end) - max(removal.start, at)
            rule = removal.rule
            if removal.end > end:
                break
            removal = next(removals, None)
        if line.strip():
            yield line.strip(), gone / len(line), rule
        at = end + 1


def in_fold(domain: str, fold: str) -> bool:
    part, of = map(int, fold.split("/"))
    return zlib.crc32(domain.encode()) % of == part - 1


def wanted(row: dict[str, Any], options: argparse.Namespace) -> bool:
    if options.lang and row["lang"] != options.lang:
        return False
    if options.fold and not in_fold(row["domain"], options.fold):
        return False
    return not (options.not_fold and in_fold(row["domain"], options.not_fold))


def labelled(row: dict[str, Any]) -> tuple[str, str, Iterator[str]]:
    """Return a row's source, its text, and the labels of its lines that are not blank."""
    if "lines" in row:
        text = "\n".join(line for line, _ in row["lines"])
        return row["source"], text, (label for line, label in row["lines"] if line.strip())
    if "kind" in row:
        return "keep-" + row["kind"], row["text"], repeat("content")
    return "snippets", row["text"], (by_snippets(line, row) for line in row["text"].split("\n") if line.strip())


def by_snippets(line: str, row: dict[str, Any]) -> str:
    """Return the label of a line by the sentences that should stay or go; without one of them it counts neither way."""
    squeezed = " ".join(line.split())
    stays, goes = (any(" ".join(part.split()) in squeezed for part in row[key]) for key in ("with", "without"))
    return "mixed" if stays == goes else "content" if stays else "boiler"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", nargs="*", default=["news", "web", "world", "keep"])
    parser.add_argument("--level", default="standard")
    parser.add_argument("--languages", nargs="*", help="only the lists of these languages")
    parser.add_argument("--lang", help="only pages in this language")
    parser.add_argument("--fold", help="K/N: only the K-th of N parts of the domains")
    parser.add_argument("--not-fold", help="K/N: all but the K-th of N parts of the domains")
    parser.add_argument("--select", nargs="*", help="only these rules, lists or topics")
    parser.add_argument("--rules", nargs="?", const="", help="hits and wrong hits of the rules whose id starts so")
    parser.add_argument("--wrong", action="store_true", help="show the article lines that were removed")
    parser.add_argument("--right", help="show the boilerplate lines that the rules whose id starts so removed")
    parser.add_argument("--surviving", type=int, default=0, help="show N boilerplate lines that stayed")
    options = parser.parse_args()
    cleaner = Cleaner(options.languages, options.level, select=options.select)

    units: dict[tuple[str, str, str, str], list[float]] = defaultdict(list)
    by_rule: dict[tuple[str, str, str], str] = {}
    domains: dict[str, str] = {}
    for corpus in options.corpus:
        for row in read(corpus):
            if not wanted(row, options):
                continue
            domains[row["doc"]] = row["domain"]
            source, text, labels = labelled(row)
            for line, share, rule in removed_shares(cleaner.explain(text)):
                label = next(labels)
                key = " ".join(line.split())
                units[source, row["doc"], key, label].append(share)
                if share:
                    by_rule[row["doc"], key, label] = rule
    table(units)
    if options.rules is not None:
        rule_table(units, by_rule, options.rules)
    if options.wrong:
        show("article lines removed", units, by_rule, domains, {"content", "title"}, lambda share: share > 0.02)
    if options.right is not None:
        show(
            "boilerplate removed",
            units,
            by_rule,
            domains,
            {"boiler"},
            lambda s: s > 0.5,
            prefix=options.right,
        )
    if options.surviving:
        show("boilerplate left", units, by_rule, domains, {"boiler"}, lambda s: s < 0.5, most=options.surviving)


def table(units: dict[tuple[str, str, str, str], list[float]]) -> None:
    count: dict[str, Counter[str]] = defaultdict(Counter)
    gone: dict[str, Counter[str]] = defaultdict(Counter)
    for (source, _, line, label), shares in units.items():
        mean = sum(shares) / len(shares)
        totals = [source]
        if source.startswith("keep"):
            totals.append("keep ALL")
        elif source != "snippets" and not source.startswith("world"):
            totals.append("news+web ALL")
        for name in totals:
            count[name][label] += 1
            count[name][label + " chars"] += len(line)
            gone[name][label] += mean
            gone[name][label + " chars"] += mean * len(line)
    print(
        f"{'source':22}{'boiler':>8}{'removed':>9}{'content':>9}{'lost':>8}{'lines %':>9}{'chars %':>9}"
        f"{'prec %':>8}{'title':>7}{'byline %':>9}"
    )
    for name in sorted(count):
        n, g = count[name], gone[name]
        all_gone = g["boiler chars"] + g["content chars"] + g["title chars"]
        print(
            f"{name:22}{n['boiler']:8}{percent(g['boiler'], n['boiler']):8.2f}%{n['content']:9}{g['content']:8.1f}"
            f"{percent(g['content'], n['content']):9.3f}{percent(g['content chars'], n['content chars']):9.3f}"
            f"{percent(g['boiler chars'], all_gone):8.2f}{g['title']:7.1f}{percent(g['byline'], n['byline']):9.2f}"
        )


def percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def rule_table(units: dict[Any, list[float]], by_rule: dict[Any, str], prefix: str) -> None:
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    for source, doc, line, label in units:
        rule = by_rule.get((doc, line, label))
        if rule and rule.startswith(prefix):
            hits[rule]["keep" if source.startswith("keep") else label] += 1
    print(f"\n{'rule':48}{'boiler':>8}{'content':>8}{'keep':>6}{'title':>6}{'byline':>7}{'mixed':>6}")
    for rule, n in sorted(hits.items(), key=lambda item: (-item[1]["content"] - item[1]["keep"], -item[1]["boiler"])):
        print(f"{rule:48}{n['boiler']:8}{n['content']:8}{n['keep']:6}{n['title']:6}{n['byline']:7}{n['mixed']:6}")


def show(
    heading: str,
    units: dict[Any, list[float]],
    by_rule: dict[Any, str],
    domains: dict[str, str],
    labels: set[str],
    chosen: Any,
    most: int = 10_000,
    prefix: str = "",
) -> None:
    pages: dict[str, set[str]] = defaultdict(set)
    example: dict[str, tuple[str, str, str]] = {}
    for (source, doc, line, label), shares in units.items():
        rule = by_rule.get((doc, line, label), "")
        if label in labels and chosen(sum(shares) / len(shares)) and rule.startswith(prefix):
            pages[line.casefold()].add(doc)
            example[line.casefold()] = (source, rule, line)
    print(f"\n{heading}: {len(pages)} distinct lines")
    order = sorted(pages, key=lambda line: (-len(pages[line]), example[line][1], line))
    for line in order[:most]:
        source, rule, text = example[line]
        doc = sorted(pages[line])[0]
        print(f"{len(pages[line]):4} {len({domains[d] for d in pages[line]}):3} {doc[:24]:24} {rule:36} {text[:220]!r}")


if __name__ == "__main__":
    main()
