"""The last paragraphs of an article, below what a page set in front of them."""

import pytest

from cleaner import Cleaner

PUB = (
    """\
When the brewery locked the Drovers' Arms two winters ago, the darts players of Lower Kettle moved to the bus shelter.
On Monday the keys were theirs, after twenty-six months of bake sales and a swim in the duck pond in the month of March.
"I have eaten more lemon cake than is good for any man," said Graham Tooley, who chairs the society that owns the pub.
The society has 412 members, some of them in Canada, each of whom has put in at least £250 and has one vote.
The cellar has flooded twice since, the kitchen is stripped to the tiles, and a family of jackdaws lives in the chimney.
The parish council has promised a loan for the roof, and a plumber from the next valley will look at the pipes.
The house has stood at the crossroads since 1742, when a drover was fined there for letting his bullocks in.
His name is to be carved above the new bar, next to the names of everybody who baked, and of the pond.
The brewery said in a statement that it wished the village well, and that it would not be drawn on the price again.
Similar purchases have been made in a hundred villages in the past ten years, and only four of these pubs closed again.
In the end the vote was 188 to 9, after three meetings in the chapel, and the nine have since bought shares as well.
Two households at the crossroads have written to the committee about the noise and about a quiz of former days.
""".splitlines()
    * 2
)

BETWEEN = {
    "share bar and related stories": [
        "Share this article",
        "Related stories",
        "Shop saved by its customers after a fight",
    ],
    "share bar and tags": ["Share on Facebook", "Tags: pubs, villages"],
    "newsletter and related stories": [
        "Sign up for our newsletter",
        "Related",
        "Why the price of barley keeps climbing",
    ],
    "other stories": ["You may also like", "Ten bridges to see before they close", "Fair draws a record crowd again"],
    "credit and share bar": ["Photo: Reuters", "Share this story"],
    "a way to the neighbours": ["Next article", "Previous article"],
    "a button for errors": ["Report an error"],
    "a way to write": ["Get in touch"],
    "a label of tags": ["Topics: pubs, villages, beer"],
}

LAST = {
    "one paragraph": [
        "Volunteers meet at the Drovers' Arms on Saturday with buckets, and Tooley has promised them lunch."
    ],
    "short sentences": [
        "The jackdaws did not comment.",
        "The first pint is due at Easter.",
        "Tooley has asked for tea.",
    ],
    "other matters": [
        "In other matters, the duck pond is to be dredged.",
        "Nobody knows how deep it is, least of all ducks.",
    ],
    "questions and answers": ["And what will he drink?", "Tea.", "Will there be a quiz?", "It ends at ten."],
    "a correction": [
        "Correction: An earlier version of this report gave a wrong price for the house at the crossroads."
    ],
    "a postscript": ["P.S. The writer holds one share."],
}


@pytest.mark.parametrize("last", LAST.values(), ids=LAST.keys())
@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
@pytest.mark.parametrize("level", ["strict", "standard"])
def test_what_is_told_in_sentences_to_its_end_stays(between: list[str], last: list[str], level: str) -> None:
    left = Cleaner(level=level, unicode="none").clean("\n".join([*PUB, *between, *last])).split("\n")
    assert left[-len(last) :] == last
    assert left[: len(PUB)] == PUB


FOOTS = {
    "speaks of the page": ["Subscribe to be the first to know what happens in the valley."],
    "is a note on the author": ["Jane Carter is a reporter who covers pubs for the Post."],
    "has labels among its lines": ["Kettle Post", "4 Mill Lane, Lower Kettle.", "Est. 1888", "Valley Media"],
    "is a note on who is named above it": [
        "About Kettle Media",
        "Kettle Media runs four papers and a radio in the hills.",
    ],
}


@pytest.mark.parametrize("foot", FOOTS.values(), ids=FOOTS.keys())
def test_a_foot_goes_that(foot: list[str]) -> None:
    page = [*PUB, "Share this article", "Sign up for our newsletter", *foot]
    assert Cleaner(unicode="none").clean("\n".join(page)).split("\n") == PUB
