/*
 * session_test.c - tiny seeded tenders, each asked many questions in one session: every question is
 * one that was asked before with something changed. What it changes is changed in the files as
 * well, and every choice of those is tried: status, value, cost and bound must be what they say,
 * whatever the session remembers; and the same of a session that is new, and of one that is asked
 * all at once, on one thread and on two.
 *
 * CST_SESSION_SEEDS=N tries N seeds, CST_SESSION_FIRST=S begins with seed S.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/compare.h"
#include "tests/solver/instance.h"
#include "tests/solver/oracle.h"
#include "tests/solver/seeds.h"
#include "tests/support.h"
#include "tests/tree.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 80 : 800, SEEDS_IN_A_ROW = 50 };
enum { MOST_CHOICES = 4000, N_QUESTIONS = 20, MOST_PARTIES = 3, MOST_PRICES = 2 };

/* ---------------------------------------------------------------- questions */

/* A question, with the lists that it points to. */
typedef struct drawn {
    cst_session_question q;
    const char *with[MOST_PARTIES], *without[MOST_PARTIES];
    cst_new_price prices[MOST_PRICES];
} drawn;

static void point(drawn *it) {
    it->q.with = it->with;
    it->q.without = it->without;
    it->q.prices = it->prices;
}

/* What questions are drawn around: the packages of the tender as it is, if any. */
typedef struct ground {
    const tender *t;
    const oracle *o;
    dice d;
} ground;

static int64_t draw_value(ground *g, cst_criterion c) {
    static const int64_t most[] = {1000000, 10000, 60, 5, 4, 30000, 10000};
    int64_t step = dice_chance(&g->d, 40)   ? 0
                   : dice_chance(&g->d, 60) ? most[c] / 10
                                            : dice_from(&g->d, -1, 1);
    int64_t value = g->o->n_feasible == 0 || dice_chance(&g->d, 10)
                        ? (int64_t)(dice_roll(&g->d) % (uint64_t)most[c])
                        : g->o->feasible[dice_roll(&g->d) % g->o->n_feasible].criteria[c] + step;
    bool is_share = c == CST_CRITERION_US_CONTENT || c == CST_CRITERION_LARGEST_SHARE;
    return value < 0 ? 0 : is_share && value > 10000 ? 10000 : value;
}

static const char *draw_party(ground *g) {
    const cst_catalog *catalog = g->t->catalog;
    size_t n_firms = cst_catalog_firm_count(catalog);
    size_t n_offerings = cst_catalog_offering_count(catalog);
    return dice_chance(&g->d, 50)
               ? cst_catalog_firm_id(catalog, dice_roll(&g->d) % n_firms)
               : cst_catalog_offering_id(catalog, dice_roll(&g->d) % n_offerings);
}

/* One more, or one less. */
static void draw_parties(ground *g, const char **list, size_t *n) {
    if (*n > 0 && (*n == MOST_PARTIES || dice_chance(&g->d, 40))) {
        (*n)--;
    } else {
        list[(*n)++] = draw_party(g);
    }
}

static int64_t price_of(const cst__offering *it, cst_price_part part) {
    return part == CST_PRICE_FIXED      ? it->fixed_cents
           : part == CST_PRICE_PER_UNIT ? it->per_unit_cents
                                        : it->per_unit_year_cents;
}

static void draw_price(ground *g, drawn *it) {
    if (it->q.n_prices > 0 && (it->q.n_prices == MOST_PRICES || dice_chance(&g->d, 40))) {
        it->q.n_prices--;
        return;
    }
    const cst_catalog *catalog = g->t->catalog;
    const cst__offering *offering = &catalog->offerings[dice_roll(&g->d) % catalog->n_offerings];
    cst_price_part part = (cst_price_part)dice_from(&g->d, 0, CST_PRICE_PER_UNIT_YEAR);
    int64_t old = price_of(offering, part);
    const int64_t prices[] = {0, old / 2, old - 1, old, old + 1, 2 * old, old + 100000};
    int64_t cents = DICE_PICK(&g->d, prices);
    bool is_again = it->q.n_prices > 0 && it->prices[0].part == part &&
                    strcmp(it->prices[0].offering, offering->id) == 0;
    if (!is_again) {
        it->prices[it->q.n_prices++] = (cst_new_price){offering->id, part, cents < 0 ? 0 : cents};
    }
}

