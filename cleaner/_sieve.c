/* The first sieve of the index in C: which lines of a document could a rule take whole, at a few nanoseconds a line.

   It only ever spares work.  A line that it passes over begins and ends with no key of any rule and is no label; what
   it names is looked at by the index in Python, which decides.  Where only the whole line can tell (entities, mojibake,
   letters in several parts), it names the line.  So it need not be exact, only sound: tests/test_sieve.py compares it
   with the index on all kinds of text.  Without a compiler the package is installed without it, and the index asks its
   gates instead (gate.py): same removals, half the speed.

   Hash tables hold keys by their hash alone (FNV-1a, over code points): two keys of one hash cost a look in vain. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

enum {
    FORMAT = 2,         /* raised, here and in sieve.py, with every change of what is packed or how it is asked for */
    KEY = 16,           /* KEY_LENGTH in fold.py: characters that tell keys apart */
    LONG = 60,          /* _LONG in index.py: longer lines are no labels of a few letters */
    MOST_FOLDED = 1024, /* what folds to more and begins like a label is left to Python */
    MOST_GROUPS = 64,
};

/* What a code point folds to, in sieve.py: itself or another; nothing; what Python must see; or several. */
enum { NOTHING = 0, UNKNOWN = 0xFFFF, SEVERAL = 0xE000, LAST_SEVERAL = 0xF8FF };
/* What is known of a code point, in sieve.py. */
enum { AROUND = 1, BEHIND = 2, LOOSE = 4, BEGINS_MOJIBAKE = 8, GOES_ON = 16, PART = 32 };

/* A hash with a value, and a table of such; a hash that is 0 counts as 1, and 0 is an empty slot. */
typedef struct {
    uint32_t hash, value;
} Slot;

typedef struct {
    const Slot *slots;
    uint32_t mask; /* one less than the number of slots, a power of two */
} Table;

typedef struct {
    const uint32_t *slots;
    uint32_t mask;
} Set;

/* A look that spares most others: by hash, four bits of what texts with it are.  It may say too much. */
typedef struct {
    const uint8_t *bits;
    uint32_t mask;
} Paths;

enum { GOES_FURTHER = 1, IS_KEY = 2, IS_BEGINNING = 4 };

/* For each of many numbers some others: those of number n stand from starts[n] to starts[n + 1]. */
typedef struct {
    const uint32_t *starts;
    const uint16_t *values;
    uint32_t length;
} Lists;

enum { GIVEN = 13 };

typedef struct {
    PyObject_HEAD
    PyObject *kept[GIVEN]; /* the bytes that the pointers below point into */
    const uint16_t *folds;
    const uint8_t *kinds;
    const uint16_t *several;    /* nine for each: a length and up to eight characters */
    Table heads, tails;         /* from keys to groups of rules */
    Set labels, beginnings;     /* of labels: all of each, and its first characters as they stand in keys */
    Paths from_head, from_tail; /* whether it is worth looking */
    Lists rules, needs;         /* of a group; of a rule */
} Sieve;

static inline uint32_t hash_on(uint32_t hash, uint32_t c) { return (hash ^ c) * 16777619u; }
static const uint32_t HASH_START = 2166136261u;
static inline uint32_t place_of(uint32_t hash, uint32_t mask) { return (hash ^ (hash >> 15)) & mask; }
static inline uint32_t some(uint32_t hash) { return hash ? hash : 1; }

static inline int paths_at(const Paths *paths, uint32_t hash)
{
    uint32_t place = place_of(hash, paths->mask);
    return paths->bits[place >> 1] >> (place & 1 ? 4 : 0) & 0xF;
}

/* ------------------------------------------------------------------ reading a line */

typedef struct {
    int kind;
    const void *data;
    Py_ssize_t length;
} Line;

static inline Py_UCS4 at(const Line *line, Py_ssize_t i) { return PyUnicode_READ(line->kind, line->data, i); }

/* Folded characters in the order in which they are met: spaces and digits as they stand in keys. */
typedef struct {
    uint16_t text[KEY];
    int length;
} Key;

