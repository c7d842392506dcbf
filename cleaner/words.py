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

# What a reader's comment or a quoted post has between the writer's name and a colon, as WordPress prints it.
SAYS = {
    "en": "says",
    "de": "sagt",
    "fr": "dit",
    "es": "dice",
    "it": "dice scrive",
    "pt": "diz disse",
    "nl": "schrijft zegt",
    "sv": "skriver säger",
    "da": "siger",
    "no": "sier",
    "fi": "sanoo kirjoitti",
    "pl": "pisze",
    "cs": "napsal",
    "sk": "píše",
    "hu": "szerint",
    "ro": "spune",
    "el": "λέει",
    "bg": "казва",
    "sr": "каже",
    "uk": "сказав коментує",
    "tr": "ki",
    "ar": "قال",
    "he": "הגיב",
    "fa": "گفت",
    "id": "mengatakan",
    "ms": "berkata",
    "sw": "anasema",
    "vi": "nói",
    "th": "พูดว่า",
    "ja": "より",
    "zh": "说道 說道 說",
}

# What says with a number how long ago something was written, in folded lines.
AGO = {
    "en": "ago",
    "de": "vor",
    "fr": r"il\sy\sa",
    "es": "hace",
    "it": "fa",
    "pt": "ha atras",
    "nl": "geleden",
    "sv": "sedan",
    "da": "siden",
    "fi": "sitten",
    "pl": "temu",
    "cs": "pred",
    "hu": "napja oraja perce",
    "ro": "acum",
    "el": "πριν",
    "ru": "назад",
    "uk": "тому",
    "bg": "преди",
    "tr": "once",
    "id": "lalu",
    "vi": "truoc",
    "ar": "منذ قبل",
}

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
# One of them in a folded line, whole or shortened: "mar.", "marz".
MONTH = rf"(?:{either(MONTHS)})[a-z]{{0,7}}\.?"

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

