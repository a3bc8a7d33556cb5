/*
 * session.h - dozens to thousands of related questions about one tender.
 *
 * "The cheapest without this firm; with that offering; at this price; within half a year; with half
 * of it from the US." A session keeps from one question to the next how well offerings fit, the
 * packages that it found (the last few hundred), and what it has proven. A question that a package
 * and a proof of earlier ones settle between them is answered without a search; every other search
 * begins with the best package that holds. No answer rests on anything that is not proven of the
 * very question: what an earlier proof says of a later one is worked out in whole numbers, and
 * every package is judged and verified anew.
 *
 * A session is for one thread at a time. Several sessions may share rules, catalog and tender and
 * run at the same time. After an error it can be asked on: what it had learned stays.
 */
#ifndef CONSORT_SESSION_H
#define CONSORT_SESSION_H

#include "consort/match.h"
#include "consort/model.h"
#include "consort/result.h"
#include "consort/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CST_NO_LIMIT INT64_MAX

typedef struct cst_session cst_session;

/*
 * New session on a tender. Rules, catalog and opportunity are borrowed until it is freed, settings
 * (NULL: defaults) are copied, but not what stop, progress and its context point to. Of the
 * settings gap, threads, stop, progress and time_limit_s count; the last is of each question by
 * itself. CST_E_SETTING where a setting is out of range or the three were not read beside each
 * other.
 */
CST_API cst_error cst_session_new(const cst_rules *rules, const cst_catalog *catalog,
                                  const cst_opportunity *opportunity, const cst_settings *settings,
                                  cst_session **session);
CST_API void cst_session_free(cst_session *session);

/* ---------------------------------------------------------------- a question */

typedef enum cst_price_part {
    CST_PRICE_FIXED,
    CST_PRICE_PER_UNIT, /* of every unit, however many: tiers of the offering fall away */
    CST_PRICE_PER_UNIT_YEAR
} cst_price_part;

/* A part of the price of an offering as it is to be for a question. */
typedef struct cst_new_price {
    const char *offering;
    cst_price_part part;
    int64_t cents;
} cst_new_price;

/*
 * What is asked. All zero is the plain question: the cheapest package of the tender as it is;
 * fields that are added later keep to that. What it points to is borrowed by the call alone.
 */
typedef struct cst_session_question {
    cst_criterion aim; /* what is to be best; of those that are, the cheapest is the answer */
    bool any_cost;     /* of those that are best any will do */
    bool any;          /* any package at all will do, whatever the aim */
    bool has_limit[CST_N_CRITERIA];
    int64_t limit[CST_N_CRITERIA]; /* US content at least so much, all others at most */
    const char *const *with;       /* firms and offerings that are in the package ... */
    size_t n_with;
    const char *const *without; /* ... and that are not; beside those that the tender names */
    size_t n_without;
    const cst_new_price *prices; /* in place of those of the catalog */
    size_t n_prices;
    bool new_budget, new_deadline, new_max_members; /* in place of what the tender asks: */
    int64_t budget_cents;                           /* CST_NO_LIMIT: none; so the next two */
    int64_t deadline_weeks;
    int64_t max_members;
} cst_session_question;

/* ---------------------------------------------------------------- an answer */

/*
 * The answer owns everything in it and borrows nothing from the session. Its package has passed the
 * verifier against the tender as the question changes it; which one it is of several that answer
 * the question equally well, or within the gap on cost, may depend on what was asked before.
 */
typedef struct cst_session_answer {
    cst_status status;   /* solved: what was asked is found and proven; infeasible: proven that
                            there is no such package; limit: stopped before */
    bool found;          /* there is a package; with a limit it is the best that is known */
    cst_package package; /* where found. Its id is ""; proof and bound_cents speak of the cost among
                            packages that are as good on the aim */
    bool value_proven;   /* where found: none is better on the aim; on cost, within the gap */
    int64_t bound;       /* proven: no package that answers has a better value of the aim; 0 where
                            there is none */
    bool searched;       /* false: what was known settled it */
    long nodes;          /* that the searches took */
    struct cst__arena *arena;
} cst_session_answer;

/*
 * New answer to a question. CST_E_SETTING where it makes no sense: a name that the catalog has not,
 * a limit or a price below zero or beyond every value, US content where it is ignored, two prices
 * for the same, or prices below the discount of a bundle. Nothing is changed then.
 */
CST_API cst_error cst_session_ask(cst_session *session, const cst_session_question *question,
                                  cst_session_answer **answer);

/*
 * New answers to many, into answers[0 .. n-1]: all, or with an error none. They are worked on by as
 * many threads as the settings say, in small groups; those of a group know what was found before it
 * and nothing of each other. The same questions give the same answers for any number of threads.
 */
CST_API cst_error cst_session_ask_all(cst_session *session, const cst_session_question *questions,
                                      size_t n, cst_session_answer **answers);
CST_API void cst_session_answer_free(cst_session_answer *answer);

#ifdef __cplusplus
}
#endif
#endif