static void draw_limit(ground *g, drawn *it) {
    cst_criterion c = (cst_criterion)dice_from(&g->d, 0, CST_N_CRITERIA - 1);
    bool ignored = g->t->opportunity->content_mode == CST_MODE_IGNORE;
    it->q.has_limit[c] = !(it->q.has_limit[c] && dice_chance(&g->d, 30)) &&
                         !(ignored && c == CST_CRITERION_US_CONTENT);
    it->q.limit[c] = draw_value(g, c);
}

static int64_t draw_change(ground *g, cst_criterion c) {
    return dice_chance(&g->d, 30) ? CST_NO_LIMIT : draw_value(g, c);
}

static void draw_aim(ground *g, drawn *it) {
    bool ignored = g->t->opportunity->content_mode == CST_MODE_IGNORE;
    it->q.any = dice_chance(&g->d, 10);
    it->q.any_cost = dice_chance(&g->d, 30);
    it->q.aim = (cst_criterion)dice_from(&g->d, 0, CST_N_CRITERIA - 1);
    if (dice_chance(&g->d, 50) || (ignored && it->q.aim == CST_CRITERION_US_CONTENT)) {
        it->q.aim = CST_CRITERION_COST;
    }
}

static void change(ground *g, drawn *it) {
    cst_session_question *q = &it->q;
    switch (dice_from(&g->d, 0, 11)) {
        case 0:
        case 1:
            draw_aim(g, it);
            break;
        case 2:
        case 3:
            draw_limit(g, it);
            break;
        case 4:
            draw_parties(g, it->with, &q->n_with);
            break;
        case 5:
        case 6:
            draw_parties(g, it->without, &q->n_without);
            break;
        case 7:
            q->new_budget = !(q->new_budget && dice_chance(&g->d, 30));
            q->budget_cents = draw_change(g, CST_CRITERION_COST);
            break;
        case 8:
            q->new_deadline = !(q->new_deadline && dice_chance(&g->d, 30));
            q->deadline_weeks = draw_change(g, CST_CRITERION_DELIVERY);
            break;
        case 9:
            q->new_max_members = !(q->new_max_members && dice_chance(&g->d, 30));
            q->max_members = draw_change(g, CST_CRITERION_MEMBERS);
            break;
        default:
            draw_price(g, it);
    }
}

static void draw_questions(ground *g, drawn *list) {
    for (int i = 0; i < N_QUESTIONS; i++) {
        list[i] = i == 0 || dice_chance(&g->d, 30) ? (drawn){0} : list[dice_from(&g->d, 0, i - 1)];
        for (int n = dice_from(&g->d, i == 0 ? 0 : 1, 2); n > 0; n--) {
            change(g, &list[i]);
        }
        point(&list[i]);
    }
}

/* ---------------------------------------------------------------- the same in the files */

static void add_to(json_t *object, const char *key, const char *const *ids, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!json_is_array(json_object_get(object, key))) {
            tree_put(object, key, json_array());
        }
        json_array_append_new(json_object_get(object, key), json_string(ids[i]));
    }
}

/* A new limit, or none. */
static void put_change(json_t *object, const char *key, bool is_new, int64_t value,
                       int64_t per_one) {
    if (is_new && value == CST_NO_LIMIT) {
        json_object_del(object, key);
    } else if (is_new) {
        tree_put(object, key, tree_decimal(value, per_one));
    }
}

static void put_price(json_t *catalog, const cst_new_price *price) {
    static const char *const keys[] = {"fixed", "per_unit", "per_unit_year"};
    size_t i;
    json_t *offering;
    json_array_foreach(json_object_get(catalog, "offerings"), i, offering) {
        if (strcmp(json_string_value(json_object_get(offering, "id")), price->offering) == 0) {
            json_t *object = json_object_get(offering, "price");
            tree_put_money(object, keys[price->part], price->cents);
            if (price->part == CST_PRICE_PER_UNIT) {
                json_object_del(object, "tiers");
            }
        }
    }
}

static instance changed_files(const instance *it, const cst_session_question *q) {
    instance files = instance_copy(it);
    json_t *consortium = json_object_get(files.opportunity, "consortium");
    if (!json_is_object(consortium)) {
        tree_put(files.opportunity, "consortium", json_object());
        consortium = json_object_get(files.opportunity, "consortium");
    }
    put_change(files.opportunity, "budget", q->new_budget, q->budget_cents, 100);
    put_change(files.opportunity, "deadline_weeks", q->new_deadline, q->deadline_weeks, 1);
    put_change(consortium, "max_members", q->new_max_members, q->max_members, 1);
    add_to(consortium, "include", q->with, q->n_with);
    add_to(consortium, "exclude", q->without, q->n_without);
    for (size_t i = 0; i < q->n_prices; i++) {
        put_price(files.catalog, &q->prices[i]);
    }
    return files;
}

