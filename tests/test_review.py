"""Deciding on proposed rules."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command import cleaner as run

from cleaner.mine.rulefile import decisions_path, read_decisions, read_rules, samples_path, to_toml
from cleaner.review import Review, pattern_of, to_html
from cleaner.rules import Rule


def proposed(name: str, line: str, score: float, *, pattern: str = "") -> Rule:
    return Rule(
        id=f"mined:{name}",
        removes="line",
        why=f"On 8 of 8 pages. Score {score}, mined 2024-01-01, fingerprint {name * 12}.",
        lines=() if pattern else (line,),
        pattern=pattern,
        match=(line,) if pattern else (),
        keep=("The story went on for another page.",),
        sites=("example.com",),
        status="proposed",
    )


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "mined.toml"
    found = [
        proposed("a", 'Write to the "Bay Herald" desk', 0.9),
        proposed("b", "Filed in drawer 7", 0.7, pattern=r"filed in drawer \d{1,3}"),
        proposed("c", "Find the Herald <b>on paper</b>", 0.5),
    ]
    path.write_text(to_toml(found, "Mined."), encoding="utf-8")
    sample = [["The ferry sank."], "Filed in drawer 7", ["Nobody\x1b[31m was hurt."]]
    samples_path(path).write_text(json.dumps({"rule": "mined:b", "samples": [sample]}) + "\n", encoding="utf-8")
    return path


def statuses(path: Path) -> dict[str, str]:
    return {rule.id: rule.status for rule in read_rules(path)}


def test_what_nobody_decided_on_stays_a_proposal(rules: Path) -> None:
    before = rules.read_text(encoding="utf-8")
    done = run("review", rules, stdin=b"s\ns\ns\n")
    assert done.returncode == 0
    assert rules.read_text(encoding="utf-8") == before
    assert not decisions_path(rules).exists()


def test_a_review_can_stop_and_go_on(rules: Path) -> None:
    done = run("review", rules, stdin=b"a\nq\n")
    assert b"2 still open" in done.stderr
    assert statuses(rules) == {"mined:a": "accepted", "mined:b": "proposed", "mined:c": "proposed"}
    run("review", rules, stdin=b"r\n")
    assert statuses(rules) == {"mined:a": "accepted", "mined:c": "proposed"}
    assert read_decisions(decisions_path(rules)) == {"a" * 12: "accepted", "b" * 12: "rejected"}


def test_it_shows_the_lines_in_context_and_nothing_that_a_terminal_obeys(rules: Path) -> None:
    shown = run("review", rules, stdin=b"s\nx\nq\n").stdout
    assert b"1 of 3" in shown
    assert b"  - Filed in drawer 7\n    Nobody\\x1b[31m was hurt." in shown


def test_an_edited_rule_must_prove_itself(rules: Path) -> None:
    review = Review.open(rules)
    rule = next(rule for rule in review.open_proposals() if rule.id == "mined:b")
    assert "stays: the pattern must match" in review.edit(rule, r"found in drawer \d{1,3}")[0]
    assert statuses(rules)["mined:b"] == "proposed"
    assert review.edit(rule, r"filed in drawer \d{1,9}") == []
    assert statuses(rules)["mined:b"] == "accepted"


def test_a_line_is_edited_as_a_pattern_and_stays_its_example(rules: Path) -> None:
    review = Review.open(rules)
    rule = next(rule for rule in review.open_proposals() if rule.id == "mined:a")
    assert pattern_of(rule) == r'write to the "bay herald" desk[ .:,-]{0,3}'
    assert "stays: the pattern must match" in review.edit(rule, "write to the desk")[0]
    assert review.edit(rule, r"""write to the "?[\w ]{3,30}"? desk""") == []
    changed = next(rule for rule in read_rules(rules) if rule.id == "mined:a")
    assert (changed.lines, changed.match, changed.status) == ((), rule.lines, "accepted")


def test_an_edit_that_is_given_up_changes_nothing(rules: Path) -> None:
    before = rules.read_text(encoding="utf-8")
    done = run("review", rules, stdin=b"e\n\nq\n")
    assert b"nothing changed" in done.stdout
    assert rules.read_text(encoding="utf-8") == before


def test_where_the_article_is_over_it_shows_that_what_is_below_goes_and_the_line_does_not(rules: Path) -> None:
    end = replace(proposed("b", "Filed in drawer 7", 0.7), removes="rest", holds="end")
    rules.write_text(to_toml([end], "Mined."), encoding="utf-8")
    shown = run("review", rules, stdin=b"q\n").stdout
    assert b"What stands below it goes" in shown
    assert b"    Filed in drawer 7\n  - Nobody" in shown
    page = to_html(Review.open(rules))
    assert "<p>Filed in drawer 7</p><p><mark>Nobody" in page


def test_it_says_where_alone_a_line_goes(rules: Path) -> None:
    beside = [replace(rule, where="beside") for rule in read_rules(rules)]
    rules.write_text(to_toml(beside, "Mined."), encoding="utf-8")
    assert b"Goes only next to something that goes." in run("review", rules, stdin=b"q\n").stdout
    assert "Goes only next to something that goes." in to_html(Review.open(rules))
    rules.write_text(rules.read_text().replace('where = "beside"', 'where = "foot"\nabove = "credits"'))
    assert "Goes only below the article and right above what credits takes." in to_html(Review.open(rules))


def test_an_edit_in_the_terminal_is_accepted(rules: Path) -> None:
    done = run("review", rules, stdin=b"s\ne\nfiled in drawer \\d{1,2}\nq\n")
    assert done.returncode == 0, done.stderr
    assert {rule.pattern for rule in read_rules(rules) if rule.status == "accepted"} == {r"filed in drawer \d{1,2}"}


def test_all_from_a_score_on_are_accepted_at_once(rules: Path) -> None:
    done = run("review", rules, "--accept-above", 0.7)
    assert b"2 accepted, 1 still open" in done.stderr
    assert list(statuses(rules).values()) == ["accepted", "accepted", "proposed"]
    run("review", rules, "--accept-above", 0)
    assert b"nothing to decide on in " in run("review", rules).stderr


def test_the_page_shows_every_open_proposal_and_runs_nothing(rules: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("review", rules, "--html", page).returncode == 0
    text = page.read_text(encoding="utf-8")
    assert text == to_html(Review.open(rules))
    assert "<mark>Filed in drawer 7</mark>" in text
    assert "&lt;b&gt;on paper" in text
    assert "<script" not in text


def test_wrong_usage_is_named(tmp_path: Path) -> None:
    done = run("review", tmp_path / "none.toml")
    assert (done.returncode, b"no such rule file" in done.stderr) == (2, True)


def test_a_broken_decision_is_named(rules: Path) -> None:
    decisions_path(rules).write_text("{}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"decisions\.jsonl:1: not a decision"):
        read_decisions(decisions_path(rules))


# ------------------------------------------------------------------ taking a decision back


@pytest.mark.parametrize("key", [b"a", b"r", b"s", b"e\nwrite to the .{3,30} desk"])
def test_what_was_done_last_is_taken_back(rules: Path, key: bytes) -> None:
    before = rules.read_text(encoding="utf-8")
    done = run("review", rules, stdin=key + b"\nu\nq\n")
    assert done.stdout.count(b"1 of 3") == 2
    assert b"3 still open" in done.stderr
    assert rules.read_text(encoding="utf-8") == before
    assert set(read_decisions(decisions_path(rules)).values()) <= {"undone"}


def test_decisions_are_taken_back_one_after_the_other_and_in_a_later_review_too(rules: Path) -> None:
    before = rules.read_text(encoding="utf-8")
    run("review", rules, stdin=b"r\ns\nr\n")
    assert list(statuses(rules)) == ["mined:b"]
    assert run("review", rules, stdin=b"u\nu\nu\nq\n").stdout.count(b"nothing to undo") == 0
    assert rules.read_text(encoding="utf-8") == before
    assert b"nothing to undo" in run("review", rules, stdin=b"u\nq\n").stderr


def test_the_last_decision_of_all_is_taken_back(rules: Path) -> None:
    run("review", rules, stdin=b"a\na\nr\nu\nq\n")
    assert statuses(rules) == {"mined:a": "accepted", "mined:b": "accepted", "mined:c": "proposed"}
    run("review", rules, stdin=b"r\nq\n")
    run("review", rules, stdin=b"u\nu\nq\n")
    assert list(statuses(rules).values()) == ["accepted", "proposed", "proposed"]


def test_all_accepted_at_once_are_taken_back_one_by_one(rules: Path) -> None:
    run("review", rules, "--accept-above", 0.7)
    run("review", rules, stdin=b"u\nq\n")
    assert list(statuses(rules).values()) == ["accepted", "proposed", "proposed"]


def test_what_was_taken_back_is_proposed_again_by_mining(rules: Path) -> None:
    run("review", rules, stdin=b"r\nu\nq\n")
    assert "rejected" not in read_decisions(decisions_path(rules)).values()


def test_in_a_file_that_was_written_anew_nothing_is_taken_back(rules: Path) -> None:
    run("review", rules, stdin=b"a\nq\n")
    other = [replace(rule, why=rule.why.replace("aaaa", "dddd")) for rule in read_rules(rules)]
    rules.write_text(to_toml(other, "Mined."), encoding="utf-8")
    before = rules.read_text(encoding="utf-8")
    assert b"nothing to undo" in run("review", rules, stdin=b"u\nq\n").stderr
    assert rules.read_text(encoding="utf-8") == before
