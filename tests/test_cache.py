"""The lists as read before: never stale, never in the way."""

import ast
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner, cache
from cleaner.rules import MADE_BY

PACKAGE = Path(cleaner.__file__).parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.toml"
    path.write_text("one")
    settle()
    return path


def settle() -> None:
    """Wait until a file that was just written is older than a tick of the file system's clock."""
    time.sleep(0.03)


def ask(source: Path, built: list[str], version: str = "1", meanwhile: Callable[[], object] = lambda: None) -> str:
    def build() -> str:
        built.append("built")
        read = source.read_text()
        meanwhile()
        return read

    def look() -> str:
        return cache.contents_by_stamp([str(source)])

    answer: str = cache.remembered("lists", look(), look, version, build)
    return answer


def test_an_unchanged_file_is_read_once(source: Path) -> None:
    built: list[str] = []
    assert [ask(source, built) for _ in range(3)] == ["one"] * 3
    assert built == ["built"]


def test_a_changed_file_or_version_is_read_anew(source: Path) -> None:
    built: list[str] = []
    ask(source, built)
    source.write_text("three")
    assert ask(source, built) == "three"
    assert ask(source, built, "2") == "three"
    assert len(built) == 3


def test_a_file_of_the_same_size_whose_time_was_set_back_is_read_anew(source: Path) -> None:
    before = source.stat()
    ask(source, [])
    source.write_text("two")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    settle()
    assert ask(source, []) == "two"


def test_a_file_put_in_anothers_place_with_its_size_and_time_is_read_anew(source: Path) -> None:
    before = source.stat()
    ask(source, [])
    other = source.with_name("b.toml")
    other.write_text("two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(source)
    settle()
    assert ask(source, []) == "two"


def test_a_file_written_twice_within_a_tick_of_the_clock_is_read_twice(source: Path) -> None:
    for number in range(100, 400):
        source.write_text(str(number))
        assert ask(source, []) == str(number)


@pytest.mark.parametrize("at", [0, 2 * 10**9, 4 * 10**18])
def test_times_long_gone_and_still_to_come_tell_a_change_too(source: Path, at: int) -> None:
    built: list[str] = []
    os.utime(source, ns=(at, at))
    settle()
    assert [ask(source, built) for _ in range(3)] == ["one"] * 3
    assert built == ["built"]
    source.write_text("two")
    os.utime(source, ns=(at, at))
    assert ask(source, built) == "two"


def test_what_was_read_while_somebody_wrote_is_not_kept(source: Path) -> None:
    ask(source, [], meanwhile=lambda: source.write_text("two"))
    settle()
    assert ask(source, []) == "two"
    source.write_text("one")  # What had been read was this, but nobody can know how much of it.
    built: list[str] = []
    assert ask(source, built) == "one"
    assert built


def test_a_file_that_was_touched_is_looked_at_but_nothing_is_built_again(source: Path) -> None:
    built: list[str] = []
    ask(source, built)
    os.utime(source)
    settle()
    ask(source, built)
    assert built == ["built"]


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x81\xa1a\x01", b"not msgpack at all"])
def test_a_damaged_cache_is_as_good_as_none(source: Path, folder: Path, damage: bytes) -> None:
    built: list[str] = []
    ask(source, built)
    for cached in folder.iterdir():
        cached.write_bytes(damage)
    assert ask(source, built) == "one"
    assert len(built) == 2


def test_a_cache_that_cannot_be_written_is_no_fault(source: Path, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    built: list[str] = []
    assert ask(source, built) == "one"


def test_no_temporary_file_stays_and_old_ones_go(source: Path, folder: Path) -> None:
    for version in range(12):
        ask(source, [], str(version))
    names = sorted(path.name for path in folder.iterdir())
    assert len([name for name in names if name.startswith("lists-")]) == 8
    assert all(name.endswith(".cache") for name in names)


def run(code: str, tree: Path = PACKAGE.parent) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)}, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_fresh_process_cleans_alike_with_and_without_a_cache(folder: Path) -> None:
    code = "from cleaner import Cleaner; c = Cleaner(); print(c.clean('One.\\n\\nAdvertisement'), c.digest)"
    outputs = [run(code) for _ in range(2)]
    assert outputs[0] == outputs[1]
    assert list(folder.iterdir())


