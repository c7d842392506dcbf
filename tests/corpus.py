"""The texts of the shared benchmark, where it is there, whole documents as an extractor returned them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "shared/benchmark/dev"


def _texts() -> Iterator[str]:
    for path in sorted(FOLDER.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                text = record.get("text") or "\n".join(line for line, _ in record["lines"])
                yield text if isinstance(text, str) else "\n".join(text)


@cache
def texts() -> tuple[str, ...]:
    """Return each text once; none where the benchmark is not there."""
    return tuple(dict.fromkeys(_texts()))
