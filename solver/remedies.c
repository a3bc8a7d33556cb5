/*
 * remedies.c - what giving way in a single demand buys, demand by demand.
 *
 * A demand that alone could give way is a member of every conflict, so the first conflict names all
 * candidates. How far it must give way depends on its kind:
 *
 *   numbers   between the tender's, at which nothing fits, and one that a package reaches: halving,
 *             where every package found jumps to what it reaches itself. A budget needs none of
 *             that: what suffices is the cost of the cheapest package.
 *   lists     the fewest items taken out, and of those choices the one with the cheapest package;
 *   others    dropped (content: with fewer shares that may fall, where that is enough).
 */
#include "solver/remedies.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/remedy_parts.h"

static const cst_opportunity *tender_of(const cst__healer *h) {
    return h->session->opportunity;
}

/* ---------------------------------------------------------------- changes */

static const char *pointer_of(const cst__demand *demand) {
    return demand->kind == CST__DEMAND_RESIDENCY ? "residency/slots" : demand->shown.pointer;
}

cst_error cst__remedy_change(const cst__healer *h, const cst__demand *demand, const cst_level *to,
                             cst_change *change) {
    change->pointer = cst__arena_text(h->arena, pointer_of(demand));
    bool ok = change->pointer != NULL &&
              cst__level_keep(h->arena, &demand->shown.level, &change->from) &&
              cst__level_keep(h->arena, to, &change->to);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- one remedy */

/* What is being worked out: a tender that has given way, how, and what it lets in. */
typedef struct remedy {
    const cst__demand *demand; /* in the end `gamma` where content gives way in part */
    cst__demand gamma;
    cst_opportunity *tender; /* with the change; NULL: none yet */
    cst_level to;
    bool proven; /* no lesser change is enough */
} remedy;

static cst_error copy_tender(const cst__healer *h, cst_opportunity **copy) {
    *copy = cst__opportunity_copy(tender_of(h));
    return *copy == NULL ? CST_E_MEMORY : CST_E_OK;
}

static cst_error tender_at(const cst__healer *h, const cst__demand *demand, int64_t number,
                           cst_opportunity **copy) {
    cst_error error = copy_tender(h, copy);
    if (error == CST_E_OK) {
        cst__demand_set(demand, number, *copy);
    }
    return error;
}

static cst_error tender_without(const cst__healer *h, const cst__demand *demand,
                                cst_opportunity **copy) {
    cst_error error = copy_tender(h, copy);
    if (error == CST_E_OK) {
        cst__demand_drop(demand, *copy);
    }
    return error;
}

static cst_error ask_any(const cst__healer *h, const cst_opportunity *tender,
                         cst__inquiry *inquiry) {
    *inquiry = cst__inquiry_on(h->session, tender);
    inquiry->first = true;
    return cst__session_ask(h->session, inquiry, 1);
}

static cst_error drop(const cst__healer *h, remedy *r) {
    r->to = cst__demand_dropped(r->demand);
    r->proven = true;
    return tender_without(h, r->demand, &r->tender);
}

/* ---------------------------------------------------------------- numbers */

static int64_t distance(int64_t a, int64_t b) {
    return a > b ? a - b : b - a;
}

/* Two levels that packages reach differ by a multiple of this. */
static int64_t step_of(const cst__healer *h, const cst__demand *demand) {
    const cst_catalog *catalog = tender_of(h)->catalog;
    int64_t step = 0;
    if (demand->kind != CST__DEMAND_AMOUNT) {
        return 1;
    }
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__offering *offering = &catalog->offerings[o];
        for (size_t a = 0; a < offering->n_provides; a++) {
            bool same = offering->provides[a].resource == demand->of;
            step = cst__common_divisor(same ? offering->provides[a].milli : 0, step);
        }
        for (size_t a = 0; a < offering->n_consumes; a++) {
            bool same = offering->consumes[a].resource == demand->of;
            step = cst__common_divisor(same ? offering->consumes[a].milli : 0, step);
        }
    }
    return step > 0 ? step : 1;
}

/* What a package that answers an inquiry reaches. */
static int64_t reached_by(const cst__healer *h, const cst__demand *demand,
                          const cst__inquiry *inquiry) {
    cst__measured choice = {inquiry->best.units, &inquiry->best.criteria, h->lattice->resides};
    return cst__demand_reached(demand, inquiry->tender, &choice);
}

