/*
 * pricing_suffix.c - the least cost of completing a configuration with items from a place of the
 * order on, each at most once and of each offering at most one variant.
 *
 * A state is the marks still to be met and, for up to three windows with an end to keep, the levels
 * still to be covered, or that may still be used. The order keeps the items of a charged firm
 * together, so that two tables for each place are enough:
 *
 *     fresh_p(s) = min(fresh_(p+1)(s), min over options of item p  cost + charge + paid_q(s -
 * option)) paid_p(s)  = min(paid_(p+1)(s),  min over options of item p  cost + paid_q(s - option))
 *     paid_p     = fresh_p                                  where another firm begins
 *
 * with q the place of the next offering, and without the first term where item p is forced. An
 * option is the cheapest number of units for one combination of levels. Levels are all that is
 * rounded, and they are rounded in favour of the item. Where more items may be chosen than are
 * counted, they are not counted at all.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/pricing_tables.h"

enum {
    MOST_ORDER = 1000,     /* items in play */
    MOST_BASE = 2000000,   /* entries of the coarsest tables; */
    MOST_ENTRIES = 800000, /* of finer ones */
    MOST_LEVELS = 240,     /* of all axes together: there are options for each */
    MANY_UNITS = 60,       /* of an item: with more, finer levels are of no use */
    STATES_OF_STEP = 4096  /* that are looked at in what counts as a step */
};

/* Levels of each window in play, by the number of windows. */
static const int levels_for[MOST_AXES][MOST_AXES] = {{24, 0, 0}, {12, 6, 0}, {8, 4, 3}};

/* ---------------------------------------------------------------- axes */

static void add_axis(cst__pricer *p, int window, axis_kind kind) {
    if (p->n_axes < MOST_AXES) {
        p->axes[p->n_axes++] = (axis){.window = window, .kind = kind};
    }
}

/* The most that a configuration could take of a window, if that had no upper end. */
static double most_of(const cst__pricer *p, const cst__window *w) {
    double most = 0;
    for (int k = 0; k < p->n_order; k++) {
        most = fmax(most, w->amount[p->order[k]] * p->quote->hi[p->order[k]]);
    }
    return most * fmin(p->block->most, p->n_order);
}

/* Of the windows with an upper end alone the tightest, where there is room for its levels. */
static void add_upper_axis(cst__pricer *p) {
    const cst__quote *q = p->quote;
    double tightest = 1;
    int window = -1;
    for (int w = 0; w < q->n_windows; w++) {
        bool is_free = w != p->main_window && q->windows[w].least <= 0;
        double most = is_free && q->windows[w].most < HUGE_VAL ? most_of(p, &q->windows[w]) : 0;
        if (most > 0 && q->windows[w].most / most < tightest) {
            tightest = q->windows[w].most / most;
            window = w;
        }
    }
    if (window >= 0) {
        add_axis(p, window, AXIS_AT_MOST);
    }
}

/* The windows in play, the main one first. */
static void list_axes(cst__pricer *p) {
    const cst__quote *q = p->quote;
    p->n_axes = 0;
    memset(p->axes, 0, sizeof p->axes);
    if (p->main_window >= 0) {
        const cst__window *main = &q->windows[p->main_window];
        bool at_most = main->least <= 0 && main->most < HUGE_VAL;
        add_axis(p, p->main_window, at_most ? AXIS_AT_MOST : p->plain.kind);
    }
    for (int w = 0; w < q->n_windows; w++) {
        if (w != p->main_window && q->windows[w].least > 0) {
            add_axis(p, w, AXIS_AT_LEAST);
        }
    }
    if (q->fine > 1 && p->n_axes < 2 && p->axes[0].kind != AXIS_AT_MOST) {
        add_upper_axis(p);
    }
}

static bool has_many_units(const cst__pricer *p) {
    int many = 0;
    for (int k = 0; k < p->n_order; k++) {
        int i = p->order[k];
        many += p->quote->hi[i] - p->quote->lo[i] > MANY_UNITS;
    }
    return 2 * many > p->n_order;
}

