/*
 * render_compare_menus_markets.c - menus side by side, market by market: who serves it at what
 * cost, the criteria in which its packages differ, why it is not served; and what rests on each
 * firm.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/render_compare.h"
#include "cli/render_compare_menus.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define INDENT 2

static const cst_menu *menu_of(const cst_menu_comparison *c, size_t side) {
    return c->sides[side].menu;
}

bool menus_ask_other_markets(const cst_menu_comparison *c) {
    for (size_t m = 0; m < c->n_markets; m++) {
        if (!c->markets[m].same_market) {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- markets */

static const cst_package *package_of(const cst_market_row *m, size_t side) {
    return m->markets[side] == NULL ? NULL : m->markets[side]->package;
}

static size_t first_served(const cst_menu_comparison *c, const cst_market_row *m) {
    size_t first = 0;
    while (first < c->n_sides && package_of(m, first) == NULL) {
        first++;
    }
    return first;
}

/* A value of a criterion and what it differs in from the first. */
static char *value_new(const cst_menu_comparison *c, const cst_market_row *m,
                       cst_criterion criterion, size_t i) {
    size_t first = first_served(c, m);
    const cst_package *package = package_of(m, i);
    int64_t difference = 0;
    int64_t value = cst_criteria_get(&package->criteria, criterion);
    char *text = text_new("%s", render_criterion(criterion, value).text);
    if (i != first &&
        cst_menus_difference(c, criterion, first, package_of(m, first), i, package, &difference)) {
        figure f = figure_signed(difference, render_difference(criterion, difference));
        text_append(&text, " ", difference == 0 ? "(=)" : f.text);
    }
    return text;
}

/* "t1 5,580.00 +20.00", "by no team", "not by this menu", "-": not asked. */
static void put_cover(table *t, const cst_menu_comparison *c, const cst_market_row *m, size_t i) {
    const cst_menu_market *market = m->markets[i];
    if (market == NULL) {
        table_cell(t, "-");
    } else if (market->package != NULL) {
        char *value = value_new(c, m, CST_CRITERION_COST, i);
        const char *proof = market->package->proof == CST_PROOF_OPTIMAL ? "" : " UNPROVEN";
        table_take(t, value == NULL ? NULL
                                    : text_new("%s %s%s", menu_of(c, i)->teams[market->team].id,
                                               value, proof));
        free(value);
    } else {
        table_cell(t, market->cover == CST_COVER_LEFT   ? "not by this menu"
                      : market->cover == CST_COVER_NONE ? "by no team"
                                                        : "UNPROVEN");
    }
}

static const char *verdict_words(cst_market_verdict verdict) {
    switch (verdict) {
        case CST_MARKET_SAME:
            return "same";
        case CST_MARKET_DIFFERS:
            return "differs";
        case CST_MARKET_FLIPS:
            return "FLIPS";
        case CST_MARKET_ONLY:
        default:
            return "";
    }
}

void render_compared_markets(page *p, const cst_menu_comparison *c) {
    side_block block = {.only = NULL};
    while (side_block_next(&block, p, c->n_sides)) {
        table t;
        table_init(&t);
        table_column(&t, COLUMN_TEXT, "Markets");
        put_side_columns(&t, &block);
        table_column(&t, COLUMN_TEXT, "");
        for (size_t m = 0; m < c->n_markets; m++) {
            table_format(&t, "%s%s", c->markets[m].id, c->markets[m].same_market ? "" : " *");
            for (int i = 0; i < block.n; i++) {
                put_cover(&t, c, &c->markets[m], block.sides[i]);
            }
            table_cell(&t, verdict_words(c->markets[m].verdict));
        }
        table_print(&t, p, 0);
        table_clear(&t);
        page_newline(p);
    }
    page_wrapped(p, 0, 0,
                 "Each with the team that serves it and the cost of its package. A market FLIPS "
                 "where one side serves it and another does not; it differs where the package or "
                 "the reason does; - where a side does not ask about it.");
    if (menus_ask_other_markets(c)) {
        page_wrapped(p, 0, 0, "* country, title or weight are not the same in all sides.");
    }
    page_newline(p);
}

/* ---------------------------------------------------------------- criteria */

