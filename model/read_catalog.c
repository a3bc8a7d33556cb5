/*
 * read_catalog.c - from a file of format consort-catalog/1 to cst_catalog, in the order of the
 * contract (section 2.1): resources, firms, offerings, bundles, relations.
 *
 * Each list is sorted by id as soon as it is read, so that the lists after it refer to it by index
 * and each reference is checked where it stands. What can only be judged over the whole catalog,
 * the bounds on sums, is in check_catalog.c.
 */
#include <stdlib.h>
#include <string.h>

#include "model/check_catalog.h"
#include "model/reader.h"
#include "model/refer.h"

typedef struct reading {
    cst__reader *reader;
    cst_catalog *catalog;
    const cst_rules *rules;
    cst__given *given; /* ids of the space at hand: firms and offerings together, or bundles */
    size_t n_given;
    bool has_firms; /* whether the lists can be referred to */
    bool has_offerings;
    bool has_resources;
    cst__totals totals;
} reading;

static void begin_ids(reading *r, size_t n) {
    r->given = cst__scratch(r->reader, n, sizeof *r->given);
    r->n_given = 0;
}

static void end_ids(reading *r) {
    if (r->given) {
        cst__check_given(r->reader, r->given, r->n_given);
    }
}

static void give(reading *r, const char *id, const char *list, size_t index) {
    if (r->given) {
        r->given[r->n_given++] = (cst__given){id, list, index};
    }
}

/* All structs that are sorted here begin with their id. */
static int compare_ids(const void *a, const void *b) {
    const char *const *p = a;
    const char *const *q = b;
    return strcmp(*p, *q);
}

static void sort_by_id(void *items, size_t n, size_t size) {
    if (n > 0) {
        qsort(items, n, size, compare_ids);
    }
}

/* ---------------------------------------------------------------- resources */

static void read_resource(reading *r, const cst__at *map, const char *id, json_t *value) {
    static const char *const keys[] = {"unit", NULL};
    cst__at at = cst__member(map, id, value);
    cst__resource *resource = &r->catalog->resources[r->catalog->n_resources++];
    cst__fits(r->reader, &at, true, id, CST__PATTERN_ID);
    resource->id = cst__keep(r->reader, id);
    resource->unit = "";
    if (cst__as_object(r->reader, &at, keys)) {
        resource->unit = cst__text(r->reader, &at, "unit", CST__OPTIONAL);
    }
}

static void read_resources(reading *r, const cst__at *top) {
    cst__at map;
    cst_catalog *catalog = r->catalog;
    if (!cst__object(r->reader, top, "resources", CST__OPTIONAL, NULL, &map)) {
        r->has_resources = !map.value;
        return;
    }
    r->has_resources = true;
    catalog->resources =
        cst__room(r->reader, json_object_size(map.value), sizeof *catalog->resources);
    const char *id;
    json_t *value;
    json_object_foreach(map.value, id, value) {
        if (!cst__is_free_key(id) && catalog->resources) {
            read_resource(r, &map, id, value);
        }
    }
    sort_by_id(catalog->resources, catalog->n_resources, sizeof *catalog->resources);
}

/* ---------------------------------------------------------------- firms */

static void read_owner(reading *r, const cst__at *at, cst__owner *owner) {
    static const char *const keys[] = {"name", "country", "share", "state_owned", NULL};
    if (cst__as_object(r->reader, at, keys)) {
        owner->name = cst__text(r->reader, at, "name", CST__OPTIONAL);
        owner->country = cst__country_field(r->reader, at, "country", CST__NULLABLE);
        owner->share_bp = cst__share_bp(r->reader, at, "share", CST__REQUIRED, 0);
        cst__boolean(r->reader, at, "state_owned", CST__NULLABLE, false);
    }
}

