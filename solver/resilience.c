/*
 * resilience.c - every member and every two members of each package, lost.
 *
 * Whether a package of the tender is left without some firms needs a search only where nothing that
 * is known answers it:
 *
 *   - a package of the tender without these firms is left when they are excluded, since to exclude
 *     firms forbids nothing else: members of packages are the witnesses;
 *   - where nothing fits without one firm, nothing fits without it and another.
 *
 * The losses of all packages are one list, so that what two packages share is asked once. Most
 * pairs can be spared, so a question about a pair is first asked boldly, about two firms more: a
 * package without all four answers six pairs. Only where there is none the pair is asked about
 * alone.
 *
 * Questions are asked in waves of a fixed size, each with the witnesses of the waves before, so
 * that answers do not depend on the number of threads.
 */
#include "solver/resilience.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"

enum { WAVE = 4, BOLD = 4 };

typedef enum fate { FATE_UNKNOWN, FATE_LEFT, FATE_NONE, FATE_OPEN } fate;

/* One firm (b is CST__NONE) or two that are lost, a before b. */
typedef struct loss {
    size_t a, b;
    fate fate;
    bool alone; /* not to be asked about boldly again */
    long wave;  /* the last in which a question covered it */
} loss;

/* Firms that are left out together, in the order of their choice. */
typedef struct firms {
    size_t firm[BOLD];
    size_t n;
} firms;

typedef struct study {
    cst__session *session;
    const cst_catalog *catalog;
    loss *losses; /* of one firm, then of two; each kind by a, then b; each once */
    size_t n_losses;
    bool **witnesses; /* members [n_firms] of packages of the tender */
    size_t n_witnesses, room_witnesses;
    firms *hopeless; /* more than two each: nothing is left without them, or nothing was found */
    size_t n_hopeless, room_hopeless;
    long wave; /* counted from 1 */
} study;

/* ---------------------------------------------------------------- witnesses */

/* New room for the members of one more package; NULL when out of memory. */
static bool *new_witness(study *s) {
    if (s->n_witnesses == s->room_witnesses) {
        size_t room = s->room_witnesses == 0 ? 64 : 2 * s->room_witnesses;
        bool **witnesses = realloc(s->witnesses, room * sizeof *witnesses);
        if (witnesses == NULL) {
            return NULL;
        }
        s->witnesses = witnesses;
        s->room_witnesses = room;
    }
    bool *members = calloc(s->catalog->n_firms + 1, sizeof *members);
    if (members != NULL) {
        s->witnesses[s->n_witnesses++] = members;
    }
    return members;
}