/* Tries a number halfway; moves `bad` (nothing fits) or `good` (a package reaches it). */
static cst_error try_number(const cst__healer *h, const cst__demand *demand, int64_t number,
                            int64_t *bad, int64_t *good, bool *decided) {
    cst_opportunity *tender = NULL;
    cst__inquiry inquiry = {0};
    cst_error error = tender_at(h, demand, number, &tender);
    if (error == CST_E_OK) {
        error = ask_any(h, tender, &inquiry);
    }
    *decided = inquiry.status != CST_STATUS_LIMIT;
    if (error == CST_E_OK && inquiry.best.found) {
        *good = reached_by(h, demand, &inquiry);
    } else if (error == CST_E_OK && *decided) {
        *bad = number;
    }
    cst__inquiry_clear(&inquiry);
    cst_opportunity_free(tender);
    return error;
}

/* The number nearest to the tender's at which a package is let in. */
static cst_error halve(const cst__healer *h, remedy *r, int64_t good) {
    int64_t bad = r->demand->shown.level.number;
    int64_t step = step_of(h, r->demand);
    cst_error error = CST_E_OK;
    r->proven = true;
    while (error == CST_E_OK && r->proven && distance(bad, good) > step) {
        int64_t middle = bad < good ? bad + (good - bad) / 2 : bad - (bad - good) / 2;
        error = try_number(h, r->demand, middle, &bad, &good, &r->proven);
    }
    r->to = cst__demand_level(r->demand, good);
    return error == CST_E_OK ? tender_at(h, r->demand, good, &r->tender) : error;
}

/* The budget that suffices is the cost of the cheapest package, to the cent. */
static cst_error raise_budget(const cst__healer *h, remedy *r) {
    cst_opportunity *free_tender = NULL;
    cst_error error = tender_without(h, r->demand, &free_tender);
    if (error != CST_E_OK) {
        return error;
    }
    cst__inquiry inquiry = cst__inquiry_on(h->session, free_tender);
    inquiry.gap = 0;
    error = cst__session_ask(h->session, &inquiry, 1);
    if (error == CST_E_OK && inquiry.best.found) {
        int64_t cost = inquiry.best.criteria.cost_cents;
        r->proven = inquiry.best.cost_proven;
        r->to = cst__demand_level(r->demand, cost);
        error = tender_at(h, r->demand, cost, &r->tender);
    }
    cst__inquiry_clear(&inquiry);
    cst_opportunity_free(free_tender);
    return error;
}

/* ---------------------------------------------------------------- lists */

/* More choices of items than this are not gone through. */
enum { MOST_CHOICES = 4096, BATCH = 64 };

/* Choices of items to take out, each with the question about its tender. */
typedef struct choices {
    bool *kept; /* [BATCH][n_items] */
    cst__asking asking;
} choices;

/* Steps to the next combination of k among n; false after the last. */
static bool next_combination(size_t *picked, size_t k, size_t n) {
    for (size_t i = k; i-- > 0;) {
        if (picked[i] < n - k + i) {
            picked[i]++;
            for (size_t j = i + 1; j < k; j++) {
                picked[j] = picked[j - 1] + 1;
            }
            return true;
        }
    }
    return false;
}

static cst_error add_choice(const cst__healer *h, const cst__demand *demand, const size_t *picked,
                            size_t k, choices *c) {
    size_t n_items = demand->shown.level.n_items;
    bool *kept = c->kept + c->asking.n * n_items;
    for (size_t i = 0; i < n_items; i++) {
        kept[i] = true;
    }
    for (size_t i = 0; i < k; i++) {
        kept[picked[i]] = false;
    }
    cst_opportunity *tender = NULL;
    cst_error error = copy_tender(h, &tender);
    if (error == CST_E_OK) {
        cst__demand_keep(demand, kept, tender);
        cst__asking_add(&c->asking, h->session, tender);
    }
    return error;
}

/* The cheapest over all choices so far. */
typedef struct cheapest_list {
    bool found;
    int64_t cost_cents;
    bool *kept; /* [n_items] */
} cheapest_list;

