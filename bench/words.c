/*
 * words.c - finding by words, measured: seconds for an index of so many made-up descriptions, and
 * how well a small judged set of queries is answered on a real catalog.
 *
 *     words speed OFFERINGS          made-up texts: index, query, proposal
 *     words judged CATALOG QUERIES   mean average precision by words, by meaning, by both
 *
 * Made-up words follow Zipf's law (the r-th word is drawn about 1 / r as often as the first), the
 * texts have topics that favour some words, so that there is something for the space of meaning to
 * find.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "consort.h"
#include "tests/dice.h"

enum { VOCABULARY = 30000, TOPICS = 60, WORDS_OF_TEXT = 60, OF_TOPIC = 40 };

/* By the clock on the wall, and of the processor, with all threads. */
typedef struct moment {
    double wall, processor;
} moment;

static double read_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static moment now(void) {
    return (moment){read_clock(CLOCK_MONOTONIC), read_clock(CLOCK_PROCESS_CPUTIME_ID)};
}

static void print_since(const char *what, moment start) {
    moment end = now();
    printf("%-22s %8.3f s  %8.3f s of the processor\n", what, end.wall - start.wall,
           end.processor - start.processor);
}

static void fail(const char *what) {
    fprintf(stderr, "words: %s\n", what);
    exit(2);
}

/* ---------------------------------------------------------------- made-up texts */

/* A growing text. */
typedef struct writing {
    char *bytes;
    size_t n, room;
} writing;

static void put(writing *w, const char *text) {
    size_t length = strlen(text);
    if (w->n + length + 1 > w->room) {
        w->room = 2 * (w->room + length + 1);
        w->bytes = realloc(w->bytes, w->room);
        if (w->bytes == NULL) {
            fail("out of memory");
        }
    }
    memcpy(w->bytes + w->n, text, length + 1);
    w->n += length;
}

/* Syllables that a number decides. */
static void put_word(writing *w, int number) {
    static const char *const syllables[] = {"ka",  "lo", "mi",  "ter", "su", "ven", "da", "ro",
                                            "pel", "tu", "sha", "gri", "no", "bel", "fi", "kor"};
    unsigned bits = (unsigned)number * 2654435761U;
    int length = 2 + number % 3;
    for (int i = 0; i < length + 1; i++) {
        put(w, syllables[bits & 15]);
        bits >>= 4;
    }
}

/* Rank of a word by Zipf's law: the inverse of its distribution, roughly. */
static int draw_rank(dice *d) {
    double u = (double)dice_from(d, 1, 1000000) / 1e6;
    double rank = 1;
    for (double x = u * 10.9; x > 0.6931; x -= 0.6931) { /* e^x by doubling, ln 30000 + 0.58 */
        rank *= 2;
    }
    int most = (int)(2 * rank) < VOCABULARY ? (int)(2 * rank) : VOCABULARY;
    return dice_from(d, (int)rank < most ? (int)rank : most, most);
}

static void put_text(writing *w, dice *d, int topic, int n_words) {
    for (int i = 0; i < n_words; i++) {
        bool own = dice_chance(d, OF_TOPIC);
        int word = own ? topic * 400 + draw_rank(d) % 400 : draw_rank(d);
        put_word(w, word);
        put(w, i % 12 == 11 ? ". " : " ");
    }
}

static void put_offering(writing *w, dice *d, int i) {
    static const char *const slots[] = {"chips", "servers", "storage", "networking",
                                        "cloud", "data",    "models",  "applications"};
    char head[256];
    int topic = dice_from(d, 0, TOPICS - 1);
    snprintf(head, sizeof head,
             "%s{\"id\":\"o%d\",\"firm\":\"f%d\",\"slot\":\"%s\",\"lead_weeks\":1,"
             "\"capabilities\":[\"topic:t%d\",\"lang:l%d\"],\"name\":\"",
             i > 0 ? "," : "", i, i % 100, slots[topic % 8], topic, topic % 20);
    put(w, head);
    put_text(w, d, topic, 4);
    put(w, "\",\"description\":\"");
    put_text(w, d, topic, WORDS_OF_TEXT);
    put(w, "\"}");
}

static char *made_up_catalog(int n) {
    writing w = {NULL, 0, 0};
    dice d = dice_new(6);
    char firm[64];
    put(&w, "{\"format\":\"consort-catalog/1\",\"firms\":[");
    for (int i = 0; i < 100; i++) {
        snprintf(firm, sizeof firm, "%s{\"id\":\"f%d\"}", i > 0 ? "," : "", i);
        put(&w, firm);
    }
    put(&w, "],\"offerings\":[");
    for (int i = 0; i < n; i++) {
        put_offering(&w, &d, i);
    }
    put(&w, "]}");
    return w.bytes;
}

/* ---------------------------------------------------------------- speed */

static cst_catalog *catalog_of(const cst_rules *rules, const char *text, size_t size) {
    cst_catalog *catalog = NULL;
    cst_diagnostics *faults = cst_diagnostics_new(3);
    cst_error error = cst_catalog_read(text, size, "catalog", rules, NULL, &catalog, faults);
    if (error != CST_E_OK) {
        const cst_diagnostic *fault = cst_diagnostics_get(faults, 0);
        fail(fault != NULL ? fault->message : cst_error_text(error));
    }
    cst_diagnostics_free(faults);
    return catalog;
}

static cst_words *index_of(const cst_catalog *catalog) {
    cst_words *words = NULL;
    if (cst_words_new(catalog, &words) != CST_E_OK) {
        fail("no index");
    }
    return words;
}

