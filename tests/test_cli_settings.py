"""The rules that hold for a run of the command: chosen by options, by settings in a file, and written by the user."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, RULE, cleaner, make_tree, run_and_list_modules


def test_select_and_ignore_choose_rules(tmp_path: Path) -> None:
    assert cleaner("clean", "--ignore", "ads", stdin=ARTICLE.encode()).stdout == ARTICLE.encode()
    assert cleaner("clean", "--select", "ads,related", stdin=ARTICLE.encode()).stdout == CLEANED.encode()
    assert cleaner("clean", "--select", "related", stdin=ARTICLE.encode()).stdout == ARTICLE.encode()


def test_unicode_steps_are_chosen() -> None:
    text = "“It’s gone,”\u00a0she said.\n".encode()
    assert cleaner("clean", stdin=text).stdout == b'"It\'s gone," she said.\n'
    assert cleaner("clean", "--unicode", "none", stdin=text).stdout == text
    assert cleaner("clean", "--unicode", "plain,-quotes", stdin=text).stdout == "“It’s gone,” she said.\n".encode()


def test_lists_of_ones_own_are_used_and_must_prove_themselves(tmp_path: Path) -> None:
    make_tree(tmp_path, {"my/tides.toml": RULE, "bad/tides.toml": RULE.replace("Tide table for T", "Tides on T")})
    text = "The ferry sank.\n\nTide table for Tuesday\n\nNobody was hurt.\n"
    done = cleaner("clean", "--lists", "my", stdin=text.encode(), cwd=tmp_path)
    assert done.stdout == b"The ferry sank.\n\nNobody was hurt.\n"
    done = cleaner("clean", "--lists", "bad", stdin=text.encode(), cwd=tmp_path)
    assert done.returncode == 2
    assert b"do not prove themselves" in done.stderr
    assert done.stdout == b""


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
    wrong = (('level = "bogus"', b"level"), ('lang = ["en", "xx"]', b"lang"), ("jobs = 0", b"jobs"))
    for line, key in (*wrong, ("max-removed = 2.0", b"max-removed")):
        (tmp_path / "cleaner.toml").write_text(line)
        done = cleaner("clean", "a.txt", cwd=tmp_path)
        assert done.returncode == 2
        assert b"cleaner.toml sets %s.\n" % key in done.stderr
    (tmp_path / "cleaner.toml").write_text('level = "strict"\njobs = 2')
    assert b" sets " not in cleaner("clean", "no.txt", cwd=tmp_path).stderr
    assert b" sets " not in cleaner("clean", "a.txt", "--jobs", "0", cwd=tmp_path).stderr


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
