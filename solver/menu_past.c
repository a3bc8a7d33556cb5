/* menu_past.c - the lines of an earlier run, read as JSON and put in their places. */
#include "solver/menu_past.h"

#include <stdlib.h>
#include <string.h>

#include "model/json.h"
#include "model/model.h"

/* The step that a line is about: 0 for the single markets; CST__NONE: it is no such line. */
static size_t step_of(const json_t *line, int first, size_t n_points) {
    const json_t *packages = json_object_get(line, "packages");
    int64_t n = json_integer_value(packages);
    if (!json_is_integer(packages) || (n != 0 && (n < first || n >= first + (int64_t)n_points))) {
        return CST__NONE;
    }
    return n == 0 ? 0 : (size_t)(n - first) + 1;
}

/* A final line has those of all steps before it; nothing follows about its own. */
static bool put_line(cst__menu_past *past, size_t i, int first, size_t n_points) {
    const json_t *line = past->lines[i];
    const json_t *is_final = json_object_get(line, "final");
    size_t step = step_of(line, first, n_points);
    if (step == CST__NONE || !json_is_boolean(is_final) || step < past->n_final ||
        (json_is_true(is_final) && step != past->n_final)) {
        return false;
    }
    past->last[step] = i;
    past->n_alone = step == 0 ? i + 1 : past->n_alone;
    past->n_final += json_is_true(is_final);
    return true;
}

/* A text was not read: where it is JSON after all, memory was out, which jansson does not always
 * say.
 */
static cst_error why_unread(const char *text) {
    cst__arena *arena = cst__arena_new();
    cst_limits limits = cst_limits_default();
    cst__faults faults = {.arena = arena};
    json_t *tree = arena != NULL ? cst__json_parse(text, strlen(text), &limits, &faults) : NULL;
    bool no_memory = arena == NULL || tree != NULL || faults.out_of_memory;
    json_decref(tree);
    cst__arena_free(arena);
    return no_memory ? CST_E_MEMORY : CST_E_INPUT;
}

cst_error cst__menu_past_new(const cst_menu_ask *ask, int first, size_t n_points,
                             cst__menu_past *past) {
    *past = (cst__menu_past){.lines = calloc(ask->n_steps + 1, sizeof(json_t *)),
                             .last = malloc((n_points + 1) * sizeof *past->last)};
    if (past->lines == NULL || past->last == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i <= n_points; i++) {
        past->last[i] = CST__NONE;
    }
    for (size_t i = 0; i < ask->n_steps; i++) {
        past->lines[i] = json_loads(ask->steps[i], 0, NULL);
        if (past->lines[i] == NULL) {
            return why_unread(ask->steps[i]);
        }
        past->n_lines = i + 1;
        if (!put_line(past, i, first, n_points)) {
            return CST_E_INPUT;
        }
    }
    return CST_E_OK;
}

void cst__menu_past_clear(cst__menu_past *past) {
    for (size_t i = 0; i < past->n_lines; i++) {
        json_decref(past->lines[i]);
    }
    free(past->lines);
    free(past->last);
    *past = (cst__menu_past){.lines = NULL};
}

const json_t *cst__menu_past_line(const cst__menu_past *past, size_t point) {
    size_t line = past->last[point + 1];
    return line == CST__NONE ? NULL : past->lines[line];
}

bool cst__menu_past_is_final(const cst__menu_past *past, size_t point) {
    return point + 1 < past->n_final;
}