/* Append a folded character; say whether there is room for more. */
static inline int append(Key *key, uint16_t c)
{
    uint16_t last = key->length ? key->text[key->length - 1] : ' ';
    if (c >= '0' && c <= '9')
        c = '0';
    if (!(c == last && (c == ' ' || c == '0')))
        key->text[key->length++] = c;
    return key->length < KEY;
}

/* Fold a raw character: its only one, NOTHING, UNKNOWN or one of SEVERAL. */
static inline uint16_t folded(const Sieve *sieve, const Line *line, Py_ssize_t i)
{
    Py_UCS4 c = at(line, i);
    if (c < 0x80)
        return sieve->folds[c];
    if (c > 0xFFFF)
        return UNKNOWN;
    uint8_t kind = sieve->kinds[c];
    if (kind & (BEGINS_MOJIBAKE | GOES_ON)) {
        if (kind & BEGINS_MOJIBAKE && i + 1 < line->length) {
            Py_UCS4 next = at(line, i + 1);
            if (next <= 0xFFFF && sieve->kinds[next] & GOES_ON)
                return UNKNOWN;
        }
        if (kind & GOES_ON && i > 0) {
            Py_UCS4 before = at(line, i - 1);
            if (before <= 0xFFFF && sieve->kinds[before] & BEGINS_MOJIBAKE)
                return UNKNOWN;
        }
    }
    return sieve->folds[c];
}

static inline int is_several(uint16_t c) { return c >= SEVERAL && c <= LAST_SEVERAL; }

/* Whether the letter at a place may be the first part of one that goes on at the next. */
static inline int goes_on(const Sieve *sieve, const Line *line, Py_ssize_t i)
{
    if (i + 1 >= line->length)
        return 0;
    Py_UCS4 next = at(line, i + 1);
    return next > 0x7F && (next > 0xFFFF || sieve->kinds[next] & PART);
}

/* The beginning of what stands in a line from a place on; 0 where only the whole line can tell. */
static int read_head(const Sieve *sieve, const Line *line, Py_ssize_t from, Key *key)
{
    key->length = 0;
    for (Py_ssize_t i = from; i < line->length; i++) {
        uint16_t c = folded(sieve, line, i);
        if (c == UNKNOWN || c == '&')
            return 0;
        if (c == NOTHING)
            continue;
        if (is_several(c)) {
            const uint16_t *each = sieve->several + 9 * (c - SEVERAL);
            for (int k = 1; k <= each[0]; k++)
                if (!append(key, each[k]))
                    return 1;
            continue;
        }
        if (!key->length) {
            if (sieve->kinds[c] & AROUND)
                continue;
            if (c == '-') /* a bullet, or the sign of a number */
                return 0;
        }
        if (!append(key, c))
            return !goes_on(sieve, line, i);
    }
    return 1;
}

/* The end of a line, backwards; 0 where only the whole line can tell. */
static int read_tail(const Sieve *sieve, const Line *line, Key *key)
{
    key->length = 0;
    for (Py_ssize_t i = line->length - 1; i >= 0; i--) {
        uint16_t c = folded(sieve, line, i);
        if (c == UNKNOWN || c == '&' || c == ';')
            return 0;
        if (c == NOTHING || (!key->length && sieve->kinds[c] & BEHIND))
            continue;
        if (is_several(c)) {
            const uint16_t *each = sieve->several + 9 * (c - SEVERAL);
            for (int k = each[0]; k; k--)
                if (!append(key, each[k]))
                    return 1;
            continue;
        }
        if (!append(key, c))
            return 1;
    }
    return 1;
}

/* ------------------------------------------------------------------ looking up */

typedef struct {
    uint32_t values[MOST_GROUPS];
    int length;
} Found;

/* Note all that a table holds of a hash; 0 if that is too much to note. */
static inline int look_up(const Table *table, uint32_t hash, Found *found)
{
    hash = some(hash);
    for (uint32_t place = place_of(hash, table->mask);; place = (place + 1) & table->mask) {
        const Slot *slot = table->slots + place;
        if (!slot->hash)
            return 1;
        if (slot->hash != hash)
            continue;
        if (found->length == MOST_GROUPS)
            return 0;
        found->values[found->length++] = slot->value;
    }
}

