"""Where a line rule holds: above the article, below it, or next to a removal."""

from pathlib import Path

import pytest

from cleaner import Cleaner

RULES = """
[[rule]]
id = "sure"
removes = "line"
lines = ["Skip this", "Skip a word", "Skip all of this", "Onward »", "« Backward"]
why = "For the tests."
keep = ["Skip this stone"]

[[rule]]
id = "by"
removes = "line"
where = "beside"
lines = ["Email", "Print", "Write to us and tell us what you think."]
why = "For the tests."
keep = ["Email", "Print"]

[[rule]]
id = "between"
removes = "line"
where = "between"
pattern = '''(listen|podcast): .{5,100}'''
why = "For the tests."
match = ["Listen: The harbour at night"]
keep = ["Listen to the harbour at night."]

[[rule]]
id = "label"
removes = "line"
where = "label"
pattern = '''never miss a story.{0,200}'''
why = "For the tests."
match = ["Never miss a story"]
keep = ["Never miss a story by the fire, my uncle used to say."]

[[rule]]
id = "top"
removes = "line"
where = "head"
lines = ["Top"]
why = "For the tests."
keep = ["Top"]

[[rule]]
id = "end"
removes = "line"
where = "foot"
lines = ["End"]
why = "For the tests."
keep = ["End"]
"""
PROSE = "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much."


def with_rules(folder: Path, rules: str) -> Cleaner:
    path = folder / "mine.toml"
    path.write_text(rules, encoding="utf-8")
    return Cleaner(lists=(str(path),), select=("mine",), unicode="none")


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    return with_rules(tmp_path_factory.mktemp("rules"), RULES)


def test_lines_stay_where_their_rule_does_not_hold(cleaner: Cleaner) -> None:
    for text in [
        f"{PROSE}\nTop\n{PROSE}",
        f"{PROSE}\nEnd\n{PROSE}",
        f"{PROSE}\nEmail\nPrint\n{PROSE}",
        "Top",
        "End",
        "Email",
    ]:
        assert cleaner.clean(text) == text


@pytest.mark.parametrize("around", [PROSE, "Паром вышел из гавани в понедельник утром, и никто не возражал: «Пора»."])
def test_a_label_written_with_an_arrow_goes_with_any_arrow_and_the_word_alone_stays(
    cleaner: Cleaner, around: str
) -> None:
    for line in (
        "Onward",
        "Backward",
        "> Onward",
        "→ Onward",
        "Backward »",
        "«Onward»",
        "She said: «Onward»",
        "»Onward«",
    ):
        assert cleaner.clean(f"{around}\n{line}\n{around}") == f"{around}\n{line}\n{around}"
    for line in (
        "Onward »",
        "Onward›",
        "Onward >>",
        "Onward ->",
        "Onward →",
        "« Backward",
        "‹Backward",
        "← Backward",
        "<- Backward",
    ):
        assert cleaner.clean(f"{around}\n{line}\n{around}") == f"{around}\n{around}"


def test_a_line_next_to_a_removal_goes_and_takes_its_like_along(cleaner: Cleaner) -> None:
    assert (
        cleaner.clean(f"{PROSE}\n\nEmail\n\nPrint\nSkip this\n{PROSE}\nPrint\n{PROSE}")
        == f"{PROSE}\n\n{PROSE}\nPrint\n{PROSE}"
    )


@pytest.mark.parametrize(
    "sentence", ["Never miss a story by the fire.", "Never miss a story by the fire, for it is" + " long" * 20]
)
def test_a_rule_for_labels_takes_a_sentence_only_next_to_a_removal(cleaner: Cleaner, sentence: str) -> None:
    assert cleaner.clean(f"{PROSE}\n{sentence}\n{PROSE}") == f"{PROSE}\n{sentence}\n{PROSE}"
    assert cleaner.clean(f"{PROSE}\nSkip this\n{sentence}\n{PROSE}") == f"{PROSE}\n{PROSE}"


@pytest.mark.parametrize(
    "last",
    [
        "Never miss a story by the fire.",
        "Never miss a story, our grandmother said.",
        "Never miss a story. Click here was all that the letter said.",
    ],
)
def test_an_articles_last_sentence_stays_where_the_site_does_not_speak(cleaner: Cleaner, last: str) -> None:
    text = f"{PROSE}\n{PROSE}\n{PROSE}\n{last}"
    assert cleaner.clean(text) == text


