"""Texts made to keep the cleaner busy: each would take hours if time grew faster than the text."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

PROSE = "The council met on Monday evening to discuss the new bridge, and the debate went on for almost three hours."


@pytest.mark.parametrize("line", ["Read more\n", "Share this\n\n", "Related: a\n"])
def test_a_row_of_removed_lines_is_climbed_once(line: str) -> None:
    row = line * 100_000
    assert Cleaner().clean(row) == ""
    assert Cleaner().clean(f"{PROSE}\n\n{row}\n{PROSE}\n") == f"{PROSE}\n\n{PROSE}\n"


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ("Report a", " a"),
        ("See all (23)", " image"),
        ("Hide caption", " fullscreen"),
        ("Watch", " post"),
        ("Find out more here", " here"),
        ("Page 1 of 3", " photo"),
        ("Pročitajte", " još"),
        ("Artikel", " ini"),
        ("Twitter: @janedoe", "-"),
        ("Share on Facebook", " share"),
        ("Share on Facebook", " share via"),
        ("Font size: A", "a"),
        ("Font size:", " small"),
        ("Play video", " video"),
        ("Play video", " 11:11"),
        ("Contact us Cookie", " about"),
        ("Contact us Cookie", " © about"),
        ("Additional reporting by Joseph Roe", " and"),
        ("Abonnieren Sie jetzt unseren kostenlosen", "1"),
        ("Iscriviti al nostro canale WhatsApp", " nostre"),
        ("Entre no", " nos"),
        ("Фото: Иван Петров / Северный Вестник", "-"),
        ("Haber editörü: Ayşe Yılmaz", "-"),
        ("Editör:", "-"),
        ("Last updated: 4 March 2024, 10:32 IST", " in"),
        ("Published: Mar 4,", " modified"),
        ("Facebook", " LinkedIn"),
        ("Facebook", " share on Facebook"),
        ("Copyright 2023 Example Media Ltd, all rights reserved", " Ltd,"),
        ("Photo AFP", " -"),
        ("Agerpres", " -"),
        ("Φωτογραφία: Shutterstock", " a"),
        ("With assistance from Jane Doe", " and"),
        ("Per Lund", "1"),
        ("Redaktion:", " und"),
        ("Facebook / X / LinkedIn / Kopier link", " kommentér"),
        ("Get the latest local news and weather", " international"),
        ("यह वेबसाइट कुकीज़ का इस्तेमाल करती है, जारी रखने पर आप सहमत", " सहमत"),
        ("Update berita lainnya di Google News", " klik"),
        ("Almost finished...", "."),
        ("You are here: Home » Sport » Football", ' page- "'),
        ("اقرأ أيضا", " أيضا"),
        ("See more", " from"),
        ("Check", " entire"),
        ("Check out the latest", " news,"),
        ("Disclaimer:", "-"),
        ("Foto LaPresse", " -"),
        ("네이버에서", "신문신문"),
        ("Pozostało", " ci jeszcze"),
        ("Beranda", " › a"),
        ("होम", " › अ"),
        ("الرئيسية", " › أ"),
        ("城南 » 本市", " » "),
        ("Korábban írtuk", " ezt is"),
        ("कमेंट करके", " आप हमें"),
        ("Jaa", " tämä artikkeli"),
        ("Bạn đọc gửi", " tin bài"),
        ("Follow us: Facebook", " 0"),
        ("బీబీసీ తెలుగును", " ఫాలో"),
    ],
)
def test_a_word_said_again_and_again_takes_no_rule_hours(head: str, word: str) -> None:
    line = f"{head}{word * 200} §"
    assert Cleaner().clean(f"{PROSE}\n\n{line}\n\n{PROSE}") == f"{PROSE}\n\n{line}\n\n{PROSE}"
