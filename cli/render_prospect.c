/*
 * render_prospect.c - one firm in one tender: its offerings, its teams slot by slot, what its price
 * would have to be, what facts would put it in, and whom it needs.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/demands.h"
#include "cli/figures.h"
#include "cli/render_partners.h"
#include "cli/table.h"
#include "cli/text.h"

#define INDENT 2

enum { TEAMS_AT_A_TIME = 5 };

const char *prospect_words(const cst_prospect *prospect) {
    switch (prospect->standing) {
        case CST_STANDING_REFUSED:
            return "refused by screening";
        case CST_STANDING_IMPOSSIBLE:
            return prospect->tender_status == CST_STATUS_INFEASIBLE
                       ? "eligible, but nothing fits this tender: proven"
                       : "eligible, but in no package: proven";
        case CST_STANDING_BEATEN:
            return "in packages, but in none of the cheapest: proven";
        case CST_STANDING_CHOSEN:
            return "in a cheapest package";
        case CST_STANDING_UNDECIDED:
        default:
            return prospect->has_gap ? "in packages; UNPROVEN whether in a cheapest"
                                     : "UNPROVEN where it stands";
    }
}

static void put_list(page *p, const char *label, const char *const *items, size_t n) {
    char *text = demand_list(items, n, ", ", n + 1);
    p->failed = p->failed || text == NULL;
    page_wrapped_format(p, INDENT, INDENT + 10, "%s%s", label, n == 0 ? "nothing" : text);
    free(text);
}

/* ---------------------------------------------------------------- where it can play */

static void put_play(table *t, const cst_play *play) {
    if (play->n_bars == 0) {
        table_cell(t, play->offering);
        table_cell(t, play->slot);
        table_cell(t, "may be chosen");
        table_cell(t, "");
        table_cell(t, "");
        table_cell(t, "");
    }
    for (size_t i = 0; i < play->n_bars; i++) {
        const cst_refusal *refusal = &play->bars[i].refusal;
        table_cell(t, i == 0 ? play->offering : "");
        table_cell(t, i == 0 ? play->slot : "");
        table_cell(t, refusal->code);
        table_cell(t, refusal->fact != NULL ? refusal->fact : "unknown");
        table_cell(t, play->bars[i].way_out);
        table_cell(t, refusal->source);
    }
}

static void put_plays(page *p, const cst_prospect *prospect) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Offering");
    table_column(&t, COLUMN_TEXT, "slot");
    table_column(&t, COLUMN_TEXT, "screening");
    table_column(&t, COLUMN_TEXT, "fact");
    table_column(&t, COLUMN_TEXT, "what would lift it");
    table_column(&t, COLUMN_TEXT, "source");
    for (size_t i = 0; i < prospect->n_plays; i++) {
        put_play(&t, &prospect->plays[i]);
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
    page_newline(p);
}

/* ---------------------------------------------------------------- teams */

static bool is_filled(const cst_prospect *prospect, const char *slot) {
    for (size_t i = 0; i < prospect->n_teams; i++) {
        for (size_t s = 0; s < prospect->teams[i].n_seats; s++) {
            if (strcmp(prospect->teams[i].seats[s].slot, slot) == 0) {
                return true;
            }
        }
    }
    return false;
}

static const cst_seat *seat_in(const cst_team *team, const char *slot) {
    for (size_t s = 0; s < team->n_seats; s++) {
        if (strcmp(team->seats[s].slot, slot) == 0) {
            return &team->seats[s];
        }
    }
    return NULL;
}

static void put_seat(table *t, const cst_seat *seat) {
    table_take(t, seat == NULL ? text_new("%s", "-")
                               : demand_list(seat->firms, seat->n_firms, ", ", seat->n_firms + 1));
}

