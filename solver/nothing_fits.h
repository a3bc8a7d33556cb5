/* nothing_fits.h - why a tender that is proven infeasible is so, and what would help. */
#ifndef CST_NOTHING_FITS_H
#define CST_NOTHING_FITS_H

#include "solver/session.h"

/* New explanation of the session's tender, which allows no package: at most n_conflicts conflicts;
 * all memory from the arena. */
cst_error cst__nothing_fits(cst__session *session, size_t n_conflicts, cst__arena *arena,
                            cst_infeasibility **out);

#endif