def test_a_sentence_of_a_rule_for_labels_goes_as_the_last_line_in_the_sites_voice(cleaner: Cleaner) -> None:
    text = f"{PROSE}\n{PROSE}\n{PROSE}"
    said = "Never miss a story of our newsroom."
    assert cleaner.clean(f"{text}\n{said}") == text
    assert cleaner.clean(f"{text}\n{said}\n{PROSE}") == f"{text}\n{said}\n{PROSE}"
    assert cleaner.clean(f"{PROSE[:60]}\n{said}") == f"{PROSE[:60]}\n{said}"


def test_a_rule_for_labels_takes_a_label_anywhere(cleaner: Cleaner) -> None:
    assert cleaner.clean(f"{PROSE}\nNever miss a story with us\n{PROSE}") == f"{PROSE}\n{PROSE}"


@pytest.mark.parametrize(
    "text",
    [
        f"Listen: The harbour at night\n{PROSE}\n{PROSE}",
        f"Home\nListen: The harbour at night\n{PROSE}",
        f"{PROSE}\nListen: The harbour at night\nTide tables\n{PROSE}",
        f"{PROSE}\nTide tables\nListen: The harbour at night\n{PROSE}",
        f"{PROSE}\nListen: the harbour is never still, and that is why they came.\n{PROSE}",
        f"{PROSE}\nListen: how the harbour sounds at night\n{PROSE}",
        f"{PROSE}\n{PROSE}".join(["\nListen: The harbour at night\n"] * 5),
    ],
)
def test_what_parts_paragraphs_stays_as_title_list_sentence_or_refrain(cleaner: Cleaner, text: str) -> None:
    assert cleaner.clean(text) == text


def test_labelled_headlines_between_two_paragraphs_or_at_the_end_go(cleaner: Cleaner) -> None:
    assert cleaner.clean(f"{PROSE}\nListen: The harbour\nPodcast: The quay at noon\n{PROSE}") == f"{PROSE}\n{PROSE}"
    assert cleaner.clean(f"{PROSE}\n{PROSE}\nListen: The harbour at night") == f"{PROSE}\n{PROSE}"
    assert cleaner.clean(f"{PROSE}\n\nListen: The harbour at night\n\n{PROSE}") == f"{PROSE}\n\n{PROSE}"
    assert cleaner.clean(f"{PROSE}\nSkip this\nListen: The harbour at night") == PROSE


@pytest.mark.parametrize(
    "said", ["the tide comes in", "πλέει ακόμα το καράβι", "ще пливе старий човен", "était-ce la mer"]
)
def test_what_goes_on_in_lower_case_behind_a_label_stays_in_every_script(cleaner: Cleaner, said: str) -> None:
    assert cleaner.clean(f"{PROSE}\nListen: {said}\n{PROSE}") == f"{PROSE}\nListen: {said}\n{PROSE}"


@pytest.mark.parametrize(
    "cry", ["Skip this!", "Skip all of this!?", "Skip all of this, stop!", "Skip all of this! Now.", "Skip a word!"]
)
def test_a_cry_of_few_words_and_one_that_says_more_stay(cleaner: Cleaner, cry: str) -> None:
    assert cleaner.clean(f"{PROSE}\n\n{cry}\n\n{PROSE}") == f"{PROSE}\n\n{cry}\n\n{PROSE}"


@pytest.mark.parametrize("cry", ["Skip all of this!", "SKIP ALL OF THIS!!", "**Skip all of this !**"])
def test_a_label_of_some_words_goes_with_its_exclamation_marks(cleaner: Cleaner, cry: str) -> None:
    assert cleaner.clean(f"{PROSE}\n\n{cry}\n\n{PROSE}") == f"{PROSE}\n\n{PROSE}"


@pytest.mark.parametrize(
    "line",
    [
        "[skip this]",
        "(Skip all of this",
        "(Skip all of this) [1]",
        "    [Skip all of this]",
        "[Skip all of this stone]",
        "(Skip (all) of this)",
    ],
)
def test_what_is_no_label_in_brackets_stays(cleaner: Cleaner, line: str) -> None:
    assert cleaner.clean(f"{PROSE}\n\n{line}\n\n{PROSE}") == f"{PROSE}\n\n{line}\n\n{PROSE}"


@pytest.mark.parametrize(
    "line", ["[Skip all of this]", "(Skip all of this)", "- [Skip all of this!]", r"\[Skip all of this\]"]
)
def test_a_label_of_some_words_in_brackets_goes(cleaner: Cleaner, line: str) -> None:
    assert cleaner.clean(f"{PROSE}\n\n{line}\n\n{PROSE}") == f"{PROSE}\n\n{PROSE}"