/* Slots of any of the teams, those the firm fills first. */
static void put_slots(table *t, const cst_prospect *prospect, size_t first, size_t last) {
    const char *const *lists[] = {prospect->fills, prospect->lacks};
    const size_t sizes[] = {prospect->n_fills, prospect->n_lacks};
    for (int l = 0; l < 2; l++) {
        for (size_t s = 0; s < sizes[l]; s++) {
            if (!is_filled(prospect, lists[l][s])) {
                continue;
            }
            table_cell(t, lists[l][s]);
            for (size_t i = first; i < last; i++) {
                put_seat(t, seat_in(&prospect->teams[i], lists[l][s]));
            }
        }
    }
}

static void put_some_teams(page *p, const cst_prospect *prospect, size_t first, size_t last) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Teams");
    for (size_t i = first; i < last; i++) {
        table_column(&t, COLUMN_TEXT, prospect->teams[i].package.id);
    }
    table_cell(&t, "cost");
    for (size_t i = first; i < last; i++) {
        table_cell(&t, figure_money(prospect->teams[i].package.criteria.cost_cents).text);
    }
    table_cell(&t, "US content");
    for (size_t i = first; i < last; i++) {
        int share = prospect->teams[i].package.criteria.us_content_bp;
        table_cell(&t, share < 0 ? "not computed" : figure_percent(share).text);
    }
    table_cell(&t, "delivery");
    for (size_t i = first; i < last; i++) {
        table_cell(&t, figure_weeks(prospect->teams[i].package.criteria.delivery_weeks).text);
    }
    table_cell(&t, "anchor");
    for (size_t i = first; i < last; i++) {
        table_cell(&t, prospect->teams[i].package.anchor);
    }
    put_slots(&t, prospect, first, last);
    table_print(&t, p, INDENT);
    table_clear(&t);
    page_newline(p);
}

static void put_teams(page *p, const cst_prospect *prospect) {
    for (size_t i = 0; i < prospect->n_teams; i += TEAMS_AT_A_TIME) {
        size_t end = i + TEAMS_AT_A_TIME;
        put_some_teams(p, prospect, i, end < prospect->n_teams ? end : prospect->n_teams);
    }
    if (prospect->n_teams > 0 && !prospect->teams_complete) {
        page_style(p, STYLE_CAUTION);
        page_wrapped(p, INDENT, INDENT, "UNPROVEN: there may be cheaper teams, and more of them.");
        page_style(p, STYLE_PLAIN);
    }
}

/* ---------------------------------------------------------------- price */

static void put_rebate(page *p, const cst_prospect *prospect) {
    const cst_price *price = &prospect->price;
    figure rebate = figure_money(price->rebate_cents);
    figure low = figure_money(price->rebate_low_cents);
    const char *enough = prospect->has_least ? "makes a package with it as cheap as the cheapest"
                                             : "brings a package with it within the budget";
    if (price->rebate_cents == price->rebate_low_cents) {
        page_wrapped_format(p, INDENT, INDENT,
                            "Price: a rebate of %s on its bill of %s %s; one of a cent less does "
                            "not: proven.",
                            rebate.text, figure_money(price->bill_cents).text, enough);
    } else {
        page_style(p, STYLE_CAUTION);
        page_wrapped_format(p, INDENT, INDENT,
                            "Price: a rebate of %s on its bill of %s %s; that one of less than %s "
                            "does not is proven, what lies between is UNPROVEN.",
                            rebate.text, figure_money(price->bill_cents).text, enough, low.text);
        page_style(p, STYLE_PLAIN);
    }
    if (price->over_budget) {
        page_wrapped(p, INDENT, INDENT,
                     "Without it no package with the firm is within the budget.");
    }
    if (price->for_nothing == CST_STATUS_INFEASIBLE) {
        page_wrapped(p, INDENT, INDENT,
                     "Its price alone does not do: not even for nothing would a package with it be "
                     "as cheap, proven.");
    }
}