/* What trying everything says. */
typedef struct expected {
    tender t;
    oracle *o;                 /* NULL: fewer members than the tender asks for are allowed */
    const oracle_choice *best; /* NULL: there is none */
    bool is_refused;           /* the changed files have faults */
} expected;

static int64_t loss_of(const oracle_choice *choice, cst_criterion c) {
    return c == CST_CRITERION_US_CONTENT ? -choice->criteria[c] : choice->criteria[c];
}

static bool keeps(const oracle_choice *choice, const cst_session_question *q) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        bool content = c == CST_CRITERION_US_CONTENT;
        if (q->has_limit[c] &&
            (content ? choice->criteria[c] < q->limit[c] : choice->criteria[c] > q->limit[c])) {
            return false;
        }
    }
    return true;
}

static expected expect_of(const instance *it, const cst_session_question *q, int64_t min_members) {
    expected e = {0};
    if (q->new_max_members && q->max_members < min_members) {
        return e;
    }
    instance files = changed_files(it, q);
    e.is_refused = !tender_read(&files, &e.t, NULL);
    instance_clear(&files);
    if (e.is_refused) {
        tender_clear(&e.t);
        return e;
    }
    e.o = oracle_new(e.t.opportunity, MOST_CHOICES);
    assert_non_null(e.o);
    for (size_t i = 0; i < e.o->n_feasible; i++) {
        const oracle_choice *choice = &e.o->feasible[i];
        if (!keeps(choice, q)) {
            continue;
        }
        int64_t better = e.best == NULL ? -1 : loss_of(choice, q->aim) - loss_of(e.best, q->aim);
        int64_t cheaper = e.best == NULL ? -1
                                         : choice->criteria[CST_CRITERION_COST] -
                                               e.best->criteria[CST_CRITERION_COST];
        if (better < 0 || (better == 0 && cheaper < 0)) {
            e.best = choice;
        }
    }
    return e;
}

static void expected_clear(expected *e) {
    oracle_free(e->o);
    if (e->o != NULL) {
        tender_clear(&e->t);
    }
}

/* ---------------------------------------------------------------- beside each other */

static void compare_best(report *r, const expected *e, const cst_session_question *q,
                         const cst_session_answer *a) {
    oracle_choice choice = {0};
    compare_package(r, e->o, &a->package, &choice);
    if (!keeps(&choice, q)) {
        differ(r, "the package does not keep to the limits");
    }
    if (!q->any) {
        expect(r, "answer", "the best value", choice.criteria[q->aim], e->best->criteria[q->aim]);
    }
    if (!q->any && (!q->any_cost || q->aim == CST_CRITERION_COST)) {
        int64_t cost = e->best->criteria[CST_CRITERION_COST];
        expect(r, "answer", "the cost", choice.criteria[CST_CRITERION_COST], cost);
        expect(r, "answer", "the bound on cost", a->package.bound_cents, cost);
        expect(r, "answer", "the proof", a->package.proof, CST_PROOF_OPTIMAL);
    }
    if (a->package.bound_cents > choice.criteria[CST_CRITERION_COST]) {
        differ(r, "a bound of %lld is above the cost", (long long)a->package.bound_cents);
    }
}

static void compare_answer(report *r, const expected *e, const cst_session_question *q,
                           const cst_session_answer *a) {
    bool fits = e->best != NULL;
    expect(r, "answer", "the status", a->status, fits ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE);
    expect(r, "answer", "whether found", a->found, fits);
    if (!fits || !a->found) {
        return;
    }
    if (q->any) {
        bool content = q->aim == CST_CRITERION_US_CONTENT;
        int64_t best = e->best->criteria[q->aim];
        if (content ? a->bound < best : a->bound > best) {
            differ(r, "the bound %lld cuts off %lld", (long long)a->bound, (long long)best);
        }
    } else {
        expect(r, "answer", "the bound", a->bound, e->best->criteria[q->aim]);
        expect(r, "answer", "whether the value is proven", a->value_proven, true);
    }
    compare_best(r, e, q, a);
}

