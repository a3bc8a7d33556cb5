/*
 * settings.h - what may be set. The table settings.def states each setting once; the struct, its
 * defaults, its validation and the options of the command all come from it.
 */
#ifndef CONSORT_SETTINGS_H
#define CONSORT_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "consort/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What match lists: the slate (the best package on each criterion, then the next cheapest), the
 * cheapest packages in order, or the frontier: all packages that no other beats on the criteria
 * that the setting `frontier` names (bit c: criterion c of consort/result.h, two or more); or
 * `candidates` packages that cost at most the share `within` more than the cheapest and differ from
 * each other in as many members as they can. */
typedef enum cst_by {
    CST_BY_SLATE = 0,
    CST_BY_COST = 1,
    CST_BY_FRONTIER = 2,
    CST_BY_DIVERSE = 3
} cst_by;

/* What a running search reports, at most a few times a second, from one thread at a time. */
typedef struct cst_progress {
    const char *task;        /* what is being solved now, for instance "cost", borrowed */
    double elapsed_s;        /* seconds since the call began */
    bool has_incumbent;      /* whether the current solve has a package yet */
    int64_t incumbent_cents; /* its cost */
    double bound_cents;      /* proven lower bound on the cost of the current solve */
    double gap;              /* (incumbent - bound) / incumbent, 1 without an incumbent */
    long nodes;              /* nodes searched so far in the current solve */
    int packages;            /* packages finished so far */
} cst_progress;

typedef void (*cst_progress_fn)(const cst_progress *progress, void *context);

typedef struct cst_settings {
#define CST_SETTING_INT(field, type, value, low, high, flag, arg, help) type field;
#define CST_SETTING_REAL(field, value, low, high, flag, arg, help) double field;
#include "consort/settings.def"
#undef CST_SETTING_INT
#undef CST_SETTING_REAL
    /* A further package fills this slot by others: not all firms that fill it in one before it do
     * so again. An id of the rules, borrowed; NULL: none. */
    const char *differ_slot;
    /* Stop soon when this becomes non-zero (may be set by a signal handler); NULL: never. */
    const volatile int *stop;
    cst_progress_fn progress; /* NULL: silent */
    void *progress_context;
} cst_settings;

/* The defaults of settings.def. */
CST_API cst_settings cst_settings_default(void);

/* CST_E_OK, or CST_E_SETTING with *field set to the name of the first setting out of range. */
CST_API cst_error cst_settings_check(const cst_settings *settings, const char **field);

#ifdef __cplusplus
}
#endif
#endif
