/*
 * fit.c - the fit of all offerings for all slots of many opportunities as one matrix product.
 *
 *     ratings [offering][name]  *  wants [name][ask]  =  weighted sums [offering][ask]
 *
 * where an ask is a slot of an opportunity that wants something. Ratings are whole basis points and
 * weights whole thousandths, at most 1e9 each and read under a bound that keeps every sum below
 * 2^53: the product is exact in doubles whatever the order of its additions, so that the division
 * afterwards rounds down the true mean.
 */
#include "solver/fit.h"

#include <stdlib.h>
#include <string.h>

#include "solver/dense.h"

/* A slot of an opportunity that wants something: one column of the wants. */
typedef struct ask {
    size_t opportunity, slot;
    double weights; /* their sum */
} ask;

typedef struct product {
    const cst_catalog *catalog;
    const char **names; /* rated and wanted, sorted */
    size_t n_names;
    ask *asks;
    size_t n_asks;
    double *ratings, *wants, *sums;
} product;

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t count_wants(const cst_opportunity *const *opportunities, size_t n, size_t *n_asks) {
    size_t wants = 0;
    *n_asks = 0;
    for (size_t k = 0; k < n; k++) {
        for (size_t s = 0; s < opportunities[k]->rules->n_slots; s++) {
            wants += opportunities[k]->slots[s].n_wants;
            *n_asks += opportunities[k]->slots[s].n_wants > 0;
        }
    }
    return wants;
}

/* The distinct names wanted, and the slots that want them. */
static bool list_asks(product *p, const cst_opportunity *const *opportunities, size_t n) {
    size_t room = count_wants(opportunities, n, &p->n_asks);
    p->names = malloc((room + 1) * sizeof *p->names);
    p->asks = malloc((p->n_asks + 1) * sizeof *p->asks);
    if (p->names == NULL || p->asks == NULL) {
        return false;
    }
    size_t a = 0;
    for (size_t k = 0; k < n; k++) {
        for (size_t s = 0; s < opportunities[k]->rules->n_slots; s++) {
            const cst__slot_ask *slot = &opportunities[k]->slots[s];
            if (slot->n_wants > 0) {
                p->asks[a++] = (ask){k, s, 0};
            }
            for (size_t i = 0; i < slot->n_wants; i++) {
                p->names[p->n_names++] = slot->wants[i].name;
            }
        }
    }
    qsort(p->names, p->n_names, sizeof *p->names, compare_names);
    size_t kept = 0;
    for (size_t i = 0; i < p->n_names; i++) {
        if (kept == 0 || strcmp(p->names[kept - 1], p->names[i]) != 0) {
            p->names[kept++] = p->names[i];
        }
    }
    p->n_names = kept;
    return true;
}

static size_t name_index(const product *p, const char *name) {
    const char **found = bsearch(&name, p->names, p->n_names, sizeof *p->names, compare_names);
    return found == NULL ? CST__NONE : (size_t)(found - p->names);
}

static void fill(product *p, const cst_opportunity *const *opportunities) {
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        const cst__offering *offering = &p->catalog->offerings[o];
        for (size_t i = 0; i < offering->n_ratings; i++) {
            size_t name = name_index(p, offering->ratings[i].name);
            if (name != CST__NONE) {
                p->ratings[o * p->n_names + name] = offering->ratings[i].share_bp;
            }
        }
    }
    for (size_t a = 0; a < p->n_asks; a++) {
        const cst__slot_ask *slot = &opportunities[p->asks[a].opportunity]->slots[p->asks[a].slot];
        for (size_t i = 0; i < slot->n_wants; i++) {
            double weight = (double)slot->wants[i].weight_milli;
            p->wants[name_index(p, slot->wants[i].name) * p->n_asks + a] = weight;
            p->asks[a].weights += weight;
        }
    }
}

static void divide(const product *p, int64_t *misfit_bp) {
    size_t n_offerings = p->catalog->n_offerings;
    for (size_t a = 0; a < p->n_asks; a++) {
        const ask *it = &p->asks[a];
        for (size_t o = 0; o < n_offerings; o++) {
            if (p->catalog->offerings[o].slot == it->slot) {
                int64_t fit = (int64_t)p->sums[o * p->n_asks + a] / (int64_t)it->weights;
                misfit_bp[it->opportunity * n_offerings + o] = CST__BP - fit;
            }
        }
    }
}

static bool make_matrices(product *p) {
    size_t n_offerings = p->catalog->n_offerings;
    p->ratings = calloc(n_offerings * p->n_names + 1, sizeof(double));
    p->wants = calloc(p->n_names * p->n_asks + 1, sizeof(double));
    p->sums = calloc(n_offerings * p->n_asks + 1, sizeof(double));
    return p->ratings != NULL && p->wants != NULL && p->sums != NULL;
}

cst_error cst__misfit(const cst_opportunity *const *opportunities, size_t n, int64_t *misfit_bp) {
    if (n == 0) {
        return CST_E_OK;
    }
    product p = {.catalog = opportunities[0]->catalog};
    memset(misfit_bp, 0, n * p.catalog->n_offerings * sizeof *misfit_bp);
    bool ok = list_asks(&p, opportunities, n) && make_matrices(&p);
    if (ok && p.n_asks > 0 && p.n_names > 0 && p.catalog->n_offerings > 0) {
        fill(&p, opportunities);
        cst__dense_product(p.catalog->n_offerings, p.n_asks, p.n_names, p.ratings, p.wants, p.sums);
        divide(&p, misfit_bp);
    }
    free(p.names);
    free(p.asks);
    free(p.ratings);
    free(p.wants);
    free(p.sums);
    return ok ? CST_E_OK : CST_E_MEMORY;
}