static void put_room(page *p, const cst_price *price) {
    figure room = figure_money(price->room_cents);
    bool exact = price->room_cents == price->room_low_cents;
    switch (price->room_end) {
        case CST_ROOM_RIVAL:
            page_wrapped_format(p, INDENT, INDENT,
                                exact ? "Price: its bill can rise by %s before a package without "
                                        "it is cheaper: proven, to the cent."
                                      : "Price: its bill can rise by at most %s before a package "
                                        "without it is cheaper: UNPROVEN.",
                                room.text);
            break;
        case CST_ROOM_BUDGET:
            page_wrapped_format(p, INDENT, INDENT,
                                "Price: no package is without it, proven; its bill can rise by %s "
                                "up to the budget.",
                                room.text);
            break;
        case CST_ROOM_NONE:
        default:
            page_wrapped(p, INDENT, INDENT,
                         "Price: no package is without it, proven, and there is no budget.");
            break;
    }
}

static void put_price(page *p, const cst_prospect *prospect) {
    const cst_price *price = &prospect->price;
    if (price->has_room) {
        put_room(p, price);
    } else if (!price->has_rebate && price->for_nothing == CST_STATUS_INFEASIBLE &&
               prospect->standing == CST_STANDING_BEATEN) {
        page_wrapped(p, INDENT, INDENT,
                     "Price: not even for nothing would a package with it be as cheap as the "
                     "cheapest: proven.");
    } else if (price->has_rebate && prospect->standing != CST_STANDING_CHOSEN) {
        put_rebate(p, prospect);
    } else if (price->status == CST_STATUS_LIMIT) {
        page_line(p, STYLE_CAUTION, "  Price: UNPROVEN.");
    } else if (prospect->standing == CST_STANDING_IMPOSSIBLE) {
        page_wrapped(p, INDENT, INDENT, "Price: no rebate lets a package with it in: proven.");
    }
}

/* ---------------------------------------------------------------- facts */

static void put_threshold(page *p, const cst_lever *lever, const cst_threshold *threshold,
                          const char *effect) {
    bool content = lever->fact == CST_LEVER_CONTENT;
    figure at = content ? figure_percent(threshold->at) : figure_weeks(threshold->at);
    const char *bound = content ? "of at least" : "of at most";
    if (threshold->status == CST_STATUS_SOLVED && threshold->found) {
        page_wrapped_format(p, INDENT, INDENT, "Facts: %s %s %s %s; %s does not: proven.",
                            lever->name, bound, at.text, effect,
                            content ? "one basis point less" : "one week more");
    } else if (threshold->status == CST_STATUS_INFEASIBLE) {
        page_wrapped_format(p, INDENT, INDENT, "Facts: no %s %s: proven.", lever->name, effect);
    } else if (threshold->status == CST_STATUS_LIMIT) {
        page_style(p, STYLE_CAUTION);
        page_wrapped_format(p, INDENT, INDENT, "Facts: %s %s is UNPROVEN%s%s%s%s.",
                            "which value of", lever->name, threshold->found ? "; one " : "",
                            threshold->found ? bound : "", threshold->found ? " " : "",
                            threshold->found ? at.text : "");
        page_style(p, STYLE_PLAIN);
    }
}

static void put_levers(page *p, const cst_prospect *prospect) {
    for (int l = 0; l < CST_N_LEVERS; l++) {
        const cst_lever *lever = &prospect->levers[l];
        if (lever->idle && prospect->standing != CST_STANDING_CHOSEN) {
            page_wrapped_format(p, INDENT, INDENT, "Facts: %s changes nothing: %s.", lever->name,
                                lever->why);
        }
        if (lever->idle) {
            continue;
        }
        if (!prospect->has_gap) {
            put_threshold(p, lever, &lever->possible, "lets it into a package");
        }
        put_threshold(p, lever, &lever->wins, "puts it into a cheapest package");
        if (lever->has_rebate) {
            page_wrapped_format(p, INDENT, INDENT,
                                "At the best value a rebate of %s is still needed.",
                                figure_money(lever->rebate_cents).text);
        } else if (lever->rebate_open) {
            page_line(p, STYLE_CAUTION, "  What rebate is needed at the best value is UNPROVEN.");
        }
    }
}

