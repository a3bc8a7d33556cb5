/*
 * json_write.h - what the writers of JSON share: values as decimals, keys that note a failed
 * allocation, a tree as text. Used by all *_json.c.
 *
 * Numbers. Jansson writes a number that is not whole from a double, with as many significant digits
 * as asked. 15 digits are the most that every double carries faithfully: with them an amount of up
 * to 15 digits, which is money up to 1e13 with its cents, comes out as the decimal that was meant
 * and no longer (0.51, not 0.51000000000000001). A result with a longer amount that is not whole is
 * written with 17 digits, which name the double exactly at the price of such tails. From 7e13 on a
 * double no longer tells one cent from the next. Whole amounts are JSON integers, exact throughout.
 */
#ifndef CST_JSON_WRITE_H
#define CST_JSON_WRITE_H

#include <jansson.h>
#include <stdlib.h>

#include "consort/menu.h"
#include "model/model.h"

/* Largest whole number of 15 digits, and the digits that name any double exactly. */
#define LARGEST_15_DIGITS INT64_C(999999999999999)
enum { DIGITS_FAITHFUL = 15, DIGITS_EXACT = 17 };

/* What writing remembers: a failed allocation, and how many digits the longest amount needs. */
typedef struct writer {
    bool out_of_memory;
    int digits;
} writer;

/* ---------------------------------------------------------------- values */

/* A decimal of so many units of which per_one make 1: the shortest form, an integer when whole. */
static inline json_t *decimal(writer *w, int64_t amount, int64_t per_one) {
    if (amount % per_one == 0) {
        return json_integer(amount / per_one);
    }
    if (amount > LARGEST_15_DIGITS || amount < -LARGEST_15_DIGITS) {
        w->digits = DIGITS_EXACT;
    }
    return json_real((double)amount / (double)per_one);
}

static inline json_t *real(double value) {
    bool whole = value >= -1e9 && value <= 1e9 && (double)(int64_t)value == value;
    return whole ? json_integer((int64_t)value) : json_real(value);
}

/* Takes value, which may be NULL when memory was out. */
static inline void put(writer *w, json_t *object, const char *key, json_t *value) {
    if (json_object_set_new(object, key, value) != 0) {
        w->out_of_memory = true;
    }
}

static inline void add(writer *w, json_t *array, json_t *value) {
    if (json_array_append_new(array, value) != 0) {
        w->out_of_memory = true;
    }
}

static inline void put_text(writer *w, json_t *object, const char *key, const char *text) {
    put(w, object, key, json_string(text));
}

/* An extra fact, left out where there is none. */
static inline void put_known(writer *w, json_t *object, const char *key, const char *text) {
    if (text != NULL && text[0] != '\0') {
        put_text(w, object, key, text);
    }
}

static inline void put_count(writer *w, json_t *object, const char *key, int64_t count) {
    put(w, object, key, json_integer(count));
}

static inline void put_money(writer *w, json_t *object, const char *key, int64_t cents) {
    put(w, object, key, decimal(w, cents, 100));
}

static inline void put_share(writer *w, json_t *object, const char *key, int64_t bp) {
    put(w, object, key, decimal(w, bp, CST__BP));
}

static inline void put_amount(writer *w, json_t *object, const char *key, int64_t milli) {
    put(w, object, key, decimal(w, milli, CST__MILLI));
}

/* The value of a criterion, or a difference of two. */
static inline json_t *write_criterion(writer *w, cst_criterion criterion, int64_t value) {
    switch (criterion) {
        case CST_CRITERION_COST:
            return decimal(w, value, 100);
        case CST_CRITERION_US_CONTENT:
        case CST_CRITERION_MISFIT:
        case CST_CRITERION_LARGEST_SHARE:
            return decimal(w, value, CST__BP);
        case CST_CRITERION_DELIVERY:
        case CST_CRITERION_MEMBERS:
        case CST_CRITERION_LICENCES:
        case CST_N_CRITERIA:
        default:
            return json_integer(value);
    }
}