/* Entries of the tables at the levels of levels_for. */
static double base_entries(const cst__pricer *p) {
    double entries = (double)(p->n_order + 1) * p->n_counts * p->n_masks;
    for (int a = 0; a < p->n_axes; a++) {
        entries *= levels_for[p->n_axes - 1][a];
    }
    return entries;
}

/* How many times as many states there may be: as many as are asked for, as far as the tables stay
 * small. */
static double finer(const cst__pricer *p) {
    if (p->n_axes == 0 || !(p->quote->fine > 1) || has_many_units(p)) {
        return 1;
    }
    return fmax(fmin(p->quote->fine, MOST_ENTRIES / base_entries(p)), 1);
}

/* Levels of an axis. The first, which is the main window, gets most of what there is more: where
 * its levels are no more than units, nothing of it is rounded. */
static double levels_of(const cst__pricer *p, int a, double more) {
    static const double shares[MOST_AXES][MOST_AXES] = {{1}, {0.75, 0.25}, {0.5, 0.25, 0.25}};
    double levels = levels_for[p->n_axes - 1][a] * pow(more, shares[p->n_axes - 1][a]);
    return floor(fmin(levels, (double)MOST_LEVELS / p->n_axes));
}

static void set_axes(cst__pricer *p) {
    double more = finer(p);
    for (int a = 0; a < p->n_axes; a++) {
        cst__axis_divide(p, &p->axes[a], levels_of(p, a, more));
    }
    if (p->axes[0].kind == AXIS_AT_MOST) { /* it comes last */
        axis first = p->axes[0];
        memmove(p->axes, p->axes + 1, (size_t)(p->n_axes - 1) * sizeof *p->axes);
        p->axes[p->n_axes - 1] = first;
    }
    p->n_states = 1;
    for (int a = 0; a < p->n_axes; a++) {
        p->axes[a].stride = p->n_states;
        p->n_states *= p->axes[a].n;
    }
}

/* ---------------------------------------------------------------- options */

static double amount_on(const cst__pricer *p, int a, int i) {
    return p->quote->windows[p->axes[a].window].amount[i];
}

static int covers(const cst__pricer *p, int a, int i, double units) {
    double exact = amount_on(p, a, i) * units / p->axes[a].width;
    double levels = p->axes[a].kind == AXIS_AT_MOST ? floor(exact) : ceil(exact);
    return levels >= p->axes[a].n ? p->axes[a].n : (int)levels; /* one too many when exact */
}

static bool has_upper_axis(const cst__pricer *p) {
    return p->n_axes > 0 && p->axes[p->n_axes - 1].kind == AXIS_AT_MOST;
}

static void add_option(cst__pricer *p, int i, double units) {
    option *it = &p->options[p->n_options];
    it->cost = p->quote->fixed[i] + p->quote->each[i] * units;
    memset(it->levels, 0, sizeof it->levels);
    bool fits = true;
    for (int a = 0; a < p->n_axes; a++) {
        it->levels[a] = covers(p, a, i, units);
        fits = fits && (p->axes[a].kind == AXIS_AT_LEAST || it->levels[a] < p->axes[a].n);
    }
    p->n_options += fits;
}

/* The least units above n that cover, or use, a level more of an axis; HUGE_VAL: none. */
static double next_level(const cst__pricer *p, int a, int i, double n) {
    const axis *it = &p->axes[a];
    double amount = amount_on(p, a, i);
    int level = covers(p, a, i, n);
    if (amount <= 0 || level >= (it->kind == AXIS_AT_LEAST ? it->levels : it->n)) {
        return HUGE_VAL;
    }
    if (it->kind == AXIS_AT_MOST) { /* what does not gain uses no more than it has to anyway */
        return p->quote->each[i] < 0 ? fmax(ceil((level + 1) * it->width / amount), n + 1)
                                     : HUGE_VAL;
    }
    return fmax(floor(level * it->width / amount) + 1, n + 1);
}

