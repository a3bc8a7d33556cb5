/* render_compare.h - results side by side, as an officer or a planner reads them. */
#ifndef CLI_RENDER_COMPARE_H
#define CLI_RENDER_COMPARE_H

#include <consort.h>

#include "cli/figures.h"
#include "cli/page.h"
#include "cli/table.h"

/* The whole comparison; with list_refused every refusal that changes, by name. */
void render_comparison(page *p, const cst_comparison *c, bool list_refused);

/* ---- parts, in files of their own ---- */

/* Sides that stand side by side in one table: the first one, which the others are compared with,
 * and as many others as the width holds. */
typedef struct side_block {
    const cst_package *const *only; /* sides without one of these are left out; NULL: none is */
    size_t sides[TABLE_COLUMNS];
    int n;
    size_t next; /* 0: the block is the first */
} side_block;

/* The next block, whose `only` is set; false when all sides have been shown. */
bool side_block_next(side_block *block, const page *p, size_t n_sides);

/* "A", "B", ... as sides are called on the page. */
figure side_name(size_t side);

/* "A, B": the sides with this flag, or those without it. New text, NULL when out of memory. */
char *side_names(const cst_comparison *c, const bool *flags, bool wanted);

/* One column for each side of the block, headed by its letter. */
void put_side_columns(table *t, const side_block *block);

/* A row with the value of a criterion in each side of the block, and its difference to the first
 * side that has one. values has an entry for each side of the comparison. */
void put_value_row(table *t, const cst_comparison *c, const side_block *block,
                   cst_criterion criterion, const cst_best *values);

/* Whether rules measure US content by different methods. */
bool methods_differ(const cst_comparison *c);

/* Packages that answer to each other. */
void render_counterparts(page *p, const cst_comparison *c);

/* Refusals that change, and why nothing fits. */
void render_reasons(page *p, const cst_comparison *c, bool list_refused);

/* Adds a text, which is freed, as a wrapped paragraph; NULL: memory is out. */
void take_paragraph(page *p, int first, int indent, char *text);

/* Replaces *text by a longer one; it becomes NULL when memory is out. */
void text_append(char **text, const char *between, const char *more);

#endif
