/*
 * markets.h - markets as they are read: tenders side by side, with what each of them weighs.
 */
#ifndef CST_MARKETS_H
#define CST_MARKETS_H

#include "model/model.h"

/* Begins with its id, by which the markets stand in order. */
typedef struct cst__market {
    const char *id;
    const char *region;     /* "" */
    int64_t weight_milli;   /* above 0 */
    cst_opportunity tender; /* in the arena of the markets: not to be freed */
} cst__market;

struct cst_markets {
    cst__arena *arena;
    const cst_rules *rules;     /* borrowed */
    const cst_catalog *catalog; /* borrowed, may be NULL: see cst_markets_read */
    const char *id;
    const char *title;    /* "" */
    cst__market *markets; /* by id */
    size_t n_markets;
};

#endif