/* Whether two sides that serve the market have other values. */
static bool differs_in(const cst_menu_comparison *c, const cst_market_row *m,
                       cst_criterion criterion) {
    size_t first = first_served(c, m);
    for (size_t i = first + 1; i < c->n_sides; i++) {
        const cst_package *package = package_of(m, i);
        if (package != NULL && cst_criteria_get(&package->criteria, criterion) !=
                                   cst_criteria_get(&package_of(m, first)->criteria, criterion)) {
            return true;
        }
    }
    return false;
}

static void put_market_criteria(table *t, const cst_menu_comparison *c, const side_block *block,
                                const cst_market_row *m) {
    bool begun = false;
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        if (!differs_in(c, m, (cst_criterion)k)) {
            continue;
        }
        if (!begun) {
            table_section(t, m->id);
            begun = true;
        }
        table_format(t, "  %s", cst_criterion_label((cst_criterion)k));
        for (int i = 0; i < block->n; i++) {
            size_t side = block->sides[i];
            table_take(t, package_of(m, side) == NULL ? text_new("-")
                                                      : value_new(c, m, (cst_criterion)k, side));
        }
    }
}

/* Appends "2 lower". */
static void append_count(char **text, size_t n, const char *word) {
    if (n > 0) {
        text_append(text, text != NULL && *text != NULL && **text != '\0' ? ", " : "",
                    figure_count((int64_t)n).text);
        text_append(text, " ", word);
    }
}

/* In how many markets a criterion is lower or higher than in the first side. */
static void put_tally(table *t, const cst_tally *tally, bool first) {
    char *text = text_new("%s", "");
    append_count(&text, tally->lower, "lower");
    append_count(&text, tally->same, "the same");
    append_count(&text, tally->higher, "higher");
    if (text != NULL && (first || *text == '\0')) {
        free(text);
        text = text_new("%s", first ? "" : "-");
    }
    table_take(t, text);
}

/* What the packages of the markets that all serve cost together. */
static void put_common(table *t, const cst_menu_comparison *c, const side_block *block) {
    const char *currency = menu_of(c, 0)->currency;
    bool money = c->same_currency && *currency != '\0';
    table_format(t, money ? "together (%s)" : "together", currency);
    for (int i = 0; i < block->n; i++) {
        int64_t cents = c->common_cents[block->sides[i]];
        int64_t difference = 0;
        if (c->n_common == 0) {
            table_cell(t, "-");
        } else if (block->sides[i] == 0 || !c->same_currency ||
                   __builtin_sub_overflow(cents, c->common_cents[0], &difference)) {
            table_cell(t, figure_money(cents).text);
        } else {
            table_format(
                t, "%s %s", figure_money(cents).text,
                difference == 0 ? "(=)" : figure_signed(difference, figure_money(difference)).text);
        }
    }
}

/* Whether the first side and another serve any market both. */
static bool any_in_both(const cst_menu_comparison *c) {
    for (size_t i = 1; i < c->n_sides; i++) {
        const cst_tally *tally = &c->tallies[CST_CRITERION_MEMBERS][i];
        if (tally->lower + tally->same + tally->higher > 0) {
            return true;
        }
    }
    return false;
}

static void put_tallies(page *p, const cst_menu_comparison *c) {
    side_block block = {.only = NULL};
    while (side_block_next(&block, p, c->n_sides)) {
        table t;
        table_init(&t);
        table_column(&t, COLUMN_TEXT, "Criteria");
        put_side_columns(&t, &block);
        put_common(&t, c, &block);
        for (int k = 0; k < CST_N_CRITERIA; k++) {
            table_format(&t, "%s", cst_criterion_label((cst_criterion)k));
            for (int i = 0; i < block.n; i++) {
                put_tally(&t, &c->tallies[k][block.sides[i]], block.sides[i] == 0);
            }
        }
        table_print(&t, p, 0);
        table_clear(&t);
        page_newline(p);
    }
    page_wrapped_format(
        p, 0, 0,
        "Together: what the packages of the %zu market%s that all sides serve cost. "
        "The other lines count markets that a side and %s both serve, by whether "
        "the value of the criterion is lower or higher than in %s.",
        c->n_common, plural((int64_t)c->n_common), side_name(0).text, side_name(0).text);
    page_newline(p);
}

