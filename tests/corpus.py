"""The texts of the shared benchmark, whole documents as an extractor returned them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared/benchmark/dev"
needs_texts = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared benchmark is not beside the project")


def _texts() -> Iterator[str]:
    for path in sorted(FOLDER.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield record["text"] if "text" in record else "\n".join(line for line, _ in record["lines"])


@cache
def texts() -> tuple[str, ...]:
    """Return each text once."""
    return tuple(dict.fromkeys(_texts()))
