"""What each script and each emoji needs stays in every preset; what nothing needs goes, and is counted."""

from __future__ import annotations

import unicodedata

import pytest

from cleaner import Cleaner
from cleaner.normalize import normalize, parse_unicode

PLAIN, REPAIR = parse_unicode("plain"), parse_unicode("repair")

STAYS = {
    "Arabic: marks for direction beside Latin": "قال \u200eC++\u200f ثم",
    "Arabic: isolates and embeddings": "قال \u2068ABC\u2069 و \u202aDEF\u202c",
    "Arabic: number sign": "\u0600\u0661",
    "Persian: ZWNJ": "می\u200cخواهم کتاب\u200cهای خوانده\u200cام، صفحه\u200c۲",
    "Hebrew: points, and ZWJ before a meteg's letter": "שָׁלוֹם בַּֽ\u200dיהוה",
    "Hebrew: CGJ between points": "יְרוּשָׁלַ\u034fִם",
    "Hebrew: marks for direction beside Latin": "שלום (ABC)\u200f!",
    "Syriac: abbreviation mark": "ܣܘܪܝܝܐ \u070fܐܒ",
    "N'Ko": "ߒߞߏ ߊ߬ߟߎ߫",
    "Adlam": "𞤆𞤵𞤤𞤢𞤪",
    "Marathi: ZWJ": "दर\u094d\u200dया तुम\u094d\u200dही",
    "Hindi: ZWNJ": "क\u094d\u200cष",
    "Bengali: ZWJ before ya-phala": "র\u200d\u09cdযাম",
    "Malayalam: chillu with ZWJ, ZWNJ": "അവന\u0d4d\u200d സോഫ്റ്റ\u0d4d\u200cവെയർ",
    "Kannada: ZWJ behind ra, ZWNJ": "ರ\u200d\u0ccdಯಾಂಕ\u0ccd ಸಾಫ್ಟ\u0ccd\u200cವೇರ್",
    "Telugu: ZWNJ": "సాఫ్ట\u0c4d\u200cవేర్",
    "Gujarati: ZWNJ": "સૉફ્ટ\u0acd\u200cવેર",
    "Odia: ZWNJ": "ସଫ୍ଟ\u0b4d\u200cୱେର",
    "Tamil: ZWNJ": "க\u0bcd\u200cஷ",
    "Sinhala: ZWJ": "ශ\u0dca\u200dරී",
    "Thai: ZWSP": "ภาษา\u200bไทย",
    "Lao: ZWSP": "ພາສາ\u200bລາວ",
    "Khmer: ZWSP, before a figure and behind a stop": "ភាសា\u200bខ្មែរ ឆ្នាំ\u200b2024 ភាសា។\u200bខ្មែរ",
    "Burmese: ZWSP": "မြန်မာ\u200bဘာသာ",
    "Javanese: ZWSP": "ꦧꦱ\u200bꦗꦮ",
    "Balinese: ZWSP": "ᬩᬲ\u200bᬩᬮᬶ",
    "Tibetan": "བོད་སྐད། བཀྲ་ཤིས་བདེ་ལེགས།",
    "Mongolian: free variation and vowel separators": "ᠮᠣᠩᠭᠣᠯ\u180b ᠬᠠᠭᠠ\u180eᠠ",
    "Mongolian: the narrow space before a suffix": "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ",
    "Old Korean in Jamo": "ᄒ\u119eᆫ글",
    "Japanese: ideographic variants": "辻\U000e0100さん 葛\U000e0101飾",
    "Chinese: standardised variant": "侮\ufe00",
    "Mathematics: standardised variant": "∩\ufe00",
    "Burmese: dotted form": "က\ufe00",
    "Vietnamese": "Việt Nam đẹp, người",
    "Turkish": "İstanbul ılık",
    "Polytonic Greek": "Ἐν ἀρχῇ ἦν ὁ λόγος",
    "Hawaiian": "Hawaiʻi",
    "French": "« Bonjour »",
    "family": "👩\u200d👩\u200d👧\u200d👦",
    "skin and hair": "👨🏿\u200d🦰 🧑🏻\u200d🤝\u200d🧑🏿",
    "ZWJ behind a variation selector": "❤\ufe0f\u200d🔥 👁\ufe0f\u200d🗨\ufe0f 🏳\ufe0f\u200d⚧\ufe0f",
    "ZWJ before a square and an arrow": "🐈\u200d⬛ 🏃🏽\u200d♀\ufe0f\u200d➡\ufe0f",
    "flags": "🇩🇪 🏴\u200d☠\ufe0f 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "keycaps": "0\ufe0f\u20e3 *\ufe0f\u20e3",
    "as text and as a picture": "☎\ufe0e ▶\ufe0e ↩\ufe0e ©\ufe0f ™\ufe0f ㊗\ufe0f",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_what_a_script_or_an_emoji_needs_stays(text: str) -> None:
    for settings in (PLAIN, REPAIR):
        assert normalize(text, settings) == text
        assert normalize(f"“{text}”\u2003{text}\n\n{text}", settings).count(text) == 3
    assert Cleaner(select=()).clean(text) == text


WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"

GOES = {
    "ZWSP in English and Chinese": ("zero\u200bwidth 中\u200b文", "zerowidth 中文"),
    "soft hyphens, in Arabic too": ("hy\u00adphen عر\u00adب", "hyphen عرب"),
    "word joiner in Hindi": ("क\u2060ष", "कष"),
    "ZWNJ in German and Hebrew": ("Auf\u200clage שלום\u200cעולם", "Auflage שלוםעולם"),
    "ZWJ in Latin and behind a flag's letter": ("A\u200dB 🇩\u200d🇪 👩\u200d ", "AB 🇩🇪 👩 "),
    "selectors behind letters, figures and Kana": ("a\ufe0f 1\ufe0f カ\ufe00", "a 1 カ"),
    "hidden bytes in selectors": ("😊\U000e0148\U000e0155\ufe00", "😊"),
    "hidden bytes behind an ideographic variant": ("日\U000e0100\U000e0101\U000e0102", "日\U000e0100"),
    "hidden text in tags": ("Hi\U000e0068\U000e0069", "Hi"),
    "hidden text in tags behind a black flag": ("🏴" + "\U000e0068\U000e0069\U000e0020\U000e0079", "🏴"),
    "hidden text in tags behind the flag of Wales": (WALES + "\U000e0068\U000e0069", WALES),
    "tags behind a black flag that nothing ends": (WALES[:-1], "🏴"),
    "marks for direction in English and figures": ("\u202eevil\u202c ABC\u200f 2024\u061c", "evil ABC 2024"),
    "grapheme joiners that join nothing": ("x\u034f\u034f\u034f y", "x y"),
}


@pytest.mark.parametrize(("text", "expected"), GOES.values(), ids=GOES)
def test_what_no_script_and_no_emoji_needs_goes_in_plain_and_stays_in_repair(text: str, expected: str) -> None:
    assert normalize(text, PLAIN) == expected
    assert normalize(expected, PLAIN) == expected
    assert normalize(text, REPAIR) == text


def test_the_narrow_space_is_plain_beside_anything_but_mongolian() -> None:
    assert normalize("10\u202f000 ᠮᠣᠩᠭᠣᠯ\u202f!", PLAIN) == "10 000 ᠮᠣᠩᠭᠣᠯ !"
    assert normalize("« Oui\u202f! » dit-il", PLAIN, frozenset("«»\u202fᠮ")) == "« Oui ! » dit-il"


COMPOSES = {
    "Hangul": ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
    "Vietnamese, marks in either order": ("Vie\u0323\u0302t Vie\u0302\u0323t Vi\u00ea\u0323t", "Việt Việt Việt"),
    "Turkish": ("I\u0307stanbul", "İstanbul"),
    "Polytonic Greek, oxia and question mark": ("λ\u1f79γος\u037e", "λόγος;"),
    "Devanagari: composition exclusions come apart": ("\u0958\u0932\u092e", "क\u093cलम"),
    "Devanagari: others compose": ("न\u093c", "\u0929"),
    "Bengali: composition exclusions come apart": ("\u09dc\u09df", "ড\u09bcয\u09bc"),
    "Malayalam: vowel sign in two parts": ("കൊ".replace("\u0d4a", "\u0d46\u0d3e"), "കൊ"),
    "Hebrew: presentation forms come apart": ("\ufb2aלום", "שׁלום"),
    "Tibetan: composition exclusions come apart": ("\u0f43", "\u0f42\u0fb7"),
    "signs": ("\u212b \u2126 \u212a", "Å Ω K"),
    "Kana": ("カ\u3099", "ガ"),
}


@pytest.mark.parametrize(("text", "expected"), COMPOSES.values(), ids=COMPOSES)
def test_composed_words_in_every_preset(text: str, expected: str) -> None:
    for settings in (PLAIN, REPAIR):
        assert normalize(text, settings) == expected == unicodedata.normalize("NFC", expected)


def test_half_width_kana_take_their_voicing_mark() -> None:
    assert normalize("ﾃﾚﾋﾞ", PLAIN) == "テレビ"
    assert normalize("ﾃﾚﾋﾞ", REPAIR) == "ﾃﾚﾋﾞ"


def test_a_mark_at_the_start_of_a_line_is_not_joined_to_the_line_before() -> None:
    for end in ("\n", "\r\n", "\r", "\u2028"):
        assert normalize(f"e{end}\u0301a", PLAIN) == "e\n\u0301a"
