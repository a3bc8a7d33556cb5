/*
 * menu_lines_test.c - menus of tiny seeded markets that are gone on with, beside all menus that
 * there are.
 *
 * After any of its lines a run without a clock goes on to the very same bytes. Cut off by time,
 * again and again, wherever that may be, it comes to the same weight and cost in the end; a line
 * that is called final is true, one that is not is refuted by no menu; and what is whole is final
 * throughout. Lines that no run wrote are refused.
 *
 * CST_MENU_LINES_SEEDS=N tries N seeds, CST_MENU_LINES_FIRST=S begins with seed S.
 */
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/sanitized.h"
#include "tests/solver/menu_brute.h"
#include "tests/solver/seeds.h"
#include "tests/tree.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 30 : 120, SEEDS_IN_A_ROW = 20 };
enum { MOST_LINES = 64, MOST_CUTS = 4 };

/* ---------------------------------------------------------------- runs */

/* The lines of all runs so far, as a file of them has them. */
typedef struct told {
    char *line[MOST_LINES];
    size_t n;
    size_t stop_after; /* so many lines; 0: never */
    volatile int stop;
} told;

static bool note_line(const char *line, size_t size, void *context) {
    told *t = context;
    assert_true(t->n < MOST_LINES);
    assert_int_equal(strlen(line), size);
    t->line[t->n++] = strdup(line);
    t->stop = t->n == t->stop_after;
    return t->line[t->n - 1] != NULL;
}

static void free_told(told *t) {
    for (size_t i = 0; i < t->n; i++) {
        free(t->line[i]);
    }
    *t = (told){.n = 0};
}

/* The first lines of another. */
static told first_of(const told *all, size_t n) {
    told t = {.n = n};
    for (size_t i = 0; i < n; i++) {
        t.line[i] = strdup(all->line[i]);
    }
    return t;
}

/* Goes on with the lines that there are, and adds to them. */
static cst_error go_on(const menu_world *w, int threads, double seconds, told *t, cst_menu **menu) {
    cst_settings settings = cst_settings_default();
    cst_menu_ask ask = menu_world_ask(w);
    const char *given[MOST_LINES];
    memcpy((void *)given, (const void *)t->line, t->n * sizeof *given);
    ask.step = note_line;
    ask.step_context = t;
    ask.steps = given;
    ask.n_steps = t->n;
    settings.gap = 0;
    settings.threads = threads;
    settings.conflicts = 1;
    settings.time_limit_s = seconds;
    settings.stop = &t->stop;
    return cst_menu_find(w->rules, w->catalog, w->markets, &settings, &ask, menu);
}

static char *text_of(const cst_menu *menu) {
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_menu_to_json(menu, &text, &size), CST_E_OK);
    return text;
}

/* ---------------------------------------------------------------- without a clock */

static long lines_of_teams; /* that were tried */

static void count_teams(const told *t) {
    for (size_t i = 0; i < t->n; i++) {
        json_t *line = json_loads(t->line[i], 0, NULL);
        assert_true(json_is_true(json_object_get(line, "final")));
        lines_of_teams += json_array_size(json_object_get(line, "tried")) > 0;
        json_decref(line);
    }
}

/* After n of the lines: the others, and the menu, as they were. */
static void check_after(const menu_world *w, const told *all, size_t n, const char *plain) {
    told t = first_of(all, n);
    cst_menu *menu = NULL;
    assert_int_equal(go_on(w, n % 2 == 0 ? 1 : 2, 0, &t, &menu), CST_E_OK);
    assert_true(menu->is_whole);
    assert_int_equal(t.n, all->n);
    for (size_t i = 0; i < t.n; i++) {
        assert_string_equal(t.line[i], all->line[i]);
    }
    char *text = text_of(menu);
    assert_string_equal(text, plain);
    free(text);
    cst_menu_free(menu);
    free_told(&t);
}

