/*
 * demands.c - what a tender asks, in words: the pointer that leads to it, as the tender writes it,
 * and its value in the form of its kind.
 */
#include "cli/demands.h"

#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/text.h"

/* Appends to *text, which becomes NULL when memory is out. */
static void append(char **text, const char *separator, const char *more) {
    char *longer = *text == NULL ? NULL : text_new("%s%s%s", *text, separator, more);
    free(*text);
    *text = longer;
}

char *demand_list(const char *const *items, size_t n, const char *between, size_t most) {
    char *text = text_new("%s", "");
    for (size_t i = 0; i < n && i < most; i++) {
        append(&text, i > 0 ? between : "", items[i]);
    }
    if (n > most) {
        append(&text, " and ", figure_count((int64_t)(n - most)).text);
        append(&text, " ", "more");
    }
    return text;
}

char *demand_verb(const char *verb, const char *const *items, size_t n) {
    char *list = demand_list(items, n, ", ", n);
    char *text =
        list == NULL ? NULL : text_new("%s%s%s", n > 0 ? verb : "", n > 0 ? " " : "", list);
    free(list);
    return text;
}

/* ---------------------------------------------------------------- values */

/* A unit that is called as the resource says nothing new. */
static char *amount_words(const char *pointer, const cst_level *level) {
    const char *slash = strrchr(pointer, '/');
    const char *resource = slash == NULL ? pointer : slash + 1;
    const char *unit = level->unit == NULL ? "" : level->unit;
    bool telling = *unit != '\0' && strcmp(unit, resource) != 0;
    return text_new("%s%s%s", figure_amount(level->number).text, telling ? " " : "",
                    telling ? unit : "");
}

/* bare: without what the pointer says already. */
static char *value_words(const char *pointer, const cst_level *level, bool bare) {
    if (level->dropped) {
        return text_new("nothing");
    }
    switch (level->measure) {
        case CST_MEASURE_MONEY:
            return text_new("%s", figure_money(level->number).text);
        case CST_MEASURE_WEEKS:
            return text_new(
                "%s", bare ? figure_count(level->number).text : figure_weeks(level->number).text);
        case CST_MEASURE_SHARE:
            return text_new("%s", figure_percent(level->number).text);
        case CST_MEASURE_AMOUNT:
            return amount_words(pointer, level);
        case CST_MEASURE_YES:
            return text_new("%s", bare ? "" : "asked for");
        case CST_MEASURE_WORD:
        case CST_MEASURE_LIST:
            return level->n_items == 0 ? text_new("none")
                                       : demand_list(level->items, level->n_items, ", ", SIZE_MAX);
        case CST_MEASURE_COUNT:
        default:
            return text_new("%s", figure_count(level->number).text);
    }
}

char *demand_value(const char *pointer, const cst_level *level) {
    return value_words(pointer, level, false);
}

char *demand_words(const char *pointer, const cst_level *level) {
    char *value = level == NULL ? text_new("%s", "") : value_words(pointer, level, true);
    if (value == NULL) {
        return NULL;
    }
    bool many = level != NULL && level->measure == CST_MEASURE_LIST;
    char *text = text_new("%s%s%s%s", pointer,
                          *value == '\0' ? ""
                          : many         ? " ("
                                         : " ",
                          value, many && *value != '\0' ? ")" : "");
    free(value);
    return text;
}

char *demand_change(const cst_change *change) {
    bool dropped = change->to.dropped;
    char *from =
        value_words(change->pointer, &change->from, change->from.measure != CST_MEASURE_YES);
    char *to = dropped ? text_new("dropped") : value_words(change->pointer, &change->to, false);
    char *text = NULL;
    if (from != NULL && to != NULL) {
        text = text_new("%s: %s -> %s", change->pointer, from, to);
    }
    free(from);
    free(to);
    return text;
}
