/* result_fill.c - head and refusals of a result, copied so that it owns all it shows. */
#include "solver/result_fill.h"

static const char *keep(cst_result *result, const char *text) {
    return cst__arena_text(result->arena, text);
}

bool cst__result_head(cst_result *r, const char *verb, const cst_opportunity *p,
                      const cst_settings *s) {
    const char *currency = p->currency[0] != '\0' ? p->currency : p->catalog->currency;
    r->verb = keep(r, verb);
    r->opportunity = keep(r, p->id);
    r->title = keep(r, p->title);
    r->rules = keep(r, p->rules->id);
    r->assumptions = p->catalog->assumptions == NULL ? "" : keep(r, p->catalog->assumptions);
    r->currency = keep(r, currency);
    r->asked = (cst_asked){.by = s->by,
                           .candidates = s->candidates,
                           .differ = s->differ,
                           .gap = s->gap,
                           .time_limit_s = s->time_limit_s,
                           .at_most = s->by == CST_BY_FRONTIER ? s->at_most : 0,
                           .within = s->by == CST_BY_DIVERSE ? s->within : 0};
    if (s->differ_slot != NULL) {
        r->asked.differ_slot = keep(r, s->differ_slot);
    }
    return r->verb != NULL && r->opportunity != NULL && r->title != NULL && r->rules != NULL &&
           r->assumptions != NULL && r->currency != NULL &&
           (s->differ_slot == NULL || r->asked.differ_slot != NULL);
}

bool cst__result_refusal(cst__arena *arena, const cst_catalog *catalog, const cst__refused *refused,
                         cst_refusal *refusal) {
    const cst__offering *offering = &catalog->offerings[refused->offering];
    *refusal =
        (cst_refusal){.offering = cst__arena_text(arena, offering->id),
                      .firm = cst__arena_text(arena, catalog->firms[offering->firm].id),
                      .code = cst__arena_text(arena, refused->code),
                      .fact = refused->fact == NULL ? NULL : cst__arena_text(arena, refused->fact),
                      .source = cst__arena_text(arena, refused->source)};
    return refusal->offering != NULL && refusal->firm != NULL && refusal->code != NULL &&
           refusal->source != NULL && (refused->fact == NULL || refusal->fact != NULL);
}

bool cst__result_screening(cst_result *r, const cst_opportunity *p,
                           const cst__screening *screening) {
    r->n_eligible = screening->n_eligible;
    r->refused = cst__arena_alloc(r->arena, screening->n_refused, sizeof *r->refused);
    bool ok = r->refused != NULL;
    for (size_t i = 0; ok && i < screening->n_refused; i++) {
        ok = cst__result_refusal(r->arena, p->catalog, &screening->refused[i], &r->refused[i]);
        r->n_refused = i + 1;
    }
    return ok;
}
