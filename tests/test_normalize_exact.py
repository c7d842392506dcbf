"""The fast path gives what ftfy gives, and what it is built on holds."""

from __future__ import annotations

import importlib.util
import random
import re
import sys
import unicodedata
from pathlib import Path
from types import ModuleType

import ftfy
import pytest
import regex
from corpus import needs_texts, texts
from ftfy import badness as ftfy_badness
from ftfy import chardata, fixes
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.normalize import badness, composed, normalize, parse_unicode, plan
from cleaner.normalize.composed import is_nfc, nfc
from cleaner.normalize.invisible import CANDIDATE_RE, invisible_re, remove_invisible
from cleaner.normalize.scripts import has_cjk
from cleaner.signs import PLAIN_BYTES, signs_of

ROOT = Path(__file__).parent.parent
PLAIN = parse_unicode("plain")
EVERYTHING = "".join(map(chr, range(sys.maxunicode + 1)))


def _load_fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("unicode_fuzz", ROOT / "benchmarks" / "unicode_fuzz.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fuzz = _load_fuzz()
HEURISTIC = badness.read_heuristic()
RISKY = st.sampled_from(sorted({char for alphabet in fuzz.risky_alphabets() for char in alphabet}))
RISKY_TEXT = st.lists(RISKY, max_size=30).map("".join)
ANY_TEXT = st.text(st.characters(), max_size=40)  # Lone surrogates too.


# --- the same as ftfy ---


def test_random_strings_come_out_as_from_ftfy() -> None:
    different = [text for text in fuzz.strings(3000, seed=5) if not fuzz.is_exact(text)]
    assert different == []


@settings(max_examples=300)
@given(RISKY_TEXT)
def test_risky_strings_come_out_as_from_ftfy(text: str) -> None:
    assert fuzz.differences(text) == []


@pytest.mark.parametrize("spec", ["plain", "repair", ("plain", "-quotes"), ("plain", "-spaces", "-invisible")])
@settings(max_examples=150)
@given(data=st.data())
def test_a_text_whose_signs_are_known_comes_out_as_from_ftfy(spec: str | tuple[str, ...], data: st.DataObject) -> None:
    honest = st.sampled_from(fuzz.mild_alphabets()).flatmap(st.sampled_from)
    text = data.draw(st.lists(honest | RISKY, max_size=12) | st.lists(honest, max_size=12))
    assert fuzz.differences("".join(text), parse_unicode(spec), data.draw(RISKY)) == []


@pytest.mark.parametrize("text", ["–&#236;“\xea&#114;.", "pi\xe2&#8221;\u015b\xe2&#8211;&#8217;ata?\U0001f3fd"])
def test_signs_that_are_harmless_alone_are_part_of_what_is_bad(text: str) -> None:
    assert fuzz.differences(text) == []


@pytest.mark.parametrize("text", ["„nein“", "Er sagt „nein\u201c.", "‚so‘ oder „so“ – für uns", "„\u2009“ ‚"])
def test_low_quotes_are_straight_in_a_text_whose_signs_are_known(text: str) -> None:
    assert fuzz.differences(text) == []
    assert set("„‚").isdisjoint(normalize(text, PLAIN, signs_of(text)))


@pytest.mark.parametrize("codec", chardata.CHARMAP_ENCODINGS)
def test_sentences_in_twenty_languages_read_in_the_wrong_codec_come_out_as_from_ftfy(codec: str) -> None:
    for sentence in fuzz.SENTENCES + fuzz.OTHERS:
        for errors in ("replace", "ignore"):
            text = sentence.encode().decode(codec, errors)
            assert fuzz.is_exact(f"Clean line.\n{text}\n“{text}” and more"), (sentence, codec)


@needs_texts
def test_real_texts_come_out_as_from_ftfy() -> None:
    assert all(map(fuzz.is_exact, texts()[::40]))


@needs_texts
def test_normalising_real_texts_again_changes_nothing() -> None:
    for text in texts():
        result = normalize(text, PLAIN)
        assert normalize(result, PLAIN) == result


@pytest.mark.parametrize("spec", ["plain", "repair", ("plain", "-quotes"), ("plain", "-mojibake", "-nfc", "-widths")])
@settings(max_examples=150)
@given(text=RISKY_TEXT | ANY_TEXT)
def test_normalising_again_changes_nothing(spec: str | tuple[str, ...], text: str) -> None:
    unicode = parse_unicode(spec)
    result = normalize(text, unicode)
    assert normalize(result, unicode) == result


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["“a”", "é", "&amp;", "<", "schÃ¶n", "日本“，”", "\u200b", "x\u00a0y", "\r"]), max_size=12)
)
def test_lines_keep_their_places(pieces: list[str]) -> None:
    result = normalize("".join(f"{piece} \n" for piece in pieces), PLAIN)
    assert result.count("\n") == len(pieces) + pieces.count("\r")


