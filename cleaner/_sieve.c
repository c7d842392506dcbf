/* The first sieve of the index in C: which lines of a document could a rule take whole, at two nanoseconds a character.

   It only ever spares work.  A line that it passes over begins and ends with no key of any rule and is no label; what
   it names is looked at by the index in Python, which decides.  Where only the whole line can tell (entities, mojibake,
   letters in several parts), it names the line.  So it need not be exact, only sound: tests/test_sieve.py compares it
   with the index on all kinds of text.  Without a compiler the package is installed without it, and the index asks its
   gates instead (gate.py): same removals, two thirds of the speed.

   Hash tables hold keys by their hash alone (FNV-1a, over code points): two keys of one hash cost a look in vain. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "_sieve_read.h"

#include "_sieve_pack.h"
#include "_sieve_text.h"
#include "_sieve_shape.h"

/* ------------------------------------------------------------------ what Python calls */

enum { MOST_RULES = 256 };
enum { MOST_STOPS = 4, ABBREVIATION = 4 }; /* _MOST_STOPS and _ABBREVIATION in suspects.py */

/* The rules that a line may match, of the groups found, in order: a new list, None if they are too many, or NULL. */
static PyObject *rules_of(const Sieve *sieve, const Found *found, const Folded *line)
{
    uint16_t rules[MOST_RULES];
    int length = 0;
    Grams grams = {0};
    if (line->length >= 0)
        note_grams(&grams, line->text, line->length);
    for (int i = 0; i < found->length; i++) {
        if (found->values[i] >= sieve->rules.length)
            return PyErr_Format(PyExc_ValueError, "no group has the number %u", found->values[i]);
        for (uint32_t k = sieve->rules.starts[found->values[i]]; k < sieve->rules.starts[found->values[i] + 1]; k++) {
            uint16_t rule = sieve->rules.values[k];
            if (line->length >= 0 && !may_hold(sieve, &grams, rule))
                continue;
            if (length == MOST_RULES)
                Py_RETURN_NONE;
            int place = length;
            while (place && rules[place - 1] > rule)
                place--;
            if (place && rules[place - 1] == rule)
                continue;
            memmove(rules + place + 1, rules + place, (size_t)(length - place) * sizeof *rules);
            rules[place] = rule, length++;
        }
    }
    PyObject *numbers = length ? PyList_New(length) : NULL;
    for (int i = 0; numbers && i < length; i++) {
        PyObject *number = PyLong_FromLong(rules[i]);
        if (!number)
            Py_CLEAR(numbers);
        else
            PyList_SET_ITEM(numbers, i, number);
    }
    return numbers;
}

/* The rules that may take a line whole: a list, None where only Python can tell, NULL and no error where there are none. */
static PyObject *rules_for(const Sieve *sieve, const Line *line)
{
    Key head, tail;
    Found found = {.length = 0};
    Folded folding;
    if (!read_head(sieve, line, 0, &head) || !look_up_all(&sieve->heads, &sieve->from_head, &head, &found))
        Py_RETURN_NONE;
    if (!read_tail(sieve, line, &tail) || !look_up_all(&sieve->tails, &sieve->from_tail, &tail, &found))
        Py_RETURN_NONE;
    /* A label of a few letters may stand in a long line of decoration. */
    int may_be_short = line->length < LONG || head.raw > 2 * KEY || tail.raw > 2 * KEY;
    int is_label = begins_label(sieve, &head, may_be_short);
    if (!is_label && !found.length)
        return NULL;
    fold_line(sieve, line, &folding);
    if (is_label && may_be_label(sieve, &folding))
        Py_RETURN_NONE;
    return rules_of(sieve, &found, &folding);
}

PyDoc_STRVAR(search_doc,
             "search(lines)\n--\n\n"
             "Return (number, rules) for each line that a rule may take whole.\n\n"
             "``rules`` are the numbers of those that may match it, in order; None where the line may be a label, or\n"
             "where only a closer look can tell.");

static PyObject *sieve_search(Sieve *sieve, PyObject *lines)
{
    if (!PyList_Check(lines))
        return PyErr_Format(PyExc_TypeError, "expected a list of lines, not %.100s", Py_TYPE(lines)->tp_name);
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(lines); i++) {
        Line line;
        if (!as_line(PyList_GET_ITEM(lines, i), &line)) {
            Py_CLEAR(found);
            break;
        }
        PyObject *rules = line.length ? rules_for(sieve, &line) : NULL;
        if (rules) {
            PyObject *pair = Py_BuildValue("(nN)", i, rules);
            if (!pair || PyList_Append(found, pair) < 0)
                Py_CLEAR(found);
            Py_XDECREF(pair);
        } else if (PyErr_Occurred()) {
            Py_CLEAR(found);
        }
    }
    return found;
}

