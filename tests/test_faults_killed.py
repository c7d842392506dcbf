"""Runs and workers that are stopped, at any moment: nothing is half done, and the next run ends with the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest
from command import COMMAND, cleaner, make_tree, tree
from faults import (
    GOOD,
    GOOD_CLEANED,
    children,
    many_files,
    run,
    started,
)

# Ctrl-C, and what a scheduler sends to a job whose time is over.
STOPS = pytest.mark.parametrize(
    ("stop", "code", "word"), [(signal.SIGINT, 130, b"interrupted"), (signal.SIGTERM, 143, b"terminated")]
)


@STOPS
@pytest.mark.parametrize("module", ["click.types", "cleaner.keys", "cleaner.rules", "cleaner.batch.work"])
def test_a_signal_while_modules_are_still_loaded_ends_with_one_line(
    tmp_path: Path, module: str, stop: signal.Signals, code: int, word: bytes
) -> None:
    make_tree(tmp_path / "in", GOOD)
    process = subprocess.Popen(
        [COMMAND[0], "-X", "importtime", *COMMAND[1:], "clean", "in", "-o", "out"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    assert process.stderr
    for line in process.stderr:
        if line.split(b"|")[-1].strip() == module.encode():
            process.send_signal(stop)
            break
    else:
        pytest.fail(f"{module} was not loaded, or by a compiled module, which Python does not tell")
    said = [line for line in process.stderr if not line.startswith(b"import time:")]
    assert (process.wait(60), said) == (code, [b"cleaner: " + word + b"\n"])
    assert run(tmp_path, "--resume") == (0, GOOD_CLEANED, [])


@pytest.mark.parametrize("whom", ["the process", "the whole group"])
def test_a_killed_run_is_resumed_to_the_same_bytes_without_doing_finished_work_again(tmp_path: Path, whom: str) -> None:
    many_files(tmp_path / "in")
    cleaner("clean", "in", "-o", "undisturbed", cwd=tmp_path)
    run = started(tmp_path)
    if whom == "the process":
        workers = children(run.pid)
        run.kill()
    else:
        workers = []
        os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in workers):  # They notice and end by themselves.
        assert time.monotonic() < deadline
        time.sleep(0.01)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.txt")}
    assert 100 <= len(before) < 1500
    done = cleaner("clean", "in", "-o", "out", "--jobs", "2", "--resume", cwd=tmp_path)
    assert done.returncode == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "undisturbed")
    again = sum(path.stat().st_mtime_ns != mtime for path, mtime in before.items())
    assert again <= 4 * 32  # What two workers had in hand, and what they had finished but not yet reported.
    assert b"1,500 documents in 1,500 files: 1,500 changed; " in done.stderr


@STOPS
@pytest.mark.parametrize("whom", ["the process", "the whole group"])
def test_a_signal_ends_a_run_at_once_and_it_can_be_resumed(
    tmp_path: Path, whom: str, stop: signal.Signals, code: int, word: bytes
) -> None:
    many_files(tmp_path / "in")
    # More than two workers may have finished and not yet reported: of those nothing is known after the signal.
    run = started(tmp_path, enough=300)
    workers = children(run.pid)
    if whom == "the process":
        os.kill(run.pid, stop)
    else:
        os.killpg(run.pid, stop)
    _, said = run.communicate(timeout=20)
    assert run.returncode == code
    assert said == b"cleaner: " + word + b"; --resume goes on from here\n"
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    assert not [name for name in tree(tmp_path / "out") if ".tmp" in name]
    done = cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path)
    assert done.returncode == 0
    assert len(tree(tmp_path / "out")) == 1500
    assert b"files finished before" in done.stderr


@STOPS
def test_a_signal_to_a_run_in_one_process_leaves_no_half_file(
    tmp_path: Path, stop: signal.Signals, code: int, word: bytes
) -> None:
    many_files(tmp_path / "in")
    run = started(tmp_path, "--jobs", "1")
    run.send_signal(stop)
    _, said = run.communicate(timeout=20)
    assert (run.returncode, said) == (code, b"cleaner: " + word + b"; --resume goes on from here\n")
    written = tree(tmp_path / "out")
    assert 100 <= len(written) < 1500
    assert not [name for name in written if ".tmp" in name]
    assert not [name for name, data in written.items() if not data.endswith(b"said.\n" + Path(name).stem.encode())]


def test_a_run_that_is_told_to_ignore_signals_ignores_them(tmp_path: Path) -> None:
    many_files(tmp_path / "in")
    run = started(tmp_path, preexec_fn=partial(signal.signal, signal.SIGTERM, signal.SIG_IGN))
    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 0
    assert len(tree(tmp_path / "out")) == 1500


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_missing(tmp_path: Path) -> None:
    many_files(tmp_path / "in")
    run = started(tmp_path)
    for pid in children(run.pid):
        os.kill(pid, signal.SIGKILL)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 0, said
    assert len(tree(tmp_path / "out")) == 1500


def test_two_runs_at_once_into_one_folder_are_refused(tmp_path: Path) -> None:
    many_files(tmp_path / "in")
    first = started(tmp_path, enough=10)
    os.killpg(first.pid, signal.SIGSTOP)  # Else it may be done before the second has started.
    second = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    os.killpg(first.pid, signal.SIGCONT)
    assert second.returncode == 2
    assert b"another run is writing to out: wait for it, or stop it" in second.stderr
    assert first.wait(60) == 0
    assert len(tree(tmp_path / "out")) == 1500
