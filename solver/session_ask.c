/*
 * session_ask.c - the public session: questions checked, held against what is proven, searched
 * where that is not enough, and their packages verified.
 *
 * A question goes through all of it on one thread of the pool. What it teaches is kept apart until
 * its group is done, and then taken over in the order of the questions, so that no answer depends
 * on which thread was first.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/pool.h"
#include "solver/result.h"
#include "solver/session_parts.h"

enum {
    GROUP = 16,      /* questions that know nothing of each other */
    MOST_KNOWN = 256 /* packages that are kept: each is judged under every question */
};

struct cst_session {
    const cst_opportunity *opportunity; /* borrowed */
    cst_settings settings;              /* without a limit on time: that is of each question */
    double time_limit_s;                /* of a question; 0: none */
    cst__wide largest_cents;
    cst__session related;
    cst__proofs proofs;
};

/* ---------------------------------------------------------------- begin and end */

cst_error cst_session_new(const cst_rules *rules, const cst_catalog *catalog,
                          const cst_opportunity *opportunity, const cst_settings *settings,
                          cst_session **session) {
    *session = NULL;
    cst_settings used = settings == NULL ? cst_settings_default() : *settings;
    const char *field = NULL;
    if (cst_settings_check(&used, &field) != CST_E_OK ||
        !cst__belong_together(rules, catalog, opportunity)) {
        return CST_E_SETTING;
    }
    cst_session *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return CST_E_MEMORY;
    }
    s->opportunity = opportunity;
    s->proofs.opportunity = opportunity;
    s->time_limit_s = used.time_limit_s;
    s->settings = used;
    s->settings.time_limit_s = 0;
    s->largest_cents = cst__largest_total(opportunity);
    cst_error error = cst__session_begin(&s->related, opportunity, &s->settings);
    s->related.most_known = MOST_KNOWN;
    s->related.task = "question";
    if (error != CST_E_OK) {
        cst_session_free(s);
        return error;
    }
    *session = s;
    return CST_E_OK;
}

void cst_session_free(cst_session *s) {
    if (s != NULL) {
        cst__session_end(&s->related);
        cst__proofs_end(&s->proofs);
        free(s);
    }
}

void cst_session_answer_free(cst_session_answer *answer) {
    if (answer != NULL) {
        cst__arena_free(answer->arena);
    }
}

static cst_session_answer *new_answer(void) {
    cst__arena *arena = cst__arena_new();
    cst_session_answer *answer = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *answer);
    if (answer == NULL) {
        cst__arena_free(arena);
        return NULL;
    }
    answer->arena = arena;
    return answer;
}

/* ---------------------------------------------------------------- one question */

typedef struct asked {
    const cst_session_question *question;
    cst__scope *scope;
    cst__implied implied;
    cst_opportunity *tender;
    cst__inquiry inquiry;
    bool value_proven;
    cst__proven learned[2]; /* from the search for the best value, and for the cheapest with it */
    size_t n_learned;
    cst_session_answer *answer;
} asked;

static void end_asked(asked *a) {
    for (size_t i = 0; i < a->n_learned; i++) {
        free(a->learned[i].scope);
    }
    cst__inquiry_clear(&a->inquiry);
    cst_opportunity_free(a->tender);
    free(a->scope);
    cst_session_answer_free(a->answer);
    *a = (asked){0};
}

/* The scope of the question, or of the packages that reach a value on its aim beside that. */
static cst_error scope_at(const cst_session *s, const asked *a, int64_t aim_loss,
                          cst__scope **scope) {
    cst_error error = cst__scope_new(s->opportunity, a->question, s->largest_cents, scope);
    if (error == CST_E_OK && aim_loss != CST__NO_LIMIT) {
        (*scope)->limit[a->question->aim] = aim_loss;
    }
    return error;
}

/* Keeps what a search has proven for later questions, where it is more than was known. */
static cst_error note(const cst_session *s, asked *a, int64_t aim_loss, cst_criterion criterion,
                      int64_t least_loss) {
    if (!a->inquiry.searched || least_loss <= a->implied.least_loss[criterion]) {
        return CST_E_OK;
    }
    cst__scope *scope = NULL;
    cst_error error = scope_at(s, a, aim_loss, &scope);
    if (error == CST_E_OK) {
        a->learned[a->n_learned++] = (cst__proven){scope, criterion, least_loss};
    }
    return error;
}

