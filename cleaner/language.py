"""Which languages a text shows: for the few rules whose phrase is an ordinary line in another language.

The script decides first, then the common short words of the lines.  This is no language detector: it answers for a
whole document, only where a rule with ``bound = true`` has matched, and says no when little speaks for a language.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from string import ascii_lowercase

from .compiled import compile_re
from .fold import fold
from .shape import SYLLABLES
from .signs import beyond_ascii

# Enough for any answer; a book is not read to its end for one line.
_MOST_CHARS = 1_000
# Where a letter is a syllable or a word, one says as much as three others.
_SYLLABLE_WORTH = 3
_SAMPLE = 40
# A script counts from this share of the letters on: names and quotations stay below it.
_SCRIPT_SHARE = 0.2
# The weight of common words below which nothing is said: about a sentence, and a share of all words that texts in
# languages without a table here stay below.
_LEAST_WEIGHT = 3.0
_LEAST_SHARE = 0.04
# How near to the language that shows most another must come: near kin and pages in two languages do, loanwords do not.
_NEAR_BEST = 0.6
# Japanese without kana is rare, Chinese with more than a quoted name in kana rarer.
_KANA_SHARE = 0.08

_SCRIPTS = {
    "arabic": "\u0620-\u064a\u066e-\u06d3",
    "bengali": "\u0985-\u09b9",
    "cyrillic": "\u0400-\u04ff",
    "devanagari": "\u0904-\u0939",
    "greek": "\u0370-\u03ff",
    "han": "\u3400-\u9fff",
    "hangul": "\uac00-\ud7af",
    "hebrew": "\u05d0-\u05ea",
    "kana": "\u3041-\u30ff",
    "latin": "a-z",
    "tamil": "\u0b85-\u0bb9",
    "telugu": "\u0c05-\u0c39",
    "thai": "\u0e01-\u0e30",
}
_LETTERS = {name: compile_re(f"[{chars}]") for name, chars in _SCRIPTS.items()}


class _ScriptOf(dict[str, str]):
    """Maps a character to the name of its script, or to nothing; filled as characters are met."""

    def __missing__(self, char: str) -> str:
        name = self[char] = next((name for name, letter in _LETTERS.items() if letter.match(char)), "")
        return name


_SCRIPT_OF = _ScriptOf()

# Scripts that one of our languages is written in.
_ONE_LANGUAGE = {
    "bengali": "bn",
    "devanagari": "hi",
    "greek": "el",
    "hangul": "ko",
    "hebrew": "he",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
}

# Languages that we have no lists for stand here too: without Slovak, a Slovak text would pass for Czech.
_WORDS: dict[str, dict[str, str]] = {
    "latin": {
        "ca": "el la els les i de que en un una del per amb es va no al més seva han dels aquest aquesta també",
        "cs": "a v na se je že z do o s pro to jako by za který která jsou ale po od podle k ve už ze "
        "také při bude není této však byl byla jen jeho protože ještě aby",
        "da": "og i det er på som en at for af til med ikke den har de om et var fra han men sig kan "
        "skal ved efter også",
        "de": "der die das und ist nicht mit den von zu auf für ein eine einen dem des sich auch im es "
        "war wird aus bei nach wie als sind wurde hat oder aber über noch nur wenn",
        "en": "the of and to in is that for was on with as it at by from be are this have an which were "
        "or not has he his but they their you we",
        "es": "el la los las de y que en un una del por con para es se al lo más su fue como pero sus "
        "entre este esta ha son también sobre",
        "et": "ja on ei et see oli kui ka ning aga mis oma ta või siis kes välja tema selle",
        "fi": "ja on ei se että oli ovat mutta myös kun hän joka tai ole kuin niin sen mukaan vuoden mitä jos "
        "jonka jossa jotka joista hänen tämä tässä siitä sitä sitten sillä koska sekä kanssa jälkeen ennen "
        "aikana vuonna vain vielä nyt jo yli noin eivät ollut olleet voi saa pitää sanoo kertoo",
        "fr": "le la les des et est une un du dans que qui pour au aux par sur pas ce cette avec il "
        "elle sont plus ont mais ses été l d qu",
        "hr": "i u je se na da su za od s koji ne što o kao to iz nije bi ali sa",
        "hu": "a az és hogy nem is egy meg ez de volt csak mint még már van el azt kell ha",
        "id": "yang dan di itu dengan untuk ini dari dalam tidak pada akan ke adalah juga telah bisa oleh karena "
        "tersebut para sebagai seperti lebih hanya kami anda tahun hari orang dapat secara mereka "
        "ada bagi serta saat sudah kata",
        "it": "il lo la gli le di e che un una del della dei delle nel nella con per non è si da al "
        "alla anche sono più come ha questo dal",
        "lt": "ir yra kad su iš į buvo bet ar tai jis taip kaip apie dėl nuo po",
        "lv": "un ir ka no ar par uz lai bija kas tas arī pēc bet kā",
        "ms": "yang dan di itu dengan untuk ini dari dalam tidak pada akan ke adalah juga telah boleh "
        "oleh kerana kepada tersebut para sebagai seperti lebih hanya kami anda tahun hari orang dapat secara mereka "
        "ada bagi serta",
        "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als bij naar uit "
        "worden wordt door maar heeft was",
        "no": "og i det er på som en å for av til med at ikke den har de om et var fra han men seg kan "
        "skal ved etter også",
        "pl": "i w na z do się nie to jest że o jak po za od przez dla ale tym który oraz są może było tego",
        "pt": "o a os as de e que do da dos das em um uma no na nos nas com para por se ao não é mais "
        "foi como mas são também pela pelo ele",
        "ro": "și de în la cu a că nu pe din care mai o un să pentru este fi au sunt ce dar prin după",
        "sk": "a v na sa je že z do o s pre to ako by za ktorý ktorá sú ale po od podľa aj vo už zo pri "
        "bude nie tejto však bol bola len jeho pretože ešte aby",
        "sv": "och att det i som en på är av för med den till inte om ett har de var från han men sig "
        "kan ska vid eller",
        "sw": "ya na wa kwa ni katika la za hiyo kuwa cha huo hii wakati alisema baada pia lakini",
        "tr": "ve bir bu da de için ile olarak olan çok daha gibi en ne kadar sonra ise ancak göre oldu dedi her "
        "yok değil ama önce olduğu olduğunu iki yıl kendi hem diye şu veya var ki mi yeni ilk son tarafından üzerinde "
        "arasında nedeniyle gün yer aldı etti eden olması kişi ancak bin milyon yaptığı belirtti",
        "vi": "và của là có không được cho trong một các những người với này đã khi để",
    },
    "cyrillic": {
        "bg": "и на да се в за от е са по не че с като ще това до си",
        "ru": "и в не на что с по как это из за от его то для он к а так был но о",
        "sr": "и у је се на да су за од са који не што о као то из није",
        "uk": "і в не на що з як до за та у це від для його він але про й є",
    },
    "arabic": {
        "ar": "في من على أن إلى عن التي الذي هذا مع كان لا ما بعد قال كما",
        "fa": "و در به از که این را با است برای آن یک می شد خود تا",
        "ur": "کے میں کی ہے اور سے کا کہ کو نے پر یہ ہیں بھی نہیں",
    },
}


def speaks(lines: Iterable[str], language: str) -> bool:
    """Return whether lines, taken together, are written in a language, or in several of which it is one.

    ``language`` is a folder of the lists, such as ``de``.  Too little text speaks no language.

    >>> speaks(["Der Rat hat am Montag nicht über die Brücke beraten, sondern nur über das Bad."], "de")
    True
    >>> speaks(["Anzeige"], "de")
    False
    """
    return language.partition("-")[0] in spoken(lines)


def spoken(lines: Iterable[str]) -> frozenset[str]:
    """Return the languages that lines, taken together, are written in.

    Near kin (Danish and Norwegian, Indonesian and Malay) may come together.
    """
    text = " ".join(_first(lines))
    letters = _letters(text)
    total = sum(letters.values())
    found: set[str] = set()
    for script, count in letters.items():
        if count and count >= _SCRIPT_SHARE * total:
            if script in _ONE_LANGUAGE:
                found.add(_ONE_LANGUAGE[script])
            elif script in _WORDS:
                found |= _by_words(text, script)
    east_asian = letters["han"] + letters["kana"]
    if east_asian and east_asian >= _SCRIPT_SHARE * total:
        found.add("ja" if letters["kana"] > _KANA_SHARE * east_asian else "zh")
    return frozenset(found)


@cache
def can_be_told(language: str) -> bool:
    """Whether ``spoken`` knows a language at all: a folder of somebody's own lists may have any name."""
    known = language in ("ja", "zh") or language in _ONE_LANGUAGE.values()
    return known or any(language in words for words in _WORDS.values())


