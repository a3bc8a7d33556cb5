/* menu_tangents.c - a probe and a list of planes for each market. */
#include "solver/menu_tangents.h"

#include "solver/pool.h"
#include "solver/search.h"

typedef struct touched_market {
    cst__relaxation part; /* that of the firms which are of use there */
    cst__probe *probe;    /* NULL: not made in this thread */
    bool has_part;
    int n_sharpened;
    cst__tangent **planes;
    size_t n, room;
} touched_market;

/* After so many times a relaxation's rows are many and more of them add little; trees are no larger
 * than so. */
enum { MOST_SHARPENED = 6, MOST_LEAVES = 40 };

struct cst__tangents {
    const cst__serving *serving;
    touched_market *market; /* [n_markets] each its own twin */
};

cst_error cst__tangents_new(const cst__serving *s, cst__tangents **tangents) {
    cst__tangents *t = calloc(1, sizeof *t);
    *tangents = t;
    if (t == NULL) {
        return CST_E_MEMORY;
    }
    t->serving = s;
    t->market = calloc(s->n_markets + 1, sizeof *t->market);
    return t->market == NULL ? CST_E_MEMORY : CST_E_OK;
}

static void free_plane(cst__tangent *plane) {
    if (plane != NULL) {
        free(plane->saves);
        free(plane);
    }
}

void cst__tangents_forget(cst__tangents *t) {
    for (size_t m = 0; t->market != NULL && m < t->serving->n_markets; m++) {
        touched_market *it = &t->market[m];
        for (size_t i = 0; i < it->n; i++) {
            free_plane(it->planes[i]);
        }
        free(it->planes);
        if (it->has_part) {
            cst__relaxation_clear(&it->part);
        }
        *it = (touched_market){.probe = NULL};
    }
}

void cst__tangents_free(cst__tangents *t) {
    if (t != NULL) {
        cst__tangents_forget(t);
        free(t->market);
        free(t);
    }
}

static touched_market *of_twin(const cst__tangents *t, size_t m) {
    return &t->market[t->serving->market[m].twin];
}

size_t cst__tangents_count(const cst__tangents *t, size_t m) {
    return of_twin(t, m)->n;
}

const cst__tangent *cst__tangents_at(const cst__tangents *t, size_t m, size_t i) {
    return of_twin(t, m)->planes[i];
}

static bool is_relaxed(const cst__tangents *t, size_t m) {
    const cst__serving *s = t->serving;
    return s->market[s->market[m].twin].relaxation.formulation != NULL;
}

static cst_error make_part(const cst__serving *s, size_t twin, touched_market *it) {
    const cst__served_market *market = &s->market[twin];
    if (it->has_part) {
        return CST_E_OK;
    }
    it->has_part = true;
    return cst__relaxation_part(&market->relaxation, market->useful, &it->part);
}

static cst_error make_probe(const cst__serving *s, size_t twin, touched_market *it) {
    cst_error error = make_part(s, twin, it);
    return error == CST_E_OK && it->probe == NULL ? cst__probe_new(&it->part, &it->probe) : error;
}

static cst__tangent *new_plane(size_t n_firms) {
    cst__tangent *plane = calloc(1, sizeof *plane);
    if (plane != NULL) {
        plane->saves = calloc(n_firms + 1, sizeof *plane->saves);
    }
    if (plane != NULL && plane->saves == NULL) {
        free_plane(plane);
        return NULL;
    }
    return plane;
}

static bool same_plane(const cst__tangent *a, const cst__tangent *b, size_t n_firms) {
    return a->of_none == b->of_none && (a->of_none || a->base_cents == b->base_cents) &&
           memcmp(a->saves, b->saves, n_firms * sizeof *a->saves) == 0;
}

/* Takes the plane, or frees it where it is known; which is the one that is kept. */
static cst_error keep(const cst__serving *s, touched_market *it, cst__tangent *plane,
                      const cst__tangent **kept) {
    for (size_t i = 0; i < it->n; i++) {
        if (same_plane(it->planes[i], plane, s->n_firms)) {
            free_plane(plane);
            *kept = it->planes[i];
            return CST_E_OK;
        }
    }
    if (it->n == it->room) {
        size_t room = it->room == 0 ? 16 : 2 * it->room;
        cst__tangent **planes = realloc(it->planes, room * sizeof(cst__tangent *));
        if (planes == NULL) {
            free_plane(plane);
            return CST_E_MEMORY;
        }
        it->planes = planes;
        it->room = room;
    }
    it->planes[it->n++] = plane;
    *kept = plane;
    return CST_E_OK;
}

cst_error cst__tangents_touch(cst__tangents *t, size_t m, const double *share, double deadline_s,
                              const cst__tangent **found) {
    const cst__serving *s = t->serving;
    touched_market *it = of_twin(t, m);
    bool known = false;
    *found = NULL;
    if (!is_relaxed(t, m) || cst__time_is_up(deadline_s, s->settings->stop)) {
        return CST_E_OK;
    }
    cst__tangent *plane = new_plane(s->n_firms);
    cst_error error = plane == NULL ? CST_E_MEMORY : make_probe(s, s->market[m].twin, it);
    if (error == CST_E_OK) {
        error = cst__probe_touch(it->probe, share, 1, 0, deadline_s, plane, &known);
    }
    if (error == CST_E_OK && known) {
        return keep(s, it, plane, found);
    }
    free_plane(plane);
    return error;
}

/* ---------------------------------------------------------------- trees */

typedef struct growing {
    cst__tangents *tangents;
    const size_t *markets;
    double *share; /* [n_firms] */
    double deadline_s;
    cst__tangent **planes; /* [n] */
    bool *known;           /* [n] */
} growing;