static cst_error compare_choices(const cst__healer *h, remedy *r, choices *c, cheapest_list *best) {
    size_t n_items = r->demand->shown.level.n_items;
    cst__asking *a = &c->asking;
    cst_error error = cst__session_ask(h->session, a->inquiries, a->n);
    for (size_t i = 0; error == CST_E_OK && i < a->n; i++) {
        const cst__best *it = &a->inquiries[i].best;
        r->proven = r->proven && a->inquiries[i].status != CST_STATUS_LIMIT;
        if (it->found && (!best->found || it->criteria.cost_cents < best->cost_cents)) {
            best->found = true;
            best->cost_cents = it->criteria.cost_cents;
            memcpy(best->kept, c->kept + i * n_items, n_items * sizeof(bool));
        }
    }
    cst__asking_clear(a);
    return error;
}

/* All ways to take k items out. */
static cst_error take_out(const cst__healer *h, remedy *r, size_t *picked, size_t k, choices *c,
                          cheapest_list *best) {
    size_t n_items = r->demand->shown.level.n_items;
    cst_error error = CST_E_OK;
    for (size_t i = 0; i < k; i++) {
        picked[i] = i;
    }
    do {
        error = add_choice(h, r->demand, picked, k, c);
        if (error == CST_E_OK && c->asking.n == BATCH) {
            error = compare_choices(h, r, c, best);
        }
    } while (error == CST_E_OK && next_combination(picked, k, n_items));
    return error == CST_E_OK ? compare_choices(h, r, c, best) : error;
}

static double count_combinations(size_t k, size_t n) {
    double count = 1;
    for (size_t i = 0; i < k; i++) {
        count *= (double)(n - i) / (double)(i + 1);
    }
    return count;
}

/* Fewer items first; where the ways are too many, what the known package leaves unmet. */
static cst_error shorten(const cst__healer *h, remedy *r, const cst__witness *witness, choices *c,
                         size_t *picked, cheapest_list *best) {
    size_t n = r->demand->shown.level.n_items;
    cst_error error = CST_E_OK;
    r->proven = true;
    for (size_t k = 1; error == CST_E_OK && r->proven && !best->found && k <= n; k++) {
        if (count_combinations(k, n) > MOST_CHOICES) {
            r->proven = false;
        } else {
            error = take_out(h, r, picked, k, c, best);
        }
    }
    if (error == CST_E_OK && !best->found) {
        cst__measured choice = cst__lattice_measure(h->lattice, witness);
        cst__demand_met_items(r->demand, tender_of(h), &choice, best->kept);
        r->proven = false;
    }
    return error;
}

static cst_error shorten_list(const cst__healer *h, remedy *r, const cst__witness *witness) {
    size_t n = r->demand->shown.level.n_items;
    choices c = {.kept = malloc(BATCH * n * sizeof(bool))};
    cheapest_list best = {.kept = malloc(n * sizeof(bool))};
    size_t *picked = malloc(n * sizeof *picked);
    cst_error error = CST_E_MEMORY;
    if (cst__asking_begin(&c.asking, BATCH) && c.kept != NULL && best.kept != NULL &&
        picked != NULL) {
        error = shorten(h, r, witness, &c, picked, &best);
    }
    if (error == CST_E_OK) {
        error = copy_tender(h, &r->tender);
    }
    if (error == CST_E_OK) {
        cst__demand_keep(r->demand, best.kept, r->tender);
        bool ok = cst__demand_level_of(r->demand, best.kept, h->arena, &r->to);
        error = ok ? CST_E_OK : CST_E_MEMORY;
    }
    cst__asking_end(&c.asking);
    free(c.kept);
    free(best.kept);
    free(picked);
    return error;
}

/* ---------------------------------------------------------------- content */

/* With no share that may fall at all, if that is enough, and then with as many as can be; else it
 * is dropped. */
static cst_error ease_content(const cst__healer *h, remedy *r) {
    int64_t bad = tender_of(h)->content_gamma;
    int64_t good = bad;
    bool decided = true;
    cst_error error = CST_E_OK;
    if (bad > 0) {
        r->gamma = cst__demand_gamma(tender_of(h));
        error = try_number(h, &r->gamma, 0, &bad, &good, &decided);
    }
    if (error == CST_E_OK && good == 0 && tender_of(h)->content_gamma > 0) {
        r->demand = &r->gamma;
        return halve(h, r, good);
    }
    if (error == CST_E_OK) {
        error = drop(h, r);
        r->proven = decided;
    }
    return error;
}

/* ---------------------------------------------------------------- single remedies */

