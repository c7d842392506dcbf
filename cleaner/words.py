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

# What notes on authors say of them near the beginning, in scripts without capitals: nothing else there tells a name.
WRITERS_UNCASED = {
    "zh": "资深记者 資深記者 首席记者 特约记者 特約記者 报记者 報記者 社记者 社記者 作家 "
    "编辑 編輯 主编 主編 专栏 專欄 "
    "撰稿 毕业 畢業 教授 研究员 研究員 评论员 評論員 学者 學者 博士 现任 現任 曾任 著有 出生 "
    "媒体人 媒體人 译者 譯者 从事 從事 作者简 自由撰",
    "ja": "記者(?!会|団|クラブ) ライター 編集 作家 生まれ 著書 著者 入社 卒業 専門 "
    "担当(?!者) 教授 研究員 ジャーナリスト 評論家 執筆 フリー 勤務",
    "ko": "기자(?!회견) 작가 편집 에디터 교수 연구원 칼럼 졸업 출생 태어 저서 평론가 필자 위원 박사 입사",
    "hi": "पत्रकार लेखक लेखिका संपादक संवाददाता रिपोर्टर प्रोफेसर स्तंभकार अनुभव कार्यरत राइटर",
    "bn": "সাংবাদিক লেখক সম্পাদক প্রতিবেদক গবেষক অধ্যাপক",
    "ur": "صحافی مصنف ایڈیٹر کالم پروفیسر رپورٹر",
    "ar": "صحف صحاف كاتب محرر مراسل باحث أستاذ إعلامي مؤلف",
    "fa": "روزنامه نویسنده خبرنگار سردبیر پژوهشگر مترجم استاد",
    "he": "כתב עיתונא עורכ? סופר מרצה פרופסור בעלת? טור חוקר",
    "th": "นักข่าว นักเขียน ผู้สื่อข่าว บรรณาธิการ คอลัมนิสต์ อาจารย์",
}
