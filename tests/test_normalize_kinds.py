"""Texts in other scripts than Latin: what their kinds of characters say of them holds."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.normalize import kinds, normalize, parse_unicode
from cleaner.normalize import quick as quick_module
from cleaner.normalize.plan import plan_for, tables
from cleaner.normalize.scripts import has_cjk

FIXTURES = Path(__file__).parent.parent / "fixtures"
PLAIN = parse_unicode("plain")
FOUND = tables()
assert FOUND is not None
TABLE = FOUND.kinds
SCRIPTS = [
    "नदी पर पुल",
    "क\u093c",
    "река — «мост»",
    "جسر‌ها",
    "强风。“桥”",
    "橋　ＡＢ",
    "다리",
    "\u1100\u1161",
    "สะพาน",
    "“word”",
    "plain\t",
    "\n",
]


def texts() -> list[str]:
    found = [path.read_text("utf-8") for path in sorted(FIXTURES.rglob("*.txt"))]
    return [text for text in found if len(text.encode()) > 1.5 * len(text)]


def test_most_texts_in_other_scripts_are_told_by_their_kinds_alone() -> None:
    plan = plan_for(PLAIN)
    told = [quick_module.by_kinds(text, plan, sound=True) for text in texts()]
    assert len(told) > 60
    assert sum(text is not None for text in told) > len(told) / 2


def test_what_is_told_by_kinds_is_what_a_closer_look_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [normalize(text, PLAIN) for text in texts()]
    monkeypatch.setattr("cleaner.normalize.passes.by_kinds", lambda *_, **__: None)
    assert [normalize(text, PLAIN) for text in texts()] == found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SCRIPTS) | st.characters(), max_size=12).map("".join))
def test_any_text_is_told_as_by_a_closer_look(text: str) -> None:
    told = quick_module.by_kinds(text, plan_for(PLAIN), sound=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.normalize.passes.by_kinds", lambda *_, **__: None)
        assert told in (None, normalize(text, PLAIN))


def test_a_text_without_marks_is_composed() -> None:
    plain = [char for char in map(chr, range(0x10000)) if not TABLE[ord(char)] & kinds.MARK]
    assert len(plain) > 60_000
    for start in range(0, len(plain), 97):
        piece = "".join(plain[start : start + 97])
        assert all(unicodedata.is_normalized("NFC", text) for text in (piece, piece[::-1], f"a{piece}", f"가{piece}"))


def test_kinds_are_those_of_all_characters() -> None:
    assert kinds.kinds_of("नदी", TABLE) & (kinds.CJK | kinds.WORK | kinds.KEY | kinds.QUOTE) == 0
    assert kinds.kinds_of("“नदी”", TABLE) & kinds.QUOTE
    assert kinds.kinds_of("桥", TABLE) & kinds.CJK
    assert kinds.kinds_of("\u200b", TABLE) & kinds.WORK
    assert kinds.kinds_of("plain ASCII only\n", TABLE) == 0
    for text in ("𠀀", "🌉", "e\U0001f308"):
        assert kinds.kinds_of(text, TABLE) & kinds.ASTRAL
    assert all(has_cjk(chr(code)) == bool(TABLE[code] & kinds.CJK) for code in range(0x10000))


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a table of 65536 bytes, not 3"):
        kinds.kinds_of("text", b"abc")


RISKY = sorted(char for code in range(0x80, 0x10000) if TABLE[code] & (kinds.KEY | kinds.SUSPECT) for char in chr(code))


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from([*RISKY, "a", " ", "”", "桥", "р"]), max_size=12).map("".join))
def test_no_text_of_kinds_that_are_sound_is_bad(text: str) -> None:
    assert FOUND is not None
    bad = FOUND.suspect.search(text) is not None
    assert not (bad and kinds.all_sound(kinds.kinds_of(text, TABLE)))
    places = kinds.places_of(text, TABLE, kinds.SUSPECT, kinds.LONELY)
    assert not (bad and places == [])
