/*
 * assumed_shares.c - where the conclusion flips as an assumed share goes from 0 to 1.
 *
 * More US content never hurts: the margin of the content rule grows with made, made_low and value
 * added, of each package and whatever gamma. So what holds at one value holds at every higher one,
 * the least cost never rises with the value, and two arguments are enough to be exact:
 *
 *   a package that costs least at some value, and holds from a lower one on, costs least at every
 *   value between them; from which value on it holds is found by halving, with the judge alone;
 *
 *   a package known from a lower value that costs no more than the least at a higher one costs
 *   least at every value between them.
 *
 * What these leave open are gaps, and each search closes a part of one. It asks at the top of a
 * gap, below which the next step must lie; where steps turn out to be narrow also in the middle, so
 * that a search that is stopped has seen a little of everything.
 *
 * Where content is only presumed the cheapest package is the same throughout, and halving finds
 * where it begins to meet the rule. Steps with the same conclusion are one range at the end.
 */
#include <stdlib.h>
#include <string.h>

#include "model/json.h"
#include "model/vary.h"
#include "solver/assumed_parts.h"

/* All values from low to high, for which the same package costs least, or there is none. */
typedef struct step {
    int low, high;
    bool met;
    cst__least least;
    int64_t cost_cents;
} step;

/* Values of which nothing is known yet. */
typedef struct gap {
    int low, high;
    size_t below, above; /* the steps beside it; CST__NONE: none, or none with a package */
    int64_t floor_cents; /* nothing costs less in it; INT64_MIN: nothing known */
    bool is_halved;      /* the next search is in the middle */
} gap;

typedef struct share_study {
    const cst__study *study;
    int least, most, assumed;
    cst_opportunity *scratch; /* its value is set anew for each judgement */
    cst_catalog *catalog;
    cst__judge *judge;
    step *steps;
    size_t n, room;
    gap *gaps;
    size_t n_gaps, room_gaps;
} share_study;

typedef struct shares {
    cst__assumed *a;
    share_study *studies;
    size_t n;
} shares;

/* ---------------------------------------------------------------- what is asked at all */

static const cst_opportunity *tender_of(const cst__assumed *a) {
    return a->session->opportunity;
}

static bool is_counted(const cst__assumed *a, cst__fact fact) {
    const cst_opportunity *p = tender_of(a);
    bool is_made = p->rules->content_method == CST_METHOD_MADE;
    if (p->content_mode == CST_MODE_IGNORE) {
        return false;
    }
    return fact == CST__FACT_MADE_LOW ? p->content_gamma > 0 : is_made == (fact == CST__FACT_MADE);
}

/* Whether nothing asks for the share: it is not counted, or of nothing that may be chosen. */
static bool is_idle(const cst__assumed *a, const cst__study *study) {
    const cst_opportunity *p = tender_of(a);
    for (size_t i = 0; is_counted(a, study->fact) && i < study->n_subjects; i++) {
        size_t o = study->subjects[i];
        if (a->screening->eligible[o] && p->rules->slots[p->catalog->offerings[o].slot].content) {
            return false;
        }
    }
    return true;
}

/* A share does not fall to more than it is. */
static void clamp(const cst__assumed *a, share_study *s) {
    s->least = 0;
    s->most = CST__BP;
    for (size_t i = 0; i < s->study->n_subjects; i++) {
        const cst__offering *o = &tender_of(a)->catalog->offerings[s->study->subjects[i]];
        int made = o->us_bp[CST_METHOD_MADE];
        int low = o->us_made_low_bp;
        if (s->study->fact == CST__FACT_MADE && low != CST__BP_UNKNOWN && low > s->least) {
            s->least = low;
        }
        if (s->study->fact == CST__FACT_MADE_LOW && made != CST__BP_UNKNOWN && made < s->most) {
            s->most = made;
        }
    }
}

/* ---------------------------------------------------------------- judging at a value */

static cst__taken value_at(const share_study *s, int bp, char text[CST__NUMBER_TEXT]) {
    cst__json_number_text((double)bp / CST__BP, text);
    return (cst__taken){.fact = s->study->fact, .text = text, .number = bp};
}

