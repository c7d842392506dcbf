/* What Python asks about every text: its lines, their folded views, and its signs. */

/* What code points fold to: the same for all sieves, and nothing before one is made. */
static Sieve folding = {.folds = NULL};

PyDoc_STRVAR(learn_doc,
             "learn(folds, kinds, several)\n--\n\nLearn what code points fold to, as cleaner/sieve.py packs it.");

static PyObject *learn(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *given[3];
    if (!PyArg_ParseTuple(args, "SSS", given, given + 1, given + 2) || !set_folding(&folding, given))
        return NULL;
    for (int i = 0; i < 3; i++) /* for as long as the process lives */
        Py_XSETREF(folding.kept[i], Py_NewRef(given[i]));
    Py_RETURN_NONE;
}

/* The folded view of any line that is told by looking at it once; None for others. */
static PyObject *fold_any(const Line *line)
{
    Folded told;
    told.length = -1; /* not all of it zero: it is large */
    if (folding.folds)
        fold_line(&folding, line, &told);
    if (told.length < 0)
        Py_RETURN_NONE;
    while (told.length && folding.kinds[told.text[told.length - 1]] & BEHIND)
        told.length--;
    return PyUnicode_FromKindAndData(PyUnicode_2BYTE_KIND, told.text, told.length);
}

PyDoc_STRVAR(fold_once_doc,
             "fold_once(line)\n--\n\n"
             "Return the folded view of a line; None where looking at it once does not tell: it holds an entity, mojibake\n"
             "or letters in several parts, or is long and no plain ASCII.");

static PyObject *fold_once(PyObject *Py_UNUSED(module), PyObject *text)
{
    Line line;
    if (!as_line(text, &line))
        return NULL;
    if (!PyUnicode_IS_ASCII(text))
        return fold_any(&line);
    const Py_UCS1 *raw = PyUnicode_1BYTE_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), kept = 0;
    /* Decoration at its beginning. */
    if (!length || strchr(" \t#*_|>~-", raw[0]))
        return fold_any(&line);
    PyObject *made = PyUnicode_New(length, 0x7F);
    if (!made)
        return NULL;
    Py_UCS1 *out = PyUnicode_1BYTE_DATA(made);
    int odd = 0, gap = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS1 c = raw[i];
        odd |= c < ' ' || c == 0x7F || c == '&' || c == '`';
        gap |= c == ' ' && i + 1 < length && raw[i + 1] == ' ';
        out[i] = (Py_UCS1)(c | ((c >= 'A' && c <= 'Z') << 5));
    }
    if (odd || gap) {
        Py_DECREF(made);
        return fold_any(&line);
    }
    for (kept = length; kept && strchr(" *_|>~", out[kept - 1]);)
        kept--;
    if (kept == length)
        return made;
    PyObject *bare = PyUnicode_Substring(made, 0, kept);
    Py_DECREF(made);
    return bare;
}

PyDoc_STRVAR(others_doc,
             "others(text)\n--\n\n"
             "Return the characters of a text but for printable ASCII, tabs and line feeds, each once; None for a great many.");

enum { MOST_OTHERS = 256 };

/* Note a character among some, each once; 0 if there are too many. */
static int note_other(Py_UCS4 *found, int *length, Py_UCS4 c)
{
    for (int i = 0; i < *length; i++)
        if (found[i] == c)
            return 1;
    if (*length == MOST_OTHERS)
        return 0;
    found[(*length)++] = c;
    return 1;
}

static inline int is_other(Py_UCS4 c) { return (c - 0x20 >= 0x5F) & (c != '\n') & (c != '\t'); }

/* Most blocks of characters hold none: asked about a block at once, without a branch, a compiler asks many at a time. */
enum { BLOCK = 32 };
#define NOTE_OTHERS(type)                                                             \
    for (const type *c = line.data, *end = c + line.length; fits && c < end;) {       \
        const type *next = end - c < BLOCK ? end : c + BLOCK;                         \
        int any = 0;                                                                  \
        if (next - c == BLOCK)                                                        \
            for (int i = 0; i < BLOCK; i++)                                           \
                any |= is_other(c[i]);                                                \
        else                                                                          \
            any = 1;                                                                  \
        for (; any && fits && c < next; c++)                                          \
            if (is_other(*c))                                                         \
                fits = note_other(found, &length, *c);                                \
        c = next;                                                                     \
    }

