"""Scoring a rule set on labelled texts."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from command import cleaner as run
from corpus import FOLDER, needs_texts, texts

from cleaner import Cleaner
from cleaner.files.problems import FileError
from cleaner.score import Scored, judge, read_gold, removed_shares

STORY = "The ferry sank on Monday evening, the harbour master said, and nobody who was aboard came to any harm."


def gold_file(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def scored(path: Path, cleaner: Cleaner | None = None) -> Scored:
    cleaner = cleaner or Cleaner(languages=("en",))
    return Scored((gold, judge(gold, cleaner)) for gold in read_gold(str(path)))


def test_what_stays_counts_as_nothing_lost(tmp_path: Path) -> None:
    path = gold_file(tmp_path, {"doc": "a", "lines": [["Ferry sinks", "title"], ["", "blank"], [STORY, "content"]]})
    total = scored(path).total()
    assert (total.lines("content"), total.lines("title"), total.precision) == (0.0, 0.0, None)


def test_a_changed_apostrophe_is_no_loss() -> None:
    assert removed_shares(["It’s the harbour’s last ferry."], "It's the harbour's last ferry.") == [0.0]


def test_boilerplate_that_went_and_stayed_is_counted(tmp_path: Path) -> None:
    lines = [["Advertisement", "boiler"], [STORY, "content"], ["Tickets at the quay of Nowhere", "boiler"]]
    found = scored(gold_file(tmp_path, {"doc": "a", "lines": lines}))
    assert found.total().lines("boiler") == 0.5
    assert found.total().precision == 1.0
    assert [unit.line for unit in found.mistakes("stayed")] == ["Tickets at the quay of Nowhere"]
    assert [rule.partition(":")[0] for rule in found.by_rule()] == ["en/ads"]


def test_a_line_that_several_extractors_print_counts_once(tmp_path: Path) -> None:
    lines = [["Advertisement", "boiler"], [STORY, "content"]]
    found = scored(gold_file(tmp_path, {"doc": "a", "lines": lines}, {"doc": "a", "lines": lines}))
    assert (found.texts, found.total().count["boiler"], len(found.total().docs)) == (2, 1, 1)


def test_an_article_line_that_went_is_named_with_its_rule(tmp_path: Path) -> None:
    path = gold_file(tmp_path, {"doc": "a", "lines": [["Advertisement", "content"], [STORY, "content"]]})
    lost = scored(path).mistakes("lost")
    assert [(unit.line, unit.share) for unit in lost] == [("Advertisement", 1.0)]
    assert lost[0].rules[0].startswith("en/ads:")


def test_a_text_equal_to_its_gold_must_stay_whole(tmp_path: Path) -> None:
    text = f"Advertisement\n\n{STORY}"
    found = scored(gold_file(tmp_path, {"doc": "a", "text": text, "gold": text}))
    assert found.keep().removed["content"] == 1.0
    assert found.total().count.total() == 0


def test_lines_are_labelled_by_the_gold_text(tmp_path: Path) -> None:
    text = f"Tickets at the quay of Nowhere\n{STORY}\nOn Monday\n\n{STORY[:50]} and tickets are sold out until June."
    (gold,) = read_gold(str(gold_file(tmp_path, {"doc": "a", "text": text, "gold": f"Ferry sinks\n\n{STORY}"})))
    assert [label for _, label in gold.lines] == ["boiler", "content", "mixed", "blank", "mixed"]


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        ('{"doc": 1', "not JSON"),
        ("[]", "a gold record is an object"),
        ('{"doc": "a"}', "neither lines, nor text and gold"),
        ('{"lines": [["a", "good"]]}', "not 'good'"),
        ('{"lines": [["a"]]}', "not enough values"),
    ],
)
def test_a_record_in_another_form_is_named_by_its_line(tmp_path: Path, record: str, cause: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f'{{"lines": []}}\n{record}\n', encoding="utf-8")
    with pytest.raises(FileError, match=cause) as error:
        list(read_gold(str(path)))
    assert error.value.line == 2


def test_the_command_prints_figures_mistakes_and_a_comparison(tmp_path: Path) -> None:
    lines = [["Advertisement", "boiler"], [STORY, "content"], ["Tickets at the quay of Nowhere", "boiler"]]
    path = gold_file(tmp_path, {"doc": "a", "site": "example.com", "lines": lines})
    done = run("score", path, "--by", "site", "--mistakes", 5, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert b"site example.com" in done.stdout
    assert b"1 boilerplate lines that stayed" in done.stdout
    done = run("score", path, "--lang", "en", "--compare", "--ignore en/ads --lang en")
    assert b"1 boiler lines differ" in done.stdout
    figures = json.loads(run("score", path, "--lang", "en", "--output-format", "json").stdout)[0]["figures"]["ALL"]
    assert figures["boilerplate_removed"] == 0.5


def test_wrong_usage_says_what_to_do(tmp_path: Path) -> None:
    path = gold_file(tmp_path, {"doc": "a"})
    done = run("score", path)
    assert (done.returncode, b"gold.jsonl:1: neither lines" in done.stderr) == (2, True)
    done = run("score", gold_file(tmp_path))
    assert (done.returncode, b"no labelled text in " in done.stderr) == (2, True)
    path = gold_file(tmp_path, {"doc": "a", "lines": []})
    done = run("score", path, "--compare", "--levle strict")
    assert (done.returncode, b"--compare" in done.stderr) == (2, True)


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_score", FOLDER.parent / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_texts
def test_it_agrees_with_the_benchmark_to_the_last_digit() -> None:
    benchmark, cleaner = _benchmark(), Cleaner()
    for text in random.Random(8).sample(texts(), 60):
        cleaned = cleaner.clean(text)
        lines = text.split("\n")
        assert removed_shares(lines, cleaned) == benchmark.removed_shares(lines, cleaned)[0]
