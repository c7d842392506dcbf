"""Which detector reads short news texts in old encodings as they were written?

    python benchmarks/detection.py

Prints, for each encoding, how many texts each detector decoded to the very text that was encoded: `faust-cchardet`
alone, `charset-normalizer` where it is installed, and `cleaner`, which refuses what it is not sure of. The texts are
excerpts of 200, 600 and 2,000 characters from ``../shared/benchmark/dev/keep.jsonl.gz``, and those of the tests.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cchardet

from cleaner.files.encoding import decode
from cleaner.files.problems import FileError

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "benchmark" / "dev" / "keep.jsonl.gz"
WESTERN = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi")
LANGUAGES = {
    **dict.fromkeys(WESTERN, "cp1252"),
    **dict.fromkeys(("pl", "cs", "hu", "sk", "hr", "sl"), "iso8859-2"),
    **dict.fromkeys(("ru", "uk", "bg"), "cp1251"),
    "ja": "shift_jis",
    "zh": "gb18030",
    "ko": "euc_kr",
    "ar": "cp1256",
}


def texts() -> Iterator[tuple[str, str]]:
    """Yield (encoding, text)."""
    sys.path.insert(0, str(ROOT / "tests"))
    from test_files_encoding import NEWS

    for encoding, own in NEWS.items():
        yield from ((encoding, text) for text in own)
    if not DATA.exists():
        return
    chance = random.Random(1)
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            encoding = LANGUAGES.get(row["lang"])
            for size in (200, 600, 2000) if encoding else ():
                at = chance.randrange(max(1, len(row["text"]) - size))
                yield str(encoding), row["text"][at : at + size]


def by_cchardet(data: bytes) -> str:
    """Decode with what faust-cchardet says."""
    return data.decode(cchardet.detect(data)["encoding"] or "ascii")


def by_normalizer(data: bytes) -> str:
    """Decode with what charset-normalizer says."""
    from charset_normalizer import from_bytes

    return str(from_bytes(data).best())


def by_cleaner(data: bytes) -> str:
    """Decode as `cleaner` does."""
    return decode(data).text


def main() -> None:
    """Print the table."""
    detectors: dict[str, Callable[[bytes], str]] = {"cchardet": by_cchardet, "cleaner": by_cleaner}
    try:
        import charset_normalizer  # noqa: F401

        detectors["charset-normalizer"] = by_normalizer
    except ImportError:
        print("charset-normalizer is not installed")
    samples: dict[str, list[bytes]] = {}
    for encoding, text in texts():
        data = text.encode(encoding, "ignore")
        if not data.isascii():
            samples.setdefault(encoding, []).append(data)
    for name, detector in detectors.items():
        begun = time.process_time()
        cells = []
        for encoding, datas in sorted(samples.items()):
            right = refused = 0
            for data in datas:
                try:
                    right += detector(data) == data.decode(encoding)
                except (FileError, UnicodeDecodeError, LookupError):
                    refused += 1
            cells.append(f"{encoding} {right}/{len(datas)}" + (f" ({refused} refused)" if refused else ""))
        print(f"{name} ({time.process_time() - begun:.2f} s): {', '.join(cells)}")


if __name__ == "__main__":
    main()
