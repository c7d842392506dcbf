"""The package as pip installs it: what is made for it at that time is used, and only as long as it holds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("cleaner", "setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE")
# Cleans standard input; says on standard error whether any list was read.
CLEAN = """
import sys
from cleaner import clean
sys.stdout.write(clean(sys.stdin.read()))
sys.stderr.write("read" if "cleaner.rulefile" in sys.modules else "made")
"""
MORE = """
[[rule]]
id = "tern"
removes = "line"
lines = ["The tern of the day"]
why = "A label of a page about terns."
match = ["The tern of the day"]
keep = ["The tern of the day was a young one."]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, site = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.so", "made"))
        else:
            shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(source)]
    subprocess.run(command, check=True)
    return site


def clean(site: Path, text: str) -> tuple[str, str]:
    """Clean in a new process that can keep nothing for the next one."""
    nowhere = site / "README-that-is-no-folder"
    nowhere.touch()
    done = subprocess.run(
        [sys.executable, "-c", CLEAN],
        input=text,
        cwd=site,
        env=os.environ | {"PYTHONPATH": str(site), "CLEANER_CACHE_DIR": str(nowhere), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout, done.stderr


def test_the_first_run_finds_the_rules_made_ready_and_gives_the_same_text(site: Path) -> None:
    sources = sorted((ROOT / "fixtures/articles").glob("*.txt"))[::20]
    assert sources
    for source in sources:
        expected = (ROOT / "fixtures/expected" / source.name).read_text("utf-8")
        assert clean(site, source.read_text("utf-8")) == (expected, "made"), source.name


def test_a_list_that_came_later_is_read(site: Path) -> None:
    text = "A ferry sank on Monday.\n\nThe tern of the day\n\nNobody was hurt."
    assert clean(site, text) == (text, "made")
    added = site / "cleaner/lists/en/terns.toml"
    added.write_text(MORE, "utf-8")
    try:
        assert clean(site, text) == ("A ferry sank on Monday.\n\nNobody was hurt.", "read")
    finally:
        added.unlink()
    assert clean(site, text) == (text, "made")
