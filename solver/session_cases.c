/*
 * session_cases.c - questions that ask for one thing more each, sorted into searches that answer
 * many of them.
 *
 * First each is held against what is known, and looked for near the cheapest package of the base.
 * Those of which a package is known then, whose costs are about the same, share a search (cases.h):
 * how far it has to go, and what its program may be made stronger for, is told by the dearest of
 * them. The others are asked by themselves.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/pool.h"
#include "solver/session.h"

enum {
    MOST_CASES = 32, /* of one search */
    LEAST_CASES = 5,
    FIRST_NODES = 1000, /* of a search: so many, and for each of its questions ... */
    NODES_EACH = 800,   /* ... so many, or where the base took long ... */
    TIMES_BASE = 3      /* ... so many times its nodes: as many as one by itself may take */
};

double cst__case_patience = 1;

/* Of one search: by how much the dearest package known may cost more than the cheapest. */
static const double most_spread = 0.003;

typedef struct sorting {
    cst__session *session;
    const cst__inquiry *base;
    const cst__extra *extras;
    cst__inquiry *inquiries; /* the caller's */
    size_t n;
    bool *answered; /* [n] by what is known */
    bool *alone;    /* [n] asked by itself from the beginning */
    size_t *order;  /* those with a package to begin with, cheapest first */
    size_t n_ordered;
    cst__case *cases;    /* [n] in that order */
    cst__cases_ask *ask; /* [n] */
    cst__inquiry *batch; /* [n] searches, and questions by themselves */
    size_t *of;          /* [n] of those the question */
    size_t n_searches, n_batch;
} sorting;

static bool begin(sorting *t) {
    size_t n = t->n + 1;
    t->answered = calloc(n, sizeof *t->answered);
    t->alone = calloc(n, sizeof *t->alone);
    t->order = malloc(n * sizeof *t->order);
    t->cases = calloc(n, sizeof *t->cases);
    t->ask = calloc(n, sizeof *t->ask);
    t->batch = calloc(n, sizeof *t->batch);
    t->of = malloc(n * sizeof *t->of);
    return t->answered != NULL && t->alone != NULL && t->order != NULL && t->cases != NULL &&
           t->ask != NULL && t->batch != NULL && t->of != NULL;
}

static void end(sorting *t) {
    free(t->answered);
    free(t->alone);
    free(t->order);
    free(t->cases);
    free(t->ask);
    free(t->batch);
    free(t->of);
}

/* ---------------------------------------------------------------- near what is known */

static int64_t cost_of(const cst__best *best) {
    return best->criteria.cost_cents;
}

/* One question: by what is known, or else the better of that and of what is near. */
static cst_error run_look(void *context, size_t task) {
    sorting *t = context;
    cst__session *s = t->session;
    cst__inquiry *q = &t->inquiries[task];
    size_t size = s->opportunity->catalog->n_offerings * sizeof *q->best.units;
    cst__inquiry near = cst__inquiry_on(s, s->opportunity);
    cst__case one = {.extra = t->extras[task]};
    cst__cases_ask ask = {
        .list = &one, .n = 1, .near = t->base->best.units, .floor_cents = q->floor_cents};
    cst_error error = cst__session_recall(s, q, &t->answered[task]);
    if (error != CST_E_OK || t->answered[task]) {
        return error;
    }
    near.cases = &ask;
    near.gap = q->gap;
    one.best.units = malloc(size + sizeof *one.best.units);
    error = one.best.units == NULL ? CST_E_MEMORY : cst__session_answer(s, &near);
    if (error == CST_E_OK && one.best.found &&
        (!q->best.found || cost_of(&one.best) < cost_of(&q->best))) {
        memcpy(q->best.units, one.best.units, size);
        q->best.found = true;
        q->best.criteria = one.best.criteria;
        q->best.anchor = one.best.anchor;
    }
    free(one.best.units);
    cst__inquiry_clear(&near);
    return error;
}

static cst_error look(sorting *t) {
    cst_error error = cst__pool_run((size_t)t->session->settings->threads, t->n, run_look, t);
    for (size_t i = 0; error == CST_E_OK && i < t->n; i++) {
        if (t->inquiries[i].best.found) {
            t->session->n_packages++;
            error = cst__session_learn(t->session, t->inquiries[i].best.units);
        }
    }
    return error;
}

/* ---------------------------------------------------------------- sorting */

/* By cost, and of equal ones by their place. */
static void put_in_order(sorting *t, size_t i) {
    size_t k = t->n_ordered++;
    int64_t cost = cost_of(&t->inquiries[i].best);
    for (; k > 0 && cost_of(&t->inquiries[t->order[k - 1]].best) > cost; k--) {
        t->order[k] = t->order[k - 1];
    }
    t->order[k] = i;
}

