/*
 * pricing.c - tables of cheapest completions, then the search they cut off. See pricing.h.
 */
#include "solver/pricing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/pricing_tables.h"

enum {
    MOST_WHOLE = 16, /* units up to which an item is not loose */
    MOST_OPEN = 16   /* loose items of one set */
};

cst__pricer *cst__pricer_new(size_t n_items) {
    cst__pricer *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return NULL;
    }
    size_t n = n_items + 1;
    p->n_items = n_items;
    p->marks = malloc(n * sizeof *p->marks);
    p->charge = malloc(n * sizeof *p->charge);
    p->cover = malloc(n * sizeof *p->cover);
    p->own_gain = malloc(n * sizeof *p->own_gain);
    p->group_of = malloc(n * sizeof *p->group_of);
    p->ranked = malloc(n * sizeof *p->ranked);
    p->order = malloc(n * sizeof *p->order);
    p->bound = malloc(n * sizeof *p->bound);
    p->cluster_lead = malloc(n * sizeof *p->cluster_lead);
    p->next_offering = malloc(n * sizeof *p->next_offering);
    p->loose = malloc(n * sizeof *p->loose);
    p->high = malloc(n * sizeof *p->high);
    p->kept_start = malloc((n + 1) * sizeof *p->kept_start);
    if (p->marks == NULL || p->charge == NULL || p->cover == NULL || p->own_gain == NULL ||
        p->group_of == NULL || p->ranked == NULL || p->order == NULL || p->bound == NULL ||
        p->cluster_lead == NULL || p->next_offering == NULL || p->loose == NULL ||
        p->high == NULL || p->kept_start == NULL) {
        cst__pricer_free(p);
        return NULL;
    }
    return p;
}

void cst__pricer_free(cst__pricer *p) {
    if (p == NULL) {
        return;
    }
    for (int g = 0; g < p->room_groups; g++) {
        free(p->groups[g].own);
        free(p->groups[g].after);
    }
    free(p->groups);
    free(p->marks);
    free(p->charge);
    free(p->cover);
    free(p->own_gain);
    free(p->group_of);
    free(p->ranked);
    free(p->order);
    free(p->bound);
    free(p->cluster_lead);
    free(p->next_offering);
    free(p->loose);
    free(p->high);
    free(p->set_cover);
    free(p->kept);
    free(p->kept_start);
    free(p->fresh);
    free(p->paid_for);
    free(p->fresh_rest);
    free(p->paid_rest);
    free(p);
}

/* ---------------------------------------------------------------- tags */

/* Tags that an item in play has; those that are needed and that none has, so that the charge for
 * them is certain. */
static void look_at_tags(cst__pricer *p) {
    const cst__quote *q = p->quote;
    uint64_t has = 0;
    uint64_t needs = 0;
    for (size_t i = 0; i < p->block->n_items; i++) {
        if (cst__is_open(q, (int)i)) {
            has |= p->block->items[i].has;
            needs |= p->block->items[i].needs;
        }
    }
    p->open_has = has;
    p->stuck = needs & ~has;
    p->all_rewards = 0;
    for (uint64_t t = has; t != 0; t &= t - 1) {
        p->all_rewards += q->tag_reward[__builtin_ctzll(t)];
    }
}

static double rewards(const cst__quote *q, uint64_t tags) {
    double sum = 0;
    for (uint64_t t = tags; t != 0; t &= t - 1) {
        sum += q->tag_reward[__builtin_ctzll(t)];
    }
    return sum;
}

static double charges(const cst__quote *q, uint64_t tags) {
    double sum = 0;
    for (uint64_t t = tags; t != 0; t &= t - 1) {
        sum += q->tag_charge[__builtin_ctzll(t)];
    }
    return sum;
}

/* ---------------------------------------------------------------- items in play */

