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
 *   so the next question is one basis point below that value, and every search finds one step.
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

/* From one value down to another, a search for each step. */
typedef struct descent {
    int next, to;
    int64_t floor_cents; /* nothing costs less at next; INT64_MIN: nothing known */
    bool meets_base;     /* it goes down to the value assumed, whose package may take over */
    size_t last;         /* step that was found last */
    bool is_done;
} descent;

enum { ABOVE, BELOW, N_WAYS };

typedef struct share_study {
    const cst__study *study;
    int least, most, assumed;
    cst_opportunity *scratch; /* its value is set anew for each judgement */
    cst_catalog *catalog;
    cst__judge *judge;
    step *steps;
    size_t n, room;
    descent ways[N_WAYS];
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
    if (s->n == s->room) {
        size_t room = s->room == 0 ? 16 : 2 * s->room;
        step *steps = cst__arena_alloc(a->scratch, room, sizeof *steps);
        if (steps == NULL) {
            return NULL;
        }
        if (s->n > 0) {
            memcpy(steps, s->steps, s->n * sizeof *steps);
        }
        s->steps = steps;
        s->room = room;
    }
    s->steps[s->n] = (step){.low = low, .high = high};
    return &s->steps[s->n++];
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

/* What is known of the tender as it is, and what is to be asked above and below. */
static cst_error begin_required(const cst__assumed *a, share_study *s) {
    bool found = a->base->best.found;
    bool stopped = a->base->status == CST_STATUS_LIMIT;
    int to = stopped ? s->most : s->assumed;
    int from = found ? holds_from(s, a->base->best.units, s->least, s->assumed) : s->least;
    bool proven = found && a->base->best.cost_proven;
    s->ways[ABOVE] = (descent){.next = s->most,
                               .to = s->assumed + 1,
                               .floor_cents = INT64_MIN,
                               .meets_base = found,
                               .last = CST__NONE,
                               .is_done = stopped || s->assumed == s->most};
    s->ways[BELOW] = (descent){.next = from - 1,
                               .to = s->least,
                               .floor_cents = proven ? a->base->best.bound_cents : INT64_MIN,
                               .last = CST__NONE,
                               .is_done = stopped || from == s->least};
    if (!found) {
        return add_none(a, s, s->least, to, a->base->status);
    }
    cst_error error = add_base(a, s, from, to, true);
    return error == CST_E_OK && stopped ? add_none(a, s, s->least, from - 1, CST_STATUS_LIMIT)
                                        : error;
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

/* The last step of a descent, where a package that is found below it costs no more. */
static step *equalled(const cst__assumed *a, share_study *s, const descent *way,
                      const cst__inquiry *answer) {
    step *last = way->last == CST__NONE ? NULL : &s->steps[way->last];
    bool is_it = last != NULL && answer->status == CST_STATUS_SOLVED &&
                 cst__is_least(a, answer->best.criteria.cost_cents, last->least.bound_cents);
    return is_it ? last : NULL;
}

static cst_error take_package(const cst__assumed *a, share_study *s, descent *way,
                              const cst__inquiry *answer) {
    int from = holds_from(s, answer->best.units, way->to, way->next);
    step *above = equalled(a, s, way, answer);
    cst__least least = {answer->status, keep_units(a, answer->best.units),
                        answer->best.bound_cents};
    cst_error error = least.units == NULL ? CST_E_MEMORY : CST_E_OK;
    if (error == CST_E_OK && above != NULL) {
        least.bound_cents = above->least.bound_cents;
        above->low = from;
        above->least = least;
        above->cost_cents = answer->best.criteria.cost_cents;
    } else if (error == CST_E_OK) {
        error = add_package(a, s, from, way->next, true, &least, answer->best.criteria.cost_cents);
        way->last = s->n - 1;
    }
    way->next = from - 1;
    way->floor_cents = least.bound_cents;
    way->is_done = way->next < way->to || answer->status == CST_STATUS_LIMIT;
    return error == CST_E_OK && answer->status == CST_STATUS_LIMIT
               ? add_none(a, s, way->to, way->next, CST_STATUS_LIMIT)
               : error;
}

static cst_error take(const cst__assumed *a, share_study *s, descent *way,
                      const cst__inquiry *answer) {
    bool is_base = way->meets_base && answer->status == CST_STATUS_SOLVED &&
                   cst__is_least(a, a->base->best.criteria.cost_cents, answer->best.bound_cents);
    if (is_base) {
        cst__least least = cst__base_least(a);
        least.bound_cents = answer->best.bound_cents;
        way->is_done = true;
        return add_package(a, s, way->to, way->next, true, &least,
                           a->base->best.criteria.cost_cents);
    }
    if (answer->best.found) {
        return take_package(a, s, way, answer);
    }
    way->is_done = true;
    return add_none(a, s, way->to, way->next, answer->status);
}

/* ---------------------------------------------------------------- one search for each descent */

static cst_error ask_next(const shares *all, share_study *s, const descent *way,
                          cst__asking *asking) {
    char text[CST__NUMBER_TEXT];
    cst__taken value = value_at(s, way->next, text);
    cst__inquiry *inquiry =
        cst__asking_add(asking, all->a->session, cst__study_tender(all->a, s->study, &value));
    if (inquiry == NULL) {
        return CST_E_MEMORY;
    }
    inquiry->gap = all->a->base->gap;
    inquiry->floor_cents = way->floor_cents;
    return CST_E_OK;
}

/* Asks, or takes what was asked, for every descent that is not done, in the same order. */
static cst_error each_descent(shares *all, cst__asking *asking, bool is_taking) {
    cst_error error = CST_E_OK;
    size_t asked = 0;
    for (size_t i = 0; i < all->n; i++) {
        for (int w = 0; error == CST_E_OK && w < N_WAYS; w++) {
            share_study *s = &all->studies[i];
            if (s->ways[w].is_done) {
                continue;
            }
            error = is_taking ? take(all->a, s, &s->ways[w], &asking->inquiries[asked++])
                              : ask_next(all, s, &s->ways[w], asking);
        }
    }
    return error;
}

static cst_error descend(shares *all) {
    cst__asking asking;
    bool any = true;
    cst_error error = cst__asking_begin(&asking, N_WAYS * all->n) ? CST_E_OK : CST_E_MEMORY;
    while (error == CST_E_OK && any) {
        error = each_descent(all, &asking, false);
        any = asking.n > 0;
        if (error == CST_E_OK) {
            error = cst__session_ask(all->a->session, asking.inquiries, asking.n);
        }
        if (error == CST_E_OK) {
            error = each_descent(all, &asking, true);
        }
        cst__asking_clear(&asking);
    }
    cst__asking_end(&asking);
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
    s->ways[ABOVE].is_done = s->ways[BELOW].is_done = true;
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
        error = descend(&all);
    }
    for (size_t i = 0; error == CST_E_OK && i < all.n; i++) {
        error = fill_ranges(a, &all.studies[i]);
    }
    for (size_t i = 0; i < all.n; i++) {
        end(&all.studies[i]);
    }
    return error;
}
