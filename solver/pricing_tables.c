/* pricing_tables.c - see pricing_tables.h. */
#include "solver/pricing_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const double cst__unpriced = 1e300;

bool cst__is_open(const cst__quote *q, int i) {
    return q->state[i] != CST__ITEM_OUT && q->lo[i] <= q->hi[i];
}

bool cst__is_any(int k) {
    return k > MOST_COUNTED;
}

static int table_for(int k) {
    return k > MOST_COUNTED ? ANY_NUMBER : k;
}

int cst__last_table(const cst__pricer *p) {
    return table_for(p->block->most);
}

/* ---------------------------------------------------------------- what is asked */

/* What units that gain may gain in a configuration at most, */
static double most_gain(const cst__pricer *p) {
    const cst__quote *q = p->quote;
    double most = 0;
    for (size_t i = 0; i < p->block->n_items; i++) {
        if (cst__is_open(q, (int)i) && q->each[i] < 0) {
            most = fmax(most, -q->each[i] * q->hi[i]);
        }
    }
    return most * fmin(p->block->most, (double)p->block->n_items);
}

/* and what of that fits below the upper end of a window. */
static double most_gain_within(const cst__pricer *p, const cst__window *window) {
    const cst__quote *q = p->quote;
    double most = 0;
    for (size_t i = 0; i < p->block->n_items; i++) {
        if (cst__is_open(q, (int)i) && q->each[i] < 0) {
            double each = -q->each[i] / window->amount[i]; /* infinite where it takes nothing */
            most = fmax(most, fmin(each * window->most, HUGE_VAL));
        }
    }
    return most;
}

/* The main window: of those with an end to keep, the one whose lower end costs most to reach, by
 * what the cheapest item takes for it, or whose upper end keeps most from being gained. */
static void choose_main_window(cst__pricer *p) {
    const cst__quote *q = p->quote;
    double gain = most_gain(p);
    double dearest = -1;
    p->main_window = -1;
    p->upper_ends = false;
    for (int w = 0; w < q->n_windows; w++) {
        const cst__window *window = &q->windows[w];
        p->upper_ends = p->upper_ends || window->most < HUGE_VAL;
        double price = cst__unpriced;
        for (size_t i = 0; i < p->block->n_items; i++) {
            if (cst__is_open(q, (int)i) && window->amount[i] > 0) {
                double cost = fabs(q->each[i]) + fabs(q->fixed[i]) / fmax(q->hi[i], 1);
                price = fmin(price, cost / window->amount[i]);
            }
        }
        double weight = window->least > 0 ? price * window->least : 0;
        if (window->most < HUGE_VAL) {
            weight = fmax(weight, gain - most_gain_within(p, window));
        }
        if (weight > dearest) {
            dearest = weight;
            p->main_window = w;
        }
    }
}

static bool is_coarse(const cst__window *w, double width) {
    return !(w->unit > 0 && width == w->unit);
}

void cst__axis_divide(const cst__pricer *p, axis *it, double levels) {
    const cst__window *w = &p->quote->windows[it->window];
    double reach = it->kind == AXIS_AT_LEAST ? fmax(w->least, 0) : w->most;
    double unit = w->unit > 0 ? w->unit : 1;
    it->width = fmax(ceil(reach / unit / levels), 1) * unit;
    it->levels = w->least > 0 ? (int)ceil(w->least / it->width) : 0;
    it->n = 1 + it->levels;
    if (it->kind == AXIS_AT_MOST) {
        it->levels = (int)floor(reach / it->width);
        it->n = 1 + it->levels;
    } else if (it->kind == AXIS_WITHIN) {
        int beyond = is_coarse(w, it->width) ? p->block->most : 0;
        it->n = 1 + (int)ceil(reach / it->width) + beyond;
    }
}

int cst__axis_ahead(const cst__pricer *p, const axis *it, int k) {
    const cst__window *w = &p->quote->windows[it->window];
    double wide = floor((w->most - fmax(w->least, 0)) / it->width);
    return (int)wide + (is_coarse(w, it->width) ? k + 1 : 0);
}

static void set_plain_axis(cst__pricer *p) {
    p->plain = (axis){.window = p->main_window, .width = 1, .n = 1, .stride = 1};
    if (p->main_window < 0) {
        return;
    }
    double most = p->quote->windows[p->main_window].most;
    bool within = most < HUGE_VAL && p->block->most <= MOST_WITHIN;
    p->plain.kind = within ? AXIS_WITHIN : AXIS_AT_LEAST;
    cst__axis_divide(p, &p->plain, LEVELS);
}

