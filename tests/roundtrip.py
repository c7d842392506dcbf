"""What the tests of audits share: the command in this process, and a folder with a file of each kind."""

from __future__ import annotations

import json
from pathlib import Path

from command import ARTICLE, make_tree
from hypothesis import HealthCheck, settings

from cleaner.cli import cli

slow = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def run(*args: object) -> int:
    """Run the command in this process and return its exit code."""
    code: int = cli.main([str(arg) for arg in args], standalone_mode=False)
    return code


def corpus_of(folder: Path) -> Path:
    """Write a folder of files of all kinds."""
    record = json.dumps({"text": ARTICLE, "id": 7})
    files: dict[str, str | bytes] = {f"{n:02}/a.txt": f"Report {n}.\n\n{ARTICLE}" for n in range(40)}
    files |= {"same.txt": "Nobody was hurt.\n", "b.jsonl": f"{record}\n" * 50, "c.csv": f'text,n\n"{ARTICLE}",1\n'}
    files["d.txt"] = ARTICLE.encode("utf-16")
    return make_tree(folder, files)