/* Whether the choice holds at the value; where content is presumed: whether it meets the rule. */
static bool holds(share_study *s, const int64_t *units, int bp) {
    const cst__side none = cst__side_none();
    const cst__taken value = {.fact = s->study->fact, .text = "", .number = bp};
    cst_criteria criteria;
    for (size_t i = 0; i < s->study->n_subjects; i++) {
        cst__catalog_suppose(s->catalog, s->study->subjects[i], &value);
    }
    return cst__choice_holds(s->judge, units, &none, &criteria);
}

/* The least value from low on at which a choice holds that holds at high. */
static int holds_from(share_study *s, const int64_t *units, int low, int high) {
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (holds(s, units, middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return high;
}

/* ---------------------------------------------------------------- steps */

static step *add_step(const cst__assumed *a, share_study *s, int low, int high) {
    step *steps = cst__arena_grow(a->scratch, s->steps, s->n, &s->room, sizeof *steps);
    if (steps == NULL) {
        return NULL;
    }
    s->steps = steps;
    steps[s->n] = (step){.low = low, .high = high};
    return &steps[s->n++];
}

/* Nothing for no values. */
static cst_error add_gap(const cst__assumed *a, share_study *s, const gap *it) {
    if (it->low > it->high) {
        return CST_E_OK;
    }
    gap *gaps = cst__arena_grow(a->scratch, s->gaps, s->n_gaps, &s->room_gaps, sizeof *gaps);
    if (gaps == NULL) {
        return CST_E_MEMORY;
    }
    s->gaps = gaps;
    gaps[s->n_gaps++] = *it;
    return CST_E_OK;
}

/* A step without a package. */
static cst_error add_none(const cst__assumed *a, share_study *s, int low, int high,
                          cst_status status) {
    step *none = low > high ? NULL : add_step(a, s, low, high);
    if (none != NULL) {
        none->least.status = status;
    }
    return none == NULL && low <= high ? CST_E_MEMORY : CST_E_OK;
}

static cst_error add_package(const cst__assumed *a, share_study *s, int low, int high, bool met,
                             const cst__least *least, int64_t cost_cents) {
    step *some = low > high ? NULL : add_step(a, s, low, high);
    if (some != NULL) {
        some->met = met;
        some->least = *least;
        some->cost_cents = cost_cents;
    }
    return some == NULL && low <= high ? CST_E_MEMORY : CST_E_OK;
}

static cst_error add_base(const cst__assumed *a, share_study *s, int low, int high, bool met) {
    cst__least least = cst__base_least(a);
    return add_package(a, s, low, high, met, &least, a->base->best.criteria.cost_cents);
}

/* ---------------------------------------------------------------- where nothing is searched */

/* The cheapest package is the same throughout, and meets the rule from some value on. */
static cst_error begin_presumed(const cst__assumed *a, share_study *s) {
    const int64_t *units = a->base->best.units;
    int from = s->most + 1;
    if (!a->base->best.found) {
        return add_none(a, s, s->least, s->most, a->base->status);
    }
    if (holds(s, units, s->most)) {
        from = holds_from(s, units, s->least, s->most);
    }
    cst_error error = add_base(a, s, s->least, from - 1, false);
    return error == CST_E_OK ? add_base(a, s, from, s->most, true) : error;
}

/* What is above and below the value that is assumed, where it is not known already. */
static cst_error add_gaps(const cst__assumed *a, share_study *s, int from) {
    bool found = a->base->best.found;
    bool proven = found && a->base->best.cost_proven;
    const gap above = {.low = s->assumed + 1,
                       .high = s->most,
                       .below = found ? 0 : CST__NONE,
                       .above = CST__NONE,
                       .floor_cents = INT64_MIN};
    const gap below = {.low = s->least,
                       .high = from - 1,
                       .below = CST__NONE,
                       .above = CST__NONE,
                       .floor_cents = proven ? a->base->best.bound_cents : INT64_MIN};
    cst_error error = add_gap(a, s, &above);
    return error == CST_E_OK ? add_gap(a, s, &below) : error;
}

static cst_error begin_required(const cst__assumed *a, share_study *s) {
    bool found = a->base->best.found;
    bool stopped = a->base->status == CST_STATUS_LIMIT;
    int to = stopped ? s->most : s->assumed;
    int from = found ? holds_from(s, a->base->best.units, s->least, s->assumed) : s->least;
    cst_error error =
        found ? add_base(a, s, from, to, true) : add_none(a, s, s->least, to, a->base->status);
    if (error == CST_E_OK && stopped) {
        return add_none(a, s, s->least, from - 1, CST_STATUS_LIMIT);
    }
    return error == CST_E_OK ? add_gaps(a, s, from) : error;
}

/* ---------------------------------------------------------------- what a search finds */

static const int64_t *keep_units(const cst__assumed *a, const int64_t *units) {
    size_t n = tender_of(a)->catalog->n_offerings;
    int64_t *kept = cst__arena_alloc(a->scratch, n, sizeof *kept);
    if (kept != NULL && n > 0) {
        memcpy(kept, units, n * sizeof *kept);
    }
    return kept;
}

static int asked_at(const gap *it) {
    return it->is_halved ? it->low + (it->high - it->low) / 2 : it->high;
}

/* What is left of a gap above the value that was asked. */
static cst_error leave_above(const cst__assumed *a, share_study *s, const gap *it, int at,
                             size_t below) {
    gap rest = *it;
    rest.low = at + 1;
    rest.below = below;
    rest.is_halved = false;
    return add_gap(a, s, &rest);
}

/* The package from below the gap costs least at the value asked, and so up to it. */
static cst_error take_below(const cst__assumed *a, share_study *s, const gap *it, int at,
                            int64_t bound_cents) {
    const step *below = &s->steps[it->below];
    cst__least least = below->least;
    int64_t cost = below->cost_cents;
    least.bound_cents = bound_cents;
    cst_error error = add_package(a, s, it->low, at, true, &least, cost);
    return error == CST_E_OK ? leave_above(a, s, it, at, s->n - 1) : error;
}

/* The step above a gap, where a package found at the top of it costs no more: it stands for both,
 * unless the step above is the cheapest package of the tender as it is. NULL if not. */
static step *equalled(const cst__assumed *a, share_study *s, const gap *it, int at,
                      const cst__inquiry *answer) {
    step *above = at < it->high || it->above == CST__NONE ? NULL : &s->steps[it->above];
    bool is_it = above != NULL && above->least.units != a->base->best.units &&
                 cst__is_least(a, answer->best.criteria.cost_cents, above->least.bound_cents);
    return is_it ? above : NULL;
}

/* A new package: from where it holds to the value asked. */
static cst_error take_step(const cst__assumed *a, share_study *s, const gap *it, int at,
                           const cst__inquiry *answer) {
    enum { NARROW = 4 }; /* steps of less than this part of a gap */
    int from = holds_from(s, answer->best.units, it->low, at);
    step *above = equalled(a, s, it, at, answer);
    size_t where = above == NULL ? s->n : it->above;
    gap rest = *it;
    cst__least least = {answer->status, keep_units(a, answer->best.units),
                        answer->best.bound_cents};
    cst_error error = least.units == NULL ? CST_E_MEMORY : CST_E_OK;
    if (error == CST_E_OK && above != NULL) {
        least.bound_cents = above->least.bound_cents;
        above->low = from;
        above->least = least;
        above->cost_cents = answer->best.criteria.cost_cents;
    } else if (error == CST_E_OK) {
        error = add_package(a, s, from, at, true, &least, answer->best.criteria.cost_cents);
    }
    rest.high = from - 1;
    rest.above = where;
    rest.floor_cents = least.bound_cents;
    rest.is_halved = !it->is_halved && at - from < (at - it->low) / NARROW;
    if (error == CST_E_OK) {
        error = leave_above(a, s, it, at, where);
    }
    return error == CST_E_OK ? add_gap(a, s, &rest) : error;
}

/* Values of a gap below what a stopped search found: a package from below them holds there. */
static cst_error leave_open(const cst__assumed *a, share_study *s, const gap *it, int high,
                            int64_t bound_cents) {
    if (it->below == CST__NONE) {
        return add_none(a, s, it->low, high, CST_STATUS_LIMIT);
    }
    cst__least least = s->steps[it->below].least;
    int64_t cost = s->steps[it->below].cost_cents;
    least.status = CST_STATUS_LIMIT;
    least.bound_cents = bound_cents;
    return add_package(a, s, it->low, high, true, &least, cost);
}

/* A search that was stopped: nothing more is asked about the gap. */
static cst_error take_limit(const cst__assumed *a, share_study *s, const gap *it, int at,
                            const cst__inquiry *answer) {
    if (!answer->best.found) {
        return add_none(a, s, it->low, it->high, CST_STATUS_LIMIT);
    }
    int from = holds_from(s, answer->best.units, it->low, at);
    cst__least least = {CST_STATUS_LIMIT, keep_units(a, answer->best.units),
                        answer->best.bound_cents};
    if (least.units == NULL) {
        return CST_E_MEMORY;
    }
    int64_t cost = answer->best.criteria.cost_cents;
    cst_error error = add_package(a, s, from, at, true, &least, cost);
    if (error == CST_E_OK) { /* above the value asked, which is in the middle, less is proven */
        least.bound_cents = it->floor_cents;
        error = add_package(a, s, at + 1, it->high, true, &least, cost);
    }
    return error == CST_E_OK ? leave_open(a, s, it, from - 1, answer->best.bound_cents) : error;
}

static cst_error take(const cst__assumed *a, share_study *s, const gap *it,
                      const cst__inquiry *answer) {
    int at = asked_at(it);
    if (answer->status == CST_STATUS_LIMIT) {
        return take_limit(a, s, it, at, answer);
    }
    if (answer->status == CST_STATUS_INFEASIBLE) {
        cst_error error = add_none(a, s, it->low, at, CST_STATUS_INFEASIBLE);
        return error == CST_E_OK ? leave_above(a, s, it, at, CST__NONE) : error;
    }
    bool is_below = it->below != CST__NONE &&
                    cst__is_least(a, s->steps[it->below].cost_cents, answer->best.bound_cents);
    return is_below ? take_below(a, s, it, at, answer->best.bound_cents)
                    : take_step(a, s, it, at, answer);
}

/* ---------------------------------------------------------------- rounds of searches */

static cst_error ask_in(const shares *all, share_study *s, const gap *it, cst__asking *asking) {
    char text[CST__NUMBER_TEXT];
    cst__taken value = value_at(s, asked_at(it), text);
    cst__inquiry *inquiry =
        cst__asking_add(asking, all->a->session, cst__study_tender(all->a, s->study, &value));
    if (inquiry == NULL) {
        return CST_E_MEMORY;
    }
    inquiry->gap = all->a->base->gap;
    inquiry->floor_cents = it->floor_cents;
    return CST_E_OK;
}

static cst_error ask_all(const shares *all, cst__asking *asking) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; i < all->n; i++) {
        share_study *s = &all->studies[i];
        for (size_t g = 0; error == CST_E_OK && g < s->n_gaps; g++) {
            error = ask_in(all, s, &s->gaps[g], asking);
        }
    }
    return error == CST_E_OK ? cst__session_ask(all->a->session, asking->inquiries, asking->n)
                             : error;
}