/* How many of the order, from the first on, one search may answer. */
static size_t count_alike(const sorting *t, size_t first) {
    double cost = (double)cost_of(&t->inquiries[t->order[first]].best);
    double most = cost + most_spread * fabs(cost);
    size_t n = 1;
    while (n < MOST_CASES && first + n < t->n_ordered &&
           (double)cost_of(&t->inquiries[t->order[first + n]].best) <= most) {
        n++;
    }
    return n;
}

/* Nodes that a search for n questions is granted. */
static long nodes_for(const sorting *t, size_t n) {
    long by_base = TIMES_BASE * t->base->nodes;
    long each = by_base > NODES_EACH ? by_base : NODES_EACH;
    double nodes = (double)FIRST_NODES + (double)each * (double)n;
    return (long)(cst__case_patience * nodes);
}

static void add_search(sorting *t, size_t first, size_t n) {
    const cst__inquiry *one = &t->inquiries[t->order[first]];
    cst__cases_ask *ask = &t->ask[t->n_batch];
    cst__inquiry *search = &t->batch[t->n_batch++];
    *ask = (cst__cases_ask){.list = &t->cases[first],
                            .n = n,
                            .floor_cents = one->floor_cents,
                            .any_tie = one->any_tie,
                            .most_nodes = nodes_for(t, n)};
    *search = cst__inquiry_on(t->session, t->session->opportunity);
    search->cases = ask;
    search->gap = one->gap;
    for (size_t k = first; k < first + n; k++) {
        const cst__inquiry *q = &t->inquiries[t->order[k]];
        t->cases[k] = (cst__case){t->extras[t->order[k]], q->best};
    }
    t->n_searches++;
}

static void add_alone(sorting *t, size_t i) {
    t->of[t->n_batch] = i;
    t->batch[t->n_batch++] = t->inquiries[i];
}

/* Searches for many first, since they take longest. */
static void sort(sorting *t) {
    for (size_t i = 0; i < t->n; i++) {
        t->alone[i] = !t->answered[i];
        if (!t->answered[i] && t->inquiries[i].best.found) {
            put_in_order(t, i);
        }
    }
    for (size_t k = 0, n = 0; k < t->n_ordered; k += n) {
        n = count_alike(t, k);
        if (n >= LEAST_CASES) {
            add_search(t, k, n);
        }
        for (size_t i = k; i < k + n; i++) {
            t->alone[t->order[i]] = n < LEAST_CASES;
        }
    }
    for (size_t i = 0; i < t->n; i++) {
        if (t->alone[i]) {
            add_alone(t, i);
        }
    }
}

/* ---------------------------------------------------------------- asking */

/* What a search says, to the questions it was for. */
static void take_cases(sorting *t, const cst__inquiry *search) {
    size_t first = (size_t)(search->cases->list - t->cases);
    for (size_t k = first; k < first + search->cases->n; k++) {
        cst__inquiry *q = &t->inquiries[t->order[k]];
        q->best = t->cases[k].best;
        q->searched = true;
        q->status = q->best.cost_proven ? CST_STATUS_SOLVED : CST_STATUS_LIMIT;
    }
}

static cst_error ask_batch(sorting *t) {
    cst_error error = cst__session_ask(t->session, t->batch, t->n_batch);
    for (size_t b = 0; b < t->n_batch; b++) {
        if (b < t->n_searches) {
            take_cases(t, &t->batch[b]);
            cst__inquiry_clear(&t->batch[b]);
        } else {
            t->inquiries[t->of[b]] = t->batch[b];
        }
    }
    for (size_t k = 0; error == CST_E_OK && t->n_searches > 0 && k < t->n_ordered; k++) {
        error = cst__session_learn(t->session, t->inquiries[t->order[k]].best.units);
    }
    return error;
}

/* What searches for many did not come to the end of, by itself. */
static cst_error ask_rest(sorting *t) {
    t->n_searches = 0;
    t->n_batch = 0;
    for (size_t i = 0; i < t->n; i++) {
        cst__inquiry *q = &t->inquiries[i];
        if (!t->answered[i] && !t->alone[i] && q->status == CST_STATUS_LIMIT) {
            q->floor_cents = q->best.bound_cents;
            add_alone(t, i);
        }
    }
    return cst__session_is_over(t->session) ? CST_E_OK : ask_batch(t);
}

static cst_error sort_and_ask(sorting *t) {
    sort(t);
    cst_error error = ask_batch(t);
    return error == CST_E_OK ? ask_rest(t) : error;
}

cst_error cst__session_ask_cases(cst__session *s, const cst__inquiry *base,
                                 const cst__extra *extras, cst__inquiry *inquiries, size_t n) {
    sorting t = {.session = s, .base = base, .extras = extras, .inquiries = inquiries, .n = n};
    if (n < LEAST_CASES || !base->best.found) {
        return cst__session_ask(s, inquiries, n);
    }
    cst_error error = begin(&t) ? look(&t) : CST_E_MEMORY;
    error = error == CST_E_OK ? sort_and_ask(&t) : error;
    end(&t);
    return error;
}
