"""What has changed since the last run, or was lost of it: `--resume` notices and does that again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, cleaner, make_tree, tree
from faults import (
    GOOD,
    RECORD,
    run,
)


def test_resume_does_again_what_changed_in_inputs_outputs_rules_or_options(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {f"{n}.txt": ARTICLE for n in range(5)})
    again = ("clean", "in", "-o", "out", "--resume")
    cleaner(*again, cwd=tmp_path)
    assert b"5 files finished before" in cleaner(*again, cwd=tmp_path).stderr
    make_tree(tmp_path, {"in/0.txt": "Another text.", "in/new.txt": "New."})
    os.utime(tmp_path / "in/1.txt")
    (tmp_path / "out/2.txt").unlink()
    (tmp_path / "out/3.txt").write_text("cut")
    done = cleaner(*again, cwd=tmp_path)
    assert b"1 file finished before" in done.stderr
    want = {f"{n}.txt": CLEANED.encode() for n in range(5)}
    assert tree(tmp_path / "out") == {**want, "0.txt": b"Another text.", "new.txt": b"New."}
    done = cleaner(*again, "--ignore", "ads", cwd=tmp_path)
    assert b"the rules or options are not those of the earlier run: everything is done again" in done.stderr
    assert tree(tmp_path / "out")["4.txt"] == ARTICLE.encode()
    make_tree(
        tmp_path,
        {"lists/x.toml": '[[rule]]\nid = "x"\nremoves = "line"\nlines = ["Nobody"]\nwhy = "x"\nkeep = ["No"]\n'},
    )
    cleaner(*again, "--lists", "lists", cwd=tmp_path)
    make_tree(
        tmp_path,
        {"lists/x.toml": '[[rule]]\nid = "x"\nremoves = "line"\nlines = ["No one"]\nwhy = "x"\nkeep = ["No"]\n'},
    )
    assert b"everything is done again" in cleaner(*again, "--lists", "lists", cwd=tmp_path).stderr


@pytest.mark.parametrize("kind", ["txt", "jsonl"])
def test_resume_does_an_output_again_that_is_not_the_one_that_was_written(tmp_path: Path, kind: str) -> None:
    content = ARTICLE if kind == "txt" else RECORD + b"\n"
    names = [f"{name}.{kind}" for name in ("left", "edited", "replaced", "linked")]
    make_tree(tmp_path / "in", dict.fromkeys(names, content))
    again = ("clean", "in", "-o", "out", "--resume")
    cleaner(*again, cwd=tmp_path)
    want = tree(tmp_path / "out")
    out = {path.name.partition(".")[0]: path for path in (tmp_path / "out").glob(f"*.{kind}")}
    size, before = out["left"].stat().st_size, out["replaced"].stat()
    out["edited"].write_bytes(b"x" * size)
    (tmp_path / "other").write_bytes(b"y" * size)  # As old as what it replaces.
    os.utime(tmp_path / "other", ns=(before.st_atime_ns, before.st_mtime_ns))
    (tmp_path / "other").replace(out["replaced"])
    out["linked"].rename(tmp_path / "elsewhere")
    out["linked"].symlink_to(tmp_path / "elsewhere")
    done = cleaner(*again, cwd=tmp_path)
    assert b"1 file finished before" in done.stderr
    assert tree(tmp_path / "out") == want
    assert not out["linked"].is_symlink()
    assert b"4 files finished before" in cleaner(*again, cwd=tmp_path).stderr


def test_an_output_that_is_taken_away_during_the_run_is_made_again_by_resume(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {f"{n:02}.txt": ARTICLE for n in range(40)})
    with subprocess.Popen(["sh", "-c", "while ! rm out/05.txt; do :; done"], cwd=tmp_path, stderr=-3):
        assert cleaner("clean", "in", "-o", "out", "--jobs", "1", cwd=tmp_path).returncode == 0
    assert b"39 files finished before" in cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path).stderr
    assert len(tree(tmp_path / "out")) == 40


def test_resume_says_again_what_failed_before(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "a.jsonl": RECORD + b"\n{broken\n"})
    first = run(tmp_path, "--resume")
    assert first[0] == 3
    assert run(tmp_path, "--resume") == first


def test_a_torn_line_at_the_end_of_the_journal_is_dropped(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", GOOD)
    cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    (journal,) = (tmp_path / "out").glob(".cleaner-resume-*")
    journal.write_bytes(journal.read_bytes()[:-9])
    done = cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path)
    assert b"1 file finished before" in done.stderr
    assert b"2 files finished before" in cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path).stderr


@pytest.mark.parametrize("damage", [b"5", b"[]", b'["1.txt"]', b'{"a":1}', b"null", b"[[], 1, 2, 3, 4, 5, 6, 7]"])
def test_what_stands_behind_damage_in_the_journal_is_done_again(tmp_path: Path, damage: bytes) -> None:
    make_tree(tmp_path / "in", {f"{n}.txt": ARTICLE for n in range(5)})
    again = ("clean", "in", "-o", "out", "--resume")
    cleaner(*again, cwd=tmp_path)
    (journal,) = (tmp_path / "out").glob(".cleaner-resume-*")
    header, first, _, *rest = journal.read_bytes().splitlines()
    journal.write_bytes(b"\n".join([header, first, damage, *rest, b""]))
    done = cleaner(*again, cwd=tmp_path)
    assert (done.returncode, b"1 file finished before" in done.stderr) == (0, True)
    assert b"5 files finished before" in cleaner(*again, cwd=tmp_path).stderr


@pytest.mark.parametrize("resume", [(), ("--resume",)])
def test_a_link_or_a_pipe_in_the_place_of_the_journal_is_refused_and_leads_nowhere(
    tmp_path: Path, resume: tuple[str, ...]
) -> None:
    make_tree(tmp_path, {"in/a.txt": ARTICLE, "victim": "safe"})
    cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    (journal,) = (tmp_path / "out").glob(".cleaner-resume-*")
    journal.unlink()
    journal.symlink_to(tmp_path / "victim")
    assert cleaner("clean", "in", "-o", "out", *resume, cwd=tmp_path).returncode == 2
    assert (tmp_path / "victim").read_text() == "safe"
    journal.unlink()
    os.mkfifo(journal)
    done = cleaner("clean", "in", "-o", "out", *resume, cwd=tmp_path)
    assert done.returncode == 2
    assert b"is not a regular file: remove it" in done.stderr