/* What the answers leave open takes the place of the gaps that were asked about. */
static cst_error take_all(const shares *all, const cst__asking *asking) {
    cst_error error = CST_E_OK;
    size_t asked = 0;
    for (size_t i = 0; i < all->n; i++) {
        share_study *s = &all->studies[i];
        gap *gaps = s->gaps;
        size_t n = s->n_gaps;
        s->gaps = NULL;
        s->n_gaps = s->room_gaps = 0;
        for (size_t g = 0; error == CST_E_OK && g < n; g++) {
            error = take(all->a, s, &gaps[g], &asking->inquiries[asked++]);
        }
    }
    return error;
}

static size_t count_gaps(const shares *all) {
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        n += all->studies[i].n_gaps;
    }
    return n;
}

static cst_error close_gaps(const shares *all) {
    cst_error error = CST_E_OK;
    for (size_t n = count_gaps(all); error == CST_E_OK && n > 0; n = count_gaps(all)) {
        cst__asking asking;
        error = cst__asking_begin(&asking, n) ? CST_E_OK : CST_E_MEMORY;
        if (error == CST_E_OK) {
            error = ask_all(all, &asking);
        }
        if (error == CST_E_OK) {
            error = take_all(all, &asking);
        }
        cst__asking_end(&asking);
    }
    return error;
}

