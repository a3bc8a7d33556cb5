/*
 * menu_fill_capacity.c - what a menu sells of each offering and firm over all its markets,
 * recounted from its finished packages. A menu that sells more than there is is an error, never an
 * answer.
 */
#include "solver/menu_capacity.h"
#include "solver/menu_fill.h"

typedef struct counting {
    const cst__menu_ground *ground;
    const cst_catalog *catalog;
    cst_menu *menu;
    cst__wide *units;  /* [n_offerings] */
    size_t *n_markets; /* [n_offerings] */
} counting;

static size_t offering_named(const cst_catalog *catalog, const char *id) {
    size_t o = 0;
    while (o < catalog->n_offerings && strcmp(catalog->offerings[o].id, id) != 0) {
        o++;
    }
    return o;
}

/* False where a line names what the catalog does not have. */
static bool count_package(counting *c, const cst_package *package) {
    for (size_t i = 0; i < package->n_lines; i++) {
        size_t o = offering_named(c->catalog, package->lines[i].offering);
        if (o == c->catalog->n_offerings) {
            return false;
        }
        c->units[o] += package->lines[i].units;
        c->n_markets[o]++;
    }
    return true;
}

static cst_error fill_loads(counting *c) {
    cst_menu *menu = c->menu;
    menu->loads = cst__arena_alloc(menu->arena, c->catalog->n_offerings + 1, sizeof *menu->loads);
    for (size_t o = 0; menu->loads != NULL && o < c->catalog->n_offerings; o++) {
        const cst__offering *it = &c->catalog->offerings[o];
        int64_t most = cst__menu_most_units(c->ground, o);
        if (c->n_markets[o] == 0 || most == CST__NO_LIMIT) {
            continue;
        }
        if (c->units[o] > most) {
            return CST_E_INTERNAL;
        }
        cst_menu_load *load = &menu->loads[menu->n_loads++];
        *load =
            (cst_menu_load){.offering = cst__arena_text(menu->arena, it->id),
                            .firm = cst__arena_text(menu->arena, c->catalog->firms[it->firm].id),
                            .n_markets = c->n_markets[o],
                            .units = (int64_t)c->units[o],
                            .most = most};
        if (load->offering == NULL || load->firm == NULL) {
            return CST_E_MEMORY;
        }
    }
    return menu->loads == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* The values of firms are summed from the packages already. */
static cst_error fill_firms(counting *c) {
    for (size_t i = 0; i < c->menu->n_firms; i++) {
        cst_menu_firm *firm = &c->menu->firms[i];
        for (size_t f = 0; f < c->catalog->n_firms; f++) {
            int64_t most = cst__menu_most_cents(c->ground, f);
            if (strcmp(c->catalog->firms[f].id, firm->id) == 0 && most != CST__NO_LIMIT) {
                firm->most_cents = most;
            }
        }
        if (firm->most_cents >= 0 && firm->value_cents > firm->most_cents) {
            return CST_E_INTERNAL;
        }
    }
    return CST_E_OK;
}

static cst_error count(counting *c) {
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        const cst_package *package = c->menu->list[m].package;
        if (package != NULL && !count_package(c, package)) {
            return CST_E_INTERNAL;
        }
    }
    cst_error error = fill_loads(c);
    return error == CST_E_OK ? fill_firms(c) : error;
}

cst_error cst__menu_fill_capacity(const cst__menu_ground *ground, cst_menu *menu) {
    const cst_catalog *catalog = ground->serving->markets->catalog;
    counting c = {ground, catalog, menu, calloc(catalog->n_offerings + 1, sizeof *c.units),
                  calloc(catalog->n_offerings + 1, sizeof *c.n_markets)};
    cst_error error = c.units == NULL || c.n_markets == NULL ? CST_E_MEMORY : count(&c);
    free(c.units);
    free(c.n_markets);
    return error;
}