/* Stopped by a person after a line: no line is lost, none is new, and the end is not reached. */
static void check_stop(const menu_world *w, const told *all, size_t n) {
    told t = {.stop_after = n};
    cst_menu *menu = NULL;
    assert_int_equal(go_on(w, 1, 0, &t, &menu), CST_E_OK);
    assert_false(menu->is_whole);
    assert_int_equal(t.n, n);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(t.line[i], all->line[i]);
    }
    cst_menu_free(menu);
    free_told(&t);
}

static void check_every_line(const menu_world *w) {
    told all = {.n = 0};
    cst_menu *menu = NULL;
    cst_settings settings = cst_settings_default();
    cst_menu_ask ask = menu_world_ask(w);
    settings.gap = 0;
    settings.conflicts = 1;
    assert_int_equal(cst_menu_find(w->rules, w->catalog, w->markets, &settings, &ask, &menu),
                     CST_E_OK);
    char *plain = text_of(menu);
    cst_menu_free(menu);
    assert_int_equal(go_on(w, 1, 0, &all, &menu), CST_E_OK);
    char *text = text_of(menu);
    assert_string_equal(text, plain);
    free(text);
    assert_true(menu->is_whole);
    assert_int_equal(all.n, menu->n_curve + 1);
    cst_menu_free(menu);
    count_teams(&all);
    for (size_t n = 1; n <= all.n; n++) {
        check_after(w, &all, n, plain);
    }
    check_stop(w, &all, 1 + all.n / 2);
    free(plain);
    free_told(&all);
}

/* ---------------------------------------------------------------- cut off by time */

static long cut_off, open_lines, went_on;

static int64_t number(const json_t *line, const char *key) {
    assert_true(json_is_integer(json_object_get(line, key)));
    return json_integer_value(json_object_get(line, key));
}

/* What a line says of its point is true of all menus: its bounds hold, and what is proven is so. */
static void check_line(const menu_brute *b, const json_t *line) {
    int k = (int)number(line, "packages");
    bool is_final = json_is_true(json_object_get(line, "final"));
    open_lines += !is_final;
    assert_true(is_final || json_object_get(line, "time_limit") != NULL);
    if (k == 0) {
        return;
    }
    bool weight_proven = json_is_true(json_object_get(line, "weight_proven"));
    bool cost_proven = json_is_true(json_object_get(line, "cost_proven"));
    int64_t weight = number(line, "weight_milli");
    assert_true(weight <= b->weight[k] && number(line, "weight_bound_milli") >= b->weight[k]);
    assert_true(!weight_proven || weight == b->weight[k]);
    assert_true(!cost_proven || (weight_proven && number(line, "cost_cents") == b->cost[k]));
    if (weight == b->weight[k]) {
        assert_true(number(line, "cost_bound_cents") <= b->cost[k]);
        assert_true(number(line, "cost_cents") >= b->cost[k]);
    }
    assert_true((weight_proven && cost_proven) || !is_final || menu_world_shares(b->world));
}

/* A line is no worse than the one before it about as many teams: nothing is lost on the way. */
static void check_gain(const json_t *line, const json_t *before) {
    int64_t weight = number(line, "weight_milli");
    int64_t less = number(before, "weight_milli");
    assert_true(weight >= less);
    assert_true(weight > less || number(line, "cost_cents") <= number(before, "cost_cents"));
    assert_true(number(line, "weight_bound_milli") <= number(before, "weight_bound_milli"));
    assert_true(weight > less ||
                number(line, "cost_bound_cents") >= number(before, "cost_bound_cents"));
}

static void check_lines(const menu_brute *b, const told *t) {
    json_t *before[MENU_TEAMS + 1] = {NULL};
    for (size_t i = 0; i < t->n; i++) {
        json_t *line = json_loads(t->line[i], 0, NULL);
        assert_non_null(line);
        check_line(b, line);
        int k = (int)number(line, "packages");
        if (k > 0 && before[k] != NULL) {
            check_gain(line, before[k]);
        }
        json_decref(before[k]);
        before[k] = line;
    }
    for (int k = 0; k <= MENU_TEAMS; k++) {
        json_decref(before[k]);
    }
}

/* In the end nothing is lost by that: as good as there is. Where markets share, menus are found by
 * a heuristic. */