def test_a_line_goes_above_the_article_or_below_it(cleaner: Cleaner) -> None:
    assert cleaner.clean(f"Top\n{PROSE}\nEnd") == PROSE


@pytest.mark.parametrize(
    "lines",
    [
        ["In the file list below the ship, click", "View All", ".", "Then wait until the harbour master answers."],
        ["Enter a message in the", "Click here to reply", "field at the foot of the page, and send it to the harbour."],
        ["The drone was made for", "Video", ", which was filmed in the winter of the storm by two brothers."],
    ],
)
def test_a_piece_of_a_sentence_that_was_broken_at_a_link_stays(lines: list[str]) -> None:
    assert Cleaner(unicode="none").clean("\n".join(lines)) == "\n".join(lines)


def test_a_label_between_two_sentences_goes() -> None:
    lines = ["The list stands below.", "View All", "The harbour master answers on Monday."]
    assert Cleaner(unicode="none").clean("\n".join(lines)) == "\n".join((lines[0], lines[2]))


NOTES = """
[[rule]]
id = "reporter"
removes = "line"
where = "end"
keywords = [" is a reporter "]
pattern = '''[\\w .]{4,40} is a reporter (for|at) .{2,80}'''
why = "For the tests."
match = ["Mara Lindqvist is a reporter for the Harbour Post."]
keep = ["Her brother is a reporter and lives in Oslo."]

[[rule]]
id = "footer"
removes = "line"
lines = ["Footer"]
why = "For the tests."
keep = ["Footer text"]
"""
NOTE = "Mara Lindqvist is a reporter for the Harbour Post and covers ships, harbours and the sea between them."


@pytest.fixture(scope="module")
def noting(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    return with_rules(tmp_path_factory.mktemp("rules"), NOTES)


@pytest.mark.parametrize(
    "lines",
    [
        [NOTE],
        [NOTE, PROSE, PROSE],
        [PROSE, NOTE],  # One paragraph is no article.
        [PROSE, PROSE, NOTE, *([PROSE] * 10)],
        [PROSE, PROSE, "He said that Mara Lindqvist, who is a reporter for the Harbour Post, had left."],
    ],
)
def test_what_holds_at_the_end_stays_elsewhere(noting: Cleaner, lines: list[str]) -> None:
    text = "\n\n".join(lines)
    assert noting.clean(text) == text


def test_a_note_open_at_both_ends_goes_at_the_end_of_an_article(noting: Cleaner) -> None:
    article = f"{PROSE}\n\n{PROSE}"
    assert noting.clean(f"{article}\n\n{NOTE}") == article
    assert noting.clean(f"{article}\n\n{NOTE}\n\nBoats for the north") == f"{article}\n\nBoats for the north"


def test_a_note_that_the_article_goes_on_below_stays(noting: Cleaner) -> None:
    text = f"{PROSE}\n\n{PROSE}\n\n{NOTE}\n\n{PROSE}"
    assert noting.clean(text) == text


def test_the_end_is_where_the_text_ends_when_all_else_has_gone(noting: Cleaner) -> None:
    article = f"{PROSE}\n\n{PROSE}"
    assert noting.clean(f"{article}\n\n{NOTE}" + "\n\nFooter" * 20) == article


def test_an_articles_last_sentence_stays_above_what_goes(cleaner: Cleaner) -> None:
    article = f"{PROSE}\n\n{PROSE}\n\nWrite to us and tell us what you think."
    assert cleaner.clean(f"{article}\n\nSkip this") == article
    assert cleaner.clean(f"{PROSE}\n\nSkip this\n\nWrite to us and tell us what you think.") == PROSE


SPANISH = (
    "El barco salió del puerto el lunes por la mañana con una hora de retraso, y a nadie en el muelle le pareció mal."
)


def test_two_labels_of_a_bar_below_the_title_go_and_one_stays() -> None:
    clean = Cleaner(unicode="none").clean
    assert clean(f"El barco sale tarde\nGuardar\nCopiar\n{SPANISH}") == f"El barco sale tarde\n{SPANISH}"
    alone = f"El barco sale tarde\nGuardar\n{SPANISH}"
    assert clean(alone) == alone


def test_two_such_labels_stay_as_the_title_and_far_below_it() -> None:
    clean = Cleaner(unicode="none").clean
    table = "\n".join(["Puertos del norte", *(f"Puerto {n}" for n in range(7)), "Guardar", "Copiar", SPANISH])
    assert clean(table) == table
    assert clean(f"Guardar\nCopiar\n{SPANISH}").startswith("Guardar")
