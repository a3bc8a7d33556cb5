/*
 * read_assumptions.c - from a file of format consort-assumptions/1 to cst_assumptions (contract,
 * section 2.4).
 *
 * What can be judged with the rules alone is judged here: slots, layers, countries, ranges. Ids of
 * firms and offerings belong to a catalog; assume.c looks them up, in the copy of the file that is
 * kept for it.
 */
#include <string.h>

#include "model/assumptions.h"
#include "model/reader.h"
#include "model/refer.h"

typedef struct reading {
    cst__reader *reader;
    const cst_rules *rules;
    cst_assumptions *assumptions;
    cst__ids ids;
} reading;

/* ---------------------------------------------------------------- match */

/* Reports a text that a key of a match can not have. */
typedef void (*check_fn)(reading *r, const cst__at *at, const char *text);

static void check_id(reading *r, const cst__at *at, const char *text) {
    cst__fits(r->reader, at, false, text, CST__PATTERN_ID);
}

static void check_slot(reading *r, const cst__at *at, const char *text) {
    cst__refer_slot(r->reader, at, CST__AS_VALUE, r->rules, text);
}

static void check_layer(reading *r, const cst__at *at, const char *text) {
    cst__refer_layer(r->reader, at, r->rules, text);
}

static void check_eccn(reading *r, const cst__at *at, const char *text) {
    cst__fits(r->reader, at, false, text, CST__PATTERN_ECCN_PREFIX);
}

/* A catalog says nothing with an empty text, and what is unknown does not match. */
static void check_delivery(reading *r, const cst__at *at, const char *text) {
    if (*text == '\0') {
        cst__fault_found(r->reader, at, "text that is not empty");
    }
}

static void check_size(reading *r, const cst__at *at, const char *text) {
    for (const char *const *size = cst__size_ids + 1; *size; size++) {
        if (strcmp(text, *size) == 0) {
            return;
        }
    }
    cst__fault_found(r->reader, at, "\"small\", \"medium\" or \"large\"");
}

/* NULL: the key has countries and groups. */
static const check_fn checks[] = {
    [CST__MATCH_OFFERING] = check_id, [CST__MATCH_SLOT] = check_slot,
    [CST__MATCH_LAYER] = check_layer, [CST__MATCH_DELIVERY] = check_delivery,
    [CST__MATCH_ECCN] = check_eccn,   [CST__MATCH_FIRM] = check_id,
    [CST__MATCH_SIZE] = check_size,   [CST__N_MATCHES] = NULL,
};

static void add_text(reading *r, const cst__at *at, check_fn check, cst__texts *texts) {
    const char *text = cst__as_text(r->reader, at);
    if (text) {
        check(r, at, text);
        texts->item[texts->n++] = cst__keep(r->reader, text);
    }
}

/* A text, or a list of them. */
static cst__texts read_texts(reading *r, const cst__at *up, const char *key, check_fn check) {
    cst__texts texts = {NULL, 0};
    cst__at at = cst__get(up, key);
    bool is_list = json_is_array(at.value);
    if (!is_list && !json_is_string(at.value)) {
        cst__fault_found(r->reader, &at, "text or a list of texts");
        return texts;
    }
    size_t n = is_list ? cst__list(r->reader, up, key, CST__REQUIRED, &at) : 1;
    texts.item = cst__room(r->reader, n, sizeof *texts.item);
    for (size_t i = 0; texts.item && i < n; i++) {
        cst__at item = is_list ? cst__item(r->reader, &at, i) : at;
        add_text(r, &item, check, &texts);
    }
    cst__settle_texts(&texts);
    return texts;
}

static const char *const match_keys[] = {
#define MATCH_KEY(name, id) id,
    CST__MATCH_MAP(MATCH_KEY)
#undef MATCH_KEY
        NULL};

