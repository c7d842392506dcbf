"""Mining the way in which a site writes its captions, on pages of our own making."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mining import ENGLISH, THINGS, mined, page, paragraph

from cleaner import Cleaner
from cleaner.fold import fold
from cleaner.mine.captions import caption_forms
from cleaner.mine.families import CREDIT, CREDITED, HEAD
from cleaner.mine.rulefile import write_proposals

NAMES = ["Ann Roe", "Jane Doe", "John Q. Public", "Eve Sample", "Max Muster", "Erika Muster", "Per Lund", "Eva Ek"]
INDEXES = tuple(ENGLISH.engine.in_force(None).lines)


def caption(number: int, credit: str) -> str:
    return f"The {THINGS[number]} of town {number} at dawn, before the crowd came. {credit}"


def credited(*credits: str) -> list[str]:
    """Pages with a caption each, of which the credits differ in the name."""
    return [page(n, between=(caption(n, credits[n % len(credits)].format(NAMES[n])),)) for n in range(8)]


# ------------------------------------------------------------------ what is never proposed


@pytest.mark.parametrize(
    "end", ["(Reuters)", "(Associated Press)", "Read more", "(see page 5)", "Photo of the day", "{0}"]
)
def test_paragraphs_with_the_same_end_are_not_proposed(end: str) -> None:
    pages = [page(n, below=(f"{paragraph(n, 9)} {end.format(NAMES[n])}",)) for n in range(8)]
    assert mined(*pages) == []


@pytest.mark.parametrize("end", ["(Reuters)", "Read more", "(see page 5)", "(the harbour/the tram)"])
def test_paragraphs_with_the_same_end_amid_the_article_are_not_proposed(end: str) -> None:
    assert mined(*(page(n, between=(f"{paragraph(n, 9)} {end}",)) for n in range(8))) == []


def test_where_captions_stand_behind_paragraphs_in_one_line_none_is_proposed() -> None:
    pages = credited("Photo: {0}/Harbour News via AP")
    glued = [
        page(n, between=(f"{paragraph(n, 7)} {paragraph(n, 8)} {caption(n, 'Photo: Ann Roe/AP')}",)) for n in (1, 2)
    ]
    assert mined(*pages) != []
    assert mined(*pages[3:], *glued) == []


def test_on_one_page_of_many_it_is_no_way_of_a_site() -> None:
    pages = [page(n) for n in range(7)]
    assert mined(*pages, page(7, between=tuple(caption(n, f"Photo: {NAMES[n]}/AP") for n in range(3)))) == []


@pytest.mark.parametrize(
    "line",
    [
        "The bridge at dawn is closed, he said at the harbour on Monday. (Reuters)",
        "NEW YORK (Reuters) - The price of a ferry fell on Monday, he said",
        "The bridge at dawn, before the crowd came, and the tram.",
        "Photo: Jane Doe",
    ],
)
def test_what_is_no_caption_has_no_family(line: str) -> None:
    assert caption_forms(line, fold(line), INDEXES) == ()


def two_sentences(page: int, number: int) -> str:
    return f"{paragraph(page, number)} Nobody saw it in week {number}."


def above_credits(lines: Callable[[int], str], paragraphs: Callable[[int, int], str] = two_sentences) -> list[str]:
    """Pages with one line right above a credit each."""
    return [
        "\n\n".join(
            [
                f"What the {THINGS[n]} taught town {n}",
                *(paragraphs(n, k) for k in range(3)),
                lines(n),
                f"Photo: {NAMES[n]}/AP",
                *(paragraphs(n, k) for k in range(3, 6)),
            ]
        )
        for n in range(8)
    ]


@pytest.mark.parametrize("line", ["The {0} at dawn", "The tram. The {0} at dawn.", "- The {0} at dawn.", "{1}"])
def test_what_is_no_caption_above_a_credit_is_not_proposed(line: str) -> None:
    assert mined(*above_credits(lambda n: line.format(THINGS[n], two_sentences(n, 9)))) == []


def test_where_paragraphs_are_as_short_as_captions_none_is_told_from_them() -> None:
    assert mined(*above_credits(lambda n: caption(n, "").strip(), paragraph)) == []


def test_credits_on_one_page_say_nothing_of_lines_above_them() -> None:
    pages = [page(n) for n in range(7)]
    assert mined(*pages, above_credits(lambda n: caption(n, "").strip())[7]) == []


# ------------------------------------------------------------------ what is


def test_lines_above_credits_that_are_unlike_the_paragraphs_become_a_rule_bound_to_credits(tmp_path: Path) -> None:
    pages = above_credits(lambda n: caption(n, "").strip())
    path = tmp_path / "mined.toml"
    [(rule, proposal)], problems = write_proposals(path, mined(*pages[:6]), accept_above=0.6)
    assert problems == []
    assert (rule.above, rule.where, rule.status) == ("credits", "anywhere", "accepted")
    assert len(rule.match) == 3
    assert all(below[0].startswith("Photo: ") for _, _, below in proposal.samples)
    cleaner = Cleaner(languages=("en",), lists=(str(path),))
    without = pages[7].replace(caption(7, "").strip() + "\n\n", "")
    assert cleaner.clean(pages[7], "example.com") == ENGLISH.clean(without)
    assert caption(7, "").strip() in ENGLISH.clean(pages[7])
    assert cleaner.clean(without, "example.com") == ENGLISH.clean(without)


@pytest.mark.parametrize(
    ("credit", "form"),
    [
        ("Photo: Jane Doe/Harbour News via AP", HEAD + "photo: " + CREDITED),
        ("(Photo by Jane Q. Doe / AFP via Getty Images)", HEAD + CREDIT + "via getty images)"),
        ("REUTERS/Jane Doe Purchase Licensing Rights", HEAD + CREDIT + "purchase licensing rights"),
        (
            "REUTERS/Jane Doe Purchase Licensing Rights, opens new tab",
            HEAD + CREDIT + "purchase licensing rights, opens new tab",
        ),
        ("(AP Photo/Jane Doe, File) The bridge at … more >", HEAD + CREDIT + "... more"),
    ],
)
def test_a_caption_is_told_by_how_its_credit_begins_or_by_how_it_ends(credit: str, form: str) -> None:
    line = f"The bridge at dawn, before the crowd came on May 3. {credit}"
    assert any(found.endswith(form.lstrip(HEAD + CREDIT)) for found in caption_forms(line, fold(line), INDEXES))


def test_no_control_of_the_picture_begins_inside_the_brackets_of_its_credit() -> None:
    indexes = Cleaner(languages=("en", "zh")).engine.in_force("").lines
    line = "The bridge at dawn in Ostham, Saturday, Feb. 24, 2024. (AP Photo/Jane Doe)"
    assert HEAD + "(ap photo/" + CREDITED in caption_forms(line, fold(line), indexes)


@pytest.mark.parametrize(
    "credit",
    [
        "Photo: {0}/Harbour News",
        "({0} / AFP via Getty Images)",
        "REUTERS/{0} Purchase Licensing Rights",
        "(Photo by {0})",
    ],
)
def test_captions_with_one_way_of_giving_credit_become_a_rule_that_leaves_paragraphs(
    credit: str, tmp_path: Path
) -> None:
    proposals = mined(*credited(credit)[:6])
    path = tmp_path / "mined.toml"
    written, problems = write_proposals(path, proposals, accept_above=0.6)
    assert problems == []
    assert written
    assert [rule.status for rule, _ in written] == ["accepted"] * len(written)
    assert all(rule.id.startswith("mined:example-com-captions-") for rule, _ in written)
    cleaner = Cleaner(languages=("en",), lists=(str(path),))
    kept, lost = page(7), caption(7, credit.format("Zoe Last"))
    assert cleaner.clean(page(7, between=(lost,)), "example.com") == ENGLISH.clean(kept)
    assert lost in ENGLISH.clean(page(7, between=(lost,)))


def test_what_is_too_long_for_the_rule_to_find_is_no_example_of_it(tmp_path: Path) -> None:
    long = caption(
        3, f"Beside it stands the {' and the '.join(THINGS)} and what is left of them. Photo: Eva Ek/Harbour News"
    )
    assert 240 < len(long) < 320
    pages = [*credited("Photo: {0}/AP")[:3], *(page(n, between=(long,)) for n in range(3, 8))]
    written, problems = write_proposals(tmp_path / "mined.toml", mined(*pages))
    assert problems == []
    assert [long in rule.match for rule, _ in written if rule.keywords] == [False]
    shown = [line for rule, proposal in written if rule.keywords for _, line, _ in proposal.samples]
    assert shown and long not in shown
