"""Lines, folding and cutting."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cleaner.fold import fold
from cleaner.text import Removal, cut, merge, split_lines, tidy

ENDS = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", " ", "a", "é", "Ad", "\u00a0"])
TEXTS = st.lists(ENDS | st.text(max_size=4), max_size=30).map("".join)


@given(TEXTS)
def test_every_line_stands_at_its_offset_and_nothing_but_line_ends_is_between(text: str) -> None:
    lines, starts = split_lines(text)
    between = []
    at = 0
    for line, start in zip(lines, starts, strict=True):
        assert text[start : start + len(line)] == line
        between.append(text[at:start])
        at = start + len(line)
    assert at == len(text)
    assert between[0] == ""
    assert set(between[1:]) <= {"\n", "\r\n", "\r", "\u2028", "\u2029"}


def test_form_feeds_and_next_line_characters_do_not_end_a_line() -> None:
    assert split_lines("a\x0bb\x0cc\x85d\x1ee")[0] == ["a\x0bb\x0cc\x85d\x1ee"]


def test_case_quotes_dashes_spaces_accents_and_invisible_characters_make_no_difference() -> None:
    plain = fold('also read - "the bridge"')
    for line in [
        "ALSO READ – “The Bridge”",
        "Also\u00a0Read \u2014 \u201eThe\u200b Bridge\u201c",
        "Ａｌｓｏ Ｒｅａｄ － ＂The Bridge＂",
        "** Àlso Réad - “The Bridge” **".replace("**", "*"),
        "Also Read â€” â€œThe Bridgeâ€\u009d",
        "Also&nbsp;Read &ndash; &quot;The Bridge&quot;",
    ]:
        assert fold(line) == plain, line


def test_decoration_around_a_line_is_no_part_of_it_but_quotes_and_signs_are() -> None:
    assert fold("  • ## Read more →  ") == "read more"
    assert fold("- Share") == "share"
    assert fold("“Share”") == '"share"'
    assert fold("-5 degrees") == "-5 degrees"
    assert fold("#harbour") == "harbour"


def test_letters_are_not_folded_into_other_words() -> None:
    assert fold("が") != fold("か")
    assert fold("ไม่") != fold("ไม")
    assert fold("한국") == "한국"
    assert fold("हिन्दी") == fold("हिन्दी")


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(line: str) -> None:
    once = fold(line)
    assert fold(once).split() == once.split() or "&" in line or "&" in once


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Removal(min(p), max(p), "x"))


@given(st.text(min_size=60, max_size=60), st.lists(SPANS, max_size=8))
def test_merging_covers_the_same_characters_once(text: str, removals: list[Removal]) -> None:
    merged = merge(removals)
    assert list(merged) == sorted(merged)
    assert all(a.end <= b.start for a, b in pairwise(merged))
    gone = {at for r in removals for at in range(r.start, r.end)}
    assert {at for r in merged for at in range(r.start, r.end)} == gone
    assert cut(text, [(r.start, r.end) for r in merged]) == "".join(c for i, c in enumerate(text) if i not in gone)


def tidied(text: str, *gone: str) -> str:
    lines, starts = split_lines(text)
    removals = [
        Removal(start, start + len(line), "x") for line, start in zip(lines, starts, strict=True) if line in gone
    ]
    return cut(text, tidy(lines, starts, len(text), removals))


def test_one_paragraph_break_stays_where_a_line_went() -> None:
    assert tidied("one\n\nAd\n\ntwo", "Ad") == "one\n\ntwo"
    assert tidied("one\n\nAd\n\nAd\n\n\n\nAd\n\ntwo", "Ad") == "one\n\ntwo"
    assert tidied("one\n\nAd\ntwo", "Ad") == "one\n\ntwo"
    assert tidied("one\nAd\n\ntwo", "Ad") == "one\n\ntwo"
    assert tidied("one\nAd\n\u00a0\nAd\ntwo", "Ad") == "one\n\u00a0\ntwo"


def test_no_paragraph_break_appears_where_there_was_none() -> None:
    assert tidied("one\nAd\ntwo", "Ad") == "one\ntwo"
    assert tidied("one\r\nAd\r\ntwo\r\n", "Ad") == "one\r\ntwo\r\n"


def test_the_layout_elsewhere_stays_as_it_was() -> None:
    assert tidied("\n\n one \n\n\n\ntwo\nAd\nthree\n\n\n", "Ad") == "\n\n one \n\n\n\ntwo\nthree\n\n\n"


def test_a_document_begins_and_ends_with_text_and_keeps_its_last_line_end() -> None:
    assert tidied("Ad\n\none\n\nAd", "Ad") == "one"
    assert tidied("Ad\n\none\n\nAd\n", "Ad") == "one\n"
    assert tidied("one\n\n\u00a0\n\nAd\n\nAd\n\n", "Ad") == "one\n"
    assert tidied("Ad\n\nAd\n", "Ad") == ""


def test_a_span_takes_the_space_before_it_along() -> None:
    text = "He left. Click here.  \nShe (read more) stayed."
    lines, starts = split_lines(text)
    removals = [Removal(9, 20, "x"), Removal(27, 38, "x")]
    assert cut(text, tidy(lines, starts, len(text), removals)) == "He left.\nShe stayed."


@given(TEXTS, st.data())
def test_what_is_cut_beyond_the_removals_is_only_space(text: str, data: st.DataObject) -> None:
    lines, starts = split_lines(text)
    chosen = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    removals = [Removal(starts[i], starts[i] + len(lines[i]), "x") for i in sorted(chosen) if lines[i]]
    spans = tidy(lines, starts, len(text), removals)
    assert all(a < b for a, b in spans)
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    gone = {at for r in removals for at in range(r.start, r.end)}
    cut_away = {at for start, end in spans for at in range(start, end)}
    assert gone <= cut_away
    assert not "".join(text[at] for at in sorted(cut_away - gone)).strip()
