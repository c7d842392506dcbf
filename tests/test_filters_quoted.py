"""What an article is made of besides paragraphs stays below a header: bullets, quoted posts, questions, answers."""

import pytest

from cleaner import Cleaner

ABOVE = [
    "The ferry to Ness ran aground on Monday morning with forty passengers on board, none of whom was hurt in the fog.",
    "The coastguard took them off by noon, and the company sent a bus for them, which broke down outside the harbour.",
]
BELOW = "The company said that it would look at both the boat and the bus, in that order, and would say more next week."

CASES = {
    "bullets like those above": (
        [*ABOVE, "- Two hundred sheep in the hold", "- Forty passengers", *ABOVE],
        "More from the harbour",
        ["- Nine crates of early strawberries", "- A piano for the school at Ness", "- Three sacks of post"],
    ),
    "a quoted post": (
        ABOVE,
        "Share this article",
        ["We saw the whole thing from the pier", "— Ness Harbour (@nessharbour) March 3"],
    ),
    "lines too long for labels below a counter": (
        ABOVE,
        "12 Comments",
        ["Whether the boat will sail again this year depends on the hull, and on the weather in the strait"],
    ),
}


@pytest.mark.parametrize("above, header, below", CASES.values(), ids=CASES)
@pytest.mark.parametrize("level", ["strict", "standard"])
def test_what_goes_on_below_a_header_stays(level: str, above: list[str], header: str, below: list[str]) -> None:
    cleaner = Cleaner(level=level, unicode="none")  # type: ignore[arg-type]
    kept = cleaner.clean("\n".join([*above, header, *below])).splitlines()
    assert [line for line in below if line not in kept] == []


def test_a_question_above_its_answer_is_no_link() -> None:
    links = ["Harbour master retires after thirty years at the quay", "Storm closes the northern road for a week"]
    question = "Who pays for the two hundred sheep that swam ashore and were never seen again?"
    left = Cleaner(unicode="none").clean("\n".join([*ABOVE, "Related stories", *links, question, BELOW])).splitlines()
    assert left == [*ABOVE, question, BELOW]
