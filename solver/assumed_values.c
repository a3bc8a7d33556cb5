/*
 * assumed_values.c - what the conclusion is under other values of a fact that is no share: a
 * country, a number of export control, a place of hosting, a size.
 *
 * Rules and tender look at such a fact only by asking whether it is among what they name: the
 * countries of a row, the prefixes of another. Values that are among the same of these can not be
 * told apart and are one class, of which one is tried. That the fact stays unknown is a class too.
 *
 * A class that lets nobody in or lead whom the assumed value keeps out asks for no less than the
 * tender as it is: if the cheapest package still holds it is the answer, without a search.
 */
#include <string.h>

#include "solver/assumed_parts.h"

/* Something that a value may be among. */
typedef struct asker {
    const char *name;
    const cst__countries *countries; /* NULL: none */
    const cst__texts *prefixes;      /* NULL: none */
    bool small;                      /* asks whether the size is small */
} asker;

typedef struct value_class {
    cst__taken value;
    const char *shown; /* as text; NULL: unknown */
    bool is_asked;     /* by a search of its own */
    cst_opportunity *tender;
    cst_value_range *range;
} value_class;

typedef struct value_study {
    cst__study *study;
    asker *askers;
    size_t n_askers;
    cst__taken *candidates; /* the assumed one first */
    size_t n_candidates;
    value_class *classes;
    size_t n_classes;
} value_study;

static const cst_opportunity *tender_of(const cst__assumed *a) {
    return a->session->opportunity;
}

/* ---------------------------------------------------------------- who asks */

static void add_asker(value_study *s, const char *name, const cst__countries *countries) {
    s->askers[s->n_askers++] = (asker){.name = name, .countries = countries};
}

static bool is_subject(const cst__assumed *a, const cst__study *study, size_t offering) {
    const cst__offering *o = &tender_of(a)->catalog->offerings[offering];
    size_t of = study->fact >= CST__FIRST_FIRM_FACT ? o->firm : offering;
    for (size_t i = 0; i < study->n_subjects; i++) {
        if (study->subjects[i] == of) {
            return true;
        }
    }
    return false;
}

/* Whether screening asks for the fact of any subject. */
static bool is_screened(const cst__assumed *a, const cst__study *study) {
    for (size_t o = 0; o < tender_of(a)->catalog->n_offerings; o++) {
        bool asks = (a->screening->asked[o] & CST__FACT_BIT(study->fact)) != 0;
        if (asks && is_subject(a, study, o)) {
            return true;
        }
    }
    return false;
}

/* The fact that a test is about, CST__N_FACTS where none. */
static cst__fact fact_of(cst__test test) {
    static const cst__fact facts[] = {
        [CST__TEST_INCORPORATED] = CST__FACT_INCORPORATED,
        [CST__TEST_PRINCIPAL_PLACE] = CST__FACT_PRINCIPAL_PLACE,
        [CST__TEST_PARENT] = CST__FACT_PARENT,
        [CST__TEST_MAKER_COUNTRY] = CST__FACT_MAKER_COUNTRY,
        [CST__TEST_LISTED] = CST__N_FACTS,
        [CST__TEST_OWNED] = CST__N_FACTS,
        [CST__TEST_WEIGHTS_ORIGIN] = CST__FACT_WEIGHTS_ORIGIN,
        [CST__TEST_LINEAGE] = CST__FACT_LINEAGE,
    };
    return facts[test];
}

/* Whether a row of the rules applies to an offering of a subject. */
static bool applies(const cst__assumed *a, const cst__study *study, const cst__jurisdiction *row) {
    const cst_opportunity *p = tender_of(a);
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        size_t layer = p->rules->slots[p->catalog->offerings[o].slot].layer;
        bool here = layer == CST__NONE ? row->other_slots : row->layers[layer];
        if (here && is_subject(a, study, o)) {
            return true;
        }
    }
    return false;
}

static bool list_jurisdiction(const cst__assumed *a, value_study *s) {
    const cst_rules *rules = tender_of(a)->rules;
    bool ok = true;
    for (size_t r = 0; ok && r < rules->n_jurisdiction; r++) {
        const cst__jurisdiction *row = &rules->jurisdiction[r];
        if (fact_of(row->test) == s->study->fact && applies(a, s->study, row)) {
            const char *name = cst__arena_format(a->arena, "jurisdiction:%s", row->id);
            add_asker(s, name, &row->in);
            ok = name != NULL;
        }
    }
    return ok;
}

