"""What does an audit cost?  Ratios of wall time with and without, in turns, and its size as a share of the corpus.

    python benchmarks/audit.py [--scale 0.2] [--rounds 3]

The bars: at most 30% more time, and compressed at most 8% of the corpus' size.  The texts are those of
``benchmarks/batch.py``, and where it is there the shared benchmark: what extractors really returned.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
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


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.2, help="share of the full number of documents")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cleaner-benchmark-") as name:
        folder = Path(name)
        out, audit = folder / "out", folder / "audit.jsonl.zst"
        sources = {"small text files": make_text(folder, args.scale), "JSON Lines": make_jsonl(folder, args.scale)}
        if scraped := make_scraped(folder):
            sources["scraped pages"] = scraped
        for title, source in sources.items():
            plain = command(source, "-o", out, "--jobs", 2)
            recorded = command(source, "-o", out, "--jobs", 2, "--audit", audit)

            def with_audit() -> None:
                audit.unlink(missing_ok=True)
                recorded()  # noqa: B023 - called at once

            pairs = [(timed(with_audit, out), timed(plain, out)) for _ in range(args.rounds)]
            ratio = min(pair[0] for pair in pairs) / min(pair[1] for pair in pairs)
            share = audit.stat().st_size / size_of(source)
            print(
                f"{title:18} time with audit / without {ratio:5.2f} (bar 1.30)  size {share:6.2%} (bar 8%)", flush=True
            )


if __name__ == "__main__":
    main()