static double next_units(const cst__pricer *p, int i, double n) {
    double next = HUGE_VAL;
    for (int a = 0; a < p->n_axes; a++) {
        next = fmin(next, next_level(p, a, i, n));
    }
    return next;
}

/* With a price of at least 0 for a unit the fewest units for each combination of levels; below 0
 * the most, which is all of them unless an axis has an upper end. */
static void list_options(cst__pricer *p, int i) {
    const cst__quote *q = p->quote;
    bool upper = p->n_axes > 0 && p->axes[0].kind == AXIS_WITHIN;
    p->n_options = 0;
    if (q->each[i] < 0 && !upper && !has_upper_axis(p)) {
        add_option(p, i, q->hi[i]);
        return;
    }
    for (double n = q->lo[i]; n <= q->hi[i] && p->n_options < MOST_OPTIONS - 1;) {
        double next = next_units(p, i, n);
        if (q->each[i] >= 0) {
            add_option(p, i, n);
        } else {
            add_option(p, i, fmin(next - 1, q->hi[i]));
        }
        n = next;
    }
}

/* ---------------------------------------------------------------- tables */

static double *at(double *tables, const cst__pricer *p, int place, int k) {
    size_t size = (size_t)p->n_masks * (size_t)p->n_states;
    return tables + ((size_t)place * (size_t)p->n_counts + (size_t)k) * size;
}

static const cst__item *item_at(const cst__pricer *p, int place) {
    return &p->block->items[p->order[place]];
}

/* The two places hold items that are paid for together. */
static bool is_one_firm(const cst__pricer *p, int a, int b) {
    return b < p->n_order && b >= p->n_forced && a >= p->n_forced &&
           item_at(p, a)->party == item_at(p, b)->party && p->charge[item_at(p, a)->party] > 0;
}

/* Whether the firm at a place may have been paid for before it: else the second table is not
 * looked at. */
static bool is_met_paid(const cst__pricer *p, int place) {
    return place > 0 && is_one_firm(p, place - 1, place);
}

/* One row of states along the main axis: to[g] = min(to[g], from[g - shift] + cost). */
static void put_row(const cst__pricer *p, const double *from, int shift, double cost,
                    double *restrict to) {
    int n = p->n_axes > 0 ? p->axes[0].n : 1;
    if (p->axes[0].kind == AXIS_AT_LEAST) {
        double covered = from[0] + cost;
        for (int g = 0; g < shift && g < n; g++) {
            to[g] = covered < to[g] ? covered : to[g];
        }
    }
    for (int g = shift; g < n; g++) {
        double sum = from[g - shift] + cost;
        to[g] = sum < to[g] ? sum : to[g];
    }
}

/* Where a state is with an option taken; -1: nowhere, too much is used. */
static int state_before(const axis *it, int h, int levels) {
    return h >= levels ? h - levels : it->kind == AXIS_AT_MOST ? -1 : 0;
}

static void put_option(const cst__pricer *p, const option *o, const double *from, double more,
                       double *to) {
    int n1 = p->n_axes > 1 ? p->axes[1].n : 1;
    int n2 = p->n_axes > 2 ? p->axes[2].n : 1;
    int stride1 = p->n_axes > 1 ? p->axes[1].stride : 0;
    int stride2 = p->n_axes > 2 ? p->axes[2].stride : 0;
    for (int h2 = 0; h2 < n2; h2++) {
        int from2 = state_before(&p->axes[2], h2, o->levels[2]);
        for (int h1 = 0; h1 < n1 && from2 >= 0; h1++) {
            int from1 = state_before(&p->axes[1], h1, o->levels[1]);
            if (from1 < 0) {
                continue;
            }
            put_row(p, from + from1 * stride1 + from2 * stride2, o->levels[0], o->cost + more,
                    to + h1 * stride1 + h2 * stride2);
        }
    }
}

