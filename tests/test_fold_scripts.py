"""What folds in each script: a line written in another way reaches the same rule, and other words stay apart."""

import unicodedata

import pytest

from cleaner.fold import fold, fold_pattern
from cleaner.index import Index
from cleaner.rules import Rule

STAY_APART = [
    ("ja", "かき", "がき"),  # oyster, brat: voicing is a letter
    ("ja", "びょういん", "びよういん"),  # hospital, hairdresser: small kana too
    ("th", "มา", "ม้า"),  # come, horse: tone marks too
    ("th", "ทำ", "ทา"),  # do, paint
    ("hi", "कल", "काल"),  # tomorrow, time: vowel signs too
    ("bn", "বই", "বাই"),
    ("ta", "கல்", "கால்"),  # stone, leg
    ("te", "కల", "కళ"),  # dream, art
    ("ko", "말", "밀"),
    ("zh", "关", "開"),
    ("ar", "كتب", "كاتب"),
    ("he", "אם", "עם"),
    ("ru", "дом", "дым"),
]


@pytest.mark.parametrize(("language", "one", "other"), STAY_APART)
def test_different_words_stay_apart(language: str, one: str, other: str) -> None:
    assert fold(one) != fold(other)


FOLD_TOGETHER = [
    ("ar: hamza and madda over alef", "إقرأ أيضاً", "اقرا ايضا"),
    ("ar: alef maksura and teh marbuta", "مشاركة على", "مشاركه علي"),
    ("ar: alef of the article", "ٱلمزيد", "المزيد"),
    ("ar: tatweel", "المـــزيـد", "المزيد"),
    ("ar: vowel marks", "اِشْتَرِكْ الآنَ", "اشترك الان"),
    ("ar: presentation forms", "ﺍﻟﻤﺰﻳﺪ", "المزيد"),
    ("ar: digits, comma and question mark", "٣ تعليقات، لماذا؟", "3 تعليقات, لماذا?"),
    ("fa: yeh and kaf typed on an Arabic keyboard", "بيشتر بخوانيد: كتاب", "بیشتر بخوانید: کتاب"),
    ("fa: heh with hamza", "خبرنامۀ روزانه", "خبرنامه روزانه"),
    ("fa: ZWNJ", "می\u200cخوانید", "میخوانید"),
    ("fa: digits", "۱۴۰۳", "1403"),
    ("ur: heh goal, do-chashmi heh, yeh barree", "یہ بھی پڑھیے۔", "يه بهي پڑهيي."),
    ("he: niqqud", "שִׁתּוּף", "שתוף"),
    ("he: maqaf, geresh and gershayim", "תל־אביב, צה״ל, ג׳ינס", "תל-אביב, צה\"ל, ג'ינס"),
    ("hi: nukta in one code point or two, or left out", "पढ़ें", "पढ\u093cें"),
    ("hi: nukta left out", "ख़बरें और भी पढ़ें", "खबरें और भी पढें"),
    ("hi: candrabindu written as anusvara", "यहाँ पढ़ें।", "यहां पढें."),
    ("hi: digits", "२०२४", "2024"),
    ("bn: nukta", "পড়ুন", "পড\u09bcুন"),
    ("bn: vowel sign in two parts", "আরো", "আর\u09c7\u09be"),
    ("ta: vowel sign in two parts", "தொடர்", "த\u0bc6\u0bbeடர்"),
    ("te: vowel sign in two parts", "పైన", "ప\u0c46\u0c56న"),
    ("ja: half-width kana with its voicing mark", "ｶﾃｺﾞﾘｰ", "カテゴリー"),
    ("ja: kana in NFD", unicodedata.normalize("NFD", "ピックアップ"), "ピックアップ"),
    ("ja: full-width letters, digits and brackets", "【ＰＲ】（２０２４）：", "[pr](2024):"),
    ("ja: marks set before a line", "※・■関連記事", "関連記事"),
    ("zh: quotation marks and full stops", "「更多」。", '"更多".'),
    ("ko: Hangul in NFD", unicodedata.normalize("NFD", "무단전재 및 재배포 금지"), "무단전재 및 재배포 금지"),
    ("ko: the circled copyright sign", "ⓒ 신문", "© 신문"),
    ("th: sara am in parts, with the tone mark inside", "น\u0e4d\u0e49า", "น\u0e49\u0e33"),
    ("th: sara ae typed as two sara e", "เเชร์", "แชร์"),
    ("tr: dotted and dotless i", "İLGİLİ YAZILAR", "ilgili yazılar"),
    ("tr: dotless i in capitals", "AYRICA KAYIT", "ayrıca kayıt"),
    ("de: sharp s", "GROSSE STRASSE", "große Straße"),
    ("vi: tone marks and stroke", "ĐỌC THÊM", "doc them"),
    ("vi: NFD", unicodedata.normalize("NFD", "Xem thêm"), "xem them"),
]


@pytest.mark.parametrize(("what", "one", "other"), FOLD_TOGETHER, ids=[case[0] for case in FOLD_TOGETHER])
def test_what_a_reader_takes_for_the_same_word_folds_together(what: str, one: str, other: str) -> None:
    assert fold(one) == fold(other)


def _rule(pattern: str) -> Rule:
    return Rule("xx/test:rule", "line", "a test", pattern=pattern)


@pytest.mark.parametrize(
    "line",
    [
        "続きを読む",
        "अधिक पढ़ें",
        "اقرأ المزيد",
        "더보기",
        unicodedata.normalize("NFD", "더보기"),
        "คลิกอ่านเพิ่ม",
        "ｶﾃｺﾞﾘｰ",
        unicodedata.normalize("NFD", "ガイド"),
        "আ\u09b0\u09c7\u09be পড়ুন",
        "น\u0e4d\u0e49า",
    ],
)
def test_the_index_offers_every_line_that_a_pattern_matches_however_it_is_written(line: str) -> None:
    for written in (line, unicodedata.normalize("NFC", line), f"  {line}", f"・{line}", f"{line}。"):
        index = Index([_rule(fold(line).replace("[", r"\[") + ".{0,3}")])
        assert [number for number, _ in index.search([written])] == [0]
        assert index.match(fold(written))


@pytest.mark.parametrize("line", ["「関連」（写真）", "【ｐｒ】？", "……", "＋１"])
def test_what_stands_in_a_pattern_in_full_width_means_itself(line: str) -> None:
    assert _rule(line).regex.fullmatch(fold(line))
    assert _rule("".join("\\" + char for char in line)).regex.fullmatch(fold(line))


def test_a_letter_folds_to_the_same_in_a_pattern_and_in_a_line() -> None:
    for word in ("پڑھیے", "পড়ুন", "น้ำ", "ピックアップ", "אַחֲרֵי", "İstanbul"):
        assert fold_pattern(word).lower() == fold(word)
