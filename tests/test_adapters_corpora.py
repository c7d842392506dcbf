"""datasets and datatrove: corpora cleaned by several processes, the same texts as `Cleaner.clean` leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from engines import engine, expected, site_cleaner, texts, urls

from cleaner import Cleaner

datasets = engine("datasets")
engine("datatrove")
CleanExamples = engine("cleaner.adapters.datasets").CleanExamples
BoilerplateCleaner = engine("cleaner.adapters.datatrove").BoilerplateCleaner

FERRY = "The ferry sank.\n\nOur ferry page"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(tmp_path / "cache"))


# ------------------------------------------------------------------ datasets


@pytest.mark.parametrize("form", [None, "arrow"])
@pytest.mark.parametrize("workers", [None, 2])
def test_datasets_keep_other_columns_plain_and_arrow_with_one_process_and_two(form: str | None, workers: Any) -> None:
    rows = datasets.Dataset.from_dict({"id": range(301), "text": [*texts(), None]}).with_format(form)
    cleaned = rows.map(CleanExamples(), batched=True, batch_size=50, num_proc=workers).with_format(None)
    assert cleaned.features == rows.features
    assert cleaned["id"][:] == list(range(301))
    assert cleaned["text"][:] == [*expected(), None]


@pytest.mark.parametrize("form", [None, "arrow"])
def test_datasets_say_what_was_removed(tmp_path: Path, form: str | None) -> None:
    cleaner = site_cleaner(tmp_path)
    rows = datasets.Dataset.from_dict({"body": [*texts()[:50], FERRY], "url": [*urls()[:50], "https://example.com"]})
    step = CleanExamples("body", "url", removals=True, status=True, cleaner=cleaner)
    cleaned = rows.with_format(form).map(step, batched=True).with_format(None)
    for before, after in zip(rows, cleaned, strict=True):
        result = cleaner.explain(before["body"], before["url"])
        removed = [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]
        assert after == {
            "body": result.text,
            "url": before["url"],
            "cleaner_removed": removed,
            "cleaner_status": result.status,
        }
    with pytest.raises(ValueError, match="'cleaner_removed' is there already"):
        cleaned.with_format(form).map(step, batched=True)


def test_streaming_datasets_too() -> None:
    rows = datasets.Dataset.from_dict({"text": texts()}).to_iterable_dataset(num_shards=3)
    assert [row["text"] for row in rows.map(CleanExamples(), batched=True)] == list(expected())


def test_the_fingerprint_depends_on_rules_and_options_alone() -> None:
    code = (
        "import datasets; from cleaner import Cleaner; from cleaner.adapters.datasets import CleanExamples\n"
        "rows = datasets.Dataset.from_dict({'text': ['a', 'b']})\n"
        "for cleaner in (Cleaner(select=()), Cleaner(select=(), unicode='none')):\n"
        "    print(rows.map(CleanExamples(cleaner=cleaner), batched=True)._fingerprint)\n"
    )
    runs = [
        subprocess.check_output([sys.executable, "-c", code], text=True, env=os.environ | {"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(set(runs[0].split())) == 2


def test_one_example_instead_of_a_batch_is_refused() -> None:
    with pytest.raises(TypeError, match="batched=True"):
        datasets.Dataset.from_dict({"text": ["a"]}).map(CleanExamples())


def test_a_column_that_is_missing_or_holds_no_texts_is_named() -> None:
    rows = datasets.Dataset.from_dict({"text": ["a", "b"], "n": [1, None]})
    with pytest.raises(KeyError, match="no columns are named 'body': the columns are text, n"):
        rows.map(CleanExamples("body"), batched=True)
    with pytest.raises(TypeError, match="expected a column of texts, not int: 'n'"):
        rows.map(CleanExamples("n"), batched=True)


# ------------------------------------------------------------------ datatrove


def run(step: Any, folder: Path, form: str, tasks: int = 4, workers: int = 2) -> tuple[list[Any], dict[str, int]]:
    """Clean folder/in with datatrove, and return the documents and what the step counted."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader, ParquetReader
    from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

    reader = JsonlReader if form == "jsonl" else ParquetReader
    out, logs = folder / "out", folder / "logs"
    writer = JsonlWriter(str(out)) if form == "jsonl" else ParquetWriter(str(out), schema=datatrove_schema())
    LocalPipelineExecutor(
        pipeline=[reader(str(folder / "in")), step, writer],
        tasks=tasks,
        workers=workers,
        logging_dir=str(logs),
    ).run()
    kind = "json" if form == "jsonl" else "parquet"
    rows = datasets.load_dataset(kind, data_files=str(out / "*"), split="train", cache_dir=str(folder / "hub"))
    stats = next(
        step["stats"] for step in json.loads((logs / "stats.json").read_text("utf-8")) if "cleaner" in step["name"]
    )
    totals = {name: value["total"] if isinstance(value, dict) else value for name, value in stats.items()}
    return sorted(rows.to_list(), key=lambda row: int(row["id"])), totals