/* to = min(to, the item with what it costs more, before the rest) */
static void put_before(const cst__pricer *p, int place, const double *rest, double more,
                       double *to) {
    unsigned has = p->block->items[p->order[place]].marks;
    has |= p->presence ? 1 : 0;
    for (unsigned m = 0; m < (unsigned)p->n_masks; m++) {
        const double *from = rest + (size_t)(m & ~has) * (size_t)p->n_states;
        for (int o = 0; o < p->n_options; o++) {
            put_option(p, &p->options[o], from, more, to + (size_t)m * (size_t)p->n_states);
        }
    }
}

static void fill_with(const cst__pricer *p, double *t, double value) {
    for (size_t i = 0; i < (size_t)p->n_masks * (size_t)p->n_states; i++) {
        t[i] = value;
    }
}

static void copy(const cst__pricer *p, double *to, const double *from) {
    memcpy(to, from, (size_t)p->n_masks * (size_t)p->n_states * sizeof *to);
}

static void make_place(cst__pricer *p, int place) {
    bool forced = place < p->n_forced;
    int next = forced ? place + 1 : p->next_offering[place];
    double charge = p->charge[item_at(p, place)->party];
    bool together = is_one_firm(p, place, place + 1);
    p->n_options = 0;
    for (size_t o = p->kept_start[place]; o < p->kept_start[place + 1]; o++) {
        p->options[p->n_options++] = p->kept[o];
    }
    for (int k = 0; k < p->n_counts; k++) {
        int left = p->n_counts == 1 ? 0 : k - 1; /* items that may follow this one */
        double *fresh = at(p->fresh, p, place, k);
        if (forced) {
            fill_with(p, fresh, cst__unpriced);
        } else {
            copy(p, fresh, at(p->fresh, p, place + 1, k));
        }
        const double *rest = left < 0                      ? NULL
                             : is_one_firm(p, place, next) ? at(p->paid_for, p, next, left)
                                                           : at(p->fresh, p, next, left);
        if (rest != NULL) {
            put_before(p, place, rest, forced ? 0 : charge, fresh);
        }
        if (!is_met_paid(p, place)) {
            continue;
        }
        double *paid = at(p->paid_for, p, place, k);
        copy(p, paid,
             forced     ? fresh
             : together ? at(p->paid_for, p, place + 1, k)
                        : at(p->fresh, p, place + 1, k));
        if (rest != NULL && !forced) {
            put_before(p, place, rest, 0, paid);
        }
    }
}

static void set_next_offerings(cst__pricer *p) {
    for (int place = p->n_order - 1; place >= 0; place--) {
        bool same = place + 1 < p->n_order &&
                    item_at(p, place)->offering == item_at(p, place + 1)->offering;
        p->next_offering[place] = same ? p->next_offering[place + 1] : place + 1;
    }
}

/* The least over the levels of the main axis that the window allows when k items are still to come.
 */
static void slide(const cst__pricer *p, int k, const double *from, double *to) {
    const axis *it = &p->axes[0];
    int more = cst__axis_ahead(p, it, k);
    size_t rows = (size_t)p->n_masks * (size_t)p->n_states / (size_t)it->n;
    for (size_t r = 0; r < rows; r++) {
        const double *row = from + r * (size_t)it->n;
        cst__least_ahead(row, it->n, more, to + r * (size_t)it->n);
    }
}

static void slide_all(cst__pricer *p) {
    for (int place = 0; place <= p->n_order; place++) {
        for (int k = 0; k < p->n_counts; k++) {
            int to_come = p->n_counts == 1 ? p->block->most : k;
            slide(p, to_come, at(p->fresh, p, place, k), at(p->fresh_rest, p, place, k));
            if (is_met_paid(p, place)) {
                slide(p, to_come, at(p->paid_for, p, place, k), at(p->paid_rest, p, place, k));
            }
        }
    }
}