static PyObject *others(PyObject *Py_UNUSED(module), PyObject *text)
{
    Line line;
    if (!as_line(text, &line))
        return NULL;
    Py_UCS4 found[MOST_OTHERS];
    int length = 0, fits = 1;
    if (line.kind == PyUnicode_1BYTE_KIND)
        NOTE_OTHERS(Py_UCS1)
    else if (line.kind == PyUnicode_2BYTE_KIND)
        NOTE_OTHERS(Py_UCS2)
    else
        NOTE_OTHERS(Py_UCS4)
    if (!fits)
        Py_RETURN_NONE;
    PyObject *set = PyFrozenSet_New(NULL);
    for (int i = 0; set && i < length; i++) {
        PyObject *other = PyUnicode_FromOrdinal((int)found[i]);
        if (!other || PySet_Add(set, other) < 0)
            Py_CLEAR(set);
        Py_XDECREF(other);
    }
    return set;
}

/* Append an offset to a list, or clear it. */
static void note(PyObject **list, Py_ssize_t number)
{
    PyObject *noted = PyLong_FromSsize_t(number);
    if (!noted || PyList_Append(*list, noted) < 0)
        Py_CLEAR(*list);
    Py_XDECREF(noted);
}

/* What kinds the characters from U+0000 to U+FFFF are of: a byte with a bit for each kind. */
enum { KINDS = 0x10000, ASTRAL = 0x100 };

static const Py_UCS1 *as_kinds(PyObject *table)
{
    if (PyBytes_GET_SIZE(table) == KINDS)
        return (const Py_UCS1 *)PyBytes_AS_STRING(table);
    PyErr_Format(PyExc_ValueError, "expected a table of %d bytes, not %zd", KINDS, PyBytes_GET_SIZE(table));
    return NULL;
}

PyDoc_STRVAR(kinds_doc,
             "kinds(text, table)\n--\n\n"
             "Return the kinds of all characters of a text together; 0x100 stands for those above U+FFFF.");

static PyObject *kinds(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text, *table;
    const Py_UCS1 *of;
    Line line;
    if (!PyArg_ParseTuple(args, "OO!", &text, &PyBytes_Type, &table) || !as_line(text, &line) || !(of = as_kinds(table)))
        return NULL;
    int found = 0;
    if (line.kind == PyUnicode_1BYTE_KIND)
        for (const Py_UCS1 *c = line.data, *end = c + line.length; c < end; c++)
            found |= of[*c];
    else if (line.kind == PyUnicode_2BYTE_KIND)
        for (const Py_UCS2 *c = line.data, *end = c + line.length; c < end; c++)
            found |= of[*c];
    else
        for (const Py_UCS4 *c = line.data, *end = c + line.length; c < end; c++)
            found |= *c < KINDS ? of[*c] : ASTRAL;
    return PyLong_FromLong(found);
}

PyDoc_STRVAR(places_doc,
             "places(text, table, among, alone)\n--\n\n"
             "Return the offset of each character of the kind alone, and of the kind among where another character\n"
             "outside ASCII stands right beside it; None where these are many.");

enum { LEAST_APART = 64 };

static PyObject *places(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text, *table;
    int among, alone;
    const Py_UCS1 *of;
    Line line;
    if (!PyArg_ParseTuple(args, "OO!ii", &text, &PyBytes_Type, &table, &among, &alone) || !as_line(text, &line) ||
        !(of = as_kinds(table)))
        return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i < line.length; i++) {
        Py_UCS4 c = PyUnicode_READ(line.kind, line.data, i);
        if (c < 0x80 || c >= KINDS || !(of[c] & (among | alone)))
            continue;
        if (!(of[c] & alone) && (!i || PyUnicode_READ(line.kind, line.data, i - 1) < 0x80) &&
            (i + 1 == line.length || PyUnicode_READ(line.kind, line.data, i + 1) < 0x80))
            continue;
        if (PyList_GET_SIZE(found) * LEAST_APART > line.length) {
            Py_DECREF(found);
            Py_RETURN_NONE;
        }
        note(&found, i);
    }
    return found;
}

PyDoc_STRVAR(split_doc,
             "split(text)\n--\n\nReturn the lines of a text whose only line ends are line feeds, and the offset of each.");

static PyObject *split(PyObject *Py_UNUSED(module), PyObject *text)
{
    Line line;
    if (!as_line(text, &line))
        return NULL;
    PyObject *lines = PyList_New(0), *starts = PyList_New(0);
    for (Py_ssize_t start = 0, end; lines && starts && start <= line.length; start = end + 1) {
        note(&starts, start);
        end = PyUnicode_FindChar(text, '\n', start, line.length, 1);
        if (end < 0)
            end = line.length;
        PyObject *each = PyUnicode_Substring(text, start, end);
        if (!each || PyList_Append(lines, each) < 0)
            Py_CLEAR(lines);
        Py_XDECREF(each);
    }
    if (lines && starts)
        return Py_BuildValue("(NN)", lines, starts);
    Py_XDECREF(lines);
    Py_XDECREF(starts);
    return NULL;
}

