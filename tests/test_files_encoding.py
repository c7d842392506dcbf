"""Bytes to text: what is damaged is said, never guessed away."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.files.encoding import decode, encode
from cleaner.files.problems import FileError, printable

# Short news of our own, in the encodings that such texts still come in.
NEWS = {
    "cp1252": [
        "Le conseil a voté mercredi. « Les écoles passent d’abord », dit la maire, qui fête ses trente ans.",
        "Der Stadtrat beschloß am Mittwoch, die Fähre häufiger fahren zu lassen – für zwei Jahre.",
        "El ayuntamiento aprobó el presupuesto: más autobuses, menos coches. ¿Y el tranvía? Mañana.",
        "The mayor said the ferry “will not wait” — at least not this year, the café’s owner replied.",
        "Byrådet vedtog onsdag budgettet. Færgen sejler igen på lørdag, siger borgmester Åse Krøll.",
    ],
    "cp1251": [
        "Новый причал открылся в среду. Паром пойдёт в мае, сообщили в мэрии.",
        "Совет утвердил расходы на школы: они вырастут на четыре процента.",
    ],
    "iso8859-2": [
        "Rada miasta przyjęła w środę budżet. Wydatki na szkoły wzrosną, powiedział burmistrz Łęczycy.",
        "Městská rada schválila rozpočet. Výdaje na školy příští rok vzrostou, řekl starosta.",
        "A városi tanács elfogadta a költségvetést, az iskolákra több pénz jut, közölte a főmérnök.",
    ],
    "cp1250": ["Rada miasta przyjęła w środę budżet. „Szkoły są najważniejsze” – powiedział burmistrz."],
    "shift_jis": ["新しい桟橋が水曜日に開いた。フェリーは五月に運航を始めると市が発表した。"],
    "euc_jp": ["新しい桟橋が水曜日に開いた。フェリーは五月に運航を始めると市が発表した。"],
    "gb18030": ["新码头周三启用。市政府说，渡轮将于五月开航，学校的经费也会增加。"],
    "big5": ["新碼頭週三啟用。市政府說，渡輪將於五月開航，學校的經費也會增加。"],
    "euc_kr": ["새 부두가 수요일 문을 열었다. 시는 여객선이 5월에 운항을 시작한다고 밝혔다."],
    "cp1256": ["افتتح الرصيف الجديد يوم الأربعاء، وقالت البلدية إن العبارة ستبدأ رحلاتها في مايو."],
    "cp1253": ["Το δημοτικό συμβούλιο ενέκρινε την Τετάρτη τον προϋπολογισμό για τα σχολεία."],
}


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, texts in NEWS.items() for text in texts])
def test_short_news_in_an_old_encoding_is_read_as_it_was_written(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.found == "detected"


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, texts in NEWS.items() for text in texts])
def test_what_is_kept_in_its_encoding_comes_back_byte_for_byte(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    decoded = decode(data)
    assert encode(decoded.text, decoded, keep=True) == data


@given(st.text())
def test_utf8_is_read_as_utf8(text: str) -> None:
    if "\0" not in text and not text.startswith("\ufeff"):
        decoded = decode(text.encode())
        assert decoded.text == text
        assert decoded.encoding == "utf-8"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_clear_refusal_and_text_keeps_its_bytes(data: bytes) -> None:
    try:
        decoded = decode(data)
    except FileError as error:
        assert str(error)
    else:
        assert encode(decoded.text, decoded, keep=True) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_decides_and_comes_back_with_keep(encoding: str) -> None:
    mark = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    bom = mark.get(encoding) or (codecs.BOM_UTF32_LE if encoding.endswith("le") else codecs.BOM_UTF32_BE)
    data = bom + "Die Fähre fährt.".encode(encoding)
    decoded = decode(data)
    assert decoded.text == "Die Fähre fährt."
    assert encode(decoded.text, decoded, keep=True) == data
    assert encode(decoded.text, decoded, keep=False) == "Die Fähre fährt.".encode()


def test_utf16_without_a_mark_is_found_by_its_zeros() -> None:
    assert decode("The ferry sank.".encode("utf-16-le")).text == "The ferry sank."
    assert decode("The ferry sank.".encode("utf-16-be")).text == "The ferry sank."


def test_damaged_utf8_is_refused_with_its_place_and_not_taken_for_another_encoding() -> None:
    data = "Die Fähre fährt früh.\nDer Bürgermeister grüßt.".encode()
    broken = data.replace("ü".encode(), b"\xc3", 1)
    with pytest.raises(FileError, match="UTF-8 with a damaged character at byte") as caught:
        decode(broken)
    assert caught.value.line == 1


def test_a_nul_byte_is_refused_with_its_line() -> None:
    with pytest.raises(FileError, match="NUL byte at 17") as caught:
        decode(b"one line of text\n\0and more")
    assert caught.value.line == 2


def test_an_encoding_that_is_given_overrules_detection() -> None:
    assert decode("Übung".encode("cp1252"), "cp437").text == "Übung".encode("cp1252").decode("cp437")
    with pytest.raises(FileError, match="not valid ascii"):
        decode("Übung".encode(), "ascii")


def test_what_the_encoding_cannot_hold_is_refused_and_not_replaced() -> None:
    decoded = decode(NEWS["cp1251"][0].encode("cp1251"))
    with pytest.raises(FileError, match=r"U\+4E00 cannot be written in cp1251"):
        encode("一", decoded, keep=True)


@given(st.text(st.characters(), max_size=50))
def test_printable_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = printable(text)
    assert all(char.isprintable() or char in "\u00a0\u3000\u2007\u202f" for char in shown)