static bool list_exports(const cst__assumed *a, value_study *s) {
    const cst_rules *rules = tender_of(a)->rules;
    bool ok = true;
    for (size_t r = 0; ok && r < rules->n_exports; r++) {
        const cst__export_row *row = &rules->exports[r];
        if (cst__export_asks_eccn(tender_of(a), row)) {
            const char *name = cst__arena_format(a->arena, "export:%s", row->id);
            add_asker(s, name, NULL);
            s->askers[s->n_askers - 1].prefixes = &row->eccn;
            ok = name != NULL;
        }
    }
    return ok;
}

static bool can_anchor(const cst__assumed *a, const cst__study *study) {
    for (size_t i = 0; i < study->n_subjects; i++) {
        if (tender_of(a)->catalog->firms[study->subjects[i]].can_anchor) {
            return true;
        }
    }
    return false;
}

/* Who may lead, and who is of the buyer's country. */
static bool list_incorporated(const cst__assumed *a, value_study *s) {
    const cst_opportunity *p = tender_of(a);
    cst__countries *buyer = cst__arena_alloc(a->scratch, 1, sizeof *buyer);
    if (buyer == NULL) {
        return false;
    }
    if (p->rules->has_anchor_rule && can_anchor(a, s->study)) {
        add_asker(s, "anchor", &p->rules->anchor_incorporated_in);
    }
    if (p->local_share_bp > 0) {
        cst__countries_add(buyer, p->buyer_country);
        add_asker(s, "consortium/local_share", buyer);
    }
    return true;
}