/* Marks: the tags of the slot; something for every further window with a lower end; if nothing else
 * asks for an item, being there at all. */
static void set_marks(cst__pricer *p) {
    const cst__quote *q = p->quote;
    const cst__block *block = p->block;
    for (size_t i = 0; i < block->n_items; i++) {
        p->marks[i] = block->items[i].marks;
    }
    p->n_marks = block->n_marks;
    for (int w = 0; w < q->n_windows && p->n_marks < MOST_MARKS; w++) {
        if (q->windows[w].least <= 0 || w == p->main_window) {
            continue;
        }
        for (size_t i = 0; i < block->n_items; i++) {
            p->marks[i] |= q->windows[w].amount[i] > 0 ? 1U << p->n_marks : 0;
        }
        p->n_marks++;
    }
    if (block->required && p->n_marks == 0 && p->plain.levels == 0) {
        for (size_t i = 0; i < block->n_items; i++) {
            p->marks[i] |= 1;
        }
        p->n_marks = 1;
    }
    p->all = (1U << p->n_marks) - 1;
}

/* Firms of forced items are paid from the start. */
static void set_charges(cst__pricer *p) {
    const cst__quote *q = p->quote;
    memcpy(p->charge, q->party_charge, (size_t)p->block->n_parties * sizeof *p->charge);
    p->paid = 0;
    for (size_t i = 0; i < p->block->n_items; i++) {
        int party = p->block->items[i].party;
        if (q->state[i] == CST__ITEM_IN) {
            p->paid += p->charge[party];
            p->charge[party] = 0;
        }
    }
}

static bool set_groups(cst__pricer *p) {
    p->n_groups = 0;
    for (int party = 0; party < p->block->n_parties; party++) {
        p->group_of[party] = -1;
        if (p->charge[party] <= 0 || p->block->crowd[party] < 2 || cst__is_any(p->block->most)) {
            continue;
        }
        if (p->n_groups == p->room_groups) {
            int room = 2 * p->room_groups + 4;
            group *groups = realloc(p->groups, (size_t)room * sizeof *groups);
            if (groups == NULL) {
                return false;
            }
            memset(groups + p->room_groups, 0, (size_t)(room - p->room_groups) * sizeof *groups);
            p->groups = groups;
            p->room_groups = room;
        }
        group *g = &p->groups[p->n_groups];
        if (g->own == NULL) {
            g->own = malloc((MOST_COUNTED + 1) * sizeof *g->own);
            g->after = malloc(N_TABLES * sizeof *g->after);
            if (g->own == NULL || g->after == NULL) {
                return false;
            }
        }
        g->party = party;
        g->charge = p->charge[party];
        g->has_after = false;
        p->group_of[party] = p->n_groups++;
    }
    return true;
}

/* ---------------------------------------------------------------- tables */

void cst__table_clear(const cst__pricer *p, table t) {
    for (unsigned m = 0; m <= p->all; m++) {
        for (int g = 0; g < p->plain.n; g++) {
            t[m][g] = cst__unpriced;
        }
    }
}

void cst__table_copy(const cst__pricer *p, table to, table from) {
    for (unsigned m = 0; m <= p->all; m++) {
        memcpy(to[m], from[m], (size_t)p->plain.n * sizeof to[m][0]);
    }
}

/* sum = min(sum, first (+) second + more) */
static void fold(const cst__pricer *p, table first, table second, double more, table sum) {
    int n = p->plain.n;
    for (unsigned m = 0; m <= p->all; m++) {
        for (unsigned part = m;; part = (part - 1) & m) {
            const double *a = first[part];
            const double *b = second[m & ~part];
            double *restrict to = sum[m];
            for (int g = 0; g < n; g++) {
                double base = a[g] + more;
                if (a[g] >= cst__unpriced) {
                    continue;
                }
                int left = n - g;
                double *restrict out = to + g;
                for (int h = 0; h < left; h++) {
                    double both = base + b[h];
                    out[h] = both < out[h] ? both : out[h];
                }
            }
            if (part == 0) {
                break;
            }
        }
    }
}

/* table[m] = min(table[m], cover + more) for all m that the item's marks meet. */
static void lower_to(const cst__pricer *p, table t, int i, double more) {
    const double *cover = p->cover[i];
    unsigned has = p->marks[i] & p->all;
    for (unsigned m = has;; m = (m - 1) & has) {
        for (int g = 0; g < p->plain.n; g++) {
            double cost = cover[g] + more;
            t[m][g] = cost < t[m][g] ? cost : t[m][g];
        }
        if (m == 0) {
            break;
        }
    }
}

