"""What does an audit cost?  Ratios of time with and without, in turns, and its size as a share of the corpus.

    python benchmarks/audit.py [--scale 0.2] [--rounds 3]

The bars: at most 30% more time, and compressed at most 8% of the corpus' size.  Time is wall time and the processor
time of all processes, which other work on the machine disturbs less; of each the best round counts.  The texts are
those of ``benchmarks/batch.py``, and where it is there the shared benchmark: what extractors really returned.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from batch import command, make_jsonl, make_text, timed

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


def make_scraped(folder: Path) -> Path | None:
    """Write the texts of the shared benchmark as JSON Lines, several times over."""
    from corpus import texts

    if not texts():
        return None
    path = folder / "scraped.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts()):
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    return path


def size_of(source: Path) -> int:
    """Return the size of a file, or of all files of a folder."""
    files = source.rglob("*.txt") if source.is_dir() else [source]
    return sum(path.stat().st_size for path in files)


def measured(action: Callable[[], object], out: Path) -> tuple[float, float]:
    """Return the wall time and the processor time of a command, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = timed(action, out)[0]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_audit(title: str, source: Path, folder: Path, rounds: int) -> None:
    out, audit = folder / "out", folder / "audit.jsonl.zst"
    plain = command(source, "-o", out, "--jobs", 2)
    recorded = command(source, "-o", out, "--jobs", 2, "--audit", audit)

    def with_audit() -> None:
        audit.unlink(missing_ok=True)
        recorded()

    pairs = [(measured(with_audit, out), measured(plain, out)) for _ in range(rounds)]
    wall, cpu = (min(one[i] for one, _ in pairs) / min(other[i] for _, other in pairs) for i in (0, 1))
    share = audit.stat().st_size / size_of(source)
    print(
        f"{title:18} with audit / without: wall time {wall:5.2f}, processor time {cpu:5.2f} (bar 1.30)  "
        f"size {share:6.2%} (bar 8%)",
        flush=True,
    )


def main() -> None:
    """Print what an audit costs in time and size, for texts of three kinds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.2, help="share of the full number of documents")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cleaner-benchmark-") as name:
        folder = Path(name)
        sources = {"small text files": make_text(folder, args.scale), "JSON Lines": make_jsonl(folder, args.scale)}
        if scraped := make_scraped(folder):
            sources["scraped pages"] = scraped
        for title, source in sources.items():
            compare_audit(title, source, folder, args.rounds)


if __name__ == "__main__":
    main()
