/* What most lines look like, and whether they begin with a name: for lines without any odd sign, told as shape.py tells
   it.  All others are left to Python. */

enum {
    SHORTEST_PROSE = 80, /* these as in shape.py */
    SHORTEST_OF_HAN = 30,
    SHORTEST_OF_HANGUL = 40,
    SHORTEST_OF_UNVOWELLED = 60,
    HEADLINE_SYLLABLES = 9,
    LONG_PROSE = 300,
    LONGEST_LINK = 140,
    LONGEST_TEASER = 400,
    LONGEST_HEADLINE = 240,
    HEADLINE_WORDS = 4,
    HEADLINE_LENGTH = 22,
    LONGEST_PAGES = 14,
    LONGEST_NAMES = 120,
    LONGEST_NOTE = 20,
    BEGINNING = 5, /* so far in stands what numbers an item */
};

static inline int is_one_of(const char *signs, Py_UCS1 c) { return c && strchr(signs, c) != NULL; }
static inline int is_upper(Py_UCS1 c) { return c >= 'A' && c <= 'Z'; }

/* A line as the questions below need it, without the spaces around: a byte for each code point. */
typedef struct {
    const Py_UCS1 *raw;
    Py_ssize_t length;
    int fit;       /* begins like a line that is no item and no piece of a sentence */
    int shortest;  /* the least length of prose */
    int syllables; /* whether a letter is one */
    Py_UCS1 copy[LONGEST_TEASER];
} Bare;

/* Signs beyond ASCII that count, and what no byte can stand for. */
enum { NO_BYTE, WIDE_MARK = 0x80, WIDE_STOP, CURLY, CORNER, WIDE_SPACE };

/* The byte that all questions answer alike for as for a code point beyond ASCII: most are letters, or signs of no
   meaning here. */
static Py_UCS1 byte_for(Py_UCS4 c)
{
    switch (c) {
    case 0x0964: case 0x06D4:
        return '.';
    case 0x0965: case 0x061F:
        return '!';
    case 0x2018: case 0x2019: case 0x201C: case 0x00AB: case 0x00BB:
        return '"';
    case 0x2013:
        return '-';
    case 0xFF01: case 0xFF1F:
        return WIDE_MARK;
    case 0x3002:
        return WIDE_STOP;
    case 0x201D:
        return CURLY;
    case 0x300D: case 0x300F:
        return CORNER;
    case 0x3000:
        return WIDE_SPACE;
    case 0x2026: case 0x0130: /* the ellipsis; the capital that is two characters in lower case */
        return NO_BYTE;
    }
    if ((c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF))
        return NO_BYTE; /* no full stops */
    if (Py_UNICODE_ISALPHA(c))
        return 'n';
    return Py_UNICODE_ISSPACE(c) || Py_UNICODE_ISALNUM(c) ? NO_BYTE : '+';
}

/* Whether a line that begins so is no item, and no piece of a sentence. */
static int is_fit(Py_UCS4 c)
{
    static const Py_UCS4 bullets[] = {0x2022, 0x00B7, 0x25CF, 0x25AA, 0x25E6, 0x2023, 0x2013, 0x2014};
    if (c < 0x80)
        return is_upper((Py_UCS1)c) || c == '"' || c == '\'';
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (c == bullets[i])
            return 0;
    return !Py_UNICODE_ISLOWER(c);
}

static void take_script(Bare *bare, Py_UCS4 c)
{
    int shortest = (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ? SHORTEST_OF_HAN
                   : c >= 0xAC00 && c <= 0xD7AF                                 ? SHORTEST_OF_HANGUL
                   : c >= 0x0590 && c <= 0x06FF                                 ? SHORTEST_OF_UNVOWELLED
                                                                                : SHORTEST_PROSE;
    bare->syllables |= shortest <= SHORTEST_OF_HANGUL;
    if (shortest < bare->shortest)
        bare->shortest = shortest;
}

/* How long a line is without the marks of footnotes behind the full stop that ends it: "in 1904.[1][note 2]". */
static Py_ssize_t without_notes(const Py_UCS1 *raw, Py_ssize_t length)
{
    Py_ssize_t end = length;
    while (end && raw[end - 1] == ']') {
        Py_ssize_t open = end - 2;
        while (open >= 0 && (Py_ISALNUM(raw[open]) || raw[open] == ' '))
            open--;
        if (open < 0 || raw[open] != '[' || open == end - 2 || end - open > LONGEST_NOTE + 2)
            break;
        end = open;
    }
    Py_ssize_t stop = end;
    while (stop && is_one_of("\"')]", raw[stop - 1]))
        stop--;
    return stop && is_one_of(".!?", raw[stop - 1]) ? end : length;
}

/* Read a line; 0 if only Python can tell it. */
static int read_bare(PyObject *text, Bare *bare)
{
    const int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t start = 0, end = PyUnicode_GET_LENGTH(text);
    while (end && (PyUnicode_READ(kind, data, end - 1) == ' ' || PyUnicode_READ(kind, data, end - 1) == 0x3000))
        end--;
    /* Four spaces in front are of code. */
    while (start < end && start < 4 && (PyUnicode_READ(kind, data, start) == ' ' || PyUnicode_READ(kind, data, start) == 0x3000))
        start++;
    if (start == end || start == 4)
        return 0;
    bare->length = end - start;
    bare->fit = is_fit(PyUnicode_READ(kind, data, start));
    bare->shortest = SHORTEST_PROSE;
    bare->syllables = 0;
    bare->raw = bare->copy;
    if (PyUnicode_IS_ASCII(text)) {
        bare->raw = PyUnicode_1BYTE_DATA(text) + start;
        bare->length = without_notes(bare->raw, bare->length);
        return 1;
    }
    if (PyUnicode_READ(kind, data, end - 1) == ']') /* maybe of a footnote's mark */
        return 0;
    /* Of what is longer only the beginning is asked about. */
    const Py_ssize_t asked = bare->length > LONGEST_TEASER ? BEGINNING : bare->length;
    int wide = 0;
    for (Py_ssize_t i = 0; i < asked; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, start + i);
        Py_UCS1 byte = bare->copy[i] = c < 0x80 ? (Py_UCS1)c : byte_for(c);
        if (byte == NO_BYTE)
            return 0;
        wide |= byte == WIDE_SPACE;
        if (c >= 0x0590)
            take_script(bare, c);
    }
    /* Where words are counted, such a space parts them. */
    return !wide || bare->syllables;
}