static cst_error least_change(const cst__healer *h, const cst__witness *witness, remedy *r) {
    if (r->demand->kind == CST__DEMAND_BUDGET) {
        return raise_budget(h, r);
    }
    if (r->demand->kind == CST__DEMAND_CONTENT) {
        return ease_content(h, r);
    }
    if (cst__demand_has_steps(r->demand)) {
        cst__measured choice = cst__lattice_measure(h->lattice, witness);
        return halve(h, r, cst__demand_reached(r->demand, tender_of(h), &choice));
    }
    if (r->demand->shown.level.measure == CST_MEASURE_LIST) {
        return shorten_list(h, r, witness);
    }
    return drop(h, r);
}

cst_error cst__remedy_buy(const cst__healer *h, const cst_opportunity *tender, int64_t floor_cents,
                          cst_outcome *outcome) {
    cst__inquiry inquiry = cst__inquiry_on(h->session, tender);
    inquiry.floor_cents = floor_cents;
    cst_error error = cst__session_ask(h->session, &inquiry, 1);
    if (error == CST_E_OK) {
        error = cst__inquiry_outcome(&inquiry, h->arena, outcome);
    }
    cst__inquiry_clear(&inquiry);
    return error;
}

static cst_error add_remedy(const cst__healer *h, const remedy *r) {
    cst_remedy *added = &h->out->remedies[h->out->n_remedies];
    added->changes = cst__arena_alloc(h->arena, 1, sizeof *added->changes);
    if (added->changes == NULL) {
        return CST_E_MEMORY;
    }
    added->n_changes = 1;
    added->proven = r->proven;
    cst_error error = cst__remedy_change(h, r->demand, &r->to, &added->changes[0]);
    if (error == CST_E_OK) {
        error = cst__remedy_buy(h, r->tender, INT64_MIN, &added->outcome);
    }
    h->out->n_remedies += error == CST_E_OK;
    return error;
}

/* Whether giving way alone is enough, and then how far. */
static cst_error try_demand(const cst__healer *h, size_t d) {
    bool *others = cst__lattice_set(h->lattice);
    if (others == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < h->lattice->demands.n; i++) {
        others[i] = i != d;
    }
    cst_status status = CST_STATUS_LIMIT;
    const cst__witness *witness = NULL;
    cst_error error = cst__lattice_ask(h->lattice, others, &status, &witness);
    if (error == CST_E_OK && status == CST_STATUS_LIMIT) {
        h->out->remedies_complete = false;
    }
    if (error != CST_E_OK || status != CST_STATUS_SOLVED) {
        return error;
    }
    const cst__demand *demand = &h->lattice->demands.list[d];
    remedy r = {.demand = demand};
    error = least_change(h, witness, &r);
    if (error == CST_E_OK && r.tender != NULL) {
        error = add_remedy(h, &r);
    } else if (error == CST_E_OK) { /* stopped before it was known how far */
        h->out->remedies_complete = false;
    }
    cst_opportunity_free(r.tender);
    return error;
}

/* Without a conflict that is known every demand is a candidate. */
static cst_error find_singles(const cst__healer *h) {
    size_t n = h->lattice->demands.n;
    h->out->remedies = cst__arena_alloc(h->arena, n, sizeof *h->out->remedies);
    h->out->remedies_complete = true;
    cst_error error = h->out->remedies == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t d = 0; error == CST_E_OK && d < n; d++) {
        if (h->conflicts->found.n == 0 || h->conflicts->found.item[0][d]) {
            error = try_demand(h, d);
        }
    }
    return error;
}

/* Whether some demand could give way at all; not known where no conflict is. */
static bool can_be_helped(const cst__healer *h) {
    const cst__sets *found = &h->conflicts->found;
    for (size_t d = 0; found->n > 0 && d < h->lattice->demands.n; d++) {
        if (found->item[0][d]) {
            return true;
        }
    }
    return found->n == 0;
}

cst_error cst__remedies_find(cst__lattice *lattice, cst__conflicts *conflicts, cst__arena *arena,
                             cst_infeasibility *out) {
    cst__healer h = {.lattice = lattice,
                     .session = lattice->session,
                     .conflicts = conflicts,
                     .arena = arena,
                     .out = out};
    cst_error error = find_singles(&h);
    if (error == CST_E_OK && out->n_remedies == 0 && out->remedies_complete && can_be_helped(&h)) {
        error = cst__combination_find(&h);
    }
    return error;
}