static void read_key(reading *r, const cst__at *match, cst__match k, cst__allowed *allowed) {
    *allowed = (cst__allowed){.key = k};
    if (checks[k]) {
        allowed->texts = read_texts(r, match, match_keys[k], checks[k]);
    } else {
        allowed->in =
            cst__places_field(r->reader, match, match_keys[k], CST__REQUIRED, r->rules).set;
    }
}

static void read_match(reading *r, const cst__at *row, cst__assumption *out) {
    cst__at match;
    if (!cst__object(r->reader, row, "match", CST__REQUIRED, match_keys, &match)) {
        return;
    }
    out->match = cst__room(r->reader, json_object_size(match.value), sizeof *out->match);
    for (int k = 0; out->match && k < CST__N_MATCHES; k++) {
        if (json_object_get(match.value, match_keys[k])) {
            read_key(r, &match, (cst__match)k, &out->match[out->n_match++]);
        }
    }
}

/* ---------------------------------------------------------------- set */

static void take_share(reading *r, const cst__at *set, const char *key, cst__taken *taken) {
    char text[CST__NUMBER_TEXT];
    taken->number = cst__share_bp(r->reader, set, key, CST__REQUIRED, 0);
    cst__json_number_text((double)taken->number / CST__BP, text);
    taken->text = cst__keep(r->reader, text);
}

static void take_country(reading *r, const cst__at *set, const char *key, cst__taken *taken) {
    char text[3];
    cst__country country = cst__country_field(r->reader, set, key, CST__REQUIRED);
    cst__country_text(country, text);
    taken->number = country;
    taken->text = cst__keep(r->reader, text);
}

static void take_eccn(reading *r, const cst__at *set, const char *key, cst__taken *taken) {
    const char *eccn = cst__name(r->reader, set, key, CST__REQUIRED, CST__PATTERN_ECCN);
    taken->text = eccn ? eccn : ""; /* a fault */
}

static void take_places(reading *r, const cst__at *set, const char *key, cst__taken *taken) {
    taken->places = cst__places_field(r->reader, set, key, CST__REQUIRED, r->rules);
    taken->text = taken->places.text;
}

static void take_size(reading *r, const cst__at *set, const char *key, cst__taken *taken) {
    int size = cst__choice(r->reader, set, key, CST__REQUIRED, cst__size_ids + 1, 0);
    taken->number = CST__SIZE_SMALL + size;
    taken->text = cst__size_ids[taken->number];
}

typedef void (*take_fn)(reading *r, const cst__at *set, const char *key, cst__taken *taken);

static const take_fn takes[] = {
    [CST__FACT_MADE] = take_share,
    [CST__FACT_MADE_LOW] = take_share,
    [CST__FACT_VALUE_ADDED] = take_share,
    [CST__FACT_MAKER_COUNTRY] = take_country,
    [CST__FACT_ECCN] = take_eccn,
    [CST__FACT_HOSTED_IN] = take_places,
    [CST__FACT_WEIGHTS_ORIGIN] = take_country,
    [CST__FACT_LINEAGE] = take_places,
    [CST__FACT_INCORPORATED] = take_country,
    [CST__FACT_PRINCIPAL_PLACE] = take_country,
    [CST__FACT_PARENT] = take_country,
    [CST__FACT_SIZE] = take_size,
};

/* A misspelt key is a fault already; only an object that does not even try is told so. */
static void check_not_empty(reading *r, const cst__at *set) {
    const char *key;
    json_t *value;
    json_object_foreach(set->value, key, value) {
        if (!cst__is_free_key(key)) {
            return;
        }
    }
    cst__fault_at(r->reader, set, "a row sets at least one fact, such as \"us_content.made\"");
}

static const cst__taken *find(const cst__assumption *row, cst__fact fact) {
    for (size_t i = 0; i < row->n_set; i++) {
        if (row->set[i].fact == fact) {
            return &row->set[i];
        }
    }
    return NULL;
}