static int is_at(const Py_UCS1 *raw, Py_ssize_t length, Py_ssize_t i, const char *word)
{
    for (; *word; word++, i++)
        if (i >= length || (raw[i] | 0x20) != (Py_UCS1)(*word | 0x20))
            return 0;
    return 1;
}

/* Whether a line holds what may make it code, a table, a reference or cut short. */
static int is_odd(const Py_UCS1 *raw, Py_ssize_t length)
{
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS1 next = i + 1 < length ? raw[i + 1] : 0, third = i + 2 < length ? raw[i + 2] : 0;
        switch (raw[i]) {
        case '|': case '=':
            return 1;
        case '(': /* print(x), or (1998) */
            if (Py_ISDIGIT(next) || (i && (Py_ISALNUM(raw[i - 1]) || raw[i - 1] == '_')))
                return 1;
            break;
        case ':':
            if (next == ':')
                return 1;
            break;
        case ' ':
            if (next == ' ' && third == ' ')
                return 1;
            break;
        case '.':
            if (next == '.' && third == '.')
                return 1;
            break;
        case 'p': case 'P':
            if (next == '.' && (third == ' ' || Py_ISDIGIT(third)))
                return 1;
            break;
        case 'e': case 'E': case 'd': case 'D': case 'v': case 'V':
            if (is_at(raw, length, i, "et al") || is_at(raw, length, i, "doi") || is_at(raw, length, i, "vol."))
                return 1;
            break;
        default:
            if (raw[i] < ' ' || raw[i] == 0x7F)
                return 1;
        }
    }
    return 0;
}

/* Whether a sentence ends anywhere in a line: a mark, closing signs, and a space or the line's end; or a wide mark. */
static int has_sentence_end(const Py_UCS1 *raw, Py_ssize_t length)
{
    for (Py_ssize_t i = 0; i < length; i++) {
        if (raw[i] == WIDE_MARK || raw[i] == WIDE_STOP)
            return 1;
        if (!is_one_of(".!?", raw[i]))
            continue;
        Py_ssize_t after = i + 1;
        while (after < length && (raw[after] == CURLY || is_one_of("\"')]", raw[after])))
            after++;
        if (after == length || raw[after] == ' ' || raw[after] == WIDE_SPACE)
            return 1;
    }
    return 0;
}

/* Whether no full stop ends a line or parts it. */
static int is_one_phrase(const Py_UCS1 *raw, Py_ssize_t length)
{
    Py_ssize_t end = length;
    if (!Py_ISALNUM(raw[end - 1]))
        while (end && (raw[end - 1] == CURLY || raw[end - 1] == CORNER || is_one_of("\"')]", raw[end - 1])))
            end--;
    if (end && (raw[end - 1] == WIDE_STOP || is_one_of(".:;,", raw[end - 1])))
        return 0;
    for (Py_ssize_t i = 0; i + 1 < length; i++) {
        if (raw[i] == '.' && raw[i + 1] == ' ' && i + 2 < length && raw[i + 2] != ' ' && raw[i + 2] != WIDE_SPACE)
            return 0;
        if (raw[i] == WIDE_STOP && raw[i + 1] != CURLY && raw[i + 1] != CORNER)
            return 0;
    }
    return 1;
}

enum { PROSE, SENTENCE, HEADLINE, A_LABEL, SHAPES };
static const char *const SHAPE_NAMES[SHAPES] = {"prose", "sentence", "headline", "label"};
static PyObject *shapes[SHAPES];

