/*
 * menu_master.h - who could be in the teams of a menu, as a program over firms alone.
 *
 * The program knows of each market what its slots, tags and limits ask of the firms of a team, and
 * whatever is known of sets of firms that can not serve it (serve.h). All of that is necessary and
 * none of it sufficient: what the program proposes is tried by searches for packages, what these
 * refute is known from then on, and the program is asked again (logic-based Benders decomposition:
 * Hooker and Ottosson 2003, Mathematical Programming 96(1); with cuts of the kind of Codato and
 * Fischetti 2006, Operations Research 54(4)). Every menu is a point of the program, so that its
 * optimum bounds what menus can do.
 */
#ifndef CST_MENU_MASTER_H
#define CST_MENU_MASTER_H

#include "solver/menu_choice.h"
#include "solver/search.h"

/* What is asked: the greatest weight; or the least cost with so much weight at least. */
typedef struct cst__master_ask {
    const cst__menu_ground *ground; /* borrowed */
    size_t n_teams;
    bool cost;
    int64_t weight_milli;      /* of the cost: at least; of the weight: more than so much */
    int64_t most_cents;        /* of the cost: at most */
    const int64_t *else_cents; /* of the cost, of one team beside others: what each market costs
                                  with these [n_markets]; INT64_MAX: they do not serve it, so this
                                  one has to. The cost is that of all of them. NULL: no others */
    long most_nodes;           /* of each search of the program; 0: any number */
    double deadline_s;
} cst__master_ask;

typedef struct cst__master_answer {
    cst__search_status status;
    bool found;
    cst__menu_team *teams; /* [n_teams], the caller's, with room for their firms; kept ones are
                              there already */
    size_t *served_by;     /* [n_markets], the caller's room; CST__NONE: nobody */
    int64_t
        *expected_cents; /* [n_markets], the caller's room: what the program takes for the cost */
    int64_t bound; /* of the weight: at most, in thousandths; of the cost: at least, in cents */
} cst__master_answer;

cst_error cst__master_ask_for(const cst__master_ask *ask, cst__master_answer *answer);

#endif
