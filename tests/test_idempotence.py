"""A second cleaning finds nothing: ``clean(clean(text)) == clean(text)``."""

import pytest
from corpus import needs_texts, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.rules import LEVELS, load_lists

PROSE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said that the new boat would be faster. Read more about it in the leaflet that hangs in the saloon.",
    "She waved from the gallery, and the gulls answered in her place, as they always do when nobody else is there …",
]
SHORT = [
    "Ferry services resume after the storm has passed",
    "Why the harbour closes at night, and who has the key",
    "A subhead",
    "Jane Carter",
    "12 March 2024",
    "10:45 am",
    "Reply",
    "It rained.",
    "- A list item with a verb in it",
    "1. The first step",
    "code = call(1)",
    "| a | b |",
    "",
    "\u00a0",
]
KNOWN = [
    line
    for rules in load_lists(("en",))
    for rule in rules
    for line in (*rule.lines, *rule.match)
    if rule.status == "accepted"
]
DOCUMENTS = st.lists(
    st.sampled_from(PROSE)
    | st.sampled_from(SHORT)
    | st.sampled_from(KNOWN)
    | st.builds("{} {}".format, st.sampled_from(PROSE), st.sampled_from(KNOWN)),
    min_size=3,
    max_size=40,
)


@pytest.mark.parametrize("level", LEVELS)
@given(lines=DOCUMENTS, end=st.sampled_from(["\n", "\n\n"]))
@settings(max_examples=300)
def test_cleaning_what_was_cleaned_changes_nothing(level: str, lines: list[str], end: str) -> None:
    cleaner = Cleaner(level=level)  # type: ignore[arg-type]
    once = cleaner.clean(end.join(lines))
    assert cleaner.clean(once) == once


@needs_texts
@pytest.mark.parametrize("level", LEVELS)
def test_cleaning_a_cleaned_page_changes_nothing(level: str) -> None:
    cleaner = Cleaner(level=level)  # type: ignore[arg-type]
    changed = []
    for text in texts():
        once = cleaner.clean(text)
        if cleaner.clean(once) != once:
            changed.append([(r.rule, once[r.start : r.end][:80]) for r in cleaner.explain(once).removals] or once[:80])
    assert changed == []