static void put_market_by_market(page *p, const cst_menu_comparison *c) {
    side_block block = {.only = NULL};
    while (side_block_next(&block, p, c->n_sides)) {
        table t;
        table_init(&t);
        table_column(&t, COLUMN_TEXT, "Criteria, market by market");
        put_side_columns(&t, &block);
        for (size_t m = 0; m < c->n_markets; m++) {
            put_market_criteria(&t, c, &block, &c->markets[m]);
        }
        bool any = t.n_cells > t.n_columns;
        table_print(&t, p, 0);
        table_clear(&t);
        if (any) {
            page_newline(p);
        }
    }
}

void render_compared_criteria(page *p, const cst_menu_comparison *c) {
    if (!any_in_both(c)) {
        page_wrapped_format(p, 0, 0,
                            "No market is served both in %s and in another side: there are no "
                            "criteria to compare.",
                            side_name(0).text);
        page_newline(p);
        return;
    }
    put_tallies(p, c);
    put_market_by_market(p, c);
}

/* ---------------------------------------------------------------- why not */

static void put_reason(page *p, const cst_market_row *m, size_t i) {
    const cst_infeasibility *why = m->markets[i]->nothing_fits;
    char *text = text_new("%s: in %s no team can serve it", m->id, side_name(i).text);
    const char *between = ", since these can not hold together: ";
    for (size_t k = 0; why != NULL && k < why->n_conflicts; k++) {
        const cst_conflict *conflict = &why->conflicts[k];
        for (size_t d = 0; d < conflict->n_demands; d++) {
            text_append(&text, d == 0 ? between : " and ", conflict->demands[d]);
        }
        between = "; nor ";
    }
    take_paragraph(p, INDENT, 2 * INDENT, text);
}

void render_compared_reasons(page *p, const cst_menu_comparison *c) {
    bool begun = false;
    for (size_t m = 0; m < c->n_markets; m++) {
        const cst_market_row *market = &c->markets[m];
        for (size_t i = 0; i < c->n_sides && market->verdict != CST_MARKET_SAME; i++) {
            if (market->markets[i] == NULL || market->markets[i]->cover != CST_COVER_NONE) {
                continue;
            }
            if (!begun) {
                page_line(p, STYLE_STRONG, "Why not, where the sides differ");
                begun = true;
            }
            put_reason(p, market, i);
        }
    }
    if (begun) {
        page_newline(p);
    }
}

/* ---------------------------------------------------------------- firms */

/* "2 markets, 9,000.00": in how many it is, and the value of its lines. */
static char *firm_new(const cst_menu_firm *firm, int64_t served_milli) {
    if (firm == NULL) {
        return text_new("-");
    }
    double lost = served_milli > 0 ? 1e4 * (double)firm->lost_milli / (double)served_milli : 0;
    return text_new("%zu market%s, %s, %s", firm->n_markets, plural((int64_t)firm->n_markets),
                    figure_money(firm->value_cents).text, figure_percent((int64_t)lost).text);
}

static int64_t served_milli(const cst_menu *menu) {
    return menu->n_curve == 0 ? 0 : menu->curve[menu->n_curve - 1].weight_milli;
}

void render_compared_firms(page *p, const cst_menu_comparison *c) {
    side_block block = {.only = NULL};
    while (side_block_next(&block, p, c->n_sides)) {
        table t;
        table_init(&t);
        table_column(&t, COLUMN_TEXT, "Firms");
        put_side_columns(&t, &block);
        for (size_t f = 0; f < c->n_firms; f++) {
            table_cell(&t, c->firms[f].id);
            for (int i = 0; i < block.n; i++) {
                size_t side = block.sides[i];
                table_take(&t, firm_new(c->firms[f].firms[side], served_milli(menu_of(c, side))));
            }
        }
        table_print(&t, p, 0);
        table_clear(&t);
        page_newline(p);
    }
    page_wrapped(p, 0, 0,
                 "In how many markets each firm takes part, the value of its own lines there, and "
                 "the share of the weight served that is lost without it.");
}
