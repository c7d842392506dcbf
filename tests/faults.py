"""What the tests of faults share: good files beside the fault, and runs that are stopped on their way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree

GOOD = {"good.txt": ARTICLE, "z/good.txt": ARTICLE}
GOOD_CLEANED = {"good.txt": CLEANED.encode(), "z/good.txt": CLEANED.encode()}
RECORD = json.dumps({"text": ARTICLE}).encode()
CLEAN_RECORD = json.dumps({"text": CLEANED}).encode()


def padded(record: bytes) -> bytes:
    """Return a record of 3 KB, with which a file is soon large enough for chunks."""
    return record[:-1] + b', "links": "' + b"x" * 3000 + b'"}'


def run(folder: Path, *options: object) -> tuple[int, dict[str, bytes], list[str]]:
    """Clean folder/in and return the exit code, what is in the output and the faults that were named."""
    done = cleaner("clean", "in", "-o", "out", *options, cwd=folder)
    faults = [line for line in done.stderr.decode().splitlines() if line.startswith("cleaner: ")]
    written = tree(folder / "out") if (folder / "out").is_dir() else {}
    assert not [name for name in written if ".tmp" in name]
    return done.returncode, written, faults


def check(folder: Path, fault: str, *options: object, more: dict[str, bytes] | None = None) -> None:
    """The good files are done, the fault is named, the exit code is 3."""
    code, written, faults = run(folder, *options)
    assert faults == [f"cleaner: {fault}"]
    assert written == {**GOOD_CLEANED, **(more or {})}
    assert code == 3


# Root may write everywhere; without these two rights it may not.
AS_OTHERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
needs_permissions = pytest.mark.skipif(
    bool(AS_OTHERS) and not shutil.which("setpriv"), reason="root cannot be without its rights here"
)


def many_files(folder: Path, count: int = 1500) -> Path:
    """Write files enough for a run that can be stopped in its middle."""
    paragraph = "The council met on Monday evening to discuss the new bridge over the river.\n\n"
    return make_tree(folder, {f"{n % 7}/{n}.txt": paragraph * 40 + ARTICLE + str(n) for n in range(count)})


def started(folder: Path, *options: object, enough: int = 100, **more: Any) -> subprocess.Popen[bytes]:
    """Start a run and return it when it has written some files."""
    run = subprocess.Popen(
        [*COMMAND, "clean", "in", "-o", "out", "--jobs", "2", *map(str, options)],
        cwd=folder,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **more,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and run.poll() is None:
        if sum(1 for _ in (folder / "out").rglob("*.txt")) >= enough:
            return run
        time.sleep(0.005)
    raise AssertionError(run.communicate()[1])


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
