"""Mine many generated documents: throughput against `cleaner check` on the same files, and memory.

    python benchmarks/mine.py --large 100000          # documents, of 500 sites
    python benchmarks/mine.py --large 1000000 --keep /tmp/million

Texts of 1.5 KB on average are made from the English ``fixtures`` by template: paragraphs with every third word
changed, so that none stands twice, and around them the lines of a site: some that the lists know, some of its own
wording, some that must stay.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner.mine.rulefile import read_rules

ROOT = Path(__file__).parents[1]
SITES = 500
SHARD = 50_000
NAMES = ["Bay", "Hill", "River", "North", "Harbour", "Valley", "Coast", "Market", "Old Town", "Lakeside"]
KINDS = ["Herald", "Gazette", "Courier", "Observer", "Record"]
# What stands below the articles of a site, and is to be found; {n} and {headline} differ from page to page.
OWN = [
    "Write to the {site} desk",
    "The {site} is printed on paper from the woods of the valley",
    "{site} picks | {headline}",
    "Filed in drawer {n} at the {site}",
]
# What stands on as many pages and must not be proposed: above the article, then inside it.
ABOVE = ["Notes from the {site} tower", "By {person}", "March {day}, 2024"]
INSIDE = ["What happened next", "Background", "- One spoon of salt", "{person}"]


def paragraphs() -> list[list[str]]:
    """Return the words of the paragraphs of the English fixtures."""
    files = [path for folder in ("expected", "keep") for path in sorted((ROOT / "fixtures" / folder).glob("*.txt"))]
    texts = [path.read_text("utf-8") for path in files if path.name[2:3] != "-"]
    found = [part.split() for text in texts for part in text.split("\n\n") if "\n" not in part]
    return [words for words in found if len(words) > 20 and words[-1][-1] == "."]


def texts(count: int) -> Iterator[tuple[str, str]]:
    """Yield the URL and the text of each document."""
    chance = random.Random(8)
    pool = paragraphs()
    words = sorted({word for paragraph in pool for word in paragraph if word.isalpha() and word.islower()})
    people = [
        f"{first} {last}" for first in ("Marta", "Jonas", "Aino", "Pavel") for last in ("Lind", "Moreau", "Okoro")
    ]

    def prose() -> str:
        paragraph = list(chance.choice(pool))
        for place in range(1, len(paragraph) - 1, 3):
            paragraph[place] = chance.choice(words)
        return " ".join(paragraph)

    for number in range(count):
        site = number % SITES
        name = f"{NAMES[site % 10]} {KINDS[site // 10 % 5]} {'ABCDEFGHIJ'[site // 50]}"
        headline = " ".join(chance.choices(words, k=7)).capitalize()
        slots = {
            "site": name,
            "headline": " ".join(chance.choices(words, k=6)).capitalize(),
            "n": chance.randrange(100_000),
            "day": chance.randrange(1, 31),
            "person": people[(site + chance.randrange(3)) % len(people)],
        }
        body = [prose() for _ in range(chance.randrange(3, 7))]
        if chance.random() < 0.3:
            body.insert(chance.randrange(1, len(body)), chance.choice(INSIDE).format(**slots))
        below = [line.format(**slots) for line in OWN if chance.random() < 0.8]
        known = ["Advertisement", "Share this article", f"Also read: {headline}"][: chance.randrange(4)]
        above = [line.format(**slots) for line in ABOVE if chance.random() < 0.5]
        yield f"https://www.site-{site}.example/{number}", "\n\n".join([headline, *above, *body, *known, *below])


def generate(folder: Path, count: int) -> int:
    """Write shards of JSON Lines; return their size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    file = None
    for number, (url, text) in enumerate(texts(count)):
        if number % SHARD == 0:
            if file:
                file.close()
            file = (folder / f"shard-{number // SHARD:04}.jsonl").open("w", encoding="utf-8")
        assert file
        file.write(json.dumps({"url": url, "text": text}) + "\n")
    if file:
        file.close()
    return sum(path.stat().st_size for path in folder.iterdir())


def watched(arguments: list[str]) -> tuple[float, float, int]:
    """Run the command; return its wall and processor seconds and the peak of the memory of all its processes in bytes.

    Memory is the proportional set size, so that what processes share counts once; Linux only.
    """
    begun, before = time.monotonic(), os.times()
    process = subprocess.Popen([sys.executable, "-m", "cleaner", *arguments], stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.5)
    seconds, after = time.monotonic() - begun, os.times()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)}: exit code {process.returncode}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used, peak


def _memory(pid: int) -> int:
    """Return what a process and its children use, in bytes."""
    found = 0
    try:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
            found += _memory(int(child))
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                found += int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass  # It has ended meanwhile.
    return found


def found_in(path: Path) -> str:
    """Say how many of a site's own lines were proposed, and whether one that must stay was."""
    shapes = Counter[str]()
    for rule in read_rules(path):
        line = (rule.lines or rule.match)[0]
        kind = next((own for own in OWN if _like(own, line)), None)
        shapes[kind or f"WRONG: {line}"] += 1
    wrong = sum(count for kind, count in shapes.items() if kind.startswith("WRONG"))
    right = ", ".join(f"{shapes[own]} of {SITES} '{own}'" for own in OWN)
    return f"{right}; {wrong} others" + "".join(f"\n  {kind}" for kind in shapes if kind.startswith("WRONG"))


def _like(template: str, line: str) -> bool:
    fixed = [part for slot in template.split("{") for part in slot.split("}")[-1:] if part.strip()]
    return all(part.strip() in line for part in fixed)


def large(count: int, jobs: int, keep: Path | None, check: bool) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="cleaner-benchmark-") as name:
        folder = keep or Path(name) / "corpus"
        size = sum(path.stat().st_size for path in folder.iterdir()) if folder.exists() else generate(folder, count)
        print(f"{count:,} documents, {size / 1e6:,.0f} MB, {SITES} sites, {jobs} jobs", flush=True)
        rules = Path(name) / "mined.toml"
        options = ["--lang", "en", "--jobs", str(jobs), "--quiet"]
        mine = ["mine", str(folder), "-o", str(rules), "--site-field", "url", *options]
        seconds, used, peak = watched(mine)
        print(f"mine:  {seconds:7.0f} s, {used:7.0f} s of processor time, peak {peak / 1e9:.2f} GB", flush=True)
        print(found_in(rules), flush=True)
        if check:
            checked = watched(["check", str(folder), "--url-field", "url", *options])
            print(f"check: {checked[0]:7.0f} s, {checked[1]:7.0f} s of processor time, peak {checked[2] / 1e9:.2f} GB")
            print(f"mine / check: {seconds / checked[0]:.2f} by the clock, {used / checked[1]:.2f} by processor time")
