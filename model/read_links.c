/*
 * read_links.c - what joins firms and offerings of a catalog: bundles and relations (contract,
 * section 2.1).
 */
#include <stdlib.h>

#include "model/read_catalog.h"
#include "model/refer.h"

typedef cst__catalog_reading reading;

static int compare_indices(const void *a, const void *b) {
    size_t p = *(const size_t *)a;
    size_t q = *(const size_t *)b;
    return p < q ? -1 : p > q;
}

/* ---------------------------------------------------------------- bundles */

/* An item of a list, by what it refers to. */
typedef struct mention {
    size_t index; /* first member: compare_indices looks at it */
    size_t item;
} mention;

static int compare_mentions(const void *a, const void *b) {
    int order = compare_indices(a, b);
    return order != 0 ? order
                      : compare_indices(&((const mention *)a)->item, &((const mention *)b)->item);
}

/* Reports the items of a list that name what an item before them names. */
static bool is_distinct(reading *r, const cst__at *list, const size_t *index, size_t n) {
    bool distinct = true;
    mention *mentions = cst__scratch(r->reader, n, sizeof *mentions);
    if (!mentions) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        mentions[i] = (mention){index[i], i};
    }
    qsort(mentions, n, sizeof *mentions, compare_mentions);
    for (size_t i = 1; i < n; i++) {
        if (mentions[i].index != CST__NONE && mentions[i].index == mentions[i - 1].index) {
            cst__at at = cst__item(r->reader, list, mentions[i].item);
            cst__fault_at(r->reader, &at, "%s is named twice", cst__found(r->reader, at.value));
            distinct = false;
        }
    }
    return distinct;
}

/* The offerings that a bundle names, in ascending order; 0 where one of them is a fault. */
static size_t read_bundle_offerings(reading *r, const cst__at *up, size_t **offerings) {
    cst__at list;
    size_t n = cst__list(r->reader, up, "offerings", CST__REQUIRED, &list);
    bool good = n > 0;
    *offerings = cst__room(r->reader, n, sizeof **offerings);
    if (json_is_array(list.value) && json_array_size(list.value) == 0) {
        cst__fault_at(r->reader, &list, "a bundle has at least one offering");
    }
    for (size_t i = 0; *offerings && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        const char *id = cst__as_text(r->reader, &at);
        size_t found = CST__NONE;
        if (id && r->has_offerings) {
            found = cst__refer_offering(r->reader, &at, r->catalog, id);
        }
        (*offerings)[i] = found;
        good = good && found != CST__NONE;
    }
    if (*offerings && n > 0) {
        good = is_distinct(r, &list, *offerings, n) && good;
        qsort(*offerings, n, sizeof **offerings, compare_indices);
    }
    return good ? n : 0;
}

/* The discount is never more than the offerings cost at their cheapest, in the shortest term. */
static void check_discount(reading *r, const cst__at *up, const cst__bundle *bundle) {
    cst__wide least = 0;
    bool known = bundle->n_offerings > 0;
    for (size_t i = 0; i < bundle->n_offerings; i++) {
        const cst__offering *offering = &r->catalog->offerings[bundle->offerings[i]];
        known = known && offering->min_units != CST__NO_UNITS;
        least += cst__least_value_cents(offering, 1);
    }
    if (known && bundle->discount_cents > least) {
        cst__at at = cst__get(up, "discount");
        cst__fault_at(
            r->reader, &at,
            "the discount is above %lld.%02lld, the least value of the offerings together",
            (long long)(least / 100), (long long)(least % 100));
    }
}

static void read_bundle(reading *r, const cst__at *at, cst__ids *ids) {
    static const char *const keys[] = {"id", "offerings", "discount", NULL};
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    const char *id = cst__name(r->reader, at, "id", CST__REQUIRED, CST__PATTERN_ID);
    cst__bundle bundle = {.id = id ? id : ""};
    bundle.n_offerings = read_bundle_offerings(r, at, &bundle.offerings);
    bundle.discount_cents = cst__money_cents(r->reader, at, "discount", CST__REQUIRED, 0);
    check_discount(r, at, &bundle);
    if (id) {
        cst__ids_add(ids, id, "bundles", at->way.index);
        r->catalog->bundles[r->catalog->n_bundles++] = bundle;
    }
}