/* No configuration with the item is cheaper than this. */
static double bound_item(cst__pricer *p, int i) {
    const cst__item *item = &p->block->items[i];
    int k = p->block->most - 1;
    const double *rest = cst__pricing_rest(p, k, p->group_of[item->party], p->all & ~p->marks[i]);
    double least = cst__unpriced;
    for (int g = 0; g < p->plain.n; g++) {
        double both = p->cover[i][g] + rest[g < p->plain.levels ? p->plain.levels - g : 0];
        least = both < least ? both : least;
    }
    double gain = cst__is_any(k) ? p->own_gain[i] : 0; /* else counted twice */
    return least >= cst__unpriced ? least
                                  : least + p->paid + p->charge[item->party] - gain -
                                        p->all_rewards + charges(p->quote, item->needs & p->stuck);
}

static int compare_doubles(double a, double b) {
    return (a > b) - (a < b);
}

/* Clusters by their most promising item, within them offerings, within these variants. */
static int compare_ranked(const void *a, const void *b) {
    const cst__ranked *x = a;
    const cst__ranked *y = b;
    int order = compare_doubles(x->cluster_lead, y->cluster_lead);
    order = order != 0 ? order : (x->cluster > y->cluster) - (x->cluster < y->cluster);
    order = order != 0 ? order : compare_doubles(x->offering_lead, y->offering_lead);
    order = order != 0 ? order : (x->offering > y->offering) - (x->offering < y->offering);
    order = order != 0 ? order : compare_doubles(x->bound, y->bound);
    return order != 0 ? order : x->item - y->item;
}

static void rank_items(cst__pricer *p, size_t n) {
    const cst__block *block = p->block;
    for (size_t k = 0; k < n; k++) { /* the variants of an offering follow each other */
        cst__ranked *it = &p->ranked[k];
        const cst__item *item = &block->items[it->item];
        it->offering = item->offering;
        it->offering_lead = it->bound;
        for (size_t o = k; o > 0 && p->ranked[o - 1].offering == it->offering; o--) {
            it->offering_lead = fmin(it->offering_lead, p->ranked[o - 1].bound);
        }
        for (size_t o = k; o > 0 && p->ranked[o - 1].offering == it->offering; o--) {
            p->ranked[o - 1].offering_lead = it->offering_lead;
        }
    }
    for (size_t k = 0; k < n; k++) {
        cst__ranked *it = &p->ranked[k];
        int party = block->items[it->item].party;
        bool firm = p->charge[party] > 0 && block->crowd[party] > 1;
        it->cluster = firm ? (size_t)party : block->n_items + it->offering;
        it->cluster_lead = firm ? p->cluster_lead[party] : it->offering_lead;
    }
    qsort(p->ranked, n, sizeof *p->ranked, compare_ranked);
}

/* Lists the items; false when more are forced than a configuration may hold. */
static bool list_items(cst__pricer *p) {
    const cst__quote *q = p->quote;
    size_t n = 0;
    p->n_order = 0;
    for (int party = 0; party < p->block->n_parties; party++) {
        p->cluster_lead[party] = cst__unpriced;
    }
    for (size_t i = 0; i < p->block->n_items; i++) {
        int party = p->block->items[i].party;
        p->bound[i] = cst__is_open(q, (int)i) ? bound_item(p, (int)i) : cst__unpriced;
        p->cluster_lead[party] = fmin(p->cluster_lead[party], p->bound[i]);
        if (q->state[i] == CST__ITEM_IN) {
            p->order[p->n_order++] = (int)i;
        } else if (p->bound[i] < p->threshold) {
            p->ranked[n++] = (cst__ranked){.item = (int)i, .bound = p->bound[i]};
        }
    }
    p->n_forced = p->n_order;
    rank_items(p, n);
    for (size_t k = 0; k < n; k++) {
        p->order[p->n_order++] = p->ranked[k].item;
    }
    return p->n_forced <= p->block->most;
}

/* ---------------------------------------------------------------- found configurations */

