"""Running the command as users do: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ARTICLE = "The ferry sank on Monday.\n\nAdvertisement\n\nNobody was hurt, the mayor said.\n"
CLEANED = "The ferry sank on Monday.\n\nNobody was hurt, the mayor said.\n"
COMMAND = [sys.executable, "-m", "cleaner"]
# A list of one's own.
RULE = """
[[rule]]
id = "tides"
removes = "line"
keywords = ["tide"]
pattern = '''tide table for \\w+'''
why = "A link to the tide table, set by the site."
match = ["Tide table for Tuesday"]
keep = ["The tide table for Tuesday was wrong."]
"""


def cleaner(
    *args: object, cwd: Path | None = None, stdin: bytes = b"", **more: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the command and return what it printed and its exit code."""
    return subprocess.run(
        [*COMMAND, *(os.fspath(arg) if isinstance(arg, Path) else str(arg) for arg in args)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        **more,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their path, without the journal of the run."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".cleaner-resume-")
    }


def make_tree(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files, by their path below folder, and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def run_and_list_modules(folder: Path, *args: str) -> tuple[bytes, set[str]]:
    """Run the command; return what it printed and the modules that it loaded."""
    script = "if 1:\n import sys\n from cleaner.cli import main\n try: main()\n finally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, *args], cwd=folder, capture_output=True, check=False)
    printed, _, modules = done.stdout.rstrip().rpartition(b"\n")
    return printed + b"\n", set(modules.decode().split())