void cst__read_bundles(reading *r, const cst__at *top) {
    cst__at list;
    cst__ids ids;
    cst_catalog *catalog = r->catalog;
    size_t n = cst__list(r->reader, top, "bundles", CST__OPTIONAL, &list);
    catalog->bundles = cst__room(r->reader, n, sizeof *catalog->bundles);
    cst__ids_begin(r->reader, &ids, n);
    for (size_t i = 0; catalog->bundles && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_bundle(r, &at, &ids);
    }
    cst__ids_end(r->reader, &ids);
    cst__sort_by_id(catalog->bundles, catalog->n_bundles, sizeof *catalog->bundles);
}

/* ---------------------------------------------------------------- relations */

static cst__party read_party(reading *r, const cst__at *up, const char *key) {
    cst__party party = {CST__NONE, CST__NONE};
    cst__at at = cst__get(up, key);
    const char *id =
        cst__present(r->reader, &at, CST__REQUIRED) ? cst__as_text(r->reader, &at) : NULL;
    return id && r->has_firms && r->has_offerings ? cst__refer_party(r->reader, &at, r->catalog, id)
                                                  : party;
}

static bool is_found(cst__party party) {
    return party.firm != CST__NONE || party.offering != CST__NONE;
}

/* Exclusion has no direction: the smaller index is a. */
static cst__relation make_relation(bool requires_b, bool between_firms, size_t a, size_t b) {
    bool turn = !requires_b && a > b;
    return (cst__relation){requires_b, between_firms, turn ? b : a, turn ? a : b};
}

static void read_relation(reading *r, const cst__at *at) {
    static const char *const keys[] = {"kind", "a", "b", NULL};
    static const char *const kinds[] = {"excludes", "requires", NULL};
    cst_catalog *catalog = r->catalog;
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    int kind = cst__choice(r->reader, at, "kind", CST__REQUIRED, kinds, 0);
    cst__party a = read_party(r, at, "a");
    cst__party b = read_party(r, at, "b");
    if (!is_found(a) || !is_found(b)) {
        return;
    }
    cst__at b_at = cst__get(at, "b");
    bool firms = a.firm != CST__NONE;
    if (firms != (b.firm != CST__NONE)) {
        cst__fault_at(r->reader, &b_at, "%s is %s, but a is %s: a relation joins two of a kind",
                      cst__found(r->reader, b_at.value), firms ? "an offering" : "a firm",
                      firms ? "a firm" : "an offering");
    } else if (firms ? a.firm == b.firm : a.offering == b.offering) {
        cst__fault_at(r->reader, &b_at, "%s is the same as a: a relation joins two",
                      cst__found(r->reader, b_at.value));
    } else {
        catalog->relations[catalog->n_relations++] = make_relation(
            kind == 1, firms, firms ? a.firm : a.offering, firms ? b.firm : b.offering);
    }
}

static int compare_relations(const void *a, const void *b) {
    const cst__relation *p = a;
    const cst__relation *q = b;
    if (p->requires_b != q->requires_b) {
        return p->requires_b - q->requires_b;
    }
    if (p->between_firms != q->between_firms) {
        return p->between_firms - q->between_firms;
    }
    int order = compare_indices(&p->a, &q->a);
    return order != 0 ? order : compare_indices(&p->b, &q->b);
}

/* Sorted, and each once: saying a thing twice is no fault. */
static void settle_relations(cst_catalog *catalog) {
    size_t n = 0;
    if (catalog->n_relations > 0) {
        qsort(catalog->relations, catalog->n_relations, sizeof *catalog->relations,
              compare_relations);
    }
    for (size_t i = 0; i < catalog->n_relations; i++) {
        if (n == 0 || compare_relations(&catalog->relations[i], &catalog->relations[n - 1]) != 0) {
            catalog->relations[n++] = catalog->relations[i];
        }
    }
    catalog->n_relations = n;
}

void cst__read_relations(reading *r, const cst__at *top) {
    cst__at list;
    cst_catalog *catalog = r->catalog;
    size_t n = cst__list(r->reader, top, "relations", CST__OPTIONAL, &list);
    catalog->relations = cst__room(r->reader, n, sizeof *catalog->relations);
    if (!catalog->relations) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_relation(r, &at);
    }
    settle_relations(catalog);
}
