/*
 * assume.c - unknown facts of a catalog, filled by assumptions (contract, section 2.4).
 *
 * Rows are matched with the catalog as it was read, so that what one row fills never makes another
 * one match. For each firm and each offering the first row that matches and sets a fact is noted;
 * then the facts that are unknown are filled, in copies of the two lists. Only when there was no
 * fault do the copies take the place of the lists. Texts are copied into the catalog, which needs
 * the assumptions no more.
 *
 * The file of the assumptions is opened once more, beside the catalog this time, so that a fault
 * has its place.
 */
#include <string.h>

#include "model/assumptions.h"
#include "model/reader.h"
#include "model/refer.h"

/* For each fact the row that sets it first, CST__NONE where none does. */
typedef struct first_rows {
    size_t row[CST__N_FACTS];
} first_rows;

typedef struct assuming {
    cst__reader *reader;
    const cst_catalog *catalog; /* as it was read */
    const cst_assumptions *assumptions;
    cst__firm *firms; /* the copies */
    cst__offering *offerings;
    first_rows *of_firms; /* [n_firms] */
} assuming;

/* ---------------------------------------------------------------- ids */

static void check_ids_in(assuming *a, const cst__at *match, const char *key,
                         size_t (*refer)(cst__reader *reader, const cst__at *at,
                                         const cst_catalog *catalog, const char *id)) {
    cst__at at = cst__get(match, key);
    if (json_is_string(at.value)) {
        refer(a->reader, &at, a->catalog, json_string_value(at.value));
    }
    for (size_t i = 0; i < json_array_size(at.value); i++) {
        cst__at item = cst__item(a->reader, &at, i);
        refer(a->reader, &item, a->catalog, json_string_value(item.value));
    }
}

/* The file has been read without a fault: only what the catalog lacks is left to find. */
static void check_ids(assuming *a, const cst__at *top) {
    cst__at list = cst__get(top, "assume");
    for (size_t i = 0; i < json_array_size(list.value); i++) {
        cst__at row = cst__item(a->reader, &list, i);
        cst__at match = cst__get(&row, "match");
        if (json_is_object(match.value)) { /* not where memory was out */
            check_ids_in(a, &match, "offering", cst__refer_offering);
            check_ids_in(a, &match, "firm", cst__refer_firm);
        }
    }
}

/* ---------------------------------------------------------------- matching */

/* An unknown text is NULL or empty. */
static bool is_one_of(const cst__allowed *allowed, const char *text) {
    return text && *text && cst__texts_has(&allowed->texts, text);
}

