/*
 * erring.c - linked into a command of its own (the linker's --wrap), in which each search errs: the
 * first package of its result costs a cent more than it does. Whether such a result goes out is for
 * tests/cli/run.sh to see.
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
