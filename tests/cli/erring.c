/*
 * erring.c - linked into a command of its own (the linker's --wrap), as if each search erred: the
 * first package of a result is said to cost a cent more when the result comes to its check. Whether
 * it goes out nevertheless is for tests/cli/run.sh to see.
 */
#include "solver/verify.h"

#include "consort/result.h"

cst_error __real_cst__verify_result(const cst_opportunity *opportunity, const cst_result *result,
                                    cst_findings **findings);
cst_error __wrap_cst__verify_result(const cst_opportunity *opportunity, const cst_result *result,
                                    cst_findings **findings);

cst_error __wrap_cst__verify_result(const cst_opportunity *opportunity, const cst_result *result,
                                    cst_findings **findings) {
    if (result->n_packages > 0) {
        result->packages[0].criteria.cost_cents++;
    }
    return __real_cst__verify_result(opportunity, result, findings);
}