# Labels of a page that also head the part of a guide or a notice that speaks of them, between bars.
HEADINGS = {
    "en": "log in|login|log out|sign in|sign up|register|create account|create an account|enter your email address"
    "|your email address|forgot password|forgot your password|unsubscribe|contact|contact us|get in touch"
    "|more information|further information|about us|faq"
    "|turn on notifications|enable notifications|gift an article|listen to this",
    "de": "anmelden|einloggen|registrieren|konto erstellen|passwort vergessen|e-mail-adresse eingeben|abmelden"
    "|kontakt|kontakt aufnehmen|mehr informationen|weitere informationen|häufige fragen|über uns"
    "|impressum"
    "|benachrichtigungen aktivieren|kanal abonnieren|artikel verschenken|vorlesen lassen",
    "fr": "se connecter|s'inscrire|créer un compte|mot de passe oublié|votre adresse e-mail|contact|contactez-nous"
    "|plus d'informations|mentions légales|qui sommes-nous"
    "|activer les notifications|offrir un article"
    "|l'essentiel|du même auteur|à écouter|courrier des lecteurs|foire aux questions",
    "es": "iniciar sesión|regístrate|crear cuenta|crear una cuenta|olvidaste tu contraseña|has olvidado tu contraseña"
    "|correo electrónico|darse de baja|contacto|contáctanos|más información|quiénes somos"
    "|sobre nosotros|aviso legal|ficha técnica"
    "|activar notificaciones|activar las notificaciones|regalar un artículo"
    "|cartas al director|preguntas frecuentes|redes sociales",
    "pt": "fazer login|cadastre-se|criar conta|esqueceu a senha|esqueceu sua senha|contato|contatos|contacto|contactos"
    "|fale conosco|entre em contato|entre em contacto|mais informações|quem somos|sobre nós|ficha técnica"
    "|ativar notificações"
    "|previsão do tempo|inscreva-se|perguntas frequentes|redes sociais",
    "it": "accedi|registrati|crea un account|password dimenticata|hai dimenticato la password|contatti|contattaci"
    "|maggiori informazioni|ulteriori informazioni|chi siamo|note legali"
    "|attiva le notifiche|regala un articolo"
    "|da leggere|da vedere|social network|domande frequenti",
    "nl": "inloggen|aanmelden|account aanmaken|wachtwoord vergeten|afmelden|uitschrijven|contact|neem contact op"
    "|meer informatie|veelgestelde vragen|over ons"
    "|meldingen inschakelen",
    "sv": "logga in|registrera dig|skapa konto|glömt lösenordet|avsluta prenumeration|kontakt|kontakta oss"
    "|mer information|om oss"
    "|slå på notiser",
    "da": "log ind|opret konto|glemt adgangskode|kontakt|kontakt os|mere information|om os",
    "no": "logg inn|registrer deg|opprett konto|glemt passord|kontakt|kontakt oss|mer informasjon|om oss",
    "fi": "kirjaudu sisään|rekisteröidy|luo tili|unohditko salasanan|yhteystiedot|ota yhteyttä|lisätietoja"
    "|tietoa meistä",
    "pl": "zaloguj się|zarejestruj się|załóż konto|nie pamiętasz hasła|kontakt|skontaktuj się z nami|więcej informacji"
    "|dowiedz się więcej|o nas"
    "|włącz powiadomienia",
    "cs": "přihlásit se|zaregistrovat se|vytvořit účet|zapomenuté heslo|kontakt|kontakty|kontaktujte nás"
    "|více informací|o nás",
    "sk": "prihlásiť sa|zaregistrovať sa|vytvoriť účet|zabudnuté heslo|kontakt|kontakty|kontaktujte nás"
    "|viac informácií|o nás",
    "hu": "bejelentkezés|regisztráció|elfelejtett jelszó|kapcsolat|további információ|rólunk",
    "ro": "autentificare|înregistrare|creează cont|ai uitat parola|contact|contactează-ne|mai multe informații"
    "|despre noi"
    "|întrebări frecvente|rețele sociale",
    "ru": "войти|зарегистрироваться|создать аккаунт|забыли пароль|контакты|свяжитесь с нами|дополнительная информация"
    "|о нас|включить уведомления|подарить статью",
    "uk": "увійти|зареєструватися|створити акаунт|забули пароль|контакти|зв'яжіться з нами|додаткова інформація"
    "|про нас",
    "bg": "вход|регистрация|забравена парола|контакти|свържете се с нас|повече информация|за нас",
    "sr": "пријавите се|заборављена лозинка|контакт|контактирајте нас|више информација|о нама",
    "el": "σύνδεση|εγγραφή|δημιουργία λογαριασμού|ξεχάσατε τον κωδικό σας|επικοινωνία|περισσότερες πληροφορίες"
    "|σχετικά με εμάς",
    "tr": "giriş yap|üye ol|kayıt ol|hesap oluştur|şifremi unuttum|iletişim|bize ulaşın|daha fazla bilgi|hakkımızda"
    "|bildirimleri aç|bildirimleri açın",
    "id": "masuk|daftar|buat akun|lupa kata sandi|kontak|hubungi kami|informasi lebih lanjut|tentang kami"
    "|aktifkan notifikasi"
    "|hasil pertandingan|prakiraan cuaca|syarat dan ketentuan|media sosial",
    "ms": "log masuk|daftar|lupa kata laluan|hubungi kami|maklumat lanjut|tentang kami",
    "vi": "đăng nhập|đăng ký|tạo tài khoản|quên mật khẩu|liên hệ|thông tin thêm|về chúng tôi|ý kiến|ý kiến bạn đọc",
    "sw": "ingia|jisajili|wasiliana nasi|maelezo zaidi|kuhusu sisi",
    "ar": "تسجيل الدخول|إنشاء حساب|نسيت كلمة المرور|اتصل بنا|تواصل معنا|مزيد من المعلومات|من نحن"
    "|وسائل التواصل الاجتماعي",
    "fa": "ورود|ثبت نام|رمز عبور را فراموش کرده‌اید|تماس با ما|اطلاعات بیشتر|درباره ما|درباره نویسنده",
    "ur": "لاگ ان|رجسٹر کریں|پاس ورڈ بھول گئے|رابطہ کریں|ہم سے رابطہ کریں|مزید معلومات|ہمارے بارے میں",
    "he": "התחברות|הרשמה|שכחת סיסמה|צור קשר|מידע נוסף|אודות|תגובות|תגובה|שאלות נפוצות",
    "hi": "लॉग इन करें|रजिस्टर करें|पासवर्ड भूल गए|संपर्क करें|हमसे संपर्क करें|अधिक जानकारी|हमारे बारे में|लेखक परिचय",
    "bn": "লগ ইন|নিবন্ধন|পাসওয়ার্ড ভুলে গেছেন|যোগাযোগ|যোগাযোগ করুন|আরও তথ্য|আমাদের সম্পর্কে",
    "ta": "உள்நுழைய|பதிவு செய்ய|தொடர்பு கொள்ள|மேலும் தகவல்|எங்களைப் பற்றி",
    "te": "లాగిన్|నమోదు|సంప్రదించండి|మరింత సమాచారం|మా గురించి",
    "th": "เข้าสู่ระบบ|สมัครสมาชิก|ลืมรหัสผ่าน|ติดต่อเรา|ข้อมูลเพิ่มเติม|เกี่ยวกับเรา",
    "ja": "ログイン|会員登録|新規登録|パスワードを忘れた場合|パスワードをお忘れですか|お問い合わせ|連絡先"
    "|よくある質問|利用規約|会社概要"
    "|日程・結果|チケット情報|今日の天気|各地の天気|プレゼント|アンケート結果|みんなの意見|読者の声|お知らせ|更新情報|タイムライン|ライブ配信|情報提供|ご利用方法",
    "zh": "登录|登錄|登入|注册|註冊|忘记密码|忘記密碼|联系我们|聯繫我們|聯絡我們|联系方式|聯絡方式|更多信息"
    "|常见问题|常見問題|关于我们|關於我們|免责声明|免責聲明"
    "|作者简介|作者簡介|网友评论|声明|聲明",
    "ko": "로그인|회원가입|비밀번호를 잊으셨나요|비밀번호 찾기|문의|문의하기|연락처|자주 묻는 질문|회사소개"
    "|경기 일정|경기 결과|오늘의 날씨|오시는 길|저자 소개|독자 의견",
}