static bool make_room(cst__pricer *p) {
    size_t need =
        (size_t)(p->n_order + 1) * (size_t)p->n_counts * (size_t)p->n_masks * (size_t)p->n_states;
    if (need <= p->room_suffix) {
        return true;
    }
    free(p->fresh);
    free(p->paid_for);
    free(p->fresh_rest);
    free(p->paid_rest);
    p->room_suffix = 2 * need;
    p->fresh = malloc(p->room_suffix * sizeof(double));
    p->paid_for = malloc(p->room_suffix * sizeof(double));
    p->fresh_rest = malloc(p->room_suffix * sizeof(double));
    p->paid_rest = malloc(p->room_suffix * sizeof(double));
    bool ok =
        p->fresh != NULL && p->paid_for != NULL && p->fresh_rest != NULL && p->paid_rest != NULL;
    p->room_suffix = ok ? p->room_suffix : 0;
    return ok;
}

/* Marks here are the tags alone: further windows have axes. Where there is neither, being there at
 * all is a mark. */
static void set_tag_marks(cst__pricer *p) {
    p->tag_marks = (1U << p->block->n_marks) - 1;
    bool asked = false;
    for (int w = 0; w < p->quote->n_windows; w++) {
        asked = asked || p->quote->windows[w].least > 0;
    }
    p->presence = p->block->required && p->tag_marks == 0 && !asked;
    p->tag_marks |= p->presence ? 1 : 0;
}

/* Without suffixes the tables of pricing_tables.h serve, with the main window as the one axis. */
static void set_plain_axes(cst__pricer *p) {
    p->n_axes = p->main_window < 0 ? 0 : 1;
    memset(p->axes, 0, sizeof p->axes);
    p->axes[0] = p->plain;
    p->n_states = p->plain.n;
}

static bool make_cover(cst__pricer *p) {
    size_t need = (size_t)(p->block->most + 1) * (size_t)p->n_states;
    if (need <= p->room_cover) {
        return true;
    }
    free(p->set_cover);
    p->room_cover = 2 * need;
    p->set_cover = malloc(p->room_cover * sizeof *p->set_cover);
    p->room_cover = p->set_cover != NULL ? p->room_cover : 0;
    return p->set_cover != NULL;
}

/* The options of every item in the order. */
static bool keep_options(cst__pricer *p) {
    size_t n = 0;
    for (int place = 0; place < p->n_order; place++) {
        p->kept_start[place] = n;
        list_options(p, p->order[place]);
        if (n + (size_t)p->n_options > p->room_kept) {
            size_t room = 2 * (n + (size_t)p->n_options) + 256;
            option *kept = realloc(p->kept, room * sizeof *kept);
            if (kept == NULL) {
                return false;
            }
            p->kept = kept;
            p->room_kept = room;
        }
        for (int o = 0; o < p->n_options; o++) {
            p->kept[n++] = p->options[o];
        }
    }
    p->kept_start[p->n_order] = n;
    return true;
}

/* Nothing is left to be covered, whatever is left that may be used. */
static void set_covered(const cst__pricer *p, double *states) {
    states[0] = 0;
    for (int h = 1; has_upper_axis(p) && h < p->axes[p->n_axes - 1].n; h++) {
        states[h * p->axes[p->n_axes - 1].stride] = 0;
    }
}

