/*
 * exchange.h - a package made cheaper by a few units of some offerings for a few of others.
 */
#ifndef CST_EXCHANGE_H
#define CST_EXCHANGE_H

#include "solver/choice.h"

/*
 * Local search over the units of what is chosen: those of up to three offerings change at once,
 * each within its tier, as long as the choice still holds, costs less, and in all not more than
 * most_cents less: what a bound leaves to be saved. units [n_offerings] hold under the side when it
 * is called, and when it returns; *saved_cents is what was saved, 0: nothing was found. Of firms
 * whose bill counts for nothing under the side no units change.
 *
 * Where no share may be large the total has to reach a sum, which many packages come near to:
 * branching goes from one to another at the same bound, while three prices together come closer to
 * a given sum than any one of them.
 */
cst_error cst__exchange_units(const cst__formulation *formulation, cst__judge *judge,
                              const cst__side *side, int64_t most_cents, int64_t *units,
                              int64_t *saved_cents);

#endif
