/*
 * verify_figures.c - what a package says of itself against what follows from its lines.
 *
 * The recount of verify_recount.c gives each list and figure anew; here they are laid beside those
 * of the package. Lists are matched by id, so that an entry too many or too few is named and the
 * others are still compared; texts that a result may leave out are compared where they stand.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/verify_parts.h"

/* A fact that an assumption fills and the package rests on. */
typedef struct ground {
    const char *subject;
    const cst__filled *filled;
} ground;

/* A package with its recount, for the functions that compare pairs. */
typedef struct beside {
    const cst_package *package;
    const cst__recount *recount;
    const cst__question *questions; /* expected ones, by offering, then row */
    const ground *grounds;          /* expected ones, by subject, then fact */
} beside;

/* ---------------------------------------------------------------- members */

static void pair_member(cst__verifier *v, const void *context, size_t expected, size_t found) {
    const beside *b = context;
    const cst__mate *mate = &b->recount->mates[expected];
    const cst_member *member = &b->package->members[found];
    const cst__firm *firm = &v->catalog->firms[mate->firm];
    char country[3];
    cst__country_text(firm->incorporated, country);
    cst__expect_stated(v, CST__AT("members", firm->id, "name"), firm->name, member->name);
    cst__expect_stated(v, CST__AT("members", firm->id, "incorporated"), country,
                       member->incorporated);
    cst__expect_money(v, CST__AT("members", firm->id, "value"), mate->value_cents,
                      member->value_cents);
    int64_t gross = b->recount->gross_cents;
    cst__expect_share(v, CST__AT("members", firm->id, "share"),
                      gross == 0 ? 0 : cst__mul_div_ceil(mate->value_cents, CST__BP, gross),
                      member->share_bp);
}

static void check_members(cst__verifier *v, const beside *b) {
    cst__lists lists = {.name = "members", .pair = pair_member, .context = b};
    if (!cst__lists_room(v, &lists, b->recount->n_mates, b->package->n_members)) {
        return;
    }
    for (size_t i = 0; i < b->recount->n_mates; i++) {
        cst__lists_expect(&lists, v->catalog->firms[b->recount->mates[i].firm].id, "", i);
    }
    for (size_t i = 0; i < b->package->n_members; i++) {
        cst__lists_find(&lists, b->package->members[i].firm, "");
    }
    cst__lists_match(v, &lists);
}

/* ---------------------------------------------------------------- bundles and sums */

static void check_bundles(cst__verifier *v, const beside *b) {
    cst__lists lists = {.name = "bundles"};
    if (!cst__lists_room(v, &lists, b->recount->n_bundles, b->package->n_bundles)) {
        return;
    }
    for (size_t i = 0; i < b->recount->n_bundles; i++) {
        cst__lists_expect(&lists, v->catalog->bundles[b->recount->bundles[i]].id, "", i);
    }
    for (size_t i = 0; i < b->package->n_bundles; i++) {
        cst__lists_find(&lists, b->package->bundles[i], "");
    }
    cst__lists_match(v, &lists);
}

static void check_sums(cst__verifier *v, const beside *b) {
    cst__expect_money(v, CST__AT("gross"), b->recount->gross_cents, b->package->gross_cents);
    cst__expect_money(v, CST__AT("discount"), b->recount->discount_cents,
                      b->package->discount_cents);
}

/* ---------------------------------------------------------------- criteria */

static void check_criterion(cst__verifier *v, const beside *b, cst_criterion c) {
    const cst__where *where = CST__AT("criteria", cst_criterion_id(c));
    cst__wide expected = b->recount->criterion[c];
    int64_t found = cst_criteria_get(&b->package->criteria, c);
    bool share = c == CST_CRITERION_US_CONTENT || c == CST_CRITERION_MISFIT ||
                 c == CST_CRITERION_LARGEST_SHARE;
    if (c == CST_CRITERION_US_CONTENT && (expected < 0) != (found < 0)) {
        cst__wrong(
            v, where,
            found < 0 ? "expected, but not stated" : "stated, but the content rule is ignored");
    } else if (c == CST_CRITERION_COST) {
        cst__expect_money(v, where, expected, found);
    } else if (share) {
        cst__expect_share(v, where, expected, found);
    } else {
        cst__expect_count(v, where, expected, found);
    }
}