bool cst__pricing_suffixes(cst__pricer *p) {
    set_tag_marks(p);
    p->n_masks = (int)p->tag_marks + 1;
    p->n_counts = p->block->most > MOST_COUNTED ? 1 : p->block->most + 1;
    list_axes(p);
    p->by_suffix = p->n_order <= MOST_ORDER && base_entries(p) <= MOST_BASE;
    if (!p->by_suffix) {
        set_plain_axes(p);
        return make_cover(p);
    }
    set_axes(p);
    set_next_offerings(p);
    if (!make_room(p) || !make_cover(p) || !keep_options(p)) {
        return false;
    }
    for (int k = 0; k < p->n_counts; k++) {
        double *last = at(p->fresh, p, p->n_order, k);
        fill_with(p, last, cst__unpriced);
        set_covered(p, last);
        copy(p, at(p->paid_for, p, p->n_order, k), last);
    }
    for (int place = p->n_order - 1; place >= 0; place--) {
        make_place(p, place);
    }
    if (p->axes[0].kind == AXIS_WITHIN) {
        slide_all(p);
    }
    return true;
}

const double *cst__pricing_row(cst__pricer *p, int k, int place, int party, unsigned marks) {
    if (!p->by_suffix) {
        return cst__pricing_rest(p, k, party < 0 ? -1 : p->group_of[party], marks);
    }
    bool paid = party >= 0 && place >= p->n_forced && place < p->n_order && p->charge[party] > 0 &&
                item_at(p, place)->party == party;
    double *tables = p->axes[0].kind == AXIS_WITHIN ? (paid ? p->paid_rest : p->fresh_rest)
                                                    : (paid ? p->paid_for : p->fresh);
    return at(tables, p, place, p->n_counts == 1 ? 0 : k) + (size_t)marks * (size_t)p->n_states;
}

/* One row of states along the main axis, by what is covered: to[g + shift] = min(.., from[g] +
 * cost). */
static void add_row(const cst__pricer *p, const double *from, int shift, double cost,
                    double *restrict to) {
    int n = p->n_axes > 0 ? p->axes[0].n : 1;
    for (int g = 0; g + shift < n; g++) {
        double sum = from[g] + cost;
        to[g + shift] = sum < to[g + shift] ? sum : to[g + shift];
    }
    bool at_least = p->axes[0].kind == AXIS_AT_LEAST;
    for (int g = n - shift > 0 ? n - shift : 0; at_least && g < n; g++) { /* more than asked for */
        double sum = from[g] + cost;
        to[n - 1] = sum < to[n - 1] ? sum : to[n - 1];
    }
}

static int state_after(const axis *it, int n, int h, int levels) {
    return h + levels < n ? h + levels : it->kind == AXIS_AT_MOST ? -1 : n - 1;
}

static void add_options(const cst__pricer *p, const option *o, const double *from, double less,
                        double *to) {
    int n1 = p->n_axes > 1 ? p->axes[1].n : 1;
    int n2 = p->n_axes > 2 ? p->axes[2].n : 1;
    int stride1 = p->n_axes > 1 ? p->axes[1].stride : 0;
    int stride2 = p->n_axes > 2 ? p->axes[2].stride : 0;
    for (int h2 = 0; h2 < n2; h2++) {
        int to2 = state_after(&p->axes[2], n2, h2, o->levels[2]);
        for (int h1 = 0; h1 < n1 && to2 >= 0; h1++) {
            int to1 = state_after(&p->axes[1], n1, h1, o->levels[1]);
            if (to1 < 0) {
                continue;
            }
            add_row(p, from + h1 * stride1 + h2 * stride2, o->levels[0], o->cost - less,
                    to + to1 * stride1 + to2 * stride2);
        }
    }
}

void cst__pricing_add(cst__pricer *p, int place, const double *cover, double *sum) {
    int i = p->order[place];
    const option *options = p->options;
    int n = 0;
    if (p->by_suffix) {
        options = p->kept + p->kept_start[place];
        n = (int)(p->kept_start[place + 1] - p->kept_start[place]);
    } else {
        list_options(p, i);
        n = p->n_options;
    }
    p->steps += (long)n * p->n_states / STATES_OF_STEP;
    for (int s = 0; s < p->n_states; s++) {
        sum[s] = cst__unpriced;
    }
    for (int o = 0; o < n; o++) {
        add_options(p, &options[o], cover, p->quote->fixed[i], sum);
    }
}
