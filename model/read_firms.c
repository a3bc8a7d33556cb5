/*
 * read_firms.c - the firms of a catalog (contract, section 2.1).
 */
#include "model/read_catalog.h"

typedef cst__catalog_reading reading;

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
    cst__reader *reader = r->reader;
    if (!cst__as_object(reader, at, keys)) {
        return;
    }
    const char *id = cst__name(reader, at, "id", CST__REQUIRED, CST__PATTERN_ID);
    cst__firm firm = {.id = id ? id : ""};
    firm.name = cst__text(reader, at, "name", CST__OPTIONAL);
    firm.name = *firm.name ? firm.name : firm.id;
    firm.size =
        (cst__size)(1 + cst__choice(reader, at, "size", CST__NULLABLE, cst__size_ids + 1, -1));
    firm.incorporated = cst__country_field(reader, at, "incorporated", CST__NULLABLE);
    firm.principal_place = cst__country_field(reader, at, "principal_place", CST__NULLABLE);
    firm.parent = read_parent(r, at);
    read_owners(r, at, &firm);
    firm.listed_as = cst__texts_read(reader, at, "listed_as", CST__OPTIONAL);
    firm.can_anchor = cst__boolean(reader, at, "can_anchor", CST__OPTIONAL, false);
    read_firm_values(r, at, &firm);
    if (id) {
        cst__ids_add(&r->ids, id, "firms", at->way.index);
        r->catalog->firms[r->catalog->n_firms++] = firm;
    }
}

void cst__read_firms(reading *r, const cst__at *list, size_t n) {
    cst_catalog *catalog = r->catalog;
    catalog->firms = cst__room(r->reader, n, sizeof *catalog->firms);
    for (size_t i = 0; catalog->firms && i < n; i++) {
        cst__at at = cst__item(r->reader, list, i);
        read_firm(r, &at);
    }
    cst__sort_by_id(catalog->firms, catalog->n_firms, sizeof *catalog->firms);
}
