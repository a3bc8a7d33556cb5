/*
 * probe.h - a tender's linear relaxation, asked again and again about sets of firms: much faster
 * than a search, and right whenever it says that something can not be.
 */
#ifndef CST_PROBE_H
#define CST_PROBE_H

#include "solver/firm_set.h"
#include "solver/formulate.h"

typedef struct cst__probe cst__probe;

/* New probe of a tender under a side; its arguments are borrowed until it is freed, by the thread
 * that made it.
 */
cst_error cst__probe_new(const cst_opportunity *tender, const cst__screening *screening,
                         const int64_t *misfit_bp, const cst__side *side, cst__probe **probe);
void cst__probe_free(cst__probe *probe);

/* Proven: these firms alone have no package that costs less. INT64_MAX: they have none at all;
 * INT64_MIN: nothing is known. Takes at most so many seconds (HUGE_VAL: as many as it likes). */
cst_error cst__probe_ask(cst__probe *probe, const uint64_t *firms, double seconds,
                         int64_t *least_cents);

#endif