static void check_criteria(cst__verifier *v, const beside *b) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        check_criterion(v, b, (cst_criterion)c);
    }
}

/* ---------------------------------------------------------------- content */

/* Of nothing the share is 1. */
static cst__wide share_of(cst__wide us, const cst__content_sums *sums) {
    return sums->value_cents == 0 ? CST__BP : us / sums->value_cents;
}

static void check_shares(cst__verifier *v, const cst_content *content,
                         const cst__content_sums *sums) {
    for (int m = 0; m < CST_N_METHODS; m++) {
        const char *id = cst_method_id((cst_method)m);
        bool main_one = m == (int)v->rules->content_method;
        cst__expect_share(
            v, main_one ? CST__AT("content", "share") : CST__AT("content", "by_method", id),
            share_of(sums->us[m], sums), content->share_bp[m]);
    }
    cst__expect_share(v, CST__AT("content", "worst_case"), share_of(sums->worst, sums),
                      content->worst_case_bp);
}

/* The curve of the worst case, which a result may leave out. */
static void check_guaranteed(cst__verifier *v, const cst_content *content,
                             const cst__content_sums *sums) {
    if (content->guaranteed_bp == NULL) {
        return;
    }
    cst__expect_count(v, CST__AT("content", "guaranteed"), (cst__wide)sums->n_declared + 1,
                      (int64_t)content->n_guaranteed);
    cst__wide lost = 0;
    for (size_t g = 0; g <= sums->n_declared && g < content->n_guaranteed; g++) {
        const char *falls = cst__arena_format(v->arena, "%zu", g);
        v->out_of_memory = v->out_of_memory || falls == NULL;
        lost += g == 0 ? 0 : sums->falls[g - 1];
        cst__expect_share(v, CST__AT("content", "guaranteed", falls),
                          share_of(sums->us[CST_METHOD_MADE] - lost, sums),
                          content->guaranteed_bp[g]);
    }
}

/* The frame of the worksheet, which a result may leave out as a whole (threshold -1). */
static void check_frame(cst__verifier *v, const cst_content *content,
                        const cst__content_sums *sums) {
    if (content->threshold_bp < 0) {
        return;
    }
    cst__expect_text(v, CST__AT("content", "mode"), cst_mode_id(v->opportunity->content_mode),
                     cst_mode_id(content->mode));
    cst__expect_share(v, CST__AT("content", "threshold"), v->rules->content_threshold_bp,
                      content->threshold_bp);
    cst__expect_count(v, CST__AT("content", "gamma"), v->opportunity->content_gamma,
                      content->gamma);
    cst__expect_money(v, CST__AT("content", "value"), sums->value_cents, content->value_cents);
}

static void check_content(cst__verifier *v, const beside *b) {
    const cst_content *content = &b->package->content;
    const cst__content_sums *sums = &b->recount->content;
    bool ignore = v->opportunity->content_mode == CST_MODE_IGNORE;
    if (ignore || content->mode == CST_MODE_IGNORE) {
        cst__expect_text(v, CST__AT("content", "mode"), cst_mode_id(v->opportunity->content_mode),
                         cst_mode_id(content->mode));
        return;
    }
    cst__expect_text(v, CST__AT("content", "method"), cst_method_id(v->rules->content_method),
                     cst_method_id(content->method));
    check_shares(v, content, sums);
    check_guaranteed(v, content, sums);
    check_frame(v, content, sums);
    cst__wide missing = sums->value_cents * v->rules->content_threshold_bp - sums->guaranteed;
    cst__expect_text(v, CST__AT("content", "met"), missing <= 0 ? "true" : "false",
                     content->met ? "true" : "false");
    cst__expect_money(v, CST__AT("content", "shortfall"),
                      missing <= 0 ? 0 : (missing + CST__BP - 1) / CST__BP,
                      content->shortfall_cents);
}

/* ---------------------------------------------------------------- ledger */

