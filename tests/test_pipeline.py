"""The library: what ``clean`` and ``explain`` promise."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaner, Result, clean
from cleaner.text import cut

# Lines of prose, of residue, and of odd characters, in any order and layout.
PIECES = st.sampled_from(
    [
        "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind much.",
        "“We waited,” she said. “Then we waited more.”",
        "Advertisement",
        "Also Read | Ferry services resume",
        "Sign up to receive our latest news!",
        "By submitting this form, I agree to the terms.",
        "Related Articles",
        "Leave a comment",
        "Share",
        "Photo: Jane Carter / Reuters",
        "A subhead",
        "• A list item",
        "    code = 1",
        "\u00a0",
        "",
        "Ã©tait",
        "Caf\u0065\u0301 &amp; bar",
        "(Also Read: Ferry services resume)",
        "The bridge is closed. Click here to read more.",
    ]
)
LINES = st.lists(PIECES | st.text(max_size=30), max_size=25)
TEXTS = st.builds(lambda lines, end: end.join(lines), LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028"]))


def parts(result: Result) -> list[str]:
    return [result.original[r.start : r.end] for r in result.removals]


def test_article_lines_that_look_like_prompts_stay() -> None:
    for line in [
        "Share this information, please?",
        "Follow the 3-2-1 rule for foolproof backup:",
        "Advertising analytics for ecommerce",
        "Share your brand story: Tell audiences why it matters",
        "She also read to the children every Friday.",
        "THE LONG WAY HOME",
        "Subscribe, unsubscribe, repeat",
    ]:
        assert clean(f"One.\n\n{line}\n\nTwo.") == f"One.\n\n{line}\n\nTwo."


def test_removals_have_a_rule_and_an_offset_in_the_text_given() -> None:
    result = Cleaner().explain("The ferry sank.\r\n\r\nAdvertisement\r\n\r\n“Nobody” was hurt.")
    assert parts(result) == ["Advertisement"]
    assert result.removals[0].rule == "en/ads:label"
    assert result.text == 'The ferry sank.\n\n"Nobody" was hurt.'
    assert result.status == "cleaned"


@given(TEXTS)
def test_removals_are_sorted_disjoint_and_inside_the_text(text: str) -> None:
    result = Cleaner().explain(text)
    at = 0
    for removal in result.removals:
        assert at <= removal.start < removal.end <= len(text)
        at = removal.end
    at = 0
    for start, end in result.cuts:
        assert at <= start < end <= len(text)
        at = end


@given(TEXTS)
def test_clean_and_explain_agree(text: str) -> None:
    assert Cleaner().explain(text).text == clean(text)


@given(TEXTS)
@example("©0\x88")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(TEXTS)
def test_without_the_unicode_stage_the_text_is_the_original_less_the_cuts(text: str) -> None:
    result = Cleaner(unicode="none").explain(text)
    assert result.text == cut(text, result.cuts)


@given(TEXTS)
def test_without_rules_only_the_unicode_changes(text: str) -> None:
    result = Cleaner(select=(), unicode="none").explain(text)
    assert result.removals == ()
    assert result.text == text


@given(st.lists(st.text(alphabet="cdghjkmpz ", min_size=0, max_size=90), max_size=20).map("\n".join))
def test_text_without_any_trigger_is_untouched(text: str) -> None:
    assert Cleaner(unicode="none").clean(text) == text


def test_statuses_say_what_happened() -> None:
    explain = Cleaner().explain
    assert explain("The ferry sank.").status == "unchanged"
    assert explain("It sank.\n\nAdvertisement").status == "gutted"
    assert explain("The ferry sank on Monday night, and nobody was hurt.\n\nAdvertisement").status == "cleaned"
    assert explain("Advertisement").status == "gutted"
    assert explain("").status == "empty"
    assert explain(" \n\u00a0").status == "empty"
    assert Cleaner(max_removed=1.0).explain("It sank.\n\nAdvertisement").status == "cleaned"


def test_a_cleaner_survives_pickling_and_serves_threads() -> None:
    original = Cleaner(languages=("en",), level="strict", ignore=("en/ads",), unicode=("plain", "-quotes"))
    original.clean("warm")
    copy = pickle.loads(pickle.dumps(original))
    assert copy == original
    assert copy.digest == original.digest
    texts = [f"Story {i}.\n\nAdvertisement\n\n“Also Read | x”" for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(copy.clean, texts)) == [original.clean(text) for text in texts]


def test_a_cleaner_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Cleaner().level = "strict"  # type: ignore[misc]


def test_the_digest_changes_with_the_rules_and_the_options() -> None:
    cleaners = [
        Cleaner(),
        Cleaner(level="strict"),
        Cleaner(ignore=("en/ads",)),
        Cleaner(unicode="none"),
        Cleaner(select=()),
    ]
    assert len({c.digest for c in cleaners}) == len(cleaners)
    assert Cleaner().digest == Cleaner().digest


def test_selectors_choose_rules_lists_topics_and_languages() -> None:
    text = "One.\nAdvertisement\nThree.\nAlso Read | Two"
    assert Cleaner(select=("en/ads:label",)).clean(text) == "One.\nThree.\nAlso Read | Two"
    assert Cleaner(select=("ads",)).clean(text) == "One.\nThree.\nAlso Read | Two"
    assert Cleaner(ignore=("en/ads",), select=("en",)).clean(text) == "One.\nAdvertisement\nThree."


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"level": "hard"}, ValueError, "level must be one of strict, standard, aggressive, not 'hard'"),
        ({"languages": "en"}, TypeError, "languages must be several names"),
        ({"select": "ads"}, TypeError, "select must be several names"),
        ({"ignore": (1,)}, TypeError, "ignore must be names, not 1"),
        ({"unicode": "fancy"}, ValueError, "fancy"),
        ({"max_removed": 50}, ValueError, "from 0 to 1, not 50"),
        ({"max_removed": "0.5"}, TypeError, "max_removed must be a number, from 0 to 1, not '0.5'"),
        ({"languages": 3}, TypeError, "languages must be several names, such as a tuple of texts, not 3"),
        ({"ignore": None}, TypeError, "ignore must be several names, such as a tuple of texts, not None"),
        ({"unicode": None}, TypeError, "unicode must be several names, such as a tuple of texts, not None"),
    ],
)
def test_a_wrong_argument_says_what_was_expected_and_what_came(
    arguments: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        Cleaner(**arguments)  # type: ignore[arg-type]


def test_a_selector_that_names_nothing_is_named() -> None:
    with pytest.raises(ValueError, match="named 'nothing'"):
        Cleaner(select=("nothing",)).clean("x")


@pytest.mark.parametrize("value", [None, b"bytes", 1, float("nan")])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=f"expected a str, not {type(value).__name__}"):
        clean(value)  # type: ignore[arg-type]


def test_the_public_names_are_there() -> None:
    assert sorted(cleaner.__all__) == ["Cleaner", "FilterList", "Removal", "Result", "Rule", "RuleError", "clean"]
    assert all(hasattr(cleaner, name) for name in cleaner.__all__)
