/*
 * explain_oracle.c - choices as sets of the demands they meet. A set of demands can hold together
 * when one of them contains it; everything else follows.
 */
#include "tests/solver/explain_oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bit(size_t i) {
    return UINT64_C(1) << i;
}

static int count_bits(uint64_t set) {
    int n = 0;
    for (; set != 0; set &= set - 1) {
        n++;
    }
    return n;
}

static bool is_part_of(uint64_t part, uint64_t whole) {
    return (part & ~whole) == 0;
}

static void *room(size_t n, size_t size) {
    void *list = calloc(n + 1, size);
    if (list == NULL) {
        abort();
    }
    return list;
}

/* ---------------------------------------------------------------- what choices meet */

/* The tender without any of its demands, through its files. */
static bool read_ground(explain_oracle *e, const instance *it) {
    instance ground = instance_copy(it);
    char *faults = NULL;
    for (size_t i = 0; i < e->n_demands; i++) {
        demand_drop(ground.opportunity, &e->demands[i]);
    }
    bool read = tender_read(&ground, &e->without, &faults);
    if (!read) {
        fprintf(stderr, "the tender without its demands:\n%s", faults);
    }
    free(faults);
    instance_clear(&ground);
    return read;
}

static uint64_t met_by(const explain_oracle *e, const oracle_choice *choice) {
    uint64_t meets = 0;
    for (size_t i = 0; i < e->n_demands; i++) {
        meets |= demand_needs(e->ground, &e->demands[i], choice).met ? bit(i) : 0;
    }
    return meets;
}

static void hold_against_demands(explain_oracle *e) {
    e->meets = room(e->ground->n_feasible, sizeof *e->meets);
    for (size_t i = 0; i < e->ground->n_feasible; i++) {
        e->meets[i] = met_by(e, &e->ground->feasible[i]);
    }
}

/* ---------------------------------------------------------------- conflicts */

/* Adds a set unless another contains it; takes out those that it contains. */
static void add_widest(explain_oracle *e, uint64_t set) {
    size_t n = 0;
    for (size_t i = 0; i < e->n_widest; i++) {
        if (is_part_of(set, e->widest[i])) {
            return;
        }
    }
    for (size_t i = 0; i < e->n_widest; i++) {
        if (!is_part_of(e->widest[i], set)) {
            e->widest[n++] = e->widest[i];
        }
    }
    e->widest[n++] = set;
    e->n_widest = n;
}

static void find_widest(explain_oracle *e) {
    e->widest = room(e->ground->n_feasible, sizeof *e->widest);
    for (size_t i = 0; i < e->ground->n_feasible; i++) {
        add_widest(e, e->meets[i]);
    }
}

typedef struct sets {
    uint64_t *list;
    size_t n, room;
} sets;

static void add_set(sets *s, uint64_t set) {
    if (s->n == s->room) {
        s->room = 2 * s->room + 16;
        s->list = realloc(s->list, s->room * sizeof *s->list);
        if (s->list == NULL) {
            abort();
        }
    }
    s->list[s->n++] = set;
}

/* Whether one of the first n is part of a set. */
static bool have_part_of(const sets *s, size_t n, uint64_t set) {
    for (size_t i = 0; i < n; i++) {
        if (is_part_of(s->list[i], set)) {
            return true;
        }
    }
    return false;
}

/*
 * A set of demands is in conflict when it has, for each widest set, a demand that is missing there.
 * The smallest such sets, one widest set after the other (Berge 1989, Hypergraphs): those that have
 * one already stay, the others get one, unless what comes of it contains one that stays.
 */
static void hit_one_more(sets *s, uint64_t missing) {
    sets next = {0};
    for (size_t i = 0; i < s->n; i++) {
        if ((s->list[i] & missing) != 0) {
            add_set(&next, s->list[i]);
        }
    }
    size_t n_staying = next.n;
    for (size_t i = 0; i < s->n; i++) {
        for (size_t b = 0; b < DEMANDS_MOST && (s->list[i] & missing) == 0; b++) {
            uint64_t larger = s->list[i] | bit(b);
            if ((missing & bit(b)) != 0 && !have_part_of(&next, n_staying, larger)) {
                add_set(&next, larger);
            }
        }
    }
    free(s->list);
    *s = next;
}

