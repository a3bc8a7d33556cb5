/*
 * diverse.c - how far the farthest package is, by cutting what is not known of it into thirds: a
 * question whether any package differs in so many members from all that are listed, two at a time.
 * Of those that are as far the cheapest is listed.
 */
#include "solver/diverse.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct spreader {
    cst__session *session;
    cst__diverse *d;
    const cst_catalog *catalog;
    const bool **earlier; /* [candidates] members of those listed */
    bool stopped;
} spreader;

int64_t cst__within_cents(int64_t cost_cents, double within) {
    int64_t bp = llround(within * CST__BP);
    cst__wide more = (cst__wide)(cost_cents > 0 ? cost_cents : 0) * bp / CST__BP;
    return cost_cents + (int64_t)more;
}

static size_t distance(const spreader *s, const bool *a, const bool *b) {
    size_t n = 0;
    for (size_t f = 0; f < s->catalog->n_firms; f++) {
        n += a[f] != b[f];
    }
    return n;
}

/* The least number of members by which it differs from one that is listed. */
static int nearest(const spreader *s, const bool *members) {
    size_t least = INT_MAX;
    for (size_t i = 0; i < s->d->slate.n_listed; i++) {
        size_t n = distance(s, members, s->earlier[i]);
        least = n < least ? n : least;
    }
    return (int)least;
}

/* Within the limit, at least so far from all that are listed. */
static cst__inquiry question(const spreader *s, int differ) {
    cst__inquiry q = cst__inquiry_on(s->session, s->session->opportunity);
    q.side.limit[CST_CRITERION_COST] = s->d->limit_cents;
    q.side.earlier = s->earlier;
    q.side.n_earlier = s->d->slate.n_listed;
    q.side.differ = differ;
    return q;
}

/* What is known of how far the farthest is: some package is at `low`, none beyond `high`. */
typedef struct span {
    int low, high;
} span;

static cst_error take(spreader *s, const cst__inquiry *q, span *known) {
    if (q->status == CST_STATUS_LIMIT) {
        s->stopped = true;
    } else if (q->best.found) {
        bool *members = malloc((s->catalog->n_firms + 1) * sizeof *members);
        if (members == NULL) {
            return CST_E_MEMORY;
        }
        cst__choice_members(s->catalog, q->best.units, members);
        int far = nearest(s, members);
        known->low = far > known->low ? far : known->low;
        free(members);
    } else if (q->side.differ - 1 < known->high) {
        known->high = q->side.differ - 1;
    }
    return CST_E_OK;
}

/* Thirds of what is open; one question where there is one value left. */
static cst_error narrow(spreader *s, span *known) {
    cst__inquiry questions[2];
    int open = known->high - known->low;
    int at[2] = {known->low + (open + 2) / 3, known->low + (2 * open + 2) / 3};
    size_t n = at[0] == at[1] ? 1 : 2;
    for (size_t i = 0; i < n; i++) {
        questions[i] = question(s, at[i]);
        questions[i].first = true;
    }
    cst_error error = cst__session_ask(s->session, questions, n);
    for (size_t i = 0; i < n; i++) {
        error = error == CST_E_OK ? take(s, &questions[i], known) : error;
        cst__inquiry_clear(&questions[i]);
    }
    return error;
}

/* Lists the answer of a question, if it has one. */
static cst_error list(spreader *s, cst__inquiry *q) {
    cst__slate *slate = &s->d->slate;
    cst_error error = CST_E_OK;
    s->stopped = s->stopped || q->status == CST_STATUS_LIMIT;
    if (q->best.found) {
        error = cst__slate_append(s->catalog, slate, &q->best);
    }
    if (error == CST_E_OK && q->best.found) {
        s->earlier[slate->n_listed - 1] = slate->listed[slate->n_listed - 1].members;
    }
    cst__inquiry_clear(q);
    return error;
}

static cst_error list_cheapest(spreader *s) {
    cst__inquiry q = cst__inquiry_on(s->session, s->session->opportunity);
    cst_error error = cst__session_ask(s->session, &q, 1);
    s->d->slate.none = q.status == CST_STATUS_INFEASIBLE;
    s->d->limit_cents =
        q.best.found ? cst__within_cents(q.best.criteria.cost_cents, s->session->settings->within)
                     : 0;
    cst_error listed = list(s, &q);
    return error == CST_E_OK ? listed : error;
}

/* The cheapest of those that are farthest from all listed; how far, 0 where none differs. */
static cst_error list_farthest(spreader *s, int most, int *far) {
    span known = {0, most};
    cst_error error = CST_E_OK;
    while (error == CST_E_OK && !s->stopped && known.low < known.high) {
        error = narrow(s, &known);
    }
    *far = known.low;
    if (error == CST_E_OK && !s->stopped && known.low > 0) {
        cst__inquiry q = question(s, known.low);
        error = cst__session_ask(s->session, &q, 1);
        cst_error listed = list(s, &q);
        error = error == CST_E_OK ? listed : error;
    }
    return error;
}

/* Two packages have no more members together than firms there are, or twice as many as they may. */
static int most_distance(const spreader *s) {
    int64_t most = s->session->opportunity->max_members;
    int64_t firms = (int64_t)s->catalog->n_firms;
    return (int)(most > firms / 2 ? firms : 2 * most);
}

/* In how many members any two of the listed differ at least; 0 where there is only one. */
static int spread_of(const spreader *s) {
    size_t least = 0;
    for (size_t i = 0; i < s->d->slate.n_listed; i++) {
        for (size_t j = 0; j < i; j++) {
            size_t n = distance(s, s->earlier[i], s->earlier[j]);
            least = least == 0 || n < least ? n : least;
        }
    }
    return (int)least;
}

static cst_error spread(spreader *s) {
    cst__diverse *d = s->d;
    cst_error error = list_cheapest(s);
    int far = most_distance(s);
    size_t wanted = (size_t)s->session->settings->candidates;
    while (error == CST_E_OK && !s->stopped && far > 0 && d->slate.n_listed > 0 &&
           d->slate.n_listed < wanted) {
        error = list_farthest(s, far, &far);
    }
    d->least = spread_of(s);
    /* Where fewer are listed than were asked for, all sets of members within the limit are. */
    bool all = d->slate.n_listed < wanted;
    d->bound = s->stopped ? INT_MAX : all ? d->least : 2 * d->least;
    d->slate.proven = !s->stopped;
    return error;
}

cst_error cst__diverse_find(cst__session *session, cst__diverse *diverse) {
    spreader s = {.session = session,
                  .d = diverse,
                  .catalog = session->opportunity->catalog,
                  .earlier = malloc((size_t)session->settings->candidates * sizeof *s.earlier)};
    *diverse = (cst__diverse){.least = 0};
    session->task = "diverse";
    cst_error error = s.earlier == NULL ? CST_E_MEMORY : spread(&s);
    free(s.earlier);
    return error;
}

void cst__diverse_end(cst__diverse *diverse) {
    cst__slate_clear(&diverse->slate);
}