static void check_best(const menu_brute *b, const cst_menu *menu) {
    assert_true(menu->is_whole);
    for (size_t i = 0; i < menu->n_curve; i++) {
        const cst_menu_point *point = &menu->curve[i];
        int k = point->packages;
        if (!menu_world_shares(b->world)) {
            assert_true(point->weight_proven && point->cost_proven);
            assert_int_equal(point->weight_milli, b->weight[k]);
            assert_int_equal(point->cost_cents, b->cost[k]);
        }
    }
    if (!menu_world_shares(b->world)) {
        assert_int_equal(menu->n_teams, b->fewest);
    }
}

/* Cut off several times, each time a little later; at first sometimes behind a whole line. */
static void check_cut_off(const menu_brute *b, uint64_t seed) {
    static const double seconds[] = {1e-4, 1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2, 3e-2};
    enum { LIMITS = sizeof seconds / sizeof *seconds };
    told t = {.n = 0};
    bool whole = false;
    for (size_t i = 0; !whole && i < MOST_CUTS; i++) {
        cst_menu *menu = NULL;
        size_t before = t.n;
        assert_int_equal(go_on(b->world, 1, seconds[(seed + i) % LIMITS], &t, &menu), CST_E_OK);
        check_lines(b, &t);
        whole = menu->is_whole;
        cut_off += !whole;
        went_on += i > 0 && t.n > before;
        cst_menu_free(menu);
    }
    cst_menu *menu = NULL;
    assert_int_equal(go_on(b->world, 1, 0, &t, &menu), CST_E_OK);
    check_lines(b, &t);
    check_best(b, menu);
    cst_menu_free(menu);
    free_told(&t);
}

static void try_seed(uint64_t seed) {
    menu_world w;
    assert_true(menu_world_make(seed, 0, &w));
    menu_brute *b = menu_brute_new(&w);
    if (b != NULL) {
        check_every_line(&w);
        check_cut_off(b, seed);
    }
    menu_brute_free(b);
    menu_world_clear(&w);
}

/* ---------------------------------------------------------------- lines that no run wrote */

typedef struct forgery {
    const char *what;
    size_t line;      /* that is changed, ... */
    const char *path; /* ... this in it, with / between keys and places */
    const char *value;
} forgery;

/* What is at a path, with its last key or place; the last but one is borrowed. */
static json_t *look_up(json_t *line, const char *path, const char **last) {
    char key[64];
    const char *slash = strchr(path, '/');
    *last = path;
    if (slash == NULL || line == NULL) {
        return line;
    }
    snprintf(key, sizeof key, "%.*s", (int)(slash - path), path);
    json_t *next = json_is_array(line) ? json_array_get(line, strtoul(key, NULL, 10))
                                       : json_object_get(line, key);
    return look_up(next, slash + 1, last);
}

static void forge(const forgery *f, json_t *line) {
    const char *last = NULL;
    json_t *at = look_up(line, f->path, &last);
    json_t *value = f->value == NULL ? NULL : json_loads(f->value, JSON_DECODE_ANY, NULL);
    assert_non_null(at);
    assert_true(f->value == NULL || value != NULL);
    if (json_is_array(at)) {
        assert_int_equal(json_array_set_new(at, strtoul(last, NULL, 10), value), 0);
    } else if (value == NULL) {
        assert_int_equal(json_object_del(at, last), 0);
    } else {
        json_object_set_new(at, last, value);
    }
}

