/*
 * why.h - firms and offerings beside the cheapest package, and what happens when a member drops
 * out: each a question about a tender that includes or excludes one party more.
 */
#ifndef CST_WHY_H
#define CST_WHY_H

#include "solver/session.h"

/* New tender that includes, or excludes, the party as well. NULL when out of memory. */
cst_opportunity *cst__tender_with(const cst_opportunity *tender, const cst__party_id *party,
                                  bool included);

/* Why screening refused what belongs to a party, and what would have to change: a list from the
 * arena. */
cst_error cst__list_bars(const cst_opportunity *tender, const cst__screening *screening,
                         const cst__party_id *party, cst__arena *arena, cst_bar **bars,
                         size_t *n_bars);

/* Why the parties are in or not, beside the cheapest package (base). Texts, lists and
 * packages from the arena; room for n answers. */
cst_error cst__why_find(cst__session *session, const cst__inquiry *base,
                        const cst__party_id *parties, size_t n, cst__arena *arena, cst_why *whys);

/* For each member of the cheapest package (base, which was found), what remains without it. */
cst_error cst__dropouts_find(cst__session *session, const cst__inquiry *base, cst__arena *arena,
                             cst_dropout **dropouts, size_t *n_dropouts);

#endif
