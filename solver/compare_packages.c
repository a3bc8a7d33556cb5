/*
 * compare_packages.c - which packages of several results answer to each other, and what is in one
 * and not in the other.
 *
 * Packages are put together by what they are best at: the cheapest with the cheapest, then, for
 * each criterion, those that are listed for it. One that is left over goes with packages of the
 * same members, and stands alone where there are none. The place of a package in its list plays no
 * part: it is no rank, and another rule file shuffles it.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/compare_parts.h"

/* ---------------------------------------------------------------- what is where */

/* A kind of thing that packages hold. */
typedef struct kind {
    const void *(*item)(const cst_package *package, size_t i); /* NULL beyond the last */
    cst__order order;
    void (*describe)(cst_presence *presence, const void *item);
    int64_t (*amount)(const void *item);
} kind;

static const void *member_at(const cst_package *package, size_t i) {
    return i < package->n_members ? &package->members[i] : NULL;
}

static const void *line_at(const cst_package *package, size_t i) {
    return i < package->n_lines ? &package->lines[i] : NULL;
}

static const void *licence_at(const cst_package *package, size_t i) {
    return i < package->n_licences ? &package->licences[i] : NULL;
}

static int order_members(const void *a, const void *b) {
    return strcmp(((const cst_member *)a)->firm, ((const cst_member *)b)->firm);
}

static int order_lines(const void *a, const void *b) {
    return strcmp(((const cst_line *)a)->offering, ((const cst_line *)b)->offering);
}

static int order_licences(const void *a, const void *b) {
    const cst_licence *x = a;
    const cst_licence *y = b;
    int order = strcmp(x->offering, y->offering);
    return order != 0 ? order : strcmp(x->row, y->row);
}

static void describe_member(cst_presence *presence, const void *item) {
    presence->id = ((const cst_member *)item)->firm;
}

static void describe_line(cst_presence *presence, const void *item) {
    presence->id = ((const cst_line *)item)->offering;
    presence->slot = ((const cst_line *)item)->slot;
}

static void describe_licence(cst_presence *presence, const void *item) {
    presence->id = ((const cst_licence *)item)->offering;
    presence->row = ((const cst_licence *)item)->row;
    presence->source = ((const cst_licence *)item)->source;
}

static int64_t one(const void *item) {
    (void)item;
    return 1;
}

/* A line of no units, which only a forged file has, is there all the same. */
static int64_t units(const void *item) {
    int64_t n = ((const cst_line *)item)->units;
    return n < 1 ? 1 : n;
}

static const kind members = {member_at, order_members, describe_member, one};
static const kind offerings = {line_at, order_lines, describe_line, units};
static const kind licences = {licence_at, order_licences, describe_licence, one};

/* Every thing of the kind, in its package. NULL when memory is out. */
static cst__entry *list_things(cst_comparison *c, const cst_counterparts *group, const kind *k,
                               size_t *n) {
    cst__entry *entries = NULL;
    for (int pass = 0; pass < 2; pass++) {
        *n = 0;
        for (size_t side = 0; side < c->n_sides; side++) {
            const cst_package *package = group->packages[side];
            const void *item = NULL;
            for (size_t i = 0; package != NULL && (item = k->item(package, i)) != NULL; i++) {
                if (pass == 1) {
                    entries[*n] = (cst__entry){.item = item, .side = side, .index = i};
                }
                (*n)++;
            }
        }
        if (pass == 0 && (entries = cst__arena_alloc(c->arena, *n, sizeof *entries)) == NULL) {
            return NULL;
        }
    }
    return entries;
}

/* A thing that stands in a package twice, as only a forged file has it, counts as it stands last.
 */
static bool fill_presence(cst_comparison *c, const cst_counterparts *group, const kind *k,
                          const cst__entry *equals, size_t n, cst_presence *presence) {
    int64_t *amounts = cst__arena_alloc(c->arena, c->n_sides, sizeof *amounts);
    if (amounts == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        amounts[equals[i].side] = k->amount(equals[i].item);
    }
    *presence = (cst_presence){.id = "", .slot = "", .row = "", .source = "", .amounts = amounts};
    k->describe(presence, equals[0].item);
    presence->everywhere = presence->same = true;
    for (size_t side = 0; side < c->n_sides; side++) {
        if (group->packages[side] != NULL) {
            presence->everywhere = presence->everywhere && amounts[side] != 0;
            presence->same = presence->same && amounts[side] == amounts[equals[0].side];
        }
    }
    return true;
}

