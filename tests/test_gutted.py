"""Documents that lose too much: cleaned, kept or dropped."""

from __future__ import annotations

import json
from pathlib import Path

from command import ARTICLE, CLEANED, cleaner, make_tree, tree
from roundtrip import run

GUTTED = "Advertisement\n\nShare this article\n\nThe ferry sank.\n"


def statuses(folder: Path, on_gutted: str, *more: str) -> tuple[dict[str, bytes], dict[str, object]]:
    """Clean three documents and return what was written and the summary."""
    source = make_tree(folder / "in", {"gutted.txt": GUTTED, "good.txt": ARTICLE * 3, "blank.txt": " \n"})
    result = cleaner("clean", source, "-o", folder / "out", "--on-gutted", on_gutted, "--output-format", "json", *more)
    assert result.returncode == 0
    return tree(folder / "out"), json.loads(result.stderr)


def test_a_document_over_its_budget_is_named_and_cleaned_kept_or_dropped(tmp_path: Path) -> None:
    for on_gutted, wanted in (("clean", b"The ferry sank.\n"), ("keep", GUTTED.encode()), ("drop", None)):
        written, summary = statuses(tmp_path / on_gutted, on_gutted)
        assert written.get("gutted.txt") == wanted
        assert summary["gutted"] == 1
        assert summary["gutted_documents"] == [str(tmp_path / on_gutted / "in/gutted.txt")]
        assert summary["empty"] == 1
        assert written["good.txt"] == (CLEANED * 3).encode()


def test_the_budget_can_be_set(tmp_path: Path) -> None:
    written, summary = statuses(tmp_path, "keep", "--max-removed", "0.9")
    assert summary["gutted"] == 0
    assert written["gutted.txt"] == b"The ferry sank.\n"


def test_files_that_were_dropped_come_back(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"x/gutted.txt": GUTTED, "good.txt": ARTICLE})
    audit = tmp_path / "audit.jsonl"
    assert run("clean", "-q", source, "-o", tmp_path / "out", "--audit", audit, "--on-gutted", "drop") == 0
    assert run("restore", "-q", tmp_path / "out", "--audit", audit, "-o", tmp_path / "back") == 0
    assert tree(tmp_path / "back") == tree(source)
