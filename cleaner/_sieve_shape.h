/* What most lines look like, and whether they begin with a name: for lines of ASCII without any odd sign, told as
   shape.py tells it.  All others are left to Python. */

enum {
    SHORTEST_PROSE = 80, /* these as in shape.py */
    LONG_PROSE = 300,
    LONGEST_LINK = 140,
    LONGEST_TEASER = 400,
    LONGEST_HEADLINE = 240,
    HEADLINE_WORDS = 4,
    HEADLINE_LENGTH = 22,
    LONGEST_PAGES = 14,
    LONGEST_NAMES = 120,
    LONGEST_NOTE = 20,
};

static inline int is_one_of(const char *signs, Py_UCS1 c) { return c && strchr(signs, c) != NULL; }
static inline int is_upper(Py_UCS1 c) { return c >= 'A' && c <= 'Z'; }

static int is_at(const Py_UCS1 *raw, Py_ssize_t length, Py_ssize_t i, const char *word)
{
    for (; *word; word++, i++)
        if (i >= length || (raw[i] | 0x20) != (Py_UCS1)(*word | 0x20))
            return 0;
    return 1;
}

/* Whether a line of ASCII holds what may make it code, a table, a reference or cut short. */
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

/* Whether a sentence ends anywhere in a line: a mark, closing signs, and a space or the line's end. */
static int has_sentence_end(const Py_UCS1 *raw, Py_ssize_t length)
{
    for (Py_ssize_t i = 0; i < length; i++) {
        if (!is_one_of(".!?", raw[i]))
            continue;
        Py_ssize_t after = i + 1;
        while (after < length && is_one_of("\"')]", raw[after]))
            after++;
        if (after == length || raw[after] == ' ')
            return 1;
    }
    return 0;
}

/* Whether no full stop ends a line or parts it. */
static int is_one_phrase(const Py_UCS1 *raw, Py_ssize_t length)
{
    Py_ssize_t end = length;
    if (!Py_ISALNUM(raw[end - 1]))
        while (end && is_one_of("\"')]", raw[end - 1]))
            end--;
    if (end && is_one_of(".:;,", raw[end - 1]))
        return 0;
    for (Py_ssize_t i = 0; i + 2 < length; i++)
        if (raw[i] == '.' && raw[i + 1] == ' ' && raw[i + 2] != ' ')
            return 0;
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

/* The shape of a line of ASCII, -1 where Python must tell. */
static int shape_of(const Py_UCS1 *raw, Py_ssize_t length)
{
    if (!length || !(is_upper(raw[0]) || is_one_of("\"'", raw[0])) || raw[length - 1] == ' ')
        return -1;
    length = without_notes(raw, length);
    for (Py_ssize_t i = 0; i < length && i < 5; i++)
        if (raw[i] == '.' || raw[i] == ')')
            return -1;
    if (length > LONGEST_TEASER)
        return PROSE;
    Py_UCS1 last = raw[length - 1];
    if (is_one_of("{};", last) || ends_with_pages(raw, length) || is_odd(raw, length))
        return -1;
    if (length > LONGEST_LINK / 2 && length <= LONGEST_HEADLINE && Py_ISALNUM(last))
        return HEADLINE;
    if (length >= SHORTEST_PROSE && (length > LONG_PROSE || is_one_of(".!?", last) || has_sentence_end(raw, length)))
        return PROSE;
    if (length > LONGEST_LINK || !is_one_phrase(raw, length))
        return SENTENCE;
    int words = 1;
    for (Py_ssize_t i = 0; i + 1 < length; i++)
        words += raw[i] == ' ' && raw[i + 1] != ' ';
    return length >= HEADLINE_LENGTH && words >= HEADLINE_WORDS ? HEADLINE : A_LABEL;
}

PyDoc_STRVAR(plain_shape_doc,
             "plain_shape(line)\n--\n\n"
             "Return what a line looks like, of those that begin with a capital or a quotation mark and hold no odd sign; None for others.");

static PyObject *plain_shape(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text))
        Py_RETURN_NONE;
    int shape = shape_of(PyUnicode_1BYTE_DATA(text), PyUnicode_GET_LENGTH(text));
    return Py_NewRef(shape < 0 ? Py_None : shapes[shape]);
}

/* Whether a word begins like a name: with a capital, maybe in brackets. */
static int begins_as_name(const Py_UCS1 *raw, Py_ssize_t start, Py_ssize_t end)
{
    while (start < end && raw[start] == '(')
        start++;
    return start < end && is_upper(raw[start]);
}

/* As _may_go_on_from_name in shape.py. */
static int goes_on_from_name(const Py_UCS1 *raw, Py_ssize_t length)
{
    static const char *const after[] = {"is", "has", "covers", "writes", "reports", "works", "joined"};
    Py_ssize_t start = 0, end, words = 0, first = -1, first_end = -1;
    for (; start <= length && words < 4; start = end + 1, words++) {
        for (end = start; end < length && raw[end] != ' ';)
            end++;
        if (words && begins_as_name(raw, start, end))
            return 1;
        if (words == 1)
            first = start, first_end = end;
    }
    for (size_t i = 0; first >= 0 && i < sizeof after / sizeof *after; i++)
        if ((Py_ssize_t)strlen(after[i]) == first_end - first && !memcmp(raw + first, after[i], strlen(after[i])))
            return 1;
    return 0;
}

PyDoc_STRVAR(plain_name_doc,
             "plain_name(line)\n--\n\n"
             "Return whether a line begins like one on a person, if its beginning is plain ASCII; else None.");

static PyObject *plain_name(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text))
        Py_RETURN_NONE;
    const Py_UCS1 *raw = PyUnicode_1BYTE_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length && !Py_ISALPHA(raw[0]))
        for (; length && is_one_of(" \t*_#>-", raw[0]); length--)
            raw++;
    if (!length || !is_upper(raw[0]))
        Py_RETURN_FALSE;
    return PyBool_FromLong(goes_on_from_name(raw, length < LONGEST_NAMES ? length : LONGEST_NAMES));
}
