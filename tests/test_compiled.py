"""Patterns compiled by one process and read by the next."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import regex

from cleaner import compiled
from cleaner.compiled import without_guard
from cleaner.fold import fold, fold_pattern
from cleaner.rules import load_lists

# Compiles every pattern of the lists in both ways and prints how many of them were kept before.
COMPILE_ALL = """
import re
from cleaner import compiled
from cleaner.fold import fold_pattern
from cleaner.rules import load_lists
patterns = sorted({fold_pattern(rule.pattern) for its in load_lists(("de",)) for rule in its.rules if rule.pattern})
kept = 0
compiled._OF_REGEX._worth = 0.001  # However fast the machine is.
for pattern in patterns:
    kept += compiled._OF_REGEX.get(pattern) is not None
    compiled.compile_regex(pattern)
print(kept, len(patterns))
"""


def run(folder: Path, script: str = COMPILE_ALL) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"CLEANER_CACHE_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(word) for word in done.stdout.split()]


def test_code_read_back_matches_what_a_pattern_compiled_anew_matches() -> None:
    for its in load_lists():
        for rule in its.rules:
            if not rule.pattern:
                continue
            pattern = fold_pattern(rule.pattern)
            _, data = compiled._reduced(regex.compile(pattern, regex.V0))
            both = [(regex.compile(pattern, regex.V0), compiled._rebuild()(*data))]
            if (parts := compiled._code_of(pattern) if is_for_re(pattern) else None) is not None:
                flags, code, *rest = parts
                again = compiled._matcher()(pattern, flags, compiled.array("I", code).tolist(), *rest)
                both.append((re.compile(pattern), again))
            for line in map(fold, (*rule.match, *rule.keep)):
                for new, read in both:
                    assert bool(new.fullmatch(line)) == bool(read.fullmatch(line)), rule.id


def is_for_re(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def test_the_next_process_reads_what_one_has_compiled(tmp_path: Path) -> None:
    none, all_ = run(tmp_path)
    most, _ = run(tmp_path)
    assert none == 0
    assert most == all_  # Those too that were too few to be saved at once, when the process ends.


def test_a_damaged_file_is_as_if_there_were_none(tmp_path: Path) -> None:
    run(tmp_path)
    [file] = tmp_path.glob("regex-*.cache")
    file.write_bytes(file.read_bytes()[:-100])
    assert run(tmp_path)[0] == 0


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run(tmp_path / "file")[0] == 0


def test_code_of_another_python_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    store = compiled._Store("re", lambda: "none")
    store._codes = {"(also|must) read": (32, compiled.array("I", [4_000_000, 7]).tobytes(), 1, {}, (None, None))}
    monkeypatch.setattr(compiled, "_OF_RE", store)
    assert compiled.compile_re("(also|must) read").fullmatch("must read")


def test_a_pattern_that_cannot_be_compiled_says_so() -> None:
    with pytest.raises(re.error):
        compiled.compile_re("(open")
    with pytest.raises(regex.error):
        compiled.compile_regex("(open")


GUARDED = [rule for its in load_lists() for rule in its if without_guard(rule.pattern)[0]]
LINES = sorted({fold(line) for its in load_lists() for rule in its for line in (*rule.match, *rule.keep)})


@pytest.mark.parametrize("part", range(4))
def test_a_pattern_without_its_guard_and_the_guard_tell_what_the_pattern_tells(part: int) -> None:
    assert len(GUARDED) > 100
    for number, rule in enumerate(GUARDED[part::4]):
        quick, any_text = rule.full_match(fast=True), rule.full_match(fast=False)
        # Every guard meets its own examples and a part of all others.
        for line in (*map(fold, (*rule.match, *rule.keep)), *LINES[number % 29 :: 29]):
            said = rule.regex.fullmatch(line) is not None
            assert bool(any_text(line)) == said, (rule.id, line)
            assert not line.isascii() or bool(quick(line)) == said, (rule.id, line)


def test_a_guard_is_taken_off_only_where_it_holds_for_the_whole_pattern() -> None:
    assert without_guard(r"(?!a[)(]|\)b)(c|d)e") == (r"a[)(]|\)b", "(c|d)e")
    for pattern in ("(?!a)b|c", r"(?!(a))(b)\1", "(?!a)(?P<b>b)", "(?!a)(?i:b)", "(b)(?!a)", "b"):
        assert without_guard(pattern) == ("", pattern)