static void read_owners(reading *r, const cst__at *at, cst__firm *firm) {
    cst__at list;
    size_t n = cst__list(r->reader, at, "owners", CST__NULLABLE, &list);
    firm->owners_known = json_is_array(list.value);
    firm->owners = cst__room(r->reader, n, sizeof *firm->owners);
    int64_t sum_bp = 0;
    for (size_t i = 0; firm->owners && i < n; i++) {
        cst__at item = cst__item(r->reader, &list, i);
        read_owner(r, &item, &firm->owners[i]);
        sum_bp += firm->owners[i].share_bp;
        firm->n_owners = i + 1;
    }
    if (sum_bp > CST__BP) {
        cst__fault_at(r->reader, &list, "the shares of the owners add up to %lld.%04lld, above 1",
                      (long long)(sum_bp / CST__BP), (long long)(sum_bp % CST__BP));
    }
}

static cst__country read_parent(reading *r, const cst__at *up) {
    static const char *const keys[] = {"name", "country", NULL};
    cst__at at = cst__get(up, "parent");
    if (!cst__present(r->reader, &at, CST__NULLABLE) || !cst__as_object(r->reader, &at, keys)) {
        return CST__COUNTRY_UNKNOWN;
    }
    cst__text(r->reader, &at, "name", CST__OPTIONAL);
    return cst__country_field(r->reader, &at, "country", CST__NULLABLE);
}

static void read_firm_values(reading *r, const cst__at *at, cst__firm *firm) {
    firm->min_value_cents = cst__money_cents(r->reader, at, "min_value", CST__OPTIONAL, 0);
    firm->max_value_cents =
        cst__money_cents(r->reader, at, "max_value", CST__OPTIONAL, CST__NO_LIMIT);
    if (firm->min_value_cents > firm->max_value_cents) {
        cst__at min = cst__get(at, "min_value");
        cst__at max = cst__get(at, "max_value");
        cst__fault_at(r->reader, &min, "min_value %s is above max_value %s",
                      cst__found(r->reader, min.value), cst__found(r->reader, max.value));
    }
}

static void read_firm(reading *r, const cst__at *at) {
    static const char *const keys[] = {
        "id",     "name",      "size",       "incorporated", "principal_place", "parent",
        "owners", "listed_as", "can_anchor", "min_value",    "max_value",       NULL};
    static const char *const sizes[] = {"unknown", "small", "medium", "large", NULL};
    cst__reader *reader = r->reader;
    if (!cst__as_object(reader, at, keys)) {
        return;
    }
    const char *id = cst__name(reader, at, "id", CST__REQUIRED, CST__PATTERN_ID);
    cst__firm firm = {.id = id ? id : ""};
    firm.name = cst__text(reader, at, "name", CST__OPTIONAL);
    firm.name = *firm.name ? firm.name : firm.id;
    firm.size = (cst__size)(1 + cst__choice(reader, at, "size", CST__NULLABLE, sizes + 1, -1));
    firm.incorporated = cst__country_field(reader, at, "incorporated", CST__NULLABLE);
    firm.principal_place = cst__country_field(reader, at, "principal_place", CST__NULLABLE);
    firm.parent = read_parent(r, at);
    read_owners(r, at, &firm);
    firm.listed_as = cst__texts_read(reader, at, "listed_as", CST__OPTIONAL);
    firm.can_anchor = cst__boolean(reader, at, "can_anchor", CST__OPTIONAL, false);
    read_firm_values(r, at, &firm);
    if (id) {
        give(r, id, "firms", at->way.index);
        r->catalog->firms[r->catalog->n_firms++] = firm;
    }
}

static void read_firms(reading *r, const cst__at *list, size_t n) {
    cst_catalog *catalog = r->catalog;
    catalog->firms = cst__room(r->reader, n, sizeof *catalog->firms);
    for (size_t i = 0; catalog->firms && i < n; i++) {
        cst__at at = cst__item(r->reader, list, i);
        read_firm(r, &at);
    }
    sort_by_id(catalog->firms, catalog->n_firms, sizeof *catalog->firms);
}

/* ---------------------------------------------------------------- offerings */

