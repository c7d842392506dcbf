/* What a line begins with, ends with and holds, and whether the tables of a sieve know it. */

#include <Python.h>
#include <stdint.h>

enum {
    FORMAT = 7,         /* raised, here and in native.py, with every change of what is given or answered */
    KEY = 16,           /* KEY_LENGTH in fold.py: characters that tell keys apart */
    LONG = 60,          /* _LONG in index.py: longer lines are no labels of a few letters */
    FARTHEST = 256,     /* raw characters that are read for a key: a line may be all decoration, a megabyte of it */
    MOST_FOLDED = 4096, /* what folds to more and begins like a label is left to Python */
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

/* What code points fold to, of three bytes objects; 0 and an error if they hold anything else. */
static int set_folding(Sieve *sieve, PyObject **given)
{
    if (PyBytes_GET_SIZE(given[0]) != 2 * 0x10000 || PyBytes_GET_SIZE(given[1]) != 0x10000) {
        PyErr_SetString(PyExc_ValueError, "what code points fold to is given for each of 65,536");
        return 0;
    }
    sieve->folds = (void *)PyBytes_AS_STRING(given[0]);
    sieve->kinds = (void *)PyBytes_AS_STRING(given[1]);
    sieve->several = (void *)PyBytes_AS_STRING(given[2]);
    return 1;
}

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

/* Folded characters in the order in which they are met: spaces and digits as they stand in keys. */
typedef struct {
    uint16_t text[KEY];
    int length;
    Py_ssize_t raw; /* how many raw characters were read for them */
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
        key->raw = i - from + 1;
        uint16_t c = folded(sieve, line, i);
        if (c == UNKNOWN || c == '&' || i - from == FARTHEST)
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
        key->raw = line->length - i;
        uint16_t c = folded(sieve, line, i);
        if (c == UNKNOWN || c == '&' || c == ';' || line->length - 1 - i == FARTHEST)
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

/* Whether an ampersand may begin an entity. */
static inline int may_be_entity(const Line *line, Py_ssize_t i)
{
    Py_UCS4 next = i + 1 < line->length ? at(line, i + 1) : ' ';
    return next == '#' || (next < 0x80 && Py_ISALPHA((int)next));
}

/* The place behind what is set before a phrase: signs, and hyphens that a space follows. */
static int behind_opening(const Sieve *sieve, const uint16_t *text, int length)
{
    int start = 0;
    while (start < length) {
        int after = start;
        while (after < length && text[after] == '-')
            after++;
        if (after > start && after < length && text[after] == ' ')
            start = after + 1;
        else if (sieve->kinds[text[start]] & AROUND)
            start++;
        else
            break;
    }
    return start;
}

/* Fold a line but for the signs behind it. */
static void fold_line(const Sieve *sieve, const Line *line, Folded *folding)
{
    uint16_t *text = folding->text;
    int length = 0;
    folding->length = -1;
    for (Py_ssize_t i = 0; i < line->length; i++) {
        uint16_t c = folded(sieve, line, i);
        if (c == UNKNOWN || length >= MOST_FOLDED || (c == '&' && may_be_entity(line, i)))
            return;
        if (is_several(c)) {
            const uint16_t *each = sieve->several + 9 * (c - SEVERAL);
            for (int k = 1; k <= each[0]; k++)
                if (each[k] != ' ' || (length && text[length - 1] != ' '))
                    text[length++] = each[k];
        } else if (c != NOTHING && (c != ' ' || (length && text[length - 1] != ' '))) {
            text[length++] = c;
        }
    }
    if (length && text[length - 1] == ' ')
        length--;
    int start = behind_opening(sieve, text, length);
    folding->length = length - start;
    memmove(text, text + start, (size_t)folding->length * sizeof *text);
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
        /* A prompt may be called out. */
        if (!(kind & (BEHIND | LOOSE)) && line->text[i] != '!')
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
