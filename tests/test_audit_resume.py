"""An audit of a run that was stopped is gone on with: together the two runs give what one would have given."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command import ARTICLE, COMMAND, cleaner, make_tree, tree


def corpus(folder: Path) -> Path:
    """Write small files of all kinds and a shard that is cut into chunks."""
    files: dict[str, str | bytes] = {f"{n:04}.txt": f"Report {n}.\n\n{ARTICLE * 4}" for n in range(400)}
    files |= {f"same/{n}.txt": f"Nobody was hurt on day {n}.\n" for n in range(40)}
    rows = "".join(json.dumps({"text": f"{n}\n{ARTICLE}", "id": n}) + "\n" for n in range(300))
    files |= {f"shards/{n}.jsonl": rows for n in range(4)}
    files["shards/large.jsonl"] = rows * 60
    return make_tree(folder, files)


def lines_of(audit: Path) -> list[str]:
    """Return what an audit tells, whatever the order of the files."""
    found = json.loads(cleaner("report", audit, "--json").stdout)
    return [json.dumps(found[name], sort_keys=True) for name in ("documents", "rules", "unicode")]


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.zst"])
def test_two_runs_give_one_audit(tmp_path: Path, suffix: str) -> None:
    source = corpus(tmp_path / "in")
    whole = tmp_path / f"whole.{suffix}"
    assert cleaner("clean", "-q", source, "-o", tmp_path / "whole", "--audit", whole).returncode == 0
    for attempt, delay in enumerate((0.6, 1.5, 3.0)):
        audit, out = tmp_path / f"{attempt}.{suffix}", tmp_path / f"out{attempt}"
        command = ["clean", "-q", str(source), "-o", str(out), "--audit", str(audit), "--jobs", "2"]
        process = subprocess.Popen([*COMMAND, *command], start_new_session=True)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        result = cleaner(*command, *["--resume"] * out.exists())
        assert result.returncode == 0, result.stderr
        assert tree(out) == tree(tmp_path / "whole")
        assert lines_of(audit) == lines_of(whole)
        back = tmp_path / f"back{attempt}"
        result = cleaner("restore", "-q", out, "--audit", audit, "-o", back)
        assert result.returncode == 0, result.stderr
        assert tree(back) == tree(source)


def test_what_is_finished_is_not_done_again_and_stays_in_the_audit(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"a.txt": ARTICLE, "b.jsonl": json.dumps({"text": ARTICLE}) + "\n"})
    command = ("clean", source, "-o", tmp_path / "out", "--audit", tmp_path / "audit.jsonl")
    assert cleaner(*command).returncode == 0
    (source / "c.txt").write_text(f"More.\n\n{ARTICLE}")
    result = cleaner(*command, "--resume", "--output-format", "json")
    assert result.returncode == 0
    assert json.loads(result.stderr)["resumed"] == 2
    records = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [Path(record.get("path", "")).name for record in records] == ["a.txt", "b.jsonl", "b.jsonl", "c.txt", ""]
    assert records[-1]["end"] == {"lines": 4}


def test_a_file_of_which_the_audit_knows_nothing_is_done_again(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"a.txt": ARTICLE, "b.txt": f"More.\n\n{ARTICLE}"})
    audit = tmp_path / "audit.jsonl"
    command = ("clean", source, "-o", tmp_path / "out", "--audit", audit)
    assert cleaner(*command).returncode == 0
    audit.write_text(audit.read_text().splitlines(keepends=True)[0])
    assert cleaner(*command, "--resume").returncode == 0
    assert cleaner("restore", tmp_path / "out", "--audit", audit, "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(source)


def test_a_run_goes_on_only_with_its_own_audit(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"a.txt": ARTICLE})
    audit = tmp_path / "audit.jsonl"
    command = ("clean", source, "-o", tmp_path / "out", "--audit", audit)
    assert cleaner(*command).returncode == 0
    kept = audit.read_bytes()
    other = cleaner(*command, "--resume", "--ignore", "en/ads")
    assert other.returncode == 2
    assert b"may be the only way back" in other.stderr
    assert audit.read_bytes() == kept
    audit.rename(tmp_path / "elsewhere.jsonl")
    lost = cleaner(*command, "--resume")
    assert lost.returncode == 2
    assert b"--resume needs the audit of the earlier run" in lost.stderr


def test_forgetting_to_say_resume_costs_nothing(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"a.txt": ARTICLE})
    command = ("clean", source, "-o", tmp_path / "out", "--audit", tmp_path / "audit.jsonl")
    assert cleaner(*command).returncode == 0
    assert cleaner(*command).returncode == 2
    result = cleaner(*command, "--resume", "--output-format", "json")
    assert json.loads(result.stderr)["resumed"] == 1
