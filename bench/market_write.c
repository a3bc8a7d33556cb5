/*
 * market_write.c - a market in the formats of the contract (docs/formats.md, section 2). Printed
 * directly: at 100,000 offerings a tree of JSON values would be most of the memory.
 */
#include <inttypes.h>
#include <string.h>

#include "bench/market.h"

/* ---------------------------------------------------------------- parts */

/* A list with commas: nothing before the first item. */
static void separate(FILE *out, bool *first) {
    fputs(*first ? "" : ", ", out);
    *first = false;
}

static void write_money(FILE *out, const char *key, int64_t cents) {
    fprintf(out, "\"%s\": %" PRId64 ".%02d", key, cents / 100, (int)(cents % 100));
}

static void write_share(FILE *out, const char *key, int bp) {
    fprintf(out, "\"%s\": %d.%04d", key, bp / 10000, bp % 10000);
}

static void write_amount(FILE *out, const char *key, int64_t milli) {
    fprintf(out, "\"%s\": %" PRId64 ".%03d", key, milli / 1000, (int)(milli % 1000));
}

static void write_firm_id(FILE *out, int f) {
    fprintf(out, "\"firm-%05d\"", f);
}

static void write_offering_id(FILE *out, const market *m, int i) {
    fprintf(out, "\"%s-%06d\"", market_classes[m->offerings[i].slot].slot, i);
}

static void write_tags(FILE *out, const char *key, unsigned tags) {
    bool first = true;
    fprintf(out, ", \"%s\": [ ", key);
    for (int t = 0; t < MARKET_TAGS; t++) {
        if (tags >> t & 1U) {
            separate(out, &first);
            fprintf(out, "\"%s\"", market_tags[t]);
        }
    }
    fputs(" ]", out);
}

/* ---------------------------------------------------------------- catalog */

static void write_resources(FILE *out) {
    bool first = true;
    fputs("  \"resources\": { ", out);
    for (int r = 0; r < MARKET_SLOTS; r++) {
        separate(out, &first);
        fprintf(out, "\"%s\": { \"unit\": \"%s\" }", market_classes[r].resource,
                market_classes[r].unit);
    }
    fputs(" },\n", out);
}

static void write_firm(const market *m, int f, FILE *out) {
    const market_firm *firm = &m->firms[f];
    fputs("    { \"id\": ", out);
    write_firm_id(out, f);
    fprintf(out,
            ", \"size\": \"%s\", \"incorporated\": \"%s\", \"principal_place\": \"%s\", "
            "\"parent\": { \"country\": \"%s\" }, \"owners\": [], \"can_anchor\": %s",
            firm->size, firm->country, firm->country, firm->country,
            firm->can_anchor ? "true" : "false");
    if (firm->min_value > 0) {
        fputs(", ", out);
        write_money(out, "min_value", firm->min_value);
    }
    if (firm->max_value > 0) {
        fputs(", ", out);
        write_money(out, "max_value", firm->max_value);
    }
    fputs(f + 1 < m->n_firms ? " },\n" : " }\n", out);
}

static void write_price(const market_offering *o, FILE *out) {
    fputs(", \"price\": { ", out);
    write_money(out, "fixed", o->fixed);
    fputs(", ", out);
    write_money(out, "per_unit", o->per_unit);
    if (o->per_year > 0) {
        fputs(", ", out);
        write_money(out, "per_unit_year", o->per_year);
    }
    for (int t = 0; t < o->n_tiers; t++) {
        fprintf(out, "%s{ \"from\": %" PRId64 ", ", t == 0 ? ", \"tiers\": [ " : ", ",
                o->tiers[t].from);
        write_money(out, "per_unit", o->tiers[t].per_unit);
        fputs(t + 1 < o->n_tiers ? " }" : " } ]", out);
    }
    fputs(" }", out);
}

