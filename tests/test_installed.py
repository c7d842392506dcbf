"""The package as pip installs it: it cleans as its sources do; what is made for it is used as long as it holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import texts

from cleaner import Cleaner, document
from cleaner.rules import Level

ROOT = Path(__file__).parents[1]
SOURCES = ("cleaner", "setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE")
# Cleans standard input; says on standard error whether any list was read.
CLEAN = """
import sys
from cleaner import clean
sys.stdout.write(clean(sys.stdin.read()))
sys.stderr.write("read" if "cleaner.rulefile" in sys.modules else "made")
"""
# Says which file a module is read from; then, of each text of standard input, what stays and what is removed by which
# rule.
EXPLAIN = """
import json, sys
from cleaner import Cleaner, document
print(json.dumps(document.__file__))
explain = Cleaner(level=sys.argv[1]).explain
for text in map(json.loads, sys.stdin):
    result = explain(text)
    print(json.dumps([result.text, result.status, [[r.start, r.end, r.rule] for r in result.removals]]))
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


@pytest.mark.parametrize("level", ["standard", "aggressive"])
def test_what_is_compiled_removes_what_its_sources_remove(site: Path, level: Level, tmp_path: Path) -> None:
    fixtures = [path.read_text("utf-8") for path in sorted((ROOT / "fixtures").rglob("*.txt"))]
    given = [*fixtures, *texts()]
    explain = Cleaner(level=level).explain
    assert Path(document.__file__).suffix == ".py", "tests run the sources: delete what is compiled in the checkout"
    done = subprocess.run(
        [sys.executable, "-c", EXPLAIN, level],
        input="".join(json.dumps(text) + "\n" for text in given),
        cwd=site,
        env=os.environ | {"PYTHONPATH": str(site), "CLEANER_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    file, *found = map(json.loads, done.stdout.splitlines())
    assert Path(file).suffix in (".so", ".pyd")
    for text, its in zip(given, found, strict=True):
        result = explain(text)
        assert its == [result.text, result.status, [[r.start, r.end, r.rule] for r in result.removals]], text[:200]
