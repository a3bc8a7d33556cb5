/*
 * menu_estimate.h - what teams would cost about, by linear programs instead of searches.
 *
 * The relaxation of every market, strengthened once (serve.h), is asked about many teams one after
 * the other, which takes a few thousandths of a second each where a search takes a tenth. Every
 * answer is a proven bound; as a price it is a guess.
 */
#ifndef CST_MENU_ESTIMATE_H
#define CST_MENU_ESTIMATE_H

#include "solver/menu_choice.h"

typedef struct cst__estimate {
    const cst__menu_team *team; /* borrowed */
    int64_t *cents; /* [n_markets], the caller's room: no package of the team costs less; INT64_MAX:
                       it has none; INT64_MIN: nothing is known. Only for the markets asked about */
    int64_t *worth; /* [n_markets][n_firms], the caller's room: what each firm that is not in it
                       might save (probe.h); NULL: not asked */
} cst__estimate;

/* Estimates for some markets [n_markets]; what time does not suffice for counts as INT64_MAX. */
cst_error cst__menu_estimate(cst__serving *serving, const bool *some, cst__estimate *estimates,
                             size_t n);

#endif