/* New list of texts. */
static inline json_t *write_texts(writer *w, const char *const *texts, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        add(w, list, json_string(texts[i]));
    }
    return list;
}

/* What a package is called best at [CST_N_CRITERIA]. */
static inline json_t *write_labels(writer *w, const bool *best_at) {
    json_t *labels = json_array();
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (best_at[c]) {
            add(w, labels, json_string(cst_criterion_id((cst_criterion)c)));
        }
    }
    return labels;
}

static inline json_t *write_member_ids(writer *w, const cst_package *package) {
    json_t *ids = json_array();
    for (size_t i = 0; i < package->n_members; i++) {
        add(w, ids, json_string(package->members[i].firm));
    }
    return ids;
}

/* ---------------------------------------------------------------- the text */

/* The text of a tree with a newline at its end, which is measured first, so that the memory is the
 * C library's and not jansson's, whose allocator a program may have replaced. Takes the tree. */
static inline cst_error print_as(const writer *w, size_t layout, json_t *tree, char **text,
                                 size_t *size) {
    size_t flags = layout | JSON_REAL_PRECISION((size_t)w->digits);
    size_t n = w->out_of_memory || tree == NULL ? 0 : json_dumpb(tree, NULL, 0, flags);
    char *made = n == 0 ? NULL : malloc(n + 2);
    if (made != NULL && json_dumpb(tree, made, n, flags) != n) {
        free(made);
        made = NULL;
    }
    json_decref(tree);
    if (made != NULL) {
        made[n] = '\n';
        made[n + 1] = '\0';
    }
    *text = made;
    *size = made == NULL ? 0 : n + 1;
    return made == NULL ? CST_E_MEMORY : CST_E_OK;
}

static inline cst_error print(const writer *w, json_t *tree, char **text, size_t *size) {
    return print_as(w, JSON_INDENT(2), tree, text, size);
}

/* The same on one line. */
static inline cst_error print_line(const writer *w, json_t *tree, char **text, size_t *size) {
    return print_as(w, JSON_COMPACT, tree, text, size);
}

/* ---------------------------------------------------------------- parts, in files of their own */

/* New objects, NULL when memory is out. (result_json.c; bars: explain_json.c) */
json_t *cst__write_package(writer *w, const cst_package *package);
json_t *cst__write_criteria(writer *w, const cst_criteria *criteria);
json_t *cst__write_refusal(writer *w, const cst_refusal *refusal);
json_t *cst__write_bar(writer *w, const cst_bar *bar);
json_t *cst__write_result(writer *w, const cst_result *result);

/* What is told of a package only where it is asked for: its keys "risk" and "resilience", those of
 * the same names in the settings, and the key "shocks" of a result. (risk_json.c) */
void cst__put_risk(writer *w, json_t *object, const cst_package *package);
void cst__put_risk_asked(writer *w, json_t *settings, const cst_asked *asked);
void cst__put_shocks(writer *w, json_t *object, const cst_result *result);

/* The keys "conflicts" and "remedies" of a result, empty where nothing_fits is NULL, and what else
 * is known of why nothing fits. (nothing_fits_json.c) */
void cst__put_nothing_fits(writer *w, json_t *object, const cst_infeasibility *nothing_fits);

/* What a menu is asked beside numbers and limits: kinds of team, shared capacity, kept teams. */
void cst__put_menu_asked(writer *w, json_t *object, const cst_menu *menu);

/* What a tender asks: under the key its value (null: nothing), under "measure" and, of an amount,
 * "unit" how that is to be read. */
void cst__put_value(writer *w, json_t *object, const char *key, const cst_level *level);
void cst__put_measure(writer *w, json_t *object, const cst_level *level);

/* The keys "status", "cost" and "package" of an outcome; the latter two null where none was found.
 */
void cst__put_outcome(writer *w, json_t *object, const cst_outcome *outcome);

#endif
