/*
 * match.h - ask for packages, and check packages without a solver.
 */
#ifndef CONSORT_MATCH_H
#define CONSORT_MATCH_H

#include "consort/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * New result: candidate packages of the catalog for the opportunity under the rules. Every package
 * has passed the verifier; if one does not, the call fails with CST_E_INTERNAL and gives nothing.
 * settings may be NULL (defaults).
 */
CST_API cst_error cst_match(const cst_rules *rules, const cst_catalog *catalog,
                            const cst_opportunity *opportunity, const cst_settings *settings,
                            cst_result **result);

/* One thing that a verifier found wrong. Strings are borrowed from the list. */
typedef struct cst_finding {
    const char *package; /* id, "" where the fault is of the result as a whole */
    const char *check;   /* for instance "ledger/power-kw", "budget", "criteria/cost" */
    const char *message;
} cst_finding;

typedef struct cst_findings cst_findings;

CST_API void cst_findings_free(cst_findings *findings);
CST_API size_t cst_findings_count(const cst_findings *findings);
CST_API const cst_finding *cst_findings_get(const cst_findings *findings, size_t i);

/*
 * Re-checks a result file (format consort-result/1) against every constraint and recomputes every
 * figure of its packages, in integers and apart from the solver. New list of findings, empty when
 * the result holds; CST_E_INPUT with diagnostics when the file can not be read as a result.
 */
CST_API cst_error cst_verify(const cst_rules *rules, const cst_catalog *catalog,
                             const cst_opportunity *opportunity, const char *bytes, size_t size,
                             const char *name, const cst_limits *limits, cst_findings **findings,
                             cst_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif
#endif