static cst_session *begin(const tender *t, int threads) {
    cst_settings settings = cst_settings_default();
    cst_session *session = NULL;
    settings.gap = 0;
    settings.threads = threads;
    assert_int_equal(cst_session_new(t->rules, t->catalog, t->opportunity, &settings, &session),
                     CST_E_OK);
    return session;
}

static cst_session_answer *ask(cst_session *session, const cst_session_question *q) {
    cst_session_answer *answer = NULL;
    assert_int_equal(cst_session_ask(session, q, &answer), CST_E_OK);
    return answer;
}

/* What was seen over all seeds. */
static struct tally {
    long asked, fits, known, known_none, known_repriced, repriced_none, refused, stopped;
} tally;

static void expect_refused(report *r, cst_session *session, const cst_session_question *q) {
    cst_session_answer *answer = NULL;
    expect(r, "question", "the error", cst_session_ask(session, q, &answer), CST_E_SETTING);
    cst_session_answer_free(answer);
    tally.refused++;
}

static void count_answer(const cst_session_question *q, const cst_session_answer *a) {
    tally.asked++;
    tally.fits += a->found;
    tally.known += a->found && !a->searched;
    tally.known_none += !a->found && !a->searched;
    tally.known_repriced += a->found && !a->searched && q->n_prices > 0;
    tally.repriced_none += !a->found && !a->searched && q->n_prices > 0;
}

static void compare_new_session(report *r, const tender *t, const expected *e,
                                const cst_session_question *q) {
    cst_session *session = begin(t, 1);
    cst_session_answer *answer = ask(session, q);
    compare_answer(r, e, q, answer);
    cst_session_answer_free(answer);
    cst_session_free(session);
}

/* ---------------------------------------------------------------- stopped */

/* What is said in spite of a stop holds. */
static void compare_stopped(report *r, const expected *e, const cst_session_question *q,
                            const cst_session_answer *a) {
    if (a->status != CST_STATUS_LIMIT) {
        compare_answer(r, e, q, a);
        return;
    }
    tally.stopped++;
    if (e->best == NULL) {
        expect(r, "stopped", "whether found", a->found, false);
        return;
    }
    bool content = q->aim == CST_CRITERION_US_CONTENT;
    int64_t best = e->best->criteria[q->aim];
    if (content ? a->bound < best : a->bound > best) {
        differ(r, "stopped: the bound %lld cuts off %lld", (long long)a->bound, (long long)best);
    }
    if (a->found) {
        oracle_choice choice = {0};
        compare_package(r, e->o, &a->package, &choice);
        expect(r, "stopped", "whether limits are kept", keeps(&choice, q), true);
    }
}

/* Without any time, and with a stop that is lifted after half of the questions. */
static void compare_limits(report *r, const tender *t, const drawn *list, const expected *es,
                           double time_limit_s) {
    volatile int stop = 0;
    cst_settings settings = cst_settings_default();
    cst_session *session = NULL;
    settings.gap = 0;
    settings.threads = 1;
    settings.stop = &stop;
    settings.time_limit_s = time_limit_s;
    assert_int_equal(cst_session_new(t->rules, t->catalog, t->opportunity, &settings, &session),
                     CST_E_OK);
    for (int i = 0; i < N_QUESTIONS && agrees(r); i++) {
        stop = time_limit_s == 0 && i < N_QUESTIONS / 2;
        bool is_limited = stop || time_limit_s > 0;
        cst_session_answer *answer = ask(session, &list[i].q);
        (is_limited ? compare_stopped : compare_answer)(r, &es[i], &list[i].q, answer);
        cst_session_answer_free(answer);
    }
    cst_session_free(session);
}

/* ---------------------------------------------------------------- all at once */

/* New text of an answer, with all its figures. */
static char *text_of(const cst_session_answer *a) {
    cst_package package = a->package;
    cst_result result = {.verb = "match",
                         .opportunity = "",
                         .title = "",
                         .rules = "",
                         .assumptions = "",
                         .currency = "",
                         .packages = &package,
                         .n_packages = a->found ? 1 : 0};
    char *json = NULL;
    size_t size = 0;
    assert_int_equal(cst_result_to_json(&result, &json, &size), CST_E_OK);
    size_t room = size + 200;
    char *text = malloc(room);
    assert_non_null(text);
    snprintf(text, room, "%d %d %d %lld %d %ld %s", a->status, a->found, a->value_proven,
             (long long)a->bound, a->searched, a->nodes, json);
    free(json);
    return text;
}

