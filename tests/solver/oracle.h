/*
 * oracle.h - all packages of a tiny tender, by trying every choice.
 *
 * Written from the contract alone and too simple to be wrong: its own screening, its own values,
 * its own checks, every choice judged from the beginning. It shares the parsed data (model/model.h)
 * with the library and nothing of solver/.
 */
#ifndef CST_TESTS_ORACLE_H
#define CST_TESTS_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/model.h"

enum { ORACLE_MOST_OFFERINGS = 16, ORACLE_MOST_FIRMS = 32, ORACLE_CODE = 80 };

/* What a choice has to keep, by the numbers of section 3 of the contract. */
#define ORACLE_RULE_MAP(X) \
    X(LEDGER)              \
    X(SLOT)                \
    X(LAYER)               \
    X(MAX_OFFERINGS)       \
    X(SOME_HAS)            \
    X(NEEDS)               \
    X(EXCLUDES_FIRM)       \
    X(EXCLUDES_OFFERING)   \
    X(REQUIRES_FIRM)       \
    X(REQUIRES_OFFERING)   \
    X(MIN_MEMBERS)         \
    X(MAX_MEMBERS)         \
    X(INCLUDE_FIRM)        \
    X(INCLUDE_OFFERING)    \
    X(ANCHOR)              \
    X(MIN_VALUE)           \
    X(MAX_VALUE)           \
    X(MEMBER_SHARE)        \
    X(LOCAL_SHARE)         \
    X(SMALL_SHARE)         \
    X(CONTENT)             \
    X(BUDGET)

typedef enum oracle_rule {
#define ORACLE_RULE_ENUM(name) ORACLE_##name,
    ORACLE_RULE_MAP(ORACLE_RULE_ENUM)
#undef ORACLE_RULE_ENUM
        ORACLE_N_RULES
} oracle_rule;

const char *oracle_rule_name(oracle_rule rule);

/* A choice and what it comes to. Rules are bits: 1 << rule. */
typedef struct oracle_choice {
    int64_t units[ORACLE_MOST_OFFERINGS];
    int64_t criteria[CST_N_CRITERIA]; /* as they are compared; us_content is to be large */
    uint32_t members;                 /* bit by firm */
    uint32_t broken;                  /* rules that do not hold */
    uint32_t tight;                   /* rules that would not hold if they asked one step more */
    size_t anchor;                    /* CST__NONE: nobody may lead */
    bool content_met;
    int64_t shortfall_cents;
    int worst_case_bp;
    int share_bp[CST_N_METHODS];
} oracle_choice;

/* A reason to refuse an offering, or a question that follows it. */
typedef struct oracle_note {
    size_t offering;
    char text[ORACLE_CODE]; /* the code; of a question the row */
} oracle_note;

typedef struct oracle {
    const cst_opportunity *opportunity; /* borrowed */
    oracle_note *refused;               /* by offering, then code */
    size_t n_refused;
    oracle_note *questions; /* by offering, then row; those of screening, not those on content */
    size_t n_questions;
    bool eligible[ORACLE_MOST_OFFERINGS];
    bool licence[ORACLE_MOST_OFFERINGS]; /* a licence row decided */
    int weeks[ORACLE_MOST_OFFERINGS];    /* lead and licence */
    oracle_choice *feasible;
    size_t n_feasible;
    size_t n_choices;                 /* that were tried */
    int64_t without[ORACLE_N_RULES];  /* cost of the cheapest if this rule were dropped */
    int64_t stricter[ORACLE_N_RULES]; /* if it asked one step more; INT64_MAX: none */
} oracle;

/* New oracle, NULL when there are more than most choices, firms or offerings. */
oracle *oracle_new(const cst_opportunity *opportunity, size_t most_choices);
void oracle_free(oracle *o);

/* New oracle that has tried nothing yet: it screens, and judges what it is given. Aborts when there
 * are too many offerings or firms. */
oracle *oracle_screen(const cst_opportunity *opportunity);

/* Judges one choice [n_offerings]; whether it is feasible. Units out of range are not. */
bool oracle_judge(const oracle *o, const int64_t *units, oracle_choice *choice);

/* What n units are worth over so many years, and whether a firm may lead. */
int64_t oracle_value(const cst__offering *it, int64_t n, int years);
bool oracle_may_lead(const cst_opportunity *p, size_t f);

/* The best on a criterion, among those the cheapest, among those one with the fewest members; NULL
 * when there is no package. */
const oracle_choice *oracle_best(const oracle *o, cst_criterion criterion);

/* The cheapest that differs in at least `differ` members from each of the sets, among those one
 * with the fewest members; NULL when there is none. */
const oracle_choice *oracle_next(const oracle *o, const uint32_t *earlier, size_t n, int differ);

#endif
