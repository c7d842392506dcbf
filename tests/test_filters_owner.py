"""Sentences that ask the reader to do something: at the site's, or at somebody else's."""

import pytest

from cleaner import Cleaner

CLEAN = Cleaner(unicode="none").clean

ARTICLES = {
    "fr": [
        "Le bac a quitté le port lundi matin avec une heure de retard, et personne sur le quai ne s’en est étonné.",
        "La plupart des passagers avaient apporté du pain et du thé, car la cuisine est fermée depuis l’hiver dernier.",
        "Partager cet article",
    ],
    "pt": [
        "O barco saiu do porto na segunda-feira de manhã com uma hora de atraso, e ninguém no cais pareceu estranhar.",
        "A maioria dos passageiros trouxe pão e chá, porque a cozinha está fechada desde o inverno do ano passado.",
        "Compartilhe no WhatsApp",
    ],
    "el": [
        "Το πλοίο έφυγε από το λιμάνι τη Δευτέρα το πρωί με μία ώρα καθυστέρηση, και κανείς δεν φάνηκε να απορεί.",
        "Οι περισσότεροι επιβάτες είχαν φέρει ψωμί και τσάι, γιατί η κουζίνα είναι κλειστή από τον περασμένο χειμώνα.",
        "Κοινοποίηση",
    ],
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Activez les notifications de l’application de la banque pour repérer les débits étranges."),
        ("fr", "Envoyez vos photos au concours avant le 3 mars."),
        ("fr", "Abonnez-vous seulement si vous comptez lire la revue, conseille l’association."),
        ("pt", "Baixe o aplicativo da prefeitura e agende a consulta sem sair de casa."),
        ("el", "Στείλτε τις φωτογραφίες σας στον διαγωνισμό έως τις 3 Μαρτίου."),
    ],
)
def test_a_sentence_that_sends_its_readers_to_somebody_else_stays_below_a_share_bar(
    language: str, sentence: str
) -> None:
    *article, bar = ARTICLES[language]
    assert CLEAN("\n\n".join([*article, bar, sentence])).split("\n\n") == [*article, sentence]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Activez les notifications de notre application pour ne rien manquer de l’actualité."),
        ("fr", "Inscrivez-vous à notre newsletter sur les banques et les impôts."),
        ("pt", "Ative as notificações do aplicativo e receba as notícias da prefeitura no WhatsApp."),
    ],
)
def test_one_that_sends_them_to_the_site_goes(language: str, sentence: str) -> None:
    *article, bar = ARTICLES[language]
    assert CLEAN("\n\n".join([*article, bar, sentence])).split("\n\n") == article
