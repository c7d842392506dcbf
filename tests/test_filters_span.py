"""Prompts glued to a paragraph."""

import pytest

from cleaner import Cleaner

CLEANER = Cleaner(select=("spans",), unicode="none")
PARAGRAPH = "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind it."


@pytest.mark.parametrize(
    "line",
    [
        "Click here and there, and you will see how the old boat was built and why the new one is faster.",
        f"{PARAGRAPH} Read more books about boats, she said.",
        f"{PARAGRAPH} Follow the money on the pier is what he told us.",
        f"{PARAGRAPH[:-1]} (see also the map on page 3).",
        f"{PARAGRAPH[:-1]} (read: nobody was there).",
        f"{PARAGRAPH} He said: “Click here to go on.” And then he left the room without a word to anyone.",
        "Visit our site to read how the boat was built, and then come back. The rest of the story is told in the book.",
    ],
)
def test_a_paragraph_that_only_sounds_like_a_prompt_stays(line: str) -> None:
    assert CLEANER.clean(line) == line


@pytest.mark.parametrize("credit", ["Beeld: Jane Example", "Photo Jane Example / AFP"])
def test_a_prompt_bound_to_its_language_stays_in_a_document_in_another(credit: str) -> None:
    text = f"{PARAGRAPH}\n{PARAGRAPH} {credit}"
    assert CLEANER.clean(text) == text


def test_a_prompt_bound_to_its_language_goes_in_a_document_in_it() -> None:
    text = "De boot vertrok op maandag met een uur vertraging uit de haven, en niemand leek dat erg te vinden."
    assert CLEANER.clean(f"{text}\n{text} Beeld: Anna Voorbeeld") == f"{text}\n{text}"


def test_a_line_that_is_nothing_but_a_prompt_is_left_to_line_rules() -> None:
    line = "Click here to read the full story of the old boat and of the forty years in which she carried the mail."
    assert CLEANER.clean(line) == line


@pytest.mark.parametrize(
    "prompt",
    [
        "(opens in new tab)",
        "[opens in a new window]",
    ],
)
def test_what_a_screen_reader_is_told_goes_from_inside_a_sentence(prompt: str) -> None:
    line = (
        f"The phone costs $300 at the shop {prompt} today, and the shop says that it will be in stock again on Friday."
    )
    assert CLEANER.clean(line) == line.replace(f" {prompt}", "")


def test_a_prompt_goes_though_its_last_full_stop_is_an_abbreviations() -> None:
    assert CLEANER.clean(f"{PARAGRAPH} Fot. Jan Nowak / PAP") == PARAGRAPH
    assert CLEANER.clean(f"{PARAGRAPH} Fot. J. K. Nowak / PAP") == PARAGRAPH


def test_a_sentence_of_the_article_behind_a_prompt_stays_though_something_else_is_found_in_the_line() -> None:
    rest = "Click here was all that the note said. It rained all day, and nobody came out of the house to look at it."
    line = f"{PARAGRAPH} (Also read: The old pier) {rest}"
    assert CLEANER.clean(line) == f"{PARAGRAPH} {rest}"


def test_a_prompt_in_the_middle_of_a_paragraph_stays() -> None:
    line = f"{PARAGRAPH} Click here to read more. {PARAGRAPH}"
    assert CLEANER.clean(line) == line


@pytest.mark.parametrize(
    "prompt",
    [
        "Click here to read the full story.",
        "Read more",
        "READ MORE: Why the harbour closes at night",
        "Sign up for our daily newsletter.",
        "Follow us on Twitter @harbourtimes.",
        "(Also Read: Why the harbour closes at night)",
        "[READ MORE: Why the harbour closes at night]",
        "(Reporting by A. Writer; Editing by B. Editor)",
        "Read more. Follow us on Twitter @harbourtimes. Click here to sign up!",
    ],
)
def test_a_prompt_behind_a_paragraph_goes_and_the_paragraph_stays(prompt: str) -> None:
    assert CLEANER.clean(f"{PARAGRAPH} {prompt}") == PARAGRAPH
    assert CLEANER.clean(f"{PARAGRAPH}\u00a0{prompt}") == PARAGRAPH


def test_spaces_behind_a_prompt_do_not_hide_it() -> None:
    assert CLEANER.clean(f"{PARAGRAPH} Click here to read the full story.  ") == PARAGRAPH


def test_a_row_of_prompts_goes_however_long_it_is() -> None:
    assert CLEANER.clean(PARAGRAPH + " Read more (Advertisement)" * 300) == PARAGRAPH


def test_a_prompt_in_brackets_goes_from_the_middle_of_a_sentence() -> None:
    line = "The ferry left the harbour (Also Read: Why the harbour closes at night) an hour late on Monday morning."
    assert CLEANER.clean(line) == "The ferry left the harbour an hour late on Monday morning."


def test_a_removal_is_exactly_the_prompt() -> None:
    text = f"{PARAGRAPH} Click here to read more.\nMore."
    (removal,) = CLEANER.explain(text).removals
    assert text[removal.start : removal.end] == "Click here to read more."


def test_what_a_prompt_leaves_may_be_a_line_that_goes_whole() -> None:
    cleaner = Cleaner(select=("spans", "newsletter"), unicode="none")
    assert (
        cleaner.clean(f"{PARAGRAPH}\n\nSign up to receive our latest news! (Also Read: Why the harbour is closed)")
        == PARAGRAPH
    )