def datatrove_schema() -> Any:
    """As docs/datatrove.md has it: else the first document decides, which may have no removals, or no text left."""
    import pyarrow as pa

    from cleaner.adapters.arrow import REMOVED_TYPE

    metadata = {
        "url": pa.string(),
        "score": pa.float64(),
        "file_path": pa.string(),
        "cleaner_removed": REMOVED_TYPE,
        "cleaner_status": pa.string(),
    }
    return pa.schema({"text": pa.string(), "id": pa.string(), "metadata": pa.struct(list(metadata.items()))})


def write(folder: Path, form: str, rows: list[dict[str, Any]], shards: int = 4) -> None:
    """Write rows as datatrove reads them; it leaves out documents without text."""
    (folder / "in").mkdir()
    for number in range(shards):
        part = datasets.Dataset.from_list(rows[number::shards])
        if form == "jsonl":
            part.to_json(str(folder / "in" / f"{number}.jsonl"))
        else:
            part.to_parquet(str(folder / "in" / f"{number}.parquet"))


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_datatrove_cleans_with_four_tasks_and_two_workers(tmp_path: Path, form: str) -> None:
    cleaner = site_cleaner(tmp_path / "rules")
    rows = [
        {"id": str(number), "text": text, "url": url or "", "score": number / 2}
        for number, (text, url) in enumerate(
            # The first documents of the tasks: two of which nothing is removed, two of which nothing stays.
            zip(
                ["Nobody was hurt."] * 2 + ["Advertisement"] * 2 + [*texts(), FERRY],
                [None] * 4 + [*urls(), "https://example.com/a"],
                strict=True,
            )
        )
        if text
    ]
    write(tmp_path, form, rows)
    documents, stats = run(BoilerplateCleaner(cleaner, removals=True), tmp_path, form)
    results = [cleaner.explain(row["text"], row["url"]) for row in rows]
    # An empty text is not written at all.
    assert [document["text"] or "" for document in documents] == [result.text for result in results]
    for document, row, result in zip(documents, rows, results, strict=True):
        kept = document["metadata"]
        assert (kept["url"], kept["score"]) == (row["url"], row["score"])
        assert kept["cleaner_status"] == result.status
        removed = [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]
        assert (kept["cleaner_removed"] or []) == removed
    assert stats["total"] == len(rows)
    ferries = sum(removal.rule == "en/sites:ferry" for result in results for removal in result.removals)
    assert stats["rule/en/sites:ferry"] == ferries > 0
    for name in ("unchanged", "cleaned", "empty", "gutted"):
        assert stats.get(name, 0) == sum(result.status == name for result in results)
    assert stats["removed"] == sum(r.end - r.start for result in results for r in result.removals)


def test_datatrove_drops_gutted_documents_when_asked(tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": text} for number, text in enumerate(texts()) if text]
    write(tmp_path, "jsonl", rows)
    documents, stats = run(BoilerplateCleaner(drop_gutted=True), tmp_path, "jsonl", tasks=1, workers=1)
    left = [r.text for r in (Cleaner().explain(row["text"]) for row in rows) if r.status != "gutted"]
    assert [document["text"] for document in documents] == left
    assert (stats["dropped"], stats["forwarded"]) == (len(rows) - len(left), len(left))
    assert len(left) < len(rows)
