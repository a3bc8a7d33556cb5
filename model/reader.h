/*
 * reader.h - reading one file: values by key, what is wrong with them, where that is.
 *
 * A reader function takes the value it stands at (cst__at) and asks for its parts by key; each
 * helper reports what it finds wrong and then gives a harmless value, so that reading goes on and
 * one mistake is one fault. When memory runs out helpers give NULL or nothing and the reader notes
 * it; cst__reader_close then says CST_E_MEMORY, whatever else was found.
 */
#ifndef CST_READER_H
#define CST_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/json.h"
#include "model/model.h"
#include "model/nearest.h"
#include "model/pointer.h"

/* A key that an object lacks because it stands there misspelt, which is reported already. */
typedef struct cst__excused {
    const json_t *object;
    const char *key;
} cst__excused;

#define CST__EXCUSED 16

typedef struct cst__reader {
    cst__source source;
    cst_limits limits;
    cst_diagnostics *diagnostics; /* borrowed, may be NULL */
    cst__arena *arena;            /* of the object that is being read, borrowed */
    cst__arena *scratch;          /* dies with the reader */
    json_t *root;
    json_t *item; /* the item at hand of a list right below the top */
    cst__faults faults;
    bool no_groups;  /* the groups could not be read: what refers to them is not to blame */
    size_t compared; /* names so far, to find near ones */
    cst__excused excused[CST__EXCUSED]; /* the last ones, of the item at hand */
    size_t n_excused;
} cst__reader;

/* A value and the way to it. value is NULL where the file has none. */
typedef struct cst__at {
    cst__way way;
    json_t *value;
    const json_t *in; /* the object or list that it is part of */
} cst__at;

/* ---------------------------------------------------------------- open and close (reader.c) */

/*
 * Parses a file and checks its "format", for instance "consort-catalog/1". True when the rest can
 * be read, from *top. The arena is borrowed and gets all that is read. limits may be NULL.
 */
bool cst__reader_open(cst__reader *reader, const cst__source *source, const cst_limits *limits,
                      const char *format, cst__arena *arena, cst_diagnostics *diagnostics,
                      cst__at *top);

/* Hands over the faults and releases the reader: CST_E_OK when there was none. To be called
 * whatever cst__reader_open said. */
cst_error cst__reader_close(cst__reader *reader);

/* ---------------------------------------------------------------- faults */

