/* menu_demands.c - in which markets a team that is asked for is possible. */
#include "solver/menu_demands.h"

/* The tag alone is a word like any other: the tests of origin and lineage are made of an offering
 * that states its weights. */
void cst__open_weights(const cst_catalog *catalog, bool *open) {
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__offering *it = &catalog->offerings[o];
        open[o] = it->has_weights && cst__texts_has(&it->capabilities, "weights:open") &&
                  !cst__texts_has(&it->capabilities, "weights:closed");
    }
}

/* Which of the open markets these firms can serve, asked as entries from `first` on. */
static cst_error ask_all(cst__serving *s, const bool *open_markets, const uint64_t *firms,
                         size_t first, cst__can *can) {
    cst__request *requests = calloc(s->n_markets + 1, sizeof *requests);
    size_t n = 0;
    if (requests == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t m = 0; m < s->n_markets; m++) {
        can[m] = CST__CAN_NOT;
        if (open_markets[m]) {
            requests[n++] = cst__request_on(first + m, firms, CST__NONE);
        }
    }
    cst_error error = cst__serving_ask(s, requests, n);
    bool searched = false; /* else nothing is new, as in a run that is gone on with */
    for (size_t i = 0; i < n; i++) {
        can[cst__serving_market(s, requests[i].market)] = requests[i].can;
        searched = searched || requests[i].searched;
    }
    free(requests);
    return error == CST_E_OK && searched ? cst__serving_share(s) : error;
}

static cst_error ask_open(cst__serving *s, const bool *open_markets, cst__menu_demands *d) {
    cst__firms all = cst__firms_all(s->n_firms);
    if (all == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = ask_all(s, open_markets, all, s->n_markets, d->open_can);
    free(all);
    return error;
}

cst_error cst__menu_demands_new(const cst__serving *s, bool small_team, const bool *open_weights,
                                cst__menu_demands *d) {
    const cst_catalog *catalog = s->markets->catalog;
    *d = (cst__menu_demands){.small_team = small_team,
                             .open_team = open_weights != NULL,
                             .open_weights = open_weights,
                             .small = cst__firms_new(s->words),
                             .small_can = calloc(s->n_markets + 1, sizeof *d->small_can),
                             .open_can = calloc(s->n_markets + 1, sizeof *d->open_can)};
    if (d->small == NULL || d->small_can == NULL || d->open_can == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t f = 0; small_team && f < catalog->n_firms; f++) {
        if (catalog->firms[f].size == CST__SIZE_SMALL) {
            cst__firms_put(d->small, f);
        }
    }
    return CST_E_OK;
}

cst_error cst__menu_demands_search(cst__serving *s, const bool *open_markets,
                                   cst__menu_demands *d) {
    cst_error error =
        d->small_team ? ask_all(s, open_markets, d->small, 0, d->small_can) : CST_E_OK;
    if (error == CST_E_OK && d->open_team) {
        error = ask_open(s, open_markets, d);
    }
    return error;
}

void cst__menu_demands_clear(cst__menu_demands *d) {
    free(d->small);
    free(d->small_can);
    free(d->open_can);
    *d = (cst__menu_demands){0};
}