/* Whether what stands in a line from a place on may be what a rule matches. */
static int could_begin(const Sieve *sieve, const Line *line, Py_ssize_t from)
{
    Key head;
    Found found = {.length = 0};
    if (from >= line->length)
        return 0;
    return !read_head(sieve, line, from, &head) ||
           !look_up_all(&sieve->heads, &sieve->from_head, &head, &found) || found.length ||
           begins_label(sieve, &head, 1);
}

PyDoc_STRVAR(openings_doc,
             "openings(lines, starts, text, before, behind, shortest)\n--\n\n"
             "Return the offsets in a text at which what a rule matches may begin: at a mark (one of ``before``) or behind\n"
             "one (of ``behind``), or after the last full stop and space of a line longer than ``shortest``.  ``lines``\n"
             "and ``starts``: the lines of the text, perhaps with plainer signs, and their offsets.");

static PyObject *sieve_openings(Sieve *sieve, PyObject *args)
{
    PyObject *lines, *starts, *text, *marks[2];
    Py_ssize_t shortest;
    if (!PyArg_ParseTuple(args, "O!O!UUUn", &PyList_Type, &lines, &PyList_Type, &starts, &text, marks, marks + 1, &shortest))
        return NULL;
    Py_ssize_t n = PyList_GET_SIZE(lines);
    if (PyList_GET_SIZE(starts) != n)
        return PyErr_Format(PyExc_ValueError, "%zd lines begin at %zd places", n, PyList_GET_SIZE(starts));
    PyObject *found = PyList_New(0);
    Line line;
    for (Py_ssize_t i = 0; found && i < n; i++) {
        if (!as_line(PyList_GET_ITEM(lines, i), &line)) {
            Py_CLEAR(found);
            break;
        }
        if (line.length <= shortest)
            continue;
        Py_ssize_t stop = line.length;
        while (stop > 0 && at(&line, stop - 1) == ' ')
            stop--;
        stop -= 2;
        for (int stops = 0; stops < MOST_STOPS; stops++) {
            while (stop >= 0 && !(at(&line, stop) == '.' && at(&line, stop + 1) == ' '))
                stop--;
            if (stop < 0)
                break;
            if (could_begin(sieve, &line, stop + 2))
                note(&found, PyLong_AsSsize_t(PyList_GET_ITEM(starts, i)) + stop + 2);
            Py_ssize_t word = stop;
            while (word > 0 && stop - word <= ABBREVIATION && at(&line, word - 1) != ' ')
                word--;
            if (stop - word > ABBREVIATION)
                break;
            stop = word;
        }
    }
    for (int behind = 0; behind < 2; behind++) {
        Line mark;
        as_line(marks[behind], &mark);
        for (Py_ssize_t k = 0; found && k < mark.length; k++) {
            Py_ssize_t i = 0, place = -1, start = 0;
            while (found && (place = PyUnicode_FindChar(text, at(&mark, k), place + 1, PY_SSIZE_T_MAX, 1)) >= 0) {
                while (i + 1 < n) {
                    Py_ssize_t next = PyLong_AsSsize_t(PyList_GET_ITEM(starts, i + 1));
                    if (next > place)
                        break;
                    start = next, i++;
                }
                if (as_line(PyList_GET_ITEM(lines, i), &line) && could_begin(sieve, &line, place - start + behind))
                    note(&found, place + behind);
            }
        }
    }
    if (PyErr_Occurred())
        Py_CLEAR(found);
    return found;
}

PyDoc_STRVAR(holding_doc,
             "holding(rules, folded)\n--\n\n"
             "Return those of some numbers of rules of which a folded line may hold what they need.");

static PyObject *sieve_holding(Sieve *sieve, PyObject *args)
{
    PyObject *rules, *text;
    Line line;
    if (!PyArg_ParseTuple(args, "O!U", &PyList_Type, &rules, &text) || !as_line(text, &line))
        return NULL;
    Grams grams = {0};
    uint32_t before = 0, two_before = 0;
    for (Py_ssize_t i = 0; i < line.length; i++) {
        uint32_t c = at(&line, i);
        note_gram(&grams, gram(c, 0, 0));
        if (i > 0)
            note_gram(&grams, gram(before, c, 0));
        if (i > 1)
            note_gram(&grams, gram(two_before, before, c));
        two_before = before, before = c;
    }
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(rules); i++) {
        PyObject *rule = PyList_GET_ITEM(rules, i);
        Py_ssize_t number = PyLong_AsSsize_t(rule);
        if (number < 0 || number >= sieve->needs.length) {
            if (!PyErr_Occurred())
                PyErr_Format(PyExc_IndexError, "no rule has the number %zd", number);
            Py_CLEAR(found);
        } else if (may_hold(sieve, &grams, (uint32_t)number) && PyList_Append(found, rule) < 0) {
            Py_CLEAR(found);
        }
    }
    return found;
}

/* ------------------------------------------------------------------ making one */

