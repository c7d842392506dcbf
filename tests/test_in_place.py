"""Cleaning in place: the inputs are replaced, and come back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree
from roundtrip import corpus_of


def test_in_place_needs_an_audit_outside_the_input(tmp_path: Path) -> None:
    source = corpus_of(tmp_path / "in")
    before = tree(source)
    for options in ([], ["--audit", source / "audit.jsonl"], ["--audit", tmp_path / "a.jsonl", "-o", tmp_path / "out"]):
        assert cleaner("clean", source, "--in-place", *options).returncode == 2
    assert tree(source) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_are_cleaned_in_place_and_come_back(tmp_path: Path, jobs: int) -> None:
    source, wanted = corpus_of(tmp_path / "in"), corpus_of(tmp_path / "copy")
    (source / "d.txt").chmod(0o640)
    (tmp_path / "link.txt").symlink_to(source / "same.txt")
    audit = tmp_path / "audit.jsonl.zst"
    assert cleaner("clean", source, "--in-place", "--audit", audit, "--jobs", jobs).returncode == 0
    assert (source / "00/a.txt").read_text() == f"Report 0.\n\n{CLEANED}"
    assert (source / "d.txt").stat().st_mode & 0o777 == 0o640
    assert cleaner("restore", source, "--audit", audit, "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(wanted)


def test_a_link_stays_a_link_and_its_file_is_cleaned(tmp_path: Path) -> None:
    source = make_tree(tmp_path, {"real.txt": ARTICLE})
    (source / "link.txt").symlink_to("real.txt")
    assert cleaner("clean", source / "link.txt", "--in-place", "--audit", tmp_path / "audit.jsonl").returncode == 0
    assert (source / "link.txt").is_symlink()
    assert (source / "real.txt").read_text() == CLEANED


def test_a_file_that_somebody_changes_while_it_is_cleaned_in_place_keeps_the_change(tmp_path: Path) -> None:
    record = json.dumps({"text": ARTICLE}) + "\n"
    source = make_tree(tmp_path / "in", {"log.jsonl": record * 20_000, "good.txt": ARTICLE})
    audit = tmp_path / "audit.jsonl"
    with subprocess.Popen(
        [*COMMAND, "clean", source, "-q", "--in-place", "--audit", audit, "--jobs", "2"], stderr=subprocess.PIPE
    ) as run:
        assert run.stderr
        while not list(source.glob(".cleaner-*.tmp")):
            assert run.poll() is None
            time.sleep(0.01)
        with (source / "log.jsonl").open("a") as log:
            log.write(record)
        said = run.stderr.read().decode()
    assert said == f"cleaner: {source}/log.jsonl: changed while it was cleaned: it stays as it is now\n"
    assert run.returncode == 3
    assert tree(source) == {"good.txt": CLEANED.encode(), "log.jsonl": (record * 20_001).encode()}
    back = cleaner("restore", "-q", source, "--audit", audit, "-o", tmp_path / "back")
    assert back.returncode == 3
    assert tree(tmp_path / "back") == {"good.txt": ARTICLE.encode()}


def test_a_name_of_a_file_that_stands_elsewhere_too_loses_only_its_own_content_in_place(tmp_path: Path) -> None:
    make_tree(tmp_path, {"kept.txt": ARTICLE, "in/good.txt": ARTICLE})
    os.link(tmp_path / "kept.txt", tmp_path / "in/a.txt")
    os.link(tmp_path / "kept.txt", tmp_path / "in/b.txt")
    audit = tmp_path / "audit.jsonl"
    assert cleaner("clean", tmp_path / "in", "--in-place", "--audit", audit).returncode == 0
    assert (tmp_path / "kept.txt").read_text() == ARTICLE
    assert cleaner("restore", tmp_path / "in", "--audit", audit, "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == dict.fromkeys(("a.txt", "b.txt", "good.txt"), ARTICLE.encode())


def test_what_is_no_file_is_not_replaced_in_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    done = cleaner("clean", tmp_path / "pipe.txt", "--in-place", "--audit", tmp_path / "audit.jsonl")
    assert f"cleaner: {tmp_path}/pipe.txt: not a regular file\n" in done.stderr.decode()
    assert done.returncode == 3
    assert (tmp_path / "pipe.txt").is_fifo()


def test_a_run_in_place_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n:04}.txt": f"Report {n}.\n\n{ARTICLE * 20}" for n in range(600)}
    for attempt, delay in enumerate((0.35, 0.5, 0.7)):
        source = make_tree(tmp_path / f"in{attempt}", files)
        audit = tmp_path / f"audit{attempt}.jsonl.zst"
        process = subprocess.Popen(
            [*COMMAND, "clean", "-q", str(source), "--in-place", "--audit", str(audit), "--jobs", "2"],
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        changed = [name for name, content in files.items() if (source / name).read_text() != content]
        if not audit.exists():
            assert not changed
            continue
        for path in source.glob(".cleaner-*"):
            path.unlink()
        back = tmp_path / f"back{attempt}"
        result = cleaner("restore", "-q", source, "--audit", audit, "-o", back, "--incomplete")
        assert not [name for name in changed if (back / name).read_text() != files[name]], result.stderr


def test_a_run_in_place_that_is_terminated_can_be_undone_and_gone_on_with(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n:04}.txt": f"Report {n}.\n\n{ARTICLE * 20}" for n in range(600)}
    source = make_tree(tmp_path / "in", files)
    command = [*COMMAND, "clean", "in", "--in-place", "--audit", "first.jsonl", "--jobs", "2"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)
    while process.poll() is None and (source / "0000.txt").read_text() == files["0000.txt"]:
        time.sleep(0.005)
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 143
    assert said == (b"cleaner: terminated; what is done has its way back in first.jsonl: go on with another --audit\n")
    after = tree(source)
    changed = [name for name, content in files.items() if after[name].decode() != content]
    assert after.keys() == files.keys()
    assert 0 < len(changed) < 600
    cleaner("restore", "-q", "in", "--audit", "first.jsonl", "-o", "back", cwd=tmp_path)
    assert not [name for name in changed if (tmp_path / "back" / name).read_text() != files[name]]
    assert cleaner("clean", "in", "--in-place", "--audit", "second.jsonl", cwd=tmp_path).returncode == 0
    assert not [name for name, content in tree(source).items() if b"Advertisement" in content]


@pytest.mark.parametrize("what", ["the folder", "a file"])
def test_what_a_killed_run_in_place_left_is_removed_by_the_next_one(tmp_path: Path, what: str) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    ours, alive = f".cleaner-0123456789ab-{ended.pid}-7.tmp", f".cleaner-0123456789ab-{os.getpid()}-7.tmp"
    others = (".cleaner-notes.tmp", "cleaner-0-1-1.tmp", f".cleaner-0123456789ab-{ended.pid}-7.tmp.txt")
    source = make_tree(tmp_path / "in", dict.fromkeys(["a.txt", ours, alive, *others], ARTICLE))
    named = source if what == "the folder" else source / "a.txt"
    audit = tmp_path / "audit.jsonl"
    for looks in (("check", named), ("clean", named, "--in-place", "--audit", audit, "--dry-run")):
        cleaner(*looks)
        assert (source / ours).exists()
    audit.unlink(missing_ok=True)
    done = cleaner("clean", named, "--in-place", "--audit", audit)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in source.iterdir()} == {"a.txt", alive, *others}
    assert (source / "a.txt").read_text() == CLEANED
