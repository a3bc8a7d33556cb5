/*
 * model.h - what is true: rules, catalog and opportunity after reading and checking.
 *
 * The structs below are the common ground of screening, formulation, verification and rendering.
 * They are made by read_rules.c, read_catalog.c and read_opportunity.c and never change afterwards,
 * but that assume.c may fill unknown facts of a catalog before anything is asked of it.
 *
 * Canonical order: firms, offerings, resources, bundles and tags are sorted by id (strcmp), and
 * relations by (kind, a, b), so that nothing downstream depends on the order of the input file.
 * Rows of the rules keep the order of the file, which has a meaning. Every index below points into
 * these sorted arrays.
 *
 * Quantities: money int64 cents; shares int basis points; amounts int64 thousandths. A tri-state
 * fact that is unknown is CST__COUNTRY_UNKNOWN, CST__BP_UNKNOWN, NULL or known == false.
 */
#ifndef CST_MODEL_H
#define CST_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "consort/model.h"
#include "consort/result.h"
#include "model/arena.h"
#include "model/country.h"

#define CST__BP 10000        /* basis points in 1 */
#define CST__BP_UNKNOWN (-1) /* a share that nobody stated */
#define CST__MILLI 1000      /* thousandths in 1 */
#define CST__NONE SIZE_MAX   /* an index that points nowhere */
#define CST__NO_LIMIT INT64_MAX

/* For products of value and share, and for sums that could leave 64 bits. */
__extension__ typedef __int128 cst__wide;

/* A sorted list of distinct strings. */
typedef struct cst__texts {
    const char **item;
    size_t n;
} cst__texts;

bool cst__texts_has(const cst__texts *texts, const char *text);
bool cst__texts_meet(const cst__texts *a, const cst__texts *b);

/* Countries and groups as a file names them: the set for asking, the text for showing. */
typedef struct cst__places {
    cst__countries set;
    const char *text; /* as written, sorted, joined by ", "; "" for an empty list */
    bool known;       /* false where the file says null or nothing and that means unknown */
} cst__places;

/* What a number may turn out to be, where somebody stated it: in one of ten cases less than p10, in
 * one of ten more than p90. The number itself is the p50. */
typedef struct cst__spread {
    bool stated;
    int64_t p10, p90;
} cst__spread;

/* ---------------------------------------------------------------- rules */

typedef enum cst__verdict { CST__REFUSE, CST__WARN } cst__verdict;

typedef struct cst__group {
    const char *name;
    cst__countries countries;
} cst__group;

typedef struct cst__layer {
    const char *id;
    bool required;
} cst__layer;

/* Slots in the order of the layers; those only in required_slots follow, by id. */
typedef struct cst__slot {
    const char *id;
    size_t layer; /* CST__NONE: in no layer */
    bool required;
    bool content; /* counts for the content rule */
} cst__slot;

#define CST__TEST_MAP(X)                  \
    X(INCORPORATED, "incorporated")       \
    X(PRINCIPAL_PLACE, "principal_place") \
    X(PARENT, "parent")                   \
    X(MAKER_COUNTRY, "maker_country")     \
    X(LISTED, "listed")                   \
    X(OWNED, "owned")                     \
    X(WEIGHTS_ORIGIN, "weights_origin")   \
    X(LINEAGE, "lineage")

typedef enum cst__test {
#define CST__TEST_ENUM(name, id) CST__TEST_##name,
    CST__TEST_MAP(CST__TEST_ENUM)
#undef CST__TEST_ENUM
        CST__N_TESTS
} cst__test;

typedef struct cst__jurisdiction {
    const char *id;
    cst__test test;
    cst__countries in; /* not used by listed */
    cst__texts lists;  /* used by listed */
    int threshold_bp;  /* used by owned; default 5000 */
    bool *layers;      /* [n_layers]: where the test applies; all true when the row names none */
    bool other_slots;  /* applies to slots in no layer as well (only when it names no layers) */
    cst__verdict verdict;
    const char *source; /* "" when none is given */
    const char *grade;  /* "" when none is given */
} cst__jurisdiction;

