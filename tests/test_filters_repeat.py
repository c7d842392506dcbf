"""Second copies of long paragraphs, at level aggressive only."""

from cleaner import Cleaner

LONG = (
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much. "
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter."
)
REFRAIN = "And the gulls, and the gulls, and the gulls on the pier were the only ones there to see us all off, my dear."


def left(*lines: str, level: str = "aggressive") -> list[str]:
    cleaner = Cleaner(level=level, select=("context",), unicode="none")  # type: ignore[arg-type]
    return cleaner.clean("\n\n".join(lines)).split("\n\n")


def test_a_refrain_stays() -> None:
    assert left(REFRAIN, LONG, REFRAIN) == [REFRAIN, LONG, REFRAIN]


def test_a_paragraph_that_differs_in_a_word_stays() -> None:
    assert left(LONG, LONG.replace("Monday", "Tuesday")) == [LONG, LONG.replace("Monday", "Tuesday")]


def test_a_quotation_further_down_stays() -> None:
    page = [LONG, REFRAIN, REFRAIN, REFRAIN, LONG]
    assert left(*page) == page


def test_copies_stay_in_standard() -> None:
    assert left(LONG, LONG, level="standard") == [LONG, LONG]


def test_the_first_copy_stays_and_the_others_go() -> None:
    assert left(LONG, REFRAIN, LONG, LONG) == [LONG, REFRAIN]
