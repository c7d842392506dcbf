"""Texts made to keep the cleaner busy: each would take hours if time grew faster than the text."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

PROSE = "The council met on Monday evening to discuss the new bridge, and the debate went on for almost three hours."


@pytest.mark.parametrize("line", ["Read more\n", "Share this\n\n", "Related: a\n"])
def test_a_row_of_removed_lines_is_climbed_once(line: str) -> None:
    row = line * 100_000
    assert Cleaner().clean(row) == ""
    assert Cleaner().clean(f"{PROSE}\n\n{row}\n{PROSE}\n") == f"{PROSE}\n\n{PROSE}\n"
