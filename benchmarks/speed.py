"""How fast is it?  Ratios against floors and peers, in one run and one process.

    python benchmarks/speed.py                  # all rows
    python benchmarks/speed.py --quick          # three rounds instead of seven
    python benchmarks/speed.py --only growth    # corpora | languages | stages | growth | rules | hostile | start

CPU time, median of several rounds in which all candidates take turns, so that a machine that slows down slows all.
Absolute MB/s (millions of characters a second) are for orientation: only the ratios travel.  The texts come from
``../shared/benchmark/dev`` where that folder is there, else from ``fixtures``; those in Hindi and Chinese always:
pages with all that stands around an article, full of near misses, and paragraphs alone.  ``plsfix`` (ftfy in Rust) and
datatrove's formatters join in where they are installed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import ftfy

from cleaner import Cleaner
from cleaner.normalize import normalize, parse_unicode
from cleaner.pipeline import Engine
from cleaner.rules import load_lists
from cleaner.text import cut, split_lines, tidy

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "benchmark" / "dev"
# Characters that each candidate reads in a round, so that slow ones do not take minutes.
BUDGET = 1_500_000
ROUNDS = 7

Texts = Sequence[str]
Candidate = tuple[str, Callable[[str], object]]


def rows(name: str) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of one of the benchmark's files."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield row["lang"], row["text"] if "text" in row else "\n".join(line for line, _ in row["lines"])


def corpora() -> dict[str, Texts]:
    """Return texts by what they stand for, each of at most BUDGET characters (dirty text: a fifth of that)."""
    if not DATA.exists():
        english = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "fixtures").rglob("*.txt"))] * 20
        by_language = {"English news": english}
    else:
        everything = [*rows("world"), *rows("keep"), *rows("snippets")]
        by_language = {"English news": [text for language, text in rows("news") if language == "en"]}
        for name, language in (("German", "de"), ("French", "fr")):
            by_language[name] = [text for lang, text in everything if lang == language]
    for name, language, least in (("Hindi", "hi", 80), ("Chinese", "zh", 30)):
        # The benchmark has next to none in these.
        ours = [p.read_text("utf-8") for p in sorted((ROOT / "fixtures").rglob(f"{language}-*.txt"))]
        by_language[f"{name} pages (ours)"] = ours
        by_language[f"{name} paragraphs"] = paragraphs(ours, least)
    ascii_only = [text.encode("ascii", "replace").decode() for text in by_language["English news"]]
    by_language["pure ASCII"] = ascii_only
    by_language["dirty (all mojibake)"] = [mojibake(text) for text in by_language["English news"][:200]]
    return {name: fill(texts) for name, texts in by_language.items() if texts}


def paragraphs(texts: Texts, least: int) -> Texts:
    """Return articles of about 3,000 characters made of the paragraphs of some texts, each at least so long."""
    found = sorted({line for text in texts for line in text.split("\n") if len(line) >= least})
    return ["\n\n".join(found[start:] + found[:start])[:3000] for start in range(0, len(found), 2)]


def mojibake(text: str) -> str:
    """Return text with an apostrophe in each paragraph, as UTF-8 read as Windows-1252."""
    return text.replace(". ", ".\u2019s ").encode("utf-8").decode("cp1252", "replace")


def fill(texts: Texts) -> Texts:
    """Return as many of texts, again and again where they are few, as make BUDGET characters."""
    filled: list[str] = []
    size = 0
    while size < BUDGET:
        for text in texts:
            filled.append(text)
            size += len(text)
            if size >= BUDGET:
                break
    return filled


def race(texts: Texts, candidates: Sequence[Candidate], rounds: int) -> dict[str, float]:
    """Return the median CPU seconds of each candidate over texts."""
    taken: dict[str, list[float]] = {name: [] for name, _ in candidates}
    for turn in range(rounds + 1):
        for name, function in candidates:
            start = time.process_time()
            for text in texts:
                function(text)
            if turn:  # The first round warms up.
                taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def floor(text: str) -> str:
    return "\n".join(text.split("\n"))


def compare_corpora(rounds: int) -> None:
    print(f"{'text':22}{'clean MB/s':>11}{'ftfy MB/s':>11}{'floor MB/s':>11}{'clean / ftfy':>14}{'floor x':>9}")
    cleaner = Cleaner()
    peers = optional_peers()
    for name, texts in corpora().items():
        size = sum(map(len, texts))
        sample = texts[: max(1, len(texts) // 5)]
        share = sum(map(len, sample)) / size
        slow = race(sample, [("ftfy", ftfy.fix_text), *peers], 3)
        fast = race(texts, [("clean", cleaner.clean), ("floor", floor)], rounds)
        speed = {key: size * share / value / 1e6 for key, value in slow.items()}
        speed |= {key: size / value / 1e6 for key, value in fast.items()}
        print(
            f"{name:22}{speed['clean']:11.1f}{speed['ftfy']:11.2f}{speed['floor']:11.0f}"
            f"{speed['clean'] / speed['ftfy']:13.1f}x{fast['clean'] / fast['floor']:8.1f}x"
            + "".join(f"   {key} {speed[key]:.1f} MB/s" for key, _ in peers)
        )


def optional_peers() -> list[Candidate]:
    peers: list[Candidate] = []
    try:
        import plsfix
    except ImportError:
        print("(plsfix is not installed: no row)")
    else:
        peers.append(("plsfix", plsfix.fix_text))
    try:
        from datatrove.data import Document
        from datatrove.pipeline.filters import C4QualityFilter
        from datatrove.pipeline.formatters import FTFYFormatter
    except ImportError:
        print("(datatrove is not installed: no row)")
    else:
        c4, formatter = C4QualityFilter(), FTFYFormatter()
        peers.append(("datatrove C4", lambda text: c4.filter(Document(text=text, id=""))))
        peers.append(("datatrove ftfy", formatter.format))
    return peers


def compare_languages(rounds: int) -> None:
    texts = corpora()["English news"]
    everything, english = Cleaner(), Cleaner(languages=("en",))
    taken = race(texts, [("all", everything.clean), ("en", english.clean)], rounds)
    ratio = taken["all"] / taken["en"]
    print(f"\nEnglish news: the rules of all languages ({len(everything.rules):,}) take {ratio:.2f} x ", end="")
    print(f"the time of the English ones ({len(english.rules):,})")


def compare_stages(rounds: int) -> None:
    texts = corpora()["English news"]
    cleaner = Cleaner()
    engine, settings = cleaner.engine, parse_unicode("plain")
    found = {text: engine.find(text) for text in texts}

    def cut_only(text: str) -> str:
        removals, lines, starts = found[text]
        return cut(text, tidy(lines, starts, len(text), removals)) if removals else text

    stages: list[Candidate] = [
        ("floor: split and join", floor),
        ("split", split_lines),
        ("split and match", engine.find),
        ("cut", cut_only),
        ("normalise", lambda text: normalize(text, settings)),
        ("clean", cleaner.clean),
        ("explain", cleaner.explain),
    ]
    taken = race(texts, stages, rounds)
    print(f"\n{'stage (English news)':26}{'floor x':>9}")
    for name, seconds in taken.items():
        print(f"{name:26}{seconds / taken['floor: split and join']:8.2f}x")


def compare_growth(rounds: int) -> None:
    source = "\n".join(corpora()["English news"])
    cleaner = Cleaner()
    print(f"\n{'document of':>14}{'time a character, against 100 KB':>36}")
    base = 0.0
    for size in (100_000, 1_000, 10_000, 1_000_000, 10_000_000):
        text = (source * (1 + size // len(source)))[:size]
        repeats = [text] * max(1, 1_000_000 // size)
        seconds = race(repeats, [("clean", cleaner.clean)], min(rounds, 3))["clean"] / (size * len(repeats))
        base = base or seconds
        print(f"{size:14,}{seconds / base:35.2f}x")


def compare_rules(rounds: int) -> None:
    texts = corpora()["English news"]
    rules = [rule for filter_list in load_lists() for rule in filter_list if rule.level != "aggressive"]
    print(f"\n{'rules':>8}{'time, against all built-in rules once':>42}")
    finds: list[Candidate] = []
    for times in (1, 4, 16):
        engine = Engine([variant for rule in rules for variant in variants(rule, times)])
        finds.append((str(len(engine.rules)), engine.find))
    taken = race(texts, finds, rounds)
    base = next(iter(taken.values()))
    for name, seconds in taken.items():
        print(f"{name:>8}{seconds / base:41.2f}x")


def variants(rule, times: int):  # type: ignore[no-untyped-def]
    """Yield the rule and copies that other words open: as many more rules as another language's lists bring."""
    yield rule
    for copy in range(1, times):
        words = rule.pattern or "".join(rule.lines) or rule.id
        prefix = "".join(chr(0x250 + (copy * 31 + ord(c)) % 90) for c in words[:3])
        if rule.pattern:
            yield replace(rule, id=f"{rule.id}-{copy}", pattern=f"{prefix} (?:{rule.pattern})", keywords=())
        else:
            yield replace(rule, id=f"{rule.id}-{copy}", lines=tuple(f"{prefix} {line}" for line in rule.lines))


