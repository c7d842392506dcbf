"""Whole texts that hold a word which opens a filter, and must stay as they are whatever the filters make of it."""

import pytest

from cleaner import Cleaner

INTRO = """\
The harbour has been the heart of the town since the first stones of the mole were laid, and most families live from it.

Every morning before dawn the boats come in, and the auction begins while the gulls fight over what falls off.
"""

DOCUMENTS = {
    "a chapter on related work": """\
The method was tried on four corpora of letters, and the results were compared with those of three older methods.

## Related work

Early systems counted words. Later ones looked at pairs of words, and were twice as slow without being much better.

Related approaches
Counting words in letters from the northern parishes
Counting pairs of words in the letters of merchants
Neither of these looks at the order of the letters themselves, which is what this chapter is about from here on.
""",
    "features and guides of a tool": """\
The tool reads a folder of letters and writes one file for each of the people who signed them, with the dates in order.

Features
Reads folders of letters in any order
Writes one file for each signature
Guides
How to prepare a folder of letters
How to read the files that it writes

Run it from the folder above the letters, and wait until the last file is written before you open any of them.
""",
    "a chapter on comments in code": """\
The language has two kinds of comments, and the compiler drops both of them before it looks at anything else.

Comments

    # One line, to its end
    total = 0

Comments (2)

/* Several lines,
   until the mark that ends them. */
total = total + 1;

Tags
Tag a release with the number that stands in the file, and push the tag together with the commit that it points at.
""",
    "a discography": """\
The trio recorded seven albums in eleven years, most of them in a single night and two of them in the same cold church.

Popular
The Long Way Home from the Harbour
Nobody Waits for the Ferry Now
Seven Winters on the Northern Pier
Latest albums
Salt in the Machine and in the Bread
A Letter to the Keeper of the Light

Both of the last ones were pressed in small numbers, and are hard to find outside of the town where they were made.
""",
    "the winners of awards": """\
The jury met for three days and could not agree on the best novel until the last evening, when the lights went out.

Most Popular
Best novel: The Keeper of the Northern Light
Best first novel: Salt in the Morning Bread
Best translation: Letters from a Cold Church
Best story for children: The Gull Who Could Count

The prizes will be handed over in May, on the ferry, if the weather allows it and the captain does not mind.
""",
    "a recipe": """\
This soup has been cooked in the harbour for as long as anyone remembers, and no two families do it in the same way.

You may also like it with rye bread.

Ingredients
Two cups of small potatoes, peeled and halved
One large onion, chopped as finely as you can
Share
Half of the fish goes in at the beginning
The other half goes in when the potatoes are soft

Method
1. Put the onion and the potatoes into the pot with cold water and salt.
2. Share the fish out over two plates and salt it well on both sides.
3. When the potatoes are soft, add the fish and wait for five minutes.
""",
    "references": f"""\
{INTRO}
Related articles
1. A. Writer (1998). The mole and the town. Harbour Studies 12, pp. 33-41.
2. B. Editor (2003). The auction before dawn. Harbour Studies 17, pp. 1-19.
[3] C. Reader, "Gulls", in Birds of the Northern Pier, vol. 2, 2011.

More articles

Smith, A., Jones, B. et al. Boats and the people who build them
""",
    "a table": f"""\
{INTRO}
Most read
| Book | Readers | Copies |
| The Keeper of the Light | 312 | 4 |
| Salt in the Morning Bread | 290 | 3 |
Top stories
Storey    Height    Windows
Ground    4.2 m     12
First     3.6 m     14
""",
    "an interview": """\
The keeper of the light has lived on the rock for thirty years, and talks to the gulls more often than to the mainland.

What do you read in winter, when nobody comes?

Whatever the boat brings. Last year it brought forty novels about lighthouses, and I read every one of them twice.

Do you read the comments that visitors leave in your book?

Comments? There were three last summer, and two of them were about the stairs, which are steep and always will be.

What do you think?

I think that they should come in winter, when the stairs are the only warm place on the whole of the rock.

What is next for you?

The boat comes on Friday with new glass for the lamp, and then there is the paint on the north side to be done.
""",
    "a live blog": """\
The storm reached the coast at six in the morning, and this page followed it until the last boat was in.

Latest updates

18:40 The last boat is in
All four of her crew are well, and the mayor has gone down to the pier with soup and a great many blankets.

18:05 The light is on again
The keeper climbed out on the gallery in the wind and changed the lamp by hand, with a rope around his waist.

17:30 Share of homes without power falls to a tenth
The grid says that the rest will have to wait until the morning, since nobody can work on the line in such wind.

More updates

17:00 The road over the bridge is closed
Drivers are asked to wait in the town until the wind drops, which the forecast does not expect before midnight.
""",
    "a press release": """\
The yard has sold its hundredth boat, a ferry of forty metres that will carry cars to the island from next spring on.

Contact us
The yard welcomes visitors every Friday from nine to four, and asks them to bring their own boots and a warm coat.

About the yard
The yard was founded by two brothers, employs sixty people, and has built boats of wood and steel ever since then.
""",
    "a forum thread about newsletters": """\
My newsletter has four hundred readers and nobody ever answers it, so what am I doing wrong with the thing, I wonder?

3 replies

Which day do you send it? Mine went out on Mondays, and nobody read it. On Saturdays I get ten answers each week.

Sign up for the newsletter of somebody else first, and look at what they do. Most of them ask a question at the end.

Ask a question at the end, as the others say. And leave out the pictures: half of the readers never see them at all.

2 comments

The pictures were what they liked best in mine, so do not take this for a rule, but try it out for a month or two.

Thanks to all of you, I will try Saturday and see what happens, and then I will come back and tell you about it.
""",
    "a list in an article": """\
Nine boats have sailed under the flag of the town, and each of them was named by the children of the school in its year.

More from the list of the harbour office

- The Gull, which sank in her first winter, with nobody on board. She was never raised.
- The Keeper, which carried the mail for thirty years and was never late. She is a café now.
- The Long Way Home, which nobody liked. She was sold to the island within the year.
""",
    "headings between short chapters": """\
There are three ways to get to the island, and which of them is the best depends on the weather and on your stomach.

Recommended
The ferry in the morning
It leaves at seven and is seldom full, and the sun comes up behind the rock when you are half of the way across.

Popular
The boat of the keeper
He takes two people at a time, and talks about the stairs for most of the way, which is not as bad as it sounds.

Trending
The bridge on foot
It takes two hours in good weather, and it is the only way when the wind is too strong for anything that floats.
""",
    "verse under a word that opens": f"""\
{INTRO}
Read next

the boat is late, the light is low,
    the gulls are counting crates,
and nobody who waits to go
    can tell for what he waits.
""",
    "hard-wrapped text": """\
The harbour has been the heart of the town since the first stones of the mole were laid, and most families live from it.
The boats come in before dawn, and the auction begins while the gulls fight over whatever falls from the open crates.

Related stories

are told in every house along the pier, and no two of
them agree about the night on which the light went out
for the first time since it was built, in the winter of
the great storm, when the keeper was a boy of fourteen
""",
    "code under a word that opens": f"""\
{INTRO}
Related articles

from harbour import Boat
boat = Boat("Gull")
boat.sail(to="island")

Read more

$ harbour sail --to island
""",
    "markdown headings": f"""\
{INTRO}
### Related articles

#### Boats that were built in the winter of the storm

#### Boats that were never built at all

### Comments

#### What the keeper said about the stairs
""",
}


@pytest.mark.parametrize("level", ["strict", "standard"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_filter_takes_more_than_a_header(name: str, level: str) -> None:
    text = DOCUMENTS[name]
    # No rule of the blocks holds in strict.
    topics = ("tails", "spans", "context") if level == "strict" else ("blocks", "tails", "spans", "context")
    cleaner = Cleaner(level=level, select=topics, unicode="none")
    gone = [(r.rule, text[r.start : r.end]) for r in cleaner.explain(text).removals]
    headers = (
        "Related articles",
        "Related stories",
        "Top stories",
        "More articles",
        "Contact us",
        "Latest updates",
        "More updates",
    )
    assert [pair for pair in gone if pair[1] not in headers] == []
