/*
 * menu_kept.c - the teams of a file of format consort-menu/1, for a menu that keeps them.
 *
 * Of the file only `teams` is read, and of each team `anchor` and `members`: what it served in its
 * own markets is no concern of a new menu. A planner may write such a file by hand. A firm that the
 * catalog does not have any more, and a team that the new menu's own limits forbid, are faults with
 * their place: a team that is kept in part would not be the team that was meant.
 */
#include "solver/menu_kept.h"

#include <stdlib.h>

#include "model/reader.h"
#include "model/refer.h"

typedef struct reading {
    cst__reader *reader;
    const cst_catalog *catalog;
    const cst_menu_ask *ask;
    cst_kept *kept;
    int *in_teams; /* [n_firms] in how many teams so far; scratch */
} reading;

static size_t read_firm(reading *r, const cst__at *at) {
    const char *id = cst__as_text(r->reader, at);
    return id == NULL ? CST__NONE : cst__refer_firm(r->reader, at, r->catalog, id);
}

static bool has_firm(const cst__kept_team *team, size_t firm) {
    for (size_t i = 0; i < team->n_firms; i++) {
        if (team->firms[i] == firm) {
            return true;
        }
    }
    return false;
}

static void read_member(reading *r, const cst__at *at, cst__kept_team *team) {
    size_t firm = read_firm(r, at);
    if (firm == CST__NONE) {
        return;
    }
    if (has_firm(team, firm)) {
        cst__fault_at(r->reader, at, "the firm is a member of this team already");
        return;
    }
    int most = r->ask->teams_per_firm;
    if (most > 0 && ++r->in_teams[firm] == most + 1) {
        cst__fault_at(r->reader, at, "with this team the firm is in %d kept teams, it may be in %d",
                      most + 1, most);
    }
    team->firms[team->n_firms++] = firm;
}

static int compare_firms(const void *a, const void *b) {
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static void read_members(reading *r, const cst__at *up, cst__kept_team *team) {
    cst__at list;
    size_t n = cst__list(r->reader, up, "members", CST__REQUIRED, &list);
    team->firms = cst__room(r->reader, n + 1, sizeof *team->firms);
    for (size_t i = 0; team->firms != NULL && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_member(r, &at, team);
    }
    if (team->n_firms > 0) {
        qsort(team->firms, team->n_firms, sizeof *team->firms, compare_firms);
    }
    int most = r->ask->max_members > 0 ? r->ask->max_members : CST__MENU_MEMBERS;
    if (n > (size_t)most) {
        cst__fault_at(r->reader, &list,
                      "a team has at most so many firms (max_members): %d, this has %zu", most, n);
    }
}

static void read_team(reading *r, const cst__at *at, cst__kept_team *team) {
    team->anchor = CST__NONE;
    if (!cst__as_object(r->reader, at, NULL)) {
        return;
    }
    size_t faults = r->reader->faults.n;
    read_members(r, at, team);
    cst__at anchor = cst__get(at, "anchor");
    if (cst__present(r->reader, &anchor, CST__REQUIRED)) {
        team->anchor = read_firm(r, &anchor);
    }
    if (r->reader->faults.n == faults && !has_firm(team, team->anchor)) {
        cst__fault_at(r->reader, &anchor, "the anchor is not among the members of its team");
    }
}

static void read_teams(reading *r, const cst__at *top) {
    cst__at list;
    size_t n = cst__list(r->reader, top, "teams", CST__REQUIRED, &list);
    cst_kept *kept = r->kept;
    kept->teams = cst__room(r->reader, n + 1, sizeof *kept->teams);
    for (size_t i = 0; kept->teams != NULL && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_team(r, &at, &kept->teams[i]);
        kept->n_teams = i + 1;
    }
    if (n > (size_t)r->ask->packages) {
        cst__fault_at(r->reader, &list,
                      "%zu teams are kept, the menu has at most %d (packages): kept teams count", n,
                      r->ask->packages);
    }
}

static void read_file(cst__reader *reader, const cst__at *top, const cst_menu_ask *ask,
                      cst_kept *kept) {
    reading r = {.reader = reader, .catalog = kept->catalog, .ask = ask, .kept = kept};
    r.in_teams = cst__scratch(reader, kept->catalog->n_firms + 1, sizeof *r.in_teams);
    if (r.in_teams != NULL && cst__as_object(reader, top, NULL)) {
        read_teams(&r, top);
    }
}

cst_error cst_kept_read(const char *bytes, size_t size, const char *name,
                        const cst_catalog *catalog, const cst_menu_ask *ask,
                        const cst_limits *limits, cst_kept **kept, cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    cst__source source = {name, bytes, size};
    cst__arena *arena = cst__arena_new();
    cst_kept *read = arena != NULL ? cst__arena_alloc(arena, 1, sizeof *read) : NULL;
    *kept = NULL;
    if (read == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    read->catalog = catalog;
    if (cst__reader_open(&reader, &source, limits, "consort-menu/1", arena, diagnostics, &top)) {
        read_file(&reader, &top, ask, read);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_kept_free(read);
        return error;
    }
    *kept = read;
    return CST_E_OK;
}

void cst_kept_free(cst_kept *kept) {
    if (kept != NULL) {
        cst__arena_free(kept->arena);
    }
}

size_t cst_kept_count(const cst_kept *kept) {
    return kept->n_teams;
}