static void read_units(reading *r, const cst__at *up, cst__offering *offering) {
    static const char *const keys[] = {"min", "max", NULL};
    cst__at at;
    offering->min_units = offering->max_units = 1;
    if (!cst__object(r->reader, up, "units", CST__OPTIONAL, keys, &at)) {
        return;
    }
    int64_t min = cst__whole(r->reader, &at, "min", CST__OPTIONAL, 1, CST__UNITS_MAX, 1);
    int64_t max = cst__whole(r->reader, &at, "max", CST__OPTIONAL, 1, CST__UNITS_MAX, min);
    if (min > max) {
        cst__at min_at = cst__get(&at, "min");
        cst__fault_at(r->reader, &min_at, "min %lld is above max %lld", (long long)min,
                      (long long)max);
        max = min;
    }
    offering->min_units = min;
    offering->max_units = max;
}

static void read_tier(reading *r, const cst__at *at, cst__offering *offering) {
    static const char *const keys[] = {"from", "per_unit", NULL};
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    int64_t from = cst__whole(r->reader, at, "from", CST__REQUIRED, 1, CST__UNITS_MAX, 0);
    int64_t per_unit = cst__money_cents(r->reader, at, "per_unit", CST__REQUIRED, 0);
    int64_t last = offering->n_tiers == 0 ? 0 : offering->tiers[offering->n_tiers - 1].from;
    if (from > 0 && from <= last) {
        cst__at from_at = cst__get(at, "from");
        cst__fault_at(r->reader, &from_at, "the tier begins at %lld, not above the %lld before it",
                      (long long)from, (long long)last);
    } else if (from > 0) {
        offering->tiers[offering->n_tiers++] = (cst__tier){from, per_unit};
    }
}

static void read_price(reading *r, const cst__at *up, cst__offering *offering) {
    static const char *const keys[] = {"fixed", "per_unit", "per_unit_year", "tiers", NULL};
    cst__reader *reader = r->reader;
    cst__at at;
    cst__at list;
    if (!cst__object(reader, up, "price", CST__OPTIONAL, keys, &at)) {
        return;
    }
    offering->fixed_cents = cst__money_cents(reader, &at, "fixed", CST__OPTIONAL, 0);
    offering->per_unit_cents = cst__money_cents(reader, &at, "per_unit", CST__OPTIONAL, 0);
    offering->per_unit_year_cents =
        cst__money_cents(reader, &at, "per_unit_year", CST__OPTIONAL, 0);
    size_t n = cst__list(reader, &at, "tiers", CST__OPTIONAL, &list);
    offering->tiers = cst__room(reader, n, sizeof *offering->tiers);
    for (size_t i = 0; offering->tiers && i < n; i++) {
        cst__at tier = cst__item(r->reader, &list, i);
        read_tier(r, &tier, offering);
    }
}

/* Where units or price have faults, what the offering is worth is not to be judged. */
#define NO_UNITS 0

static void read_value(reading *r, const cst__at *at, cst__offering *offering) {
    size_t faults = r->reader->faults.n;
    read_units(r, at, offering);
    read_price(r, at, offering);
    if (r->reader->faults.n > faults) {
        offering->min_units = NO_UNITS;
    }
}

static int compare_amounts(const void *a, const void *b) {
    size_t p = ((const cst__amount *)a)->resource;
    size_t q = ((const cst__amount *)b)->resource;
    return p < q ? -1 : p > q;
}

/* A map of amounts; those of zero are left out. Gives how many. */
static size_t read_amounts(reading *r, const cst__at *up, const char *key, cst__amount **amounts) {
    cst__at map;
    size_t n = 0;
    *amounts = NULL;
    if (!cst__object(r->reader, up, key, CST__OPTIONAL, NULL, &map)) {
        return 0;
    }
    *amounts = cst__room(r->reader, json_object_size(map.value), sizeof **amounts);
    const char *id;
    json_t *value;
    json_object_foreach(map.value, id, value) {
        if (cst__is_free_key(id) || !*amounts) {
            continue;
        }
        cst__at at = cst__member(&map, id, value);
        size_t resource =
            r->has_resources ? cst__refer_resource(r->reader, &at, r->catalog, id) : CST__NONE;
        int64_t milli = cst__amount_milli(r->reader, &map, id, CST__REQUIRED);
        if (resource != CST__NONE && milli > 0) {
            (*amounts)[n++] = (cst__amount){resource, milli};
        }
    }
    if (n > 0) {
        qsort(*amounts, n, sizeof **amounts, compare_amounts);
    }
    return n;
}

