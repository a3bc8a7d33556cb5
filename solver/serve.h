/*
 * serve.h - which teams can serve a market, and at what cost: what is known of it, and questions
 * that are answered from what is known or else by a search.
 *
 * A serving can ask of every market a second time whether it is served with one of some offerings
 * in the package: such a question has a market of its own, n_markets behind the other, and knows
 * what is known of both.
 *
 * Markets whose tenders ask the same of the same offerings (twins) share what is known; and what is
 * found for one market is tried on every other.
 *
 * A team is a set of firms with one anchor. It serves a market when a package of offerings of its
 * firms, the anchor among them and in the lead, satisfies the market's tender. Two things follow,
 * and both are kept for every market:
 *
 *   a package serves every team that holds its members and is led by one of them who may lead;
 *   what a set of firms can not do, or not for less than some cost, no part of it can.
 *
 * So one search often answers for many teams. Questions are asked in batches over all cores; those
 * of a batch know what the batches before found and nothing of each other, so that answers do not
 * depend on the number of threads.
 */
#ifndef CST_SERVE_H
#define CST_SERVE_H

#include "model/markets.h"
#include "solver/best.h"
#include "solver/firm_set.h"
#include "solver/probe.h"
#include "solver/screen.h"
#include "solver/teller.h"

/* A package that satisfies a market's tender, whoever of its members leads it. */
typedef struct cst__able {
    int64_t *units; /* [n_offerings] */
    cst__firms members;
    cst_criteria criteria;
} cst__able;

/* No package of these firms (led by this one; CST__NONE: by anybody) costs less. */
typedef struct cst__unable {
    cst__firms within;
    size_t anchor;
    int64_t least_cents; /* INT64_MAX: there is no package at all */
    bool grown;          /* made large for the program over firms (menu_master.h) */
} cst__unable;

typedef struct cst__lore {
    cst__able *able;
    size_t n_able, room_able;
    cst__unable *unable;
    size_t n_unable, room_unable;
} cst__lore;

typedef struct cst__served_market {
    const cst__market *market; /* borrowed */
    cst__screening *screening;
    const int64_t *misfit_bp; /* [n_offerings], of the serving */
    cst__firms useful;        /* with an eligible offering */
    cst__firms leaders;       /* of these, those who may lead here */
    size_t twin;              /* the first market whose packages are the same at the same cost */
    cst__lore own;
    const cst__lore *lore;      /* its own, or that of its twin */
    const bool *either;         /* [n_offerings] of which a package has one; NULL: any package */
    const cst__lore *wider;     /* what is known where any package will do; NULL: nothing beside */
    cst_opportunity seen;       /* its tender as any team sees it ... */
    cst__relaxation relaxation; /* ... and that as a program, from cst__serving_relax on */
    int64_t relaxed_cents;      /* the bound of the program for all firms together; INT64_MAX: there
                                   is no package, INT64_MIN: it says nothing, 0: not asked yet */
} cst__served_market;

typedef struct cst__serving {
    const cst_markets *markets;   /* borrowed */
    const cst_settings *settings; /* borrowed */
    size_t n_markets, n_firms, n_offerings, words;
    int64_t most_members;       /* of a team */
    cst__served_market *market; /* [n_entries] */
    size_t n_entries;           /* n_markets, or twice as many */
    int64_t *misfit_bp;         /* [n_markets][n_offerings] */
    double deadline_s;          /* on cst__clock() */
    const char *task;           /* for progress */
    int n_done;                 /* for progress */
    cst__teller teller;
} cst__serving;

/* either [n_offerings] is borrowed; NULL: every market is asked about once. */
cst_error cst__serving_begin(cst__serving *serving, const cst_markets *markets,
                             int64_t most_members, const bool *either,
                             const cst_settings *settings);
void cst__serving_end(cst__serving *serving);

/* The market that an entry asks about. */
static inline size_t cst__serving_market(const cst__serving *serving, size_t entry) {
    return entry < serving->n_markets ? entry : entry - serving->n_markets;
}

