"""The compiled sieve and the gates in Python find the same lines: what is installed without a compiler cleans alike."""

import gc
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, _sieve, sieve
from cleaner.engine import Engine
from cleaner.fold import fold
from cleaner.index import Index
from cleaner.rules import load_lists
from cleaner.shape import begins_with_name, shape
from cleaner.signs import plain_view, signs_of
from cleaner.suspects import span_suspects
from cleaner.text import split_lines

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.txt"))
COMPILED: Engine = Cleaner().engine
PLAIN = Engine(COMPILED.rules)

RULES = [rule for its in load_lists() for rule in its.rules]
EXAMPLES = sorted({line for rule in RULES for line in (*rule.match, *rule.keep, *rule.lines[:5])})


def found(index: Index, lines: list[str]) -> list[tuple[int, list[str]]]:
    return [(number, [rule.id for rule in rules]) for number, rules in index.search(lines)]


def assert_alike(lines: list[str]) -> None:
    assert found(COMPILED.general.lines, lines) == found(PLAIN.general.lines, lines)


def test_the_sieve_is_compiled_here() -> None:
    assert sieve.COMPILED
    assert COMPILED.general.lines.sieve is not None
    assert PLAIN.general.lines.sieve is None


def test_every_example_of_every_rule_is_found_alike() -> None:
    assert len(EXAMPLES) > 10_000
    assert_alike(EXAMPLES)


def test_every_example_is_found_alike_as_a_heading_in_capitals_and_with_signs_around_it() -> None:
    assert_alike([f"## {line}" for line in EXAMPLES])
    assert_alike([line.upper() for line in EXAMPLES])
    assert_alike([f"\u2022 {line} |" for line in EXAMPLES])
    assert_alike([f"  {line}...\u00a0" for line in EXAMPLES])
    assert_alike([f"- {line}" for line in EXAMPLES])


def test_every_example_is_found_alike_in_parts_as_entities_and_as_mojibake() -> None:
    assert_alike([unicodedata.normalize("NFD", line) for line in EXAMPLES])
    assert_alike([line.replace("'", "&#39;").replace(" ", "&nbsp;", 1) for line in EXAMPLES])
    assert_alike([line.encode().decode("latin-1") for line in EXAMPLES])
    assert_alike([line.encode().decode("cp1252", "replace") for line in EXAMPLES])


def test_the_documents_of_the_fixtures_are_searched_alike() -> None:
    for path in FIXTURES:
        text = path.read_text(encoding="utf-8")
        assert COMPILED.find(text)[0] == PLAIN.find(text)[0], path


_PLAIN_SIGNS = ["  ", "- ", "...", "12", "7", "word ", *" -\t*#|>:.;&`", ""]
_ODD_SIGNS = "\u2026\u2192\u00ad\u200b\ufeff\x00\x85\u2019\u201c\u2122\u0301\u3099\u0661\u00df\u0130\ufb01\uff21"
_ODD_SIGNS += "\U0001f449\U0001d400\ud800"
_PAIRS = ["&amp;", "&#8217;", "&nbsp", "\u00c3\u00a9", "\u00e2\u20ac\u2122", "\u0e4d\u0e48", "\u0e40\u0e40"]
_SIGNS = st.sampled_from([*_PLAIN_SIGNS, *_ODD_SIGNS, *_PAIRS])


@st.composite
def _lines(draw: st.DrawFn) -> str:
    """An example with signs at its ends and somewhere inside it."""
    line = draw(st.sampled_from(EXAMPLES))
    at = draw(st.integers(0, len(line)))
    inside, before, behind = draw(_SIGNS), draw(_SIGNS) + draw(_SIGNS), draw(_SIGNS) + draw(_SIGNS)
    return before + line[:at] + inside + line[at:] + behind


@settings(max_examples=400)
@given(st.lists(_lines(), min_size=1, max_size=20))
def test_lines_with_signs_anywhere_are_found_alike(lines: list[str]) -> None:
    assert_alike(lines)


@settings(max_examples=300)
@given(st.lists(st.text(), max_size=10))
def test_any_lines_are_found_alike(lines: list[str]) -> None:
    assert_alike(lines)


@settings(max_examples=300)
@given(st.lists(_lines(), min_size=1, max_size=8), st.sampled_from([". ", " (", " [", "\u00a0", "\u3002", "? ", "\n"]))
def test_prompts_inside_lines_are_looked_for_alike(lines: list[str], between: str) -> None:
    text = between.join(lines)
    view = plain_view(text, signs_of(text))
    parts = split_lines(view)
    suspects = [span_suspects(engine.general.spans, text, view, *parts) for engine in (COMPILED, PLAIN)]
    assert suspects[0] == suspects[1]


