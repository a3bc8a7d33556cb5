/*
 * read_offerings.c - the offerings of a catalog (contract, section 2.1): units, price, amounts,
 * content, traits, delivery.
 */
#include <stdlib.h>
#include <string.h>

#include "model/read_catalog.h"
#include "model/refer.h"

typedef cst__catalog_reading reading;

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
    cst__spread spread;
    int64_t per_unit = cst__money_spread(r->reader, at, "per_unit", CST__REQUIRED, 0, &spread);
    int64_t last = offering->n_tiers == 0 ? 0 : offering->tiers[offering->n_tiers - 1].from;
    if (from > 0 && from <= last) {
        cst__at from_at = cst__get(at, "from");
        cst__fault_at(r->reader, &from_at, "the tier begins at %lld, not above the %lld before it",
                      (long long)from, (long long)last);
    } else if (from > 0) {
        offering->tiers[offering->n_tiers++] = (cst__tier){from, per_unit, spread};
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
    offering->fixed_cents =
        cst__money_spread(reader, &at, "fixed", CST__OPTIONAL, 0, &offering->fixed_spread);
    offering->per_unit_cents =
        cst__money_spread(reader, &at, "per_unit", CST__OPTIONAL, 0, &offering->per_unit_spread);
    offering->per_unit_year_cents = cst__money_spread(reader, &at, "per_unit_year", CST__OPTIONAL,
                                                      0, &offering->per_unit_year_spread);
    size_t n = cst__list(reader, &at, "tiers", CST__OPTIONAL, &list);
    offering->tiers = cst__room(reader, n, sizeof *offering->tiers);
    for (size_t i = 0; offering->tiers && i < n; i++) {
        cst__at tier = cst__item(r->reader, &list, i);
        read_tier(r, &tier, offering);
    }
}

/* Where units or price have faults, what the offering is worth is not to be judged. */
static void read_value(reading *r, const cst__at *at, cst__offering *offering) {
    size_t faults = r->reader->faults.n;
    read_units(r, at, offering);
    read_price(r, at, offering);
    if (r->reader->faults.n > faults) {
        offering->min_units = CST__NO_UNITS;
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
    if (!*amounts) {
        return 0;
    }
    const char *id;
    json_t *value;
    json_object_foreach(map.value, id, value) {
        if (cst__is_free_key(id)) {
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
    if (!offering->ratings) {
        return;
    }
    const char *name;
    json_t *value;
    json_object_foreach(map.value, name, value) {
        if (cst__is_free_key(name)) {
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
    offering->lead_weeks = (int)cst__whole_spread(reader, at, "lead_weeks", CST__REQUIRED, 0,
                                                  CST__WEEKS_MAX, 0, &offering->lead_spread);
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
        cst__ids_add(&r->ids, id, "offerings", at->way.index);
        r->catalog->n_offerings++;
    }
}

void cst__read_offerings(reading *r, const cst__at *list, size_t n) {
    cst_catalog *catalog = r->catalog;
    catalog->offerings = cst__room(r->reader, n, sizeof *catalog->offerings);
    for (size_t i = 0; catalog->offerings && i < n; i++) {
        cst__at at = cst__item(r->reader, list, i);
        read_offering(r, &at);
    }
    cst__sort_by_id(catalog->offerings, catalog->n_offerings, sizeof *catalog->offerings);
}