typedef enum cst__export_status {
    CST__EXPORT_NONE,
    CST__EXPORT_LICENCE,
    CST__EXPORT_BLOCKED,
    CST__EXPORT_UNKNOWN
} cst__export_status;

/* A row matches when each key that it has matches; has_* says which keys it has. */
typedef struct cst__export_row {
    const char *id;
    bool has_eccn, has_destination, has_recipient_parent, has_recipient_listed, has_buyer;
    cst__texts eccn; /* prefixes */
    cst__countries destination;
    cst__countries recipient_parent;
    cst__texts recipient_listed;
    cst__texts buyer;
    const char *valid_from; /* ISO dates, inclusive on both ends; NULL: open */
    const char *valid_to;
    cst__export_status status;
    const char *posture; /* "" when none is given */
    int weeks;
    cst__spread weeks_spread;
    const char *source;
    const char *grade;
} cst__export_row;

struct cst_rules {
    cst__arena *arena;
    const char *id;
    const char *as_of;  /* "" when absent */
    cst__group *groups; /* by name */
    size_t n_groups;
    cst__layer *layers; /* in the order of the file */
    size_t n_layers;
    cst__slot *slots;
    size_t n_slots;
    cst_mode content_mode; /* ignore when the rules have no content */
    cst_method content_method;
    int content_threshold_bp;
    int content_gamma;
    const char *content_source;
    cst__jurisdiction *jurisdiction;
    size_t n_jurisdiction;
    cst__export_row *exports;
    size_t n_exports;
    bool has_anchor_rule;
    cst__countries anchor_incorporated_in; /* asked when has_anchor_rule */
    cst__verdict unknown;                  /* what a test on an unknown fact yields */
    cst_shocks shocks;
};

/* ---------------------------------------------------------------- catalog */

/* Facts that an assumption may fill where the catalog leaves them unknown: those of offerings, then
 * those of firms. */
#define CST__FACT_MAP(X)                     \
    X(MADE, "us_content.made")               \
    X(MADE_LOW, "us_content.made_low")       \
    X(VALUE_ADDED, "us_content.value_added") \
    X(MAKER_COUNTRY, "maker_country")        \
    X(ECCN, "eccn")                          \
    X(HOSTED_IN, "hosted_in")                \
    X(WEIGHTS_ORIGIN, "weights_origin")      \
    X(LINEAGE, "lineage")                    \
    X(INCORPORATED, "incorporated")          \
    X(PRINCIPAL_PLACE, "principal_place")    \
    X(PARENT, "parent")                      \
    X(SIZE, "size")

typedef enum cst__fact {
#define CST__FACT_ENUM(name, id) CST__FACT_##name,
    CST__FACT_MAP(CST__FACT_ENUM)
#undef CST__FACT_ENUM
        CST__N_FACTS
} cst__fact;

#define CST__FIRST_FIRM_FACT CST__FACT_INCORPORATED

/* A set of facts: one bit for each. */
typedef unsigned cst__facts;
#define CST__FACT_BIT(fact) (1U << (unsigned)(fact))

/* Their names in files, in this order, ending in NULL. */
extern const char *const cst__fact_ids[];

/* A fact that the catalog leaves unknown and a row of the assumptions fills. */
typedef struct cst__filled {
    cst__fact fact;
    const char *row;   /* id */
    const char *value; /* as text: "0.3", "US", "DE, US"; "" for an empty list */
} cst__filled;

typedef enum cst__size {
    CST__SIZE_UNKNOWN,
    CST__SIZE_SMALL,
    CST__SIZE_MEDIUM,
    CST__SIZE_LARGE
} cst__size;

/* "unknown", "small", "medium", "large", NULL. */
extern const char *const cst__size_ids[];

typedef struct cst__owner {
    const char *name;
    cst__country country; /* may be unknown */
    int share_bp;
} cst__owner;

