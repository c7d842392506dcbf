"""The command, as users call it."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree


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


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_goes_to_standard_output(args: tuple[str, ...]) -> None:
    done = cleaner("clean", *args, stdin=ARTICLE.encode())
    assert (done.returncode, done.stdout) == (0, CLEANED.encode())
    assert done.stderr.startswith(b"1 document ")


def test_json_lines_on_standard_input() -> None:
    line = json.dumps({"id": 1.0, "text": ARTICLE})
    done = cleaner("clean", "--format", "jsonl", "-q", stdin=line.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == json.dumps({"id": 1.0, "text": CLEANED})


def test_standard_input_goes_into_a_file_in_its_compression_and_is_not_unpacked_unasked(tmp_path: Path) -> None:
    record = json.dumps({"text": ARTICLE}).encode()
    into = ("clean", "-", "--format", "jsonl", "-q", "-o")
    assert cleaner(*into, "out.jsonl.gz", stdin=record, cwd=tmp_path).returncode == 0
    assert json.loads(gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes())) == {"text": CLEANED}
    (tmp_path / "in.txt").write_text(ARTICLE)
    assert cleaner("clean", "in.txt", "-q", "-o", "out.gz", cwd=tmp_path).returncode == 0
    assert gzip.decompress((tmp_path / "out.gz").read_bytes()) == CLEANED.encode()
    done = cleaner(*into, "other.jsonl", stdin=gzip.compress(record), cwd=tmp_path)
    assert done.stderr == b"cleaner: standard input: gz data: unpack it on the way, as `gzip -dc` does\n"
    assert done.returncode == 3
    assert not (tmp_path / "other.jsonl").exists()


def test_one_file_goes_to_standard_output_or_to_the_file_named(tmp_path: Path) -> None:
    source = make_tree(tmp_path, {"a.txt": ARTICLE}) / "a.txt"
    assert cleaner("clean", source).stdout == CLEANED.encode()
    assert cleaner("clean", source, "-o", tmp_path / "b.txt").stdout == b""
    assert (tmp_path / "b.txt").read_bytes() == CLEANED.encode()
    (tmp_path / "folder").mkdir()
    cleaner("clean", source, "-o", tmp_path / "folder")
    assert (tmp_path / "folder/a.txt").read_bytes() == CLEANED.encode()


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
        (("rules", "show", "nothing"), "'nothing'"),
        (("nothing",), "nothing"),
    ):
        done = cleaner(*args, cwd=tmp_path)
        assert done.returncode == 2, args
        assert message in done.stderr.decode(), args


def test_select_and_ignore_choose_rules(tmp_path: Path) -> None:
    assert cleaner("clean", "--ignore", "ads", stdin=ARTICLE.encode()).stdout == ARTICLE.encode()
    assert cleaner("clean", "--select", "ads,related", stdin=ARTICLE.encode()).stdout == CLEANED.encode()
    assert cleaner("clean", "--select", "related", stdin=ARTICLE.encode()).stdout == ARTICLE.encode()


def test_unicode_steps_are_chosen() -> None:
    text = "“It’s gone,”\u00a0she said.\n".encode()
    assert cleaner("clean", stdin=text).stdout == b'"It\'s gone," she said.\n'
    assert cleaner("clean", "--unicode", "none", stdin=text).stdout == text
    assert cleaner("clean", "--unicode", "plain,-quotes", stdin=text).stdout == "“It’s gone,” she said.\n".encode()


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


def test_lists_of_ones_own_are_used_and_must_prove_themselves(tmp_path: Path) -> None:
    make_tree(tmp_path, {"my/tides.toml": RULE, "bad/tides.toml": RULE.replace("Tide table for T", "Tides on T")})
    text = "The ferry sank.\n\nTide table for Tuesday\n\nNobody was hurt.\n"
    done = cleaner("clean", "--lists", "my", stdin=text.encode(), cwd=tmp_path)
    assert done.stdout == b"The ferry sank.\n\nNobody was hurt.\n"
    done = cleaner("clean", "--lists", "bad", stdin=text.encode(), cwd=tmp_path)
    assert done.returncode == 2
    assert b"do not prove themselves" in done.stderr
    assert done.stdout == b""


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


def test_check_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.txt": ARTICLE, "b.txt": "As it was."})
    done = cleaner("check", "in", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"would change in/a.txt\n")
    assert cleaner("check", "in/b.txt", cwd=tmp_path).returncode == 0
    assert tree(tmp_path) == {"in/a.txt": ARTICLE.encode(), "in/b.txt": b"As it was."}


def test_check_diff_is_a_unified_diff_in_which_escapes_are_harmless(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07 and \u202eright to left\u2066 and \x9b31m.\n"
    make_tree(tmp_path, {"a.txt": ARTICLE + evil, "\x1b[2Jb.txt": ARTICLE})
    done = cleaner("check", ".", "--diff", "--unicode", "none", cwd=tmp_path)
    assert done.returncode == 1
    shown = done.stdout.decode()
    assert "-Advertisement\n" in shown
    assert "--- ./a.txt\n+++ ./a.txt (cleaned)\n@@ -1,6 +1,4 @@\n" in shown
    assert "\\x1b]0;owned\\x07 and \\u202eright to left\\u2066 and \\x9b31m." in shown
    assert all(char.isprintable() or char == "\n" for char in shown)


def test_a_line_that_looks_like_the_head_of_a_diff_is_harmless_too(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": "-- \x1b]0;owned\x07\n\nAdvertisement\n"})
    shown = cleaner("check", "a.txt", "--diff", cwd=tmp_path).stdout.decode()
    assert "--- \\x1b]0;owned\\x07\n" in shown
    assert all(char.isprintable() or char == "\n" for char in shown)


def test_who_reads_no_further_ends_the_command_quietly(tmp_path: Path) -> None:
    line = json.dumps({"text": "The ferry sank on Monday.\n\nAdvertisement"})
    make_tree(tmp_path, {"a.txt": ARTICLE * 50_000, "a.jsonl": f"{line}\n" * 100_000})
    # Unbuffered, Python takes a text of which half was written for written.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for args in (
        ("rules", "list"),
        ("rules", "show", "ads"),
        ("clean", "a.txt"),
        ("clean", "a.jsonl", "--jobs", "2"),
        ("check", "--diff", "a.jsonl", "--jobs", "2"),
        ("explain", "a.txt"),
    ):
        done = subprocess.Popen(
            [*COMMAND, *args], cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert done.stdout and done.stderr
        assert done.stdout.read(1), args
        done.stdout.close()
        assert done.stderr.read() == b"", args
        assert done.wait(60) == 141, args


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_under_standard_output_is_named(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    for args in (("rules", "list"), ("explain", "a.txt"), ("check", "--diff", "a.txt"), ("--help",)):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*COMMAND, *args], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.stderr == b"cleaner: standard output: no space left on device\n", args
        assert done.returncode == 3, args


def test_texts_are_shown_in_a_locale_that_has_no_letters_for_them(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": "الجسر مفتوح.\n\nAdvertisement\n"})
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for args in (("explain", "a.txt"), ("check", "--diff", "a.txt"), ("clean", "a.txt")):
        assert "الجسر مفتوح." in cleaner(*args, cwd=tmp_path, env=env).stdout.decode("utf-8"), args


def test_a_file_in_a_folder_that_is_not_there_is_refused_by_the_name_of_the_folder(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    done = cleaner("clean", "a.txt", "-o", "no/b.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert b"no/b.txt: there is no folder no: make it first" in done.stderr
    assert list(tree(tmp_path)) == ["a.txt"]


def test_check_counts_by_rule_and_by_file(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.txt": ARTICLE + "\n" + ARTICLE, "b.txt": ARTICLE})
    done = cleaner("check", "in", "--statistics", cwd=tmp_path)
    assert done.stdout.decode().split() == ["3", "en/ads:label", "2", "in/a.txt", "1", "in/b.txt"]


def test_names_come_back_from_json_as_they_are_and_no_terminal_obeys_them(tmp_path: Path) -> None:
    names = [os.fsdecode(name) for name in (b"caf\xe9.txt", b"\x1b[2J.txt", "\u202e.txt".encode(), b"\xc2\x9b2J.txt")]
    make_tree(tmp_path / "in", dict.fromkeys(names, ARTICLE))
    done = cleaner("check", "in", "--output-format", "json", "--max-removed", "0", cwd=tmp_path)
    assert done.stdout.isascii()
    assert b"\x1b" not in done.stdout
    found = json.loads(done.stdout)
    assert set(found["changed_files"]) == {f"in/{name}" for name in names} == set(found["gutted_documents"])


def test_settings_hold_the_budget_and_may_begin_with_a_mark(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE, "cleaner.toml": b'\xef\xbb\xbfmax-removed = 0\non-gutted = "keep"\n'})
    assert cleaner("clean", "a.txt", cwd=tmp_path).stdout == ARTICLE.encode()
    found = json.loads(cleaner("config", "--output-format", "json", cwd=tmp_path).stdout)
    assert found["max-removed"] == {"value": 0, "from": str(tmp_path / "cleaner.toml")}
    (tmp_path / "cleaner.toml").write_text("max-removed = true\n")
    assert b"max-removed must be a number, not True" in cleaner("clean", "a.txt", cwd=tmp_path).stderr
    (tmp_path / "cleaner.toml").unlink()
    (tmp_path / "pyproject.toml").write_text("tool = 5\n")
    assert cleaner("clean", "a.txt", cwd=tmp_path).stdout == CLEANED.encode()


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


def test_explain_marks_every_removal_with_its_rule(tmp_path: Path) -> None:
    text = "The ferry “sank”.\n\nAdvertisement\n\nNobody was hurt.\n"
    done = cleaner("explain", stdin=text.encode())
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[:5] == [
        "~ The ferry “sank”.",
        '> The ferry "sank".',
        "  ",
        "- Advertisement  [en/ads:label]",
        "  ",
    ]


def test_explain_shows_the_records_that_change(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.jsonl": '{"text":"As it was."}\n' + json.dumps({"text": ARTICLE}) + "\n"})
    shown = cleaner("explain", "a.jsonl", cwd=tmp_path).stdout.decode()
    assert shown.startswith("a.jsonl:2\n  The ferry sank on Monday.\n")
    assert "As it was" not in shown


def test_rules_are_listed_shown_and_tested(tmp_path: Path) -> None:
    listed = cleaner("rules", "list", "--select", "ads", "--lang", "en").stdout.decode()
    assert "en/ads:label" in listed
    shown = cleaner("rules", "show", "en/ads:label").stdout.decode()
    assert "Advertisement revenue fell by a tenth." in shown
    assert shown.startswith("en/ads:label  (strict, removes line, inside lines)\n")
    shown = cleaner("rules", "show", "en/related:also-read").stdout.decode()
    assert re.search("^  tried on \\d+ of 1,000 lines that stay", shown, re.MULTILINE)
    make_tree(tmp_path, {"my/tides.toml": RULE, "bad/tides.toml": RULE.replace("Tide table for T", "Tides on T")})
    done = cleaner("rules", "test", "my", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == b"1 rule proved\n  tides:tides: tried on 0 of 1,000 lines that stay (at most 150)\n"
    make_tree(tmp_path, {"own/en/ads.toml": RULE})
    assert b"en/ads: in the place of the built-in list" in cleaner("rules", "test", "own", cwd=tmp_path).stderr
    failed = cleaner("rules", "test", "bad", cwd=tmp_path)
    assert failed.returncode == 1
    assert b"tides:tides: example 'Tides on Tuesday' stays" in failed.stderr


def test_settings_come_from_the_nearest_file_and_options_overrule_them(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            "pyproject.toml": '[tool.cleaner]\nignore = ["ads"]\nlevel = "strict"\n',
            "sub/pyproject.toml": "[project]\nname = 'x'\n",
            "other/cleaner.toml": 'select = ["related"]\n',
        },
    )
    (tmp_path / "sub/deep").mkdir()
    assert cleaner("clean", stdin=ARTICLE.encode(), cwd=tmp_path / "sub/deep").stdout == ARTICLE.encode()
    options = ("--ignore", "related", "--level", "standard")
    assert cleaner("clean", *options, stdin=ARTICLE.encode(), cwd=tmp_path / "sub").stdout == CLEANED.encode()
    found = json.loads(cleaner("config", "--output-format", "json", cwd=tmp_path / "sub").stdout)
    assert found["level"] == {"value": "strict", "from": str(tmp_path / "pyproject.toml")}
    assert found["jobs"] == {"value": None, "from": "default"}
    found = json.loads(cleaner("config", "--output-format", "json", cwd=tmp_path / "other").stdout)
    assert found["select"] == {"value": ["related"], "from": str(tmp_path / "other/cleaner.toml")}
    assert found["level"]["from"] == "default"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("levle = 'strict'", "unknown setting 'levle': did you mean 'level'?"),
        ("jobs = '2'", "jobs must be a whole number, not '2'"),
        ("fsync = 1", "fsync must be true or false"),
        ("select = [1]", "select must be a list of texts"),
        ("level = ", "cleaner.toml"),
        ("level = 'brutal'", "brutal"),
    ],
)
def test_a_wrong_setting_ends_with_2_and_names_file_and_key(tmp_path: Path, line: str, message: str) -> None:
    make_tree(tmp_path, {"cleaner.toml": line + "\n"})
    done = cleaner("clean", stdin=b"x", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr.decode()


def test_a_value_that_a_command_refuses_names_the_file_that_set_it(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    for line, key in (('level = "bogus"', b"level"), ('lang = ["en", "xx"]', b"lang")):
        (tmp_path / "cleaner.toml").write_text(line)
        done = cleaner("clean", "a.txt", cwd=tmp_path)
        assert done.returncode == 2
        assert b"cleaner.toml sets %s.\n" % key in done.stderr
    (tmp_path / "cleaner.toml").write_text('level = "strict"')
    assert b" sets " not in cleaner("clean", "no.txt", cwd=tmp_path).stderr


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


def test_help_fits_a_screen_and_every_command_has_some() -> None:
    env = {**os.environ, "COLUMNS": "100"}
    shown = cleaner("clean", "--help", env=env).stdout.decode().splitlines()
    assert len(shown) <= 36
    assert max(map(len, shown)) <= 100
    for name in ("check", "explain", "rules", "config", "completion"):
        assert cleaner(name, "--help").returncode == 0


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("cleaner che", "cleaner check "),
        ("cleaner clean --on-gu", "cleaner clean --on-gutted "),
        ("cleaner clean --format js", "cleaner clean --format jsonl "),
        ("cleaner clean a.t", "cleaner clean a.txt "),
        ("cleaner clean -o some", "cleaner clean -o some\\ folder/"),
        ("cleaner explain --lists some", "cleaner explain --lists some\\ folder/"),
    ],
)
def test_bash_completes_commands_options_values_and_files(tmp_path: Path, typed: str, completed: str) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE, "some folder/b.txt": ARTICLE})
    (tmp_path / "completion").write_bytes(cleaner("completion", "bash").stdout)
    bin_ = tmp_path / "bin/cleaner"
    make_tree(tmp_path, {"bin/cleaner": f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n'})
    bin_.chmod(0o755)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        here = {"PS1": "> ", "TERM": "dumb", "PATH": f"{bin_.parent}:{os.environ['PATH']}"}
        os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], os.environ | here)
    try:
        os.write(terminal, f". ./completion; bind 'set bell-style none'; echo re''ady\n{typed}\t".encode())
        shown, deadline = b"", time.monotonic() + 30
        while b"ready\r\n> " + completed.encode() not in shown and time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.5)[0]:
                shown += os.read(terminal, 4096)
        assert f"ready\r\n> {completed}" in shown.decode()
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def test_version_and_completion() -> None:
    assert re.fullmatch(rb"cleaner \d+\.\d+\.\d+ \((not )?compiled\)\n", cleaner("--version").stdout)
    for shell in ("bash", "zsh", "fish"):
        assert b"_CLEANER_COMPLETE" in cleaner("completion", shell).stdout
    env = {**os.environ, "_CLEANER_COMPLETE": "bash_complete", "COMP_WORDS": "cleaner clean --res", "COMP_CWORD": "2"}
    assert cleaner(env=env).stdout.split() == [b"plain,--resume"]


def test_an_output_that_is_a_device_or_a_pipe_is_written_and_not_replaced(tmp_path: Path) -> None:
    source = make_tree(tmp_path, {"a.txt": ARTICLE}) / "a.txt"
    assert cleaner("clean", source, "-o", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()
    assert cleaner("clean", source, "-o", "/dev/stdout").stdout == CLEANED.encode()
    # Where these lead to a file, that is written on: the names themselves must not be replaced by one.
    for name in ("/dev/stdout", "/dev/fd/1", "/dev/fd/7"):
        (tmp_path / "out.txt").write_text("before\n")
        command = shlex.join([*COMMAND, "clean", "-q", "a.txt", "-o", name])
        subprocess.run(
            ["sh", "-c", f"exec {name[-1:].replace('t', '1')}>>out.txt; {command}"], cwd=tmp_path, check=True
        )
        assert (tmp_path / "out.txt").read_text() == f"before\n{CLEANED}"
    assert Path("/dev/stdout").is_symlink()


def test_standard_input_is_written_into_a_pipe_and_does_not_replace_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = ["sh", "-c", "cat pipe > copy & " + shlex.join([*COMMAND, "clean", "-q", "-o", "pipe"]) + "; wait"]
    subprocess.run(command, cwd=tmp_path, input=ARTICLE.encode(), timeout=60, check=True)
    assert (tmp_path / "copy").read_text() == CLEANED
    assert (tmp_path / "pipe").is_fifo()


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


def run_and_list_modules(folder: Path, *args: str) -> tuple[bytes, set[str]]:
    """Run the command; return what it printed and the modules that it loaded."""
    script = "if 1:\n import sys\n from cleaner.cli import main\n try: main()\n finally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, *args], cwd=folder, capture_output=True, check=False)
    printed, _, modules = done.stdout.rstrip().rpartition(b"\n")
    return printed + b"\n", set(modules.decode().split())


def test_a_plain_text_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    printed, loaded = run_and_list_modules(tmp_path, "clean", "a.txt")
    assert printed == CLEANED.encode()
    slow = {"asyncio", "cleaner.audit", "fsspec", "gzip", "json", "multiprocessing", "pyarrow", "rich", "selectors"}
    assert loaded & slow == set()


def test_lists_that_proved_themselves_are_believed_until_they_change(tmp_path: Path) -> None:
    rule = RULE.replace('why = "', f'why = "{tmp_path} ')  # Never seen before.
    make_tree(tmp_path, {"my/tides.toml": rule, "a.txt": "Tide table for Tuesday\n\nNobody was hurt.\n"})
    command = ("clean", "a.txt", "--lists", "my")
    assert "cleaner.prove" in run_and_list_modules(tmp_path, *command)[1]
    printed, loaded = run_and_list_modules(tmp_path, *command)
    assert printed == b"Nobody was hurt.\n"
    assert "cleaner.prove" not in loaded
    make_tree(tmp_path, {"my/tides.toml": rule.replace("Tide table for T", "Tides on T")})
    for _ in range(2):  # What is refused is not remembered.
        printed, loaded = run_and_list_modules(tmp_path, *command)
        assert printed == b"\n"
        assert "cleaner.prove" in loaded