/* What the picks cost, firms and tags counted once. */
static double exact_value(const cst__pricer *p, int n) {
    const cst__quote *q = p->quote;
    double value = 0;
    uint64_t has = 0;
    uint64_t needs = 0;
    for (int d = 0; d < n; d++) {
        const cst__item *item = &p->block->items[p->picks[d]];
        value += q->fixed[p->picks[d]] + q->each[p->picks[d]] * p->units[d];
        has |= item->has;
        needs |= item->needs;
        bool again = false;
        for (int e = 0; e < d && !again; e++) {
            again = p->block->items[p->picks[e]].party == item->party;
        }
        value += again ? 0 : q->party_charge[item->party];
    }
    return value - rewards(q, has) + charges(q, needs & ~has);
}

static void sort_picks(cst__config *c) {
    for (int a = 1; a < c->n; a++) {
        int item = c->item[a];
        double units = c->units[a];
        int b = a;
        for (; b > 0 && c->item[b - 1] > item; b--) {
            c->item[b] = c->item[b - 1];
            c->units[b] = c->units[b - 1];
        }
        c->item[b] = item;
        c->units[b] = units;
    }
}

static void found(cst__pricer *p, int n) {
    cst__priced_block *r = p->result;
    double value = exact_value(p, n);
    if (value >= p->threshold) {
        return;
    }
    int at = r->n_configs < p->quote->want ? r->n_configs++ : r->n_configs - 1;
    for (; at > 0 && r->configs[at - 1].value > value; at--) {
        r->configs[at] = r->configs[at - 1];
    }
    cst__config *c = &r->configs[at];
    c->value = value;
    c->n = n;
    memcpy(c->item, p->picks, (size_t)n * sizeof *c->item);
    memcpy(c->units, p->units, (size_t)n * sizeof *c->units);
    sort_picks(c);
    if (r->n_configs == p->quote->want) {
        p->threshold = r->configs[r->n_configs - 1].value;
    }
}

/* ---------------------------------------------------------------- units of a set */

static bool is_enough_work(cst__pricer *p) {
    bool search_on = p->quote->until_found && p->result->n_configs == 0;
    return ++p->steps > p->quote->work * (search_on ? 10 : 1);
}

/* A loose item: many units in range, many of which it takes to cover a window alone. */
static void set_loose(cst__pricer *p) {
    const cst__quote *q = p->quote;
    for (size_t i = 0; i < p->block->n_items; i++) {
        bool fine = p->n_axes == 0;
        for (int a = 0; a < p->n_axes; a++) {
            const cst__window *w = &q->windows[p->axes[a].window];
            double end = w->most < HUGE_VAL ? w->most : w->least;
            fine = fine || w->amount[i] == 0 || end / w->amount[i] > MOST_WHOLE;
        }
        p->loose[i] = fine && q->hi[i] - q->lo[i] > MOST_WHOLE;
    }
}

/*
 * The units of the loose picks: min each x within lo .. hi, the sums s_r = amount_r x within their
 * windows. A bounded dual simplex method on the dense tableau of the basic variables (Lemke 1954;
 * here with sums and units alike between two bounds): every step raises the cost, so that it ends
 * as soon as the set is too dear.
 */
typedef struct little {
    int n, n_rows; /* units; sums */
    double lo[MOST_OPEN + CST__MOST_WINDOWS], hi[MOST_OPEN + CST__MOST_WINDOWS];
    int outside[MOST_OPEN];    /* variables that are not basic, */
    bool at_high[MOST_OPEN];   /* at which of their bounds, */
    double reduced[MOST_OPEN]; /* and their reduced costs */
    int basic[CST__MOST_WINDOWS];
    double a[CST__MOST_WINDOWS][MOST_OPEN];
    double value;
} little;

static double place_of(const little *l, int j) {
    return l->at_high[j] ? l->hi[l->outside[j]] : l->lo[l->outside[j]];
}

static double basic_value(const little *l, int r) {
    double sum = 0;
    for (int j = 0; j < l->n; j++) {
        sum += l->a[r][j] * place_of(l, j);
    }
    return sum;
}

/* The basic variable that is furthest outside its bounds, -1: none. gap: how much it has to rise.
 */
