/*
 * read_opportunity.c - from a file of format consort-opportunity/1 to cst_opportunity, in the order
 * of the contract (section 2.2): buyer, terms, demand and site, slots, residency, consortium,
 * content.
 *
 * Without a catalog only the form is checked: what refers into a catalog is passed over.
 */
#include <stdlib.h>
#include <string.h>

#include "model/check_catalog.h"
#include "model/read_opportunity.h"
#include "model/reader.h"
#include "model/refer.h"

typedef struct reading {
    cst__reader *reader;
    cst_opportunity *opportunity;
    const cst_rules *rules;
    const cst_catalog *catalog; /* may be NULL */
} reading;

/* ---------------------------------------------------------------- buyer and terms */

static void read_buyer(reading *r, const cst__at *top) {
    static const char *const keys[] = {"name",           "country",   "kind",
                                       "parent_country", "listed_as", NULL};
    cst__reader *reader = r->reader;
    cst_opportunity *o = r->opportunity;
    cst__at at;
    o->buyer_name = "";
    if (!cst__object(reader, top, "buyer", CST__REQUIRED, keys, &at)) {
        return;
    }
    o->buyer_name = cst__text(reader, &at, "name", CST__OPTIONAL);
    o->buyer_country = cst__country_field(reader, &at, "country", CST__REQUIRED);
    cst__text(reader, &at, "kind", CST__OPTIONAL);
    o->buyer_parent = cst__country_field(reader, &at, "parent_country", CST__NULLABLE);
    o->buyer_listed_as = cst__texts_read(reader, &at, "listed_as", CST__OPTIONAL);
}

/* Consort does not convert: where both name a currency it is the same. */
static void read_currency(reading *r, const cst__at *top) {
    r->opportunity->currency = cst__currency(r->reader, top, "currency");
    const char *other = r->catalog ? r->catalog->currency : "";
    if (*other && *r->opportunity->currency && strcmp(other, r->opportunity->currency) != 0) {
        cst__at at = cst__get(top, "currency");
        cst__fault_found(r->reader, &at,
                         cst__words(r->reader, "the currency of the catalog, \"%s\"", other));
    }
}

static void read_terms(reading *r, const cst__at *top) {
    cst__reader *reader = r->reader;
    cst_opportunity *o = r->opportunity;
    o->award_by = cst__date(reader, top, "award_by", CST__NULLABLE);
    o->deadline_weeks =
        (int)cst__whole(reader, top, "deadline_weeks", CST__OPTIONAL, 0, CST__WEEKS_MAX, -1);
    o->term_years = (int)cst__whole(reader, top, "term_years", CST__OPTIONAL, 1, CST__YEARS_MAX, 1);
    o->budget_cents = cst__money_cents(reader, top, "budget", CST__OPTIONAL, CST__NO_LIMIT);
    read_currency(r, top);
    cst__at term = cst__get(top, "term_years");
    if (r->catalog && o->term_years > 1) {
        cst__check_term(reader, &term, r->catalog, o->term_years);
    }
}

/* ---------------------------------------------------------------- demand and site */

/* A map of amounts by resource; NULL without a catalog. */
static int64_t *read_amounts(reading *r, const cst__at *top, const char *key, cst__need need) {
    cst__at map;
    int64_t *milli = NULL;
    if (r->catalog) {
        milli = cst__room(r->reader, r->catalog->n_resources, sizeof *milli);
    }
    if (!cst__object(r->reader, top, key, need, NULL, &map)) {
        return milli;
    }
    const char *id;
    json_t *value;
    json_object_foreach(map.value, id, value) {
        if (cst__is_free_key(id)) {
            continue;
        }
        cst__at at = cst__member(&map, id, value);
        int64_t amount = cst__amount_milli(r->reader, &map, id, CST__REQUIRED);
        size_t resource = CST__NONE;
        if (r->catalog) {
            resource = cst__refer_resource(r->reader, &at, r->catalog, id);
        } else {
            cst__fits(r->reader, &at, true, id, CST__PATTERN_ID);
        }
        if (resource != CST__NONE && milli) {
            milli[resource] = amount;
        }
    }
    return milli;
}