static bool fill_presences(cst_comparison *c, const cst_counterparts *group, const kind *k,
                           cst_presences *out) {
    size_t n = 0;
    cst__entry *entries = list_things(c, group, k, &n);
    out->items = entries == NULL ? NULL : cst__arena_alloc(c->arena, n, sizeof *out->items);
    if (out->items == NULL) {
        return false;
    }
    cst__gather(entries, n, k->order, true);
    out->same = true;
    for (size_t at = 0, end; at < n; at = end) {
        end = cst__equals_end(entries, n, at);
        cst_presence *presence = &out->items[out->n++];
        if (!fill_presence(c, group, k, &entries[at], end - at, presence)) {
            return false;
        }
        out->same = out->same && presence->same;
    }
    return true;
}

static bool fill_group(cst_comparison *c, cst_counterparts *group) {
    for (size_t side = 0; side < c->n_sides; side++) {
        group->n_packages += group->packages[side] != NULL;
    }
    if (!fill_presences(c, group, &members, &group->members) ||
        !fill_presences(c, group, &offerings, &group->offerings) ||
        !fill_presences(c, group, &licences, &group->licences)) {
        return false;
    }
    group->same = group->n_packages > 1 && group->offerings.same && group->licences.same;
    return true;
}

/* ---------------------------------------------------------------- by what they are best at */

/* The comparison on its way: which packages have found their place. */
typedef struct grouping {
    cst_comparison *c;
    bool **placed; /* for each side and package */
} grouping;

static void place(grouping *g, const cst_counterparts *group) {
    for (size_t side = 0; side < g->c->n_sides; side++) {
        const cst_result *result = g->c->sides[side].result;
        if (group->packages[side] != NULL) {
            g->placed[side][group->packages[side] - result->packages] = true;
        }
    }
}

/* Room for one more group, which counts once it is added. */
static cst_counterparts *next_group(grouping *g) {
    cst_counterparts *group = &g->c->counterparts[g->c->n_counterparts];
    group->packages = cst__arena_alloc(g->c->arena, g->c->n_sides, sizeof *group->packages);
    return group->packages == NULL ? NULL : group;
}

static void add_group(grouping *g, const cst_counterparts *group) {
    place(g, group);
    g->c->n_counterparts++;
}

static const cst_package *best_at(const cst_side *side, cst_criterion criterion) {
    const cst_result *result = side->result;
    if (criterion == CST_CRITERION_COST) {
        return side->cheapest;
    }
    for (size_t i = 0; i < result->n_packages; i++) {
        if (result->packages[i].best_at[criterion]) {
            return &result->packages[i];
        }
    }
    return NULL;
}

/* A group of the same packages, found for another criterion before; NULL for none. */
static cst_counterparts *same_group(const cst_comparison *c, const cst_counterparts *group) {
    for (size_t i = 0; i < c->n_counterparts; i++) {
        if (memcmp(c->counterparts[i].packages, group->packages,
                   c->n_sides * sizeof *group->packages) == 0) {
            return &c->counterparts[i];
        }
    }
    return NULL;
}

/* Where a single side lists a package for the criterion there is nothing to put beside it. */
static bool group_by_criterion(grouping *g, cst_criterion criterion) {
    cst_counterparts *group = next_group(g);
    size_t n = 0;
    if (group == NULL) {
        return false;
    }
    for (size_t side = 0; side < g->c->n_sides; side++) {
        group->packages[side] = best_at(&g->c->sides[side], criterion);
        n += group->packages[side] != NULL;
    }
    if (n == 0 || (n == 1 && criterion != CST_CRITERION_COST)) {
        return true;
    }
    cst_counterparts *before = same_group(g->c, group);
    if (before == NULL) {
        before = group;
        add_group(g, group);
    }
    before->best_at[criterion] = true;
    return true;
}

/* ---------------------------------------------------------------- by members */

/* A package with its members in order. */
typedef struct team {
    const cst_package *package;
    const char **firms;
    size_t n;
} team;

