"""What reads like a paragraph or like a link's text, in scripts that say more in a letter or set no full stop."""

import pytest

from cleaner.shape import is_link_like, is_longer_than_headings, is_one_word, is_prose, shape

PARAGRAPHS = [
    "警察によると、けが人はなく、橋の通行止めは二時間後に解除されたという。",
    "警方表示，事故没有造成人员受伤，大桥在两小时后恢复通行，原因仍在调查。",
    "경찰은 다친 사람이 없으며 다리 통행은 두 시간 만에 다시 허용됐다고 밝혔다.",
    "قالت الشرطة إن أحدا لم يصب بأذى وإن الجسر فتح أمام السيارات بعد ساعتين من الحادث.",
    "המשטרה מסרה כי איש לא נפגע בתאונה וכי הגשר נפתח מחדש לתנועה כעבור שעתיים.",
    "पुलिस ने बताया कि हादसे में किसी को चोट नहीं आई और पुल दो घंटे बाद आवाजाही के लिए खोल दिया गया।",
    "ตำรวจระบุว่าไม่มีผู้ได้รับบาดเจ็บจากเหตุการณ์ดังกล่าว และสะพานกลับมาเปิดให้รถสัญจรได้ตามปกติหลังจากปิดไปสองชั่วโมง "
    "ขณะที่สาเหตุยังอยู่ระหว่างการสอบสวน",
]


@pytest.mark.parametrize("line", PARAGRAPHS)
def test_a_short_paragraph_is_prose_and_no_link_in_any_script(line: str) -> None:
    assert is_prose(line)
    assert not is_link_like(line)


HEADLINES = [
    "橋の通行止め、二時間後に解除　けが人なし",
    "大桥两小时后恢复通行 事故原因仍在调查",
    "다리 통행 두 시간 만에 재개…다친 사람 없어",
    "إعادة فتح الجسر بعد ساعتين ولا إصابات",
    "הגשר נפתח מחדש כעבור שעתיים",
    "पुल दो घंटे बाद खुला, हादसे में कोई घायल नहीं",
    "เปิดสะพานแล้ว หลังปิดสองชั่วโมง ไม่มีผู้บาดเจ็บ",
]


@pytest.mark.parametrize("line", HEADLINES)
def test_a_headline_is_a_link_and_no_prose_in_any_script(line: str) -> None:
    assert not is_prose(line)
    assert is_link_like(line)


def test_two_sentences_without_a_space_between_them_are_no_link() -> None:
    assert not is_link_like("雨が上がった。橋はまだ閉じている")


WORDS = ["related", "新着", "関連", "더보기", "ข่าว", "समाचार"]
PHRASES = ["related news", "関連記事", "相关新闻", "อ่านข่าวเพิ่มเติม", "यह भी पढें"]
HEADINGS = ["橋の歴史と現在", "What the bridge cost", "다리의 역사와 오늘", "ประวัติของสะพาน"]


def test_a_phrase_is_no_single_word_though_nothing_stands_between_its_words() -> None:
    assert all(is_one_word(word) for word in WORDS)
    assert not any(is_one_word(phrase) for phrase in PHRASES)


def test_a_heading_of_a_paragraph_is_not_taken_for_a_headline_in_any_script() -> None:
    assert not any(is_longer_than_headings(line) for line in HEADINGS)
    assert all(is_longer_than_headings(line) for line in (HEADLINES[0], HEADLINES[2], HEADLINES[5]))


SENTENCE = "The keeper of the lighthouse left the island for good in the winter of 1904, with two goats and no boat"


@pytest.mark.parametrize("notes", ["", "[1]", "[1][2]", "[citation needed]", "[a][note 3]"])
def test_marks_of_footnotes_behind_the_full_stop_make_no_headline_of_a_sentence(notes: str) -> None:
    assert shape(f"{SENTENCE}.{notes}") == "prose"
    assert shape(f'She said: "No boat."{notes}') == "sentence"


@pytest.mark.parametrize("line", [f"{SENTENCE} [1]", f"{SENTENCE}[1]", "The lighthouse at last: watch [video]"])
def test_what_no_full_stop_ends_is_a_headline_with_brackets_too(line: str) -> None:
    assert shape(line) == "headline"


WITH_BRACKETS = [
    "김덕배(60)씨는 30년간 이 동네를 쓸었다.",
    "KBS(한국방송)는 18일 새 편성표를 내놓고 다음 달부터 그대로 방송한다고 밝혔다.",
    "[서울=하나통신] 노란 빗자루 하나가 주민센터 앞마당에 놓였다.",
    "東浜町の元町長、大垣茂樹被告(67)の公判が18日に開かれた。",
]


@pytest.mark.parametrize("line", WITH_BRACKETS)
def test_a_bracket_behind_a_name_makes_no_code_of_a_sentence(line: str) -> None:
    assert shape(line) in ("prose", "sentence")


@pytest.mark.parametrize("line", ["print(x)", "print('다리')", "다리 = make(x=1)", "names = open(path).read()"])
def test_a_call_is_code(line: str) -> None:
    assert shape(line) == "code"


SAID = [
    "„Ich lege das Telefon nachts neben das Bett.“",
    "»Ich lege das Telefon nachts neben das Bett.«",
    "«Я кладу телефон рядом с кроватью.»",
    "‚Das Telefon liegt neben dem Bett.‘",
    "„Telefon si dávám vedle postele.“",
    '"I keep the telephone next to the bed."',
]


@pytest.mark.parametrize("line", SAID)
def test_what_somebody_says_is_a_sentence_whatever_marks_close_it(line: str) -> None:
    assert shape(line) == "sentence"
    assert shape(line.replace(".", "")) != "sentence"