static inline int holds(const Set *set, uint32_t hash)
{
    hash = some(hash);
    for (uint32_t place = place_of(hash, set->mask); set->slots[place]; place = (place + 1) & set->mask)
        if (set->slots[place] == hash)
            return 1;
    return 0;
}

/* Note what a table holds of each beginning of a key. */
static int look_up_all(const Table *table, const Paths *paths, const Key *key, Found *found)
{
    uint32_t hash = HASH_START;
    for (int i = 0; i < key->length; i++) {
        hash = hash_on(hash, key->text[i]);
        int path = paths_at(paths, hash);
        if (path & IS_KEY && !look_up(table, hash, found))
            return 0;
        if (!(path & GOES_FURTHER))
            break;
    }
    return 1;
}

/* Whether a label begins like a key, or all of it does. */
static int begins_label(const Sieve *sieve, const Key *key, int may_be_short)
{
    uint32_t hash = HASH_START;
    for (int i = 0; i < key->length; i++) {
        hash = hash_on(hash, key->text[i]);
        if ((may_be_short || i + 1 == KEY) && paths_at(&sieve->from_head, hash) & IS_BEGINNING &&
            holds(&sieve->beginnings, hash))
            return 1;
    }
    return 0;
}

/* ------------------------------------------------------------------ whole lines */

/* A folded line, as far as it can be told here: length is -1 where it can't. */
typedef struct {
    int length;
    uint16_t text[MOST_FOLDED + 8];
} Folded;

static void fold_line(const Sieve *sieve, const Line *line, Folded *folding)
{
    uint16_t *text = folding->text;
    int length = 0;
    folding->length = -1;
    for (Py_ssize_t i = 0; i < line->length; i++) {
        uint16_t c = folded(sieve, line, i);
        if (c == UNKNOWN || c == '&' || length >= MOST_FOLDED)
            return;
        if (c == NOTHING || (!length && sieve->kinds[c] & AROUND))
            continue;
        if (is_several(c)) {
            const uint16_t *each = sieve->several + 9 * (c - SEVERAL);
            for (int k = 1; k <= each[0]; k++)
                text[length++] = each[k];
        } else if (c != ' ' || (length && text[length - 1] != ' ')) {
            text[length++] = c;
        }
    }
    folding->length = length;
}

/* Whether a line may be a label, with signs around it. */
static int may_be_label(const Sieve *sieve, const Folded *line)
{
    if (line->length < 0)
        return 1;
    uint32_t hashes[MOST_FOLDED + 8], hash = HASH_START;
    for (int i = 0; i < line->length; i++)
        hashes[i] = hash = hash_on(hash, line->text[i]);
    for (int i = line->length - 1; i >= 0; i--) {
        int kind = sieve->kinds[line->text[i]];
        if (!(kind & LOOSE) && holds(&sieve->labels, hashes[i]))
            return 1;
        if (!(kind & (BEHIND | LOOSE)))
            break;
    }
    return 0;
}

/* Which pieces of one to three characters a text holds, by their hash: what a word is made of is asked of it. */
enum { GRAM_BITS = 15, GRAMS_OF_A_WORD = 3 };

typedef struct {
    uint64_t bits[(1 << GRAM_BITS) / 64];
} Grams;

static inline uint16_t gram(uint32_t a, uint32_t b, uint32_t c)
{
    return (uint16_t)((a * 0x9E3779B1u + b * 0x85EBCA6Bu + c * 0xC2B2AE35u) >> (32 - GRAM_BITS));
}

static inline void note_gram(Grams *grams, uint16_t gram) { grams->bits[gram >> 6] |= 1ull << (gram & 63); }
static inline int has_gram(const Grams *grams, uint16_t gram) { return grams->bits[gram >> 6] >> (gram & 63) & 1; }

