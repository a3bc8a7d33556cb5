/*
 * reader.c - reading one file: open it, walk it, collect what is wrong, close it.
 */
#include "model/reader.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_FOUND 60                /* bytes of a text that a message shows */
#define MOST_COMPARED ((size_t)2000000) /* names, over all faults: a fraction of a second */

/* ---------------------------------------------------------------- open and close */

/* Whether a format is that of another kind of file, and not a misspelt one. */
static bool is_other_kind(const char *found) {
    static const char *const formats[] = {"consort-catalog/1",     "consort-opportunity/1",
                                          "consort-rules/1",       "consort-result/1",
                                          "consort-assumptions/1", "consort-markets/1"};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(found, formats[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* False when the file is of another kind, so that all its keys would be faults. */
static bool check_format(cst__reader *reader, const cst__at *top, const char *format) {
    cst__at at = cst__get(top, "format");
    if (!cst__present(reader, &at, CST__REQUIRED)) {
        return true;
    }
    const char *found = json_string_value(at.value);
    if (found && strcmp(found, format) == 0) {
        return true;
    }
    cst__fault_found(reader, &at, cst__words(reader, "\"%s\"", format));
    return !found || !is_other_kind(found);
}

bool cst__reader_open(cst__reader *reader, const cst__source *source, const cst_limits *limits,
                      const char *format, cst__arena *arena, cst_diagnostics *diagnostics,
                      cst__at *top) {
    *reader = (cst__reader){.source = {.name = source->name ? source->name : "",
                                       .bytes = source->bytes ? source->bytes : "",
                                       .size = source->bytes ? source->size : 0},
                            .limits = limits ? *limits : cst_limits_default(),
                            .diagnostics = diagnostics,
                            .arena = arena,
                            .scratch = cst__arena_new()};
    if (!reader->scratch || !arena) {
        reader->faults.out_of_memory = true;
        return false;
    }
    reader->faults.arena = reader->scratch;
    reader->root = cst__json_parse(reader->source.bytes, reader->source.size, &reader->limits,
                                   &reader->faults);
    if (!reader->root) {
        return false;
    }
    *top = (cst__at){.value = reader->root};
    return check_format(reader, top, format);
}

cst_error cst__reader_close(cst__reader *reader) {
    cst_error error = reader->faults.n > 0 ? CST_E_INPUT : CST_E_OK;
    json_decref(reader->item);
    json_decref(reader->root);
    if (reader->faults.out_of_memory ||
        !cst__faults_report(&reader->faults, &reader->source, reader->diagnostics)) {
        error = CST_E_MEMORY;
    }
    cst__arena_free(reader->scratch);
    return error;
}

/* ---------------------------------------------------------------- faults */

static void add_fault(cst__reader *reader, const cst__way *way, bool at_key, const char *format,
                      va_list arguments) __attribute__((format(printf, 4, 0)));

static void add_fault(cst__reader *reader, const cst__way *way, bool at_key, const char *format,
                      va_list arguments) {
    cst__fault fault = {.pointer = "", .message = "", .offset = CST__NOWHERE, .at_key = at_key};
    if (!cst__faults_full(&reader->faults)) {
        fault.pointer = cst__way_text(way, reader->scratch);
        fault.message = cst__arena_vformat(reader->scratch, format, arguments);
    }
    cst__faults_add(&reader->faults, fault);
}

/* The top of a file has no step of its own. */
static const cst__way *way_of(const cst__at *at) {
    return at->way.up || at->way.key ? &at->way : NULL;
}

void cst__fault_at(cst__reader *reader, const cst__at *at, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const cst__way *way = at->value ? way_of(at) : at->way.up;
    add_fault(reader, way, false, format, arguments);
    va_end(arguments);
}

void cst__fault_key(cst__reader *reader, const cst__at *at, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_fault(reader, way_of(at), true, format, arguments);
    va_end(arguments);
}

void cst__fault_found(cst__reader *reader, const cst__at *at, const char *expected) {
    cst__fault_at(reader, at, "expected %s, found %s", expected, cst__found(reader, at->value));
}

const char *cst__words(cst__reader *reader, const char *format, ...) {
    if (cst__faults_full(&reader->faults)) {
        return ""; /* nobody will read them */
    }
    va_list arguments;
    va_start(arguments, format);
    const char *words = cst__arena_vformat(reader->scratch, format, arguments);
    va_end(arguments);
    reader->faults.out_of_memory |= !words;
    return words ? words : "";
}

/* A text in quotes, shortened. */
static const char *quoted(cst__reader *reader, const char *text) {
    size_t n = strlen(text);
    size_t shown = n;
    if (n > LONGEST_FOUND) {
        shown = LONGEST_FOUND;
        while (shown > 0 && ((unsigned char)text[shown] & 0xc0) == 0x80) {
            shown--;
        }
    }
    return cst__words(reader, "\"%.*s\"%s", (int)shown, text, shown < n ? "..." : "");
}

const char *cst__found(cst__reader *reader, const json_t *value) {
    char number[CST__NUMBER_TEXT];
    if (!value) {
        return "nothing";
    }
    switch (json_typeof(value)) {
        case JSON_OBJECT:
            return "an object";
        case JSON_ARRAY:
            return "a list";
        case JSON_STRING:
            return quoted(reader, json_string_value(value));
        case JSON_INTEGER:
            return cst__words(reader, "%lld", (long long)json_integer_value(value));
        case JSON_REAL:
            if (fabs(json_real_value(value)) >= DBL_MAX) {
                return "a number too large to hold";
            }
            cst__json_number_text(json_real_value(value), number);
            return cst__words(reader, "%s", number);
        case JSON_TRUE:
            return "true";
        case JSON_FALSE:
            return "false";
        case JSON_NULL:
            break;
    }
    return "null";
}

bool cst__suggests(cst__reader *reader, size_t n) {
    if (n > MOST_COMPARED - reader->compared) {
        return false;
    }
    reader->compared += n;
    return true;
}

const char *cst__suggest(cst__reader *reader, const cst__nearest *nearest) {
    if (!nearest->best) {
        return "";
    }
    return cst__words(reader, ": did you mean \"%s\"?", nearest->best);
}

/* ---------------------------------------------------------------- memory */

void *cst__room(cst__reader *reader, size_t count, size_t size) {
    void *room = cst__arena_alloc(reader->arena, count, size);
    reader->faults.out_of_memory |= !room;
    return room;
}

void *cst__room_for(cst__reader *reader, const cst__at *up, const char *key, size_t size) {
    cst__at list = cst__get(up, key);
    return cst__room(reader, json_array_size(list.value), size);
}

void *cst__scratch(cst__reader *reader, size_t count, size_t size) {
    void *room = cst__arena_alloc(reader->scratch, count, size);
    reader->faults.out_of_memory |= !room;
    return room;
}

const char *cst__keep(cst__reader *reader, const char *text) {
    const char *copy = cst__arena_text(reader->arena, text);
    reader->faults.out_of_memory |= !copy;
    return copy ? copy : "";
}

/* ---------------------------------------------------------------- parts of a value */

cst__at cst__member(const cst__at *object, const char *key, json_t *value) {
    return (cst__at){{.up = way_of(object), .key = key}, value, object->value};
}

cst__at cst__get(const cst__at *object, const char *key) {
    return cst__member(object, key, json_object_get(object->value, key));
}

cst__at cst__item(cst__reader *reader, const cst__at *list, size_t i) {
    cst__at at = {{.up = way_of(list), .index = i}, json_array_get(list->value, i), list->value};
    if (!list->way.up) { /* see json.h: the item is an offset still */
        size_t offset = (size_t)json_integer_value(at.value);
        json_decref(reader->item);
        memset(reader->excused, 0, sizeof reader->excused);
        reader->item = cst__json_item(reader->source.bytes, reader->source.size, offset, &at.way,
                                      &reader->limits, &reader->faults);
        at.value = reader->item ? reader->item : json_null();
    }
    return at;
}

/* A key that stands there misspelt is not missing as well. */
static void excuse(cst__reader *reader, const json_t *object, const char *key) {
    reader->excused[reader->n_excused++ % CST__EXCUSED] = (cst__excused){object, key};
}

static bool is_excused(const cst__reader *reader, const cst__at *at) {
    for (size_t i = 0; i < CST__EXCUSED; i++) {
        const cst__excused *one = &reader->excused[i];
        if (one->object == at->in && one->key && strcmp(one->key, at->way.key) == 0) {
            return true;
        }
    }
    return false;
}

bool cst__present(cst__reader *reader, const cst__at *at, cst__need need) {
    if (!at->value) {
        if (need == CST__REQUIRED && !is_excused(reader, at)) {
            cst__fault_at(reader, at, "missing key \"%s\"", at->way.key);
        }
        return false;
    }
    return need != CST__NULLABLE || !json_is_null(at->value);
}

bool cst__is_free_key(const char *key) {
    return strncmp(key, "x-", 2) == 0 || strcmp(key, "note") == 0 || strcmp(key, "source") == 0;
}

static bool is_known(const char *const *keys, const char *key) {
    for (; *keys; keys++) {
        if (**keys == *key && strcmp(*keys, key) == 0) {
            return true;
        }
    }
    return false;
}

static void report_unknown_key(cst__reader *reader, const cst__at *at, const char *const *keys) {
    cst__nearest nearest = cst__nearest_to(at->way.key);
    for (; *keys && cst__suggests(reader, 1); keys++) {
        cst__nearest_offer(&nearest, *keys);
    }
    cst__fault_key(reader, at, "unknown key \"%s\"%s", at->way.key, cst__suggest(reader, &nearest));
    if (nearest.best) {
        excuse(reader, at->in, nearest.best);
    }
}

/* Notes and sources are text; what x- keys hold is nobody's business. */
static void check_free_text(cst__reader *reader, const cst__at *at) {
    bool is_text = json_is_string(at->value) || json_is_null(at->value);
    if (!is_text && strncmp(at->way.key, "x-", 2) != 0) {
        cst__fault_found(reader, at, "text");
    }
}

bool cst__as_object(cst__reader *reader, const cst__at *at, const char *const *keys) {
    if (!json_is_object(at->value)) {
        cst__fault_found(reader, at, "an object");
        return false;
    }
    const char *key;
    json_t *value;
    json_object_foreach(at->value, key, value) {
        cst__at member = cst__member(at, key, value);
        if (cst__is_free_key(key)) {
            check_free_text(reader, &member);
        } else if (keys && !is_known(keys, key)) {
            report_unknown_key(reader, &member, keys);
        }
    }
    return true;
}

bool cst__object(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                 const char *const *keys, cst__at *object) {
    *object = cst__get(up, key);
    return cst__present(reader, object, need) && cst__as_object(reader, object, keys);
}

size_t cst__list(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                 cst__at *list) {
    *list = cst__get(up, key);
    if (!cst__present(reader, list, need)) {
        return 0;
    }
    if (!json_is_array(list->value)) {
        cst__fault_found(reader, list, "a list");
        return 0;
    }
    size_t n = json_array_size(list->value);
    if (n > reader->limits.max_items) {
        cst__fault_at(reader, list, "a list of %zu items: at most %zu are allowed", n,
                      reader->limits.max_items);
        return 0;
    }
    return n;
}

bool cst__is_read(const cst__at *list, size_t n) {
    return json_is_array(list->value) && json_array_size(list->value) == n;
}

/* ---------------------------------------------------------------- names that must be new */

static int compare_given(const void *a, const void *b) {
    const cst__given *p = a;
    const cst__given *q = b;
    int order = strcmp(p->name, q->name);
    if (order == 0) {
        order = strcmp(p->list, q->list);
    }
    if (order == 0) {
        order = p->index < q->index ? -1 : p->index > q->index;
    }
    return order;
}

void cst__ids_begin(cst__reader *reader, cst__ids *ids, size_t n) {
    *ids = (cst__ids){cst__scratch(reader, n, sizeof *ids->given), 0};
}

void cst__ids_add(cst__ids *ids, const char *name, const char *list, size_t index) {
    if (ids->given) {
        ids->given[ids->n++] = (cst__given){name, list, index};
    }
}

static void report_taken(cst__reader *reader, const cst__given *one, const cst__given *first) {
    cst__way list = {.key = one->list};
    cst__way item = {.up = &list, .index = one->index};
    cst__at at = {{.up = &item, .key = "id"}, json_null(), NULL};
    cst__fault_at(reader, &at, "the id \"%s\" is taken by /%s/%zu", one->name, first->list,
                  first->index);
}

void cst__ids_end(cst__reader *reader, cst__ids *ids) {
    if (ids->n == 0) {
        return;
    }
    qsort(ids->given, ids->n, sizeof *ids->given, compare_given);
    const cst__given *first = &ids->given[0];
    for (size_t i = 1; i < ids->n; i++) {
        if (strcmp(ids->given[i].name, first->name) == 0) {
            report_taken(reader, &ids->given[i], first);
        } else {
            first = &ids->given[i];
        }
    }
}