static void pair_ledger(cst__verifier *v, const void *context, size_t r, size_t found) {
    const beside *b = context;
    const cst_ledger_row *row = &b->package->ledger[found];
    const cst__resource *resource = &v->catalog->resources[r];
    cst__wide demand = v->opportunity->demand_milli[r];
    cst__wide site = v->opportunity->site_milli[r];
    cst__wide provided = b->recount->provided[r];
    cst__wide consumed = b->recount->consumed[r];
    cst__wide slack = site + provided - consumed - demand;
    const char *id = resource->id;
    cst__expect_stated(v, CST__AT("ledger", id, "unit"), resource->unit, row->unit);
    cst__expect_amount(v, CST__AT("ledger", id, "demand"), demand, row->demand_milli);
    cst__expect_amount(v, CST__AT("ledger", id, "site"), site, row->site_milli);
    cst__expect_amount(v, CST__AT("ledger", id, "provided"), provided, row->provided_milli);
    cst__expect_amount(v, CST__AT("ledger", id, "consumed"), consumed, row->consumed_milli);
    cst__expect_amount(v, CST__AT("ledger", id, "slack"), slack, row->slack_milli);
}

static void check_ledger(cst__verifier *v, const beside *b) {
    cst__lists lists = {.name = "ledger", .pair = pair_ledger, .context = b};
    if (!cst__lists_room(v, &lists, v->catalog->n_resources, b->package->n_ledger)) {
        return;
    }
    for (size_t i = 0; i < v->catalog->n_resources; i++) {
        cst__lists_expect(&lists, v->catalog->resources[i].id, "", i);
    }
    for (size_t i = 0; i < b->package->n_ledger; i++) {
        cst__lists_find(&lists, b->package->ledger[i].resource, "");
    }
    cst__lists_match(v, &lists);
}

/* ---------------------------------------------------------------- licences */

static void pair_licence(cst__verifier *v, const void *context, size_t offering, size_t found) {
    const beside *b = context;
    const cst_licence *licence = &b->package->licences[found];
    const cst__export_row *row = &v->rules->exports[v->screening->licence_row[offering]];
    const char *id = v->catalog->offerings[offering].id;
    cst__expect_text(v, CST__AT("licences", id, "row"), row->id, licence->row);
    cst__expect_text(v, CST__AT("licences", id, "posture"), row->posture, licence->posture);
    cst__expect_count(v, CST__AT("licences", id, "weeks"), row->weeks, licence->weeks);
    cst__expect_stated(v, CST__AT("licences", id, "source"), row->source, licence->source);
}

static void check_licences(cst__verifier *v, const beside *b) {
    cst__lists lists = {.name = "licences", .pair = pair_licence, .context = b};
    if (!cst__lists_room(v, &lists, b->recount->n_picks, b->package->n_licences)) {
        return;
    }
    for (size_t i = 0; i < b->recount->n_picks; i++) {
        size_t offering = b->recount->picks[i].offering;
        if (v->screening->licence_row[offering] != CST__NONE) {
            cst__lists_expect(&lists, v->catalog->offerings[offering].id, "", offering);
        }
    }
    for (size_t i = 0; i < b->package->n_licences; i++) {
        cst__lists_find(&lists, b->package->licences[i].offering, "");
    }
    cst__lists_match(v, &lists);
}

/* ---------------------------------------------------------------- open questions */

static int compare_questions(const void *a, const void *b) {
    const cst__question *x = a;
    const cst__question *y = b;
    if (x->offering != y->offering) {
        return x->offering < y->offering ? -1 : 1;
    }
    return strcmp(x->row, y->row);
}

/* An unknown share counts as 0 and is asked about; so does, where shares may fall, an unknown
 * share after the fall. */
static size_t ask_content(const cst__verifier *v, size_t offering, cst__question *questions) {
    const cst__offering *o = &v->catalog->offerings[offering];
    const char *source = v->rules->content_source;
    size_t n = 0;
    if (v->opportunity->content_mode == CST_MODE_IGNORE || !v->rules->slots[o->slot].content) {
        return 0;
    }
    if (o->us_bp[v->rules->content_method] == CST__BP_UNKNOWN) {
        bool made = v->rules->content_method == CST_METHOD_MADE;
        const char *fact = made ? "us_content.made" : "us_content.value_added";
        questions[n++] = (cst__question){offering, fact, "content", source};
    }
    if (v->opportunity->content_gamma > 0 && o->us_bp[CST_METHOD_MADE] != CST__BP_UNKNOWN &&
        o->us_made_low_bp == CST__BP_UNKNOWN) {
        questions[n++] = (cst__question){offering, "us_content.made_low", "content.gamma", source};
    }
    return n;
}