static void note_grams(Grams *grams, const uint16_t *text, int length)
{
    uint16_t before = 0, two_before = 0;
    for (int i = 0; i < length; i++) {
        uint16_t c = text[i];
        note_gram(grams, gram(c, 0, 0));
        if (i > 0)
            note_gram(grams, gram(before, c, 0));
        if (i > 1)
            note_gram(grams, gram(two_before, before, c));
        two_before = before, before = c;
    }
}

/* Whether a text may hold one word of each group that a rule needs. */
static int may_hold(const Sieve *sieve, const Grams *grams, uint32_t rule)
{
    const uint16_t *at = sieve->needs.values + sieve->needs.starts[rule];
    const uint16_t *end = sieve->needs.values + sieve->needs.starts[rule + 1];
    while (at < end) {
        int held = 0;
        const uint16_t *next = at + 1 + GRAMS_OF_A_WORD * *at;
        for (at++; !held && at < next; at += GRAMS_OF_A_WORD)
            held = has_gram(grams, at[0]) && has_gram(grams, at[1]) && has_gram(grams, at[2]);
        if (!held)
            return 0;
        at = next;
    }
    return 1;
}

/* ------------------------------------------------------------------ what Python calls */

enum { MOST_RULES = 256 };

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
    int is_label = begins_label(sieve, &head, line->length < LONG);
    if (!is_label && !found.length)
        return NULL;
    fold_line(sieve, line, &folding);
    if (is_label && may_be_label(sieve, &folding))
        Py_RETURN_NONE;
    return rules_of(sieve, &found, &folding);
}

static int as_line(PyObject *text, Line *line)
{
    if (!PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "expected a str, not %.100s", Py_TYPE(text)->tp_name);
        return 0;
    }
    line->kind = PyUnicode_KIND(text);
    line->data = PyUnicode_DATA(text);
    line->length = PyUnicode_GET_LENGTH(text);
    return 1;
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

/* Append an offset to a list, or clear it. */
static void note(PyObject **list, Py_ssize_t number)
{
    PyObject *noted = PyLong_FromSsize_t(number);
    if (!noted || PyList_Append(*list, noted) < 0)
        Py_CLEAR(*list);
    Py_XDECREF(noted);
}

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
        Py_ssize_t stop = line.length - 2;
        while (stop >= 0 && !(at(&line, stop) == '.' && at(&line, stop + 1) == ' '))
            stop--;
        if (stop >= 0 && could_begin(sieve, &line, stop + 2))
            note(&found, PyLong_AsSsize_t(PyList_GET_ITEM(starts, i)) + stop + 2);
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
    if (PyBytes_GET_SIZE(given[0]) != 2 * 0x10000 || PyBytes_GET_SIZE(given[1]) != 0x10000)
        PyErr_SetString(PyExc_ValueError, "what code points fold to is given for each of 65,536");
    sieve->folds = (void *)PyBytes_AS_STRING(given[0]);
    sieve->kinds = (void *)PyBytes_AS_STRING(given[1]);
    sieve->several = (void *)PyBytes_AS_STRING(given[2]);
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

PyDoc_STRVAR(fold_plain_doc,
             "fold_plain(line)\n--\n\n"
             "Return the folded view of a line of printable ASCII; None for any other line, and for some of these.");

static PyObject *fold_plain(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text))
        Py_RETURN_NONE;
    const Py_UCS1 *raw = PyUnicode_1BYTE_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), kept = 0;
    if (!length || !Py_ISALNUM(raw[0]))
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

static PyMethodDef functions[] = {
    {"table", make_table, METH_O, table_doc},
    {"set_of", make_set, METH_O, set_doc},
    {"paths", make_paths, METH_VARARGS, paths_doc},
    {"grams", make_grams, METH_O, grams_doc},
    {"fold_plain", fold_plain, METH_O, fold_plain_doc},
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
    PyObject *made = PyModule_Create(&module);
    if (made && (PyModule_AddObjectRef(made, "Sieve", (PyObject *)&SieveType) < 0 ||
                 PyModule_AddIntConstant(made, "FORMAT", FORMAT) < 0))
        Py_CLEAR(made);
    return made;
}