static void read_us_content(reading *r, const cst__at *up, cst__offering *offering) {
    static const char *const keys[] = {"made", "made_low", "value_added", "evidence", NULL};
    cst__reader *reader = r->reader;
    cst__at at;
    int *us_bp = offering->us_bp;
    us_bp[CST_METHOD_MADE] = us_bp[CST_METHOD_VALUE_ADDED] = CST__BP_UNKNOWN;
    offering->us_made_low_bp = CST__BP_UNKNOWN;
    offering->evidence = "";
    if (!cst__object(reader, up, "us_content", CST__NULLABLE, keys, &at)) {
        return;
    }
    us_bp[CST_METHOD_MADE] = cst__share_bp(reader, &at, "made", CST__NULLABLE, CST__BP_UNKNOWN);
    us_bp[CST_METHOD_VALUE_ADDED] =
        cst__share_bp(reader, &at, "value_added", CST__NULLABLE, CST__BP_UNKNOWN);
    offering->us_made_low_bp =
        cst__share_bp(reader, &at, "made_low", CST__NULLABLE, CST__BP_UNKNOWN);
    offering->evidence = cst__text(reader, &at, "evidence", CST__NULLABLE);
    if (us_bp[CST_METHOD_MADE] >= 0 && offering->us_made_low_bp > us_bp[CST_METHOD_MADE]) {
        cst__at low = cst__get(&at, "made_low");
        cst__at made = cst__get(&at, "made");
        cst__fault_at(reader, &low, "made_low %s is above made %s", cst__found(reader, low.value),
                      cst__found(reader, made.value));
    }
}

static int compare_ratings(const void *a, const void *b) {
    return strcmp(((const cst__rating *)a)->name, ((const cst__rating *)b)->name);
}

static void read_ratings(reading *r, const cst__at *up, cst__offering *offering) {
    cst__at map;
    if (!cst__object(r->reader, up, "ratings", CST__OPTIONAL, NULL, &map)) {
        return;
    }
    offering->ratings =
        cst__room(r->reader, json_object_size(map.value), sizeof *offering->ratings);
    const char *name;
    json_t *value;
    json_object_foreach(map.value, name, value) {
        if (cst__is_free_key(name) || !offering->ratings) {
            continue;
        }
        cst__at at = cst__member(&map, name, value);
        cst__fits(r->reader, &at, true, name, CST__PATTERN_TAG);
        cst__rating *rating = &offering->ratings[offering->n_ratings++];
        rating->name = cst__keep(r->reader, name);
        rating->share_bp = cst__share_bp(r->reader, &map, name, CST__REQUIRED, 0);
    }
    if (offering->n_ratings > 0) {
        qsort(offering->ratings, offering->n_ratings, sizeof *offering->ratings, compare_ratings);
    }
}

/* What the weights are is a capability as well. */
static void read_weights(reading *r, const cst__at *at, cst__offering *offering) {
    static const char *const weights[] = {"open", "closed", NULL};
    static const char *const capabilities[] = {"weights:open", "weights:closed"};
    cst__reader *reader = r->reader;
    int which = cst__choice(reader, at, "weights", CST__OPTIONAL, weights, -1);
    offering->weights_origin = cst__country_field(reader, at, "weights_origin", CST__NULLABLE);
    offering->lineage = cst__places_field(reader, at, "lineage", CST__NULLABLE, r->rules);
    offering->has_weights = which >= 0;
    if (which >= 0) {
        cst__texts_add(reader, &offering->capabilities, capabilities[which]);
    }
}

