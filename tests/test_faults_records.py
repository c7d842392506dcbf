"""Faulty records: named by line, kept, left out or the end of their file, and all others are cleaned."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from command import COMMAND, cleaner, make_tree
from faults import (
    CLEAN_RECORD,
    GOOD,
    GOOD_CLEANED,
    RECORD,
    padded,
    run,
)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("large", [False, True])
def test_faulty_records_are_named_by_line_and_kept_and_the_others_cleaned(
    tmp_path: Path, jobs: int, large: bool
) -> None:
    many = 1500 if large else 10
    record, clean_record = [RECORD, CLEAN_RECORD] if not large else [padded(RECORD), padded(CLEAN_RECORD)]
    bad = {5: b"{broken", 6: b'{"words":1}', 7: b'{"text":1}', 8: b'{"text":"\xff"}', 9: b""}
    lines = [bad.get(number, record) for number in range(1, many + 1)]
    want = [bad.get(number, clean_record) for number in range(1, many + 1)]
    make_tree(tmp_path / "in", {**GOOD, "a.jsonl": b"\n".join(lines)})
    code, written, faults = run(tmp_path, "--jobs", jobs)
    assert written == {**GOOD_CLEANED, "a.jsonl": b"\n".join(want)}
    assert [fault.split(": ")[1] for fault in faults] == [f"in/a.jsonl:{number}" for number in (5, 6, 7, 8)]
    assert code == 3
    if not large:
        _, written, _ = run(tmp_path, "--on-error", "skip")
        assert written["a.jsonl"] == b"\n".join(line for line in want if line in (CLEAN_RECORD, b""))
    shutil.rmtree(tmp_path / "out")
    code, written, faults = run(tmp_path, "--jobs", jobs, "--on-error", "fail")
    assert (code, written) == (3, GOOD_CLEANED)
    assert len(faults) == 1
    assert faults[0].startswith("cleaner: in/a.jsonl:5: invalid JSON")


def test_many_faults_of_one_file_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.jsonl": RECORD + b"\n" + b"{broken\n" * 100})
    done = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    lines = done.stderr.decode().splitlines()
    assert sum("invalid JSON" in line for line in lines) == 20
    assert "cleaner: in/a.jsonl: and 80 more records" in lines
    assert "100 records could not be cleaned" in lines


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_record_over_the_limit_is_named_and_passes_through(tmp_path: Path, name: str) -> None:
    small, cleaned, huge = RECORD, CLEAN_RECORD, b'{"text":"' + b"x" * (3 << 20) + b'"}'
    head = b""
    if name == "a.csv":
        head, small, cleaned, huge = b"text\n", b"word", b"word", b'"' + b"x" * (3 << 20) + b'"'
    data = head + small + b"\n" + huge + b"\n" + small + b"\n"
    make_tree(tmp_path / "in", {**GOOD, name: data})
    code, written, faults = run(tmp_path, "--max-size", 1)
    assert written[name] == data.replace(small, cleaned) if name == "a.jsonl" else data
    assert len(faults) == 1
    assert faults[0].startswith(f"cleaner: in/{name}:{2 + bool(head)}: a ")
    assert code == 3


def test_a_line_of_a_gigabyte_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with (tmp_path / "in/a.jsonl").open("wb") as file:
        file.write(RECORD + b'\n{"text":"')
        file.seek(1 << 30, os.SEEK_CUR)  # A hole: it reads as a gigabyte of NUL bytes and takes no room.
        file.write(b'"}\n' + RECORD)
    done = subprocess.run(
        ["bash", "-c", 'ulimit -v 1500000; exec "$@"', "-", *COMMAND, "clean", "in/a.jsonl", "-o", "/dev/null", "-j1"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.stderr.decode().splitlines()[0].startswith("cleaner: in/a.jsonl:2: a record of more than 256 MiB")
    assert b"2 documents in 1 file: 2 changed" in done.stderr
    assert done.returncode == 3