@pytest.mark.parametrize("end", ["&#10;", "&NewLine;", "&#13;&#10;", "&#x2028;"])
def test_a_line_with_entities_of_line_ends_is_one_line_to_ftfy(end: str) -> None:
    # Together the two halves are in no codec, so the second stays as it is until it is a line of its own.
    second = "Γüú".join(("&#9516;&#9569;", "&#9516;&#9617;"))
    for times in (1, 9, 40):
        text = "café&nbsp;" * times + "Ã©tÃ© ╨║&#1089;" + end + second * times + end + "Ðº&#209;&#8218;"
        assert fuzz.differences(text) == []
    rng = random.Random(9)
    for _ in range(200):
        parts = [fuzz.mojibake(rng) for _ in range(4)]
        text = end.join("".join(f"&#{ord(char)};" if rng.random() < 0.4 else char for char in part) for part in parts)
        assert fuzz.differences(text) == []


@pytest.mark.parametrize("text", ["中&amp;lt;\n&a\u200bmp;", "中&lt;\n\n&am\u00adp;\n中", "Ã©&lt;\n中\nx&am\u00adp;"])
def test_what_becomes_an_entity_below_what_became_markup_stays(text: str) -> None:
    assert normalize(text, PLAIN).count("&amp;") == 1
    assert fuzz.differences(text) == []


def test_the_number_of_lines_stays() -> None:
    text = "“a”\n\u00a0\n\nschÃ¶n\n日本“，”\u3000\n\u200b\n\x0c\n\n"
    assert normalize(text, PLAIN).count("\n") == text.count("\n")


def test_lines_longer_than_ftfy_reads_at_once_are_cut_where_ftfy_cuts_them() -> None:
    for start in ("a" * 999_999 + "Ã ©&eacute;", "a" * 999_998 + "&eacute; é", "é" + "a" * 999_997 + "\r\n&amp;"):
        for text in (start + "b" * 999_995 + "&amp; < &amp;\n&amp;", start + "b" * 30):
            assert normalize(text, PLAIN) == fuzz.by_ftfy(text)


def test_deeply_nested_entities_are_read_in_a_few_rounds() -> None:
    text = "Q&" + "amp;" * 250_000 + " A"
    assert normalize(text, PLAIN) == "Q& A"


# Each would take hours if a level, or a mark, cost a reading of the text.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("é&" + "amp;" * 100_000 + " A", "é& A", id="an ampersand escaped again and again beside a letter"),
        pytest.param("a" + "\u0300\u0316" * 100_000, "à" + "\u0316" * 100_000 + "\u0300" * 99_999, id="marks"),
        pytest.param("é\x85" + "\u0300\u0316" * 9000, "é…" + "\u0316" * 9000 + "\u0300" * 9000, id="marks, for ftfy"),
        pytest.param("\u0f73\u0316" * 9000, "\u0f71" * 9000 + "\u0f72" * 9000 + "\u0316" * 9000, id="pairs of marks"),
        pytest.param("a" + "\u034f" * 100_000, "a", id="grapheme joiners"),
        pytest.param("x\u202f" * 100_000, "x " * 100_000, id="narrow spaces"),
    ],
)
def test_time_grows_as_the_text_does(text: str, expected: str) -> None:
    assert normalize(text, PLAIN) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("é &#x3" + "&#x3" * 20_000 + "4" + ";" * 20_000, id="a digit of a number of an entity"),
        pytest.param("&#1" * 20_000 + "\u00ad" + "73;" * 20_000, id="a soft hyphen in a number of a soft hyphen"),
        pytest.param("&#894" * 20_000 + ";", id="a question mark that composes to a semicolon"),
        pytest.param("&#65307" * 20_000 + ";", id="a semicolon of full width"),
    ],
)
def test_entities_built_of_entities_are_resolved_only_so_far(text: str) -> None:
    result = normalize(text, PLAIN)
    assert len(text) - 400 < len(result) < len(text)
    assert set(result) <= set(text) | {";"}


