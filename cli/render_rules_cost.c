/*
 * render_rules_cost.c - what each demand of the tender and each row of the rules costs: one row
 * each, in the order of the library, with the cheapest package that there would be without it.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/demands.h"
#include "cli/render_explain.h"
#include "cli/text.h"

static bool is_rule_row(const char *name) {
    static const char *const kinds[] = {"jurisdiction:", "export:"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strncmp(name, kinds[i], strlen(kinds[i])) == 0) {
            return true;
        }
    }
    return strcmp(name, "unknown") == 0;
}

static void put_value(table *t, const cst_rule_cost *rule) {
    bool is_row = is_rule_row(rule->name);
    table_take(t, is_row ? text_new("%s", "") : demand_value(rule->name, &rule->level));
}

static const char *remark(const cst_rule_cost *rule) {
    if (rule->idle) {
        return "keeps nothing out";
    }
    return outcome_remark(&rule->other);
}

static void put_remark(table *t, const cst_rule_cost *rule) {
    const char *words = remark(rule);
    bool source = !rule->idle && *rule->source != '\0';
    const char *added = !rule->is_added ? "" : *words == '\0' ? "if required" : "if required: ";
    bool said = *added != '\0' || *words != '\0';
    table_format(t, "%s%s%s%s", added, words, source && said ? "; " : "",
                 source ? rule->source : "");
}

void render_rules_cost(page *p, const cst_explanation *explanation) {
    const cst_package *cheapest = explained_package(explanation);
    table t;
    if (explanation->n_rules == 0) {
        return;
    }
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "What each rule costs");
    table_column(&t, COLUMN_TEXT, "value");
    table_column(&t, COLUMN_FIGURE, "cost without it");
    table_column(&t, COLUMN_FIGURE, "difference");
    table_column(&t, COLUMN_TEXT, "");
    for (size_t i = 0; i < explanation->n_rules; i++) {
        const cst_rule_cost *rule = &explanation->rules[i];
        const cst_outcome nothing = {.status = CST_STATUS_SOLVED};
        table_cell(&t, rule->name);
        put_value(&t, rule);
        put_cost_cells(&t, cheapest, rule->idle ? &nothing : &rule->other);
        put_remark(&t, rule);
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}