static bool has_witness(const study *s, const loss *it) {
    for (size_t i = 0; i < s->n_witnesses; i++) {
        const bool *members = s->witnesses[i];
        if (!members[it->a] && (it->b == CST__NONE || !members[it->b])) {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- the list of losses */

static int compare_losses(const void *a, const void *b) {
    const loss *x = a;
    const loss *y = b;
    if ((x->b == CST__NONE) != (y->b == CST__NONE)) {
        return x->b == CST__NONE ? -1 : 1;
    }
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    return (x->b > y->b) - (x->b < y->b);
}

static loss *find_loss(const study *s, size_t a, size_t b) {
    loss key = {.a = b == CST__NONE || a < b ? a : b, .b = b == CST__NONE || a < b ? b : a};
    return bsearch(&key, s->losses, s->n_losses, sizeof key, compare_losses);
}

static size_t member_of(const study *s, const cst_package *package, size_t i) {
    return cst__catalog_firm(s->catalog, package->members[i].firm);
}

/* Members stand by id, as firms do, so that the first of two is the lesser. */
static void list_package(study *s, const cst_package *package) {
    for (size_t i = 0; i < package->n_members; i++) {
        size_t a = member_of(s, package, i);
        s->losses[s->n_losses++] = (loss){.a = a, .b = CST__NONE};
        for (size_t j = i + 1; j < package->n_members; j++) {
            s->losses[s->n_losses++] = (loss){.a = a, .b = member_of(s, package, j)};
        }
    }
}

static void drop_repeated(study *s) {
    size_t n = 0;
    qsort(s->losses, s->n_losses, sizeof *s->losses, compare_losses);
    for (size_t i = 0; i < s->n_losses; i++) {
        if (n == 0 || compare_losses(&s->losses[n - 1], &s->losses[i]) != 0) {
            s->losses[n++] = s->losses[i];
        }
    }
    s->n_losses = n;
}

static cst_error begin(study *s, const cst_package *packages, size_t n) {
    size_t room = 0;
    for (size_t i = 0; i < n; i++) {
        room += packages[i].n_members * (packages[i].n_members + 1) / 2;
    }
    s->losses = malloc((room + 1) * sizeof *s->losses);
    if (s->losses == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        bool *members = new_witness(s);
        if (members == NULL) {
            return CST_E_MEMORY;
        }
        for (size_t k = 0; k < packages[i].n_members; k++) {
            members[member_of(s, &packages[i], k)] = true;
        }
        list_package(s, &packages[i]);
    }
    if (s->n_losses > 0) {
        drop_repeated(s);
    }
    return CST_E_OK;
}

static void end(study *s) {
    for (size_t i = 0; i < s->n_witnesses; i++) {
        free(s->witnesses[i]);
    }
    free(s->witnesses);
    free(s->hopeless);
    free(s->losses);
}

/* ---------------------------------------------------------------- answers */

static bool is_critical(const study *s, size_t firm) {
    const loss *alone = find_loss(s, firm, CST__NONE);
    return alone != NULL && alone->fate == FATE_NONE;
}

/* What is known already answers what it can; the rest is for a search. */
static void settle(const study *s, loss *it) {
    bool settled = it->fate == FATE_LEFT || it->fate == FATE_NONE;
    if (settled) {
        return;
    }
    if (has_witness(s, it)) {
        it->fate = FATE_LEFT;
    } else if (it->b != CST__NONE && (is_critical(s, it->a) || is_critical(s, it->b))) {
        it->fate = FATE_NONE;
    }
}

static void settle_all(const study *s) {
    for (size_t i = 0; i < s->n_losses; i++) {
        settle(s, &s->losses[i]);
    }
}

/* ---------------------------------------------------------------- questions */

static bool is_among(const firms *set, size_t firm) {
    for (size_t i = 0; i < set->n; i++) {
        if (set->firm[i] == firm) {
            return true;
        }
    }
    return false;
}

/* Whether all firms of some set that left nothing are among these. */
static bool is_hopeless(const study *s, const firms *set) {
    for (size_t i = 0; i < s->n_hopeless; i++) {
        size_t n = 0;
        while (n < s->hopeless[i].n && is_among(set, s->hopeless[i].firm[n])) {
            n++;
        }
        if (n == s->hopeless[i].n) {
            return true;
        }
    }
    return false;
}

static bool note_hopeless(study *s, const firms *set) {
    if (s->n_hopeless == s->room_hopeless) {
        size_t room = s->room_hopeless == 0 ? 16 : 2 * s->room_hopeless;
        firms *hopeless = realloc(s->hopeless, room * sizeof *hopeless);
        if (hopeless == NULL) {
            return false;
        }
        s->hopeless = hopeless;
        s->room_hopeless = room;
    }
    s->hopeless[s->n_hopeless++] = *set;
    return true;
}

/* How many open pairs one more firm would add to a set; 0 where that would be in vain, or where
 * fewer than half of its pairs are open. */
static size_t gain_of(const study *s, const firms *set, size_t firm) {
    size_t gain = 0;
    for (size_t i = 0; i < set->n; i++) {
        const loss *pair = set->firm[i] == firm ? NULL : find_loss(s, set->firm[i], firm);
        if (pair == NULL || pair->fate == FATE_NONE) {
            return 0;
        }
        gain += pair->fate == FATE_UNKNOWN && pair->wave != s->wave;
    }
    firms larger = *set;
    larger.firm[larger.n++] = firm;
    return 2 * gain < set->n || is_hopeless(s, &larger) ? 0 : gain;
}

/* A pair and the firms that add most to it; of those that add as much the first. */
static firms bold_set(const study *s, const loss *it) {
    firms set = {{it->a, it->b}, 2};
    while (set.n < BOLD && !it->alone) {
        size_t best = CST__NONE;
        size_t most = 0;
        for (size_t i = 0; i < s->n_losses && s->losses[i].b == CST__NONE; i++) {
            size_t gain = gain_of(s, &set, s->losses[i].a);
            best = gain > most ? s->losses[i].a : best;
            most = gain > most ? gain : most;
        }
        if (best == CST__NONE) {
            break;
        }
        set.firm[set.n++] = best;
    }
    return set;
}

/* The losses that a set covers are not asked about twice in a wave. */
static void mark(study *s, const firms *set) {
    for (size_t i = 0; i < set->n; i++) {
        for (size_t j = 0; j < i; j++) {
            loss *pair = find_loss(s, set->firm[i], set->firm[j]);
            if (pair != NULL) {
                pair->wave = s->wave;
            }
        }
    }
}

static cst_error ask(study *s, cst__asking *asking, const firms *set) {
    cst_opportunity *tender = cst__opportunity_copy(s->session->opportunity);
    cst__inquiry *inquiry = cst__asking_add(asking, s->session, tender);
    if (inquiry == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < set->n; i++) {
        tender->exclude_firm[set->firm[i]] = true;
    }
    inquiry->first = true;
    mark(s, set);
    return CST_E_OK;
}

static cst_error take_answer(study *s, const cst__inquiry *inquiry, const firms *set, loss *it) {
    fate what = inquiry->best.found                        ? FATE_LEFT
                : inquiry->status == CST_STATUS_INFEASIBLE ? FATE_NONE
                                                           : FATE_OPEN;
    bool bold = set->n > 2;
    it->alone = true;
    it->fate = !bold || what == FATE_LEFT ? what : it->fate;
    if (bold && what != FATE_LEFT) {
        return note_hopeless(s, set) ? CST_E_OK : CST_E_MEMORY;
    }
    bool *members = what == FATE_LEFT ? new_witness(s) : NULL;
    if (members != NULL) {
        cst__choice_members(s->catalog, inquiry->best.units, members);
    }
    return what == FATE_LEFT && members == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* ---------------------------------------------------------------- waves */

/* Asks about the first few losses of a kind that nothing answers; *n of them. */
static cst_error run_wave(study *s, cst__asking *asking, bool pairs, size_t *n) {
    loss *asked[WAVE];
    firms sets[WAVE];
    cst_error error = CST_E_OK;
    bool stopped = cst__session_is_over(s->session);
    s->wave++;
    settle_all(s);
    for (size_t i = 0; error == CST_E_OK && i < s->n_losses && asking->n < WAVE; i++) {
        loss *it = &s->losses[i];
        if ((it->b != CST__NONE) != pairs || it->wave == s->wave) {
            continue;
        }
        if (it->fate == FATE_UNKNOWN && stopped) {
            it->fate = FATE_OPEN;
        } else if (it->fate == FATE_UNKNOWN) {
            asked[asking->n] = it;
            sets[asking->n] = pairs ? bold_set(s, it) : (firms){{it->a}, 1};
            error = ask(s, asking, &sets[asking->n]);
        }
    }
    *n = asking->n;
    if (error == CST_E_OK) {
        error = cst__session_ask(s->session, asking->inquiries, asking->n);
    }
    for (size_t i = 0; error == CST_E_OK && i < *n; i++) {
        error = take_answer(s, &asking->inquiries[i], &sets[i], asked[i]);
    }
    cst__asking_clear(asking);
    return error;
}

/* First single members, which bear on pairs. At the end what came later is held against what was
 * left open. */
static cst_error answer_all(study *s) {
    cst__asking asking;
    cst_error error = cst__asking_begin(&asking, WAVE) ? CST_E_OK : CST_E_MEMORY;
    s->session->task = "resilience";
    for (int pairs = 0; pairs < 2; pairs++) {
        size_t n = 1;
        while (error == CST_E_OK && n > 0) {
            error = run_wave(s, &asking, pairs == 1, &n);
        }
    }
    settle_all(s);
    cst__asking_end(&asking);
    return error;
}

/* ---------------------------------------------------------------- what is told */

static void count(cst_losses *losses, fate what) {
    losses->n++;
    losses->left += what == FATE_LEFT;
    losses->none += what == FATE_NONE;
    losses->open += what == FATE_OPEN;
}

static int share_left(const cst_losses *losses) {
    return losses->n == 0 ? -1 : (int)cst__mul_div_floor(losses->left, CST__BP, losses->n);
}

/* Firms of a result are its own texts: those of its members. */
static void tell_pair(const study *s, const cst_package *package, size_t i, size_t j) {
    cst_resilience *told = package->resilience;
    size_t a = member_of(s, package, i);
    size_t b = member_of(s, package, j);
    fate it = find_loss(s, a, b)->fate;
    count(&told->two, it);
    if (it == FATE_NONE && !is_critical(s, a) && !is_critical(s, b)) {
        told->pairs[told->n_pairs++] =
            (cst_pair){package->members[i].firm, package->members[j].firm};
    }
}

static bool tell_package(const study *s, cst_package *package, cst__arena *arena) {
    size_t n = package->n_members;
    cst_resilience *told = package->resilience = cst__arena_alloc(arena, 1, sizeof *told);
    if (told == NULL) {
        return false;
    }
    told->critical = cst__arena_alloc(arena, n, sizeof *told->critical);
    told->pairs = cst__arena_alloc(arena, n * n / 2, sizeof *told->pairs);
    if (told->critical == NULL || told->pairs == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        size_t firm = member_of(s, package, i);
        count(&told->one, find_loss(s, firm, CST__NONE)->fate);
        if (is_critical(s, firm)) {
            told->critical[told->n_critical++] = package->members[i].firm;
        }
        for (size_t j = i + 1; j < n; j++) {
            tell_pair(s, package, i, j);
        }
    }
    told->one.left_bp = share_left(&told->one);
    told->two.left_bp = share_left(&told->two);
    return true;
}

cst_error cst__resilience_fill(cst__session *session, cst_package *packages, size_t n,
                               cst__arena *arena) {
    study s = {.session = session, .catalog = session->opportunity->catalog};
    cst_error error = begin(&s, packages, n);
    if (error == CST_E_OK) {
        error = answer_all(&s);
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = tell_package(&s, &packages[i], arena) ? CST_E_OK : CST_E_MEMORY;
    }
    end(&s);
    return error;
}