/* ---------------------------------------------------------------- single items */

/* At least g levels, for each g. */
static void cover_at_least(cst__pricer *p, int i, double amount) {
    const cst__quote *q = p->quote;
    double each = q->each[i];
    double *cover = p->cover[i];
    for (int g = 0; g < p->plain.n; g++) {
        double n = q->lo[i];
        if (g > 0) {
            n = amount > 0 ? fmax(floor((g - 1) * p->plain.width / amount) + 1, n) : HUGE_VAL;
        }
        cover[g] = n > q->hi[i] ? cst__unpriced : q->fixed[i] + each * (each < 0 ? q->hi[i] : n);
    }
}

/* Exactly g levels. */
static void cover_exactly(cst__pricer *p, int i, double amount) {
    const cst__quote *q = p->quote;
    double each = q->each[i];
    double *cover = p->cover[i];
    for (int g = 0; g < p->plain.n; g++) {
        cover[g] = cst__unpriced;
    }
    if (amount == 0) {
        cover[0] = q->fixed[i] + each * (each < 0 ? q->hi[i] : q->lo[i]);
        return;
    }
    for (int g = 1; g < p->plain.n; g++) {
        double first = fmax(floor((g - 1) * p->plain.width / amount) + 1, q->lo[i]);
        double last = fmin(floor(g * p->plain.width / amount), q->hi[i]);
        if (first <= last) {
            cover[g] = q->fixed[i] + each * (each < 0 ? last : first);
        }
    }
}

static void make_covers(cst__pricer *p) {
    const cst__quote *q = p->quote;
    p->free_gain = 0;
    cst__table_clear(p, p->one[1]);
    for (int g = 0; g < p->n_groups; g++) {
        cst__table_clear(p, p->groups[g].own[1]);
    }
    for (size_t i = 0; i < p->block->n_items; i++) {
        if (!cst__is_open(q, (int)i)) {
            continue;
        }
        double amount = p->main_window < 0 ? 0 : q->windows[p->main_window].amount[i];
        if (p->plain.kind == AXIS_WITHIN) {
            cover_exactly(p, (int)i, amount);
        } else {
            cover_at_least(p, (int)i, amount);
        }
        double least = q->fixed[i] + q->each[i] * (q->each[i] >= 0 ? q->lo[i] : q->hi[i]);
        p->own_gain[i] = least < 0 ? least : 0;
        p->free_gain += p->own_gain[i];
        int party = p->block->items[i].party;
        lower_to(p, p->one[1], (int)i, p->charge[party]);
        if (p->group_of[party] >= 0) {
            lower_to(p, p->groups[p->group_of[party]].own[1], (int)i, 0);
        }
    }
}

/* ---------------------------------------------------------------- several items */

/* Items of one firm together: its charge counts once. */
static void make_groups(cst__pricer *p) {
    int most = cst__last_table(p);
    for (int j = 2; j <= most && j <= MOST_COUNTED; j++) {
        cst__table_clear(p, p->one[j]);
    }
    for (int k = 0; k < p->n_groups; k++) {
        group *g = &p->groups[k];
        int crowd = p->block->crowd[g->party];
        for (int j = 2; j <= crowd && j <= most; j++) {
            cst__table_copy(p, g->own[j], g->own[j - 1]);
            fold(p, g->own[1], g->own[j - 1], 0, g->own[j]);
            for (unsigned m = 0; m <= p->all; m++) {
                for (int level = 0; level < p->plain.n; level++) {
                    double cost = g->own[j][m][level] + g->charge;
                    p->one[j][m][level] = fmin(p->one[j][m][level], cost);
                }
            }
        }
    }
}

static void make_counted(cst__pricer *p) {
    int most = p->block->most < MOST_COUNTED ? p->block->most : MOST_COUNTED;
    cst__table_clear(p, p->counted[0]);
    p->counted[0][0][0] = 0;
    for (int k = 1; k <= most; k++) {
        cst__table_copy(p, p->counted[k], p->counted[k - 1]);
        for (int j = 1; j <= k && (j == 1 || p->n_groups > 0); j++) {
            fold(p, p->one[j], p->counted[k - j], 0, p->counted[k]);
        }
    }
}