/* Whether a line may end with the pages of a reference: 12-34. */
static int ends_with_pages(const Py_UCS1 *raw, Py_ssize_t length)
{
    int digit = 0, dash = 0;
    for (Py_ssize_t i = length - 1; i >= 0 && i >= length - LONGEST_PAGES; i--) {
        digit |= i >= length - 2 && Py_ISDIGIT(raw[i]);
        dash |= raw[i] == '-';
    }
    return digit && dash;
}

/* The shape of a line, -1 where Python must tell. */
static int shape_of(const Bare *bare)
{
    const Py_UCS1 *raw = bare->raw;
    const Py_ssize_t length = bare->length;
    if (!bare->fit)
        return -1;
    for (Py_ssize_t i = 0; i < length && i < BEGINNING; i++)
        if (raw[i] == '.' || raw[i] == ')')
            return -1;
    if (length > LONGEST_TEASER)
        return PROSE;
    Py_UCS1 last = raw[length - 1];
    if (is_one_of("{};", last) || ends_with_pages(raw, length) || is_odd(raw, length))
        return -1;
    if (length > LONGEST_LINK / 2 && length <= LONGEST_HEADLINE && Py_ISALNUM(last))
        return HEADLINE;
    if (length >= bare->shortest && (length > LONG_PROSE || is_one_of(".!?", last) || has_sentence_end(raw, length)))
        return PROSE;
    if (length > LONGEST_LINK / (1 + bare->syllables) || !is_one_phrase(raw, length))
        return SENTENCE;
    if (bare->syllables)
        return length >= HEADLINE_SYLLABLES ? HEADLINE : A_LABEL;
    int words = 1;
    for (Py_ssize_t i = 0; i + 1 < length; i++)
        words += raw[i] == ' ' && raw[i + 1] != ' ';
    return length >= HEADLINE_LENGTH && words >= HEADLINE_WORDS ? HEADLINE : A_LABEL;
}

PyDoc_STRVAR(plain_shape_doc,
             "plain_shape(line)\n--\n\n"
             "Return what a line looks like, of those that begin with a capital or a quotation mark, or in a script without\n"
             "capitals, and hold no odd sign; None for others.");

static PyObject *plain_shape(PyObject *Py_UNUSED(module), PyObject *text)
{
    Bare bare;
    if (!PyUnicode_Check(text) || !read_bare(text, &bare))
        Py_RETURN_NONE;
    int shape = shape_of(&bare);
    return Py_NewRef(shape < 0 ? Py_None : shapes[shape]);
}

/* As begins_with_name in shape.py. */
static int begins_with_name(PyObject *line)
{
    static const char *const after_first[] = {"is", "has", "covers", "writes", "reports", "works", "joined"};
    const int kind = PyUnicode_KIND(line);
    const void *data = PyUnicode_DATA(line);
    Py_ssize_t at = 0, length = PyUnicode_GET_LENGTH(line);
    if (length && !Py_UNICODE_ISALPHA(PyUnicode_READ(kind, data, 0)))
        for (Py_UCS4 c; at < length && ((c = PyUnicode_READ(kind, data, at)) == 0x2022 || (c < 0x80 && is_one_of(" \t*_#>-", (Py_UCS1)c)));)
            at++;
    if (at == length || !Py_UNICODE_ISUPPER(PyUnicode_READ(kind, data, at)))
        return 0;
    if (length - at > LONGEST_NAMES)
        length = at + LONGEST_NAMES;
    char second[sizeof "reports"] = "";
    for (int word = 0; word < 4; word++) {
        Py_ssize_t start = at;
        while (at < length && PyUnicode_READ(kind, data, at) != ' ')
            at++;
        if (word) {
            Py_ssize_t letter = start;
            while (letter < at && PyUnicode_READ(kind, data, letter) == '(')
                letter++;
            if (letter < at && Py_UNICODE_ISUPPER(PyUnicode_READ(kind, data, letter)))
                return 1;
        }
        if (word == 1 && at - start < (Py_ssize_t)sizeof second)
            for (Py_ssize_t i = start; i < at; i++) {
                Py_UCS4 c = PyUnicode_READ(kind, data, i);
                second[i - start] = c < 0x80 ? (char)c : '?';
            }
        if (at++ >= length)
            break;
    }
    for (size_t i = 0; *second && i < sizeof after_first / sizeof *after_first; i++)
        if (!strcmp(second, after_first[i]))
            return 1;
    return 0;
}

PyDoc_STRVAR(name_begins_doc,
             "name_begins(line)\n--\n\n"
             "Return whether a line begins like one on a person.");

static PyObject *name_begins(PyObject *Py_UNUSED(module), PyObject *line)
{
    if (!PyUnicode_Check(line))
        return PyErr_Format(PyExc_TypeError, "expected a str, not %.80s", Py_TYPE(line)->tp_name);
    return PyBool_FromLong(begins_with_name(line));
}