typedef struct cst__firm {
    const char *id;
    const char *name; /* the id when the file gives none */
    cst__size size;
    cst__country incorporated;
    cst__country principal_place;
    cst__country parent; /* country of the parent */
    bool owners_known;
    cst__owner *owners;
    size_t n_owners;
    cst__texts listed_as;
    bool can_anchor;
    int64_t min_value_cents; /* 0: none */
    int64_t max_value_cents; /* CST__NO_LIMIT: none */
    cst__filled *filled;     /* by fact, in the order of cst__fact */
    size_t n_filled;
} cst__firm;

typedef struct cst__tier {
    int64_t from;           /* units */
    int64_t per_unit_cents; /* of every unit, when from <= units < from of the next tier */
    cst__spread per_unit_spread;
} cst__tier;

/* An amount of a resource for each unit of an offering, or a demand. */
typedef struct cst__amount {
    size_t resource;
    int64_t milli; /* above 0 in offerings, not below 0 elsewhere */
} cst__amount;

typedef struct cst__rating {
    const char *name;
    int share_bp;
} cst__rating;

typedef struct cst__offering {
    const char *id;
    const char *name;        /* "" when the file gives none */
    const char *unit;        /* "" */
    const char *delivery;    /* "" */
    const char *description; /* "" */
    size_t firm;
    size_t slot;                  /* of the rules */
    int64_t min_units, max_units; /* 1 <= min <= max <= 1,000,000 */
    int64_t fixed_cents, per_unit_cents, per_unit_year_cents;
    cst__spread fixed_spread, per_unit_spread, per_unit_year_spread;
    cst__tier *tiers; /* from strictly increasing; below the first tier per_unit_cents holds */
    size_t n_tiers;
    cst__amount *provides; /* by resource, each resource at most once, no zero amounts */
    size_t n_provides;
    cst__amount *consumes;
    size_t n_consumes;
    int us_bp[CST_N_METHODS]; /* CST__BP_UNKNOWN: unknown */
    int us_made_low_bp;
    const char *evidence; /* "" */
    cst__country maker_country;
    const char *eccn; /* NULL: unknown */
    int lead_weeks;
    cst__spread lead_spread;
    cst__texts capabilities; /* with weights:open or weights:closed where weights are stated */
    cst__texts needs;
    cst__rating *ratings; /* by name */
    size_t n_ratings;
    cst__places available_in; /* always known */
    cst__places hosted_in;
    bool has_weights; /* states weights: the tests weights_origin and lineage apply */
    cst__country weights_origin;
    cst__places lineage;
    cst__filled *filled; /* by fact, in the order of cst__fact */
    size_t n_filled;
} cst__offering;

typedef struct cst__resource {
    const char *id;
    const char *unit; /* "" */
} cst__resource;

typedef struct cst__bundle {
    const char *id;
    size_t *offerings; /* sorted, distinct, at least one */
    size_t n_offerings;
    int64_t discount_cents;
} cst__bundle;

typedef struct cst__relation {
    bool requires_b;    /* false: excludes */
    bool between_firms; /* a and b are firms; false: offerings */
    size_t a, b;
} cst__relation;

struct cst_catalog {
    cst__arena *arena;
    const cst_rules *rules;  /* borrowed */
    const char *as_of;       /* "" */
    const char *currency;    /* "" when absent */
    const char *assumptions; /* id of those that fill its unknown facts; NULL: none do */
    cst__resource *resources;
    size_t n_resources;
    cst__firm *firms;
    size_t n_firms;
    cst__offering *offerings;
    size_t n_offerings;
    cst__bundle *bundles;
    size_t n_bundles;
    cst__relation *relations;
    size_t n_relations;
};

/* Index by id, CST__NONE when there is none. */
size_t cst__catalog_firm(const cst_catalog *catalog, const char *id);
size_t cst__catalog_offering(const cst_catalog *catalog, const char *id);
size_t cst__catalog_resource(const cst_catalog *catalog, const char *id);
size_t cst__catalog_bundle(const cst_catalog *catalog, const char *id);
size_t cst__rules_slot(const cst_rules *rules, const char *id);
size_t cst__rules_group(const cst_rules *rules, const char *name);