PyDoc_STRVAR(joints_doc,
             "joints(lines, longest, longest_piece)\n--\n\n"
             "Return the number of each line, no longer than that, in which a capital follows a small letter or a digit,\n"
             "and the line cut there and before a number or a capitalised word that follows letters; and of each line that\n"
             "says something twice, and that.  No piece is longer than that.");

static inline int is_small(Py_UCS4 c) { return c < 0x80 ? c >= 'a' && c <= 'z' : Py_UNICODE_ISLOWER(c); }
static inline int is_capital(Py_UCS4 c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : Py_UNICODE_ISUPPER(c); }
static inline int is_number(Py_UCS4 c) { return c < 0x80 ? c >= '0' && c <= '9' : Py_UNICODE_ISDIGIT(c); }

/* Kana, Han and Hangul, as most of them: no letters with a case, and no digits. */
static inline int is_ideograph(Py_UCS4 c) { return (c >= 0x3040 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4); }

enum { MOST_PIECES = 120, LEAST_TWICE = 7 };

/* Whether a piece of a line says something twice, with a space between: the text of a picture and that of its link. */
static int is_twice(const Line *line, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t half = (end - start) / 2;
    if ((end - start) % 2 == 0 || at(line, start + half) != ' ')
        return 0;
    for (Py_ssize_t i = 0; i < half; i++)
        if (at(line, start + i) != at(line, start + half + 1 + i))
            return 0;
    return 1;
}

/* The pieces of a line without spaces around it: a new list; NULL if it has none to be cut into, or on an error. */
static PyObject *pieces_of(PyObject *text, const Line *line, Py_ssize_t longest)
{
    Py_ssize_t start = 0, end = line->length, cuts[MOST_PIECES + 1];
    int length = 0, joined = 0;
    while (start < end && Py_UNICODE_ISSPACE(at(line, start)))
        start++;
    while (end > start && Py_UNICODE_ISSPACE(at(line, end - 1)))
        end--;
    if (end - start >= LEAST_TWICE && is_twice(line, start, end)) {
        if ((end - start) / 2 > longest)
            return NULL;
        PyObject *half = PyUnicode_Substring(text, start, start + (end - start) / 2);
        return half ? Py_BuildValue("[NO]", half, half) : NULL;
    }
    cuts[length++] = start;
    for (Py_ssize_t i = start + 1; i < end; i++) {
        Py_UCS4 before = at(line, i - 1), c = at(line, i);
        if (is_ideograph(c))
            goto next;
        if (is_capital(c)) {
            int joint = is_small(before) || is_number(before);
            if (!joint && !(is_capital(before) && i + 1 < end && is_small(at(line, i + 1))))
                goto next;
            joined |= joint;
        } else if (!is_number(c) || !Py_UNICODE_ISALPHA(before)) {
            goto next;
        }
        if (length == MOST_PIECES)
            return NULL;
        cuts[length++] = i;
    next:
        if (i + 1 - cuts[length - 1] > longest)
            return NULL;
    }
    if (!joined)
        return NULL;
    cuts[length] = end;
    PyObject *pieces = PyList_New(length);
    for (int k = 0; pieces && k < length; k++) {
        PyObject *piece = PyUnicode_Substring(text, cuts[k], cuts[k + 1]);
        if (piece)
            PyList_SET_ITEM(pieces, k, piece);
        else
            Py_CLEAR(pieces);
    }
    return pieces;
}

static PyObject *joints(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *lines;
    Py_ssize_t longest, longest_piece;
    if (!PyArg_ParseTuple(args, "O!nn", &PyList_Type, &lines, &longest, &longest_piece))
        return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t n = 0; found && n < PyList_GET_SIZE(lines); n++) {
        PyObject *text = PyList_GET_ITEM(lines, n);
        Line line;
        if (!as_line(text, &line)) {
            Py_CLEAR(found);
            break;
        }
        PyObject *pieces = line.length && line.length <= longest ? pieces_of(text, &line, longest_piece) : NULL;
        if (pieces) {
            PyObject *pair = Py_BuildValue("(nN)", n, pieces);
            if (!pair || PyList_Append(found, pair) < 0)
                Py_CLEAR(found);
            Py_XDECREF(pair);
        } else if (PyErr_Occurred()) {
            Py_CLEAR(found);
        }
    }
    return found;
}