def test_lines_of_many_entities_come_out_as_from_ftfy() -> None:
    rng = random.Random(4)
    alphabets = fuzz.risky_alphabets()
    for _ in range(8):
        pieces = [piece for _ in range(150) for piece in (fuzz.entity(rng), *fuzz._some(rng, alphabets))]
        assert fuzz.differences("".join(pieces).replace("\n", " ")) == []
        assert fuzz.differences("".join(pieces).replace("\n", " ").replace("<", "(")) == []


# --- what the fast path rests on ---


def test_ftfys_heuristic_can_be_read() -> None:
    assert HEURISTIC is not None
    assert len(HEURISTIC.alternatives) >= 38


def test_no_step_of_ftfy_touches_plain_ascii() -> None:
    plain = PLAIN_BYTES.decode("ascii")
    assert badness.touched(badness.STEPS_AFTER_HEURISTIC).keys() & set(plain) == set()
    assert fixes.uncurl_quotes(plain) == plain
    assert chardata.possible_encoding(plain.replace("\n", ""), "ascii")  # Never called bad: see fix_encoding.
    assert fixes.unescape_html(plain.replace("&", "")) == plain.replace("&", "")


@settings(max_examples=500)
@given(RISKY_TEXT)
def test_a_bad_line_is_suspect_and_holds_a_key(text: str) -> None:
    found = plan.tables()
    assert found and HEURISTIC
    if ftfy_badness.is_bad(text):
        assert found.suspect.search(text)
        assert found.needs_ftfy.search(text)
        assert not HEURISTIC.keys.isdisjoint(text)


@settings(max_examples=500)
@given(st.data())
def test_no_text_of_harmless_characters_is_bad(data: st.DataObject) -> None:
    found = plan.tables()
    assert found
    harmless = st.sampled_from(sorted(found.harmless)) | st.sampled_from("aZ. ?1\n'\"")
    assert not ftfy_badness.is_bad("".join(data.draw(st.lists(harmless, max_size=40))))


def test_typical_english_is_harmless() -> None:
    found = plan.tables()
    assert found
    assert set("“”‘’–—…\u00a0•") <= found.harmless


@pytest.mark.parametrize("pattern", ["a|(b)", "é+|ü", "[é", r"\d[é]", "ab|[éü]x"])
def test_a_heuristic_that_cannot_be_read_sends_all_but_ascii_to_ftfy(
    pattern: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert badness.read_heuristic(pattern) is None
    monkeypatch.setattr(badness, "read_heuristic", lambda: None)
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))  # What was derived of the readable one is kept elsewhere.
    plan.tables.cache_clear()
    plan.plan_for.cache_clear()
    try:
        assert plan.tables() is None
        for text in ("“It’s” schÃ¶n &amp; é", "日本“，”ＡＢＣ", "a\r\nb\u200b\u00a0"):
            assert fuzz.is_exact(text)
    finally:
        monkeypatch.undo()
        plan.tables.cache_clear()
        plan.plan_for.cache_clear()


def test_cjk_is_han_kana_and_hangul() -> None:
    scripts = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
    for char in EVERYTHING:
        if unicodedata.category(char) != "Cn":
            assert has_cjk(char) == bool(scripts.match(char)), hex(ord(char))


def test_what_may_be_invisible_is_a_candidate() -> None:
    assert all(CANDIDATE_RE.match(found[0]) for found in invisible_re().finditer("\n".join(EVERYTHING)))


@given(ANY_TEXT | RISKY_TEXT)
def test_looking_at_candidates_only_misses_nothing(text: str) -> None:
    expected = invisible_re().sub("", text)
    without_bidi = re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    if text == without_bidi:
        assert remove_invisible(text) == expected


