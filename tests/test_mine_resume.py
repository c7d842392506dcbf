"""Mining that was stopped goes on where it was."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mining import page

from cleaner.batch.sources import Source
from cleaner.batch.work import Outcome
from cleaner.files.kinds import Kind
from cleaner.files.problems import FileError
from cleaner.mine.spool import Pass, Spool, tagged

FILES = 6


def source(path: Path) -> Source:
    status = path.stat()
    return Source(str(path), "", Kind("jsonl"), "", status.st_size, status.st_mtime_ns, str(path))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{n}.jsonl" for n in range(FILES)]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    return paths


def records(path: Path) -> list[str]:
    return [tagged(str(path), f'["{path.name}",{n}]') for n in range(3)]


def read(part: Pass, paths: list[Path], *, stop: int = FILES) -> list[str]:
    """Read the files that are not finished, the last one first, as workers may; return which were read."""
    wanted = [path for path in paths if not part.finished(source(path))]
    for path in reversed(wanted[:stop]):
        part.records(records(path))
        part.done(source(path), Outcome())
    return [path.name for path in wanted[:stop]]


IN_ORDER = [f'["{file}.jsonl",{n}]' for file in range(FILES) for n in range(3)]


def test_records_come_in_the_order_of_the_files_whichever_is_finished_first(tmp_path: Path, files: list[Path]) -> None:
    taken: list[str] = []
    spool = Spool(tmp_path / "spool", "d", False)
    read(spool.begin(taken.append), files)
    assert taken == IN_ORDER


def test_a_finished_file_is_not_read_again_and_its_records_come_back(tmp_path: Path, files: list[Path]) -> None:
    spool = Spool(tmp_path / "spool", "d", False)
    part = spool.begin(lambda record: None)
    assert read(part, files, stop=4) == ["0.jsonl", "1.jsonl", "2.jsonl", "3.jsonl"]
    part.records(records(files[4])[:2])  # Half of a file, then the process is killed.
    part._file.flush()
    spool.close()
    taken: list[str] = []
    spool = Spool(tmp_path / "spool", "d", True)
    part = spool.begin(taken.append)
    assert read(part, files) == ["4.jsonl", "5.jsonl"]
    assert taken == IN_ORDER


def test_a_file_that_failed_or_has_changed_is_read_again(tmp_path: Path, files: list[Path]) -> None:
    spool = Spool(tmp_path / "spool", "d", False)
    part = spool.begin(lambda record: None)
    for path in files:
        assert part.finished(source(path)) is None
        part.records(records(path))
        part.done(source(path), Outcome(cause="torn" if path == files[2] else ""))
    spool.end(part)
    spool.close()
    files[4].write_text("another text", encoding="utf-8")
    taken: list[str] = []
    part = Spool(tmp_path / "spool", "d", True).begin(taken.append)
    assert read(part, files) == ["2.jsonl", "4.jsonl"]
    assert sorted(taken) == IN_ORDER


def test_faults_of_a_finished_file_are_named_again(tmp_path: Path, files: list[Path]) -> None:
    spool = Spool(tmp_path / "spool", "d", False)
    part = spool.begin(lambda record: None)
    assert part.finished(source(files[0])) is None
    part.done(source(files[0]), Outcome(problem_count=30))
    spool.close()
    outcome = Spool(tmp_path / "spool", "d", True).begin(lambda record: None).finished(source(files[0]))
    assert outcome is not None
    assert outcome.problem_count == 30


@pytest.mark.parametrize(("digest", "resume"), [("other", True), ("d", False)])
def test_under_other_rules_or_without_resume_nothing_counts(
    tmp_path: Path, files: list[Path], digest: str, resume: bool
) -> None:
    spool = Spool(tmp_path / "spool", "d", False)
    read(spool.begin(lambda record: None), files)
    spool.close()
    taken: list[str] = []
    assert len(read(Spool(tmp_path / "spool", digest, resume).begin(taken.append), files)) == FILES
    assert taken == IN_ORDER


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path, files: list[Path]) -> None:
    part = Spool(tmp_path / "spool", "d", False).begin(lambda record: None)
    assert part.finished(source(files[0])) is None
    assert part.finished(source(files[0])) is not None


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    Spool(tmp_path / "spool", "d", False)
    with pytest.raises(FileError, match="another run is mining"):
        Spool(tmp_path / "spool", "d", True)


@settings(max_examples=60)
@given(cut=st.floats(0, 1))
def test_wherever_the_spool_was_cut_off_the_records_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, cut: float
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    paths = [folder / f"{n}.jsonl" for n in range(FILES)]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    spool = Spool(folder / "spool", "d", False)
    part = spool.begin(lambda record: None)
    read(part, paths)
    spool.end(part)
    spool.close()
    (path,) = (folder / "spool").glob("*pass-1")
    with path.open("r+b") as file:
        file.truncate(int(cut * path.stat().st_size))
    taken: list[str] = []
    spool = Spool(folder / "spool", "d", True)
    part = spool.begin(taken.append)
    read(part, paths)
    assert taken == IN_ORDER
    spool.close()


def corpus(folder: Path) -> Path:
    """Write files of pages: large ones of records that are read in chunks, and small texts of two more sites."""
    folder.mkdir()
    for shard in range(4):
        lines = []
        for n in range(shard * 300, shard * 300 + 300):
            below = (f"Write to desk {n % 9} of site number {n % 7}", "The paper is printed in the valley")
            text = page(n, below=below if n % 3 else below[:1])
            lines.append(json.dumps({"url": f"https://site-{n % 7}.example/{n}", "text": text}) + "\n")
        (folder / f"{shard}.jsonl").write_text("".join(lines), encoding="utf-8")
    for n in range(20):
        text = page(9000 + n, below=("Ring the bell of the town hall",))
        (folder / f"{n % 2}").mkdir(exist_ok=True)
        (folder / f"{n % 2}" / f"{n}.txt").write_text(text, encoding="utf-8")
    return folder


def start(folder: Path, rules: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cleaner", "mine", str(folder), "-o", str(rules), "--site-field", "url"]
    return subprocess.Popen([*command, "--lang", "en", "--memory", "4", "-j", "2", *more], stderr=subprocess.PIPE)


def test_a_run_that_was_killed_at_any_moment_proposes_the_same_when_it_goes_on(tmp_path: Path) -> None:
    pages = corpus(tmp_path / "pages")
    whole = start(pages, tmp_path / "whole" / "mined.toml")
    (tmp_path / "whole").mkdir()
    (tmp_path / "killed").mkdir()
    _, said = whole.communicate()
    assert whole.returncode == 0, said
    rules = tmp_path / "killed" / "mined.toml"
    spool = tmp_path / "killed" / ".cleaner-mine-mined"
    kills = 0
    # Killed each time the spool has grown by so much: within each of the three passes.
    for size in (1, 80_000, 330_000, 380_000):
        process = start(pages, rules, "--resume")
        while process.poll() is None and sum(p.stat().st_size for p in spool.glob(".cleaner-pass-*")) < size:
            time.sleep(0.002)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
    assert kills > 2
    last = start(pages, rules, "--resume")
    _, said = last.communicate()
    assert last.returncode == 0, said
    for name in ("mined.toml", "mined.samples.jsonl"):
        one, other = ((tmp_path / run / name).read_text(encoding="utf-8") for run in ("whole", "killed"))
        assert re.sub(r"mined \d{4}-\d\d-\d\d", "", one) == re.sub(r"mined \d{4}-\d\d-\d\d", "", other)
    assert "Write to desk" in one
    assert not spool.exists()
