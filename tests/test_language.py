"""What a text shows of its languages, and what rules bound to one do."""

# ruff: noqa: E501 (paragraphs stay on one line)
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.language import speaks, spoken

# One paragraph for each language of the lists, of our own writing: a council, a bridge, a vote.
TEXTS = {
    "ar": "ناقش المجلس يوم الاثنين خطة الجسر الجديد التي قدمها المهندس، ولم يصوت الأعضاء على المشروع بعد أن قال الرئيس إن كلفته في ازدياد.",
    "bn": "সোমবার সন্ধ্যায় পরিষদ নতুন সেতু নিয়ে আলোচনা করেছে এবং অধিকাংশ সদস্য পরিকল্পনার পক্ষে কথা বলেছেন।",
    "cs": "Rada se v pondělí večer sešla, aby projednala nový most, ale o plánu se zatím nehlasovalo, protože podle starosty je to ještě brzy.",
    "da": "Rådet mødtes mandag aften for at drøfte den nye bro, og de fleste af medlemmerne var efter mødet enige om, at planen skal gennemføres.",
    "de": "Der Rat hat am Montag lange über die neue Brücke beraten, und die meisten Mitglieder wollen nach der Sitzung für den Plan stimmen.",
    "el": "Το συμβούλιο συζήτησε τη Δευτέρα για τη νέα γέφυρα και τα περισσότερα μέλη είπαν ότι θα ψηφίσουν το σχέδιο.",
    "en": "The council met on Monday to discuss the new bridge, and most of the members said that they would vote for the plan.",
    "es": "El concejo se reunió el lunes para hablar del nuevo puente, y la mayoría de los vecinos dijo que el plan es bueno para la ciudad.",
    "fa": "شورا روز دوشنبه درباره پل تازه گفت‌وگو کرد و بیشتر اعضا گفتند که به این طرح رأی خواهند داد، با این که هزینه آن را برای شهر زیاد می‌دانند.",
    "fi": "Neuvosto kokoontui maanantaina keskustelemaan uudesta sillasta, ja useimmat jäsenet sanoivat, että he ovat suunnitelman kannalla, mutta se on kallis.",
    "fr": "Le conseil s'est réuni lundi pour débattre du nouveau pont, et la plupart des élus ont dit qu'ils voteraient pour le projet.",
    "he": "המועצה התכנסה ביום שני כדי לדון בגשר החדש, ורוב החברים אמרו שיצביעו בעד התוכנית.",
    "hi": "परिषद ने सोमवार को नए पुल पर चर्चा की और अधिकतर सदस्यों ने कहा कि वे योजना के पक्ष में मतदान करेंगे।",
    "hu": "A tanács hétfőn az új hídról tárgyalt, és a legtöbb képviselő azt mondta, hogy meg kell építeni, de még nem szavaztak.",
    "id": "Dewan itu bertemu pada hari Senin untuk membahas jembatan baru dan sebagian besar anggota tidak menolak rencana yang diajukan oleh wali kota.",
    "it": "Il consiglio si è riunito lunedì per discutere del nuovo ponte e la maggior parte dei membri ha detto che voterà per il progetto della giunta.",
    "ja": "市議会は月曜日に新しい橋について話し合い、多くの議員が計画に賛成すると述べた。",
    "ko": "시의회는 월요일에 새 다리에 대해 논의했으며 대부분의 의원이 계획에 찬성하겠다고 말했다.",
    "ms": "Majlis itu bermesyuarat pada hari Isnin untuk membincangkan jambatan baru dan kebanyakan ahli tidak menolak rancangan yang dibuat oleh beliau.",
    "nl": "De raad heeft maandag over de nieuwe brug vergaderd en de meeste leden willen na afloop voor het plan stemmen, maar niet voor die van de buren.",
    "no": "Rådet møttes mandag kveld for å drøfte den nye broen, og de fleste av medlemmene var etter møtet enige om at planen skal gjennomføres.",
    "pl": "Rada zebrała się w poniedziałek, aby omówić nowy most, ale większość radnych nie była za tym, żeby już głosować nad planem.",
    "pt": "O conselho reuniu-se na segunda-feira para discutir a nova ponte, e a maioria dos membros não disse como vai votar no projeto da câmara.",
    "ro": "Consiliul s-a întrunit luni pentru a discuta despre noul pod, iar cei mai mulți membri au spus că vor vota pentru plan, dar nu în acest an.",
    "ru": "Совет собрался в понедельник, чтобы обсудить новый мост, и большинство депутатов сказали, что они будут голосовать за план, но не сразу.",
    "sv": "Rådet möttes på måndagen för att diskutera den nya bron, och de flesta av ledamöterna sade att de är för planen men inte har bråttom.",
    "sw": "Baraza lilikutana Jumatatu kujadili daraja hilo jipya na wajumbe wengi walisema kwamba wataunga mkono mpango huo baada ya kupata fedha za ujenzi katika mwaka huu.",
    "ta": "புதிய பாலம் குறித்து விவாதிக்க மன்றம் திங்கட்கிழமை கூடியது, பெரும்பாலான உறுப்பினர்கள் திட்டத்தை ஆதரித்தனர்.",
    "te": "కొత్త వంతెనపై చర్చించడానికి మండలి సోమవారం సమావేశమైంది, చాలా మంది సభ్యులు ప్రణాళికకు మద్దతు తెలిపారు.",
    "th": "สภาเมืองประชุมเมื่อวันจันทร์เพื่อหารือเรื่องสะพานใหม่ และสมาชิกส่วนใหญ่เห็นด้วยกับแผนนี้",
    "tr": "Meclis pazartesi günü yeni köprüyü görüşmek için toplandı ve üyelerin çoğu bir sonraki oturumda plan için oy vereceğini, ancak bu kadar erken karar vermek istemediğini söyledi.",
    "uk": "Рада зібралася в понеділок, щоб обговорити новий міст, і більшість депутатів сказали, що вони за план, але це не для цього року.",
    "ur": "کونسل نے پیر کو نئے پل کے بارے میں بات کی اور زیادہ تر ارکان نے کہا کہ وہ اس منصوبے کے حق میں ووٹ دیں گے۔",
    "vi": "Hội đồng đã họp vào thứ hai để bàn về cây cầu mới, và phần lớn các thành viên nói rằng họ không phản đối kế hoạch này với một điều kiện.",
    "zh": "市议会星期一开会讨论新桥，多数议员表示将投票支持这项计划。",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_paragraph_speaks_its_own_language_and_no_other_but_near_kin(language: str) -> None:
    kin = {"da": {"no"}, "no": {"da"}, "id": {"ms"}, "ms": {"id"}}.get(language, set())
    assert language in spoken([TEXTS[language]])
    assert spoken([TEXTS[language]]) <= {language} | kin


def test_traditional_chinese_is_chinese() -> None:
    assert spoken(["市議會星期一開會討論新橋，多數議員表示將投票支持這項計畫。"]) == {"zh"}


def test_a_page_in_two_languages_speaks_both() -> None:
    assert spoken([TEXTS["de"], TEXTS["fr"]]) == {"de", "fr"}
    assert spoken([TEXTS["hi"], TEXTS["en"]]) == {"hi", "en"}


@pytest.mark.parametrize("lines", [[], [""], ["Anzeige"], ["Foto: dpa", "1. FC Köln - Hertha BSC 2:1"], ["12:30", "—"]])
def test_little_text_speaks_no_language(lines: list[str]) -> None:
    assert spoken(lines) == frozenset()


def test_a_foreign_title_or_quotation_does_not_count() -> None:
    lines = [
        TEXTS["en"],
        "The paper's headline was „Der Rat und die Brücke“, and the mayor said it was not the whole story.",
    ]
    assert not speaks(lines, "de")


def test_a_language_nobody_has_a_table_for_is_not_taken_for_another() -> None:
    assert spoken(["Ibhunga lihlangene ngoMvulo kusasa ukuze lixoxe ngebhulorho entsha ebantwini."] * 5) == frozenset()


def test_a_variant_is_judged_as_its_language() -> None:
    assert speaks([TEXTS["zh"]], "zh-hant")


def test_a_bound_rule_holds_only_in_documents_of_its_language(tmp_path: Path) -> None:
    folder = tmp_path / "de"
    folder.mkdir()
    (folder / "own.toml").write_text(
        '[[rule]]\nid = "die"\nremoves = "line"\nbound = true\nlines = ["Das Boot"]\nwhy = "A label."\nkeep = ["Boot"]\n',
        encoding="utf-8",
    )
    cleaner = Cleaner(languages=(), lists=(str(tmp_path),))
    german = f"{TEXTS['de']}\n\nDas Boot\n\n{TEXTS['de']}"
    english = f"{TEXTS['en']}\n\nDas Boot\n\n{TEXTS['en']}"
    assert cleaner.clean(english) == english
    assert cleaner.clean("Das Boot") == "Das Boot"
    assert cleaner.clean(german) == f"{TEXTS['de']}\n\n{TEXTS['de']}"


def test_serbian_in_latin_letters_is_serbian_though_its_common_words_are_croatian_too() -> None:
    lines = [
        "Most na reci biće zatvoren od ponedeljka, a radovi će trajati dve godine, rekao je gradonačelnik.",
        "Za to vreme autobusi voze preko starog mosta, koji je za kamione i dalje zatvoren, a ne za pešake.",
    ]
    assert speaks(lines, "sr")


def test_two_short_paragraphs_show_indonesian_and_turkish() -> None:
    assert speaks(
        ["Jembatan itu akan ditutup mulai Senin, kata wali kota. Warga bisa lewat jalan lama untuk sementara."], "id"
    )
    assert speaks(
        [
            "Köprü pazartesi gününden itibaren iki yıl kapalı olacak. Belediye başkanı yeni yolun ilk kez açıldığını belirtti."
        ],
        "tr",
    )
