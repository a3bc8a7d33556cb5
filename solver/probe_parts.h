/*
 * probe_parts.h - a probe, as its files share it.
 */
#ifndef CST_PROBE_PARTS_H
#define CST_PROBE_PARTS_H

#include <limits.h>

#include "solver/bound.h"
#include "solver/probe.h"
#include "solver/search.h"

struct cst__probe {
    const cst__relaxation *relaxation;
    cst__lp *lp;
    double *lower, *upper; /* [n_columns] those that the linear program has */
    double *y;             /* [n_rows] */
    long double *work;     /* [n_columns] */
    bool priced;           /* work are the reduced costs of the last answer */
};

/* More than a sum of hundreds of slopes can be off, relatively. */
static const double cst__sum_error = 1e-12;

#endif