# The same, of labels that stand alone between paragraphs on many pages: they head a part only in an article that has
# other subheads.
HEADINGS_AMONG_OTHERS = {
    "en": "apply online|book online|register online|get started|save as pdf|copy link|copy the link|newsletters"
    "|email newsletters|email alerts|what we're reading|what we're watching|our picks|our favourites|our favorites"
    "|related topics|your privacy|cookie settings|privacy settings|manage cookies|accept all cookies"
    "|my account|your account|reset your password|verify your email|confirm your email|check your email"
    "|check your inbox|enter your email|manage your subscription|unsubscribe at any time|sign out|go premium|free trial"
    "|download the app|install the app|open the app|allow notifications|turn off notifications|disable your ad blocker"
    "|become a member|join us|support us|report a problem|report abuse|report this post|give feedback"
    "|leave a review|write a review|our sponsors|ads|affiliate links|photo credits|photo gallery"
    "|chat with us|send us your photos|share your story|tell us your story"
    "|choose your language|select your language|dark mode|font size|rss",
    "de": "online bewerben|als pdf speichern|link kopieren|cookie-einstellungen|alle cookies akzeptieren|mein konto"
    "|passwort zurücksetzen|e-mail-adresse bestätigen|posteingang prüfen|app herunterladen|app installieren|app öffnen"
    "|benachrichtigungen deaktivieren|problem melden|beitrag melden|bewertung schreiben|auf facebook teilen"
    "|sprache auswählen|schriftgröße|mitglied werden",
    "fr": "enregistrer en pdf|copier le lien|gérer les cookies|paramètres des cookies|accepter tous les cookies"
    "|mon compte|réinitialiser le mot de passe|télécharger l'application|installer l'application|ouvrir l'application"
    "|désactiver les notifications|signaler un problème|partager sur facebook|choisir la langue|taille du texte",
    "es": "guardar como pdf|copiar enlace|copiar el enlace|configurar cookies|aceptar todas las cookies|mi cuenta"
    "|restablecer contraseña|descargar la aplicación|descargar la app|instalar la aplicación|abrir la aplicación"
    "|desactivar notificaciones|desactivar las notificaciones|reportar un problema|compartir en facebook"
    "|elegir idioma|modo oscuro",
    "pt": "salvar como pdf|copiar link|copiar o link|gerenciar cookies|aceitar todos os cookies|minha conta"
    "|redefinir senha|baixar o aplicativo|baixe o aplicativo|instalar o aplicativo|abrir o aplicativo"
    "|desativar notificações|reportar um problema|compartilhar no facebook|modo escuro",
    "it": "salva come pdf|copia link|copia il link|gestisci i cookie|accetta tutti i cookie|il mio account"
    "|reimposta la password|scarica l'app|installa l'app|apri l'app|disattiva le notifiche|segnala un problema"
    "|condividi su facebook|modalità scura",
    "nl": "opslaan als pdf|link kopiëren|cookies beheren|cookie-instellingen|alle cookies accepteren|mijn account"
    "|wachtwoord herstellen|download de app|app downloaden|app installeren|open de app|meldingen uitschakelen"
    "|probleem melden|delen op facebook|lid worden",
    "pl": "zapisz jako pdf|kopiuj link|skopiuj link|ustawienia cookies|moje konto|resetuj hasło|pobierz aplikację"
    "|zainstaluj aplikację|otwórz aplikację|wyłącz powiadomienia|zgłoś problem|udostępnij na facebooku|tryb ciemny",
    "sv": "spara som pdf|kopiera länk|cookieinställningar|mitt konto|återställ lösenord|ladda ner appen"
    "|installera appen|öppna appen|stäng av notiser|rapportera ett problem|dela på facebook|bli medlem",
}