/* ---------------------------------------------------------------- slots */

static int compare_wants(const void *a, const void *b) {
    return strcmp(((const cst__want *)a)->name, ((const cst__want *)b)->name);
}

static void read_wants(reading *r, const cst__at *up, cst__slot_ask *ask) {
    cst__at map;
    if (!cst__object(r->reader, up, "wants", CST__OPTIONAL, NULL, &map)) {
        return;
    }
    ask->wants = cst__room(r->reader, json_object_size(map.value), sizeof *ask->wants);
    if (!ask->wants) {
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
        int64_t weight = cst__weight_milli(r->reader, &map, name, CST__REQUIRED);
        if (weight > 0) {
            ask->wants[ask->n_wants++] = (cst__want){cst__keep(r->reader, name), weight};
        }
    }
    if (ask->n_wants > 0) {
        qsort(ask->wants, ask->n_wants, sizeof *ask->wants, compare_wants);
    }
}

/* An opportunity can require more slots than the rules, never fewer. */
static void read_required(reading *r, const cst__at *at, const cst__slot *slot,
                          cst__slot_ask *ask) {
    bool required = cst__boolean(r->reader, at, "required", CST__OPTIONAL, ask->required);
    ask->required_here = required && !slot->required;
    if (slot->required && !required) {
        cst__at part = cst__get(at, "required");
        cst__fault_at(r->reader, &part,
                      "the rules require the slot \"%s\": expected true, found false", slot->id);
    }
    ask->required = required || ask->some_has.n > 0;
}

/* What is asked of a slot that the rules do not have is checked as well, and forgotten. */
static void read_slot(reading *r, const cst__at *at) {
    static const char *const keys[] = {"required", "max_offerings", "every_has",
                                       "some_has", "wants",         NULL};
    static const cst__slot unknown = {.id = ""};
    cst__reader *reader = r->reader;
    size_t slot = cst__refer_slot(reader, at, CST__AS_KEY, r->rules, at->way.key);
    if (!cst__as_object(reader, at, keys)) {
        return;
    }
    const cst__slot *of = slot == CST__NONE ? &unknown : &r->rules->slots[slot];
    cst__slot_ask ask = {.required = of->required};
    ask.max_offerings =
        cst__whole(reader, at, "max_offerings", CST__OPTIONAL, 0, CST__CHOSEN_MAX, CST__NO_LIMIT);
    ask.every_has = cst__tags(reader, at, "every_has", CST__OPTIONAL, CST__PATTERN_TAG);
    ask.some_has = cst__tags(reader, at, "some_has", CST__OPTIONAL, CST__PATTERN_TAG);
    read_wants(r, at, &ask);
    read_required(r, at, of, &ask);
    if (slot != CST__NONE) {
        r->opportunity->slots[slot] = ask;
    }
}

static void read_slots(reading *r, const cst__at *top) {
    cst__at map;
    cst_opportunity *o = r->opportunity;
    o->slots = cst__room(r->reader, r->rules->n_slots, sizeof *o->slots);
    if (!o->slots) {
        return;
    }
    for (size_t i = 0; i < r->rules->n_slots; i++) {
        o->slots[i] = (cst__slot_ask){.required = r->rules->slots[i].required,
                                      .max_offerings = CST__NO_LIMIT};
    }
    if (!cst__object(r->reader, top, "slots", CST__OPTIONAL, NULL, &map)) {
        return;
    }
    const char *id;
    json_t *value;
    json_object_foreach(map.value, id, value) {
        if (!cst__is_free_key(id)) {
            cst__at at = cst__member(&map, id, value);
            read_slot(r, &at);
        }
    }
}

/* ---------------------------------------------------------------- residency */