/* A share does not fall to more than it is. */
static void check_low(reading *r, const cst__at *set, const cst__assumption *row) {
    const cst__taken *made = find(row, CST__FACT_MADE);
    const cst__taken *low = find(row, CST__FACT_MADE_LOW);
    if (made && low && low->number > made->number) {
        cst__at at = cst__get(set, cst__fact_ids[CST__FACT_MADE_LOW]);
        cst__fault_at(r->reader, &at, "made_low %s is above made %s", low->text, made->text);
    }
}

static void read_set(reading *r, const cst__at *row, cst__assumption *out) {
    cst__at set;
    if (!cst__object(r->reader, row, "set", CST__REQUIRED, cst__fact_ids, &set)) {
        return;
    }
    check_not_empty(r, &set);
    size_t faults = r->reader->faults.n;
    out->set = cst__room(r->reader, json_object_size(set.value), sizeof *out->set);
    for (int f = 0; out->set && f < CST__N_FACTS; f++) {
        if (json_object_get(set.value, cst__fact_ids[f])) {
            cst__taken *taken = &out->set[out->n_set++];
            *taken = (cst__taken){.fact = (cst__fact)f, .text = ""};
            takes[f](r, &set, cst__fact_ids[f], taken);
        }
    }
    if (r->reader->faults.n == faults) {
        check_low(r, &set, out);
    }
}

/* ---------------------------------------------------------------- the file */

static void read_row(reading *r, const cst__at *at, cst__assumption *row) {
    static const char *const keys[] = {"id", "match", "set", NULL};
    row->id = "";
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    const char *id = cst__name(r->reader, at, "id", CST__REQUIRED, CST__PATTERN_ROW);
    if (id) {
        row->id = id;
        cst__ids_add(&r->ids, id, "assume", at->way.index);
    }
    read_match(r, at, row);
    read_set(r, at, row);
}

static void read_file(reading *r, const cst__at *top) {
    static const char *const keys[] = {"format", "id", "assume", NULL};
    cst_assumptions *assumptions = r->assumptions;
    cst__at list;
    cst__as_object(r->reader, top, keys);
    const char *id = cst__name(r->reader, top, "id", CST__REQUIRED, CST__PATTERN_ID);
    assumptions->id = id ? id : "";
    size_t n = cst__list(r->reader, top, "assume", CST__REQUIRED, &list);
    assumptions->rows = cst__room(r->reader, n, sizeof *assumptions->rows);
    cst__ids_begin(r->reader, &r->ids, n);
    for (size_t i = 0; assumptions->rows && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_row(r, &at, &assumptions->rows[i]);
        assumptions->n_rows = i + 1;
    }
    cst__ids_end(r->reader, &r->ids);
}

/* The file as it was read. */
static void keep_source(cst__reader *reader, cst_assumptions *assumptions) {
    const cst__source *source = &reader->source;
    const char *bytes = cst__arena_text_n(reader->arena, source->bytes, source->size);
    reader->faults.out_of_memory |= !bytes;
    assumptions->limits = reader->limits;
    assumptions->source =
        (cst__source){cst__keep(reader, source->name), bytes ? bytes : "", source->size};
}

cst_error cst_assumptions_read(const char *bytes, size_t size, const char *name,
                               const cst_rules *rules, const cst_limits *limits,
                               cst_assumptions **assumptions, cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    cst__source source = {name, bytes, size};
    cst__arena *arena = cst__arena_new();
    cst_assumptions *read = arena ? cst__arena_alloc(arena, 1, sizeof *read) : NULL;
    *assumptions = NULL;
    if (!read) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    read->rules = rules;
    if (cst__reader_open(&reader, &source, limits, "consort-assumptions/1", arena, diagnostics,
                         &top)) {
        reading r = {.reader = &reader, .rules = rules, .assumptions = read};
        read_file(&r, &top);
        keep_source(&reader, read);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_assumptions_free(read);
        return error;
    }
    *assumptions = read;
    return CST_E_OK;
}

void cst_assumptions_free(cst_assumptions *assumptions) {
    if (assumptions) {
        cst__arena_free(assumptions->arena);
    }
}

const char *cst_assumptions_id(const cst_assumptions *assumptions) {
    return assumptions->id;
}
