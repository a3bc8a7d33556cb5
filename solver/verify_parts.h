/*
 * verify_parts.h - what the files of the verifier share.
 *
 *     verify_recount.c  what the lines of one package amount to, summed anew
 *     verify_rules.c    what a package must satisfy (contract, section 3, "Choice")
 *     verify_figures.c  what a package says of itself, figure by figure
 *     verify_risk.c     what it says of its risk and of what is left when members are lost
 *     verify_remedies.c conflicts and remedies, where nothing fits
 *     verify.c          the result as a whole: ids, refusals, labels, order, proofs
 *     findings.c        the list of what is wrong
 *
 * Money is in cents, shares in basis points, amounts in thousandths, as in model.h. Sums that a
 * hostile file or catalog could drive out of 64 bits, and products of value and share, are wide.
 */
#ifndef CST_VERIFY_PARTS_H
#define CST_VERIFY_PARTS_H

#include "consort/explain.h"
#include "solver/screen.h"

/* ---------------------------------------------------------------- the recount of a package */

/* A chosen offering. Units out of the offering's range are taken as the nearest allowed number
 * after they have been reported, so that one fault does not hide behind its echoes. */
typedef struct cst__pick {
    size_t offering;
    int64_t units;
    int64_t value_cents;
} cst__pick;

/* A firm with a chosen offering. */
typedef struct cst__mate {
    size_t firm;
    int64_t value_cents;
} cst__mate;

/* Sums over the chosen offerings in the content slots. */
typedef struct cst__content_sums {
    cst__wide value_cents;
    cst__wide us[CST_N_METHODS]; /* basis points times cents, unknown shares as 0 */
    cst__wide worst;             /* likewise, by made_low */
    cst__wide guaranteed;        /* by the rules' method, after the gamma largest falls */
    cst__wide *falls;            /* by made_low, of each offering, the largest first */
    size_t n_declared;           /* offerings whose made share is known */
} cst__content_sums;

/* Everything that follows from the lines of one package. */
typedef struct cst__recount {
    cst__pick *picks; /* by offering, each once */
    size_t n_picks;
    cst__mate *mates; /* by firm, each once */
    size_t n_mates;
    size_t *bundles; /* all of whose offerings are chosen, by index */
    size_t n_bundles;
    int64_t gross_cents; /* fits: a catalog is worth at most 9e18 cents */
    cst__wide discount_cents;
    cst__wide *provided; /* [n_resources] */
    cst__wide *consumed;
    cst__content_sums content;
    cst__wide criterion[CST_N_CRITERIA]; /* as compared; us_content -1 where content is ignored */
} cst__recount;

/* ---------------------------------------------------------------- the verifier */

typedef struct cst__verifier {
    const cst_opportunity *opportunity;
    const cst_catalog *catalog;
    const cst_rules *rules;
    const cst__screening *screening;
    const cst_result *result;
    cst__arena *arena;   /* of the recounts and lists made on the way */
    const char *package; /* id of the package under check, "" for the result as a whole */
    cst_findings *findings;
    bool out_of_memory;
} cst__verifier;

/* Zeroed scratch memory; NULL, and out_of_memory set, when there is none. */
void *cst__verifier_alloc(cst__verifier *v, size_t count, size_t size);

/* Recounts a package and reports lines that do not stand for a choice. False when memory is out;
 * the recount is then not to be used. */
bool cst__verify_recount(cst__verifier *v, const cst_package *package, cst__recount *recount);

void cst__verify_rules(cst__verifier *v, const cst_package *package, const cst__recount *recount);
void cst__verify_figures(cst__verifier *v, const cst_package *package, const cst__recount *recount);

void cst__verify_risk(cst__verifier *v, const cst_package *package, const cst__recount *recount);
void cst__verify_resilience(cst__verifier *v, const cst_package *package);

/* Checks the shocks of a result, which are those of the rules. */
void cst__verify_shocks(cst__verifier *v);

/* Checks conflicts and remedies of a result in which nothing fits. */
void cst__verify_nothing_fits(cst__verifier *v);