RULE = """
[[rule]]
id = "zebra"
removes = "line"
lines = ["{}"]
why = "Stands under each story."
keep = ["A zebra crossed the road."]
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A package of its own, with few lists: it may be changed."""
    few = shutil.ignore_patterns("lists", "__pycache__", "*.part")
    shutil.copytree(PACKAGE, tmp_path / "tree" / "cleaner", ignore=few)
    lists = tmp_path / "tree" / "cleaner" / "lists"
    for name in ("any", "en"):
        (lists / name).mkdir(parents=True)
    shutil.copy(PACKAGE / "lists" / "any" / "context.toml", lists / "any")
    (lists / "en" / "zebra.toml").write_text(RULE.format("Read the zebra"))
    settle()
    return tmp_path / "tree"


_CLEAN = "from cleaner import Cleaner; print(Cleaner().clean('A.\\n\\nRead the zebra\\n\\nFeed the zebra').split())"


def test_a_process_that_read_the_lists_before_they_changed_keeps_them_for_itself(tree: Path) -> None:
    # It read them, somebody changed one, and only then it made a Cleaner, which is kept for other processes.
    changed = f"""
from pathlib import Path
from cleaner.rules import load_lists
load_lists()
Path('cleaner/lists/en/zebra.toml').write_text({RULE.format("Feed the zebra")!r})
"""
    assert run(changed + _CLEAN, tree) == "['A.', 'Feed', 'the', 'zebra']"
    assert run(_CLEAN, tree) == "['A.', 'Read', 'the', 'zebra']"


def test_lists_are_read_anew_when_the_code_that_reads_them_has_changed(tree: Path) -> None:
    assert run(_CLEAN, tree) == "['A.', 'Feed', 'the', 'zebra']"
    fold = tree / "cleaner" / "fold.py"
    fold.write_text(
        fold.read_text("utf-8") + "\n_fold = fold\ndef fold(text): return _fold(text.replace('Read', 'Feed'))\n"
    )
    assert run(_CLEAN, tree) == "['A.', 'Read', 'the', 'zebra']"


def test_two_trees_share_a_folder(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(tree, other)
    (other / "cleaner" / "lists" / "en" / "zebra.toml").write_text(RULE.format("Feed the zebra"))
    for _ in range(2):
        assert run(_CLEAN, tree) == "['A.', 'Feed', 'the', 'zebra']"
        assert run(_CLEAN, other) == "['A.', 'Read', 'the', 'zebra']"


def test_a_list_of_ones_own_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(RULE.format("Read the zebra"))
    before = Cleaner(lists=(str(own),))
    assert before.clean("A.\n\nRead the zebra") == "A."
    own.write_text(RULE.format("Feed the zebra"))
    after = Cleaner(lists=(str(own),))
    assert after.clean("A.\n\nRead the zebra\n\nFeed the zebra") == "A.\n\nRead the zebra"
    assert before.clean("A.\n\nRead the zebra") == "A."
    assert before.digest != after.digest


def test_all_code_that_rules_are_read_with_is_looked_at() -> None:
    imported: set[str] = set()
    todo = ["rules", "tables", "sieve"]
    while todo:
        name = todo.pop()
        if name not in imported and (PACKAGE / f"{name}.py").exists():
            imported.add(name)
            todo += imports(ast.parse((PACKAGE / f"{name}.py").read_text("utf-8")))
    assert imported <= MADE_BY
    assert all(list(PACKAGE.glob(f"{name}.*")) for name in MADE_BY)


def imports(node: ast.AST) -> list[str]:
    """The modules of the package that a module imports, in its functions too, but not for types only."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return []
    found = [name for child in ast.iter_child_nodes(node) for name in imports(child)]
    if isinstance(node, ast.ImportFrom) and node.level == 1:
        found += [node.module.partition(".")[0]] if node.module else [each.name for each in node.names]
    return found
