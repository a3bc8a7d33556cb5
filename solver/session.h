/*
 * session.h - many related questions about one tender and copies of it that ask for something else.
 *
 * What a session keeps from one question to the next: the fit of every offering, and every package
 * that was found. A package that holds under a later question is where its search begins, and often
 * its answer: any package will do where any is asked for, and one that costs no more than what is
 * proven to be the least needs no search at all.
 *
 * Questions are asked in batches over all cores. Those of a batch know the packages of the batches
 * before and nothing of each other, so that answers do not depend on the number of threads.
 */
#ifndef CST_SESSION_H
#define CST_SESSION_H

#include "consort/explain.h"
#include "solver/cases.h"
#include "solver/stairs.h"
#include "solver/teller.h"

typedef struct cst__session {
    const cst_opportunity *opportunity; /* borrowed */
    const cst_settings *settings;       /* borrowed */
    double deadline_s;                  /* on cst__clock() */
    int64_t *misfit_bp;                 /* [n_offerings] */
    int64_t **known;                    /* packages found so far, as units; distinct */
    size_t n_known, room_known;
    size_t most_known, oldest; /* no more are kept, the oldest goes; 0: all are */
    const char *task;          /* what is asked about now, for progress */
    int n_packages;            /* for progress */
    cst__teller teller;
} cst__session;

/* Begins a session; its arguments are borrowed until it ends. */
cst_error cst__session_begin(cst__session *session, const cst_opportunity *opportunity,
                             const cst_settings *settings);
void cst__session_end(cst__session *session);

/* Makes a package known [n_offerings] that was found elsewhere. */
cst_error cst__session_learn(cst__session *session, const int64_t *units);

/* The cheapest package of a tender under a side, or the best on another criterion, or any. */
typedef struct cst__inquiry {
    const cst_opportunity *tender; /* borrowed until the question is cleared */
    cst__side side;
    cst_criterion aim; /* what is to be best, proven by best.value_proven where it is not cost */
    bool first;        /* any package will do, whatever the aim */
    bool any_tie;      /* of equally cheap ones any will do */
    cst__stairs
        *stairs; /* asked instead of all that: borrowed, answered by its own status; or NULL */
    cst__cases_ask *cases; /* likewise, answered by each case's own best */
    double gap;            /* relative, on cost; 0: to the cent */
    int64_t floor_cents; /* known: no package of this tender costs less; INT64_MIN: nothing known */
    int64_t least_loss;  /* the same of another aim than cost, as a loss (result.h) */
    double deadline_s;   /* of its own, on cst__clock(); HUGE_VAL: none */
    cst_status status;   /* the answer: solved, infeasible (proven), or limit */
    bool searched;       /* else what was known was enough */
    long nodes;          /* of all searches */
    cst__best best;      /* its units are the question's; one that is found before holds */
} cst__inquiry;

/* A question on the cheapest package of a tender, with the gap of the settings. */
cst__inquiry cst__inquiry_on(const cst__session *session, const cst_opportunity *tender);
void cst__inquiry_clear(cst__inquiry *inquiry);

/* Whether the session's time is over, or somebody asked to stop. */
bool cst__session_is_over(const cst__session *session);

/* Answers a batch. What is found is known to the batches after it. */
cst_error cst__session_ask(cst__session *session, cst__inquiry *inquiries, size_t n);

/* Answers a batch of questions on the cheapest package that ask for one thing more each than the
 * session's tender, and nothing else: many of them by one search (cases.h). The base is the answer
 * for that tender. */
cst_error cst__session_ask_cases(cst__session *session, const cst__inquiry *base,
                                 const cst__extra *extras, cst__inquiry *inquiries, size_t n);

/* For tests: what the nodes that a search for many is granted are multiplied by; 1. To be set while
 * nothing is solved. */
extern double cst__case_patience;

/* Whether what is known answers a question; a package that holds is its best so far. */
cst_error cst__session_recall(const cst__session *session, cst__inquiry *inquiry, bool *answered);

/* Answers one question on this thread, which is one of a pool. What is found is not made known: any
 * number of threads may do so at a time. */
cst_error cst__session_answer(cst__session *session, cst__inquiry *inquiry);

/* Makes the package that answers a question known, if there is one, and all of its stairs. */
cst_error cst__session_take_over(cst__session *session, const cst__inquiry *inquiry);

/* Questions about tenders of their own, to be asked as one batch. */
typedef struct cst__asking {
    cst_opportunity **tenders;
    cst__inquiry *inquiries;
    size_t n;
} cst__asking;

/* Room for so many; false: out of memory. To be ended either way. */
bool cst__asking_begin(cst__asking *asking, size_t most);
void cst__asking_end(cst__asking *asking);

/* A question about a tender, which is taken over; NULL where that is NULL, for want of memory. */
cst__inquiry *cst__asking_add(cst__asking *asking, const cst__session *session,
                              cst_opportunity *tender);

/* The same for one tender alone: begins, and adds it. To be ended either way. */
cst__inquiry *cst__asking_one(cst__asking *asking, const cst__session *session,
                              cst_opportunity *tender);

/* Frees the questions asked, to make room for others. */
void cst__asking_clear(cst__asking *asking);

/* The package that answers a question, verified against the tender that was asked about; all memory
 * from the arena. */
cst_error cst__inquiry_package(const cst__inquiry *inquiry, cst__arena *arena,
                               cst_package *package);

/* The same as an outcome, whether a package was found or not. */
cst_error cst__inquiry_outcome(const cst__inquiry *inquiry, cst__arena *arena,
                               cst_outcome *outcome);

/* What a choice comes to under a tender. */
typedef struct cst__judged {
    bool holds;
    cst_criteria criteria; /* when it holds */
    size_t anchor;         /* CST__NONE when it does not */
} cst__judged;

/* Judges a choice [n_offerings] without a search. */
cst_error cst__session_judge(const cst__session *session, const cst_opportunity *tender,
                             const int64_t *units, cst__judged *judged);

#endif