def test_decoration_behind_a_full_stop_begins_no_prompt() -> None:
    text = "The ferry to the islands leaves the old harbour at six in the morning.   *"
    for engine in (COMPILED, PLAIN):
        assert span_suspects(engine.general.spans, text, text, [text], [0]) == set()


PROSE = [line for path in FIXTURES for line in path.read_text(encoding="utf-8").split("\n") if line]
_MARKS = [
    "",
    "- ",
    "(",
    "1) ",
    "I. ",
    '"',
    "# ",
    "  ",
    "...",
    " (2012)",
    " p. 5",
    ".[1][note 2]",
    ".[]",
    " 12-34",
    "print(x)",
    " =",
    "::",
    "{",
]
_AROUND_PROSE = st.sampled_from([*_MARKS, "def ", "&", ";"])


@st.composite
def _prose(draw: st.DrawFn) -> str:
    """A line of a document, whole or not, with what tells shapes apart at its ends and somewhere inside it."""
    line = draw(st.sampled_from(PROSE))[: draw(st.sampled_from([22, 70, 80, 120, 140, 240, 300, 400, 900]))]
    at = draw(st.integers(0, len(line)))
    return draw(_AROUND_PROSE) + line[:at] + draw(_AROUND_PROSE) + line[at:] + draw(_AROUND_PROSE)


def assert_told_alike(line: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.fold.fold_once", lambda _: None)
        patch.setattr("cleaner.shape.plain_shape", lambda _: None)
        patch.setattr("cleaner.shape.name_begins", lambda _: None)
        in_python = fold(line), shape(line), begins_with_name(line)
    assert (fold(line), shape(line), begins_with_name(line)) == in_python


def test_the_lines_of_the_fixtures_and_of_the_examples_are_folded_and_told_alike() -> None:
    for line in (*PROSE, *EXAMPLES):
        assert_told_alike(line)


@settings(max_examples=400)
@given(_lines() | _prose() | st.text())
def test_any_line_is_folded_and_told_alike(line: str) -> None:
    assert_told_alike(line)


def test_what_is_no_line_is_refused() -> None:
    its = COMPILED.general.lines.sieve
    assert its is not None
    with pytest.raises(TypeError, match="expected a str, not int"):
        its.search(["a", 1])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="expected a list of lines, not str"):
        its.search("text")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="2 lines begin at 1 places"):
        its.openings(["a", "b"], [0], "a\nb", "(", "", 60)
    with pytest.raises(IndexError, match="no rule has the number"):
        its.holding([10**6], "text")


def test_what_is_not_packed_for_a_sieve_is_refused() -> None:
    folding = sieve.folding()
    with pytest.raises(TypeError, match="expected 13 arguments, not 3"):
        sieve.Sieve(*folding)
    with pytest.raises(ValueError, match=r"power of two|end where they all do"):
        sieve.Sieve(*folding, *[b"123"] * 10)


def test_searching_leaves_nothing_behind() -> None:
    lines = [*EXAMPLES[:2000], "\u00c3\u00a9" * 40, ""]
    its = COMPILED.general.lines.sieve
    assert its is not None

    def ask_all() -> None:
        its.search(lines)
        its.openings(lines, [0] * len(lines), "(Read more) [Read more]", "([", "", 10)
        its.holding([0, 1, 2], "read more")
        for line in lines:
            for ask in (_sieve.fold_once, _sieve.others, _sieve.plain_shape, _sieve.name_begins, _sieve.split):
                ask(f"{line}\n- \u2019{line}")
                ask(line)

    ask_all()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(20):
        ask_all()
    gc.collect()
    # One object left for each line would make forty thousand.
    assert sys.getallocatedblocks() - before < 1000


def test_lines_and_their_offsets_are_those_that_python_finds() -> None:
    for text in ("", "\n", "a", "a\n", "\n\na\n", "\u2019\n\U0001f449b\nc", *EXAMPLES[:500], "\n".join(EXAMPLES[:500])):
        lines, starts = _sieve.split(text)
        assert lines == text.split("\n")
        assert [text[start : start + len(line)] for start, line in zip(starts, lines, strict=True)] == lines
        assert all(text[start - 1] == "\n" for start in starts[1:])


@pytest.mark.parametrize("sign", ["*", "\u2022 ", "\u200b", "\xa0", "- ", "."])
def test_lines_with_hundreds_of_signs_around_them_are_found_alike(sign: str) -> None:
    lines = [sign * n + line + sign * n for n in (1, 15, 120, 255, 256, 257, 600) for line in EXAMPLES[::500]]
    assert_alike(lines)


@pytest.mark.parametrize("sign", ["\xa0", "* ", "|"])
def test_labels_that_begin_with_a_number_are_found_alike_within_decoration(sign: str) -> None:
    labels = [line for rule in RULES for line in rule.lines if line[:1].isdigit()]
    assert len(labels) > 20
    assert_alike([sign * n + line + sign * n for n in (1, 9, 12, 15, 40) for line in labels])
