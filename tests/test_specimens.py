"""The real texts beside the project, where they are there: two specimens and the benchmark."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner import Cleaner, clean

SHARED = Path(__file__).parents[2] / "shared"
SEEDS = sorted(SHARED.glob("seeds/*.txt"))
CORPORA = sorted(SHARED.glob("benchmark/dev/*.jsonl.gz"))

GONE = {"Advertisement", "Sign up to receive our latest news!", "By submitting this form, I agree to the terms."}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_specimen_loses_exactly_its_residue(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    removed = [text[r.start : r.end] for r in Cleaner().explain(text).removals]
    assert [line for line in removed if line not in GONE and not line.startswith("Also Read |")] == []
    stays = [line for line in text.split("\n") if line not in GONE and not line.startswith("Also Read |")]
    cleaned = clean(text)
    kept = Cleaner(select=()).clean("\n".join(line for line in stays if line.strip()))
    assert [line for line in cleaned.split("\n") if line] == kept.split("\n")
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip()


def texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield row["text"] if "text" in row else "\n".join(line for line, _ in row["lines"])


@pytest.mark.parametrize("path", [p for p in CORPORA if "gold" not in p.name], ids=lambda path: path.name)
def test_cleaning_a_real_text_twice_is_cleaning_it_once(path: Path) -> None:
    for text in texts(path):
        once = clean(text)
        assert clean(once) == once
