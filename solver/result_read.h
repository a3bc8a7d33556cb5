/*
 * result_read.h - what the readers of results share: sums and lists of ids by key, and the parts
 * that stand in files of their own.
 */
#ifndef CST_RESULT_READ_H
#define CST_RESULT_READ_H

#include "consort/explain.h"
#include "model/reader.h"

#define MOST_SUM INT64_C(9000000000000000000) /* scaled: of a catalog in cents, of a ledger */

/* What a sum is called and how it is held. Unlike the inputs of a catalog a sum may be large, and
 * where discounts exceed prices negative. */
typedef struct unit_of {
    const char *words;
    int64_t scale;
} unit_of;

static const unit_of money = {"an amount of money up to 9e16 with at most 2 decimal places", 100};
static const unit_of amount = {"an amount up to 9e15 with at most 3 decimal places", CST__MILLI};
static const unit_of shares = {"a sum of shares with at most 4 decimal places", CST__BP};

/* The sum at hand. */
static inline int64_t as_sum(cst__reader *r, const cst__at *at, const unit_of *unit,
                             int64_t otherwise) {
    int64_t sum = 0;
    if (json_is_number(at->value) &&
        cst__json_scaled(at->value, unit->scale, &sum) == CST__SCALED && sum >= -MOST_SUM &&
        sum <= MOST_SUM) {
        return sum;
    }
    cst__fault_found(r, at, unit->words);
    return otherwise;
}

static inline int64_t read_sum(cst__reader *r, const cst__at *up, const char *key, cst__need need,
                               const unit_of *unit, int64_t otherwise) {
    cst__at at = cst__get(up, key);
    return cst__present(r, &at, need) ? as_sum(r, &at, unit, otherwise) : otherwise;
}

/* A number from 0 to most. */
static inline double read_real(cst__reader *r, const cst__at *up, const char *key, cst__need need,
                               double most) {
    cst__at at = cst__get(up, key);
    if (!cst__present(r, &at, need)) {
        return 0;
    }
    double number = json_number_value(at.value);
    if (!json_is_number(at.value) || number < 0 || number > most) {
        cst__fault_at(r, &at, "expected a number from 0 to %.15g, found %s", most,
                      cst__found(r, at.value));
        return 0;
    }
    return number;
}

/* A list of ids in the order of the file. */
static inline const char **read_ids(cst__reader *r, const cst__at *up, const char *key, size_t *n) {
    cst__at list;
    *n = 0;
    size_t length = cst__list(r, up, key, CST__REQUIRED, &list);
    const char **ids = cst__room(r, length, sizeof *ids);
    for (size_t i = 0; ids != NULL && i < length; i++) {
        cst__at at = cst__item(r, &list, i);
        const char *text = cst__as_text(r, &at);
        ids[(*n)++] = cst__keep(r, text == NULL ? "" : text);
    }
    return ids;
}

/* Reads a package from an object of the file. (result_read.c) */
void cst__read_package(cst__reader *r, const cst__at *at, cst_package *package);

/* New list of the refusals under a key, which may be left out. (result_read.c) */
cst_refusal *cst__read_refused(cst__reader *r, const cst__at *up, const char *key, size_t *n);

/* The refusal in an object, whose keys are known already. (result_read.c) */
cst_refusal cst__read_refusal(cst__reader *r, const cst__at *at);

/* Reads a whole result from an object of the file, which gives its format. (result_read.c) */
void cst__read_result(cst__reader *r, const cst__at *at, cst_result *result);

/* Reads what is told of a package only where it is asked for; without the keys NULL. What of it was
 * asked for stands in the settings, and the shocks at the top of the file. (risk_read.c) */
void cst__read_risk(cst__reader *r, const cst__at *at, cst_package *package);
void cst__read_risk_asked(cst__reader *r, const cst__at *settings, cst_asked *asked);
void cst__read_shocks(cst__reader *r, const cst__at *top, cst_shocks *shocks);

/* The level of a demand in an object: its "value", "measure" and "unit". (nothing_fits_read.c) */
cst_level cst__read_level(cst__reader *r, const cst__at *at, const char *pointer);

/* Reads why nothing fits, where the top of a file says so; else leaves it NULL.
 * (nothing_fits_read.c) */
void cst__read_nothing_fits(cst__reader *r, const cst__at *top, cst_result *result);

#endif
