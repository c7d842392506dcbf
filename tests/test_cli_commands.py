"""The commands beside `clean`, run as users run them: check, explain, rules, the help and the completion."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import time
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, COMMAND, RULE, cleaner, make_tree, run_and_list_modules, tree


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


def test_check_counts_by_rule_and_by_file(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.txt": ARTICLE + "\n" + ARTICLE, "b.txt": ARTICLE})
    done = cleaner("check", "in", "--statistics", cwd=tmp_path)
    assert done.stdout.decode().split() == ["3", "en/ads:label", "2", "in/a.txt", "1", "in/b.txt"]


def test_explain_marks_every_removal_with_its_rule(tmp_path: Path) -> None:
    text = "The ferry “sank”.\n\nAdvertisement\n\nNobody was hurt.\n"
    done = cleaner("explain", stdin=text.encode())
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[:5] == [
        "~ The ferry “sank”.",
        '> The ferry "sank".  [quotes 2]',
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
    said = rb"cleaner \d+\.\d+\.\d+ \((not compiled|compiled: (sieve|filters|sieve, filters))\)\n"
    assert re.fullmatch(said, cleaner("--version").stdout)
    for shell in ("bash", "zsh", "fish"):
        assert b"_CLEANER_COMPLETE" in cleaner("completion", shell).stdout
    env = {**os.environ, "_CLEANER_COMPLETE": "bash_complete", "COMP_WORDS": "cleaner clean --res", "COMP_CWORD": "2"}
    assert cleaner(env=env).stdout.split() == [b"plain,--resume"]


def test_a_plain_text_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    printed, loaded = run_and_list_modules(tmp_path, "clean", "a.txt")
    assert printed == CLEANED.encode()
    slow = {"asyncio", "cleaner.audit", "fsspec", "gzip", "json", "multiprocessing", "pyarrow", "rich", "selectors"}
    assert loaded & slow == set()
