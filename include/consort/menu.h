/*
 * menu.h - a standing menu: which few teams serve which markets, what their packages cost there,
 * and what is left uncovered and why (contract, section 2.5).
 *
 * A menu is at most so many teams. A team is a set of firms with one anchor; it serves a market
 * when a package of its firms' offerings, led by the anchor, satisfies the market's tender. The
 * best menu serves the greatest total weight, among those costs least, among those has the fewest
 * teams. Markets, teams and firms are never ranked: they stand in the order of their ids.
 */
#ifndef CONSORT_MENU_H
#define CONSORT_MENU_H

#include "consort/explain.h"
#include "consort/match.h"
#include "consort/model.h"
#include "consort/result.h"
#include "consort/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Teams of an earlier menu that a new one keeps as they are: their firms and their anchor. */
typedef struct cst_kept cst_kept;

/* Takes a line of text, ending in a newline, that says what was found of the single markets or of
 * the menus of so many teams, as soon as that is final, or when time is up before; false stops the
 * call with CST_E_INTERNAL. */
typedef bool (*cst_menu_step_fn)(const char *line, size_t size, void *context);

/* What is asked of a menu beside the settings. */
typedef struct cst_menu_ask {
    int packages;       /* teams at most, at least 1 */
    int max_members;    /* firms of a team at most, at least 1; 0: the default, 10 */
    int teams_per_firm; /* teams that a firm may be in at most; 0: no limit */
    const char *region; /* only the markets of this region; NULL: all markets. Borrowed by the call,
                           a copy in the menu */
    cst_menu_step_fn step; /* NULL: no lines */
    void *step_context;
    const char *const *steps; /* lines of earlier calls with the same inputs, from the first on,
                                 which are taken for true: what is final is not worked out again,
                                 what is not is gone on with. Time limits may differ. Borrowed by
                                 the call. CST_E_INPUT where they are not such lines */
    size_t n_steps;
    bool small_team;       /* some team that serves a market is of small firms only */
    bool open_weight_team; /* some team that serves a market has in each of its packages an offering
                              that states open weights */
    bool share_units; /* over all markets of the menu together no more units of an offering than
                         its units.max, where that is more than 1 */
    bool share_value; /* over all markets together no more value of a firm than its max_value. The
                         bounds take no account of what is shared */
    const cst_kept *keep; /* teams of the menu that are fixed, and count among its packages; NULL:
                             none. Borrowed by the call, NULL in the menu */
} cst_menu_ask;

/* New teams from a file of format consort-menu/1, of which only they are read: every firm must be
 * in the catalog, and the teams within what is asked (ask->keep is not looked at), else CST_E_INPUT
 * with diagnostics. The catalog is borrowed until they are freed. */
CST_API cst_error cst_kept_read(const char *bytes, size_t size, const char *name,
                                const cst_catalog *catalog, const cst_menu_ask *ask,
                                const cst_limits *limits, cst_kept **kept,
                                cst_diagnostics *diagnostics);
CST_API void cst_kept_free(cst_kept *kept);
CST_API size_t cst_kept_count(const cst_kept *kept); /* teams */

/* A proven interval: what was found, and what no menu can do better. */
typedef struct cst_menu_point {
    int packages;               /* teams at most */
    int64_t weight_milli;       /* served, in thousandths */
    int64_t weight_bound_milli; /* proven: no such menu serves more */
    int64_t gain_milli;         /* more than with one team less */
    int64_t cost_cents;         /* of all packages together */
    int64_t cost_bound_cents;   /* proven: no such menu that serves weight_milli or
                                    more costs less, whether or not that is the greatest */
    int n_served;               /* markets */
    int n_teams;                /* that the menu has: where a further one brings nothing, fewer */
    bool weight_proven;         /* that none serves more */
    bool cost_proven;           /* that none that serves as much costs less, within the gap */
} cst_menu_point;

typedef struct cst_menu_team {
    const char *id;       /* "t1", "t2" ...: no rank */
    const char *anchor;   /* firm */
    const char **members; /* firms that take part in at least one of its packages, by id */
    size_t n_members;
    bool kept;        /* from an earlier menu: with all its firms, whether they take part or not */
    size_t n_markets; /* that it serves */
    int64_t weight_milli;
    int64_t cost_cents;
    const char **lost; /* markets that nobody of the menu serves without it, by id */
    size_t n_lost;
} cst_menu_team;

typedef enum cst_cover {
    CST_COVER_SERVED,
    CST_COVER_LEFT, /* some team could serve it, none of this menu does */
    CST_COVER_NONE, /* proven: no team of so many firms can serve it */
    CST_COVER_OPEN  /* whether a team can serve it is not known */
} cst_cover;

CST_API const char *cst_cover_id(cst_cover cover); /* "served", "left", "none", "open" */

typedef struct cst_menu_market {
    const char *id;
    const char *region;  /* "" */
    const char *title;   /* "" */
    const char *country; /* of the buyer */
    int64_t weight_milli;
    cst_cover cover;
    size_t team;                /* that serves it; SIZE_MAX: none */
    cst_package *package;       /* of that team, the cheapest; NULL: none */
    bool found_alone;           /* a package of some team of its own is known */
    int64_t alone_cents;        /* its cost, the least known */
    int64_t alone_bound_cents;  /* proven: no team serves it for less */
    const char *nearest_anchor; /* of a market that is left: the anchor of the team that could serve
                                   it with the fewest further firms, "" where none could */
    const char **missing;       /* those firms, by id */
    size_t n_missing;
    struct cst_infeasibility
        *nothing_fits;    /* why no team can serve it; NULL: one can, or unknown */
    cst_refusal *refused; /* offerings refused there, by offering, then code */
    size_t n_refused;
} cst_menu_market;