bool cst__serving_is_over(const cst__serving *serving);

/* What is left of offerings and firms: what a package may have of them at most. */
typedef struct cst__left {
    int64_t *units; /* [n_offerings] */
    int64_t *cents; /* [n_firms] gross value; CST__NO_LIMIT: as much as it likes */
} cst__left;

typedef enum cst__can { CST__CAN_UNKNOWN, CST__CAN, CST__CAN_NOT } cst__can;

/* May these firms serve a market under this anchor (CST__NONE: any of them who may lead)? */
typedef struct cst__request {
    size_t market;
    const uint64_t *firms; /* borrowed */
    size_t anchor;
    bool cheapest;         /* the cheapest package; else any */
    double gap;            /* relative, at which the cheapest is taken for it; below 0: as set */
    double seconds;        /* that a search may take; 0: no limit of its own */
    int64_t most_cents;    /* that costs at most so much; INT64_MAX: whatever it costs */
    const cst__left *left; /* only packages within this: always a search, of which nothing is known
                              after but the package; NULL: any. Borrowed */
    cst__can can;          /* the answer; of the cheapest CAN where one is known, proven or not */
    bool proven;           /* of the cheapest: that none is cheaper, within the gap */
    size_t package;        /* where CAN: its place among those of the market */
    int64_t least_cents;   /* proven: no package costs less; INT64_MAX: there is none */
    int64_t *found;        /* of its own while it is being answered */
    cst_criteria found_criteria;
    bool has_found, searched;
} cst__request;

cst__request cst__request_on(size_t market, const uint64_t *firms, size_t anchor);

/* Answers a batch. */
cst_error cst__serving_ask(cst__serving *serving, cst__request *requests, size_t n);

/* Answers from what is known alone. Whether that was enough. */
bool cst__serving_knows(const cst__serving *serving, cst__request *request);

/* Makes the relaxation of some markets, each its own twin, and keeps what it proves among the
 * unable: what no package of any team costs less than. Once for each. */
cst_error cst__serving_relax(cst__serving *serving, const size_t *markets, size_t n);

/* Whether a package of a market is one of these firms under this anchor (CST__NONE: any of them).
 */
bool cst__serving_serves(const cst__serving *serving, size_t market, const cst__able *able,
                         const uint64_t *firms, size_t anchor);

/* Tries every package that is known of one market on every other. */
cst_error cst__serving_share(cst__serving *serving);

/* Judges a package of a market anew: what it comes to there, if it holds under this anchor. */
cst_error cst__serving_judge(const cst__serving *serving, size_t market, size_t anchor,
                             const int64_t *units, bool *holds, cst_criteria *criteria);

/* Takes over what an earlier run has learned of a market: a package, if it holds, and what a team
 * can not do, which is copied. */
cst_error cst__serving_remember(cst__serving *serving, size_t market, const int64_t *units,
                                bool *holds);
cst_error cst__serving_remember_unable(cst__serving *serving, size_t market,
                                       const cst__unable *unable);

/* A team that can not serve a market, or not for so few cents (INT64_MAX: at all), as is known. */
typedef struct cst__growth {
    cst__request request;
    int64_t most_cents;
} cst__growth;

/* Makes what each of some teams can not do as large as possible: firms are let in as long as no
 * such package comes about, whoever leads where that is so for anybody. Kept among the unable, with
 * a mark; where time was up, not as large as possible. */
cst_error cst__serving_grow(cst__serving *serving, const cst__growth *growths, size_t n);

/* Whether a team that can not serve a market can not for what was grown last for another one; if so
 * that is kept for its own market too. */
cst_error cst__serving_adopt(cst__serving *serving, const cst__request *failed, size_t from,
                             bool *adopted);

/* The tender of a market as a team led by this anchor (CST__NONE: anybody) sees it. Shares
 * everything with the original: not to be freed. */
cst_opportunity cst__serving_tender(const cst__serving *serving, size_t market, size_t anchor);

#endif
