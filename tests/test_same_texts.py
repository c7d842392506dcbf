"""The same texts from the library and from the command, in every format, with every setting: odd ones, too."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command import cleaner as command
from engines import engine, site_cleaner, texts, urls

from cleaner import Cleaner

SETTINGS: list[dict[str, Any]] = [
    {},
    {"level": "aggressive"},
    {"languages": ("de", "en"), "ignore": ("share",)},
    {"unicode": ("repair", "-nfc"), "select": ("en/ads", "sites")},
]


def options(cleaner: Cleaner) -> list[str]:
    unicode = (cleaner.unicode,) if isinstance(cleaner.unicode, str) else cleaner.unicode
    given = [("lang", cleaner.languages or ()), ("select", cleaner.select or ()), ("ignore", cleaner.ignore)]
    given += [("lists", cleaner.lists), ("unicode", unicode), ("level", (cleaner.level,))]
    return [word for name, values in given for value in values for word in (f"--{name}", value)]


def write(folder: Path, rows: list[tuple[str, str | None]]) -> None:
    pq, pa = engine("pyarrow.parquet"), engine("pyarrow")
    folder.mkdir()
    lines = [json.dumps({"text": text, "url": url}, ensure_ascii=len(text) % 2 == 0) for text, url in rows]
    (folder / "a.jsonl").write_bytes("".join(f"{line}\n" for line in lines).encode())
    columns = {"text": [text for text, _ in rows], "url": pa.array([url for _, url in rows], pa.string())}
    pq.write_table(pa.table(columns), folder / "a.parquet", row_group_size=50)
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([("text", "url"), *((text, url or "") for text, url in rows)])


def read(folder: Path) -> dict[str, list[str]]:
    csv.field_size_limit(1 << 20)
    with (folder / "a.csv").open(encoding="utf-8", newline="") as file:
        delimited = [row["text"] for row in csv.DictReader(file)]
    records = (folder / "a.jsonl").read_bytes().removesuffix(b"\n").split(b"\n")
    return {
        "csv": delimited,
        "jsonl": [json.loads(line)["text"] for line in records],
        "parquet": engine("pyarrow.parquet").read_table(folder / "a.parquet")["text"].to_pylist(),
    }


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_command_writes_the_texts_that_the_library_returns(settings: dict[str, Any], tmp_path: Path) -> None:
    cleaner = replace(site_cleaner(tmp_path / "lists"), **settings)
    # Bytes of nothing are refused in delimited text.
    rows = [(text, url) for text, url in zip(texts(), urls(), strict=True) if "\0" not in text]
    write(tmp_path / "in", rows)
    done = command("clean", "in", "-o", "out", "--url-field", "url", "-j", "2", *options(cleaner), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    expected = [cleaner.clean(text, url) for text, url in rows]
    assert read(tmp_path / "out") == {"csv": expected, "jsonl": expected, "parquet": expected}
    assert [cleaner.explain(text, url).text for text, url in rows] == expected


def test_files_of_text_are_cleaned_as_the_library_cleans_them(tmp_path: Path) -> None:
    # A mark at a file's beginning is the file's, and a byte of nothing makes it no text.
    chosen = {f"{n}.txt": text for n, text in enumerate(texts()) if "\0" not in text and text[:1] != "\ufeff"}
    (tmp_path / "in").mkdir()
    for name, text in chosen.items():
        (tmp_path / "in" / name).write_bytes(text.encode())
    done = command("clean", "in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / "out" / name).read_bytes().decode() for name in chosen} == {
        name: Cleaner().clean(text) for name, text in chosen.items()
    }
