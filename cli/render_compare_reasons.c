/*
 * render_compare_reasons.c - what is refused under one rule file and not under another, by row and
 * with the source of the row; what screening leaves empty, and what can not hold together, with the
 * sides in which that is so.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/demands.h"
#include "cli/render_compare.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define MOST_OFFERINGS 4 /* of one line; --refused names all */

/* ---------------------------------------------------------------- refusals */

/* Whether two refusals are told in one line: the same row, in the same sides. */
static bool same_line(const cst_comparison *c, const cst_refusal_change *a,
                      const cst_refusal_change *b) {
    size_t flags = c->n_sides * sizeof(bool);
    return strcmp(a->code, b->code) == 0 && memcmp(a->here, b->here, flags) == 0 &&
           memcmp(a->refused, b->refused, flags) == 0;
}

static bool is_first_of_line(const cst_comparison *c, size_t i) {
    const cst_refusal_change *change = &c->refusals[i];
    for (size_t k = i; k > 0 && strcmp(c->refusals[k - 1].code, change->code) == 0; k--) {
        if (same_line(c, &c->refusals[k - 1], change)) {
            return false;
        }
    }
    return true;
}

/* The offerings of the line that begins with i. */
static void put_offerings(table *t, const cst_comparison *c, size_t i, size_t most) {
    size_t n = 0;
    const char **names = malloc((c->n_refusals - i) * sizeof *names);
    for (size_t k = i; names != NULL && k < c->n_refusals; k++) {
        if (same_line(c, &c->refusals[k], &c->refusals[i])) {
            names[n++] = c->refusals[k].offering;
        }
    }
    table_cell(t, figure_count((int64_t)n).text);
    table_take(t, names == NULL ? NULL : demand_list(names, n, ", ", most));
    free(names);
}

static char *not_refused_in(const cst_comparison *c, const cst_refusal_change *change) {
    char *text = side_names(c, change->refused, false);
    if (text != NULL && *text == '\0') {
        text_append(&text, "", "none of them");
    }
    return text;
}

static void put_refusals(page *p, const cst_comparison *c, bool list_refused) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Refused by");
    table_column(&t, COLUMN_TEXT, "in");
    table_column(&t, COLUMN_TEXT, "not refused in");
    table_column(&t, COLUMN_FIGURE, "offerings");
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_TEXT, "source");
    for (size_t i = 0; i < c->n_refusals; i++) {
        const cst_refusal_change *change = &c->refusals[i];
        if (is_first_of_line(c, i)) {
            table_cell(&t, change->code);
            table_take(&t, side_names(c, change->here, true));
            table_take(&t, not_refused_in(c, change));
            put_offerings(&t, c, i, list_refused ? SIZE_MAX : MOST_OFFERINGS);
            table_cell(&t, change->source);
        }
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
    page_wrapped(
        p, 0, 0,
        "A side that stands in neither column refuses these offerings for other reasons. An "
        "offering refused for several reasons stands under each that changes.");
    page_newline(p);
}

/* ---------------------------------------------------------------- why nothing fits */

static char *gap_words(const cst_gap *gap) {
    switch (gap->kind) {
        case CST_GAP_SLOT:
            return text_new("slot %s", gap->subject);
        case CST_GAP_LAYER:
            return text_new("layer %s", gap->subject);
        case CST_GAP_TAG:
            return text_new("slot %s, tag %s", gap->subject, gap->tag);
        case CST_GAP_AMOUNT:
            return text_new("%s: too little can be had", gap->subject);
        case CST_GAP_ANCHOR:
            return text_new("anchor%s%s", *gap->subject == '\0' ? "" : " ", gap->subject);
        case CST_GAP_PARTY:
        default:
            return text_new("%s, which must be included", gap->subject);
    }
}

static void put_gaps(page *p, const cst_comparison *c) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "What screening leaves empty");
    table_column(&t, COLUMN_TEXT, "in");
    for (size_t i = 0; i < c->n_gaps; i++) {
        table_take(&t, gap_words(c->gaps[i].gap));
        table_take(&t, side_names(c, c->gaps[i].here, true));
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

static char *conflict_words(const cst_conflict *conflict) {
    return conflict->n_demands == 0
               ? text_new("catalog and rules alone allow no package")
               : demand_list(conflict->demands, conflict->n_demands, ", ", SIZE_MAX);
}

/* Sides whose list of conflicts may lack some. */
static void put_incomplete(page *p, const cst_comparison *c) {
    char *text = text_new("%s", "");
    const char *between = "UNPROVEN: there may be other conflicts in ";
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_infeasibility *why = c->sides[i].result->nothing_fits;
        if (why != NULL && !why->conflicts_complete) {
            text_append(&text, between, side_name(i).text);
            between = ", ";
        }
    }
    if (text == NULL || *text != '\0') {
        text_append(&text, "", ".");
        page_style(p, STYLE_CAUTION);
        take_paragraph(p, 0, 0, text);
        page_style(p, STYLE_PLAIN);
    } else {
        free(text);
    }
}

static void put_conflicts(page *p, const cst_comparison *c) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "What can not hold together");
    table_column(&t, COLUMN_TEXT, "in");
    for (size_t i = 0; i < c->n_conflicts; i++) {
        table_take(&t, conflict_words(c->conflicts[i].conflict));
        table_take(&t, side_names(c, c->conflicts[i].here, true));
    }
    table_print(&t, p, 0);
    table_clear(&t);
    put_incomplete(p, c);
    page_newline(p);
}

void render_reasons(page *p, const cst_comparison *c, bool list_refused) {
    if (c->n_gaps > 0) {
        put_gaps(p, c);
    }
    if (c->n_conflicts > 0) {
        put_conflicts(p, c);
    }
    if (c->n_refusals > 0) {
        put_refusals(p, c, list_refused);
    } else {
        page_line(p, STYLE_PLAIN, "Screening refuses the same offerings for the same reasons.");
    }
}
