"""Attributes for Dolma: a row for each row, spans in code points of its text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from command import ARTICLE, cleaner, make_tree
from hypothesis import given, settings
from test_audit import scraped

from cleaner import Cleaner
from cleaner.audit.dolma import attributes


def rows(path: Path) -> list[dict[str, Any]]:
    """Read a file of attributes."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode().splitlines()]


def replaced(text: str, spans: list[list[float]]) -> str:
    """Replace spans by nothing, as Dolma's mixer does."""
    for start, end, _ in reversed(spans):
        text = text[: int(start)] + text[int(end) :]
    return text


@settings(max_examples=200)
@given(text=scraped)
def test_what_the_spans_leave_is_what_the_rules_leave(text: str) -> None:
    found = attributes(Cleaner().explain(text))
    assert replaced(text, found["cleaner__rules__cut"]) == Cleaner(unicode="none").clean(text)
    for spans in found.values():
        assert all(0 <= start <= end <= len(text) for start, end, _ in spans)


def test_spans_count_code_points_and_name_their_rule() -> None:
    found = attributes(Cleaner().explain("🚀 “Aye”\n\nAdvertisement\n\nNobody was hurt."))
    assert found["cleaner__rules__en/ads:label"] == [[9, 22, 1.0]]
    assert found["cleaner__rules__cut"] == [[9, 24, 1.0]]
    assert found["cleaner__unicode__quotes"] == [[2, 3, 1.0], [6, 7, 1.0]]
    assert found["cleaner__document__removed"] == [[0, 40, 0.325]]
    assert found["cleaner__document__gutted"] == [[0, 40, 0.0]]


def test_each_row_has_its_row_whatever_it_holds(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "source": "s", "text": ARTICLE}),
        "no json",
        "",
        json.dumps({"id": 7, "text": "Nobody was hurt."}),
        json.dumps({"id": "b", "text": "\ud83d lone", "added": "x"}),
        json.dumps({"id": "c", "text": None}),
    ]
    source = make_tree(tmp_path, {"documents/de/x.jsonl": "\n".join(lines), "documents/y.jsonl": lines[0] + "\n"})
    folder = tmp_path / "attributes/cleaner"
    result = cleaner("clean", source / "documents", "-n", "--audit", folder, "--audit-format", "dolma")
    assert result.returncode == 3
    found = rows(folder / "de/x.jsonl")
    assert [row.get("id") for row in found] == ["a", None, None, 7, "b", None]
    assert found[0]["source"] == "s"
    assert len(rows(folder / "y.jsonl")) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_large_shard_and_many_small_ones_line_up(tmp_path: Path, jobs: int) -> None:
    documents = [
        json.dumps({"id": str(n), "source": "s", "text": f"{n}\n{ARTICLE}" if n % 3 else "Same."})
        for n in range(30_000)
    ]
    files: dict[str, str | bytes] = {
        f"{n}.jsonl.gz": gzip.compress("\n".join(documents[n::40]).encode()) for n in range(40)
    }
    files["large.jsonl"] = "\n".join(documents) + "\n"
    source = make_tree(tmp_path / "documents", files)
    folder = tmp_path / "attributes"
    command = ("clean", "-q", source, "-o", tmp_path / "out", "--jobs", jobs, "--audit", folder)
    assert cleaner(*command, "--audit-format", "dolma").returncode == 0
    for name, ids in [("large.jsonl", range(30_000)), ("7.jsonl.gz", range(7, 30_000, 40))]:
        assert [row["id"] for row in rows(folder / name)] == list(map(str, ids))
    assert not list(folder.rglob(".cleaner-*"))


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", b"The ferry sank.\n"), ("a.csv", b"text\nx\n"), ("a.jsonl", '{"text": "x"}\n'.encode("utf-16"))],
)
def test_what_dolma_cannot_hold_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    source = make_tree(tmp_path / "in", {name: data, "b.jsonl": '{"text": "x"}\n'})
    folder = tmp_path / "attributes"
    result = cleaner("clean", source, "-o", tmp_path / "out", "--audit", folder, "--audit-format", "dolma")
    assert result.returncode == 3
    assert f"in/{name}: Dolma has attributes for JSON Lines in UTF-8".encode() in result.stderr
    assert [path.name for path in folder.rglob("*")] == ["b.jsonl"]
    assert [path.name for path in (tmp_path / "out").glob("[!.]*")] == ["b.jsonl"]


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"a.jsonl": '{"text": "x"}\n'})
    make_tree(tmp_path / "attributes", {"a.jsonl": ""})
    command = ("clean", source, "-o", tmp_path / "out", "--audit", tmp_path / "attributes", "--audit-format", "dolma")
    assert cleaner(*command).returncode == 2
    assert cleaner("clean", source, "-n", "--audit-format", "dolma").returncode == 2