# --- normalisation form C ---

# Lines of Unicode's NormalizationTest.txt: source, NFC.
CASES = """
1E0A;1E0A
1E0A 0323;1E0C 0307
0044 0307 0323;1E0C 0307
0044 031B 0307 0323;1E0C 031B 0307
00C8;00C8
0045 0304 0300;1E14
1E14 0304;1E14 0304
05B8 05B9 05B1 0591 05C3 05B0 05AC 059F;05B1 05B8 05B9 0591 05C3 05B0 05AC 059F
0592 05B7 05BC 05A5 05B0 05C0 05C4 05AD;05B0 05B7 05BC 05A5 0592 05C0 05AD 05C4
1100 AC00 11A8;1100 AC01
1100 1161 11A8;AC01
0340;0300
0958;0915 093C
0928 093C;0929
09C7 09BE;09CB
0B47 0B56;0B48
0DD9 0DCF 0DCA;0DDD
212B;00C5
2126;03A9
F900;8C48
1D15E;1D157 1D165
0061 0315 0300 05AE 0062;00E0 05AE 0315 0062
"""


@pytest.mark.parametrize("case", CASES.split("\n")[1:-1])
def test_composed_forms_are_those_of_unicode(case: str) -> None:
    source, composed = ("".join(chr(int(code, 16)) for code in part.split()) for part in case.split(";"))
    assert normalize(source, parse_unicode(("none", "+nfc"))) == composed
    assert normalize(composed, parse_unicode(("none", "+nfc"))) == composed


def test_every_character_with_a_decomposition_is_composed() -> None:
    only_nfc = parse_unicode(("none", "+nfc"))
    lines = [
        f"{unicodedata.normalize('NFD', char)} {char}"
        for char in EVERYTHING
        if unicodedata.decomposition(char) and unicodedata.decomposition(char)[0] != "<"
    ]
    text = "\n".join(lines)
    assert len(lines) > 2000
    assert normalize(text, only_nfc) == unicodedata.normalize("NFC", text)


def test_inert_characters_compose_with_nothing_before_them() -> None:
    second = set()
    for char in EVERYTHING:
        pair = unicodedata.decomposition(char).split()
        if len(pair) == 2 and pair[0][0] != "<":
            second.add(chr(int(pair[1], 16)))
    second.update(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]))
    for char in EVERYTHING:
        if plan.is_inert(char):
            assert char not in second and unicodedata.combining(char) == 0, hex(ord(char))


@settings(max_examples=1000)
@given(
    st.lists(
        st.sampled_from("कनरळक़ड़\u093c\u094d\u093e\u0951ি\u09bc\u09be\u09d7ে\u0bbeெ\u200d \na!\u0301\u0323\u0958"),
        max_size=15,
    )
)
def test_is_nfc_agrees_with_unicodedata(chars: list[str]) -> None:
    text = "न" + "".join(chars)
    assert is_nfc(text) == unicodedata.is_normalized("NFC", text)


MARKS = [char for char in EVERYTHING if unicodedata.combining(char)] + [*"\u0f73\u0f75\u0f81\u0344"]


def test_a_row_of_any_mark_is_seen_by_the_quick_look() -> None:
    assert not [hex(ord(mark)) for mark in MARKS if not composed._MAY_BE_MARKS.search(mark * 3)]


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=9), st.integers(10, 60), st.sampled_from(["a", "क", "", "ᄀ"])
)
def test_nfc_agrees_with_unicodedata_where_marks_are_many(marks: list[str], times: int, before: str) -> None:
    text = f"x{before}{''.join(marks) * times}e{''.join(marks)} ी"
    assert nfc(text) == unicodedata.normalize("NFC", text)


def test_a_line_end_is_no_piece_of_a_letter() -> None:
    # ftfy reads the bytes of the last letter and the line feed as the NUL of Java's UTF-8, and joins the lines.
    text = "\u03b0\u00b5\u008a\u0390\nabc"
    assert ftfy.fix_text(text) == "\u0d4aabc"
    assert normalize(text, PLAIN) == "\u0d4a\u0390\nabc"
    assert fuzz.is_exact(text)