/* ---------------------------------------------------------------- ranges */

static int compare_steps(const void *a, const void *b) {
    const step *x = a;
    const step *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

/* Whether two steps have the same conclusion. */
static bool is_same(const cst__assumed *a, const step *x, const step *y) {
    bool found = x->least.units != NULL;
    if (x->least.status != y->least.status || found != (y->least.units != NULL) ||
        x->met != y->met) {
        return false;
    }
    return !found || cst__same_members(tender_of(a)->catalog, x->least.units, y->least.units);
}

/* The range of so many steps from the first one on. */
static cst_error fill_range(const cst__assumed *a, const share_study *s, const step *first,
                            size_t n, cst_value_range *range) {
    char text[CST__NUMBER_TEXT];
    const step *last = &first[n - 1];
    int at = s->assumed < first->low ? first->low : s->assumed;
    at = at > last->high ? last->high : at;
    const step *here = first;
    while (here->high < at) {
        here++;
    }
    *range = (cst_value_range){.low_bp = first->low,
                               .high_bp = last->high,
                               .at_bp = at,
                               .cost_low_cents = first->cost_cents,
                               .cost_high_cents = last->cost_cents,
                               .assumed = at == s->assumed};
    cst__taken value = value_at(s, at, text);
    cst_opportunity *tender = cst__study_tender(a, s->study, &value);
    range->value = cst__arena_text(a->arena, text);
    if (tender == NULL || range->value == NULL) {
        cst_opportunity_free(tender);
        return CST_E_MEMORY;
    }
    cst_error error = cst__study_outcome(a, tender, &here->least, range);
    cst_opportunity_free(tender);
    return error;
}

static cst_error fill_ranges(const cst__assumed *a, share_study *s) {
    cst_sensitivity *shown = s->study->shown;
    cst_error error = CST_E_OK;
    qsort(s->steps, s->n, sizeof *s->steps, compare_steps);
    shown->least_bp = s->least;
    shown->most_bp = s->most;
    shown->ranges = cst__arena_alloc(a->arena, s->n, sizeof *shown->ranges);
    if (shown->ranges == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0, n; error == CST_E_OK && i < s->n; i += n) {
        n = 1;
        while (i + n < s->n && is_same(a, &s->steps[i], &s->steps[i + n])) {
            n++;
        }
        error = fill_range(a, s, &s->steps[i], n, &shown->ranges[shown->n_ranges++]);
    }
    return error;
}

/* ---------------------------------------------------------------- the whole */

static void end(share_study *s) {
    cst__judge_free(s->judge);
    cst_opportunity_free(s->scratch);
}

/* The cheapest package of the tender, whatever the share. */
static cst_error begin_idle(const cst__assumed *a, share_study *s) {
    s->study->shown->idle = true;
    return a->base->best.found ? add_base(a, s, s->least, s->most, a->base_met)
                               : add_none(a, s, s->least, s->most, a->base->status);
}

static cst_error begin(cst__assumed *a, share_study *s, const cst__study *study) {
    cst__taken value = cst__study_value(a, study);
    *s = (share_study){.study = study, .assumed = value.number};
    clamp(a, s);
    if (is_idle(a, study)) {
        return begin_idle(a, s);
    }
    s->scratch = cst__opportunity_copy(tender_of(a));
    s->catalog = s->scratch == NULL ? NULL : cst__opportunity_own_catalog(s->scratch);
    if (s->catalog == NULL) {
        return CST_E_MEMORY;
    }
    s->scratch->content_mode = CST_MODE_REQUIRE;
    cst_error error = cst__judge_new(s->scratch, a->screening, a->session->misfit_bp, &s->judge);
    if (error != CST_E_OK) {
        return error;
    }
    return tender_of(a)->content_mode == CST_MODE_PRESUMPTION ? begin_presumed(a, s)
                                                              : begin_required(a, s);
}

cst_error cst__study_shares(cst__assumed *a) {
    shares all = {.a = a, .studies = cst__arena_alloc(a->scratch, a->n, sizeof *all.studies)};
    cst_error error = all.studies == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < a->n; i++) {
        if (cst__fact_is_share(a->studies[i].fact)) {
            error = begin(a, &all.studies[all.n++], &a->studies[i]);
        }
    }
    if (error == CST_E_OK) {
        error = close_gaps(&all);
    }
    for (size_t i = 0; error == CST_E_OK && i < all.n; i++) {
        error = fill_ranges(a, &all.studies[i]);
    }
    for (size_t i = 0; i < all.n; i++) {
        end(&all.studies[i]);
    }
    return error;
}
