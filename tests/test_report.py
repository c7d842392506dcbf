"""`cleaner report`: counts that add up, for programs and as a page."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from browser import chromium, screenshot
from command import ARTICLE, cleaner, make_tree
from hypothesis import given
from hypothesis import strategies as st

from cleaner.audit.reader import read_audit
from cleaner.report import Report

PROSE = "The tram line opens on Monday, said the mayor, and nobody was hurt by it. " * 4
HOSTILE = (
    PROSE + "\n\n<script>document.title='owned'</script>\n\nAlso Read | <img src=x onerror=document.title='owned'>\n"
)


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    records = [
        {"text": ARTICLE * 3, "url": "https://news.example/1"},
        {"text": "Nobody was hurt.", "url": "https://news.example/2"},
        {"text": "Advertisement\n\nShare this article\n\nNo.", "url": "https://other.example/3"},
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    source = make_tree(tmp_path / "in", {"a.jsonl": lines, "b.txt": HOSTILE, "c.txt": "Aye.", "d.txt": b"a\0b"})
    audit = tmp_path / "audit.jsonl.zst"
    assert cleaner("clean", source, "-o", tmp_path / "out", "--audit", audit, "--url-field", "url").returncode == 3
    return audit


def test_documents_and_removals_add_up(audit: Path) -> None:
    result = cleaner("report", audit, "--json")
    assert result.returncode == 0
    found = json.loads(result.stdout)
    assert found["documents"] == {"cleaned": 2, "unchanged": 2, "gutted": 1, "failed": 1}
    assert sum(found["topics"].values()) == sum(found["rules"].values())
    assert found["rules"]["en/ads:label"] == 4
    assert found["sites"] == {"news.example": 3, "other.example": 2}
    assert found["samples"]["en/ads:label"] == ["Advertisement"]
    assert [name.endswith("a.jsonl:3 (text)") for name in found["gutted"]] == [True]
    assert found["lost_most"][0]["document"] == found["gutted"][0]


def test_two_audits_are_added(audit: Path) -> None:
    once, twice = (json.loads(cleaner("report", *[audit] * n, "--json").stdout) for n in (1, 2))
    assert {rule: 2 * count for rule, count in once["rules"].items()} == twice["rules"]


def test_the_page_is_safe_and_shows_the_counts(audit: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert cleaner("report", audit, "-o", page).returncode == 0
    shown = chromium(page)
    assert "<title>What was removed</title>" in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert "en/ads:label" in shown
    assert "Gutted documents" in shown
    assert len(screenshot(page)) > 5000


@given(st.lists(st.sampled_from("aaaabbbcde")), st.integers(2, 4))
def test_counts_of_lines_are_never_too_high_and_too_low_by_what_is_said_at_most(lines: list[str], most: int) -> None:
    report = Report(most_lines=most)
    for line in lines:
        report._add_line("en/ads:label", line)
        assert len(report.lines) <= most
    for line, count in Counter(lines).items():
        counted = report.lines["en/ads:label", line]
        assert count - report.missed <= counted <= count
    # What stands oftener than all that can have been missed is found.
    assert report.missed <= len(lines) // (most // 2 + 1)


def test_what_lost_most_is_found_among_many_documents(audit: Path) -> None:
    report = Report()
    with read_audit(str(audit)) as read:
        records = list(read.records())
    for _ in range(6000):
        for record in records:
            report._add_document(record)
    assert len(report.lost) < 10_000
    found = report.as_dict()
    assert len(found["gutted"]) == 6000
    assert {lost["document"] for lost in found["lost_most"]} == set(found["gutted"])


def test_a_damaged_audit_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {"audit.jsonl": '{"audit":1,"path"'})
    result = cleaner("report", tmp_path / "audit.jsonl")
    assert result.returncode == 2
    assert b"audit.jsonl:1: the audit is damaged" in result.stderr