static int most_violated(const little *l, double *gap) {
    int worst = -1;
    double most = 1e-9;
    for (int r = 0; r < l->n_rows; r++) {
        double value = basic_value(l, r);
        double low = l->lo[l->basic[r]];
        double high = l->hi[l->basic[r]];
        double by = value < low ? low - value : value > high ? high - value : 0;
        double size = fabs(by) / (fabs(value) + fabs(by) + 1);
        if (size > most) {
            most = size;
            worst = r;
            *gap = by;
        }
    }
    return worst;
}

static int choose_entering(const little *l, int r, bool rise) {
    int best = -1;
    double least = HUGE_VAL;
    for (int j = 0; j < l->n; j++) {
        double a = l->a[r][j];
        bool helps = rise == ((a > 0) != l->at_high[j]);
        double ratio = fabs(a) < 1e-12 ? HUGE_VAL : fabs(l->reduced[j] / a);
        if (helps &&
            (ratio < least || (ratio == least && best >= 0 && fabs(a) > fabs(l->a[r][best])))) {
            least = ratio;
            best = ratio < HUGE_VAL ? j : best;
        }
    }
    return best;
}

static void pivot(little *l, int r, int j, bool at_high) {
    double p = l->a[r][j];
    for (int k = 0; k < l->n; k++) { /* the entering one in terms of the others */
        l->a[r][k] = k == j ? 1 / p : -l->a[r][k] / p;
    }
    for (int i = 0; i < l->n_rows; i++) {
        double f = i == r ? 0 : l->a[i][j];
        for (int k = 0; f != 0 && k < l->n; k++) {
            l->a[i][k] = (k == j ? 0 : l->a[i][k]) + f * l->a[r][k];
        }
    }
    double d = l->reduced[j];
    for (int k = 0; k < l->n; k++) {
        l->reduced[k] = (k == j ? 0 : l->reduced[k]) + d * l->a[r][k];
    }
    int entering = l->outside[j];
    l->outside[j] = l->basic[r];
    l->at_high[j] = at_high;
    l->basic[r] = entering;
}

/* Whether there are units at less than the limit. */
static bool solve_little(little *l, double limit) {
    enum { MOST_STEPS = 60 };
    for (int step = 0; step < MOST_STEPS && l->value < limit; step++) {
        double gap = 0;
        int r = most_violated(l, &gap);
        if (r < 0) {
            return true;
        }
        int j = choose_entering(l, r, gap > 0);
        if (j < 0) {
            return false;
        }
        l->value += fabs(l->reduced[j] / l->a[r][j] * gap);
        pivot(l, r, j, gap < 0);
    }
    return l->value < limit;
}

/* About the largest amount of a loose pick in a window, a power of two: what is left of it after
 * scaling is of the order of 1, whatever the resource is counted in. */
static double size_of(const cst__pricer *p, int w, const int *open, int n) {
    double largest = 1;
    for (int j = 0; j < n; j++) {
        largest = fmax(largest, p->quote->windows[w].amount[p->picks[open[j]]]);
    }
    int exponent = 0;
    frexp(largest, &exponent);
    return ldexp(1, exponent);
}

static void set_little(const cst__pricer *p, int n, const int *open, little *l) {
    const cst__quote *q = p->quote;
    for (int j = 0; j < l->n; j++) {
        int i = p->picks[open[j]];
        l->lo[j] = q->lo[i];
        l->hi[j] = q->hi[i];
        l->outside[j] = j;
        l->reduced[j] = q->each[i];
        l->at_high[j] = q->each[i] < 0;
        l->value += q->each[i] * place_of(l, j);
    }
    for (int w = 0; w < q->n_windows; w++) {
        int r = l->n_rows++;
        double sum = 0;
        for (int d = 0; d < n; d++) {
            sum += p->loose[p->picks[d]] ? 0 : q->windows[w].amount[p->picks[d]] * p->units[d];
        }
        double scale = 1 / size_of(p, w, open, l->n);
        for (int j = 0; j < l->n; j++) {
            l->a[r][j] = q->windows[w].amount[p->picks[open[j]]] * scale;
        }
        l->basic[r] = l->n + r;
        l->lo[l->n + r] = (q->windows[w].least - sum) * scale;
        l->hi[l->n + r] = (q->windows[w].most - sum) * scale;
    }
}

