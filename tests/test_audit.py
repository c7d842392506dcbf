"""Edits: sorted, disjoint, in bytes of the original, and enough to undo everything that was done to a text."""

from __future__ import annotations

import itertools
import re

import pytest
from corpus import needs_texts, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Result
from cleaner.audit import Edit
from cleaner.audit.align import changes
from cleaner.audit.packed import pack, unpack
from cleaner.audit.undo import undo

PRESETS = ("plain", "repair", "none", ("plain", "-quotes"))
CLEANERS = [Cleaner(unicode=preset) for preset in PRESETS]

# What lines of scraped text are made of, and what has made trouble: marks, odd ends, damage, characters that only
# mean something together.
_PIECES = (
    "The ferry sank on Monday. ", "“Nobody was hurt,” said Marta’s brother.", "Advertisement", "Share this article",
    "Also Read | Nine saved from the sea", "Sign up for our newsletter", "Related stories", "Read more",
    "\n", "\n\n", "\r\n", "\r", "\u2028", "\x85", "\f", "\t", " ",
    "\u00a0", "\u3000", "\u200b", "\u00ad", "\ufeff", "\x00", "\x1b[31m",
    "&amp;", "&lt;", "&#8217;", "&amp;amp;quot;", "&", "<",
    "<b>", "cafe\u0301", "â€œquotedâ€\x9d", "Ã©tÃ©", "ﬁ", "ＡＢＣ！", "東京。「」",
    "ﾃﾞ", "👩\u200d🚀", "🏴\U000e0067\U000e0062\U000e007f", "\ud83d", "\ude00", "\udcff",
    "क\u093c", "नी\u200d", "…", "–", "é", "İ",
)  # fmt: skip
scraped = st.lists(st.sampled_from(_PIECES) | st.text(max_size=8), max_size=24).map("".join)
any_text = st.text(st.characters(exclude_categories=()), max_size=80)


def assert_undone(result: Result) -> None:
    original = result.original.encode("utf-8", "surrogatepass")
    cleaned = result.text.encode("utf-8", "surrogatepass")
    edits = list(result.edits())
    assert undo(cleaned, edits, "utf-8", "utf-8") == original
    for edit in edits:
        assert original[edit.start : edit.end].decode("utf-8", "surrogatepass") == edit.old
        assert re.fullmatch(r"[\w-]+/[\w-]+:[\w-]+|unicode:[\w-]+", edit.by)
    assert all(a.end <= b.start for a, b in itertools.pairwise(edits))
    assert unpack(pack(edits)) == edits


@pytest.mark.parametrize("cleaner", CLEANERS, ids=map(str, PRESETS))
@settings(max_examples=150)
@given(text=scraped | any_text)
def test_edits_undo_what_was_done_to_any_text(cleaner: Cleaner, text: str) -> None:
    assert_undone(cleaner.explain(text))


@settings(max_examples=300)
@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_utf_8_come_back_from_their_escapes(data: bytes) -> None:
    result = CLEANERS[0].explain(data.decode("utf-8", "surrogateescape"))
    edits = list(result.edits(errors="surrogateescape"))
    pieces, at, to = [], 0, 0
    cleaned = result.text.encode("utf-8", "surrogateescape")
    for start, end, new, _, _ in edits:
        pieces += [cleaned[to : to + start - at], data[start:end]]
        to, at = to + start - at + new, end
    assert b"".join([*pieces, cleaned[to:]]) == data


@settings(max_examples=300)
@given(before=any_text | scraped, after=any_text | scraped)
def test_any_two_texts_can_be_aligned(before: str, after: str) -> None:
    pieces, at = [], 0
    for start, end, new, _ in changes(before, after):
        assert at <= start <= end
        pieces += [before[at:start], new]
        at = end
    assert "".join([*pieces, before[at:]]) == after


@needs_texts
@pytest.mark.parametrize("cleaner", CLEANERS, ids=map(str, PRESETS))
def test_edits_undo_what_was_done_to_every_text_of_the_benchmark(cleaner: Cleaner) -> None:
    for text in texts():
        assert_undone(cleaner.explain(text))


def test_an_edit_says_which_rule_or_step_made_it_and_what_stood_there() -> None:
    text = "“Aye”, said the café’s owner.\n\nAdvertisement\n\nNobody was hurt."
    assert Cleaner().explain(text).edits() == (
        Edit(0, 3, 1, "unicode:quotes", "“"),
        Edit(6, 9, 1, "unicode:quotes", "”"),
        Edit(25, 28, 1, "unicode:quotes", "’"),
        Edit(38, 53, 0, "en/ads:label", "Advertisement\n\n"),
    )


def test_a_text_that_stays_has_no_edits() -> None:
    assert Cleaner().explain("Nobody was hurt.\n").edits() == ()


def test_many_edits_of_one_kind_are_written_as_one_run() -> None:
    edits = Cleaner().explain("“Aye” and “no” and “aye”.").edits()
    assert pack(list(edits)) == [
        [[0, 14, 13], 3, 1, "unicode:quotes", "“"],
        [[6, 13, 14], 3, 1, "unicode:quotes", "”"],
    ]


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("Tom &amp; Ann said &lt;", [(4, 9, "&", "entities"), (19, 23, "<", "entities")]),
        ("one\r\ntwo\rthree", [(3, 5, "\n", "line-ends"), (8, 9, "\n", "line-ends")]),
        ("zero\u200bwidth and\u00a0odd", [(4, 5, "", "invisible"), (14, 15, " ", "spaces")]),
        ("The cafe\u0301 is open", [(7, 9, "é", "nfc")]),
    ],
)
def test_each_change_of_the_unicode_stage_is_told_by_its_step(
    text: str, edits: list[tuple[int, int, str, str]]
) -> None:
    after = Cleaner(select=()).clean(text)
    assert changes(text, after) == [(start, end, new, f"unicode:{step}") for start, end, new, step in edits]