/* Whether two levels of a demand are the same, whatever the order of a list. */
bool cst__verify_same_level(const cst_level *a, const cst_level *b);

/* Whether an offering is chosen; the member that a firm is, NULL when it is none. */
bool cst__recount_has(const cst__recount *recount, size_t offering);
const cst__mate *cst__recount_mate(const cst__recount *recount, size_t firm);

/* What a cost may exceed a proven bound, or another cost, by and still count as equal to it: the
 * gap of the settings, and one cent, since bounds come rounded. */
cst__wide cst__gap_cents(const cst__verifier *v, cst__wide cost_cents);

/* ---------------------------------------------------------------- findings */

/* The name of a check in parts, joined by "/"; ends at the first NULL. */
typedef struct cst__where {
    const char *part[4];
} cst__where;

#define CST__AT(...) (&(const cst__where){{__VA_ARGS__}})

/* Adds a finding about the package under check. */
void cst__wrong(cst__verifier *v, const cst__where *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a finding where a figure or text is not the one expected. */
void cst__expect_money(cst__verifier *v, const cst__where *where, cst__wide expected,
                       int64_t found);
void cst__expect_share(cst__verifier *v, const cst__where *where, cst__wide expected,
                       int64_t found);
void cst__expect_amount(cst__verifier *v, const cst__where *where, cst__wide expected,
                        int64_t found);
void cst__expect_count(cst__verifier *v, const cst__where *where, cst__wide expected,
                       int64_t found);
void cst__expect_text(cst__verifier *v, const cst__where *where, const char *expected,
                      const char *found);

/* The same for a text that a result may leave out: "" passes. */
void cst__expect_stated(cst__verifier *v, const cst__where *where, const char *expected,
                        const char *found);

/* Decimals for messages: whole, or with all places. The text lies in the buffer. */
typedef struct cst__figure {
    char text[32];
} cst__figure;

const char *cst__money_text(cst__figure *figure, cst__wide cents);
const char *cst__share_text(cst__figure *figure, cst__wide bp);
const char *cst__amount_text(cst__figure *figure, cst__wide milli);

/* An entry of a list, by up to two ids, and the index that the pair function is given. */
typedef struct cst__entry {
    const char *key[2]; /* the second "" where one suffices */
    size_t index;
} cst__entry;

typedef void (*cst__pair_fn)(cst__verifier *v, const void *context, size_t expected, size_t found);

/* A list of the result beside the list it should be. Name it, give it room, fill it, match it. */
typedef struct cst__lists {
    const char *name;  /* of the check */
    cst__pair_fn pair; /* compares two entries of one key; NULL: nothing more to compare */
    const void *context;
    cst__entry *expected; /* in order */
    size_t n_expected;
    cst__entry *found; /* as listed */
    size_t n_found;
} cst__lists;

/* Room for so many entries; false: out of memory. */
bool cst__lists_room(cst__verifier *v, cst__lists *lists, size_t n_expected, size_t n_found);

void cst__lists_expect(cst__lists *lists, const char *first, const char *second, size_t index);

/* The entry that stands next in the result; its index counts from 0. */
void cst__lists_find(cst__lists *lists, const char *first, const char *second);

/* Reports entries that are missing, too many or out of order, and pairs the others. */
void cst__lists_match(cst__verifier *v, cst__lists *lists);

/* ---------------------------------------------------------------- packages beside each other */

/* A package of the result with its recount. */
typedef struct cst__listed {
    const cst_package *package;
    cst__recount recount;
} cst__listed;

typedef struct cst__listing {
    cst__listed *item;
    size_t n;
} cst__listing;

/* Whether a package is called the best at anything. */
bool cst__is_labelled(const cst__listed *item);

/* Checks every package beside the others, and what is said of all of them together. */
void cst__verify_listing(cst__verifier *v, const cst__listing *all);
void cst__verify_whole(cst__verifier *v, const cst__listing *all);

/* New empty list of findings, NULL when out of memory. */
cst_findings *cst__findings_new(void);

#endif