/* Whole units for the loose picks; whether the set still lies within all windows. */
static bool round_up(cst__pricer *p, int n, const int *open, int n_open) {
    const cst__quote *q = p->quote;
    for (int j = 0; j < n_open; j++) {
        double *units = &p->units[open[j]];
        *units = fmin(ceil(*units - 1e-9), q->hi[p->picks[open[j]]]);
    }
    for (int w = 0; w < q->n_windows; w++) {
        double sum = 0;
        for (int d = 0; d < n; d++) {
            sum += q->windows[w].amount[p->picks[d]] * p->units[d];
        }
        if (sum < q->windows[w].least || sum > q->windows[w].most) {
            return false;
        }
    }
    return true;
}

/* The loose picks, given the others. */
static void solve_loose(cst__pricer *p, int n, const int *open, int n_open, double value) {
    little l = {.n = n_open};
    set_little(p, n, open, &l);
    p->steps += 2;
    if (!solve_little(&l, p->threshold - value)) {
        return;
    }
    for (int j = 0; j < n_open; j++) {
        if (l.outside[j] < n_open) {
            p->units[open[l.outside[j]]] = place_of(&l, j);
        }
    }
    for (int r = 0; r < l.n_rows; r++) {
        int k = l.basic[r];
        if (k < n_open) {
            p->units[open[k]] = fmin(fmax(basic_value(&l, r), l.lo[k]), l.hi[k]);
        }
    }
    if (!p->quote->whole || round_up(p, n, open, n_open)) {
        found(p, n);
    }
}

/* Units of an item that stay within all upper ends, and those that alone reach all lower ends. */
typedef struct span {
    double low, high; /* allowed */
    double useful;    /* from here on more of it covers nothing that is missing */
    double enough;    /* from here on nothing is missing; HUGE_VAL: something always is */
} span;

static span span_of(const cst__pricer *p, const double *sums, int i) {
    const cst__quote *q = p->quote;
    span s = {q->lo[i], q->hi[i], q->lo[i], q->lo[i]};
    for (int w = 0; w < q->n_windows; w++) {
        const cst__window *window = &q->windows[w];
        double amount = window->amount[i];
        double need = window->least - sums[w];
        if (amount > 0) {
            if (window->most < HUGE_VAL) {
                s.high = fmin(s.high, floor((window->most - sums[w]) / amount));
            }
            if (need > 0) {
                s.useful = fmax(s.useful, ceil(need / amount));
                s.enough = fmax(s.enough, s.useful);
            }
        } else if (need > 0) {
            s.enough = HUGE_VAL;
        }
    }
    return s;
}

/* How many units of the d-th pick are worth trying; none where end < first. */
typedef struct range {
    double first, end;
} range;

/* is_last: nothing else can fill up what is missing. */
static range range_of(const cst__pricer *p, int d, bool is_last) {
    int i = p->picks[d];
    bool costs = p->quote->each[i] >= 0;
    span s = span_of(p, p->sums[d], i);
    if (is_last) {
        double only = costs ? s.enough : s.high;
        return s.enough > s.high ? (range){1, 0} : (range){only, only};
    }
    if (costs) {
        return (range){s.low, fmin(s.high, s.useful)};
    }
    return (range){p->upper_ends ? s.low : s.high, s.high};
}

/* The picks that are loose, of n; the last one from the d-th on that is not (-1: none). */
static int list_loose(const cst__pricer *p, int n, int d, int *loose, int *last) {
    int n_loose = 0;
    *last = -1;
    for (int e = 0; e < n; e++) {
        if (p->loose[p->picks[e]]) {
            loose[n_loose++] = e;
        } else if (e >= d) {
            *last = e;
        }
    }
    return n_loose;
}