/* The first open question of an offering in the screening, or the place where it would stand. */
static size_t first_question(const cst__screening *screening, size_t offering) {
    size_t low = 0;
    size_t high = screening->n_questions;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (screening->questions[middle].offering < offering) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t count_questions(const cst__screening *screening, size_t offering) {
    return first_question(screening, offering + 1) - first_question(screening, offering);
}

/* Every open question of the chosen offerings, by offering, then row. */
static cst__question *all_questions(cst__verifier *v, const cst__recount *recount, size_t *n) {
    const cst__screening *s = v->screening;
    size_t room = 2 * recount->n_picks;
    for (size_t i = 0; i < recount->n_picks; i++) {
        room += count_questions(s, recount->picks[i].offering);
    }
    cst__question *all = cst__verifier_alloc(v, room, sizeof *all);
    if (all == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < recount->n_picks; i++) {
        size_t offering = recount->picks[i].offering;
        size_t count = count_questions(s, offering);
        for (size_t q = 0; q < count; q++) {
            all[(*n)++] = s->questions[first_question(s, offering) + q];
        }
        *n += ask_content(v, offering, &all[*n]);
    }
    if (*n > 0) {
        qsort(all, *n, sizeof *all, compare_questions);
    }
    return all;
}

static void pair_question(cst__verifier *v, const void *context, size_t expected, size_t found) {
    const beside *b = context;
    const cst__question *question = &b->questions[expected];
    const cst_open_question *said = &b->package->questions[found];
    const char *id = v->catalog->offerings[question->offering].id;
    cst__expect_text(v, CST__AT("open_questions", id, question->row, "fact"), question->fact,
                     said->fact);
    cst__expect_stated(v, CST__AT("open_questions", id, question->row, "source"), question->source,
                       said->source);
}

static void check_questions(cst__verifier *v, beside *b) {
    size_t n = 0;
    size_t m = b->package->n_questions;
    cst__question *questions = all_questions(v, b->recount, &n);
    cst__lists lists = {.name = "open_questions", .pair = pair_question, .context = b};
    if (questions == NULL || !cst__lists_room(v, &lists, n, m)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *id = v->catalog->offerings[questions[i].offering].id;
        cst__lists_expect(&lists, id, questions[i].row, i);
    }
    for (size_t i = 0; i < m; i++) {
        cst__lists_find(&lists, b->package->questions[i].subject, b->package->questions[i].row);
    }
    b->questions = questions;
    cst__lists_match(v, &lists);
}

/* ---------------------------------------------------------------- assumptions */

static bool holds(cst__facts facts, cst__fact fact) {
    return (facts & CST__FACT_BIT(fact)) != 0;
}

/* Whether a chosen offering brings a fact of its own into the package: a test of it asked, or a
 * figure of the worksheet is made of it. */
static bool rests_on(const cst__verifier *v, size_t offering, cst__fact fact) {
    bool share =
        fact == CST__FACT_MADE || fact == CST__FACT_MADE_LOW || fact == CST__FACT_VALUE_ADDED;
    size_t slot = v->catalog->offerings[offering].slot;
    return share ? v->opportunity->content_mode != CST_MODE_IGNORE && v->rules->slots[slot].content
                 : holds(v->screening->asked[offering], fact);
}

/* Whether a member does: where it is incorporated is shown, its size may be counted, and the rest
 * is for the tests of its chosen offerings. */
static bool rests_on_firm(const cst__verifier *v, const cst__recount *recount, size_t firm,
                          cst__fact fact) {
    if (fact == CST__FACT_INCORPORATED) {
        return true;
    }
    if (fact == CST__FACT_SIZE) {
        return v->opportunity->small_share_bp > 0;
    }
    for (size_t i = 0; i < recount->n_picks; i++) {
        size_t offering = recount->picks[i].offering;
        if (v->catalog->offerings[offering].firm == firm &&
            holds(v->screening->asked[offering], fact)) {
            return true;
        }
    }
    return false;
}

static int compare_grounds(const void *a, const void *b) {
    const ground *x = a;
    const ground *y = b;
    int order = strcmp(x->subject, y->subject);
    return order != 0 ? order
                      : strcmp(cst__fact_ids[x->filled->fact], cst__fact_ids[y->filled->fact]);
}

/* All that the package rests on, by subject, then fact. */
static ground *all_grounds(cst__verifier *v, const cst__recount *recount, size_t *n) {
    size_t room = (size_t)CST__N_FACTS * (recount->n_picks + recount->n_mates);
    ground *all = cst__verifier_alloc(v, room, sizeof *all);
    for (size_t i = 0; all != NULL && i < recount->n_picks; i++) {
        const cst__offering *o = &v->catalog->offerings[recount->picks[i].offering];
        for (size_t k = 0; k < o->n_filled; k++) {
            if (rests_on(v, recount->picks[i].offering, o->filled[k].fact)) {
                all[(*n)++] = (ground){o->id, &o->filled[k]};
            }
        }
    }
    for (size_t i = 0; all != NULL && i < recount->n_mates; i++) {
        const cst__firm *f = &v->catalog->firms[recount->mates[i].firm];
        for (size_t k = 0; k < f->n_filled; k++) {
            if (rests_on_firm(v, recount, recount->mates[i].firm, f->filled[k].fact)) {
                all[(*n)++] = (ground){f->id, &f->filled[k]};
            }
        }
    }
    if (all != NULL && *n > 0) {
        qsort(all, *n, sizeof *all, compare_grounds);
    }
    return all;
}

static void pair_ground(cst__verifier *v, const void *context, size_t expected, size_t found) {
    const beside *b = context;
    const ground *it = &b->grounds[expected];
    const cst_assumed *said = &b->package->assumed[found];
    const char *fact = cst__fact_ids[it->filled->fact];
    cst__expect_text(v, CST__AT("assumptions", it->subject, fact, "value"), it->filled->value,
                     said->value);
    cst__expect_text(v, CST__AT("assumptions", it->subject, fact, "row"), it->filled->row,
                     said->row);
}

static void check_assumed(cst__verifier *v, beside *b) {
    size_t n = 0;
    size_t m = b->package->n_assumed;
    ground *grounds = all_grounds(v, b->recount, &n);
    cst__lists lists = {.name = "assumptions", .pair = pair_ground, .context = b};
    if (grounds == NULL || !cst__lists_room(v, &lists, n, m)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        cst__lists_expect(&lists, grounds[i].subject, cst__fact_ids[grounds[i].filled->fact], i);
    }
    for (size_t i = 0; i < m; i++) {
        cst__lists_find(&lists, b->package->assumed[i].subject, b->package->assumed[i].fact);
    }
    b->grounds = grounds;
    cst__lists_match(v, &lists);
}

/* ---------------------------------------------------------------- proof */

cst__wide cst__gap_cents(const cst__verifier *v, cst__wide cost_cents) {
    double size = (double)(cost_cents < 0 ? -cost_cents : cost_cents);
    return (cst__wide)(v->result->asked.gap * size) + 1;
}

static void check_proof(cst__verifier *v, const beside *b) {
    cst__wide cost = b->recount->criterion[CST_CRITERION_COST];
    cst__wide bound = b->package->bound_cents;
    cst__figure x;
    cst__figure y;
    if (bound > cost) {
        cst__wrong(v, CST__AT("proof", "bound"), "the bound %s is above the cost %s",
                   cst__money_text(&x, bound), cst__money_text(&y, cost));
    } else if (b->package->proof == CST_PROOF_OPTIMAL && cost - bound > cst__gap_cents(v, cost)) {
        cst__wrong(v, CST__AT("proof", "gap"),
                   "the cost %s is farther above the bound %s than the gap allows",
                   cst__money_text(&y, cost), cst__money_text(&x, bound));
    }
}

void cst__verify_figures(cst__verifier *v, const cst_package *package,
                         const cst__recount *recount) {
    beside b = {package, recount, NULL, NULL};
    check_members(v, &b);
    check_bundles(v, &b);
    check_sums(v, &b);
    check_criteria(v, &b);
    check_content(v, &b);
    check_ledger(v, &b);
    check_licences(v, &b);
    check_questions(v, &b);
    check_assumed(v, &b);
    check_proof(v, &b);
}
