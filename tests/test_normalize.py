"""The Unicode stage: what must stay comes first."""

from __future__ import annotations

import pickle

import pytest

from cleaner.normalize import normalize, parse_unicode

PLAIN = parse_unicode("plain")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("می‌خواهم بروم", id="ZWNJ in Persian"),
        pytest.param("هـ‍", id="ZWJ after an Arabic letter shows its joining form"),
        pytest.param("क्‍ष और क्‌ष", id="ZWJ and ZWNJ in Hindi"),
        pytest.param("ශ්‍රී ලංකා", id="ZWJ in Sinhala"),
        pytest.param("ന്‍", id="an old chillu in Malayalam"),
        pytest.param("র‍্যাব", id="ZWJ in Bengali"),
        pytest.param("👩‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 ❤️", id="emoji sequences"),
        pytest.param("1️⃣ #️⃣", id="keycaps"),
        pytest.param("\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", id="flag of Wales"),
        pytest.param("ภาษา\u200bไทย", id="ZWSP in Thai"),
        pytest.param("ភាសា\u200bខ្មែរ", id="ZWSP in Khmer"),
        pytest.param("ພາສາ\u200bລາວ", id="ZWSP in Lao"),
        pytest.param("မြန်မာ\u200bဘာသာ", id="ZWSP in Burmese"),
        pytest.param("שלום (2024)\u200f!", id="RLM in Hebrew"),
        pytest.param("قال \u2067«C++»\u2069 و\u200eABC", id="isolates and LRM in Arabic"),
        pytest.param("他说：“你好，世界！”（完）", id="Chinese punctuation and quotes"),
        pytest.param("「日本語」は、難しい？", id="Japanese punctuation"),
        pytest.param("그는 ‘안녕’이라고 말했다", id="Korean quotes"),
        pytest.param("葛\U000e0100飾区", id="an ideographic variant in a Japanese name"),
        pytest.param("AT&T; Q&A", id="ampersands that are not entities"),
        pytest.param("Ångström, œuvre, Œuvres, à la carte, naïve, Škoda", id="accented letters"),
        pytest.param("ᚁ\u1680ᚂ", id="the Ogham space mark is a stroke"),
    ],
)
def test_stays(text: str) -> None:
    assert normalize(text, PLAIN) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It’s”", '"It\'s"'),
        ("schÃ¶n", "schön"),
        ("P&eacute;rez &amp; co", "Pérez & co"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("ﬁne ﬂow", "fine flow"),
        ("ＡＢ　Ｃ！", "AB C!"),
        ("ＡＢＣ株式会社！", "ABC株式会社！"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("\ud83d\udca9 \ud800", "💩 \ufffd"),
        ("\x1b[36;44mred\x1b[0m", "red"),
        ("nul\x00 bom\ufeff c1\x81", "nul bom c1"),
        ("one\x0ctwo", "one two"),
        (
            "zero\u200bwidth hy\u00adphen wo\u2060rd Auf\u200clage a\u200db",
            "zerowidth hyphen word Auflage ab",
        ),
        ("left\u200eright\u200f", "leftright"),
        ("a\ufe0f 1\ufe0f x\U000e0041", "a 1 x"),
        ("10\u202f000\u00a0km", "10 000 km"),
        ("cafe\u0301", "café"),
        ("&am\u00adp;", "&"),
        ("\u00a0\u00a0", "  "),
    ],
)
def test_changes(text: str, expected: str) -> None:
    assert normalize(text, PLAIN) == expected
    assert normalize(expected, PLAIN) == expected


def test_repair_mends_damage_and_leaves_typography_alone() -> None:
    repair = parse_unicode("repair")
    assert normalize("“ﬁ”\u00a0ＡＢ …\u00ad Ã¶ cafe\u0301\x00", repair) == "“ﬁ”\u00a0ＡＢ …\u00ad ö café"


def test_none_returns_its_input() -> None:
    text = "“Ã¶” \x00\r\n\ud800"
    assert normalize(text, parse_unicode("none")) is text


@pytest.mark.parametrize("step", ["quotes", "mojibake", "spaces", "invisible", "entities", "ligatures"])
def test_a_step_can_be_turned_off_and_on_by_name(step: str) -> None:
    text = "“Ã¶” ﬁ &amp; a\u00a0b\u00ad"
    off = parse_unicode(("plain", f"-{step}"))
    assert normalize(text, off) != normalize(text, PLAIN)
    assert normalize(normalize(text, off), PLAIN) == normalize(text, PLAIN)
    assert parse_unicode(("plain", f"-{step}", f"+{step}")) == PLAIN


@pytest.mark.parametrize("spec", ["plane", (), ("-quotes",), ("plain", "quotes"), ("plain", "-quote")])
def test_a_bad_spec_says_what_was_expected_and_what_came(spec: str | tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"unicode: expected .*; got "):
        parse_unicode(spec)


def test_settings_are_hashable_and_picklable() -> None:
    settings = parse_unicode(("plain", "-quotes"))
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(parse_unicode(("plain", "-quotes"))) == hash(settings)


def test_a_less_than_sign_stops_unescaping_in_all_later_lines() -> None:
    assert normalize("a &amp; b\na < b &amp;\nc &amp; d", PLAIN) == "a & b\na < b &amp;\nc &amp; d"
