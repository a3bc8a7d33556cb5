/* example.c - the library without the command: read, match, look at each field, free. */
#include <consort.h>
#include <inttypes.h>
#include <stdio.h>

#define N "%" PRId64 /* cents, units, thousandths */
static char text[1 << 24];

static size_t load(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t size = file == NULL ? 0 : fread(text, 1, sizeof text, file);
    return file == NULL || fclose(file) != 0 ? 0 : size;
}

static void print_package(const cst_package *p) {
    printf("%s anchor %s proven %d bound " N " gross " N " discount " N "\n", p->id, p->anchor,
           p->proof == CST_PROOF_OPTIMAL, p->bound_cents, p->gross_cents, p->discount_cents);
    for (cst_criterion c = 0; c < CST_N_CRITERIA; c++)
        printf("%s " N " %d\n", cst_criterion_id(c), cst_criteria_get(&p->criteria, c),
               p->best_at[c]);
    for (const cst_member *m = p->members; m < p->members + p->n_members; m++)
        printf("member %s (%s, %s) " N "\n", m->firm, m->name, m->incorporated, m->value_cents);
    for (const cst_line *l = p->lines; l < p->lines + p->n_lines; l++)
        printf("%s " N " %s %s " N "\n", l->slot, l->units, l->offering, l->firm, l->value_cents);
    for (size_t i = 0; i < p->n_bundles; i++)
        printf("bundle %s\n", p->bundles[i]);
    const cst_content *k = &p->content;
    printf("content %s %d of %d bp, met %d, short of " N ", worst %d\n", cst_method_id(k->method),
           k->share_bp[k->method], k->threshold_bp, k->met, k->shortfall_cents, k->worst_case_bp);
    for (const cst_ledger_row *r = p->ledger; r < p->ledger + p->n_ledger; r++)
        printf("ledger %s " N " slack " N "\n", r->resource, r->demand_milli, r->slack_milli);
    for (const cst_licence *l = p->licences; l < p->licences + p->n_licences; l++)
        printf("licence %s %s %d weeks: %s\n", l->offering, l->row, l->weeks, l->posture);
    for (const cst_open_question *q = p->questions; q < p->questions + p->n_questions; q++)
        printf("open %s %s: %s (%s)\n", q->subject, q->row, q->fact, q->source);
}

int main(int argc, char **argv) {
    cst_rules *rules = NULL;
    cst_catalog *catalog = NULL;
    cst_opportunity *tender = NULL;
    cst_result *result = NULL;
    cst_settings settings = cst_settings_default();
    settings.by = CST_BY_COST;
    settings.candidates = 1;
    bool ok =
        argc == 3 && !cst_rules_default(&rules) &&
        !cst_catalog_read(text, load(argv[1]), argv[1], rules, NULL, &catalog, NULL) &&
        !cst_opportunity_read(text, load(argv[2]), argv[2], rules, catalog, NULL, &tender, NULL) &&
        !cst_match(rules, catalog, tender, &settings, &result);
    for (size_t i = 0; ok && i < result->n_packages; i++)
        print_package(&result->packages[i]);
    cst_result_free(result);
    cst_opportunity_free(tender);
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    return !ok;
}