/* A fault of the value at hand; where there is none, of the object that should have it. */
void cst__fault_at(cst__reader *reader, const cst__at *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A fault of a key. */
void cst__fault_key(cst__reader *reader, const cst__at *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "expected X, found Y". */
void cst__fault_found(cst__reader *reader, const cst__at *at, const char *expected);

/* Words for a message, in the scratch arena; "" when memory is out, which the reader notes. */
const char *cst__words(cst__reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A value in words for a message: an object, "text", 12.5. */
const char *cst__found(cst__reader *reader, const json_t *value);

/* The end of a message: ": did you mean "x"?", or "" where nothing is near. */
const char *cst__suggest(cst__reader *reader, const cst__nearest *nearest);

/* Whether to compare with so many names: a file with many faults does not wait for all of them. */
bool cst__suggests(cst__reader *reader, size_t n);

/* ---------------------------------------------------------------- memory */

/* Zeroed room in the arena of the object, or in the scratch arena; NULL when memory is out, which
 * the reader notes. */
void *cst__room(cst__reader *reader, size_t count, size_t size);
void *cst__scratch(cst__reader *reader, size_t count, size_t size);

/* Room for the items of a list that is about to be read; for none where there is no list. */
void *cst__room_for(cst__reader *reader, const cst__at *up, const char *key, size_t size);

/* A copy in the arena of the object; "" when memory is out. */
const char *cst__keep(cst__reader *reader, const char *text);

/* ---------------------------------------------------------------- parts of a value */

typedef enum cst__need {
    CST__REQUIRED,
    CST__OPTIONAL, /* may be absent; null is a wrong type */
    CST__NULLABLE  /* may be absent or null: unknown */
} cst__need;

/* The part of an object. Borrows the way of what it is part of. */
cst__at cst__get(const cst__at *object, const char *key);
cst__at cst__member(const cst__at *object, const char *key, json_t *value);

/* The item of a list. An item of a list right below the top of the file is made when it is asked
 * for and borrowed until the next of them is: ask for each once, and in turn. */
cst__at cst__item(cst__reader *reader, const cst__at *list, size_t i);

/* Whether there is a value to be read. Reports a missing one that is required. */
bool cst__present(cst__reader *reader, const cst__at *at, cst__need need);

/* Keys that are free text anywhere: x-..., note, source. */
bool cst__is_free_key(const char *key);

/* The object under a key, with the keys that it may have (ending in NULL; NULL: any). Reports
 * other keys. False: there is none, or it is no object. */
bool cst__object(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                 const char *const *keys, cst__at *object);

/* The same for the item of a list or the top of a file. */
bool cst__as_object(cst__reader *reader, const cst__at *at, const char *const *keys);

/* The list under a key, and its length; 0 where there is none. */
size_t cst__list(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                 cst__at *list);

/* Whether all of a list could be read, n items: if not, what refers into it is not to blame. */
bool cst__is_read(const cst__at *list, size_t n);

/* ---------------------------------------------------------------- fields

 * In fields.c, quantities.c and places.c. Each looks under a key of an object. */

/* Text. "" where there is none. */
const char *cst__text(cst__reader *reader, const cst__at *up, const char *key, cst__need need);

/* The text under a key that is free text anywhere ("source"); "" where there is none. */
const char *cst__free_text(cst__reader *reader, const cst__at *up, const char *key);

/* What names may look like. */
typedef enum cst__pattern {
    CST__PATTERN_ID,         /* [a-z0-9][a-z0-9._-]{0,63} */
    CST__PATTERN_ROW,        /* [A-Za-z0-9][A-Za-z0-9:._-]{0,63} */
    CST__PATTERN_TAG,        /* [a-z0-9][a-z0-9:._-]{0,63} */
    CST__PATTERN_GROUP,      /* as a row, and not two capital letters */
    CST__PATTERN_ECCN,       /* "EAR99", "4A090" or "4A090.a.1" */
    CST__PATTERN_ECCN_PREFIX /* the beginning of one */
} cst__pattern;

/* Whether a text fits; reports it with the value at hand (as_key: the key that is the text). */
bool cst__fits(cst__reader *reader, const cst__at *at, bool as_key, const char *text,
               cst__pattern pattern);

/* A name. A malformed one is reported and still given, so that what refers to it finds it; NULL
 * where there is none. */
const char *cst__name(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                      cst__pattern pattern);

/* The text of an item that must be text, borrowed from the tree; NULL (reported) where it is not.
 */
const char *cst__as_text(cst__reader *reader, const cst__at *at);

/* A list of texts, sorted, each once; with a pattern or any text (texts). */
cst__texts cst__tags(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                     cst__pattern pattern);
cst__texts cst__texts_read(cst__reader *reader, const cst__at *up, const char *key, cst__need need);

/* Sorts the texts and keeps each once. */
void cst__settle_texts(cst__texts *texts);

/* Adds a text that lives as long as the object. */
void cst__texts_add(cst__reader *reader, cst__texts *texts, const char *text);

/* One of the names (ending in NULL), as its index; otherwise where there is none. */
int cst__choice(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                const char *const *names, int otherwise);

/* How the content rule is applied. */
cst_mode cst__mode(cst__reader *reader, const cst__at *up, cst__need need, cst_mode otherwise);

bool cst__boolean(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                  bool otherwise);

/* A whole number from low to high. */
int64_t cst__whole(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                   int64_t low, int64_t high, int64_t otherwise);

/* Bounds on input (contract, section 2), so that sums never leave 64 bits; those on values are in
 * model.h. */
#define CST__AMOUNT_MAX INT64_C(1000000000000000000)     /* 1e15 units in thousandths */
#define CST__AMOUNT_SUM_MAX INT64_C(8000000000000000000) /* 8e15 units in thousandths */
#define CST__WEEKS_MAX 5200
#define CST__UNITS_MAX 1000000
#define CST__GAMMA_MAX 1000000
#define CST__YEARS_MAX 100
#define CST__CHOSEN_MAX 1000000 /* members, offerings in a slot */

int cst__share_bp(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                  int otherwise);
int64_t cst__money_cents(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                         int64_t otherwise);

/* The same for items of a list, which must be such numbers; a share that is none is 0. */
int cst__as_share_bp(cst__reader *reader, const cst__at *at);
int64_t cst__as_whole(cst__reader *reader, const cst__at *at, int64_t low, int64_t high,
                      int64_t otherwise);

/* Money, or a whole number from low to high, that may be given as [p10, p50, p90] (contract,
 * section 2): the p50, and what was stated beside it. */
int64_t cst__money_spread(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                          int64_t otherwise, cst__spread *spread);
int64_t cst__whole_spread(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                          int64_t low, int64_t high, int64_t otherwise, cst__spread *spread);

int64_t cst__amount_milli(cst__reader *reader, const cst__at *up, const char *key, cst__need need);
int64_t cst__weight_milli(cst__reader *reader, const cst__at *up, const char *key, cst__need need);

/* A date of the calendar, "YYYY-MM-DD"; NULL where there is none. */
const char *cst__date(cst__reader *reader, const cst__at *up, const char *key, cst__need need);

cst__country cst__country_field(cst__reader *reader, const cst__at *up, const char *key,
                                cst__need need);

/* Countries and groups of the rules, as a list or as one string. rules NULL: no groups, no "*". */
cst__places cst__places_field(cst__reader *reader, const cst__at *up, const char *key,
                              cst__need need, const cst_rules *rules);

/* Three capital letters; "" where there is none. */
const char *cst__currency(cst__reader *reader, const cst__at *up, const char *key);

/* ---------------------------------------------------------------- names that must be new */

/* A name as the file gives it, at /LIST/INDEX/id. */
typedef struct cst__given {
    const char *name;
    const char *list; /* "firms" */
    size_t index;     /* in the file */
} cst__given;

/* The names of one space while they are read. */
typedef struct cst__ids {
    cst__given *given; /* NULL: out of memory */
    size_t n;
} cst__ids;

/* Room for n names; then add each; at the end report each name that stands in the space before. */
void cst__ids_begin(cst__reader *reader, cst__ids *ids, size_t n);
void cst__ids_add(cst__ids *ids, const char *name, const char *list, size_t index);
void cst__ids_end(cst__reader *reader, cst__ids *ids);

#endif
