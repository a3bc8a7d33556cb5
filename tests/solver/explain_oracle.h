/*
 * explain_oracle.h - why nothing fits and what would, by trying everything.
 *
 * Every choice that catalog and rules allow is held against every demand of the tender. What it
 * meets is a set of bits; conflicts, remedies and the cost of a demand are questions to these sets,
 * answered as they are defined. Shares the parsed data with the library and nothing of solver/.
 */
#ifndef CST_TESTS_EXPLAIN_ORACLE_H
#define CST_TESTS_EXPLAIN_ORACLE_H

#include "tests/solver/explain_demands.h"
#include "tests/solver/instance.h"

enum { EXPLAIN_MOST_CONFLICTS = 2000 };

/* One demand changed as little as suffices, and the cheapest package after that. */
typedef struct explain_remedy {
    size_t demand;
    bool dropped;
    int64_t number; /* that is enough, where numbers are asked and it is not dropped */
    int n_removed;  /* items that have to go, where items are asked */
    int64_t cost_cents;
} explain_remedy;

typedef struct explain_oracle {
    const cst_opportunity *opportunity; /* borrowed */
    tender without;                     /* every demand dropped */
    oracle *ground;                     /* all that is left then */
    demand demands[DEMANDS_MOST];
    size_t n_demands;
    uint64_t all;     /* a bit for each demand */
    uint64_t *meets;  /* [ground->n_feasible] */
    uint64_t *widest; /* of meets those that are in no other, each once */
    size_t n_widest;
    uint64_t *conflicts; /* irreducible: in ascending order */
    size_t n_conflicts;
    bool has_all_conflicts; /* false: there are more than EXPLAIN_MOST_CONFLICTS; none is listed */
    explain_remedy remedies[DEMANDS_MOST]; /* by demand */
    size_t n_remedies;
    int n_fewest;         /* demands to drop at least; -1: nothing fits whatever is dropped */
    int64_t fewest_cents; /* the cheapest package for which so many have to go */
} explain_oracle;

/* New oracle for a tender as read from the files; NULL when there are more than most choices. */
explain_oracle *explain_oracle_new(const instance *it, const tender *t, size_t most_choices);
void explain_oracle_free(explain_oracle *e);

/* Whether some package meets all of a set of demands. */
bool explain_holds(const explain_oracle *e, uint64_t demands);

/* The cost of the cheapest package when a set of demands is dropped; INT64_MAX: there is none. */
int64_t explain_cost_without(const explain_oracle *e, uint64_t dropped);

/* The bit of a pointer, 0 when no demand has it. */
uint64_t explain_bit(const explain_oracle *e, const char *pointer);

/* New text: the pointers of a set, to be freed. */
char *explain_text(const explain_oracle *e, uint64_t demands);

#endif
