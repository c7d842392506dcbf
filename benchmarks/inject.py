"""What boilerplate takes along: lines of it are set into texts that must stay, and nothing else may go.

    python benchmarks/inject.py FOLDER_OR_FILE ...           # text files; without any, the benchmark's ``keep`` texts
    python benchmarks/inject.py --level aggressive --seed 2 --show 20 /usr/share/doc
    python benchmarks/inject.py --widgets --show 20     # whole widgets between paragraphs, and the foot of a page below

Each text is cleaned as it is, and then with one to three lines or widgets set in at random; what goes then and did not
before is harm.  Printed by rule: lines lost, and the texts that lost some.  Most of these lines never stand where
chance sets them, so compare figures of two versions; read what ``--show`` prints for what could happen on a page.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from quality import read, removed_shares

from cleaner import Cleaner

BOILERPLATE = [
    *("Advertisement", "Share this article", "Related stories", "Sign up for our newsletter", "Read more", "Related"),
    *("Comments", "Leave a comment", "You may also like", "Most read", "Tags", "About the author", "Share on Facebook"),
    *("Follow us on Twitter", "Trending", "More from this author", "Skip to content", "12 comments", "Contact us"),
    *("All rights reserved.", "Cookie settings", "Latest news", "Next article", "Report an error", "More stories"),
    *("Also read: The bridge is open", "Photo: Reuters", "Enter your email address", "Print", "Read also"),
]
WIDGETS = [
    *(["Advertisement"], ["Share on Facebook", "Share on Twitter"], ["Share this article"], ["Follow us on Twitter"]),
    *(["Related articles", "Storm hits the southern coast", "Minister resigns after the vote"], ["Recommended"]),
    *(["READ ALSO", "Fire guts market in the north", "Council votes on tram line again"], ["Comments"], ["Contact us"]),
    *(["Sign up for our daily newsletter", "Enter your email"], ["Most read", "Storm hits the southern coast"]),
    *(["Read more: Council votes on the tram line"], ["Story continues below advertisement"], ["Photo: Getty Images"]),
    *(["Listen to this article"], ["More from this author"], ["Related topics"], ["Download our app"], ["Tags:"]),
]
FEET = [
    *(["Related Topics", "Back to Top", "Terms & conditions"], ["Tags: politics", "Comments", "Latest news"]),
    *(["Kindly share this story:", "All rights reserved.", "Comments", "Top News"], ["By Anna Petersen", "Comments"]),
]
SHORTEST, LONGEST = 1_500, 60_000


def texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    if not paths:
        yield from ((row["doc"], row["text"]) for row in read("keep"))
    for path in paths:
        for file in sorted(p for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file()):
            try:
                text = file.read_text(encoding="utf-8")
            except UnicodeDecodeError:  # Archives and pictures lie beside the texts.
                continue
            if SHORTEST <= len(text) <= LONGEST:
                yield str(file), text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--level", default="standard")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--widgets", action="store_true", help="set in whole widgets, and a page's foot below")
    parser.add_argument("--rounds", type=int, default=3, help="how often each text is tried")
    parser.add_argument("--show", type=int, default=0, help="show the first N lines lost, with what was set in")
    options = parser.parse_args()
    cleaner = Cleaner(level=options.level)
    chance = random.Random(options.seed)
    lost: Counter[str] = Counter()
    harmed: Counter[str] = Counter()
    injected = size = 0
    for name, text in texts(options.paths):
        lines = [line for line in text.split("\n") if line.strip()]
        before = [share for _, share, _ in removed_shares(cleaner.explain("\n".join(lines)))]
        for _ in range(options.rounds):
            size += len(text)
            page = list(enumerate(lines))
            for place in sorted(
                (chance.randrange(len(lines) + 1) for _ in range(chance.choice((1, 2, 3)))), reverse=True
            ):
                set_in = chance.choice(WIDGETS) if options.widgets else [chance.choice(BOILERPLATE)]
                page[place:place] = [(-1, line) for line in set_in]
            page += [(-1, line) for line in (chance.choice(FEET) if options.widgets else [])]
            injected += len(page) - len(lines)
            shares = removed_shares(cleaner.explain("\n".join(line for _, line in page)))
            gone = [
                (rule, n) for (n, _), (_, share, rule) in zip(page, shares, strict=True) if n >= 0 and share > before[n]
            ]
            lost.update(rule for rule, _ in gone)
            harmed.update({rule for rule, _ in gone})
            for rule, number in gone[: max(0, options.show - sum(lost.values()) + len(gone))]:
                print(f"{name}: {rule}: {lines[number][:100]!r}; set in: {[line for n, line in page if n < 0]}")
    print(f"{injected} lines set into {size / 1e6:.1f} MB; {sum(lost.values())} lines lost with them")
    for rule, count in lost.most_common():
        print(f"{count:6} lines {harmed[rule]:5} texts  {rule}")


if __name__ == "__main__":
    main()