static void ask_all(const tender *t, int threads, const drawn *list, cst_session_answer **answers) {
    cst_session_question questions[N_QUESTIONS];
    cst_session *session = begin(t, threads);
    for (int i = 0; i < N_QUESTIONS; i++) {
        questions[i] = list[i].q;
    }
    assert_int_equal(cst_session_ask_all(session, questions, N_QUESTIONS, answers), CST_E_OK);
    cst_session_free(session);
}

static void compare_threads(report *r, const tender *t, const drawn *list, const expected *es) {
    cst_session_answer *one[N_QUESTIONS];
    cst_session_answer *two[N_QUESTIONS];
    ask_all(t, 1, list, one);
    ask_all(t, 2, list, two);
    for (int i = 0; i < N_QUESTIONS; i++) {
        char *a = text_of(one[i]);
        char *b = text_of(two[i]);
        if (strcmp(a, b) != 0) {
            differ(r, "question %d has another answer on two threads", i);
        }
        compare_answer(r, &es[i], &list[i].q, one[i]);
        free(a);
        free(b);
        cst_session_answer_free(one[i]);
        cst_session_answer_free(two[i]);
    }
}

/* ---------------------------------------------------------------- one seed */

static void compare_session(report *r, const instance *it, const tender *t, uint64_t seed,
                            bool counts) {
    drawn list[N_QUESTIONS];
    expected es[N_QUESTIONS];
    oracle *o = oracle_new(t->opportunity, MOST_CHOICES);
    bool is_wanted = o != NULL && (o->n_feasible > 0 || seed % 4 == 0);
    if (!is_wanted) {
        oracle_free(o);
        return;
    }
    ground g = {t, o, dice_new(seed * 31 + 7)};
    draw_questions(&g, list);
    cst_session *session = begin(t, 1);
    for (int i = 0; i < N_QUESTIONS; i++) {
        char place[sizeof r->text];
        es[i] = expect_of(it, &list[i].q, t->opportunity->min_members);
        if (es[i].is_refused) {
            expect_refused(r, session, &list[i].q);
            list[i] = (drawn){0};
            es[i] = expect_of(it, &list[i].q, t->opportunity->min_members);
        }
        cst_session_answer *answer = ask(session, &list[i].q);
        compare_answer(r, &es[i], &list[i].q, answer);
        if (counts) {
            count_answer(&list[i].q, answer);
        }
        cst_session_answer_free(answer);
        if (agrees(r) && i % 4 == 0) {
            compare_new_session(r, t, &es[i], &list[i].q);
        }
        if (!agrees(r) && strncmp(r->text, "question", 8) != 0) {
            snprintf(place, sizeof place, "question %d: %.500s", i, r->text);
            memcpy(r->text, place, sizeof place);
        }
    }
    cst_session_free(session);
    if (agrees(r)) {
        compare_threads(r, t, list, es);
    }
    if (agrees(r) && seed % 2 == 0) {
        compare_limits(r, t, list, es, seed % 4 == 0 ? 1e-9 : 0);
    }
    for (int i = 0; i < N_QUESTIONS; i++) {
        expected_clear(&es[i]);
    }
    oracle_free(o);
}

static void try_seed(uint64_t seed) {
    static const seed_check check = {"consort-session", "CST_SESSION", compare_session};
    instance it = instance_new(seed);
    seeds_try(&check, seed, &it);
}

/* The seeds are worth something only if much of all kinds is known without a search. */
static void test_tally(void **state) {
    (void)state;
    print_message(
        "%ld questions: %ld fit, %ld of them known; %ld known to have no package; with "
        "new prices %ld and %ld; %ld stopped\n",
        tally.asked, tally.fits, tally.known, tally.known_none, tally.known_repriced,
        tally.repriced_none, tally.stopped);
    if (tally.asked < 2000) {
        return;
    }
    assert_in_range(100 * tally.fits / tally.asked, 20, 70);
    assert_true(5 * tally.known > tally.fits);
    assert_true(20 * tally.known_none > tally.asked);
    assert_true(100 * tally.known_repriced > tally.asked);
    assert_true(100 * tally.repriced_none > tally.asked);
    assert_true(tally.stopped > 0);
}

int main(void) {
    static const seeded all = {.group = "session",
                               .first_variable = "CST_SESSION_FIRST",
                               .seeds_variable = "CST_SESSION_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "much is known without a search",
                               .after = test_tally};
    return seeds_run(&all);
}