/* All whole picks have their units. */
static void end_set(cst__pricer *p, int n, const int *loose, int n_loose, double value) {
    if (n_loose == 0) {
        found(p, n);
    } else if (n_loose > MOST_OPEN) {
        p->cut_short = true;
    } else {
        solve_loose(p, n, loose, n_loose, value);
    }
}

/* The whole picks from the d-th on, then the loose ones. value: of the set, with the units so far;
 * least_left: the least that the units still to be chosen cost. */
static void choose_units(cst__pricer *p, int n, int d, double value, double least_left) {
    const cst__quote *q = p->quote;
    if (value + least_left >= p->threshold || p->cut_short) {
        return;
    }
    p->cut_short = is_enough_work(p);
    int loose[CST__MOST_PICKS];
    int last = -1;
    int n_loose = list_loose(p, n, d, loose, &last);
    while (d < n && p->loose[p->picks[d]]) {
        memcpy(p->sums[d + 1], p->sums[d], sizeof p->sums[d]);
        d++;
    }
    if (d == n) {
        end_set(p, n, loose, n_loose, value);
        return;
    }
    int i = p->picks[d];
    double each = q->each[i];
    range units = range_of(p, d, d == last && n_loose == 0);
    double own = each * (each >= 0 ? q->lo[i] : q->hi[i]);
    double m = units.first;
    while (m <= units.end && !p->cut_short) {
        if (each >= 0 && value + each * m + least_left - own >= p->threshold) {
            break;
        }
        p->units[d] = m;
        for (int w = 0; w < q->n_windows; w++) {
            p->sums[d + 1][w] = p->sums[d][w] + q->windows[w].amount[i] * m;
        }
        choose_units(p, n, d + 1, value + each * m, least_left - own);
        m++;
    }
}

/* ---------------------------------------------------------------- sets */

/* The set so far. cover[s]: the least cost of units of its items that cover the levels s. */
typedef struct partial {
    int depth;
    int next;       /* place in the order from which items may follow */
    unsigned marks; /* still to be met */
    uint64_t has;   /* tags, for which the rewards are in the value */
    uint64_t stuck; /* tags, for which the charges are in the value */
    int party;      /* of the last pick, -1: none */
    double value;   /* but for units */
} partial;

static double *cover_at(cst__pricer *p, int depth) {
    return p->set_cover + (size_t)depth * (size_t)p->n_states;
}

static bool is_same_offering_picked(const cst__pricer *p, int depth, int i) {
    for (int d = 0; d < depth; d++) {
        if (p->block->items[p->picks[d]].offering == p->block->items[i].offering) {
            return true;
        }
    }
    return false;
}

/* What the item brings with it, whatever its units. Items of a charged firm follow each other: it
 * has been paid if the last pick was its. */
static double entrance(const cst__pricer *p, const partial *at, int i) {
    const cst__quote *q = p->quote;
    const cst__item *item = &p->block->items[i];
    bool paid = at->party >= 0 && at->party == item->party;
    return at->value + q->fixed[i] + (paid ? 0 : p->charge[item->party]) -
           rewards(q, item->has & ~at->has) + charges(q, item->needs & p->stuck & ~at->stuck);
}

/* Place from which items may follow the one at a place. */
static int place_after(const cst__pricer *p, int place) {
    return place < p->n_forced || !p->by_suffix ? place + 1 : p->next_offering[place];
}

/* The least of cover[s] + what is left to be covered from a place on, over all s. */
static double join(cst__pricer *p, const double *cover, int k, int place, int party,
                   unsigned marks) {
    const double *rest = cst__pricing_row(p, k, place, party, marks);
    double least = cst__unpriced;
    if (p->axes[0].kind != AXIS_WITHIN) {
        int last = p->n_states - 1; /* every axis at what is asked for */
        for (int s = 0; s <= last; s++) {
            double both = cover[s] + rest[last - s];
            least = both < least ? both : least;
        }
        return least;
    }
    int n = p->axes[0].n;
    int levels = p->axes[0].levels;
    int rows = p->n_states / n;
    for (int r = 0; r < rows; r++) {
        const double *from = rest + (rows - 1 - r) * n;
        for (int g = 0; g < n; g++) {
            double both = cover[r * n + g] + from[g < levels ? levels - g : 0];
            least = both < least ? both : least;
        }
    }
    return least;
}

