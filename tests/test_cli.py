"""The command `clean`, run as users run it: what goes where, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

from command import ARTICLE, CLEANED, cleaner, make_tree, tree


def test_a_folder_is_mirrored_and_what_is_no_text_is_passed_over(tmp_path: Path) -> None:
    source = make_tree(
        tmp_path / "in", {"a.txt": ARTICLE, "b/c.md": ARTICLE, "b/d/e.TEXT": "As it was.", "b/photo.jpg": "\x00"}
    )
    done = cleaner("clean", source, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert done.stdout == b""
    assert tree(tmp_path / "out") == {
        "a.txt": CLEANED.encode(),
        "b/c.md": CLEANED.encode(),
        "b/d/e.TEXT": b"As it was.",
    }
    before, after = 2 * len(ARTICLE) + 10, 2 * len(CLEANED) + 10
    assert done.stderr.decode().splitlines() == [
        "3 documents in 3 files: 2 changed",
        f"{before} characters in, {after} out ({1 - after / before:.1%} less)",
        "2 removals: ads 2",
        "1 file of other kinds passed over",
    ]
    assert tree(source)["a.txt"] == ARTICLE.encode()


def test_several_folders_keep_apart_under_their_names(tmp_path: Path) -> None:
    make_tree(tmp_path, {"x/a.txt": ARTICLE, "y/a.txt": "Another.", "b.txt": "A third."})
    done = cleaner("clean", "x", "y/../y", "b.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0
    assert tree(tmp_path / "out") == {"x/a.txt": CLEANED.encode(), "y/a.txt": b"Another.", "b.txt": b"A third."}


def test_two_inputs_for_one_output_are_refused_for_the_second(tmp_path: Path) -> None:
    make_tree(tmp_path, {"x/a.txt": "one", "y/a.txt": "two"})
    done = cleaner("clean", "x/a.txt", "y/a.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 3
    assert b"y/a.txt: another input is written to out/a.txt already" in done.stderr
    assert tree(tmp_path / "out") == {"a.txt": b"one"}


def test_the_output_never_lies_over_or_inside_the_input(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"a.txt": ARTICLE})
    (tmp_path / "link").symlink_to(source)
    before = tree(source)
    for args in (
        (source, "-o", source),
        (source, "-o", tmp_path / "link"),
        (source, "-o", source / "out"),
        (source / "a.txt", "-o", source / "a.txt"),
        (source / "a.txt", "-o", tmp_path / "link/a.txt"),
    ):
        done = cleaner("clean", *args)
        assert done.returncode == 2, args
        assert tree(source) == before
    assert b"choose a folder outside" in cleaner("clean", source, "-o", source / "out").stderr
    done = cleaner("clean", source, "-o", source / "out", "--exclude", "/out/")
    assert done.returncode == 0
    assert tree(source / "out") == {"a.txt": CLEANED.encode()}


def test_wrong_usage_ends_with_2_and_says_what_to_do(tmp_path: Path) -> None:
    make_tree(tmp_path, {"in/a.txt": ARTICLE})
    for args, message in (
        (("clean", "nowhere"), "nowhere: no such file"),
        (("clean", "in"), "name a folder with -o"),
        (("clean", "--select", "nothing"), "no rule, list, topic or language is named 'nothing'"),
        (("clean", "--lang", "xx"), "no lists for language 'xx'"),
        (("clean", "--encoding", "klingon"), "no text encoding is called 'klingon'"),
        (("clean", "--encoding", "base64"), "no text encoding is called 'base64'"),
        (("clean", "--encoding", "undefined"), "no text encoding is called 'undefined'"),
        (("clean", "--unicode", "fancy"), "expected one of plain, repair, none"),
        (("clean", "--lists", "nowhere"), "nowhere"),
        (("clean", "--level", "brutal"), "brutal"),
        (("clean", "--nothing"), "--nothing"),
        (("explain", "in"), "in is a folder"),
        (("score", "in"), "in: is a folder: name a file"),
        (("report", "in"), "in: is a folder: name a file"),
        (("rules", "show", "nothing"), "'nothing'"),
        (("rules", "show", "en/related:also-raed"), "did you mean 'en/related:also-read'?"),
        (("nothing",), "nothing"),
    ):
        done = cleaner(*args, cwd=tmp_path)
        assert done.returncode == 2, args
        assert message in done.stderr.decode(), args


def test_exclude_takes_patterns_as_in_gitignore(tmp_path: Path) -> None:
    names = ["a.txt", "b/a.txt", "b/c.txt", "drafts/d.txt", "b/drafts/e.txt"]
    make_tree(tmp_path / "in", dict.fromkeys(names, "x"))
    cleaner("clean", "in", "-o", "out", "--exclude", "/a.txt", "--exclude", "drafts/", cwd=tmp_path)
    assert sorted(tree(tmp_path / "out")) == ["b/a.txt", "b/c.txt"]
    cleaner("clean", "in", "-o", "two", "--exclude", "*.txt", "--exclude", "!c.txt", cwd=tmp_path)
    assert sorted(tree(tmp_path / "two")) == ["b/c.txt"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.txt": ARTICLE, "b/b.jsonl": json.dumps({"text": ARTICLE})})
    done = cleaner("clean", "in", "-o", "out", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0
    assert b"2 documents in 2 files: 2 changed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_file_in_a_folder_that_is_not_there_is_refused_by_the_name_of_the_folder(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    done = cleaner("clean", "a.txt", "-o", "no/b.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert b"no/b.txt: there is no folder no: make it first" in done.stderr
    assert list(tree(tmp_path)) == ["a.txt"]


def test_names_come_back_from_json_as_they_are_and_no_terminal_obeys_them(tmp_path: Path) -> None:
    names = [os.fsdecode(name) for name in (b"caf\xe9.txt", b"\x1b[2J.txt", "\u202e.txt".encode(), b"\xc2\x9b2J.txt")]
    make_tree(tmp_path / "in", dict.fromkeys(names, ARTICLE))
    done = cleaner("check", "in", "--output-format", "json", "--max-removed", "0", cwd=tmp_path)
    assert done.stdout.isascii()
    assert b"\x1b" not in done.stdout
    found = json.loads(done.stdout)
    assert set(found["changed_files"]) == {f"in/{name}" for name in names} == set(found["gutted_documents"])


def test_json_output_is_one_object_with_counts_that_add_up(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.txt": ARTICLE, "b.jsonl": json.dumps({"text": ARTICLE}) + "\nbroken\n"})
    done = cleaner("check", "in", "--output-format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert done.returncode == 3
    assert found["changed_files"] == {"in/a.txt": {"en/ads:label": 1}, "in/b.jsonl": {"en/ads:label": 1}}
    assert found["rules"] == {"en/ads:label": 2}
    assert found["removals"] == {"ads": 2}
    assert (found["files"], found["documents"], found["changed"], found["problems"]) == (2, 2, 2, 1)
    summary = cleaner("clean", "in", "-o", "out", "--output-format", "json", cwd=tmp_path).stderr
    assert json.loads(summary.splitlines()[-1])["characters_out"] == 2 * len(CLEANED)


def test_files_in_other_encodings_are_reported_and_written_in_utf8_or_their_own(tmp_path: Path) -> None:
    text = "Le conseil a voté mercredi. « Les écoles passent d’abord », dit la maire.\n"
    make_tree(tmp_path / "in", {"a.txt": text.encode("cp1252"), "b.txt": b"\xff\xfe" + text.encode("utf-16-le")})
    done = cleaner("clean", "in", "-o", "out", "--unicode", "none", cwd=tmp_path)
    assert done.returncode == 0
    assert tree(tmp_path / "out") == {"a.txt": text.encode(), "b.txt": text.encode()}
    assert b"in/a.txt: read as cp1252" in done.stderr
    assert b"in/b.txt: read as utf-16-le" in done.stderr
    cleaner("clean", "in", "-o", "own", "--unicode", "none", "--keep-encoding", cwd=tmp_path)
    assert tree(tmp_path / "own") == tree(tmp_path / "in")


def test_resume_needs_an_output_beside_which_it_can_keep_what_is_finished(tmp_path: Path) -> None:
    make_tree(tmp_path, {"in.txt": ARTICLE})
    os.mkfifo(tmp_path / "pipe")
    for output in ((), ("-o", "-"), ("-o", "pipe")):
        done = cleaner("clean", "in.txt", "--resume", *output, cwd=tmp_path)
        assert done.returncode == 2
        assert b"--resume keeps what is finished beside OUT: name a folder or a file with -o" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "pipe"]


def test_an_output_of_another_format_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.jsonl": '{"text": "x"}'})
    for source in (["a.jsonl"], []):
        done = cleaner("clean", *source, "-o", "b.parquet", cwd=tmp_path)
        assert done.returncode == 2
        assert b"b.parquet would be parquet, and the input is " in done.stderr
    assert cleaner("clean", "a.jsonl", "--format", "text", "-o", "b.txt", cwd=tmp_path).returncode == 0
    assert sorted(tree(tmp_path)) == ["a.jsonl", "b.txt"]