static void read_traits(reading *r, const cst__at *at, cst__offering *offering) {
    cst__reader *reader = r->reader;
    offering->name = cst__text(reader, at, "name", CST__OPTIONAL);
    offering->unit = cst__text(reader, at, "unit", CST__OPTIONAL);
    offering->delivery = cst__text(reader, at, "delivery", CST__OPTIONAL);
    offering->description = cst__text(reader, at, "description", CST__OPTIONAL);
    offering->capabilities = cst__tags(reader, at, "capabilities", CST__OPTIONAL, CST__PATTERN_TAG);
    offering->needs = cst__tags(reader, at, "needs", CST__OPTIONAL, CST__PATTERN_TAG);
    read_ratings(r, at, offering);
    read_weights(r, at, offering);
}

static void read_delivery(reading *r, const cst__at *at, cst__offering *offering) {
    cst__reader *reader = r->reader;
    offering->maker_country = cst__country_field(reader, at, "maker_country", CST__NULLABLE);
    offering->eccn = cst__name(reader, at, "eccn", CST__NULLABLE, CST__PATTERN_ECCN);
    offering->lead_weeks =
        (int)cst__whole(reader, at, "lead_weeks", CST__REQUIRED, 0, CST__WEEKS_MAX, 0);
    offering->available_in = cst__places_field(reader, at, "available_in", CST__OPTIONAL, r->rules);
    if (!offering->available_in.known) {
        offering->available_in = (cst__places){.text = "*", .known = true};
        cst__countries_fill(&offering->available_in.set);
    }
    offering->hosted_in = cst__places_field(reader, at, "hosted_in", CST__NULLABLE, r->rules);
}

/* The index that the text under a key refers to. */
static size_t read_firm_of(reading *r, const cst__at *up) {
    cst__at at = cst__get(up, "firm");
    const char *id =
        cst__present(r->reader, &at, CST__REQUIRED) ? cst__as_text(r->reader, &at) : NULL;
    return id && r->has_firms ? cst__refer_firm(r->reader, &at, r->catalog, id) : CST__NONE;
}

static size_t read_slot_of(reading *r, const cst__at *up) {
    cst__at at = cst__get(up, "slot");
    const char *id =
        cst__present(r->reader, &at, CST__REQUIRED) ? cst__as_text(r->reader, &at) : NULL;
    return id ? cst__refer_slot(r->reader, &at, CST__AS_VALUE, r->rules, id) : CST__NONE;
}

static const char *const offering_keys[] = {
    "id",        "firm",        "slot",     "name",     "delivery",       "unit",
    "units",     "price",       "provides", "consumes", "us_content",     "maker_country",
    "eccn",      "lead_weeks",  "needs",    "ratings",  "capabilities",   "available_in",
    "hosted_in", "description", "weights",  "lineage",  "weights_origin", NULL};

static void read_offering(reading *r, const cst__at *at) {
    if (!cst__as_object(r->reader, at, offering_keys)) {
        return;
    }
    const char *id = cst__name(r->reader, at, "id", CST__REQUIRED, CST__PATTERN_ID);
    cst__offering *offering = &r->catalog->offerings[r->catalog->n_offerings];
    *offering = (cst__offering){.id = id ? id : ""}; /* one without id stood there */
    offering->firm = read_firm_of(r, at);
    offering->slot = read_slot_of(r, at);
    read_value(r, at, offering);
    offering->n_provides = read_amounts(r, at, "provides", &offering->provides);
    offering->n_consumes = read_amounts(r, at, "consumes", &offering->consumes);
    read_us_content(r, at, offering);
    read_traits(r, at, offering);
    read_delivery(r, at, offering);
    cst__check_offering(r->reader, at, offering, r->catalog, &r->totals);
    if (id) {
        give(r, id, "offerings", at->way.index);
        r->catalog->n_offerings++;
    }
}

static void read_offerings(reading *r, const cst__at *list, size_t n) {
    cst_catalog *catalog = r->catalog;
    catalog->offerings = cst__room(r->reader, n, sizeof *catalog->offerings);
    for (size_t i = 0; catalog->offerings && i < n; i++) {
        cst__at at = cst__item(r->reader, list, i);
        read_offering(r, &at);
    }
    sort_by_id(catalog->offerings, catalog->n_offerings, sizeof *catalog->offerings);
}