/* The value of a set with rewards for what it may still get. */
static double hopeful(const cst__pricer *p, const partial *at) {
    return at->value - rewards(p->quote, p->open_has & ~at->has);
}

/* Whether no item from the place on can lead below the threshold. */
static bool is_hopeless(cst__pricer *p, const partial *at, int place) {
    if (!p->by_suffix) {
        return false;
    }
    int k = p->block->most - at->depth;
    double rest = join(p, cover_at(p, at->depth), k, place, at->party, at->marks);
    return hopeful(p, at) + rest >= p->threshold;
}

/* Tries the set as it is. */
static void close(cst__pricer *p, const partial *at) {
    const cst__quote *q = p->quote;
    if (at->marks != 0 || at->depth < p->n_forced) {
        return;
    }
    double rest = join(p, cover_at(p, at->depth), 0, p->n_order, -1, 0);
    if (at->value + rest >= p->threshold) {
        return;
    }
    double least = 0;
    for (int d = 0; d < at->depth; d++) {
        int i = p->picks[d];
        least += q->each[i] * (q->each[i] >= 0 ? q->lo[i] : q->hi[i]);
    }
    memset(p->sums[0], 0, sizeof p->sums[0]);
    choose_units(p, at->depth, 0, at->value, least);
}

static void descend(cst__pricer *p, const partial *at) {
    if (is_enough_work(p)) {
        p->cut_short = true;
        return;
    }
    if (at->depth > 0) {
        close(p, at);
    }
    bool forced = at->depth < p->n_forced;
    int end = forced ? at->depth + 1 : p->n_order;
    int left = p->block->most - at->depth;
    for (int place = forced ? at->depth : at->next; left > 0 && place < end && !p->cut_short;
         place++) {
        int i = p->order[place];
        if (is_hopeless(p, at, place)) {
            return;
        }
        if ((p->bound[i] >= p->threshold && !forced) || is_same_offering_picked(p, at->depth, i)) {
            continue;
        }
        const cst__item *item = &p->block->items[i];
        partial with = {.depth = at->depth + 1,
                        .next = place + 1,
                        .marks = at->marks & ~p->marks[i],
                        .has = at->has | item->has,
                        .stuck = at->stuck | (item->needs & p->stuck),
                        .party = item->party,
                        .value = entrance(p, at, i)};
        cst__pricing_add(p, place, cover_at(p, at->depth), cover_at(p, with.depth));
        p->steps++;
        double rest = join(p, cover_at(p, with.depth), left - 1, place_after(p, place), with.party,
                           with.marks);
        if (hopeful(p, &with) + rest < p->threshold) {
            p->picks[at->depth] = i;
            descend(p, &with);
        }
    }
}

/* ---------------------------------------------------------------- the whole */

/* The empty configuration, where it is one. */
static void try_nothing(cst__pricer *p) {
    bool missing = p->n_forced > 0 || p->block->required || p->all != 0;
    for (int w = 0; w < p->quote->n_windows; w++) {
        missing = missing || p->quote->windows[w].least > 0;
    }
    if (!missing) {
        found(p, 0);
    }
}

/* More than the rounding of what was added up can be. */
static double blur(const cst__pricer *p) {
    const cst__quote *q = p->quote;
    double largest = 0;
    for (size_t i = 0; i < p->block->n_items; i++) {
        if (cst__is_open(q, (int)i)) {
            double size = q->party_charge[p->block->items[i].party] + p->all_rewards +
                          charges(q, p->block->items[i].needs) + fabs(q->fixed[i]) +
                          fabs(q->each[i]) * q->hi[i];
            largest = fmax(largest, size);
        }
    }
    double most = fmin(p->block->most, (double)p->block->n_items);
    return (most + 1) * (q->error + 64 * DBL_EPSILON * largest);
}