static int order_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int order_teams(const void *a, const void *b) {
    const team *x = a;
    const team *y = b;
    for (size_t i = 0; i < x->n && i < y->n; i++) {
        int order = strcmp(x->firms[i], y->firms[i]);
        if (order != 0) {
            return order;
        }
    }
    return (x->n > y->n) - (x->n < y->n);
}

static team *new_team(cst_comparison *c, const cst_package *package) {
    team *made = cst__arena_alloc(c->arena, 1, sizeof *made);
    const char **firms = cst__arena_alloc(c->arena, package->n_members, sizeof *firms);
    if (made == NULL || firms == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < package->n_members; i++) {
        firms[i] = package->members[i].firm;
    }
    qsort(firms, package->n_members, sizeof *firms, order_texts);
    *made = (team){package, firms, package->n_members};
    return made;
}

static size_t count_packages(const cst_comparison *c) {
    size_t n = 0;
    for (size_t side = 0; side < c->n_sides; side++) {
        n += c->sides[side].result->n_packages;
    }
    return n;
}

/* All packages with their members. NULL when memory is out. */
static cst__entry *list_teams(cst_comparison *c, size_t n) {
    cst__entry *entries = cst__arena_alloc(c->arena, n, sizeof *entries);
    size_t at = 0;
    for (size_t side = 0; entries != NULL && side < c->n_sides; side++) {
        const cst_result *result = c->sides[side].result;
        for (size_t i = 0; i < result->n_packages; i++) {
            entries[at] = (cst__entry){.side = side, .index = i};
            entries[at].item = new_team(c, &result->packages[i]);
            if (entries[at++].item == NULL) {
                return NULL;
            }
        }
    }
    return entries;
}

static bool is_placed(const grouping *g, const cst__entry *entry) {
    return g->placed[entry->side][entry->index];
}

/* Of packages with the same members, for each side the first that has no place yet; where a side
 * has none of these, and `lend` is set, the first of all. */
static bool group_teams(grouping *g, const cst__entry *equals, size_t n, bool lend) {
    cst_counterparts *group = next_group(g);
    if (group == NULL) {
        return false;
    }
    for (int pass = 0; pass <= (int)lend; pass++) {
        for (size_t i = 0; i < n; i++) {
            const team *t = equals[i].item;
            if (group->packages[equals[i].side] == NULL &&
                (pass == 1 || !is_placed(g, &equals[i]))) {
                group->packages[equals[i].side] = t->package;
            }
        }
    }
    add_group(g, group);
    return true;
}

static size_t left_over(const grouping *g, const cst__entry *equals, size_t n) {
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        left += !is_placed(g, &equals[i]);
    }
    return left;
}

static bool group_by_members(grouping *g, cst__entry *entries, size_t n) {
    cst__gather(entries, n, order_teams, true);
    for (size_t at = 0, end; at < n; at = end) {
        end = cst__equals_end(entries, n, at);
        bool lend = true;
        while (left_over(g, &entries[at], end - at) > 0) {
            if (!group_teams(g, &entries[at], end - at, lend)) {
                return false;
            }
            lend = false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- all of it */

static bool begin(grouping *g, size_t n_packages) {
    cst_comparison *c = g->c;
    c->counterparts =
        cst__arena_alloc(c->arena, n_packages + CST_N_CRITERIA + 1, sizeof *c->counterparts);
    g->placed = cst__arena_alloc(c->arena, c->n_sides, sizeof *g->placed);
    bool ok = c->counterparts != NULL && g->placed != NULL;
    for (size_t side = 0; ok && side < c->n_sides; side++) {
        size_t n = c->sides[side].result->n_packages;
        g->placed[side] = cst__arena_alloc(c->arena, n, sizeof **g->placed);
        ok = g->placed[side] != NULL;
    }
    return ok;
}

bool cst__compare_packages(cst_comparison *c) {
    grouping g = {.c = c};
    size_t n = count_packages(c);
    bool ok = begin(&g, n);
    for (int k = 0; ok && k < CST_N_CRITERIA; k++) {
        ok = group_by_criterion(&g, (cst_criterion)k);
    }
    cst__entry *entries = ok ? list_teams(c, n) : NULL;
    ok = entries != NULL && group_by_members(&g, entries, n);
    for (size_t i = 0; ok && i < c->n_counterparts; i++) {
        ok = fill_group(c, &c->counterparts[i]);
    }
    return ok;
}