static cst_error run_growing(void *context, size_t task) {
    const growing *g = context;
    const cst__serving *s = g->tangents->serving;
    size_t twin = s->market[g->markets[task]].twin;
    const touched_market *it = &g->tangents->market[twin];
    double floor_cents = (double)s->market[twin].relaxed_cents; /* as its relaxation says */
    cst__probe *probe = NULL;
    if (cst__time_is_up(g->deadline_s, s->settings->stop)) {
        return CST_E_OK;
    }
    cst_error error = cst__probe_new(&it->part, &probe);
    if (error == CST_E_OK) {
        error = cst__probe_touch(probe, g->share, MOST_LEAVES, floor_cents, g->deadline_s,
                                 g->planes[task], &g->known[task]);
    }
    cst__probe_free(probe);
    return error;
}

/* Of markets whose relaxation says what they cost at least; the others move out. */
static cst_error begin_growing(growing *g, const uint64_t *firms, size_t *markets, size_t *n) {
    cst__tangents *t = g->tangents;
    const cst__serving *s = t->serving;
    size_t left = 0;
    cst_error error = CST_E_OK;
    for (size_t f = 0; f < s->n_firms; f++) {
        g->share[f] = cst__firms_has(firms, f) ? 1 : 0;
    }
    for (size_t i = 0; error == CST_E_OK && i < *n; i++) {
        size_t twin = s->market[markets[i]].twin;
        int64_t floor_cents = s->market[twin].relaxed_cents;
        if (is_relaxed(t, twin) && floor_cents > INT64_MIN && floor_cents < INT64_MAX) {
            error = make_part(s, twin, &t->market[twin]);
            g->planes[left] = new_plane(s->n_firms);
            error = error == CST_E_OK && g->planes[left] == NULL ? CST_E_MEMORY : error;
            markets[left++] = markets[i];
        }
    }
    *n = left;
    return error;
}

cst_error cst__tangents_grow(cst__tangents *t, size_t *markets, size_t n, const uint64_t *firms,
                             double deadline_s) {
    const cst__serving *s = t->serving;
    growing g = {.tangents = t,
                 .markets = markets,
                 .share = malloc((s->n_firms + 1) * sizeof *g.share),
                 .deadline_s = deadline_s,
                 .planes = calloc(n + 1, sizeof *g.planes),
                 .known = calloc(n + 1, sizeof *g.known)};
    bool ok = g.share != NULL && g.planes != NULL && g.known != NULL;
    cst_error error = ok ? begin_growing(&g, firms, markets, &n) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        error = cst__pool_run((size_t)s->settings->threads, n, run_growing, &g);
    }
    for (size_t i = 0; ok && i < n; i++) {
        const cst__tangent *kept = NULL;
        if (error == CST_E_OK && g.known[i]) {
            error = keep(s, of_twin(t, markets[i]), g.planes[i], &kept);
        } else {
            free_plane(g.planes[i]);
        }
    }
    free(g.share);
    free(g.planes);
    free(g.known);
    return error;
}

/* ---------------------------------------------------------------- stronger, and higher */

cst_error cst__tangents_sharpen(cst__tangents *t, size_t m, const double *share,
                                double deadline_s) {
    const cst__serving *s = t->serving;
    touched_market *it = of_twin(t, m);
    if (!is_relaxed(t, m) || it->n_sharpened == MOST_SHARPENED ||
        cst__time_is_up(deadline_s, s->settings->stop)) {
        return CST_E_OK;
    }
    it->n_sharpened++;
    cst_error error = make_part(s, s->market[m].twin, it);
    cst__probe_free(it->probe); /* which has the rows of before */
    it->probe = NULL;
    return error == CST_E_OK && !it->part.is_empty
               ? cst__relaxation_strengthen_at(&it->part, share, deadline_s, s->settings->stop)
               : error;
}

/* The plane that is highest over these firms alone; NULL: none. */
static const cst__tangent *highest(const cst__serving *s, const touched_market *it,
                                   const uint64_t *firms, double *height) {
    const cst__tangent *best = NULL;
    for (size_t i = 0; i < it->n; i++) {
        const cst__tangent *plane = it->planes[i];
        double here = plane->base_cents;
        for (size_t f = 0; f < s->n_firms; f++) {
            here -= cst__firms_has(firms, f) ? plane->saves[f] : 0;
        }
        if (!plane->of_none && (best == NULL || here > *height)) {
            best = plane;
            *height = here;
        }
    }
    return best;
}

double cst__tangents_height(const cst__tangents *t, size_t m, const uint64_t *firms) {
    double height = -HUGE_VAL;
    highest(t->serving, of_twin(t, m), firms, &height);
    return height;
}

cst_error cst__tangents_lift(cst__tangents *t, size_t m, const uint64_t *firms,
                             int64_t least_cents) {
    const cst__serving *s = t->serving;
    touched_market *it = of_twin(t, m);
    double height = 0;
    const cst__tangent *base = highest(s, it, firms, &height);
    const cst__tangent *kept = NULL;
    if (base == NULL || (double)least_cents <= height) {
        return CST_E_OK;
    }
    cst__tangent *plane = new_plane(s->n_firms);
    if (plane == NULL) {
        return CST_E_MEMORY;
    }
    double more = (double)least_cents - height;
    plane->base_cents = (double)least_cents;
    for (size_t f = 0; f < s->n_firms; f++) {
        plane->saves[f] = cst__firms_has(firms, f) ? 0 : base->saves[f] + more;
    }
    return keep(s, it, plane, &kept);
}

void cst__tangents_rest(cst__tangents *t) {
    for (size_t m = 0; m < t->serving->n_markets; m++) {
        cst__probe_free(t->market[m].probe);
        t->market[m].probe = NULL;
    }
}
