"""Other stories and a share bar, set into lists of the article's own in several languages: the list goes on."""

import pytest

from cleaner import Cleaner

CLEAN = Cleaner(unicode="none").clean

SPANISH = [
    "En casa de mi abuela las lentejas se ponían los lunes, lloviera o no, y en agosto también, con todo abierto.",
    "El domingo por la noche dejaba el cuenco en la encimera, cubierto con un paño, y nadie podía tocarlo.",
    "Yo no las remojo, porque la pardina no lo necesita, pero sí respeto el resto de la receta, con todas sus manías.",
]
JAPANESE = [
    "会社員でも、医療費控除やふるさと納税で確定申告をすると税金が戻ることがあるため、手順を紹介する。",
    "ここではスマートフォンだけで申告する方法を説明するので、税務署まで出かける必要はないという。",
]
INDONESIAN = [
    "Musim hujan membuat banyak tanaman hias kuning lalu mati. Penyebabnya sering sepele: air yang tidak mengalir.",
    "1. Pindahkan pot ke tempat teduh",
    "Air hujan langsung memadatkan media tanam. Cukup geser pot ke bawah atap, dua meter saja.",
    "2. Periksa lubang pot",
    "Lubang yang tersumbat akar membuat air menggenang. Bersihkan dengan tusuk sate.",
    "3. Kurangi penyiraman",
    "Sentuh media tanam dengan jari. Kalau masih lembap, jangan disiram.",
    "4. Potong daun yang busuk",
    "Gunakan gunting bersih. Daun busuk menular ke daun lain dalam dua hari.",
    '"Orang sayang membuang daun, padahal satu daun bisa membunuh satu pot," kata pemilik kebun Rimba Kecil, '
    "Pak Suryo, saat ditemui di Batu, Malang.",
]

RELATED = {
    "es": ["Te recomendamos", "La España que madruga y no llega a fin de mes"],
    "ja": ["【関連記事】", "元副町長に執行猶予付き判決、松原地裁"],
}


@pytest.mark.parametrize(
    ("opening", "lines", "widget", "place"),
    [
        (SPANISH, ["350 g de lentejas", "2 zanahorias", "1 hoja de laurel", "3 dientes de ajo"], RELATED["es"], 1),
        (JAPANESE, ["・マイナンバーカード", "・源泉徴収票", "・医療費の領収書"], RELATED["ja"], 1),
    ],
)
def test_items_stay_below_other_stories(opening: list[str], lines: list[str], widget: list[str], place: int) -> None:
    kept = CLEAN("\n".join([*opening, *lines[:place], *widget, *lines[place:], *opening[::-1]])).splitlines()
    assert [line for line in lines if line not in kept] == []
    assert not set(widget) & set(kept)


def test_the_next_number_stays_below_a_share_bar_and_the_last_lines_with_it() -> None:
    last = ["5. Jangan dipupuk dulu", "Tunggu sampai tiga hari tanpa hujan.", "Selamat mencoba!"]
    foot = ["Bagikan artikel ini", "Berita Terkait"]
    text = "\n\n".join([*INDONESIAN, "Bagikan ke WhatsApp", "Cetak resep", *last, *foot])
    assert CLEAN(text).split("\n\n") == [*INDONESIAN, *last]
