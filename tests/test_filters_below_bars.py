"""Sentences right below a share bar, a credit or a link, where the article goes on."""

import pytest

from cleaner import Cleaner

CLEANER = Cleaner(unicode="none")
GERMAN = [
    "Die Fähre verließ den Hafen am Montag mit einer Stunde Verspätung, und niemand auf der Mole ärgerte sich.",
    "Die meisten Fahrgäste hatten Brot und Tee dabei, denn die Küche an Bord ist seit letztem Winter geschlossen.",
]
NORWEGIAN = [
    "Fergen forlot havnen mandag morgen, en time forsinket, og ingen på bryggen så ut til å bry seg noe særlig om det.",
    "De fleste passasjerene hadde med seg brød og te, siden kjøkkenet om bord har vært stengt siden i fjor.",
]
DANISH = [
    "Færgen forlod havnen mandag morgen, en time forsinket, og ingen på molen så ud til at tage sig af det.",
    "De fleste passagerer havde brød og te med, for køkkenet om bord har været lukket, lige siden sidste år.",
]
SWEDISH = [
    "Färjan lämnade hamnen på måndagsmorgonen, en timme försenad, och ingen på piren tycktes bry sig om det.",
    "De flesta passagerarna hade bröd och te med sig, eftersom köket ombord har varit stängt sedan förra vintern.",
]
OWN = [
    ("Auf Facebook teilen", "Folgen Sie dem Kanal bis zur Schleuse.", GERMAN),
    ("Lesen Sie auch: Die Schleuse bleibt zu", "Laden Sie die App der Reederei, bevor Sie losfahren.", GERMAN),
    ("Lesen Sie auch: Die Schleuse bleibt zu", "Der Newsletter des Vereins kommt freitags.", GERMAN),
    ("Del på Facebook", "Kjøp kart og kompass, ikke en app.", NORWEGIAN),
    ("Del på Facebook", "– Les ikke kommentarfeltet, sa mor.", NORWEGIAN),
    ("Læs også: Slusen forbliver lukket", "Har du spørgsmål? Ring til skolen på 55 55 01 18.", DANISH),
    ("Dela på Facebook", "Texten har uppdaterats med kommunens svar.", SWEDISH),
]


@pytest.mark.parametrize(("bar", "sentence", "article"), OWN)
def test_a_sentence_stays_where_the_article_goes_on_below(bar: str, sentence: str, article: list[str]) -> None:
    text = "\n\n".join([article[0], bar, sentence, article[1]])
    assert CLEANER.clean(text).split("\n\n") == [article[0], sentence, article[1]]


@pytest.mark.parametrize(("bar", "sentence", "article"), OWN)
def test_among_the_lines_of_a_page_it_goes(bar: str, sentence: str, article: list[str]) -> None:
    text = "\n\n".join([*article, bar, sentence, bar])
    assert CLEANER.clean(text).split("\n\n") == article


def test_a_prompt_below_a_form_goes() -> None:
    form = ["Newsletter abonnieren", "Den Newsletter können Sie jederzeit abbestellen."]
    assert CLEANER.clean("\n\n".join([GERMAN[0], *form, GERMAN[1]])).split("\n\n") == GERMAN


def test_the_last_sentence_below_what_somebody_says_stays_above_a_share_bar() -> None:
    said = ["– Vi teller til vi er ferdige, sier hun.", "Har du spørsmål? Ring rektor på 55 55 01 18."]
    text = "\n\n".join([*NORWEGIAN, *said, "Del på Facebook"])
    assert CLEANER.clean(text).split("\n\n") == [*NORWEGIAN, *said]


@pytest.mark.parametrize("said", ["»Ich lege das Telefon neben das Bett.«", "„Ich lege das Telefon neben das Bett.“"])
@pytest.mark.parametrize("header", ["Lesen Sie auch", "Mehr zum Thema"])
def test_what_somebody_says_stays_below_a_link_to_another_story(header: str, said: str) -> None:
    text = "\n\n".join([*GERMAN, header, "Die Schleuse bleibt bis Ostern zu", said])
    assert CLEANER.clean(text).split("\n\n")[-1] == said