static void write_amounts(const char *key, const int64_t amounts[], FILE *out) {
    bool first = true;
    fprintf(out, ", \"%s\": { ", key);
    for (int r = 0; r < MARKET_SLOTS; r++) {
        if (amounts[r] > 0) {
            separate(out, &first);
            write_amount(out, market_classes[r].resource, amounts[r]);
        }
    }
    fputs(" }", out);
}

static void write_facts(const market_offering *o, FILE *out) {
    fputs(", \"us_content\": { ", out);
    write_share(out, "made", o->made);
    fputs(", ", out);
    write_share(out, "made_low", o->made_low);
    fprintf(out, " }, \"maker_country\": \"%s\", \"eccn\": \"EAR99\", \"lead_weeks\": %d",
            o->made > 5000 ? "US" : "TW", o->lead_weeks);
    if (o->has != 0) {
        write_tags(out, "capabilities", o->has);
    }
    if (o->needs != 0) {
        write_tags(out, "needs", o->needs);
    }
    fputs(", \"ratings\": { ", out);
    write_share(out, "quality", o->quality);
    fputs(" }", out);
    if (o->slot == MARKET_MODELS) {
        fputs(", \"weights\": \"open\", \"weights_origin\": \"US\", \"lineage\": []", out);
    }
}

static void write_offering(const market *m, int i, FILE *out) {
    const market_offering *o = &m->offerings[i];
    int64_t provides[MARKET_SLOTS];
    memcpy(provides, o->second, sizeof provides);
    provides[o->slot] += o->size;
    fputs("    { \"id\": ", out);
    write_offering_id(out, m, i);
    fputs(", \"firm\": ", out);
    write_firm_id(out, o->firm);
    fprintf(out, ", \"slot\": \"%s\", \"units\": { \"min\": %" PRId64 ", \"max\": %" PRId64 " }",
            market_classes[o->slot].slot, o->min, o->max);
    write_price(o, out);
    write_amounts("provides", provides, out);
    write_amounts("consumes", o->consumes, out);
    write_facts(o, out);
    fputs(i + 1 < m->n_offerings ? " },\n" : " }\n", out);
}

static void write_bundle(const market *m, int b, FILE *out) {
    const market_bundle *bundle = &m->bundles[b];
    fprintf(out, "    { \"id\": \"bundle-%06d\", \"offerings\": [ ", b);
    for (int i = 0; i < bundle->n; i++) {
        fputs(i > 0 ? ", " : "", out);
        write_offering_id(out, m, bundle->offerings[i]);
    }
    fputs(" ], ", out);
    write_money(out, "discount", bundle->discount);
    fputs(b + 1 < m->n_bundles ? " },\n" : " }\n", out);
}

static void write_relation(const market *m, int i, FILE *out) {
    const market_relation *r = &m->relations[i];
    int parties[] = {r->a, r->b};
    fprintf(out, "    { \"kind\": \"%s\"", r->requires ? "requires" : "excludes");
    for (int p = 0; p < 2; p++) {
        fputs(p == 0 ? ", \"a\": " : ", \"b\": ", out);
        if (r->between_firms) {
            write_firm_id(out, parties[p]);
        } else {
            write_offering_id(out, m, parties[p]);
        }
    }
    fputs(i + 1 < m->n_relations ? " },\n" : " }\n", out);
}

static void write_list(const market *m, const char *key, int n, FILE *out,
                       void (*write)(const market *, int, FILE *)) {
    fprintf(out, ",\n  \"%s\": [\n", key);
    for (int i = 0; i < n; i++) {
        write(m, i, out);
    }
    fputs("  ]", out);
}

void market_write_catalog(const market *m, FILE *out) {
    fputs(
        "{ \"format\": \"consort-catalog/1\", \"as_of\": \"2026-11-01\", \"currency\": \"USD\",\n"
        "  \"provenance\": { \"kind\": \"synthetic\", \"note\": \"drawn by bench/generate.c: "
        "every firm is fictional\" },\n",
        out);
    write_resources(out);
    fputs("  \"x-generated\": true", out);
    write_list(m, "firms", m->n_firms, out, write_firm);
    write_list(m, "offerings", m->n_offerings, out, write_offering);
    write_list(m, "bundles", m->n_bundles, out, write_bundle);
    write_list(m, "relations", m->n_relations, out, write_relation);
    fputs(" }\n", out);
}