/* ---------------------------------------------------------------- bundles */

static int compare_indices(const void *a, const void *b) {
    size_t p = *(const size_t *)a;
    size_t q = *(const size_t *)b;
    return p < q ? -1 : p > q;
}

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
        known = known && offering->min_units != NO_UNITS;
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

static void read_bundle(reading *r, const cst__at *at) {
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
        give(r, id, "bundles", at->way.index);
        r->catalog->bundles[r->catalog->n_bundles++] = bundle;
    }
}

static void read_bundles(reading *r, const cst__at *top) {
    cst__at list;
    cst_catalog *catalog = r->catalog;
    size_t n = cst__list(r->reader, top, "bundles", CST__OPTIONAL, &list);
    catalog->bundles = cst__room(r->reader, n, sizeof *catalog->bundles);
    begin_ids(r, n);
    for (size_t i = 0; catalog->bundles && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_bundle(r, &at);
    }
    end_ids(r);
    sort_by_id(catalog->bundles, catalog->n_bundles, sizeof *catalog->bundles);
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

static void read_relations(reading *r, const cst__at *top) {
    cst__at list;
    cst_catalog *catalog = r->catalog;
    size_t n = cst__list(r->reader, top, "relations", CST__OPTIONAL, &list);
    catalog->relations = cst__room(r->reader, n, sizeof *catalog->relations);
    for (size_t i = 0; catalog->relations && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_relation(r, &at);
    }
    settle_relations(catalog);
}

/* ---------------------------------------------------------------- the file */

static void check_provenance(reading *r, const cst__at *top) {
    static const char *const keys[] = {"kind", NULL};
    cst__at at;
    if (cst__object(r->reader, top, "provenance", CST__OPTIONAL, keys, &at)) {
        cst__text(r->reader, &at, "kind", CST__OPTIONAL);
    }
}

static void read_firms_and_offerings(reading *r, const cst__at *top) {
    cst__at firms;
    cst__at offerings;
    size_t n_firms = cst__list(r->reader, top, "firms", CST__REQUIRED, &firms);
    size_t n_offerings = cst__list(r->reader, top, "offerings", CST__REQUIRED, &offerings);
    r->has_firms = cst__is_read(&firms, n_firms);
    r->has_offerings = cst__is_read(&offerings, n_offerings);
    begin_ids(r, n_firms + n_offerings);
    read_firms(r, &firms, n_firms);
    read_offerings(r, &offerings, n_offerings);
    end_ids(r);
}

static void read_file(reading *r, const cst__at *top) {
    static const char *const keys[] = {"format", "as_of",     "currency", "provenance", "resources",
                                       "firms",  "offerings", "bundles",  "relations",  NULL};
    cst_catalog *catalog = r->catalog;
    cst__as_object(r->reader, top, keys);
    const char *as_of = cst__date(r->reader, top, "as_of", CST__OPTIONAL);
    catalog->as_of = as_of ? as_of : "";
    catalog->currency = cst__currency(r->reader, top, "currency");
    check_provenance(r, top);
    read_resources(r, top);
    if (!cst__totals_open(r->reader, catalog, &r->totals)) {
        return;
    }
    read_firms_and_offerings(r, top);
    read_bundles(r, top);
    read_relations(r, top);
    cst__check_totals(r->reader, top, catalog, &r->totals);
}

cst_error cst_catalog_read(const char *bytes, size_t size, const char *name, const cst_rules *rules,
                           const cst_limits *limits, cst_catalog **catalog,
                           cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    cst__source source = {name, bytes, size};
    cst__arena *arena = cst__arena_new();
    cst_catalog *read = arena ? cst__arena_alloc(arena, 1, sizeof *read) : NULL;
    *catalog = NULL;
    if (!read) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    read->rules = rules;
    if (cst__reader_open(&reader, &source, limits, "consort-catalog/1", arena, diagnostics, &top)) {
        reading r = {.reader = &reader, .catalog = read, .rules = rules};
        read_file(&r, &top);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_catalog_free(read);
        return error;
    }
    *catalog = read;
    return CST_E_OK;
}