static int compare_sets(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void find_conflicts(explain_oracle *e) {
    sets s = {0};
    add_set(&s, 0);
    for (size_t i = 0; i < e->n_widest && s.n <= EXPLAIN_MOST_CONFLICTS; i++) {
        hit_one_more(&s, e->all & ~e->widest[i]);
    }
    e->has_all_conflicts = s.n <= EXPLAIN_MOST_CONFLICTS;
    if (e->has_all_conflicts && s.n > 0) {
        qsort(s.list, s.n, sizeof *s.list, compare_sets);
    }
    e->conflicts = s.list;
    e->n_conflicts = e->has_all_conflicts ? s.n : 0;
}

/* ---------------------------------------------------------------- remedies */

/* The first is a lesser change than the second. */
static bool is_less(demand_form form, const demand_need *a, const demand_need *b) {
    switch (form) {
        case DEMAND_AT_MOST:
            return a->number < b->number;
        case DEMAND_AT_LEAST:
        case DEMAND_GAMMA:
            return a->number > b->number;
        case DEMAND_ITEMS:
            return count_bits(a->breaks) < count_bits(b->breaks);
        case DEMAND_YES:
            return false;
    }
    abort();
}

static void write_remedy(explain_remedy *r, const demand *d, const demand_need *need) {
    r->number = need->number;
    r->n_removed = count_bits(need->breaks);
    switch (demand_form_of(d->kind)) {
        case DEMAND_AT_MOST: /* a share of all is no limit */
            r->dropped = d->kind == DEMAND_MAX_MEMBER_SHARE && need->number == 10000;
            break;
        case DEMAND_AT_LEAST:
            r->dropped = need->number == 0;
            break;
        case DEMAND_GAMMA:
            r->dropped = need->number < 0;
            break;
        case DEMAND_ITEMS:
            r->dropped = (size_t)r->n_removed == d->n_items;
            break;
        case DEMAND_YES:
            r->dropped = true;
            break;
    }
}

/* The least change of one demand, over all packages that meet the others. */
static void find_remedy(explain_oracle *e, size_t i) {
    const demand *d = &e->demands[i];
    demand_form form = demand_form_of(d->kind);
    demand_need least = {0};
    explain_remedy r = {.demand = i, .cost_cents = INT64_MAX};
    for (size_t k = 0; k < e->ground->n_feasible; k++) {
        const oracle_choice *choice = &e->ground->feasible[k];
        if ((e->meets[k] | bit(i)) != e->all) {
            continue;
        }
        int64_t cost = choice->criteria[CST_CRITERION_COST];
        demand_need need = demand_needs(e->ground, d, choice);
        bool first = r.cost_cents == INT64_MAX;
        if (first || is_less(form, &need, &least) ||
            (!is_less(form, &least, &need) && cost < r.cost_cents)) {
            least = need;
            r.cost_cents = cost;
        }
    }
    if (r.cost_cents < INT64_MAX) {
        write_remedy(&r, d, &least);
        e->remedies[e->n_remedies++] = r;
    }
}

static void find_fewest(explain_oracle *e) {
    e->n_fewest = -1;
    for (size_t k = 0; k < e->ground->n_feasible; k++) {
        int n = count_bits(e->all & ~e->meets[k]);
        int64_t cost = e->ground->feasible[k].criteria[CST_CRITERION_COST];
        if (e->n_fewest < 0 || n < e->n_fewest || (n == e->n_fewest && cost < e->fewest_cents)) {
            e->n_fewest = n;
            e->fewest_cents = cost;
        }
    }
}

/* ---------------------------------------------------------------- the whole */

explain_oracle *explain_oracle_new(const instance *it, const tender *t, size_t most_choices) {
    explain_oracle *e = room(1, sizeof *e);
    e->opportunity = t->opportunity;
    e->n_demands = demands_of(t->opportunity, it->opportunity, e->demands);
    e->all = e->n_demands == DEMANDS_MOST ? UINT64_MAX : bit(e->n_demands) - 1;
    if (!read_ground(e, it)) {
        abort();
    }
    e->ground = oracle_new(e->without.opportunity, most_choices);
    if (e->ground == NULL) {
        explain_oracle_free(e);
        return NULL;
    }
    hold_against_demands(e);
    find_widest(e);
    find_fewest(e);
    if (e->n_fewest != 0) {
        find_conflicts(e);
        for (size_t i = 0; i < e->n_demands; i++) {
            find_remedy(e, i);
        }
    }
    return e;
}

void explain_oracle_free(explain_oracle *e) {
    if (e != NULL) {
        oracle_free(e->ground);
        tender_clear(&e->without);
        free(e->meets);
        free(e->widest);
        free(e->conflicts);
        free(e);
    }
}

/* ---------------------------------------------------------------- questions */

bool explain_holds(const explain_oracle *e, uint64_t demands) {
    for (size_t k = 0; k < e->ground->n_feasible; k++) {
        if (is_part_of(demands, e->meets[k])) {
            return true;
        }
    }
    return false;
}

int64_t explain_cost_without(const explain_oracle *e, uint64_t dropped) {
    int64_t least = INT64_MAX;
    for (size_t k = 0; k < e->ground->n_feasible; k++) {
        int64_t cost = e->ground->feasible[k].criteria[CST_CRITERION_COST];
        if ((e->meets[k] | dropped) == e->all && cost < least) {
            least = cost;
        }
    }
    return least;
}

uint64_t explain_bit(const explain_oracle *e, const char *pointer) {
    for (size_t i = 0; i < e->n_demands; i++) {
        if (strcmp(e->demands[i].pointer, pointer) == 0) {
            return bit(i);
        }
    }
    return 0;
}

char *explain_text(const explain_oracle *e, uint64_t demands) {
    size_t size = e->n_demands * (DEMAND_POINTER + 2) + 3;
    char *text = room(size, 1);
    strcpy(text, "{");
    for (size_t i = 0; i < e->n_demands; i++) {
        if ((demands & bit(i)) != 0) {
            strcat(text, text[1] == '\0' ? "" : ", ");
            strcat(text, e->demands[i].pointer);
        }
    }
    strcat(text, "}");
    return text;
}
