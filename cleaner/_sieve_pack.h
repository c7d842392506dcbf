/* Making the tables that a sieve reads, from the keys of an index. */

/* How many slots of some size there are in bytes, less one; 0 and an error if they are no table. */
static uint32_t mask_of(PyObject *bytes, size_t size)
{
    size_t slots = (size_t)PyBytes_GET_SIZE(bytes) / size;
    if (slots < 2 || slots & (slots - 1) || (size_t)PyBytes_GET_SIZE(bytes) != slots * size) {
        PyErr_SetString(PyExc_ValueError, "a table has a power of two of slots");
        return 0;
    }
    return (uint32_t)slots - 1;
}

static uint32_t hash_of(PyObject *text)
{
    Line line;
    as_line(text, &line);
    uint32_t hash = HASH_START;
    for (Py_ssize_t i = 0; i < line.length; i++)
        hash = hash_on(hash, at(&line, i));
    return some(hash);
}

/* Empty slots of some size for so many entries, a third of them to spare. */
static PyObject *empty_slots(Py_ssize_t entries, size_t size)
{
    Py_ssize_t slots = 8;
    while (2 * slots < 3 * entries)
        slots *= 2;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, slots * (Py_ssize_t)size);
    if (bytes)
        memset(PyBytes_AS_STRING(bytes), 0, (size_t)slots * size);
    return bytes;
}

PyDoc_STRVAR(table_doc, "table(pairs)\n--\n\nReturn (text, number) pairs as a table for a Sieve, as bytes.");

static PyObject *make_table(PyObject *Py_UNUSED(module), PyObject *pairs)
{
    if (!PyList_Check(pairs))
        return PyErr_Format(PyExc_TypeError, "expected a list of pairs, not %.100s", Py_TYPE(pairs)->tp_name);
    PyObject *bytes = empty_slots(PyList_GET_SIZE(pairs), sizeof(Slot));
    for (Py_ssize_t i = 0; bytes && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *text;
        unsigned int value;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(pairs, i), "UI", &text, &value)) {
            Py_CLEAR(bytes);
            break;
        }
        Slot *slots = (Slot *)PyBytes_AS_STRING(bytes);
        uint32_t hash = hash_of(text), mask = mask_of(bytes, sizeof(Slot)), place = place_of(hash, mask);
        while (slots[place].hash)
            place = (place + 1) & mask;
        slots[place] = (Slot){hash, value};
    }
    return bytes;
}

PyDoc_STRVAR(set_doc, "set_of(texts)\n--\n\nReturn texts as a set for a Sieve, as bytes.");

static PyObject *make_set(PyObject *Py_UNUSED(module), PyObject *texts)
{
    if (!PyList_Check(texts))
        return PyErr_Format(PyExc_TypeError, "expected a list of texts, not %.100s", Py_TYPE(texts)->tp_name);
    PyObject *bytes = empty_slots(PyList_GET_SIZE(texts), sizeof(uint32_t));
    for (Py_ssize_t i = 0; bytes && i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = PyList_GET_ITEM(texts, i);
        if (!PyUnicode_Check(text)) {
            PyErr_Format(PyExc_TypeError, "expected a str, not %.100s", Py_TYPE(text)->tp_name);
            Py_CLEAR(bytes);
            break;
        }
        uint32_t *slots = (uint32_t *)PyBytes_AS_STRING(bytes);
        uint32_t hash = hash_of(text), mask = mask_of(bytes, sizeof(uint32_t)), place = place_of(hash, mask);
        while (slots[place])
            place = (place + 1) & mask;
        slots[place] = hash;
    }
    return bytes;
}

PyDoc_STRVAR(paths_doc,
             "paths(keys, beginnings)\n--\n\n"
             "Return which hashes lead to keys, are keys, and are beginnings of labels, for a Sieve, as bytes.");

static void note_path(uint8_t *bits, uint32_t mask, uint32_t hash, int what)
{
    uint32_t place = place_of(hash, mask);
    bits[place >> 1] |= (uint8_t)(what << (place & 1 ? 4 : 0));
}

static PyObject *make_paths(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *texts[2];
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, texts, &PyList_Type, texts + 1))
        return NULL;
    Py_ssize_t slots = 256;
    while (slots < 4 * (PyList_GET_SIZE(texts[0]) + PyList_GET_SIZE(texts[1])))
        slots *= 2;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, slots / 2);
    if (!bytes)
        return NULL;
    uint8_t *bits = (uint8_t *)PyBytes_AS_STRING(bytes);
    memset(bits, 0, (size_t)slots / 2);
    for (int kind = 0; kind < 2; kind++) {
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts[kind]); i++) {
            Line line;
            if (!as_line(PyList_GET_ITEM(texts[kind], i), &line)) {
                Py_DECREF(bytes);
                return NULL;
            }
            uint32_t hash = HASH_START;
            for (Py_ssize_t k = 0; k < line.length; k++) {
                hash = hash_on(hash, at(&line, k));
                if (k + 1 == line.length)
                    note_path(bits, (uint32_t)slots - 1, hash, kind ? IS_BEGINNING : IS_KEY);
                else if (!kind)
                    note_path(bits, (uint32_t)slots - 1, hash, GOES_FURTHER);
            }
        }
    }
    return bytes;
}

PyDoc_STRVAR(grams_doc,
             "grams(word)\n--\n\nReturn three numbers that a text which holds a word holds as well, as a Sieve counts them.");

static PyObject *make_grams(PyObject *Py_UNUSED(module), PyObject *word)
{
    Line line;
    if (!as_line(word, &line))
        return NULL;
    Py_ssize_t n = line.length, places[GRAMS_OF_A_WORD] = {0, (n - 3) / 2, n - 3};
    if (!n)
        return PyErr_Format(PyExc_ValueError, "every text holds an empty word");
    uint16_t found[GRAMS_OF_A_WORD];
    for (int i = 0; i < GRAMS_OF_A_WORD; i++) {
        Py_ssize_t k = n < 3 ? 0 : places[i];
        found[i] = gram(at(&line, k), n > 1 ? at(&line, k + 1) : 0, n > 2 ? at(&line, k + 2) : 0);
    }
    return Py_BuildValue("(HHH)", found[0], found[1], found[2]);
}