def compare_hostile(rounds: int) -> None:
    cleaner = Cleaner()
    print(f"\n{'1 MB of':>34}{'time, against 1 MB of news':>30}{'100 KB to 1 MB':>18}")
    news = "\n".join(corpora()["English news"])[:1_000_000]
    units = [
        " ",
        "a",
        "a ",
        "1",
        ".",
        ". ",
        "- ",
        "(",
        "(a) ",
        "[",
        "| ",
        "\u00a0",
        "“",
        "é",
        "Ã©",
        "&amp;",
        "<",
        "also read ",
        "share\n",
    ]
    units += ["a\n", "\n", "\r", "Read more: ", "Follow us on ", "中", "क", "By signing up ", "Photo: ", "http://a.b/ "]
    candidates = [(repr(unit), unit) for unit in units]
    base = race([news], [("news", cleaner.clean)], 1)["news"]
    for name, unit in candidates:
        times = []
        for size in (100_000, 1_000_000):
            text = (unit * (1 + size // len(unit)))[:size]
            times.append(race([text], [("clean", cleaner.clean)], 1)["clean"])
        print(f"{name:>34}{times[1] / base:29.1f}x{times[1] / max(times[0], 1e-6):17.1f}x")


def compare_start(rounds: int) -> None:
    commands = {
        "import regex, ftfy": [sys.executable, "-c", "import regex, ftfy"],
        "echo text | cleaner clean": [sys.executable, "-m", "cleaner", "clean"],
    }
    # As where the package is installed: compiled from its source, each start takes twice as long.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, input=b"text\n", capture_output=True, check=True)
            taken[name].append(time.perf_counter() - start)
    base, ours = (statistics.median(times[1:]) for times in taken.values())
    print(f"\na fresh process: `echo text | cleaner clean` takes {ours / base:.2f} x `python -c 'import regex, ftfy'`")
    code = (
        "import time; s = time.perf_counter(); import cleaner; cleaner.clean('The ferry sank.'); "
        "print(time.perf_counter() - s)"
    )
    first = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(rounds)
    ]
    print(f"import and first call in a fresh process: {statistics.median(first) / base:.2f} x the same")


PARTS: dict[str, Callable[[int], None]] = {
    "corpora": compare_corpora,
    "languages": compare_languages,
    "stages": compare_stages,
    "growth": compare_growth,
    "rules": compare_rules,
    "hostile": compare_hostile,
    "start": compare_start,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=sorted(PARTS), default=list(PARTS))
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    for name in options.only:
        PARTS[name](3 if options.quick else ROUNDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