/* For any number of items, firms uncharged. */
static void make_any(cst__pricer *p) {
    table *any = &p->counted[ANY_NUMBER];
    cst__table_clear(p, p->one[1]);
    for (size_t i = 0; i < p->block->n_items; i++) {
        if (cst__is_open(p->quote, (int)i)) {
            lower_to(p, p->one[1], (int)i, -p->own_gain[i]);
        }
    }
    cst__table_clear(p, *any);
    (*any)[0][0] = 0;
    table before;
    for (int k = 0; k < p->block->most; k++) {
        cst__table_copy(p, before, *any);
        fold(p, p->one[1], before, 0, *any);
        bool changed = false;
        for (unsigned m = 0; m <= p->all && !changed; m++) {
            changed = memcmp(before[m], (*any)[m], (size_t)p->plain.n * sizeof(double)) != 0;
        }
        if (!changed) {
            break;
        }
    }
    for (unsigned m = 0; m <= p->all; m++) {
        for (int g = 0; g < p->plain.n; g++) {
            (*any)[m][g] += (*any)[m][g] < cst__unpriced ? p->free_gain : 0;
        }
    }
}

/* By the blocks of van Herk (1992, A fast algorithm for local minimum and maximum filters on
 * rectangular and octagonal kernels): each least is that of the end of one block and of the
 * beginning of the next. */
void cst__least_ahead(const double *from, int n, int more, double *restrict to) {
    int size = more + 1;
    if (size >= n) {
        double least = cst__unpriced;
        for (int g = n - 1; g >= 0; g--) {
            least = from[g] < least ? from[g] : least;
            to[g] = least;
        }
        return;
    }
    for (int start = 0; start < n; start += size) { /* ends of blocks */
        double least = cst__unpriced;
        for (int g = start + size < n ? start + size - 1 : n - 1; g >= start; g--) {
            least = from[g] < least ? from[g] : least;
            to[g] = least;
        }
    }
    for (int start = size; start < n; start += size) { /* beginnings of the next */
        double least = cst__unpriced;
        for (int g = start - more; g < start; g++) { /* beyond the last level there is nothing */
            least = g + more < n && from[g + more] < least ? from[g + more] : least;
            to[g] = least < to[g] ? least : to[g];
        }
    }
}

void cst__table_slide(const cst__pricer *p, int k, table from, table to) {
    if (p->plain.kind != AXIS_WITHIN) {
        cst__table_copy(p, to, from);
        return;
    }
    int more = cst__axis_ahead(p, &p->plain, k);
    for (unsigned m = 0; m <= p->all; m++) {
        cst__least_ahead(from[m], p->plain.n, more, to[m]);
    }
}

static void make_rest(cst__pricer *p) {
    int most = p->block->most;
    for (int k = 0; k <= most && k <= MOST_COUNTED; k++) {
        cst__table_slide(p, k, p->counted[k], p->rest[k]);
    }
    if (cst__is_any(most)) {
        cst__table_slide(p, 0, p->counted[ANY_NUMBER], p->rest[ANY_NUMBER]);
    }
}

static void make_after(cst__pricer *p, group *g) {
    int most = p->block->most - 1;
    int crowd = p->block->crowd[g->party] - 1;
    table sum;
    for (int k = 0; k <= most; k++) {
        cst__table_copy(p, sum, p->counted[k]);
        for (int j = 1; j <= k && j <= crowd; j++) {
            fold(p, g->own[j], p->counted[k - j], 0, sum);
        }
        cst__table_slide(p, k, sum, g->after[k]);
    }
    g->has_after = true;
}

const double *cst__pricing_rest(cst__pricer *p, int k, int group_index, unsigned marks) {
    if (group_index < 0 || k == 0 || cst__is_any(p->block->most)) {
        return p->rest[table_for(k)][marks];
    }
    group *g = &p->groups[group_index];
    if (!g->has_after) {
        make_after(p, g);
    }
    return g->after[k][marks];
}

bool cst__pricing_tables(cst__pricer *p) {
    choose_main_window(p);
    set_plain_axis(p);
    set_marks(p);
    set_charges(p);
    if (!set_groups(p)) {
        return false;
    }
    if (cst__is_any(p->block->most)) {
        memset(p->charge, 0, (size_t)p->block->n_parties * sizeof *p->charge);
        p->paid = 0;
    }
    make_covers(p);
    make_groups(p);
    make_counted(p);
    if (cst__is_any(p->block->most)) {
        make_any(p);
    }
    make_rest(p);
    return true;
}
