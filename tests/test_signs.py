"""The characters beyond ASCII that a text holds, and its plain view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.normalize import normalize, parse_unicode
from cleaner.signs import MOJIBAKE, holds_mojibake, plain_view, signs_of

SIGNS = st.text(alphabet="ab .\n&;\u00a0’‘“”–—…éÃâ€™œ\x80\x9d\r\u200b«»›")


@given(SIGNS)
def test_an_offset_in_the_plain_view_holds_in_the_text(text: str) -> None:
    view = plain_view(text, signs_of(text))
    assert len(view) == len(text)
    assert all(one == other or one in "\u00a0’‘“”–—»›" for one, other in zip(text, view, strict=True))


@pytest.mark.parametrize(
    "line",
    [
        "« Je veux savoir plus »",
        "Il dit qu'il veut en savoir plus. »",
        "»Vi vet inte mer»",
        "Read more: »",
        "»",
        "a » b",
    ],
)
def test_an_angle_that_may_close_a_quotation_is_left_alone(line: str) -> None:
    text = f"Above\n{line}\nBelow"
    assert plain_view(text, signs_of(text)).split("\n")[1] == line


def test_an_angle_at_the_end_of_a_label_is_an_arrow() -> None:
    text = "Share on Facebook »\nPlus d'infos\u00a0›› \nEnd »"
    assert plain_view(text, signs_of(text)) == "Share on Facebook >\nPlus d'infos >> \nEnd >"


@given(SIGNS)
def test_mojibake_is_found_wherever_a_letter_of_it_and_what_goes_on_with_it_stand_together(text: str) -> None:
    assert holds_mojibake(text, set(text)) == (MOJIBAKE.search(text) is not None)


@given(SIGNS, SIGNS)
def test_a_text_is_normalised_alike_if_its_signs_or_more_than_these_are_known(text: str, more: str) -> None:
    settings = parse_unicode("plain")
    signs = signs_of("some plain letters to begin with, " * 9 + text + more)
    assert normalize(text, settings, signs) == normalize(text, settings)