# Who else has an app, a form or a contest: a sentence that sends its readers there is the article's; so is one with
# whoever gives the advice behind a comma.  Stems; whole words where a space ends them.
OTHERS = {
    "en": "council's|city hall |town hall |ministry|your bank |the bank's|the museum's|the library's|photo contest ",
    "de": "rathaus|stadtverwaltung|gemeindeverwaltung|ministeri|krankenkasse|bankkonto|fotowettbewerb|gästebuch"
    "|, rät |, sagt |, empfiehlt ",
    "fr": "mairie|ministère|gouvernement |banque |bancaire|préfecture|gendarmerie|hôpital |musée |théâtre |concours "
    "|livre d'or |, conseille |, recommande |, prévient |, dit |, explique ",
    "es": "ayuntamiento|ministerio|gobierno |banco |bancaria|guardia civil |hospital |museo |teatro |concurso "
    "|libro de visitas |, aconseja |, recomienda |, advierte |, dice |, explica ",
    "pt": "prefeitura|câmara municipal |ministério|governo |banco |bancário|hospital |museu |teatro |concurso "
    "|livro de visitas |, aconselha |, recomenda |, alerta |, diz |, explica ",
    "it": "comune |ministero|governo |banca |bancaria|prefettura|ospedale |museo |teatro |concorso "
    "|libro degli ospiti |, consiglia |, raccomanda |, avverte |, dice |, spiega ",
    "ro": "primări|minister|guvern|băncii |banca |spital|muzeu|teatru|concurs|, spune |, recomandă ",
    "el": "δήμου |δήμος |υπουργεί|τράπεζα|νοσοκομεί|μουσεί|θεάτρ|διαγωνισμ|, λέει |, συμβουλεύει ",
    "nl": "gemeentehuis|ministerie|bankrekening|fotowedstrijd|gastenboek|, zegt |, adviseert ",
    "pl": "urząd|urzęd|ministerstw|banku |szpital|muzeum |konkurs|, mówi |, radzi ",
    "ru": "мэри|министерств|банка |больниц|музе|конкурс",
    "tr": "belediye|bakanlı|bankanı|hastane|müze|yarışma",
    "id": "pemkot |pemda |kementerian |bank |rumah sakit |museum |panitia |lomba ",
    "vi": "ngân hàng |ủy ban |bệnh viện |bảo tàng |ban tổ chức |cuộc thi ",
    "hi": "बैंक |नगर निगम |मंत्रालय |अस्पताल |आयोजक",
    "ar": "البلدية|البنك |المصرف |وزارة |الوزارة |المستشفى |المتحف |المسابقة |مسابقة ",
    "he": "העירייה |הבנק |משרד הבריאות |בית החולים |המוזיאון |התחרות |תחרות ",
    "fa": "شهرداری|بانک |وزارت|بیمارستان |موزه |مسابقه |دبیرخانه ",
    "zh": "银行|銀行|市政府|医院|醫院|博物馆|博物館|组委会|主辦單位|交警",
    "ja": "銀行|市役所|役場|病院|博物館|美術館|実行委員会|館長",
    "ko": "은행|시청|구청|병원|박물관|미술관|조직위",
}
