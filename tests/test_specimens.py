"""The two real texts beside the project, where they are there."""

from pathlib import Path

import pytest

from cleaner import Cleaner, clean

SHARED = Path(__file__).parents[2] / "shared"
SEEDS = sorted(SHARED.glob("seeds/*.txt"))

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
