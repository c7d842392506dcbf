"""The lists as read before: never stale, never in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cache import remembered


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.toml"
    path.write_text("one")
    return path


def ask(source: Path, built: list[str], version: str = "1") -> list[str]:
    def build() -> list[str]:
        built.append("built")
        return [source.read_text()]

    return remembered("lists", [source], version, build)


def test_an_unchanged_file_is_read_once(source: Path) -> None:
    built: list[str] = []
    assert [ask(source, built) for _ in range(3)] == [["one"]] * 3
    assert built == ["built"]


def test_a_changed_file_or_version_is_read_anew(source: Path) -> None:
    built: list[str] = []
    ask(source, built)
    source.write_text("two")
    os.utime(source, ns=(1, 1))
    assert ask(source, built) == ["two"]
    assert ask(source, built, "2") == ["two"]
    assert len(built) == 3


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x81\xa1a\x01", b"not msgpack at all"])
def test_a_damaged_cache_is_as_good_as_none(source: Path, folder: Path, damage: bytes) -> None:
    built: list[str] = []
    ask(source, built)
    (cached,) = folder.iterdir()
    cached.write_bytes(damage)
    assert ask(source, built) == ["one"]
    assert len(built) == 2


def test_a_cache_that_cannot_be_written_is_no_fault(source: Path, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    built: list[str] = []
    assert ask(source, built) == ["one"]


def test_no_temporary_file_stays_and_old_ones_go(source: Path, folder: Path) -> None:
    for version in range(12):
        ask(source, [], str(version))
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 8
    assert all(name.startswith("lists-") and name.endswith(".cache") for name in names)


def test_a_fresh_process_cleans_alike_with_and_without_a_cache(folder: Path) -> None:
    code = "from cleaner import Cleaner; c = Cleaner(); print(c.clean('One.\\n\\nAdvertisement'), c.digest)"
    outputs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)]
    assert outputs[0] == outputs[1]
    assert list(folder.iterdir())