/* ---------------------------------------------------------------- opportunity */

typedef struct cst__want {
    const char *name;
    int64_t weight_milli;
} cst__want;

/* What the opportunity asks of one slot; there is one for each slot of the rules. */
typedef struct cst__slot_ask {
    bool required;         /* by the rules, the opportunity or some_has */
    bool required_here;    /* by the opportunity's own word */
    int64_t max_offerings; /* CST__NO_LIMIT: none */
    cst__texts every_has;
    cst__texts some_has;
    cst__want *wants; /* by name, weights above 0 only */
    size_t n_wants;
} cst__slot_ask;

struct cst_opportunity {
    cst__arena *arena;
    const cst_rules *rules;     /* borrowed */
    const cst_catalog *catalog; /* borrowed, may be NULL: see cst_opportunity_read */
    const char *id;
    const char *title;      /* "" */
    const char *currency;   /* "" */
    const char *buyer_name; /* "" */
    cst__country buyer_country;
    cst__country buyer_parent;
    cst__texts buyer_listed_as;
    const char *award_by; /* NULL: unknown */
    int deadline_weeks;   /* -1: none */
    int term_years;
    int64_t budget_cents;  /* CST__NO_LIMIT: none */
    int64_t *demand_milli; /* [n_resources] of the catalog; NULL without a catalog */
    int64_t *site_milli;
    cst__slot_ask *slots; /* [n_slots] of the rules */
    bool has_residency;
    bool *residency_slots; /* [n_slots] */
    cst__places residency_in;
    cst__texts buyer_has;
    int64_t min_members;
    int64_t max_members;                       /* CST__NO_LIMIT: none */
    bool *include_firm, *exclude_firm;         /* [n_firms] */
    bool *include_offering, *exclude_offering; /* [n_offerings] */
    size_t anchor;                             /* firm, CST__NONE: any */
    int max_member_share_bp;                   /* 10000: none */
    int local_share_bp;                        /* 0: none */
    int small_share_bp;                        /* 0: none */
    cst_mode content_mode;                     /* of the opportunity, else of the rules */
    int content_gamma;                         /* likewise; 0 where the method is not made */
};

/* Whether the three were read beside each other. */
bool cst__belong_together(const cst_rules *rules, const cst_catalog *catalog,
                          const cst_opportunity *opportunity);

/* ---------------------------------------------------------------- exact arithmetic (value.c) */

/* Of one offering, and of all of a catalog at their most (contract, section 2). */
#define CST__MONEY_MAX INT64_C(1000000000000000)            /* 1e13 dollars in cents */
#define CST__CATALOG_VALUE_MAX INT64_C(9000000000000000000) /* 9e16 dollars in cents */

/* Price of one unit at n units, tiers considered, without yearly parts. */
int64_t cst__unit_price_cents(const cst__offering *offering, int64_t units);

/* The tier that holds at n units; NULL: none has begun, and per_unit_cents holds. */
const cst__tier *cst__tier_at(const cst__offering *offering, int64_t units);

/* value(o) of section 3: fixed + units * (price by tier + yearly price * years). */
int64_t cst__value_cents(const cst__offering *offering, int64_t units, int term_years);

/* The largest value over all allowed units: also bounds every intermediate sum. */
int64_t cst__largest_value_cents(const cst__offering *offering, int term_years);

/* The least value over all allowed units. */
int64_t cst__least_value_cents(const cst__offering *offering, int term_years);

/* The greatest common divisor of two numbers that are not negative; of 0 and another the other. */
int64_t cst__common_divisor(int64_t a, int64_t b);

/* floor and ceil of a * b / c for a, b >= 0, c > 0, in 128 bits. */
int64_t cst__mul_div_floor(int64_t a, int64_t b, int64_t c);
int64_t cst__mul_div_ceil(int64_t a, int64_t b, int64_t c);

#endif
