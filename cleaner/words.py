"""Words that the filters know, by language.  They remove nothing: they tell a byline, a date or a note on an author.

Whoever adds a language adds its words here; one that has none of a kind is told by the words of the others.  Those in
small letters without accents (``BY``, ``MONTHS``) are looked for in folded lines, the others in lines as they are.
"""

from __future__ import annotations

from collections.abc import Mapping


def either(words: Mapping[str, str]) -> str:
    """Return the words of all languages, each once, as what a pattern takes one of.

    >>> either({"en": "by", "es": "por", "pt": "por"})
    'by|por'
    """
    return "|".join(dict.fromkeys(word for its in words.values() for word in its.split()))


# What stands before a writer's name in a byline.
BY = {"en": "by", "de": "von", "fr": "par", "es": "por", "pt": "por", "it": "di", "nl": "door", "sv": "av", "da": "af"}

# What a reader's comment or a quoted post has between the writer's name and a colon.
SAYS = {"en": "says", "de": "sagt", "fr": "dit", "it": "dice", "pt": "diz", "nl": "schrijft", "sv": "skriver"}

# What a note begins with in which somebody speaks of himself, or others of him.
FIRST_PERSON = {
    "en": "I I['’]m We My Our At He She They",
    "de": "Ich Wir",
    "fr": "Je Nous",
    "es": "Yo Soy",
    "it": "Sono",
    "pt": "Eu",
    "nl": "Ik",
}

# Capitals that begin no name.
ARTICLES = {
    "en": "The A An This",
    "de": "Der Die Das",
    "fr": "Le La Les",
    "es": "El Los Las",
    "it": "Il",
    "nl": "De Het",
    "sv": "Den Det",
}

# What follows the name in a note on an author.
IS = {
    "en": "is are has covers writes reports works joined began leads serves",
    "de": "ist hat schreibt berichtet arbeitet",
    "fr": "est",
    "es": "es",
    "it": "è",
    "pt": "é",
}

# The names of months begin so.
MONTHS = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "jan feb mar apr mai jun jul aug sep okt nov dez",
    "fr": "jan fev mar avr mai jui aou sep oct nov dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "da": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "id": "jan feb mar apr mei jun jul sep okt nov des",
}

# What somebody who writes for a living is called.
WRITERS = {
    "en": "reporter editor journalist correspondent columnist contributor writer copywriter blogger critic producer",
    "de": "reporterin redakteur redakteurin redaktor korrespondent korrespondentin journalistin volontär volontärin "
    "autor autorin",
    "fr": "journaliste rédacteur rédactrice correspondante",
    "es": "periodista redactora? corresponsal",
    "it": "giornalista",
    "pt": "jornalista",
    "nl": "redacteur",
}