static cst_error list_askers(const cst__assumed *a, value_study *s) {
    const cst_opportunity *p = tender_of(a);
    size_t most = p->rules->n_jurisdiction + p->rules->n_exports + 2;
    bool ok = true;
    s->askers = cst__arena_alloc(a->scratch, most, sizeof *s->askers);
    if (s->askers == NULL) {
        return CST_E_MEMORY;
    }
    if (is_screened(a, s->study)) {
        ok = list_jurisdiction(a, s);
        if (s->study->fact == CST__FACT_ECCN) {
            ok = list_exports(a, s);
        } else if (s->study->fact == CST__FACT_HOSTED_IN) {
            add_asker(s, "residency", &p->residency_in.set);
        }
    }
    if (ok && s->study->fact == CST__FACT_INCORPORATED) {
        ok = list_incorporated(a, s);
    }
    if (s->study->fact == CST__FACT_SIZE && p->small_share_bp > 0) {
        add_asker(s, "consortium/small_share", NULL);
        s->askers[s->n_askers - 1].small = true;
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- what is asked of a value */

static bool is_places(cst__fact fact) {
    return fact == CST__FACT_HOSTED_IN || fact == CST__FACT_LINEAGE;
}

static bool is_country(cst__fact fact) {
    return fact != CST__FACT_ECCN && fact != CST__FACT_SIZE && !is_places(fact);
}

static bool has_prefix(const cst__texts *prefixes, const char *text) {
    for (size_t i = 0; i < prefixes->n; i++) {
        if (strncmp(prefixes->item[i], text, strlen(prefixes->item[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_among(const cst__taken *value, const asker *it) {
    if (it->prefixes != NULL) {
        return has_prefix(it->prefixes, value->text);
    }
    if (it->countries == NULL) {
        return it->small && value->number == CST__SIZE_SMALL;
    }
    return is_places(value->fact) ? cst__countries_meet(it->countries, &value->places.set)
                                  : cst__countries_has(it->countries, (cst__country)value->number);
}

/* Whether nothing that is asked tells two values apart. */
static bool is_alike(const value_study *s, const cst__taken *x, const cst__taken *y) {
    for (size_t i = 0; i < s->n_askers; i++) {
        if (is_among(x, &s->askers[i]) != is_among(y, &s->askers[i])) {
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- candidates */

static cst__taken *add_candidate(value_study *s, const char *text) {
    cst__taken *value = &s->candidates[s->n_candidates++];
    *value = (cst__taken){.fact = s->study->fact, .text = text};
    return value;
}

static cst__places places_of(const cst__countries *set, const char *text) {
    return (cst__places){.set = *set, .text = text, .known = true};
}

/* Every country, as one or as a list of one. */
static bool add_countries(const cst__assumed *a, value_study *s) {
    cst__countries all;
    cst__countries_fill_assigned(&all);
    for (int c = 1; c <= CST__COUNTRY_LAST; c++) {
        cst__countries one = {{0}};
        char text[3];
        if (!cst__countries_has(&all, (cst__country)c)) {
            continue;
        }
        cst__country_text((cst__country)c, text);
        cst__countries_add(&one, (cst__country)c);
        cst__taken *value = add_candidate(s, cst__arena_text(a->arena, text));
        value->number = c;
        value->places = places_of(&one, value->text);
        if (value->text == NULL) {
            return false;
        }
    }
    return true;
}

/* What rows name, and a number that none names: EAR99, or the first that is left. */
static bool add_numbers(const cst__assumed *a, value_study *s) {
    for (size_t i = 0; i < s->n_askers; i++) {
        for (size_t k = 0; k < s->askers[i].prefixes->n; k++) {
            add_candidate(s, cst__arena_text(a->arena, s->askers[i].prefixes->item[k]));
        }
    }
    add_candidate(s, "EAR99");
    for (int category = '0'; category <= '9'; category++) {
        for (int group = 'A'; group <= 'E'; group++) {
            add_candidate(s, cst__arena_format(a->arena, "%c%c000", category, group));
        }
    }
    bool ok = true;
    for (size_t i = 0; i < s->n_candidates; i++) {
        ok = ok && s->candidates[i].text != NULL;
    }
    return ok;
}

static void add_places(const cst__assumed *a, value_study *s) {
    static const cst__countries nowhere;
    const cst__places *in = &tender_of(a)->residency_in;
    add_candidate(s, in->text)->places = places_of(&in->set, in->text);
    add_candidate(s, "")->places = places_of(&nowhere, "");
}

static void add_sizes(value_study *s) {
    for (int size = CST__SIZE_SMALL; size <= CST__SIZE_LARGE; size++) {
        add_candidate(s, cst__size_ids[size])->number = size;
    }
}

static size_t most_candidates(const value_study *s) {
    size_t n = CST__COUNTRY_LAST + 4;
    for (size_t i = 0; i < s->n_askers; i++) {
        n += s->askers[i].prefixes == NULL ? 0 : s->askers[i].prefixes->n;
    }
    return n;
}

static cst_error list_candidates(const cst__assumed *a, value_study *s) {
    static const cst__countries nowhere;
    bool ok = true;
    s->candidates = cst__arena_alloc(a->scratch, most_candidates(s), sizeof *s->candidates);
    if (s->candidates == NULL) {
        return CST_E_MEMORY;
    }
    s->candidates[s->n_candidates++] = cst__study_value(a, s->study);
    if (s->n_askers == 0) {
        return CST_E_OK;
    }
    if (s->study->fact == CST__FACT_ECCN) {
        ok = add_numbers(a, s);
    } else if (s->study->fact == CST__FACT_HOSTED_IN) {
        add_places(a, s);
    } else if (s->study->fact == CST__FACT_SIZE) {
        add_sizes(s);
    } else {
        if (s->study->fact == CST__FACT_LINEAGE) {
            add_candidate(s, "")->places = places_of(&nowhere, "");
        }
        ok = add_countries(a, s);
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- classes */

static cst_error list_among(const cst__assumed *a, const value_study *s, value_class *it) {
    it->range->among = cst__arena_alloc(a->arena, s->n_askers, sizeof *it->range->among);
    for (size_t i = 0; it->range->among != NULL && i < s->n_askers; i++) {
        if (is_among(&it->value, &s->askers[i])) {
            it->range->among[it->range->n_among++] = s->askers[i].name;
        }
    }
    return it->range->among == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* All countries that are no other value; of lists those of one. */
static cst_error list_countries(const cst__assumed *a, const value_study *s, value_class *it) {
    cst_value_range *range = it->range;
    bool has = is_country(s->study->fact) || s->study->fact == CST__FACT_LINEAGE;
    range->countries = cst__arena_alloc(a->arena, s->n_candidates, sizeof *range->countries);
    if (range->countries == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 1; has && i < s->n_candidates; i++) {
        const cst__taken *value = &s->candidates[i];
        if (value->number != 0 && is_alike(s, value, &it->value)) {
            range->countries[range->n_countries++] = value->text;
        }
    }
    return CST_E_OK;
}

static value_class *add_class(value_study *s, const cst__taken *value, const char *shown) {
    cst_sensitivity *to = s->study->shown;
    value_class *it = &s->classes[s->n_classes++];
    *it = (value_class){.value = *value, .shown = shown, .range = &to->ranges[to->n_ranges++]};
    *it->range = (cst_value_range){.low_bp = -1, .high_bp = -1, .at_bp = -1, .value = shown};
    return it;
}

static bool is_new(const value_study *s, const cst__taken *value) {
    for (size_t i = 0; i < s->n_classes; i++) {
        if (is_alike(s, value, &s->classes[i].value)) {
            return false;
        }
    }
    return true;
}

static cst_error add_known(const cst__assumed *a, value_study *s, const cst__taken *value) {
    const char *shown = cst__arena_text(a->arena, value->text);
    if (shown == NULL) {
        return CST_E_MEMORY;
    }
    value_class *it = add_class(s, value, shown);
    it->range->assumed = s->n_classes == 1;
    cst_error error = list_among(a, s, it);
    return error == CST_E_OK ? list_countries(a, s, it) : error;
}

static void add_unknown(value_study *s) {
    cst__fact fact = s->study->fact;
    cst__taken unknown = {.fact = fact, .number = CST__COUNTRY_UNKNOWN, .places = {.text = ""}};
    if (fact == CST__FACT_SIZE) {
        unknown.number = CST__SIZE_UNKNOWN;
    }
    add_class(s, &unknown, NULL);
}

static cst_error list_classes(const cst__assumed *a, value_study *s) {
    cst_sensitivity *shown = s->study->shown;
    shown->idle = s->n_askers == 0;
    shown->ranges = cst__arena_alloc(a->arena, s->n_candidates + 1, sizeof *shown->ranges);
    s->classes = cst__arena_alloc(a->scratch, s->n_candidates + 1, sizeof *s->classes);
    if (shown->ranges == NULL || s->classes == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = add_known(a, s, &s->candidates[0]);
    for (size_t i = 1; error == CST_E_OK && i < s->n_candidates; i++) {
        if (is_new(s, &s->candidates[i])) {
            error = add_known(a, s, &s->candidates[i]);
        }
    }
    if (!shown->idle) {
        add_unknown(s);
    }
    return error;
}

/* ---------------------------------------------------------------- answers without a search */

/* Whether values count for more under another value: of firms of the buyer's country, of small. */
static bool counts_more(const cst__assumed *a, const cst__taken *value) {
    const cst_opportunity *p = tender_of(a);
    if (value->fact == CST__FACT_INCORPORATED) {
        return p->local_share_bp > 0 && value->number == p->buyer_country;
    }
    return value->fact == CST__FACT_SIZE && p->small_share_bp > 0 &&
           value->number == CST__SIZE_SMALL;
}

/* Whether the cheapest package of the tender as it is holds under another tender. */
static cst_error base_holds(const cst__assumed *a, const cst_opportunity *tender,
                            const cst__screening *screening, bool *it_does) {
    const cst__side none = cst__side_none();
    cst__judge *judge = NULL;
    cst_criteria criteria;
    *it_does = false;
    if (!a->base->best.found) {
        return CST_E_OK;
    }
    cst_error error = cst__judge_new(tender, screening, a->session->misfit_bp, &judge);
    *it_does = error == CST_E_OK && cst__choice_holds(judge, a->base->best.units, &none, &criteria);
    cst__judge_free(judge);
    return error;
}

/* What is known of a class before anything is searched. */
typedef struct known {
    bool asks_no_less;
    bool base_holds;
} known;

static cst_error find_known(const cst__assumed *a, const value_study *s, const value_class *it,
                            known *k) {
    cst__screening *screening = NULL;
    cst_error error = cst__screen(it->tender, &screening);
    if (error == CST_E_OK) {
        k->asks_no_less = cst__screening_within(it->tender->catalog, screening, a->screening) &&
                          (!counts_more(a, &it->value) || counts_more(a, &s->candidates[0]));
        error = base_holds(a, it->tender, screening, &k->base_holds);
    }
    cst__screening_free(screening);
    return error;
}

/* Whether no search is needed. */
static bool is_settled(const cst__assumed *a, const known *k) {
    return k->asks_no_less && (k->base_holds || !a->base->best.found);
}

static cst_error begin_class(const cst__assumed *a, value_study *s, value_class *it,
                             cst__asking *asking) {
    known k = {false, false};
    cst_opportunity *tender = cst__study_tender(a, s->study, &it->value);
    cst__least least = cst__base_least(a);
    if (tender == NULL) {
        return CST_E_MEMORY;
    }
    it->tender = tender;
    cst_error error = find_known(a, s, it, &k);
    if (error == CST_E_OK && is_settled(a, &k)) {
        error = cst__study_outcome(a, tender, &least, it->range);
    } else if (error == CST_E_OK) {
        cst__inquiry *inquiry = cst__asking_add(asking, a->session, tender);
        bool bounds = k.asks_no_less && a->base->best.found && a->base->best.cost_proven;
        inquiry->gap = a->base->gap;
        inquiry->floor_cents = bounds ? a->base->best.bound_cents : INT64_MIN;
        it->is_asked = true;
    }
    if (!it->is_asked) {
        cst_opportunity_free(tender);
        it->tender = NULL;
    }
    return error;
}

/* ---------------------------------------------------------------- answers of searches */

static cst_error end_class(const cst__assumed *a, value_study *s, value_class *it,
                           const cst__inquiry *answer) {
    known k = {false, false};
    cst__least base = cst__base_least(a);
    cst__least least = {answer->status, answer->best.found ? answer->best.units : NULL,
                        answer->best.bound_cents};
    cst_error error = find_known(a, s, it, &k);
    if (k.base_holds && answer->status == CST_STATUS_SOLVED &&
        cst__is_least(a, a->base->best.criteria.cost_cents, answer->best.bound_cents)) {
        least.units = base.units;
    }
    return error == CST_E_OK ? cst__study_outcome(a, it->tender, &least, it->range) : error;
}

/* ---------------------------------------------------------------- the whole */

typedef struct values {
    cst__assumed *a;
    value_study *studies;
    size_t n;
    size_t n_classes;
} values;

static cst_error begin_study(values *all, cst__study *study) {
    value_study *s = &all->studies[all->n++];
    *s = (value_study){.study = study};
    cst_error error = list_askers(all->a, s);
    if (error == CST_E_OK) {
        error = list_candidates(all->a, s);
    }
    if (error == CST_E_OK) {
        error = list_classes(all->a, s);
    }
    all->n_classes += s->n_classes;
    return error;
}

static cst_error ask(values *all, cst__asking *asking) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; i < all->n; i++) {
        value_study *s = &all->studies[i];
        for (size_t c = 0; error == CST_E_OK && c < s->n_classes; c++) {
            error = begin_class(all->a, s, &s->classes[c], asking);
        }
    }
    return error == CST_E_OK ? cst__session_ask(all->a->session, asking->inquiries, asking->n)
                             : error;
}

static cst_error take(values *all, const cst__asking *asking) {
    cst_error error = CST_E_OK;
    size_t asked = 0;
    for (size_t i = 0; i < all->n; i++) {
        value_study *s = &all->studies[i];
        for (size_t c = 0; error == CST_E_OK && c < s->n_classes; c++) {
            if (s->classes[c].is_asked) {
                error = end_class(all->a, s, &s->classes[c], &asking->inquiries[asked++]);
            }
        }
    }
    return error;
}

cst_error cst__study_values(cst__assumed *a) {
    values all = {.a = a, .studies = cst__arena_alloc(a->scratch, a->n, sizeof *all.studies)};
    cst__asking asking = {.n = 0};
    cst_error error = all.studies == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < a->n; i++) {
        if (!cst__fact_is_share(a->studies[i].fact)) {
            error = begin_study(&all, &a->studies[i]);
        }
    }
    if (error == CST_E_OK && !cst__asking_begin(&asking, all.n_classes)) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        error = ask(&all, &asking);
    }
    if (error == CST_E_OK) {
        error = take(&all, &asking);
    }
    cst__asking_end(&asking);
    return error;
}