/* It binds where it says both which slots and in which countries. */
static void read_residency(reading *r, const cst__at *top) {
    static const char *const keys[] = {"in", "slots", NULL};
    cst__reader *reader = r->reader;
    cst_opportunity *o = r->opportunity;
    cst__at at;
    cst__at list;
    o->residency_in = (cst__places){.text = ""};
    o->residency_slots = cst__room(reader, r->rules->n_slots, sizeof *o->residency_slots);
    if (!cst__object(reader, top, "residency", CST__OPTIONAL, keys, &at)) {
        return;
    }
    o->residency_in = cst__places_field(reader, &at, "in", CST__OPTIONAL, r->rules);
    size_t n = cst__list(reader, &at, "slots", CST__OPTIONAL, &list);
    o->has_residency = o->residency_in.known && n > 0;
    for (size_t i = 0; i < n; i++) {
        cst__at item = cst__item(r->reader, &list, i);
        const char *id = cst__as_text(reader, &item);
        size_t slot = id ? cst__refer_slot(reader, &item, CST__AS_VALUE, r->rules, id) : CST__NONE;
        if (slot != CST__NONE && o->residency_slots) {
            o->residency_slots[slot] = true;
        }
    }
}

/* ---------------------------------------------------------------- consortium */

/* Firms and offerings by id, marked in one of two arrays. */
static void read_parties(reading *r, const cst__at *up, const char *key, bool *firms,
                         bool *offerings) {
    cst__at list;
    size_t n = cst__list(r->reader, up, key, CST__OPTIONAL, &list);
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        const char *id = cst__as_text(r->reader, &at);
        if (!id || !r->catalog) {
            continue;
        }
        cst__party party = cst__refer_party(r->reader, &at, r->catalog, id);
        if (party.firm != CST__NONE && firms) {
            firms[party.firm] = true;
        } else if (party.offering != CST__NONE && offerings) {
            offerings[party.offering] = true;
        }
    }
}

static void read_include_exclude(reading *r, const cst__at *at) {
    cst_opportunity *o = r->opportunity;
    read_parties(r, at, "include", o->include_firm, o->include_offering);
    read_parties(r, at, "exclude", o->exclude_firm, o->exclude_offering);
}

/* Marks for include and exclude, none set. */
static void make_marks(reading *r) {
    cst_opportunity *o = r->opportunity;
    size_t firms = r->catalog ? r->catalog->n_firms : 0;
    size_t offerings = r->catalog ? r->catalog->n_offerings : 0;
    o->include_firm = cst__room(r->reader, firms, sizeof *o->include_firm);
    o->exclude_firm = cst__room(r->reader, firms, sizeof *o->exclude_firm);
    o->include_offering = cst__room(r->reader, offerings, sizeof *o->include_offering);
    o->exclude_offering = cst__room(r->reader, offerings, sizeof *o->exclude_offering);
}

static size_t read_anchor(reading *r, const cst__at *up) {
    cst__at at = cst__get(up, "anchor");
    const char *id =
        cst__present(r->reader, &at, CST__NULLABLE) ? cst__as_text(r->reader, &at) : NULL;
    return id && r->catalog ? cst__refer_firm(r->reader, &at, r->catalog, id) : CST__NONE;
}

static void read_member_limits(reading *r, const cst__at *at) {
    cst__reader *reader = r->reader;
    cst_opportunity *o = r->opportunity;
    o->min_members = cst__whole(reader, at, "min_members", CST__OPTIONAL, 0, CST__CHOSEN_MAX, 0);
    o->max_members =
        cst__whole(reader, at, "max_members", CST__OPTIONAL, 0, CST__CHOSEN_MAX, CST__NO_LIMIT);
    if (o->min_members > o->max_members) {
        cst__at min = cst__get(at, "min_members");
        cst__fault_at(reader, &min, "min_members %lld is above max_members %lld",
                      (long long)o->min_members, (long long)o->max_members);
    }
}

