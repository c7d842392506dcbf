"""Remote paths: the same work on a store of keys, here the one that lives in memory."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from click.testing import CliRunner, Result
from command import ARTICLE, CLEANED, tree

from cleaner.cli import cli
from cleaner.files.remote import RemoteFile


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    found = fsspec.filesystem("memory")
    found.store.clear()
    yield found
    found.store.clear()


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["clean", *map(str, args)], standalone_mode=False)


def test_a_remote_folder_is_cleaned_into_another_and_into_a_local_one(
    store: fsspec.AbstractFileSystem, tmp_path: Path
) -> None:
    row = json.dumps({"text": ARTICLE})
    store.pipe({"/in/a.txt": ARTICLE.encode(), "/in/b/c.jsonl.gz": gzip.compress(row.encode()), "/in/d.jpg": b"x"})
    assert run("memory://in", "-o", "memory://out").return_value == 0
    assert store.cat("/out/a.txt") == CLEANED.encode()
    assert json.loads(gzip.decompress(store.cat("/out/b/c.jsonl.gz"))) == {"text": CLEANED}
    assert sorted(store.find("/out")) == ["/out/a.txt", "/out/b/c.jsonl.gz"]
    assert run("memory://in", "-o", tmp_path / "out").return_value == 0
    assert sorted(tree(tmp_path / "out")) == ["a.txt", "b/c.jsonl.gz"]
    assert tree(tmp_path / "out")["a.txt"] == CLEANED.encode()


def test_one_remote_file_and_a_local_folder_to_a_remote_one(store: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    store.pipe("/in/a.txt", ARTICLE.encode())
    run("memory://in/a.txt", "-o", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_bytes() == CLEANED.encode()
    assert run(tmp_path, "-o", "memory://up").return_value == 0
    assert store.cat("/up/a.txt") == CLEANED.encode()


def test_a_key_that_would_lead_out_of_the_output_is_refused(
    store: fsspec.AbstractFileSystem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.pipe("/in/good.txt", ARTICLE.encode())
    store.store["/in/../../evil.txt"] = store.store["/in/good.txt"]
    found = run("memory://in", "-o", tmp_path / "deep/out")
    assert found.return_value == 3
    assert "its name would lead out of the output" in found.stderr
    assert sorted(tree(tmp_path)) == ["deep/out/good.txt"]


def test_faults_of_a_store_are_named(store: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    found = run("memory://nothing/a.txt", "-o", tmp_path / "out.txt")
    assert found.return_value == 3
    assert "memory://nothing/a.txt: " in found.stderr
    found = run("nosuchstore://a.txt", "-o", tmp_path / "out.txt")
    assert "nosuchstore" in str(found.exception)
    store.pipe("/in/a.txt.gz", b"broken")
    found = run("memory://in", "-o", "memory://out")
    assert found.return_value == 3
    assert store.find("/out") == []


class BrokenStore(fsspec.AbstractFileSystem):  # type: ignore[misc]
    """A store whose library raises errors of its own, as they do without a network."""

    protocol = "broken"

    def isdir(self, path: str) -> bool:
        raise RuntimeError("no route to\n the store")


def test_an_error_of_a_stores_own_library_is_named(tmp_path: Path) -> None:
    fsspec.register_implementation("broken", BrokenStore, clobber=True)
    found = run("broken://a.txt", "-o", tmp_path / "out.txt")
    assert "broken://a.txt says: RuntimeError: no route to the store" in str(found.exception)


def test_what_is_discarded_never_appears(store: fsspec.AbstractFileSystem) -> None:
    file = RemoteFile("memory://out/a.txt")
    file.write(b"half")
    file.discard()
    assert store.find("/out") == []


def test_resume_into_a_remote_folder_is_refused(store: fsspec.AbstractFileSystem) -> None:
    store.pipe("/in/a.txt", ARTICLE.encode())
    found = run("memory://in", "-o", "memory://out", "--resume")
    assert "which must be a local folder" in str(found.exception)


def test_resume_does_again_what_changed_in_a_store(store: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    store.pipe({"/in/a.txt": b"The first text.\n", "/in/b.txt": b"Another text.\n"})
    again = ("memory://in", "-o", tmp_path / "out", "--resume")
    assert run(*again).return_value == 0
    assert "2 files finished before" in run(*again).stderr
    store.pipe({"/in/a.txt": b"The new one xxx\n"})
    assert "1 file finished before" in run(*again).stderr
    assert tree(tmp_path / "out") == {"a.txt": b"The new one xxx\n", "b.txt": b"Another text.\n"}