/* What rests on one firm. */
typedef struct cst_menu_firm {
    const char *id;
    const char *name;
    size_t n_teams;
    size_t n_markets;    /* in whose packages it is */
    int64_t value_cents; /* of its lines in them */
    int64_t most_cents;  /* that it can carry over all of them, where value is shared; -1: no limit,
                            or not asked */
    int64_t weight_milli; /* of these markets */
    int64_t lost_milli;   /* weight of the markets that no team of the menu can serve without it */
    size_t n_lost;
} cst_menu_firm;

/* What the menu sells of one offering, where units are shared. */
typedef struct cst_menu_load {
    const char *offering;
    const char *firm;
    size_t n_markets;
    int64_t units; /* over all of them */
    int64_t most;  /* that there are */
} cst_menu_load;

/* Why no menu was found that has a team which is asked for. */
typedef enum cst_unmet {
    CST_UNMET_NOT,     /* it has one */
    CST_UNMET_MARKET,  /* proven: no team whatever can serve a market */
    CST_UNMET_NOBODY,  /* proven: the catalog has no small firm, or no offering with open weights */
    CST_UNMET_REFUSED, /* proven: all of them are refused, wherever a team can serve at all */
    CST_UNMET_ANCHOR,  /* proven: of the small firms none may lead in any of these markets */
    CST_UNMET_PACKAGE, /* proven: in none of these markets there is a package of so many firms */
    CST_UNMET_TOGETHER, /* proven: there is such a package, but no menu with all that is asked */
    CST_UNMET_OPEN      /* not proven */
} cst_unmet;

CST_API const char *cst_unmet_id(cst_unmet why); /* "", "no_market", "nobody", "refused" ... */

/* A kind of team that is asked for, and whether the menu has it. */
typedef struct cst_menu_demand {
    const char *id; /* "small_team", "open_weight_team" */
    bool met;
    const char **teams; /* that are of the kind, by id */
    size_t n_teams;
    cst_unmet why;
    size_t n_able;        /* small firms, or offerings with open weights, of the catalog */
    size_t n_unknown;     /* firms of unknown size, or offerings that state no weights beside others
                             of their slot that do: none of them counts */
    const char **markets; /* in which such a team is known to be possible, by id */
    size_t n_markets;
    const char **slots; /* of a small team: that every market asks for, and no small firm can fill
                           anywhere; by the order of the rules */
    size_t n_slots;
    const char **resources; /* the same of resources that every market demands */
    size_t n_resources;
} cst_menu_demand;

typedef struct cst_menu {
    const char *markets_id;
    const char *title;       /* of the markets, "" */
    const char *rules;       /* id */
    const char *assumptions; /* id, "" when none were used */
    const char *currency;    /* "" */
    cst_menu_ask asked;
    double gap;
    double time_limit_s; /* 0: none; of the call that found it, whatever lines it went on with */
    bool is_whole;       /* of what was found: nothing of it was cut off by time or a stop, so that
                            to go on would find no more. In no file: false when it was read */
    cst_status status;   /* solved; infeasible: proven that nothing can be served; limit */
    size_t n_kept;       /* teams that were fixed before */
    cst_menu_point *curve; /* with one team (or the kept ones alone), one more ... */
    size_t n_curve;
    cst_menu_load *loads; /* of what is sold and shared, by offering */
    size_t n_loads;
    cst_menu_demand *demands;
    size_t n_demands;
    cst_menu_team *teams; /* of the whole menu, by anchor, then members */
    size_t n_teams;
    cst_menu_market *list; /* by id */
    size_t n_markets;
    cst_menu_firm *firms; /* that are in a team, by id */
    size_t n_firms;
    int64_t all_milli; /* weight of all markets */
    struct cst__arena *arena;
} cst_menu;

/* New menu. Markets were read with the rules and the catalog. settings may be NULL (defaults). The
 * menu has passed cst_menu_verify; if it does not, the call fails with CST_E_INTERNAL. */
CST_API cst_error cst_menu_find(const cst_rules *rules, const cst_catalog *catalog,
                                const cst_markets *markets, const cst_settings *settings,
                                const cst_menu_ask *ask, cst_menu **menu);
CST_API void cst_menu_free(cst_menu *menu);

/* The point of the curve of so many teams; NULL: there is none. */
CST_API const cst_menu_point *cst_menu_point_of(const cst_menu *menu, int packages);

/* New text as JSON (consort-menu/1), ending in a newline and NUL; to be freed with free(). */
CST_API cst_error cst_menu_to_json(const cst_menu *menu, char **text, size_t *size);

/* The same on one line. */
CST_API cst_error cst_menu_to_line(const cst_menu *menu, char **text, size_t *size);

/* New menu from a file of format consort-menu/1. It is taken as it stands: whether it holds is for
 * cst_menu_verify to say. CST_E_INPUT with diagnostics where its form has faults. Names that the
 * file does not hold are "". */
CST_API cst_error cst_menu_read(const char *bytes, size_t size, const char *name,
                                const cst_limits *limits, cst_menu **menu,
                                cst_diagnostics *diagnostics);

/* Re-checks a menu file against the contract, section 2.5, in integers and apart from the search:
 * every package in its market, every sum, the limits on teams, and whether what is called proven is
 * refuted by what the menu itself lists. New list of findings, whose package is the id of a market;
 * empty when the menu holds. CST_E_INPUT with diagnostics when the file can not be read. */
CST_API cst_error cst_menu_verify(const cst_rules *rules, const cst_catalog *catalog,
                                  const cst_markets *markets, const char *bytes, size_t size,
                                  const char *name, const cst_limits *limits,
                                  cst_findings **findings, cst_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif
#endif