/* ---------------------------------------------------------------- opportunity */

static void write_demand(FILE *out) {
    bool first = true;
    fputs("  \"demand\": { ", out);
    for (int r = 0; r < MARKET_SLOTS; r++) {
        if (market_classes[r].demand_milli > 0) {
            separate(out, &first);
            write_amount(out, market_classes[r].resource, market_classes[r].demand_milli);
        }
    }
    fputs(" },\n", out);
}

static void write_some_has(const market *m, market_slot slot, FILE *out) {
    bool speaks = slot == MARKET_APPLICATIONS || slot == MARKET_MODELS;
    if (m->full && (speaks || slot == MARKET_SECURITY)) {
        write_tags(out, "some_has", 1U << (speaks ? MARKET_LANGUAGE : MARKET_CERTIFIED));
    }
}

static void write_slots(const market *m, FILE *out) {
    fputs("  \"slots\": {\n", out);
    for (int s = 0; s < MARKET_SLOTS; s++) {
        fprintf(out, "    \"%s\": { \"required\": true, \"max_offerings\": 3",
                market_classes[s].slot);
        write_some_has(m, (market_slot)s, out);
        fprintf(out, ", \"wants\": { \"quality\": 1 } }%s\n", s + 1 < MARKET_SLOTS ? "," : "");
    }
    fputs("  },\n", out);
}

static void write_full_limits(const market *m, FILE *out) {
    const market_tender *t = &m->tender;
    fputs(", ", out);
    write_share(out, "max_member_share", t->max_member_share);
    fputs(", ", out);
    write_share(out, "local_share", t->local_share);
    fputs(", ", out);
    write_share(out, "small_share", t->small_share);
    if (t->anchor >= 0) {
        fputs(", \"anchor\": ", out);
        write_firm_id(out, t->anchor);
    }
    fputs(", \"include\": [ ", out);
    write_firm_id(out, t->include_firm);
    fputs(" ], \"exclude\": [ ", out);
    for (int i = 0; i < t->n_exclude; i++) {
        fputs(i > 0 ? ", " : "", out);
        write_offering_id(out, m, t->exclude[i]);
    }
    fputs(" ]", out);
}

/* What shows that the tender can be met. */
static void write_planted(const market *m, FILE *out) {
    bool first = true;
    fputs("  \"x-planted\": {", out);
    for (int i = 0; i < m->n_offerings; i++) {
        if (m->offerings[i].planted > 0) {
            fputs(first ? "\n    " : ",\n    ", out);
            write_offering_id(out, m, i);
            fprintf(out, ": %" PRId64, m->offerings[i].planted);
            first = false;
        }
    }
    fputs(" },\n", out);
}

void market_write_opportunity(const market *m, FILE *out) {
    const market_tender *t = &m->tender;
    fputs(
        "{ \"format\": \"consort-opportunity/1\", \"id\": \"generated\",\n"
        "  \"buyer\": { \"name\": \"Buyer\", \"country\": \"KE\", \"kind\": \"public\", "
        "\"parent_country\": \"KE\" },\n",
        out);
    fprintf(out, "  \"award_by\": \"2027-03-01\", \"deadline_weeks\": %d, \"term_years\": %d, ",
            t->deadline_weeks, t->term_years);
    write_money(out, "budget", t->budget);
    fputs(", \"currency\": \"USD\",\n", out);
    write_demand(out);
    write_slots(m, out);
    write_planted(m, out);
    fputs("  \"consortium\": { \"max_members\": 10", out);
    if (m->full) {
        write_full_limits(m, out);
    }
    fprintf(out, " },\n  \"content\": { \"mode\": \"require\", \"gamma\": %d } }\n", t->gamma);
}