def _letters(text: str) -> dict[str, int]:
    """How many letters of each script a folded text holds."""
    if text.isascii():
        return {"latin": len(text), "han": 0, "kana": 0}
    count = dict.fromkeys(_SCRIPTS, 0)
    count["latin"] = sum(map(text.count, ascii_lowercase))
    # In Latin script few are left, and those are counted one by one.
    for char, times in Counter(beyond_ascii(text)).items():
        if script := _SCRIPT_OF[char]:
            count[script] += times
    return count


def _first(lines: Iterable[str]) -> Iterable[str]:
    left = _MOST_CHARS
    for line in lines:
        if left <= 0:
            return
        yield fold(line[:left])
        left -= len(line) * (_SYLLABLE_WORTH if SYLLABLES.search(line[:_SAMPLE]) else 1)


def _by_words(text: str, script: str) -> set[str]:
    """The languages of a script whose common words stand in the text most."""
    weights = _weights(script)
    shown: dict[str, float] = defaultdict(float)
    # What stands beside a common word is a space or an apostrophe; of others no more is asked than how many there are.
    words = text.replace("'", " ").split()
    for word in filter(weights.__contains__, words):
        for language, weight in weights[word]:
            shown[language] += weight
    enough = max(_LEAST_WEIGHT, _LEAST_SHARE * len(words), _NEAR_BEST * max(shown.values(), default=0.0))
    found = {language for language, weight in shown.items() if weight >= enough}
    # Common words do not tell Serbian in Latin letters from Croatian.
    return found | {"sr"} if "hr" in found else found


@cache
def _weights(script: str) -> dict[str, list[tuple[str, float]]]:
    """For each common word its languages and what it says for each: one, shared among them."""
    languages: dict[str, list[str]] = {}
    for language, words in _WORDS[script].items():
        for word in set(fold(words).split()):
            languages.setdefault(word, []).append(language)
    return {word: [(name, 1 / len(names)) for name in names] for word, names in languages.items()}
