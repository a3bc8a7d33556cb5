/*
 * model.h - rules, catalog, opportunity, markets: read, check, free.
 *
 * Each reader takes the bytes of one file (UTF-8 JSON; not necessarily ending in NUL), a name for
 * messages, and limits (NULL: the defaults). It reports every fault of the file into the list of
 * diagnostics, up to its cap, and gives a new object only when there was none.
 */
#ifndef CONSORT_MODEL_H
#define CONSORT_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "consort/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cst_rules cst_rules;
typedef struct cst_catalog cst_catalog;
typedef struct cst_opportunity cst_opportunity;
typedef struct cst_assumptions cst_assumptions;
typedef struct cst_markets cst_markets;

/* What a hostile file may ask of the reader. Beyond 2 GiB and 1000 levels no file is read. */
typedef struct cst_limits {
    size_t max_bytes; /* of a file; default 1 GiB */
    int max_depth;    /* of nested arrays and objects; default 32 */
    size_t max_items; /* firms, offerings, bundles, relations, rows: of each; default 1,000,000 */
    size_t max_text;  /* bytes of one string; default 65,536 */
} cst_limits;

CST_API cst_limits cst_limits_default(void);

/* What a file says it is by its key "format". */
typedef enum cst_kind {
    CST_KIND_UNKNOWN,
    CST_KIND_CATALOG,
    CST_KIND_OPPORTUNITY,
    CST_KIND_RULES,
    CST_KIND_RESULT,
    CST_KIND_ASSUMPTIONS,
    CST_KIND_MARKETS,
    CST_KIND_MENU,
    CST_KIND_EXPLANATION
} cst_kind;

/* The kind of a file, CST_KIND_UNKNOWN where it is not JSON or names no known format. */
CST_API cst_kind cst_kind_of(const char *bytes, size_t size);

/* New rules that are compiled into the library (us-ai-exports-2026-11). */
CST_API cst_error cst_rules_default(cst_rules **rules);

/* New rules from a file of format consort-rules/1. */
CST_API cst_error cst_rules_read(const char *bytes, size_t size, const char *name,
                                 const cst_limits *limits, cst_rules **rules,
                                 cst_diagnostics *diagnostics);
CST_API void cst_rules_free(cst_rules *rules);
CST_API const char *cst_rules_id(const cst_rules *rules); /* borrowed */

/* The id of slot i in the order of the layers, borrowed; NULL beyond the last. */
CST_API const char *cst_rules_slot_id(const cst_rules *rules, size_t i);

/* New catalog from a file of format consort-catalog/1. Slots and country groups are those of the
 * rules, which are borrowed until the catalog is freed. */
CST_API cst_error cst_catalog_read(const char *bytes, size_t size, const char *name,
                                   const cst_rules *rules, const cst_limits *limits,
                                   cst_catalog **catalog, cst_diagnostics *diagnostics);
CST_API void cst_catalog_free(cst_catalog *catalog);
CST_API size_t cst_catalog_firm_count(const cst_catalog *catalog);
CST_API size_t cst_catalog_offering_count(const cst_catalog *catalog);

/* The id of firm or offering i in the order of the ids, borrowed; NULL beyond the last. */
CST_API const char *cst_catalog_firm_id(const cst_catalog *catalog, size_t i);
CST_API const char *cst_catalog_offering_id(const cst_catalog *catalog, size_t i);

/* New assumptions from a file of format consort-assumptions/1. Slots, layers and country groups are
 * those of the rules, which are borrowed until the assumptions are freed. */
CST_API cst_error cst_assumptions_read(const char *bytes, size_t size, const char *name,
                                       const cst_rules *rules, const cst_limits *limits,
                                       cst_assumptions **assumptions, cst_diagnostics *diagnostics);
CST_API void cst_assumptions_free(cst_assumptions *assumptions);
CST_API const char *cst_assumptions_id(const cst_assumptions *assumptions); /* borrowed */

/* Fills facts that the catalog leaves unknown. To be called at most once for a catalog, before an
 * opportunity is read against it; the assumptions may be freed then. Of the rows that match, the
 * first one that sets a fact fills it; a known fact stays. CST_E_INPUT, with the faults and the
 * catalog as it was, where a row names a firm or an offering that the catalog has not, or a share
 * would fall to more than it is. CST_E_SETTING where the two were read with different rules or the
 * catalog has assumptions already. */
CST_API cst_error cst_catalog_assume(cst_catalog *catalog, const cst_assumptions *assumptions,
                                     cst_diagnostics *diagnostics);

/* The faults that cst_catalog_assume would find, of a catalog that stays as it is. */
CST_API cst_error cst_assumptions_check(const cst_assumptions *assumptions,
                                        const cst_catalog *catalog, cst_diagnostics *diagnostics);

/* New opportunity from a file of format consort-opportunity/1. Rules and catalog are borrowed
 * until the opportunity is freed. With a catalog of NULL the references into a catalog (ids,
 * resources, currency, value bounds) are not checked, and the opportunity can not be matched. */
CST_API cst_error cst_opportunity_read(const char *bytes, size_t size, const char *name,
                                       const cst_rules *rules, const cst_catalog *catalog,
                                       const cst_limits *limits, cst_opportunity **opportunity,
                                       cst_diagnostics *diagnostics);
CST_API void cst_opportunity_free(cst_opportunity *opportunity);
CST_API const char *cst_opportunity_id(const cst_opportunity *opportunity); /* borrowed */

/* New markets from a file of format consort-markets/1: a list of opportunities, each with its
 * weight. Rules and catalog are borrowed until they are freed; a catalog of NULL is as above. */
CST_API cst_error cst_markets_read(const char *bytes, size_t size, const char *name,
                                   const cst_rules *rules, const cst_catalog *catalog,
                                   const cst_limits *limits, cst_markets **markets,
                                   cst_diagnostics *diagnostics);
CST_API void cst_markets_free(cst_markets *markets);
CST_API const char *cst_markets_id(const cst_markets *markets); /* borrowed */
CST_API size_t cst_markets_count(const cst_markets *markets);

/* The tender of market i in the order of the ids, borrowed, and what it weighs in thousandths; NULL
 * and 0 beyond the last. */
CST_API const cst_opportunity *cst_markets_opportunity(const cst_markets *markets, size_t i);
CST_API int64_t cst_markets_weight_milli(const cst_markets *markets, size_t i);

#ifdef __cplusplus
}
#endif
#endif
