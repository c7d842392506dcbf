/* Two questions about a text that Python asks of every one: its folded view, where that is plain, and its signs. */

PyDoc_STRVAR(fold_plain_doc,
             "fold_plain(line)\n--\n\n"
             "Return the folded view of a line of printable ASCII; None for any other line, and for some of these.");

static PyObject *fold_plain(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text))
        Py_RETURN_NONE;
    const Py_UCS1 *raw = PyUnicode_1BYTE_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), kept = 0;
    /* Decoration at its beginning. */
    if (!length || strchr(" \t#*_|>~-", raw[0]))
        Py_RETURN_NONE;
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
        Py_RETURN_NONE;
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

static inline int is_other(Py_UCS4 c) { return c - 0x20 >= 0x5F && c != '\n' && c != '\t'; }

static PyObject *others(PyObject *Py_UNUSED(module), PyObject *text)
{
    Line line;
    if (!as_line(text, &line))
        return NULL;
    Py_UCS4 found[MOST_OTHERS];
    int length = 0, fits = 1;
    /* A loop for each width of characters: as one, it would take three times as long. */
    if (line.kind == PyUnicode_1BYTE_KIND) {
        for (const Py_UCS1 *c = line.data, *end = c + line.length; fits && c < end; c++)
            if (is_other(*c))
                fits = note_other(found, &length, *c);
    } else if (line.kind == PyUnicode_2BYTE_KIND) {
        for (const Py_UCS2 *c = line.data, *end = c + line.length; fits && c < end; c++)
            if (is_other(*c))
                fits = note_other(found, &length, *c);
    } else {
        for (const Py_UCS4 *c = line.data, *end = c + line.length; fits && c < end; c++)
            if (is_other(*c))
                fits = note_other(found, &length, *c);
    }
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
