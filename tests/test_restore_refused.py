"""Audits and cleaned files that do not fit each other: refused by name, and never restored to something else."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from command import ARTICLE, CLEANED, cleaner, make_tree, tree
from hypothesis import given
from hypothesis import strategies as st
from roundtrip import corpus_of, run, slow


def cleaned_pair(tmp_path: Path, text: str = ARTICLE) -> tuple[Path, Path]:
    """Return a cleaned file and its audit."""
    source = make_tree(tmp_path / "in", {"a.txt": text}) / "a.txt"
    assert run("clean", "-q", source, "-o", tmp_path / "a.txt", "--audit", tmp_path / "audit.jsonl") == 0
    return tmp_path / "a.txt", tmp_path / "audit.jsonl"


def test_a_file_that_was_changed_since_is_refused_by_name(tmp_path: Path) -> None:
    cleaned, audit = cleaned_pair(tmp_path)
    cleaned.write_text(CLEANED + "More.\n")
    result = cleaner("restore", cleaned, "--audit", audit, "-o", tmp_path / "back")
    assert result.returncode == 3
    assert b"in/a.txt: not the text that this audit was written for, or changed since" in result.stderr
    assert not (tmp_path / "back").exists()


def test_the_audit_of_something_else_is_refused(tmp_path: Path) -> None:
    _, audit = cleaned_pair(tmp_path)
    stranger = make_tree(tmp_path, {"other.txt": "The tram line opens.\n"}) / "other.txt"
    result = cleaner("restore", stranger, "--audit", audit, "-o", tmp_path / "back")
    assert result.returncode == 3
    assert b"other.txt: the audit" in result.stderr
    assert b"does not know this file" in result.stderr


def test_of_many_files_that_the_audit_does_not_know_the_first_are_named(tmp_path: Path) -> None:
    _, audit = cleaned_pair(tmp_path)
    folder = make_tree(tmp_path / "mixed", {f"{n:02}.txt": f"Note {n}.\n" for n in range(12)} | {"a.txt": CLEANED})
    result = cleaner("restore", folder, "--audit", audit, "-o", tmp_path / "back")
    assert result.returncode == 3
    *named, more, summary = result.stderr.decode().splitlines()
    assert named == [f"cleaner: {folder}/{n:02}.txt: the audit {audit} does not know this file" for n in range(5)]
    assert more == "cleaner: and 7 more files, for the same reason"
    assert summary == "1 file restored, 12 not"


def test_an_audit_that_lost_any_of_its_lines_is_refused(tmp_path: Path) -> None:
    source = corpus_of(tmp_path / "in")
    audit = tmp_path / "audit.jsonl"
    assert run("clean", "-q", source, "-o", tmp_path / "out", "--audit", audit, "--jobs", "1") == 0
    lines = audit.read_bytes().splitlines(keepends=True)
    for gone in (0, 7, len(lines) // 2, len(lines) - 1):
        audit.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
        result = cleaner("restore", tmp_path / "out", "--audit", audit, "-o", tmp_path / "back")
        assert result.returncode == 2
        assert not (tmp_path / "back").exists()


@slow
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_damaged_audit_never_gives_anything_but_the_original(at: int, bit: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cleaned, audit = cleaned_pair(folder, ARTICLE + "“Aye” and “no” and “aye”, she said.\n")
        data = bytearray(audit.read_bytes())
        data[at % len(data)] ^= 1 << bit
        audit.write_bytes(data)
        result = subprocess_free_restore(cleaned, audit, folder / "back")
        assert result in (None, (folder / "in/a.txt").read_bytes())


def subprocess_free_restore(cleaned: Path, audit: Path, back: Path) -> bytes | None:
    import click

    try:
        run("restore", "-q", cleaned, "--audit", audit, "-o", back)
    except click.UsageError:
        return None
    return back.read_bytes() if back.exists() else None


def test_a_line_missing_from_the_middle_of_a_shard_is_noticed(tmp_path: Path) -> None:
    shard = make_tree(tmp_path / "in", {"a.jsonl": (json.dumps({"text": ARTICLE}) + "\n") * 5}) / "a.jsonl"
    audit = tmp_path / "audit.jsonl"
    assert run("clean", "-q", shard, "-o", tmp_path / "a.jsonl", "--audit", audit) == 0
    lines = audit.read_text().splitlines(keepends=True)
    audit.write_text("".join([*lines[:2], *lines[3:-1], '{"audit":1,"end":{"lines":5}}\n']))
    result = cleaner("restore", tmp_path / "a.jsonl", "--audit", audit, "-o", tmp_path / "back.jsonl")
    assert result.returncode == 3
    assert b"lines of the audit are missing" in result.stderr
    assert not (tmp_path / "back.jsonl").exists()


def test_an_audit_of_another_version_is_refused(tmp_path: Path) -> None:
    cleaned, audit = cleaned_pair(tmp_path)
    audit.write_text(audit.read_text().replace('"audit":1', '"audit":2'))
    result = cleaner("restore", cleaned, "--audit", audit, "-o", tmp_path / "back")
    assert result.returncode == 2
    assert b"the audit is of version 2" in result.stderr


def test_an_audit_is_never_overwritten(tmp_path: Path) -> None:
    _, audit = cleaned_pair(tmp_path)
    before = audit.read_bytes()
    result = cleaner("clean", tmp_path / "in", "-o", tmp_path / "again", "--audit", audit)
    assert result.returncode == 2
    assert b"may be the only way back" in result.stderr
    assert audit.read_bytes() == before


def test_a_file_that_the_run_left_out_is_said_to_be_unknown_and_not_taken_for_another(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"t.csv": f'id,text\n1,"{ARTICLE}"\n', "r.jsonl": '{"text": "One."}\n'})
    audit = tmp_path / "audit.jsonl"
    cleaner("clean", source, "--in-place", "--audit", audit, "--exclude", "*.jsonl")
    done = cleaner("restore", source, "--audit", audit, "-o", tmp_path / "back")
    assert done.stderr.decode().splitlines()[0] == (
        f"cleaner: {source}/r.jsonl: the audit {audit} does not know this file"
    )
    assert done.returncode == 3
    assert set(tree(tmp_path / "back")) == {"t.csv"}
    renamed = (source / "t.csv").rename(tmp_path / "renamed.csv")
    assert cleaner("restore", renamed, "--audit", audit, "-o", tmp_path / "t.csv").returncode == 0