static Table table_in(PyObject *bytes) { return (Table){(void *)PyBytes_AS_STRING(bytes), mask_of(bytes, sizeof(Slot))}; }
static Set set_in(PyObject *bytes) { return (Set){(void *)PyBytes_AS_STRING(bytes), mask_of(bytes, sizeof(uint32_t))}; }
static Paths paths_in(PyObject *bytes) { return (Paths){(void *)PyBytes_AS_STRING(bytes), 2 * mask_of(bytes, 1) + 1}; }

/* Lists as make_lists packs them: how many there are, where each starts, and what is in them. */
static Lists lists_in(PyObject *starts, PyObject *values)
{
    Lists lists = {(void *)PyBytes_AS_STRING(starts), (void *)PyBytes_AS_STRING(values), 0};
    Py_ssize_t length = PyBytes_GET_SIZE(starts) / (Py_ssize_t)sizeof(uint32_t) - 1;
    if (length < 0 || (Py_ssize_t)lists.starts[length] * (Py_ssize_t)sizeof(uint16_t) != PyBytes_GET_SIZE(values))
        PyErr_SetString(PyExc_ValueError, "the last of some lists does not end where they all do");
    else
        lists.length = (uint32_t)length;
    return lists;
}

static PyObject *sieve_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    if (PyTuple_GET_SIZE(args) != GIVEN)
        return PyErr_Format(PyExc_TypeError, "expected %d arguments, not %zd", GIVEN, PyTuple_GET_SIZE(args));
    for (int i = 0; i < GIVEN; i++)
        if (!PyBytes_Check(PyTuple_GET_ITEM(args, i)))
            return PyErr_Format(PyExc_TypeError, "expected bytes, not %.100s", Py_TYPE(PyTuple_GET_ITEM(args, i))->tp_name);
    Sieve *sieve = (Sieve *)type->tp_alloc(type, 0);
    if (!sieve)
        return NULL;
    PyObject **given = sieve->kept;
    for (int i = 0; i < GIVEN; i++)
        given[i] = Py_NewRef(PyTuple_GET_ITEM(args, i));
    set_folding(sieve, given);
    sieve->heads = table_in(given[3]);
    sieve->tails = table_in(given[4]);
    sieve->labels = set_in(given[5]);
    sieve->beginnings = set_in(given[6]);
    sieve->from_head = paths_in(given[7]);
    sieve->from_tail = paths_in(given[8]);
    sieve->rules = lists_in(given[9], given[10]);
    sieve->needs = lists_in(given[11], given[12]);
    if (PyErr_Occurred())
        Py_CLEAR(sieve);
    return (PyObject *)sieve;
}

static void sieve_free(Sieve *sieve)
{
    for (int i = 0; i < GIVEN; i++)
        Py_XDECREF(sieve->kept[i]);
    Py_TYPE(sieve)->tp_free((PyObject *)sieve);
}

static PyMethodDef sieve_methods[] = {
    {"search", (PyCFunction)sieve_search, METH_O, search_doc},
    {"openings", (PyCFunction)sieve_openings, METH_VARARGS, openings_doc},
    {"holding", (PyCFunction)sieve_holding, METH_VARARGS, holding_doc},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject SieveType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "cleaner._sieve.Sieve",
    .tp_basicsize = sizeof(Sieve),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "What cleaner/sieve.py packs, as thirteen bytes objects.",
    .tp_new = sieve_new,
    .tp_dealloc = (destructor)sieve_free,
    .tp_methods = sieve_methods,
};

static PyMethodDef functions[] = {
    {"table", make_table, METH_O, table_doc},
    {"set_of", make_set, METH_O, set_doc},
    {"paths", make_paths, METH_VARARGS, paths_doc},
    {"grams", make_grams, METH_O, grams_doc},
    {"learn", learn, METH_VARARGS, learn_doc},
    {"fold_once", fold_once, METH_O, fold_once_doc},
    {"plain_shape", plain_shape, METH_O, plain_shape_doc},
    {"name_begins", name_begins, METH_O, name_begins_doc},
    {"kinds", kinds, METH_VARARGS, kinds_doc},
    {"places", places, METH_VARARGS, places_doc},
    {"split", split, METH_O, split_doc},
    {"joints", joints, METH_VARARGS, joints_doc},
    {"others", others, METH_O, others_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "cleaner._sieve",
    .m_doc = "The first sieve of the index, in C.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__sieve(void)
{
    if (PyType_Ready(&SieveType) < 0)
        return NULL;
    for (int i = 0; i < SHAPES; i++)
        if (!shapes[i] && !(shapes[i] = PyUnicode_InternFromString(SHAPE_NAMES[i])))
            return NULL;
    PyObject *made = PyModule_Create(&module);
    if (made && (PyModule_AddObjectRef(made, "Sieve", (PyObject *)&SieveType) < 0 ||
                 PyModule_AddIntConstant(made, "FORMAT", FORMAT) < 0))
        Py_CLEAR(made);
    return made;
}
