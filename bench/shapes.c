/*
 * shapes.c - knapsacks and set covers, written as tenders.
 */
#include "bench/shapes.h"

#include <stdbool.h>
#include <stdlib.h>

#include "tests/dice.h"

static const char opportunity_head[] =
    "{ \"format\": \"consort-opportunity/1\", \"id\": \"generated\",\n"
    "  \"buyer\": { \"country\": \"US\" },\n";

static void write_catalog_head(FILE *out, const char *resource, int n) {
    fputs(
        "{ \"format\": \"consort-catalog/1\", \"currency\": \"USD\",\n"
        "  \"provenance\": { \"kind\": \"synthetic\", \"note\": \"drawn by bench/generate.c\" },\n"
        "  \"resources\": {",
        out);
    for (int i = 0; i < n; i++) {
        fprintf(out, "%s \"%s-%04d\": {}", i > 0 ? "," : "", resource, i);
    }
    fputs(" },\n", out);
}

/* ---------------------------------------------------------------- multiple-choice knapsack */

enum { WEIGHT_MOST = 1000, PROFIT_MOST = 2 * WEIGHT_MOST };

static void write_groups(const shape *s, const char *each, FILE *out) {
    for (int g = 0; g < s->groups; g++) {
        fprintf(out, "%s \"group-%04d\"%s", g > 0 ? "," : "", g, each);
    }
}

static void write_mmkp_rules(const shape *s, FILE *out) {
    fputs(
        "{ \"format\": \"consort-rules/1\", \"id\": \"mmkp\",\n  \"layers\": [ { \"id\": \"all\", "
        "\"slots\": [",
        out);
    write_groups(s, "", out);
    fputs(" ] } ],\n  \"required_slots\": [", out);
    write_groups(s, "", out);
    fputs(" ] }\n", out);
}

/* Adds to the largest weights of a group what it weighs; gives what it would lack of profit. */
static void write_item(const shape *s, dice *d, int group, int item, long most[], FILE *out) {
    long sum = 0;
    fprintf(out,
            "%s    { \"id\": \"item-%04d-%03d\", \"firm\": \"seller\", \"slot\": \"group-%04d\", "
            "\"lead_weeks\": 0, \"consumes\": {",
            group + item > 0 ? ",\n" : "", group, item, group);
    for (int r = 0; r < s->rows; r++) {
        int weight = dice_from(d, 1, WEIGHT_MOST);
        sum += weight;
        most[r] = weight > most[r] ? weight : most[r];
        fprintf(out, "%s \"capacity-%04d\": %d", r > 0 ? "," : "", r, weight);
    }
    long profit = sum / s->rows + dice_from(d, 0, WEIGHT_MOST / 2);
    fprintf(out, " }, \"price\": { \"fixed\": %ld000 } }", PROFIT_MOST - profit);
}

void shape_mmkp(const shape *s, FILE *rules, FILE *catalog, FILE *opportunity) {
    dice d = dice_new(s->seed);
    long *capacity = calloc((size_t)s->rows * 2, sizeof *capacity);
    if (capacity == NULL) {
        exit(EXIT_FAILURE);
    }
    long *most = capacity + s->rows;
    write_mmkp_rules(s, rules);
    write_catalog_head(catalog, "capacity", s->rows);
    fputs("  \"firms\": [ { \"id\": \"seller\", \"can_anchor\": true } ],\n  \"offerings\": [\n",
          catalog);
    for (int g = 0; g < s->groups; g++) {
        for (int r = 0; r < s->rows; r++) {
            most[r] = 0;
        }
        for (int i = 0; i < s->offerings / s->groups; i++) {
            write_item(s, &d, g, i, most, catalog);
        }
        for (int r = 0; r < s->rows; r++) {
            capacity[r] += most[r];
        }
    }
    fputs(" ] }\n", catalog);
    fputs(opportunity_head, opportunity);
    fputs("  \"demand\": {},\n  \"site\": {", opportunity);
    for (int r = 0; r < s->rows; r++) {
        fprintf(opportunity, "%s \"capacity-%04d\": %ld", r > 0 ? "," : "", r, capacity[r] / 2);
    }
    fputs(" },\n  \"slots\": {", opportunity);
    write_groups(s, ": { \"max_offerings\": 1 }", opportunity);
    fputs(" } }\n", opportunity);
    free(capacity);
}

/* ---------------------------------------------------------------- set covering */

/* has[set * rows + row] */
static bool *draw_sets(const shape *s, dice *d) {
    bool *has = calloc((size_t)s->offerings * (size_t)s->rows, sizeof *has);
    if (has == NULL) {
        exit(EXIT_FAILURE);
    }
    for (int j = 0; j < s->offerings; j++) {
        for (int i = 0; i < s->rows; i++) {
            has[(size_t)j * (size_t)s->rows + (size_t)i] = dice_chance(d, s->density);
        }
        has[(size_t)j * (size_t)s->rows + (size_t)dice_from(d, 0, s->rows - 1)] = true;
    }
    for (int i = 0; i < s->rows; i++) {
        for (int twice = 0; twice < 2; twice++) {
            int j = dice_from(d, twice * s->offerings / 2, (twice + 1) * s->offerings / 2 - 1);
            has[(size_t)j * (size_t)s->rows + (size_t)i] = true;
        }
    }
    return has;
}

static void write_sets(const shape *s, dice *d, FILE *out) {
    bool *has = draw_sets(s, d);
    for (int j = 0; j < s->offerings; j++) {
        bool first = true;
        fprintf(out,
                "    { \"id\": \"set-%06d\", \"firm\": \"seller-%06d\", \"slot\": \"sets\", "
                "\"lead_weeks\": 0, \"price\": { \"fixed\": %d000 }, \"provides\": {",
                j, j, dice_from(d, 1, 100));
        for (int i = 0; i < s->rows; i++) {
            if (has[(size_t)j * (size_t)s->rows + (size_t)i]) {
                fprintf(out, "%s \"row-%04d\": 1", first ? "" : ",", i);
                first = false;
            }
        }
        fputs(j + 1 < s->offerings ? " } },\n" : " } }\n", out);
    }
    free(has);
}

void shape_setcover(const shape *s, FILE *rules, FILE *catalog, FILE *opportunity) {
    dice d = dice_new(s->seed);
    fputs(
        "{ \"format\": \"consort-rules/1\", \"id\": \"setcover\",\n"
        "  \"layers\": [ { \"id\": \"all\", \"slots\": [ \"sets\" ] } ] }\n",
        rules);
    write_catalog_head(catalog, "row", s->rows);
    fputs("  \"firms\": [\n", catalog);
    for (int j = 0; j < s->offerings; j++) {
        fprintf(catalog, "    { \"id\": \"seller-%06d\", \"can_anchor\": true }%s\n", j,
                j + 1 < s->offerings ? "," : "");
    }
    fputs("  ],\n  \"offerings\": [\n", catalog);
    write_sets(s, &d, catalog);
    fputs("  ] }\n", catalog);
    fputs(opportunity_head, opportunity);
    fputs("  \"demand\": {", opportunity);
    for (int i = 0; i < s->rows; i++) {
        fprintf(opportunity, "%s \"row-%04d\": 1", i > 0 ? "," : "", i);
    }
    fputs(" } }\n", opportunity);
}