static void read_consortium(reading *r, const cst__at *top) {
    static const char *const keys[] = {"min_members", "max_members", "include",
                                       "exclude",     "anchor",      "max_member_share",
                                       "local_share", "small_share", NULL};
    cst__reader *reader = r->reader;
    cst_opportunity *o = r->opportunity;
    cst__at at;
    o->max_members = CST__NO_LIMIT;
    o->anchor = CST__NONE;
    o->max_member_share_bp = CST__BP;
    make_marks(r);
    if (!cst__object(reader, top, "consortium", CST__OPTIONAL, keys, &at)) {
        return;
    }
    read_member_limits(r, &at);
    read_include_exclude(r, &at);
    o->anchor = read_anchor(r, &at);
    o->max_member_share_bp = cst__share_bp(reader, &at, "max_member_share", CST__OPTIONAL, CST__BP);
    o->local_share_bp = cst__share_bp(reader, &at, "local_share", CST__OPTIONAL, 0);
    o->small_share_bp = cst__share_bp(reader, &at, "small_share", CST__OPTIONAL, 0);
}

/* ---------------------------------------------------------------- content, the file */

static void read_content(reading *r, const cst__at *top) {
    static const char *const keys[] = {"mode", "gamma", NULL};
    cst_opportunity *o = r->opportunity;
    cst__at at;
    o->content_mode = r->rules->content_mode;
    o->content_gamma = r->rules->content_gamma;
    if (cst__object(r->reader, top, "content", CST__OPTIONAL, keys, &at)) {
        o->content_mode = cst__mode(r->reader, &at, CST__OPTIONAL, o->content_mode);
        o->content_gamma = (int)cst__whole(r->reader, &at, "gamma", CST__OPTIONAL, 0,
                                           CST__GAMMA_MAX, o->content_gamma);
    }
    if (r->rules->content_method != CST_METHOD_MADE) {
        o->content_gamma = 0;
    }
}

static void read_parts(reading *r, const cst__at *top, const char *otherwise) {
    static const char *const keys[] = {
        "format",         "id",       "title",   "as_of",     "buyer",      "award_by",
        "deadline_weeks", "budget",   "demand",  "site",      "slots",      "residency",
        "term_years",     "currency", "content", "buyer_has", "consortium", NULL};
    cst__reader *reader = r->reader;
    cst_opportunity *o = r->opportunity;
    cst__as_object(reader, top, otherwise == NULL ? keys : keys + 1);
    cst__need need = otherwise == NULL ? CST__REQUIRED : CST__OPTIONAL;
    const char *id = cst__name(reader, top, "id", need, CST__PATTERN_ID);
    o->id = id ? id : otherwise ? otherwise : "";
    o->title = cst__text(reader, top, "title", CST__OPTIONAL);
    cst__date(reader, top, "as_of", CST__OPTIONAL);
    read_buyer(r, top);
    read_terms(r, top);
    o->demand_milli = read_amounts(r, top, "demand", CST__REQUIRED);
    o->site_milli = read_amounts(r, top, "site", CST__OPTIONAL);
    read_slots(r, top);
    read_residency(r, top);
    o->buyer_has = cst__tags(reader, top, "buyer_has", CST__OPTIONAL, CST__PATTERN_TAG);
    read_consortium(r, top);
    read_content(r, top);
}

void cst__read_opportunity(cst__reader *reader, const cst__at *at, const char *id,
                           cst_opportunity *opportunity) {
    reading r = {reader, opportunity, opportunity->rules, opportunity->catalog};
    read_parts(&r, at, id);
}

cst_error cst_opportunity_read(const char *bytes, size_t size, const char *name,
                               const cst_rules *rules, const cst_catalog *catalog,
                               const cst_limits *limits, cst_opportunity **opportunity,
                               cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    cst__source source = {name, bytes, size};
    cst__arena *arena = cst__arena_new();
    cst_opportunity *read = arena ? cst__arena_alloc(arena, 1, sizeof *read) : NULL;
    *opportunity = NULL;
    if (!read) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    read->rules = rules;
    read->catalog = catalog;
    if (cst__reader_open(&reader, &source, limits, "consort-opportunity/1", arena, diagnostics,
                         &top)) {
        cst__read_opportunity(&reader, &top, NULL, read);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_opportunity_free(read);
        return error;
    }
    *opportunity = read;
    return CST_E_OK;
}