static void query_and_propose(const cst_words *words) {
    writing query = {NULL, 0, 0};
    writing tender = {NULL, 0, 0};
    dice d = dice_new(7);
    put_text(&query, &d, 11, 8);
    put_text(&tender, &d, 11, 5000);
    moment start = now();
    cst_likenesses *found = NULL;
    cst_proposal *proposal = NULL;
    cst_words_like(words, query.bytes, query.n, "query", NULL, 10, &found, NULL);
    print_since("query of 8 words", start);
    start = now();
    cst_words_propose(words, tender.bytes, tender.n, "tender", NULL, &proposal, NULL);
    print_since("tender of 5000 words", start);
    cst_likenesses_free(found);
    cst_proposal_free(proposal);
    free(query.bytes);
    free(tender.bytes);
}

static void speed(int n) {
    cst_rules *rules = NULL;
    char *text = made_up_catalog(n);
    if (cst_rules_default(&rules) != CST_E_OK) {
        fail("no rules");
    }
    cst_catalog *catalog = catalog_of(rules, text, strlen(text));
    moment start = now();
    cst_words *words = index_of(catalog);
    printf("%d texts\n", n);
    print_since("index", start);
    query_and_propose(words);
    cst_words_free(words);
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    free(text);
}

/* ---------------------------------------------------------------- a judged set */

enum { BY_WORDS, BY_MEANING, BY_BOTH, N_WAYS };

static int value_by(const cst_likeness *l, int way) {
    return (way != BY_MEANING ? l->words_bp : 0) + (way != BY_WORDS ? l->meaning_bp : 0);
}

/* How many are before this one; ties by id, in which order the list was before. */
static size_t place_of(const cst_likenesses *found, const cst_likeness *one, int way) {
    size_t n = 1;
    for (size_t i = 0; i < found->n_items; i++) {
        const cst_likeness *other = &found->items[i];
        int difference = value_by(other, way) - value_by(one, way);
        n += difference > 0 || (difference == 0 && strcmp(other->offering, one->offering) < 0);
    }
    return n;
}

static bool is_relevant(const char *ids, const char *id) {
    size_t length = strlen(id);
    for (const char *at = ids; (at = strstr(at, id)) != NULL; at += length) {
        bool begins = at == ids || at[-1] == ' ';
        if (begins && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* Of the relevant: the share of relevant ones among those up to its place, summed up. */
static double precision(const cst_likenesses *found, const char *ids, int way) {
    double sum = 0;
    size_t n_relevant = 1;
    for (const char *c = ids; *c != '\0'; c++) {
        n_relevant += *c == ' ';
    }
    for (size_t i = 0; i < found->n_items; i++) {
        const cst_likeness *one = &found->items[i];
        size_t place = place_of(found, one, way);
        size_t before = 0;
        if (value_by(one, way) == 0 || !is_relevant(ids, one->offering)) {
            continue;
        }
        for (size_t k = 0; k < found->n_items; k++) {
            const cst_likeness *other = &found->items[k];
            before += is_relevant(ids, other->offering) && place_of(found, other, way) <= place;
        }
        sum += (double)before / (double)place;
    }
    return sum / (double)n_relevant;
}

static void judge_query(const cst_words *words, const char *query, const char *ids, double *sums) {
    cst_likenesses *found = NULL;
    if (cst_words_like(words, query, strlen(query), "query", NULL, 1000000, &found, NULL) !=
        CST_E_OK) {
        fail(query);
    }
    printf("%-44.44s", query);
    for (int way = 0; way < N_WAYS; way++) {
        double p = precision(found, ids, way);
        printf("  %5.3f", p);
        sums[way] += p;
    }
    printf("\n");
    cst_likenesses_free(found);
}

static char *file_text(const char *path, size_t *size) {
    writing w = {NULL, 0, 0};
    char line[4096];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fail(path);
    }
    put(&w, "");
    while (fgets(line, sizeof line, file) != NULL) {
        put(&w, line);
    }
    fclose(file);
    *size = w.n;
    return w.bytes;
}

static void judged(const char *catalog_path, const char *queries_path) {
    size_t size = 0;
    cst_rules *rules = NULL;
    char *text = file_text(catalog_path, &size);
    if (cst_rules_default(&rules) != CST_E_OK) {
        fail("no rules");
    }
    cst_catalog *catalog = catalog_of(rules, text, size);
    cst_words *words = index_of(catalog);
    char *queries = file_text(queries_path, &size);
    double sums[N_WAYS] = {0};
    int n = 0;
    printf("%-44s  %5s  %5s  %5s\n", "average precision", "words", "mean.", "both");
    for (char *line = strtok(queries, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char *middle = strstr(line, " : ");
        if (*line != '#' && middle != NULL) {
            *middle = '\0';
            judge_query(words, line, middle + 3, sums);
            n++;
        }
    }
    printf("%-44s  %5.3f  %5.3f  %5.3f\n", "mean", sums[BY_WORDS] / n, sums[BY_MEANING] / n,
           sums[BY_BOTH] / n);
    cst_words_free(words);
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    free(text);
    free(queries);
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "speed") == 0) {
        speed(atoi(argv[2]));
    } else if (argc == 4 && strcmp(argv[1], "judged") == 0) {
        judged(argv[2], argv[3]);
    } else {
        fail("usage: words speed OFFERINGS | words judged CATALOG QUERIES");
    }
    return 0;
}
