"""Labels without a space between them: rows of buttons that an extractor took for one line."""

import runpy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, native

CLEANER = Cleaner()
PROSE = "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much."


@pytest.mark.parametrize(
    "line",
    [
        "MacBook Pro",
        "YouTube",
        "HomePod",
        "AutoModerator",
        "McDonald and MacArthur",
        "imageUrl",
        "PrintShop",
        "DeutschEnglishFrançais",
        "Privacy PolicyTerms of the Peace",
        "CommentsThe ferry left the harbour",
        "Comments 3 Share",
        "iPhone 5SPrice",
        "#AA00AA",
        "AppData: Update documentation.",
        "LocalWords: Jane Doe",
        "Entre no grupo da escola no WhatsApp",
        "Home Home",
        "The ferry The ferry",
    ],
)
def test_names_and_words_that_no_rule_knows_stay(line: str) -> None:
    text = f"{PROSE}\n{line}\n{PROSE}"
    assert CLEANER.clean(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "Privacy PolicyTerms of Use",
        "Comments3Share this story",
        "0 CommentsShare",
        "Sign inRegister",
        "LikeDislikeReply",
        "Talk to an expertSchedule a demo",
        "Leer másCompartir",
        "TeilenMerkenDrucken",
        "Skip to contentMenuSearch",
        "Printer-friendly version Printer-friendly version",
        "Local News Local News",
        "ПоделитьсяРаспечатать",
    ],
)
def test_labels_that_rules_know_one_by_one_go_in_a_row(line: str) -> None:
    result = CLEANER.explain(f"{PROSE}\n{line}\n{PROSE}")
    assert result.text == f"{PROSE}\n{PROSE}"
    assert [result.original[removal.start : removal.end] for removal in result.removals] == [line]


def test_two_words_go_next_to_a_removal_only() -> None:
    assert CLEANER.clean(f"{PROSE}\nShare on Facebook\nPrintShare\n{PROSE}") == f"{PROSE}\n{PROSE}"


# Run by itself, the module finds no compiled one.
IN_PYTHON = runpy.run_path(native.__file__)["joints"]


def test_a_line_is_cut_where_words_stand_without_a_space_in_any_script() -> None:
    for line, pieces in {
        "Comments3Share on WhatsApp ": ["Comments", "3", "Share on Whats", "App"],
        "See all See all": ["See all", "See all"],
        "SMSEmailPrint": ["SMS", "Email", "Print"],
        "ПоделитьсяРаспечатать": ["Поделиться", "Распечатать"],
        "ΜερίδιοΕκτύπωση": ["Μερίδιο", "Εκτύπωση"],
        "Page٣Next": ["Page", "٣", "Next"],
    }.items():
        assert native.joints([line], 60, 60) == IN_PYTHON([line], 60, 60) == [(0, pieces)]
    for line in (
        "",
        " ",
        "a",
        "A B",
        "BBC",
        "Covid-19",
        "covid19",
        "3 Ferries",
        "ガギ",
        "ShareSave",
        "See all",
        "See see",
        "ab ab",
    ):
        assert native.joints([line], 8, 8) == IN_PYTHON([line], 8, 8) == []


def test_what_is_long_and_said_twice_is_not_cut_where_its_words_stand_without_a_space() -> None:
    for line in ("aB cD aB cD", "aBcD aBcD"):
        assert native.joints([line], 30, 3) == IN_PYTHON([line], 30, 3) == []


@given(
    st.lists(st.text(st.sampled_from(["a", "B", "c", "É", "é", "ж", "Ж", "7", "٣", "²", " ", "\u3000", "𝐚", "𝐀", "ǅ"])))
)
def test_without_a_compiler_lines_are_cut_alike(lines: list[str]) -> None:
    assert native.joints(lines, 30, 9) == IN_PYTHON(lines, 30, 9)
