/*
 * generate.c - instances for measuring the engine, from a seed: the same arguments give the same
 * bytes everywhere. Run without arguments it says how it is called.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/market.h"
#include "bench/shapes.h"

static const char usage[] =
    "usage: generate KIND [OPTION VALUE]... FOLDER\n"
    "\n"
    "Writes catalog.json and opportunity.json into FOLDER, for mmkp and setcover rules.json too.\n"
    "\n"
    "  plain      ten slots with at most three offerings each, a chain of resources, US content\n"
    "  full       the same with every feature of the contract\n"
    "  mmkp       multiple-choice multidimensional knapsack: one offering of each group\n"
    "  setcover   set covering: one slot, a resource for each row\n"
    "\n"
    "  --seed N        (default 1)\n"
    "  --offerings N   (default 300; for mmkp the groups times the items of a group)\n"
    "  --firms N       of plain and full (default: few for few offerings, at most 1000)\n"
    "  --groups N      of mmkp (default: a tenth of the offerings)\n"
    "  --rows N        resources of mmkp (default 10), rows of setcover (default 200)\n"
    "  --density P     of setcover: so many of a hundred rows in a set (default 2)\n";

typedef struct request {
    const char *kind, *folder;
    long seed, offerings, firms, groups, rows, density;
} request;

static void fail(const char *what, const char *why) {
    fprintf(stderr, "generate: %s: %s\n", what, why);
    exit(2);
}

static long read_number(const char *option, const char *text) {
    char *end = NULL;
    errno = 0;
    long n = text == NULL ? -1 : strtol(text, &end, 10);
    if (text == NULL || errno != 0 || end == text || *end != '\0' || n < 0 || n > 1000000) {
        fail(option, "wants a whole number from 0 to 1000000");
    }
    return n;
}

static long *field_of(request *r, const char *option) {
    struct {
        const char *option;
        long *field;
    } fields[] = {{"--seed", &r->seed},   {"--offerings", &r->offerings},
                  {"--firms", &r->firms}, {"--groups", &r->groups},
                  {"--rows", &r->rows},   {"--density", &r->density}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strcmp(fields[i].option, option) == 0) {
            return fields[i].field;
        }
    }
    fail(option, "no such option");
    return NULL;
}

/* Firms grow more slowly than offerings. */
static long default_firms(long offerings) {
    static const long sizes[][2] = {{300, 5}, {2000, 10}, {10000, 17}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (offerings <= sizes[i][0]) {
            return offerings / sizes[i][1] > 20 ? offerings / sizes[i][1] : 20;
        }
    }
    return offerings / 25 < 1000 ? offerings / 25 : 1000;
}

static request read_request(int argc, char **argv) {
    request r = {.kind = argv[1], .seed = 1, .offerings = 300, .density = 2};
    int i = 2;
    for (; i + 1 < argc; i += 2) {
        *field_of(&r, argv[i]) = read_number(argv[i], argv[i + 1]);
    }
    if (i >= argc) {
        fail("FOLDER", "is missing");
    }
    r.folder = argv[i];
    if (r.offerings < 40) {
        fail("--offerings", "at least 40");
    }
    r.firms = r.firms == 0 ? default_firms(r.offerings) : r.firms;
    r.groups = r.groups == 0 ? r.offerings / 10 : r.groups;
    return r;
}

/* ---------------------------------------------------------------- files */

static FILE *open_in(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fail(path, strerror(errno));
    }
    return file;
}

static void close_written(FILE *file, const char *folder) {
    bool bad = ferror(file) != 0;
    if (fclose(file) != 0 || bad) {
        fail(folder, "can not be written");
    }
}

static void write_market(const request *r) {
    bool full = strcmp(r->kind, "full") == 0;
    if (r->firms < 20) {
        fail("--firms", "at least 20");
    }
    market *m = market_new((int)r->offerings, (int)r->firms, (uint64_t)r->seed, full);
    FILE *catalog = open_in(r->folder, "catalog.json");
    market_write_catalog(m, catalog);
    close_written(catalog, r->folder);
    FILE *opportunity = open_in(r->folder, "opportunity.json");
    market_write_opportunity(m, opportunity);
    close_written(opportunity, r->folder);
    market_free(m);
}

static void write_shape(const request *r, void (*write)(const shape *, FILE *, FILE *, FILE *),
                        long default_rows) {
    shape s = {.seed = (uint64_t)r->seed,
               .offerings = (int)r->offerings,
               .groups = (int)r->groups,
               .rows = (int)(r->rows == 0 ? default_rows : r->rows),
               .density = (int)r->density};
    FILE *rules = open_in(r->folder, "rules.json");
    FILE *catalog = open_in(r->folder, "catalog.json");
    FILE *opportunity = open_in(r->folder, "opportunity.json");
    write(&s, rules, catalog, opportunity);
    close_written(rules, r->folder);
    close_written(catalog, r->folder);
    close_written(opportunity, r->folder);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs(usage, stderr);
        return 2;
    }
    request r = read_request(argc, argv);
    if (mkdir(r.folder, 0777) != 0 && errno != EEXIST) {
        fail(r.folder, strerror(errno));
    }
    if (strcmp(r.kind, "plain") == 0 || strcmp(r.kind, "full") == 0) {
        write_market(&r);
    } else if (strcmp(r.kind, "mmkp") == 0) {
        write_shape(&r, shape_mmkp, 10);
    } else if (strcmp(r.kind, "setcover") == 0) {
        write_shape(&r, shape_setcover, 200);
    } else {
        fail(r.kind, "no such kind");
    }
    return 0;
}