static const forgery forgeries[] = {
    {"no number of teams", 1, "packages", NULL},
    {"a number of teams that is none", 1, "packages", "\"1\""},
    {"more teams than there may be", 2, "packages", "9"},
    {"whether it is final is not said", 1, "final", NULL},
    {"final before what comes before it", 0, "final", "false"},
    {"whether the draft has its seeds is not said", 1, "seeded", NULL},
    {"no teams that were tried", 1, "tried", NULL},
    {"a team that was tried of an unknown firm", 1, "tried/0/firms/0", "\"nobody\""},
    {"a team that was tried without an anchor", 1, "tried/0/anchor", "null"},
    {"a team that was tried of no firms", 1, "tried/0/firms", "[]"},
    {"a team that was tried whose firms are none", 1, "tried/0/firms", "7"},
    {"an open team where none is asked for", 1, "tried/0/open_weights", "true"},
    {"nothing learned", 1, "learned", NULL},
    {"no weight", 1, "weight_milli", NULL},
    {"another weight than its menu has", 1, "weight_milli", "1"},
    {"a menu of no teams", 1, "teams", NULL},
    {"a market served by a team that there is not", 1, "served/0/team", "7"},
    {"a market served by a package that there is not", 1, "served/0/package", "99999"},
    {"a market that there is not", 1, "served/0/market", "\"m9\""},
    {"whether it is proven is not said", 1, "cost_proven", "1"},
};

/* A world without anything special, with something to serve and teams that were tried. */
static bool is_plain(const menu_world *w, const told *t) {
    json_t *line = t->n < 3 ? NULL : json_loads(t->line[1], 0, NULL);
    bool plain = line != NULL && w->n_kept == 0 && !w->small_team && !w->open_weight_team &&
                 !menu_world_shares(w) && json_array_size(json_object_get(line, "tried")) > 0 &&
                 json_array_size(json_object_get(line, "served")) > 0;
    json_decref(line);
    return plain;
}

static void try_forgeries(const menu_world *w, const told *all) {
    for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++) {
        told t = first_of(all, 3);
        cst_menu *menu = NULL;
        size_t at = forgeries[i].line;
        json_t *line = json_loads(t.line[at], 0, NULL);
        forge(&forgeries[i], line);
        free(t.line[at]);
        t.line[at] = tree_text(line);
        json_decref(line);
        cst_error error = go_on(w, 1, 0, &t, &menu);
        if (error != CST_E_INPUT) {
            print_message("# %s: %s\n", forgeries[i].what, cst_error_text(error));
        }
        assert_int_equal(error, CST_E_INPUT);
        assert_null(menu);
        free_told(&t);
    }
}

/* A line twice; the lines without the first; text that is no line. */
static void try_orders(const menu_world *w, const told *all) {
    for (int i = 0; i < 3; i++) {
        told t = first_of(all, 3);
        cst_menu *menu = NULL;
        free(t.line[2]);
        t.line[2] = strdup(i == 0 ? t.line[1] : i == 1 ? all->line[0] : "{\"packages\":2,");
        assert_int_equal(go_on(w, 1, 0, &t, &menu), CST_E_INPUT);
        free_told(&t);
    }
}

static void test_forged(void **state) {
    (void)state;
    int found = 0;
    for (uint64_t seed = 1; found < 3 && seed < 200; seed++) {
        menu_world w;
        told all = {.n = 0};
        cst_menu *menu = NULL;
        assert_true(menu_world_make(seed, 0, &w));
        menu_brute *b = menu_brute_new(&w);
        if (b != NULL) {
            assert_int_equal(go_on(&w, 1, 0, &all, &menu), CST_E_OK);
        }
        if (b != NULL && is_plain(&w, &all)) {
            try_forgeries(&w, &all);
            try_orders(&w, &all);
            found++;
        }
        cst_menu_free(menu);
        free_told(&all);
        menu_brute_free(b);
        menu_world_clear(&w);
    }
    assert_int_equal(found, 3);
}

/* The seeds are of use: runs are cut off, and their lines gone on with. */
static void test_worth(void **state) {
    (void)state;
    print_message(
        "# %ld lines with teams that were tried; %ld runs cut off, %ld lines not final, "
        "%ld times a run went on and wrote more\n",
        lines_of_teams, cut_off, open_lines, went_on);
    assert_true(lines_of_teams > 0 && cut_off > 0 && open_lines > 0 && went_on > 0);
}

int main(void) {
    static const seeded all = {.group = "menus gone on with",
                               .first_variable = "CST_MENU_LINES_FIRST",
                               .seeds_variable = "CST_MENU_LINES_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .before_name = "lines that no run wrote",
                               .before = test_forged,
                               .after_name = "the seeds are of use",
                               .after = test_worth};
    return seeds_run(&all);
}