static bool has_prefix(const cst__allowed *allowed, const char *eccn) {
    for (size_t i = 0; eccn && i < allowed->texts.n; i++) {
        if (strncmp(allowed->texts.item[i], eccn, strlen(allowed->texts.item[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_in_layer(const assuming *a, const cst__allowed *allowed, const cst__offering *o) {
    size_t layer = a->catalog->rules->slots[o->slot].layer;
    return layer != CST__NONE && is_one_of(allowed, a->catalog->rules->layers[layer].id);
}

/* Whether one key of a row matches; o is NULL where a firm is asked for itself. */
static bool matches_key(const assuming *a, const cst__allowed *allowed, const cst__firm *f,
                        const cst__offering *o) {
    if (allowed->key < CST__FIRST_FIRM_MATCH && o == NULL) {
        return false;
    }
    switch (allowed->key) {
        case CST__MATCH_OFFERING:
            return is_one_of(allowed, o->id);
        case CST__MATCH_SLOT:
            return is_one_of(allowed, a->catalog->rules->slots[o->slot].id);
        case CST__MATCH_LAYER:
            return is_in_layer(a, allowed, o);
        case CST__MATCH_DELIVERY:
            return is_one_of(allowed, o->delivery);
        case CST__MATCH_MAKER_COUNTRY:
            return cst__countries_has(&allowed->in, o->maker_country);
        case CST__MATCH_ECCN:
            return has_prefix(allowed, o->eccn);
        case CST__MATCH_FIRM:
            return is_one_of(allowed, f->id);
        case CST__MATCH_INCORPORATED:
            return cst__countries_has(&allowed->in, f->incorporated);
        case CST__MATCH_PRINCIPAL_PLACE:
            return cst__countries_has(&allowed->in, f->principal_place);
        case CST__MATCH_PARENT:
            return cst__countries_has(&allowed->in, f->parent);
        case CST__MATCH_SIZE:
            return f->size != CST__SIZE_UNKNOWN && is_one_of(allowed, cst__size_ids[f->size]);
        case CST__N_MATCHES:
            break;
    }
    return false;
}

static bool matches(const assuming *a, const cst__assumption *row, const cst__firm *f,
                    const cst__offering *o) {
    for (size_t i = 0; i < row->n_match; i++) {
        if (!matches_key(a, &row->match[i], f, o)) {
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- the first rows */

static bool is_of_firm(cst__fact fact) {
    return fact >= CST__FIRST_FIRM_FACT;
}

static void clear(first_rows *rows) {
    for (int f = 0; f < CST__N_FACTS; f++) {
        rows->row[f] = CST__NONE;
    }
}

/* A row that matches: its facts of offerings (of_firm false) or of firms. */
static void note(const assuming *a, size_t row, bool of_firm, first_rows *rows) {
    const cst__assumption *it = &a->assumptions->rows[row];
    for (size_t i = 0; i < it->n_set; i++) {
        cst__fact fact = it->set[i].fact;
        if (is_of_firm(fact) == of_firm && row < rows->row[fact]) {
            rows->row[fact] = row;
        }
    }
}

/* Rows that ask for firms alone reach a firm by itself. */
static void match_firm(assuming *a, size_t firm) {
    clear(&a->of_firms[firm]);
    for (size_t r = 0; r < a->assumptions->n_rows; r++) {
        if (matches(a, &a->assumptions->rows[r], &a->catalog->firms[firm], NULL)) {
            note(a, r, true, &a->of_firms[firm]);
        }
    }
}

/* Rows that ask for offerings reach a firm through any of its offerings. */
static void match_offering(assuming *a, size_t offering, first_rows *rows) {
    const cst__offering *o = &a->catalog->offerings[offering];
    clear(rows);
    for (size_t r = 0; r < a->assumptions->n_rows; r++) {
        if (matches(a, &a->assumptions->rows[r], &a->catalog->firms[o->firm], o)) {
            note(a, r, false, rows);
            note(a, r, true, &a->of_firms[o->firm]);
        }
    }
}

/* ---------------------------------------------------------------- filling */

/* What is filled: an offering or a firm, the other being NULL. */
typedef struct subject {
    cst__offering *o;
    cst__firm *f;
} subject;

static bool is_known(const subject *it, cst__fact fact) {
    switch (fact) {
        case CST__FACT_MADE:
            return it->o->us_bp[CST_METHOD_MADE] != CST__BP_UNKNOWN;
        case CST__FACT_MADE_LOW:
            return it->o->us_made_low_bp != CST__BP_UNKNOWN;
        case CST__FACT_VALUE_ADDED:
            return it->o->us_bp[CST_METHOD_VALUE_ADDED] != CST__BP_UNKNOWN;
        case CST__FACT_MAKER_COUNTRY:
            return it->o->maker_country != CST__COUNTRY_UNKNOWN;
        case CST__FACT_ECCN:
            return it->o->eccn != NULL;
        case CST__FACT_HOSTED_IN:
            return it->o->hosted_in.known;
        case CST__FACT_WEIGHTS_ORIGIN:
            return it->o->weights_origin != CST__COUNTRY_UNKNOWN;
        case CST__FACT_LINEAGE:
            return it->o->lineage.known;
        case CST__FACT_INCORPORATED:
            return it->f->incorporated != CST__COUNTRY_UNKNOWN;
        case CST__FACT_PRINCIPAL_PLACE:
            return it->f->principal_place != CST__COUNTRY_UNKNOWN;
        case CST__FACT_PARENT:
            return it->f->parent != CST__COUNTRY_UNKNOWN;
        case CST__FACT_SIZE:
            return it->f->size != CST__SIZE_UNKNOWN;
        case CST__N_FACTS:
            break;
    }
    return true;
}

/* Places whose text belongs to the catalog. */
static cst__places places_of(const cst__taken *taken, const char *text) {
    cst__places places = taken->places;
    places.text = text;
    return places;
}

/* text is the copy of taken->text that belongs to the catalog; NULL for a number of export control
 * that is unknown. */
static void put(const subject *it, const cst__taken *taken, const char *text) {
    switch (taken->fact) {
        case CST__FACT_MADE:
            it->o->us_bp[CST_METHOD_MADE] = taken->number;
            break;
        case CST__FACT_MADE_LOW:
            it->o->us_made_low_bp = taken->number;
            break;
        case CST__FACT_VALUE_ADDED:
            it->o->us_bp[CST_METHOD_VALUE_ADDED] = taken->number;
            break;
        case CST__FACT_MAKER_COUNTRY:
            it->o->maker_country = (cst__country)taken->number;
            break;
        case CST__FACT_ECCN:
            it->o->eccn = text;
            break;
        case CST__FACT_HOSTED_IN:
            it->o->hosted_in = places_of(taken, text);
            break;
        case CST__FACT_WEIGHTS_ORIGIN:
            it->o->weights_origin = (cst__country)taken->number;
            break;
        case CST__FACT_LINEAGE:
            it->o->lineage = places_of(taken, text);
            break;
        case CST__FACT_INCORPORATED:
            it->f->incorporated = (cst__country)taken->number;
            break;
        case CST__FACT_PRINCIPAL_PLACE:
            it->f->principal_place = (cst__country)taken->number;
            break;
        case CST__FACT_PARENT:
            it->f->parent = (cst__country)taken->number;
            break;
        case CST__FACT_SIZE:
            it->f->size = (cst__size)taken->number;
            break;
        case CST__N_FACTS:
            break;
    }
}

static const cst__taken *taken_by(const cst__assumption *row, cst__fact fact) {
    const cst__taken *taken = row->set;
    while (taken->fact != fact) {
        taken++;
    }
    return taken;
}

/* Fills what is unknown and set by a row; gives how many facts, noted in the list. */
static size_t fill(assuming *a, const subject *it, const first_rows *rows, cst__filled **list) {
    cst__filled filled[CST__N_FACTS];
    size_t n = 0;
    for (int f = 0; f < CST__N_FACTS; f++) {
        cst__fact fact = (cst__fact)f;
        size_t r = rows->row[fact];
        if (is_of_firm(fact) != (it->f != NULL) || r == CST__NONE || is_known(it, fact)) {
            continue;
        }
        const cst__assumption *row = &a->assumptions->rows[r];
        const cst__taken *taken = taken_by(row, fact);
        const char *text = cst__keep(a->reader, taken->text);
        put(it, taken, text);
        filled[n++] = (cst__filled){fact, cst__keep(a->reader, row->id), text};
    }
    *list = n > 0 ? cst__room(a->reader, n, sizeof **list) : NULL;
    if (*list) {
        memcpy(*list, filled, n * sizeof **list);
    }
    return *list ? n : 0;
}

/* Notes another value of a fact that a row filled, or that it is not filled any more. */
static void note_value(cst__filled *list, size_t *n, const cst__taken *taken, bool known) {
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        bool is_it = list[i].fact == taken->fact;
        if (is_it && !known) {
            continue;
        }
        list[kept] = list[i];
        list[kept].value = is_it ? taken->text : list[kept].value;
        kept++;
    }
    *n = kept;
}

void cst__catalog_suppose(cst_catalog *copy, size_t of, const cst__taken *value) {
    bool firm = is_of_firm(value->fact);
    cst__firm *f = firm ? &copy->firms[of] : NULL;
    cst__offering *o = firm ? NULL : &copy->offerings[of];
    const subject it = {.o = o, .f = f};
    put(&it, value, value->text);
    note_value(firm ? f->filled : o->filled, firm ? &f->n_filled : &o->n_filled, value,
               is_known(&it, value->fact));
}

/* The row that filled a fact of an offering, CST__NONE where none did. */
static size_t filler(const cst__offering *o, cst__fact fact, const first_rows *rows) {
    for (size_t i = 0; i < o->n_filled; i++) {
        if (o->filled[i].fact == fact) {
            return rows->row[fact];
        }
    }
    return CST__NONE;
}

/* A share does not fall to more than it is; where it would, one of the two was filled. */
static void check_low(assuming *a, const cst__offering *o, const first_rows *rows) {
    int made = o->us_bp[CST_METHOD_MADE];
    int low = o->us_made_low_bp;
    if (made == CST__BP_UNKNOWN || low <= made || o->n_filled == 0) {
        return;
    }
    bool is_low = filler(o, CST__FACT_MADE_LOW, rows) != CST__NONE;
    cst__fact fact = is_low ? CST__FACT_MADE_LOW : CST__FACT_MADE;
    size_t row = rows->row[fact];
    cst__way list = {.key = "assume"};
    cst__way item = {.up = &list, .index = row};
    cst__way set = {.up = &item, .key = "set"};
    cst__at at = {{.up = &set, .key = cst__fact_ids[fact]}, json_null(), NULL};
    char made_text[CST__NUMBER_TEXT];
    char low_text[CST__NUMBER_TEXT];
    cst__json_number_text((double)made / CST__BP, made_text);
    cst__json_number_text((double)low / CST__BP, low_text);
    cst__fault_at(a->reader, &at,
                  "with the row \"%s\" the offering \"%s\" has made_low %s above made %s",
                  a->assumptions->rows[row].id, o->id, low_text, made_text);
}

static void fill_all(assuming *a) {
    const cst_catalog *catalog = a->catalog;
    for (size_t f = 0; f < catalog->n_firms; f++) {
        a->firms[f] = catalog->firms[f];
        match_firm(a, f);
    }
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        first_rows rows;
        cst__offering *o = &a->offerings[i];
        *o = catalog->offerings[i];
        match_offering(a, i, &rows);
        o->n_filled = fill(a, &(subject){.o = o}, &rows, &o->filled);
        check_low(a, o, &rows);
    }
    for (size_t f = 0; f < catalog->n_firms; f++) {
        cst__firm *firm = &a->firms[f];
        firm->n_filled = fill(a, &(subject){.f = firm}, &a->of_firms[f], &firm->filled);
    }
}

/* ---------------------------------------------------------------- the whole */

/* The lists of a catalog with its facts filled. */
typedef struct outcome {
    cst__firm *firms;
    cst__offering *offerings;
    const char *id;
} outcome;

static void assume(cst__reader *reader, const cst__at *top, const cst_catalog *catalog,
                   const cst_assumptions *assumptions, outcome *out) {
    out->firms = cst__room(reader, catalog->n_firms, sizeof *out->firms);
    out->offerings = cst__room(reader, catalog->n_offerings, sizeof *out->offerings);
    out->id = cst__keep(reader, assumptions->id);
    assuming a = {.reader = reader,
                  .catalog = catalog,
                  .assumptions = assumptions,
                  .firms = out->firms,
                  .offerings = out->offerings,
                  .of_firms = cst__scratch(reader, catalog->n_firms, sizeof *a.of_firms)};
    check_ids(&a, top);
    if (a.firms && a.offerings && a.of_firms) {
        fill_all(&a);
    }
}

/* The arena gets all that the outcome holds. */
static cst_error try_to_assume(const cst_catalog *catalog, const cst_assumptions *assumptions,
                               cst__arena *arena, outcome *out, cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    if (catalog->rules != assumptions->rules || catalog->assumptions) {
        return CST_E_SETTING;
    }
    if (cst__reader_open(&reader, &assumptions->source, &assumptions->limits,
                         "consort-assumptions/1", arena, diagnostics, &top)) {
        assume(&reader, &top, catalog, assumptions, out);
    }
    return cst__reader_close(&reader);
}

cst_error cst_catalog_assume(cst_catalog *catalog, const cst_assumptions *assumptions,
                             cst_diagnostics *diagnostics) {
    outcome out = {NULL, NULL, NULL};
    cst_error error = try_to_assume(catalog, assumptions, catalog->arena, &out, diagnostics);
    if (error == CST_E_OK) {
        catalog->firms = out.firms;
        catalog->offerings = out.offerings;
        catalog->assumptions = out.id;
    }
    return error;
}

cst_error cst_assumptions_check(const cst_assumptions *assumptions, const cst_catalog *catalog,
                                cst_diagnostics *diagnostics) {
    outcome out = {NULL, NULL, NULL};
    cst__arena *arena = cst__arena_new();
    cst_error error =
        arena ? try_to_assume(catalog, assumptions, arena, &out, diagnostics) : CST_E_MEMORY;
    cst__arena_free(arena);
    return error;
}
