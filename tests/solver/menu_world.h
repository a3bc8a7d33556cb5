/*
 * menu_world.h - tiny seeded markets, with what is asked of a menu of them.
 */
#ifndef CST_TESTS_MENU_WORLD_H
#define CST_TESTS_MENU_WORLD_H

#include "consort.h"
#include "model/markets.h"

enum { MENU_MARKETS = 4, MENU_TEAMS = 3 };

typedef struct menu_world {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_markets *markets;
    int packages, max_members, teams_per_firm;
    uint32_t kept_team[MENU_TEAMS];
    size_t kept_anchor[MENU_TEAMS];
    int n_kept;
    bool small_team, open_weight_team, share_units, share_value;
    cst_kept *kept;
} menu_world;

/* New world; the same in another order of its files for any shuffle above 0. False where it can not
 * be read. To be cleared in any case. */
bool menu_world_make(uint64_t seed, uint64_t shuffle, menu_world *w);
void menu_world_clear(menu_world *w);

cst_menu_ask menu_world_ask(const menu_world *w);

/* Whether the markets share what can be sold. */
bool menu_world_shares(const menu_world *w);

/* Of a team, bit by firm. */
int menu_bits(uint32_t set);
bool menu_world_is_small(const menu_world *w, uint32_t team);

bool menu_states_open(const cst__offering *it);

#endif