static cst_error note_first(const cst_session *s, asked *a) {
    const cst__inquiry *q = &a->inquiry;
    if (q->status == CST_STATUS_INFEASIBLE) {
        return note(s, a, CST__NO_LIMIT, q->aim, CST__NO_LIMIT);
    }
    if (q->first) {
        return CST_E_OK;
    }
    if (q->aim == CST_CRITERION_COST) {
        return note(s, a, CST__NO_LIMIT, q->aim, q->best.bound_cents);
    }
    int64_t loss = cst__criteria_loss(&q->best.criteria, q->aim);
    return q->best.value_proven ? note(s, a, CST__NO_LIMIT, q->aim, loss) : CST_E_OK;
}

/* Begins with what is known, and looks for the best on the aim. */
static cst_error find_best(cst_session *s, asked *a) {
    const cst_session_question *question = a->question;
    cst__inquiry *q = &a->inquiry;
    *q = cst__inquiry_on(&s->related, a->tender);
    q->side = cst__question_side(question);
    q->aim = question->aim;
    q->first = question->any;
    q->any_tie = true;
    q->floor_cents = a->implied.least_loss[CST_CRITERION_COST];
    q->least_loss = a->implied.least_loss[q->aim];
    q->deadline_s = s->time_limit_s > 0 ? cst__clock() + s->time_limit_s : HUGE_VAL;
    cst_error error = cst__session_answer(&s->related, q);
    if (error != CST_E_OK) {
        return error;
    }
    bool on_cost = q->aim == CST_CRITERION_COST;
    a->value_proven = on_cost ? q->best.found && q->best.cost_proven : q->best.value_proven;
    if (q->first || !on_cost) { /* nothing was asked about cost */
        q->best.bound_cents = q->floor_cents;
    }
    return note_first(s, a);
}

/* Of the packages that are best on the aim the cheapest. */
static cst_error find_cheapest_of_best(cst_session *s, asked *a) {
    cst__inquiry *q = &a->inquiry;
    cst__scope *scope = NULL;
    int64_t loss = cst__criteria_loss(&q->best.criteria, q->aim);
    cst_error error = scope_at(s, a, loss, &scope);
    if (error != CST_E_OK) {
        return error;
    }
    a->implied = cst__proofs_imply(&s->proofs, scope);
    free(scope);
    q->side.limit[q->aim] = cst_criteria_get(&q->best.criteria, q->aim);
    q->aim = CST_CRITERION_COST;
    q->floor_cents = a->implied.least_loss[CST_CRITERION_COST];
    error = cst__session_answer(&s->related, q);
    if (error == CST_E_OK && !q->best.found) {
        error = CST_E_INTERNAL; /* the best itself is one */
    }
    return error == CST_E_OK ? note(s, a, loss, CST_CRITERION_COST, q->best.bound_cents) : error;
}

/* ---------------------------------------------------------------- its answer */

/* The verifier has recounted the criteria; that the limits are kept is for the last to see. */
static bool keeps_limits(const cst_package *package, const cst_session_question *q) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        int64_t loss = cst__criteria_loss(&package->criteria, (cst_criterion)c);
        if (q->has_limit[c] && loss > cst__loss((cst_criterion)c, q->limit[c])) {
            return false;
        }
    }
    return true;
}

static int64_t bound_on_aim(const asked *a, int64_t least_loss) {
    const cst_session_question *question = a->question;
    const cst__best *best = &a->inquiry.best;
    int64_t loss = least_loss;
    if (question->aim == CST_CRITERION_COST) {
        loss = best->bound_cents;
    } else if (a->value_proven) {
        loss = cst__criteria_loss(&best->criteria, question->aim);
    }
    return cst__loss(question->aim, loss);
}

static cst_error fill_answer(asked *a, int64_t least_loss) {
    const cst__inquiry *q = &a->inquiry;
    cst_session_answer *answer = a->answer;
    answer->status = q->status;
    answer->found = q->best.found;
    answer->searched = q->searched;
    answer->nodes = q->nodes;
    if (q->status == CST_STATUS_INFEASIBLE) {
        return CST_E_OK;
    }
    answer->bound = bound_on_aim(a, least_loss);
    answer->value_proven = a->value_proven;
    if (!answer->found) {
        return CST_E_OK;
    }
    cst_error error = cst__inquiry_package(q, answer->arena, &answer->package);
    if (error == CST_E_OK && !keeps_limits(&answer->package, a->question)) {
        error = CST_E_INTERNAL;
    }
    return error;
}