/* ---------------------------------------------------------------- whom it needs */

static const char *need_words(const cst_need *need) {
    if (need->other.status == CST_STATUS_LIMIT) {
        return "UNPROVEN";
    }
    if (need->critical) {
        return "without it nothing fits: proven";
    }
    return need->other.found ? "" : "in no package together: proven";
}

static char *substitutes_new(const cst_need *need) {
    char *text = text_new("%s", need_words(need));
    for (size_t i = 0; i < need->n_substitutes; i++) {
        const cst_seat *seat = &need->substitutes[i];
        char *firms = demand_list(seat->firms, seat->n_firms, ", ", seat->n_firms + 1);
        char *part = firms == NULL ? NULL
                                   : text_new("%s: %s", seat->slot,
                                              seat->n_firms == 0 ? "left empty" : firms);
        free(firms);
        text = text_join(text, part);
    }
    return text;
}

static void put_needs(page *p, const cst_prospect *prospect, bool on_team) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, on_team ? "Whom it needs" : "Who could come along");
    table_column(&t, COLUMN_FIGURE, on_team ? "saves the team" : "costs the team");
    table_column(&t, COLUMN_FIGURE, "US content");
    table_column(&t, COLUMN_FIGURE, "delivery");
    table_column(&t, COLUMN_TEXT, on_team ? "who fills its slots without it" : "");
    for (size_t i = 0; i < prospect->n_needs; i++) {
        const cst_need *need = &prospect->needs[i];
        const cst_criteria *criteria = &need->other.package.criteria;
        int64_t cents = on_team ? need->saving_cents : -need->saving_cents;
        if (need->on_team != on_team) {
            continue;
        }
        table_cell(&t, need->firm);
        table_cell(&t, need->other.found ? figure_money(cents).text : "");
        table_cell(&t, need->other.found && criteria->us_content_bp >= 0
                           ? figure_percent(criteria->us_content_bp).text
                           : "");
        table_cell(&t, need->other.found ? figure_weeks(criteria->delivery_weeks).text : "");
        table_take(&t, substitutes_new(need));
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
    page_newline(p);
}

/* ---------------------------------------------------------------- the whole */

void render_prospect(page *p, const cst_prospect *prospect, const cst_ground *ground) {
    page_style(p, STYLE_STRONG);
    page_wrapped_format(p, 0, INDENT, "%s in %s: %s", prospect->firm, ground->opportunity,
                        prospect_words(prospect));
    page_style(p, STYLE_PLAIN);
    put_plays(p, prospect);
    if (prospect->standing != CST_STANDING_REFUSED) {
        put_list(p, "Fills:    ", prospect->fills, prospect->n_fills);
        put_list(p, "Lacks:    ", prospect->lacks, prospect->n_lacks);
        page_newline(p);
    }
    put_teams(p, prospect);
    put_price(p, prospect);
    if (prospect->levers[0].name != NULL) {
        put_levers(p, prospect);
    }
    page_newline(p);
    if (prospect->has_needs) {
        put_needs(p, prospect, true);
        put_needs(p, prospect, false);
    }
    if (prospect->n_rechecked > 0) {
        page_wrapped_format(p, INDENT, INDENT,
                            "Solved anew just below and just above: %d times, each as said.",
                            prospect->n_rechecked);
        page_newline(p);
    }
    if (prospect->n_recheck_open > 0) {
        page_style(p, STYLE_CAUTION);
        page_wrapped_format(p, INDENT, INDENT, "Stopped while it was solved anew: %d times.",
                            prospect->n_recheck_open);
        page_style(p, STYLE_PLAIN);
        page_newline(p);
    }
}
