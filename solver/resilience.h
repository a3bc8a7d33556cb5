/*
 * resilience.h - whether anything is left when members of a package are lost, one or two at a time.
 */
#ifndef CST_RESILIENCE_H
#define CST_RESILIENCE_H

#include "solver/session.h"

/*
 * Fills `resilience` of the packages, finished packages of the session's tender, with all memory
 * from the arena. A loss is a tender that excludes the members lost; what is known of one package's
 * losses is used for the others.
 */
cst_error cst__resilience_fill(cst__session *session, cst_package *packages, size_t n,
                               cst__arena *arena);

#endif