static cst_error search_answer(cst_session *s, asked *a) {
    int64_t least_loss = a->implied.least_loss[a->question->aim];
    a->tender = cst__scope_tender(a->scope, s->opportunity, a->question);
    if (a->tender == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = find_best(s, a);
    bool is_done = a->question->any || a->question->any_cost ||
                   a->question->aim == CST_CRITERION_COST || a->inquiry.status != CST_STATUS_SOLVED;
    if (error == CST_E_OK && !is_done) {
        error = find_cheapest_of_best(s, a);
    }
    return error == CST_E_OK ? fill_answer(a, least_loss) : error;
}

static cst_error answer_one(cst_session *s, asked *a) {
    a->answer = new_answer();
    if (a->answer == NULL) {
        return CST_E_MEMORY;
    }
    a->implied = cst__proofs_imply(&s->proofs, a->scope);
    if (a->implied.nothing) {
        a->answer->status = CST_STATUS_INFEASIBLE;
        return CST_E_OK;
    }
    cst_error error = search_answer(s, a);
    cst_opportunity_free(a->tender); /* with a catalog of its own it is large */
    a->tender = NULL;
    return error;
}

/* ---------------------------------------------------------------- many questions */

typedef struct group {
    cst_session *session;
    asked *asked;
} group;

static cst_error run_question(void *context, size_t task) {
    group *g = context;
    return answer_one(g->session, &g->asked[task]);
}

/* Takes over what a question has taught. */
static cst_error learn(cst_session *s, asked *a) {
    cst_error error = cst__session_take_over(&s->related, &a->inquiry);
    size_t n = error == CST_E_OK ? a->n_learned : 0;
    for (size_t i = 0; i < n; i++) {
        cst_error added = cst__proofs_add(&s->proofs, a->learned[i]);
        a->learned[i].scope = NULL;
        error = error == CST_E_OK ? added : error;
    }
    return error;
}

static cst_error answer_group(cst_session *s, asked *list, size_t n) {
    group g = {s, list};
    cst_error error = cst__pool_run((size_t)s->settings.threads, n, run_question, &g);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = learn(s, &list[i]);
    }
    return error;
}

static cst_error check_all(const cst_session *s, const cst_session_question *questions, size_t n,
                           asked *list) {
    cst_error error = questions == NULL && n > 0 ? CST_E_SETTING : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        list[i].question = &questions[i];
        error = cst__scope_new(s->opportunity, &questions[i], s->largest_cents, &list[i].scope);
    }
    return error;
}

/* Those before `done` need no more than their answer. */
static cst_error answer_all(cst_session *s, asked *list, size_t n, cst_session_answer **answers) {
    cst_error error = CST_E_OK;
    for (size_t done = 0; error == CST_E_OK && done < n; done += GROUP) {
        size_t size = n - done < GROUP ? n - done : GROUP;
        error = answer_group(s, &list[done], size);
        for (size_t i = done; error == CST_E_OK && i < done + size; i++) {
            answers[i] = list[i].answer;
            list[i].answer = NULL;
            end_asked(&list[i]);
        }
    }
    return error;
}

cst_error cst_session_ask_all(cst_session *s, const cst_session_question *questions, size_t n,
                              cst_session_answer **answers) {
    for (size_t i = 0; i < n; i++) {
        answers[i] = NULL;
    }
    asked *list = calloc(n + 1, sizeof *list);
    if (list == NULL) {
        return CST_E_MEMORY;
    }
    s->related.teller.began_s = cst__clock();
    s->related.n_packages = 0;
    cst_error error = check_all(s, questions, n, list);
    if (error == CST_E_OK) {
        error = answer_all(s, list, n, answers);
    }
    for (size_t i = 0; i < n; i++) {
        end_asked(&list[i]);
        if (error != CST_E_OK) {
            cst_session_answer_free(answers[i]);
            answers[i] = NULL;
        }
    }
    free(list);
    return error;
}

cst_error cst_session_ask(cst_session *session, const cst_session_question *question,
                          cst_session_answer **answer) {
    return cst_session_ask_all(session, question, 1, answer);
}