static void set_bounds(cst__pricer *p, double limit) {
    cst__priced_block *r = p->result;
    double off = blur(p);
    double by_tables = p->by_tables;
    bool hopeless = p->n_forced > p->block->most || by_tables >= cst__unpriced;
    by_tables += p->paid - p->all_rewards;
    r->exact = !p->cut_short;
    r->steps = p->steps;
    if (r->exact) {
        r->bound = r->n_configs > 0 ? r->configs[0].value : limit;
        hopeless = hopeless || (r->n_configs == 0 && limit >= cst__unpriced);
    } else {
        r->bound = by_tables;
        if (p->by_suffix) {
            double rest = join(p, cover_at(p, 0), p->block->most, 0, -1, p->all);
            /* items that were left out are in nothing below the threshold at the start */
            r->bound = fmax(r->bound, fmin(rest - p->all_rewards + p->paid, limit));
        }
        for (int i = 0; i < p->n_forced; i++) {
            r->bound = fmax(r->bound, p->bound[p->order[i]]);
        }
    }
    r->bound = hopeless ? HUGE_VAL : r->bound - off;
    for (size_t i = 0; r->item_bound != NULL && i < p->block->n_items; i++) {
        r->item_bound[i] = p->bound[i] >= cst__unpriced ? HUGE_VAL : p->bound[i] - off;
    }
}

/* No sum at all lies within a window. */
static bool is_impossible(const cst__quote *q) {
    for (int w = 0; w < q->n_windows; w++) {
        if (q->windows[w].most < 0 || q->windows[w].least > q->windows[w].most) {
            return true;
        }
    }
    return false;
}

static void say_impossible(const cst__quote *q, cst__priced_block *result) {
    result->exact = true;
    result->out_of_memory = false;
    result->bound = HUGE_VAL;
    result->steps = 0;
    for (size_t i = 0; result->item_bound != NULL && i < q->block->n_items; i++) {
        result->item_bound[i] = HUGE_VAL;
    }
}

/* No more units of an item than lie within every window alone. */
static void ask(cst__pricer *p, const cst__quote *quote) {
    size_t n = quote->block->n_items;
    memcpy(p->high, quote->hi, n * sizeof *p->high);
    for (int w = 0; w < quote->n_windows; w++) {
        const cst__window *window = &quote->windows[w];
        for (size_t i = 0; window->most < HUGE_VAL && i < n; i++) {
            if (window->amount[i] > 0) {
                p->high[i] = fmin(p->high[i], floor(window->most / window->amount[i]));
            }
        }
    }
    p->asked = *quote;
    p->asked.hi = p->high;
    p->quote = &p->asked;
}

void cst__price(cst__pricer *p, const cst__quote *quote, cst__priced_block *result) {
    if (is_impossible(quote)) {
        result->n_configs = 0;
        say_impossible(quote, result);
        return;
    }
    ask(p, quote);
    p->block = quote->block;
    p->result = result;
    p->threshold = fmin(quote->below, cst__unpriced);
    p->steps = 0;
    p->cut_short = false;
    result->n_configs = 0;
    result->out_of_memory = !cst__pricing_tables(p);
    if (result->out_of_memory) {
        return;
    }
    double limit = p->threshold;
    p->by_tables = p->rest[cst__last_table(p)][p->all][p->plain.levels];
    look_at_tags(p);
    bool few = list_items(p);
    result->out_of_memory = !cst__pricing_suffixes(p);
    if (result->out_of_memory) {
        return;
    }
    if (p->by_suffix) { /* further windows have axes of their own */
        p->all = p->tag_marks;
    }
    set_loose(p);
    if (few) {
        try_nothing(p);
        partial root = {.marks = p->all, .party = -1, .value = p->paid};
        for (int state = 0; state < p->n_states; state++) {
            p->set_cover[state] = state == 0 ? 0 : cst__unpriced;
        }
        descend(p, &root);
    }
    set_bounds(p, limit);
}
